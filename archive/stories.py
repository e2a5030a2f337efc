"""Stories put together from the pages that a blog cut them into. Pure.

- A story may stand on content pages (`/2/`) and its thread on comment pages
  (`/comment-page-2/`); each of them shows some of the rest again.
- Content pages are numbered as the page says; where a theme prints no links to them, as
  the address says (`/2/` beside the story's own address).
- What is shown twice is kept once: content pages by number, comments by key.
- The thread is complete only if all pages that the pages name were there.
- A brief cut by a page break is put together with its head. The later page may not know
  that it begins inside a brief: where a page before had briefs, plain text without a
  heading of its own belongs to the last of them, as it would without the break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from archive.diff.changes import PART_OF_STORY
from normalizers.urls import canonicalize, story_key
from normalizers.values import Block, Brief, Comment, CommentsInfo, Issue, Page

_T = TypeVar("_T")

# How platforms number the pages of a thread.
_COMMENT_PAGE = re.compile(r"/comment-page-(\d+)|(?<=[?&])(?:cpage|commentPage)=(\d+)&?")

_COUNTED = re.compile(r"[1-9]\d?")


def comment_page(url: str) -> int | None:
    """The number of the comment page that an address names.

    >>> comment_page("http://a.example/slug/comment-page-2/#comments")
    2
    """
    found = _COMMENT_PAGE.search(url)
    return int(found[1] or found[2]) if found else None


def address_of(url: str) -> str:
    """The key of the story's address, also for an address of one of its comment pages.

    >>> address_of("https://a.example/slug/comment-page-2/#comments")
    'a.example/slug'
    """
    return story_key(_COMMENT_PAGE.sub("", canonicalize(url)).rstrip("?&"))


def join(pages: Sequence[Page]) -> Page:
    """The content pages and comment pages of one story as one page.

    Args:
        pages: All of one story and one visit, in any order; at least one.

    Returns:
        The page at the story's own address, with the body, briefs, related posts and
        comments of all. Where content pages are missing an issue says so.
    """
    ordered = in_order(pages)
    joined = _joined(ordered) if len(ordered) > 1 else ordered[0]
    return joined if is_whole(ordered) else as_part(joined)


def _joined(ordered: Sequence[Page]) -> Page:
    base, contents = ordered[0], content_pages(ordered)
    story = base.article
    return replace(
        base,
        article=replace(story, page_number=1, blocks=_body(contents)) if story else None,
        briefs=_briefs(contents),
        related=_unlike(item for page in contents for item in page.related),
        comments=_comments(ordered),
        comments_info=_comments_info(ordered),
        links=_unlike(item for page in ordered for item in page.links),
        issues=_unlike(item for page in ordered for item in page.issues),
        residual=_unlike(item for page in contents for item in page.residual),
    )


def words_of(page: Page) -> str:
    """The words of a story and its briefs, a line for each block."""
    heads = ((brief.headline, *(b.text for b in brief.blocks)) for brief in page.briefs)
    blocks = page.article.blocks if page.article else ()
    return "\n".join((*(block.text for block in blocks), *chain.from_iterable(heads)))


def as_part(page: Page) -> Page:
    """The page, marked as one that lacks content pages of its story."""
    if is_part(page):
        return page
    missing = Issue(code=PART_OF_STORY, detail="not every content page was captured")
    return replace(page, issues=(*page.issues, missing))


def is_part(page: Page) -> bool:
    """Whether the page lacks content pages of its story."""
    return any(issue.code == PART_OF_STORY for issue in page.issues)


def in_order(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with the story's own address first, content pages before comment pages."""
    numbers = _numbers(pages)
    return tuple(sorted(pages, key=lambda page: _rank(page, numbers[page.url])))


def content_pages(ordered: Sequence[Page]) -> tuple[Page, ...]:
    """One page for each content page of the story, by number."""
    numbers = _numbers(ordered)
    numbered: dict[int, Page] = {}
    for page in ordered:
        numbered.setdefault(numbers[page.url], page)
    return tuple(numbered[number] for number in sorted(numbered))


def is_whole(pages: Sequence[Page]) -> bool:
    """Whether every content page of the story is among these, as far as they tell."""
    numbers = set(_numbers(pages).values())
    count = max((page.article.page_count for page in pages if page.article), default=1)
    return numbers >= set(range(1, max(count, *numbers) + 1))


def _numbers(pages: Sequence[Page]) -> dict[str, int]:
    """The number of each content page, by address."""
    addresses = {address_of(page.url) for page in pages}
    return {page.url: _number(page, addresses) for page in pages}


def _number(page: Page, addresses: set[str]) -> int:
    told = page.article.page_number if page.article else 1
    story, _, last = address_of(page.url).rpartition("/")
    return int(last) if told == 1 and _COUNTED.fullmatch(last) and story in addresses else told


def thread_is_complete(pages: Sequence[Page]) -> bool:
    """Whether these pages show every comment of the story.

    One page may say so itself; else every page of the thread that one of them names must
    be among them, and as many pages as the highest number among those.
    """
    if any(page.comments_info.complete for page in pages):
        return True
    named = {story_key(url) for page in pages for url in page.comments_info.pages}
    last = max((comment_page(url) or 1 for url in named), default=1)
    seen = {story_key(page.url) for page in pages}
    return bool(named) and named <= seen and len(seen) >= last


def _rank(page: Page, content: int) -> tuple[bool, int, bool, int, str]:
    number = comment_page(page.url)
    own = page.canonical_url is None or story_key(page.canonical_url) == story_key(page.url)
    return (number is not None, content, not own, number or 0, page.url)


def _body(contents: Sequence[Page]) -> tuple[Block, ...]:
    told: list[Block] = []
    for number, page in enumerate(contents):
        if page.article and not _begins_in_a_brief(contents, number):
            told += page.article.blocks
    return tuple(told)


def _briefs(contents: Sequence[Page]) -> tuple[Brief, ...]:
    joined: list[Brief] = []
    for number, page in enumerate(contents):
        if page.article and _begins_in_a_brief(contents, number):
            joined[-1] = _longer(joined[-1], page.article.blocks)
        for brief in page.briefs:
            if brief.continued and joined:
                joined[-1] = _longer(joined[-1], brief.blocks)
            else:
                joined.append(replace(brief, key=_new_key(brief.key, joined)))
    return tuple(joined)


def _begins_in_a_brief(contents: Sequence[Page], number: int) -> bool:
    story = contents[number].article
    has_heading = any(block.kind == "heading" for block in story.blocks) if story else True
    return not has_heading and any(page.briefs for page in contents[:number])


def _longer(brief: Brief, blocks: Sequence[Block]) -> Brief:
    return replace(brief, blocks=(*brief.blocks, *blocks))


def _new_key(key: str, taken: Iterable[Brief]) -> str:
    keys = {brief.key for brief in taken}
    if key not in keys:
        return key
    return next(f"{key}-{n}" for n in range(2, len(keys) + 3) if f"{key}-{n}" not in keys)


def _comments(ordered: Sequence[Page]) -> tuple[Comment, ...]:
    found: dict[str, Comment] = {}
    unnumbered = _unnumbered_rank(ordered)
    for page in sorted(ordered, key=lambda page: comment_page(page.url) or unnumbered):
        for comment in page.comments:
            found.setdefault(comment.key, comment)
    return tuple(replace(c, position=n) for n, c in enumerate(found.values()))


def _unnumbered_rank(ordered: Sequence[Page]) -> int:
    """Where pages without a number stand: before all numbers, or after them.

    A story's own address shows page 1 where that has no address of its own, else the
    newest page.
    """
    numbers = {n for page in ordered if (n := comment_page(page.url)) is not None}
    return max(numbers) + 1 if 1 in numbers else 0


def _comments_info(ordered: Sequence[Page]) -> CommentsInfo:
    infos = [page.comments_info for page in ordered]
    counts = [info.stated_count for info in infos if info.stated_count is not None]
    return replace(
        infos[0],
        stated_count=max(counts, default=None),
        open=next((info.open for info in infos if info.open is not None), None),
        complete=thread_is_complete(ordered),
        systems=_unlike(system for info in infos for system in info.systems),
        pages=_unlike(url for info in infos for url in info.pages),
        not_archived=next((i.not_archived for i in infos if i.not_archived), None),
    )


def _unlike(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
