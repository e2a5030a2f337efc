"""What stands between the paragraphs of a story and is none: made ready before briefs are cut.

- Broken markup that became text ("br>") goes; raw shortcodes of players become embeds.
- Lines that the site declares as boilerplate, and blocks that only lead to another place
  of the same page, are clutter.
- "LATEST: headline" over a story leads to a brief below: a cross reference with that flag.
- "PHOTO: …" is a caption, and the first one that of the lead image.
- "(h/t …)" and "[Editor's Note: …" are notes; paragraphs of links are cross references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from urllib.parse import urldefrag, urlsplit

from normalizers.marks import MarkedBlock, cut, lines, set_runs
from normalizers.regions.briefs_times import set_off_length
from normalizers.regions.embeds import shortcode_of
from normalizers.regions.see_also import Home, as_see_also, is_lead, join_lists
from normalizers.text import words
from normalizers.urls import story_key
from normalizers.values import BlockKind, SeeAlso

_QUOTE = '["”″“]'
_DEBRIS = re.compile(
    rf"(?:^|\s)(?:</?br\s?/?>|/?br\s?/?>|(?:[a-z-]+)?={_QUOTE}[^\"”″“<>]*{_QUOTE}(?:\s[a-z-]+)*\s?/?>)"
    r"(?=\s|$)"
)
_SHORTCODE = re.compile(
    r"\[([a-z][\w-]{0,30})(?=[\s=\]])[^\[\]]*\](?:[^\[\]]*\[/\1\])?", re.IGNORECASE
)
_PHOTO = re.compile(r"(?:TOP\s|MAIN\s|LEAD\s)?(?:PHOTO|IMAGE|PICTURE)S?\s?[:：]\s?(?=\S)")
_NOTE = re.compile(
    r"[\[(*]{0,2}\s?(?:h/t\b|hat[ -]tip\b|note:|corrections?[:,]"
    r"|editor['’]?s['’]?\snote\b|ed(?:itor)?\.?\snote\b)",
    re.IGNORECASE,
)
_LATEST = re.compile(r"LATEST\b\s?[:：—–-]?\s?")
_SENTENCE_END = re.compile(r"[.!?:,;…][”\"’']?$")
_MOST_LINES = 100  # and shortcodes, in one block: beyond it nobody wrote them
_LONGEST_LEAD = 3  # words before a link to a place of the page: "Jump to"
_LONGEST_NOTE = 3  # paragraphs
_LONGEST_CAPTION = 45  # words
_WORDS = frozenset(("paragraph", "heading", "list_item", "quote"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The blocks of a story without its furniture.

    Attributes:
        blocks: What is left, in page order.
        caption: The caption of the lead image, where a line of the story is it.
        pointed: Words of headlines and names of anchors that "LATEST" leads to.
        clutter: The texts that went.
    """

    blocks: tuple[MarkedBlock, ...]
    caption: str | None = None
    pointed: frozenset[str] = frozenset()
    clutter: tuple[str, ...] = ()


def prepare(marked: Iterable[MarkedBlock], home: Home) -> Prepared:
    """A story without its furniture."""
    whole = [part for block in marked for part in _repaired(block)]
    clutter: list[str] = []
    kept = list(_without_boilerplate(whole, home, clutter))
    pointed: set[str] = set()
    kept = list(_without_pointers(kept, home, pointed, clutter))
    kept, caption = _without_caption(kept, home)
    kept = [as_see_also(block, home) or block for block in _with_notes(kept)]
    kept = join_lists(_with_leads(kept))
    return Prepared(
        blocks=tuple(kept),
        caption=caption,
        pointed=frozenset(pointed),
        clutter=tuple(clutter),
    )


def headline_key(text: str) -> str:
    """The words of a headline as a key: dashes, colons and case are nothing.

    >>> headline_key("Video — Dam Holds") == headline_key("Video: dam holds")
    True
    """
    return " ".join(words(text))


# ------------------------------------------------------------ markup in the text
def _repaired(block: MarkedBlock) -> Iterator[MarkedBlock]:
    if block.kind not in _WORDS:
        yield block
        return
    if ">" in block.text and _DEBRIS.search(block.text):
        runs = (replace(run, text=_DEBRIS.sub("", run.text)) for run in block.runs)
        block = set_runs(block, runs)
    if block.text:
        yield from _shortcodes(block) if "[" in block.text else (block,)


def _shortcodes(block: MarkedBlock) -> Iterator[MarkedBlock]:
    for found in islice(_SHORTCODE.finditer(block.text), _MOST_LINES):
        embed = shortcode_of(found[0])
        if embed is None:
            continue
        before, rest = cut(block, block.text.index(found[0]))
        code, after = cut(rest, len(found[0]))
        if before.text:
            yield before
        yield replace(code, block=replace(code.block, kind="embed", embed=embed, links=()))
        block = after
    if block.text:
        yield block


# ------------------------------------------------------------ lines that are none of the story
def _without_boilerplate(
    blocks: Iterable[MarkedBlock], home: Home, clutter: list[str]
) -> Iterator[MarkedBlock]:
    patterns = [re.compile(pattern, re.MULTILINE) for pattern in home.site.boilerplate]
    for block in blocks:
        short = block.kind in _WORDS and block.text.count("\n") <= _MOST_LINES
        if not short or not any(p.search(block.text) for p in patterns):
            yield block
            continue
        for line in lines(block):
            if any(p.search(line.text) for p in patterns):
                clutter.append(line.text)
            else:
                yield line


def _without_pointers(
    blocks: list[MarkedBlock], home: Home, pointed: set[str], clutter: list[str]
) -> Iterator[MarkedBlock]:
    heads = _heads(blocks)
    alone = False
    for at, block in enumerate(blocks):
        latest = _LATEST.match(block.text) if block.kind in _WORDS else None
        title = block.text[latest.end() :] if latest else block.text
        target = _target(block, home)
        leads = latest is not None or alone
        below = leads and heads.get(headline_key(title), -1) > at
        if (latest and (target or below or not title)) or (alone and below):
            pointed |= {headline_key(title), target or ""}
            yield from _pointer(block, title, clutter)
        elif target and target != block.block.anchor:
            clutter.append(block.text)
        else:
            yield block
        alone = bool(latest) and not title
    pointed.discard("")


def _pointer(block: MarkedBlock, title: str, clutter: list[str]) -> Iterator[MarkedBlock]:
    if not title:
        clutter.append(block.text)
        return
    url = block.block.links[0].url if block.block.links else None
    item = SeeAlso(flag="LATEST", title=title, url=url)
    see = replace(block.block, kind="see_also", level=None, anchor=None, see_also=(item,))
    yield replace(block, block=see)


def _heads(blocks: list[MarkedBlock]) -> dict[str, int]:
    """Where the words of each heading and of each bold line stand last."""
    return {headline_key(words): at for at, block in enumerate(blocks) if (words := _head(block))}


def _head(block: MarkedBlock) -> str:
    """The words of a heading, or of a first line that is set off."""
    line = block.text.split("\n")[0]
    is_set_off = block.kind == "heading" or set_off_length(block) == len(line)
    return line if is_set_off else ""


def _target(block: MarkedBlock, home: Home) -> str | None:
    """The anchor that a block leads to when all its words lead to places of its own page."""
    if block.kind not in _WORDS or not block.block.links:
        return None
    places = [urldefrag(link.url) for link in block.block.links]
    here = all(place.fragment and _same_page(place.url, home.url) for place in places)
    return places[0].fragment if here and _only_leads(block) else None


def _only_leads(block: MarkedBlock) -> bool:
    """Whether the words of a block are links, with a word or three before them at most."""
    beside = [run for run in block.runs if run.url is None and words(run.text)]
    if not beside:
        return True
    few = len(words(beside[0].text)) <= _LONGEST_LEAD and "\n" not in block.text
    return few and beside == [block.runs[0]] and not _SENTENCE_END.search(block.text)


def _same_page(url: str, here: str) -> bool:
    return not urlsplit(url).netloc or story_key(url) == story_key(here)


# ------------------------------------------------------------ captions and notes
def _without_caption(blocks: list[MarkedBlock], home: Home) -> tuple[list[MarkedBlock], str | None]:
    kept: list[MarkedBlock] = []
    caption: str | None = None
    for at, block in enumerate(blocks):
        photo = _PHOTO.match(block.text) if block.kind in _WORDS else None
        line, rest = cut(block, len(block.text.split("\n")[0])) if photo else (block, None)
        words_of = line.text[photo.end() :] if photo else line.text
        if caption is None and (photo or (at == 0 and _opens_as_caption(blocks, home))):
            caption = words_of
            if block.kind == "caption":
                kept.append(block)
        elif photo:
            kept.append(_as(line, "caption"))
        else:
            kept.append(block)
        if rest is not None and rest.text:
            kept.append(rest)
    return kept, caption


def _opens_as_caption(blocks: list[MarkedBlock], home: Home) -> bool:
    """Whether the first block is the line under the image that the story opens with."""
    first, following = blocks[0], blocks[1:2]
    if not following or "\n" in first.text:
        return False
    if first.kind == "caption":
        return True
    plain = first.kind == "paragraph" and not _SENTENCE_END.search(first.text)
    plain = plain and as_see_also(first, home) is None
    if not plain or any(run.bold for run in first.runs) or not _few_words(first.text):
        return False
    return (
        first.after_image or following[0].after_rule or (home.site.series and not first.block.links)
    )


def _few_words(text: str) -> bool:
    return 1 < len(words(text)) <= _LONGEST_CAPTION


def _with_notes(blocks: list[MarkedBlock]) -> Iterator[MarkedBlock]:
    """Notes marked as such; one in brackets goes on until they close."""
    last = -1
    for at, block in enumerate(blocks):
        if block.kind in _WORDS and _NOTE.match(block.text):
            last = _end_of_note(blocks, at)
        noted = block.kind in _WORDS and at <= last
        yield _as(block, "note") if noted else block


def _as(block: MarkedBlock, kind: BlockKind) -> MarkedBlock:
    return replace(block, block=replace(block.block, kind=kind, level=None))


def _with_leads(blocks: list[MarkedBlock]) -> Iterator[MarkedBlock]:
    """A line "See also:" over cross references is one of them."""
    for block, following in zip_longest(blocks, blocks[1:]):
        leads = following is not None and following.kind == "see_also" and is_lead(block.text)
        yield _as(block, "see_also") if leads and block.kind in _WORDS else block


def _end_of_note(blocks: list[MarkedBlock], at: int) -> int:
    if not blocks[at].text.startswith("[") or "]" in blocks[at].text:
        return at
    nearby = range(at + 1, min(at + _LONGEST_NOTE, len(blocks)))
    return next((n for n in nearby if blocks[n].text.endswith("]")), at)
