"""From a capture to a page: the order of reading, and nothing else.

decode -> parse -> choose the look -> kind -> comments -> related posts -> where the
story stands -> facts around it -> its blocks -> briefs -> Page. What a region read is
cut from the tree before the next one reads, so that no word is in two regions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from normalizers.decode import decode, header
from normalizers.issues import issue
from normalizers.marks import MarkedBlock
from normalizers.plain import read_text
from normalizers.regions.article import find_root, read_residual, read_story
from normalizers.regions.briefs import split_briefs
from normalizers.regions.clutter import cut_furniture
from normalizers.regions.comments import read_comments
from normalizers.regions.context import Context, order_of_page
from normalizers.regions.fallback import is_better, is_thin, second_reading
from normalizers.regions.head import Head, read_head
from normalizers.regions.kinds import kind_of_page, kind_of_status
from normalizers.regions.links import links_of_blocks, links_of_page
from normalizers.regions.lists import read_list
from normalizers.regions.metadata import Metadata, canonical_of, language_of, read_metadata
from normalizers.regions.related import read_related
from normalizers.regions.scope import Place
from normalizers.regions.series import split_title
from normalizers.regions.titles import title_of
from normalizers.sites import site_for
from normalizers.templates import choose
from normalizers.text import words
from normalizers.tree import Tree, parse, text_of
from normalizers.values import (
    Article,
    Capture,
    Comment,
    CommentsInfo,
    Issue,
    LeadImage,
    ListItem,
    Page,
    PageKind,
    PageLink,
)

NORMALIZER = "1.2"
_FEW_WORDS = 40


def normalize(capture: Capture) -> Page:
    """Read a capture as a page.

    Args:
        capture: One answer of a server, transfer and content codings undone.

    Raises:
        NormalizeError: the body is no web page, no text, or beyond all bounds.
    """
    if header(capture, "content-type").lower().startswith("text/plain"):
        return read_text(capture, NORMALIZER)
    html = decode(capture)
    tree = parse(html, capture.url)
    site = site_for(capture.url)
    head = read_head(tree, capture.url)
    template = choose(tree, site)
    context = Context(
        url=capture.url,
        base=head.base,
        captured_at=capture.captured_at,
        status=capture.status,
        site=site,
        template=template,
        language=language_of(head) or site.language,
        date_order=order_of_page(tree, capture.url, capture.captured_at.date()),
    )
    kind = kind_of_status(capture.status) or kind_of_page(tree, head, site, template, capture.url)
    reading = _Reading(html=html, tree=tree, head=head, context=context, kind=kind)
    if kind in ("article", "page"):
        return _story(reading)
    return _other(reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    html: str
    tree: Tree
    head: Head
    context: Context
    kind: PageKind


def _page(reading: _Reading) -> Page:
    context = reading.context
    return Page(
        url=context.url,
        canonical_url=canonical_of(reading.head, context.url),
        captured_at=context.captured_at,
        status=context.status,
        kind=reading.kind,
        site=context.site.name,
        platform=context.template.platform,
        template=context.template.name,
        normalizer=NORMALIZER,
        language=context.language,
    )


def _other(reading: _Reading) -> Page:
    page = _page(reading)
    tree, context = reading.tree, reading.context
    items: tuple[ListItem, ...] = ()
    if reading.kind == "list":
        cut_furniture(tree)
        items = read_list(tree, context)
    return replace(page, list=items, links=links_of_page(tree, context.base))


def _story(reading: _Reading) -> Page:
    tree, context = reading.tree, reading.context
    comments, info = read_comments(tree, context)
    title, node = title_of(tree, reading.head, context)
    found = find_root(tree, node, context)
    related = read_related(tree, found, context)
    place = Place(title=title, title_node=node, root=found)
    facts = read_metadata(tree, reading.head, place, context)
    context = replace(
        context,
        title=facts.title,
        published_at=facts.moments.published_at,
        page_number=facts.page_number,
        page_count=facts.page_count,
    )
    cut_furniture(tree, context.template.clutter)
    marked = read_story(found, facts, context) if found is not None else ()
    marked, template, doubts = _second_opinion(reading, marked)
    residual = read_residual(found, node, facts, context) if found is not None else ()
    split = split_briefs(marked, context)
    article = _article(facts, context)
    issues = (
        *facts.issues,
        *doubts,
        *_lacks(article, marked),
        *_unclaimed(residual, marked),
        *_thread_issues(comments, info),
    )
    page = _page(reading)
    links = (
        *links_of_blocks(split.blocks, "body"),
        *(link for brief in split.briefs for link in links_of_blocks(brief.blocks, "briefs")),
        *(PageLink(url=at.url, text=at.text, region="briefs") for at in split.headline_links),
        *links_of_page(tree, context.base),
    )
    return replace(
        page,
        template=template,
        article=replace(
            article, blocks=split.blocks, lead_image=_lead(facts.lead_image, split.caption)
        ),
        briefs=split.briefs,
        related=related,
        comments=comments,
        comments_info=info,
        links=links,
        issues=issues,
        residual=residual,
    )


def _article(facts: Metadata, context: Context) -> Article:
    parts = split_title(facts.title, declared=context.site.series)
    return Article(
        key=facts.key,
        post_id=facts.post_id,
        title=facts.title,
        series=parts.series,
        series_label=parts.label,
        headline=parts.headline,
        authors=facts.authors,
        published_at=facts.moments.published_at,
        modified_at=facts.moments.modified_at,
        date_text=facts.moments.date_text,
        categories=facts.categories,
        tags=facts.tags,
        page_number=facts.page_number,
        page_count=facts.page_count,
    )


def _second_opinion(
    reading: _Reading, marked: tuple[MarkedBlock, ...]
) -> tuple[tuple[MarkedBlock, ...], str, tuple[Issue, ...]]:
    """Ask the last resort where no look fits and our own reading is thin."""
    name = reading.context.template.name
    if name != "generic/plain" or not is_thin(marked):
        return marked, name, ()
    body = reading.tree.body
    shown = text_of(body) if body is not None else ""
    other = second_reading(reading.html, reading.context.url, shown)
    if is_better(marked, other):
        return other, "fallback", (issue("fallback-used", "our own reading is thin"),)
    return marked, name, ()


def _lead(image: LeadImage | None, caption: str | None) -> LeadImage | None:
    if caption is None:
        return image
    if image is None:
        return LeadImage(url=None, caption=caption)
    return image if image.caption else replace(image, caption=caption)


def _lacks(article: Article, marked: tuple[MarkedBlock, ...]) -> tuple[Issue, ...]:
    lacks = []
    if not article.title:
        lacks.append(issue("no-title", "no heading and no title was found"))
    if not marked:
        lacks.append(issue("no-body", "no text of the story was found"))
    return tuple(lacks)


def _unclaimed(residual: tuple[str, ...], marked: tuple[MarkedBlock, ...]) -> tuple[Issue, ...]:
    """The issue of text beside the story that is more than a few lines, and a fair part."""
    left = sum(len(words(text)) for text in residual)
    taken = sum(len(words(block.text)) for block in marked)
    if left <= max(_FEW_WORDS, taken // 5):
        return ()
    return (issue("unclaimed-text", f"{left} words in {len(residual)} blocks"),)


def _thread_issues(comments: tuple[Comment, ...], info: CommentsInfo) -> tuple[Issue, ...]:
    found = []
    if info.not_archived:
        found.append(issue("comments-not-archived", info.not_archived))
    if (
        info.stated_count
        and info.stated_count > len(comments)
        and not info.pages
        and not info.not_archived
    ):
        detail = f"{info.stated_count} stated, {len(comments)} shown"
        found.append(issue("comments-incomplete", detail))
    return tuple(found)
