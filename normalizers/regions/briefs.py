"""Briefs: items under their own headline set inside a post.

The story is made ready, its headlines are found, and everything from one headline to the
next is the text of a brief. What stands under "ORIGINAL ENTRY" is body again, until the
next headline. Every word stays in page order and stands in one place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from normalizers.marks import MarkedBlock, cut
from normalizers.regions.briefs_evidence import Around, Headline, is_german
from normalizers.regions.briefs_furniture import prepare
from normalizers.regions.briefs_headlines import find_headlines, is_section
from normalizers.regions.briefs_times import ORIGINAL, divide, moments_of
from normalizers.regions.context import Context
from normalizers.regions.keys import tell_apart
from normalizers.regions.see_also import Home
from normalizers.regions.series import split_title
from normalizers.values import Block, Brief, Link

_DIVIDED = ("paragraph", "list_item")
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A story divided.

    Attributes:
        blocks: The body, without the briefs.
        briefs: The briefs, in page order.
        caption: The caption of the lead image, where a line of the story was it.
        clutter: Texts that are no part of the story.
        headline_links: The links in the headlines of briefs; a headline itself is text.
    """

    blocks: tuple[Block, ...] = ()
    briefs: tuple[Brief, ...] = ()
    caption: str | None = None
    clutter: tuple[str, ...] = ()
    headline_links: tuple[Link, ...] = ()


def split_briefs(marked: Iterable[MarkedBlock], context: Context) -> Split:
    """The body and the briefs of a story.

    Args:
        marked: The blocks of the content, comments and related posts cut out.
        context: The page; its site tells boilerplate, zone and cross references.
    """
    home = Home(url=context.url, site=context.site)
    ready = prepare(marked, home)
    blocks = [part for block in ready.blocks for part in _divided(block)]
    around = Around(
        pointed=ready.pointed,
        title=context.title,
        goes_on=context.page_number > 1,
        is_cut=context.page_number < context.page_count,
        writes_briefs=context.site.series,
        is_essay=_is_essay(context),
        german=is_german(block.text for block in blocks),
    )
    headlines = {headline.at: headline for headline in find_headlines(blocks, around)}
    stamps = {at: headline.stamp for at, headline in headlines.items() if headline.stamp}
    moments = moments_of(tuple(stamps.values()), context.published_at, context.site.timezone)
    story = _Story(moments=dict(zip(stamps, moments, strict=True)))
    for at, block in enumerate(blocks):
        if at in headlines:
            story.open(block, headlines[at])
        elif is_section(blocks, at):
            story.add(replace(block, block=replace(block.block, kind="heading")))
        else:
            story.add(block)
    return Split(
        blocks=tuple(story.body),
        briefs=tuple(story.closed()),
        caption=ready.caption,
        clutter=(*ready.clutter, *story.clutter),
        headline_links=tuple(story.links),
    )


def _is_essay(context: Context) -> bool:
    """Whether the site writes one text under titles of this series."""
    series = split_title(context.title or "", declared=context.site.series).series
    essays = context.site.essays
    return bool(series and essays and re.search(essays, series))


def _divided(block: MarkedBlock) -> list[MarkedBlock]:
    return divide(block) if block.kind in _DIVIDED else [block]


@dataclass(slots=True, kw_only=True)
class _Story:
    """The story while it is written: the body, then one brief after the other."""

    moments: Mapping[int, str | None]
    body: list[Block] = field(default_factory=list)
    briefs: list[tuple[Brief, list[Block]]] = field(default_factory=list)
    clutter: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _now: list[Block] | None = None
    _keys: dict[str, int] = field(default_factory=dict)

    def add(self, marked: MarkedBlock) -> None:
        """One more block of the part that is being written."""
        if self._now is None or ORIGINAL.match(marked.text):
            self._now = self.body
        self._now.append(marked.block)

    def open(self, marked: MarkedBlock, headline: Headline) -> None:
        """A new brief; words behind its headline are its first block."""
        whole, rest = cut(marked, headline.end)
        self.links += whole.block.links
        if headline.start:
            self.clutter.append(whole.text[: headline.start].strip())
        words = whole.text[headline.start :].strip()
        brief = Brief(key=self._key(words), headline=words, anchor=marked.block.anchor)
        if headline.stamp is None:
            brief = replace(brief, title=words)
        else:
            title = whole.text[headline.stamp.end :].strip()
            brief = replace(
                brief,
                title=title or None,
                time_label=headline.stamp.time_label,
                stamped_at=self.moments[headline.at],
            )
        self._now = [replace(rest.block, anchor=None)] if rest.text else []
        self.briefs.append((brief, self._now))

    def closed(self) -> Iterable[Brief]:
        """The briefs with their texts."""
        return (replace(brief, blocks=tuple(blocks)) for brief, blocks in self.briefs)

    def _key(self, headline: str) -> str:
        """A key from the words of a headline; a number tells equal ones apart."""
        slug = _NOT_IN_KEY.sub("-", headline.casefold()).strip("-")[:_LONGEST_KEY].strip("-")
        if not slug:
            slug = hashlib.sha1(headline.encode(), usedforsecurity=False).hexdigest()[:12]
        return tell_apart(slug, self._keys)
