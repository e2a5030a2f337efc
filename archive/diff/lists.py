"""Lists against lists: related posts, links in the text, text outside all parts.

Their order is no change, and a list that one of two readings does not show says nothing.
Each list is one change at most, and ranks low: what others write about, where a link
leads, and what stands around a story change without anybody editing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.diff.changes import Change, Op, Part
from archive.diff.folding import exact, letters
from archive.diff.story import Place, Story, Told, told
from normalizers.values import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """One list of a page: what identifies an item, and how it is shown.

    `changes_whole` says whether a list of which nothing stayed is a change: text outside
    all parts is then that of another look.
    """

    part: Part
    name: str
    items: Callable[[Page], dict[str, str]]
    confidence: float
    changes_whole: bool = True


def compare_lists(story: Story, old: Page, new: Page) -> Iterator[Change]:
    """At most one change for each list."""
    for lines in LISTS:
        was, now = lines.items(old), lines.items(new)
        gone = [was[key] for key in was if key not in now]
        came = [now[key] for key in now if key not in was]
        if was and now and (gone or came) and (lines.changes_whole or len(gone) < len(was)):
            yield _change(story, lines, gone, came)


def _change(story: Story, lines: Lines, gone: list[str], came: list[str]) -> Change:
    op: Op = "edited" if gone and came else "added" if came else "removed"
    texts = ("\n".join(gone) or None, "\n".join(came) or None)
    said = Told(
        name=lines.name,
        severity="low",
        why=f"{lines.name}: {len(gone)} gone, {len(came)} new",
        confidence=lines.confidence,
    )
    return told(story, Place(part=lines.part), op, texts, said)


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _related(page: Page) -> dict[str, str]:
    return {_address(post.url): post.title for post in page.related}


def _links(page: Page) -> dict[str, str]:
    blocks = [*(page.article.blocks if page.article else ())]
    blocks += [block for brief in page.briefs for block in brief.blocks]
    return {_address(link.url): link.url for block in blocks for link in block.links}


def _residual(page: Page) -> dict[str, str]:
    return {letters(line): exact(line) for line in page.residual if letters(line)}


LISTS = (
    Lines(part="related", name="related posts", items=_related, confidence=0.8),
    Lines(part="links", name="links", items=_links, confidence=0.8),
    Lines(
        part="residual",
        name="text outside all parts",
        items=_residual,
        confidence=0.5,
        changes_whole=False,
    ),
)
