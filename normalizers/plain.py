"""What a text extractor left of a page, read as a page.

Plain text (`text/plain`, and the conversion records of web archives) knows no markup:
title, caption, body and briefs are told by their shape, comments by number, bullet and
indentation. What text cannot tell (ids, authors, dates) is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from normalizers.decode import decode
from normalizers.errors import TooComplexError
from normalizers.issues import issue
from normalizers.marks import MarkedBlock, Run
from normalizers.regions.briefs import split_briefs
from normalizers.regions.briefs_evidence import reads_as_headline
from normalizers.regions.context import Context
from normalizers.regions.see_also import read_item
from normalizers.regions.series import split_title
from normalizers.regions.text_lines import Paragraph, read_paragraphs
from normalizers.regions.text_thread import part, read_thread
from normalizers.site import Site, Template
from normalizers.sites import site_for
from normalizers.text import squash
from normalizers.urls import story_key
from normalizers.values import Article, Block, Capture, CommentsInfo, LeadImage, Page

TEXT = Template(name="text", platform="text", marks=())
_SEE = re.compile(r"(?:See|SEE)(?: also| ALSO)?:? (?=\S)")
_SENTENCE_END = re.compile(r"[.!?:;,…]['”\"’)]*$")
_MOST_PARAGRAPHS = 30_000  # far above any page with its thread
_HEAD = 40  # paragraphs in which the title of a text with menus is looked for
_LONGEST_LINE = 45  # words of a caption


def read_text(capture: Capture, normalizer: str) -> Page:
    """The page that a text shows.

    Args:
        capture: A text; its address tells the site.
        normalizer: The version to be named in the page.

    Raises:
        NormalizeError: the body is no text.
    """
    site = site_for(capture.url)
    paragraphs = read_paragraphs(decode(capture))
    if len(paragraphs) > _MOST_PARAGRAPHS:
        raise TooComplexError(capture.url, f"{len(paragraphs)} paragraphs of text")
    parted = part(paragraphs)
    title, story = _title(parted.story, site, _slug(capture.url))
    context = Context(
        url=capture.url,
        base=capture.url,
        captured_at=capture.captured_at,
        status=capture.status,
        site=site,
        template=TEXT,
        title=title,
    )
    split = split_briefs(_marked(story, site), context)
    comments = read_thread(parted.thread, site.date_order)
    parts = split_title(title, declared=site.series)
    lead = LeadImage(url=None, caption=split.caption) if split.caption else None
    return Page(
        url=capture.url,
        captured_at=capture.captured_at,
        status=capture.status,
        kind="article",
        site=site.name,
        platform="text",
        template="text",
        normalizer=normalizer,
        language=site.language,
        article=Article(
            key=url_key(capture.url),
            title=title,
            series=parts.series,
            series_label=parts.label,
            headline=parts.headline,
            lead_image=lead,
            blocks=split.blocks,
        ),
        briefs=split.briefs,
        comments=comments,
        comments_info=CommentsInfo(systems=("text",) if comments else ()),
        issues=() if split.blocks or split.briefs else (issue("no-body", "the text has no story"),),
        residual=tuple(paragraph.text for paragraph in parted.rest),
    )


def url_key(url: str) -> str:
    """The key of a story that shows no post id."""
    return "url-" + hashlib.sha256(story_key(url).encode()).hexdigest()[:16]


def _slug(url: str) -> str:
    """The letters of the words that the address of a story ends with."""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return _letters(re.sub(r"\.\w+$", "", name)) if name.count("-") > 1 else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _title(story: Sequence[Paragraph], site: Site, slug: str) -> tuple[str, Sequence[Paragraph]]:
    """The title, and the story behind it: the line that the address spells, if one does.

    *Quirk:* a conversion record begins with the title of the window ("Headline - Site"),
    and menus stand between it and the headline.
    """
    first = story[0].lines[0] if story else ""
    for at, paragraph in enumerate(story[:_HEAD]):
        if slug and slug in _letters(paragraph.lines[0]):
            return paragraph.lines[0], story[at + 1 :]
    whole = squash(first)
    for at, paragraph in enumerate(story[1:_HEAD], 1):
        if whole.startswith(squash(paragraph.lines[0])) and len(paragraph.lines[0].split()) > 1:
            return paragraph.lines[0], story[at + 1 :]
    suffix = re.search(rf"\s[-–—|]\s{re.escape(site.title)}$", first) if site.title else None
    title = first[: suffix.start()] if suffix else first
    rest = (replace(story[0], lines=story[0].lines[1:]),) if story and story[0].lines[1:] else ()
    return title, (*rest, *story[1:])


def _marked(story: Sequence[Paragraph], site: Site) -> tuple[MarkedBlock, ...]:
    """The story as blocks; what is shaped as a headline is marked as one."""
    return tuple(
        replace(
            _block(paragraph, site, inside=0 < at < len(story) - 1),
            after_image=at == 0 and len(paragraph.text.split()) <= _LONGEST_LINE,
        )
        for at, paragraph in enumerate(story)
    )


def _block(paragraph: Paragraph, site: Site, *, inside: bool) -> MarkedBlock:
    text = paragraph.text
    see = _see_also(paragraph, site)
    if see is not None:
        return MarkedBlock(block=see, tag="")
    if paragraph.mark and paragraph.indent:
        return _plain(Block(kind="list_item", text=text))
    if paragraph.mark:
        return _plain(Block(kind="paragraph", text=f"{paragraph.mark} {text}"))
    if inside and reads_as_headline(text):
        return _plain(Block(kind="heading", text=text))
    return _plain(Block(kind="paragraph", text=text))


def _plain(block: Block) -> MarkedBlock:
    return MarkedBlock(block=block, runs=(Run(text=block.text),), tag="")


def _see_also(paragraph: Paragraph, site: Site) -> Block | None:
    """A cross reference: "See", then the title of another post, line by line."""
    if not _SEE.match(paragraph.text) or any(map(_SENTENCE_END.search, paragraph.lines)):
        return None
    items = tuple(read_item(line, None, declared=site.series) for line in paragraph.lines)
    if not all(item.series for item in items):
        return None
    return Block(kind="see_also", text=paragraph.text, see_also=items)
