"""The thread of a page: comments in page order, and what the page says of them.

Everything of the thread is cut from the tree, so that no later region reads it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from zoneinfo import ZoneInfo

from normalizers.dates import DateHabits, learn_order
from normalizers.machine_dates import read_machine_date
from normalizers.regions.blurbs import dated_blurbs
from normalizers.regions.context import Context
from normalizers.regions.keys import tell_apart
from normalizers.regions.threads.area import (
    Surroundings,
    areas_of,
    cut_areas,
    heads_of,
    look_around,
)
from normalizers.regions.threads.items import Item, find_items, hits_of
from normalizers.regions.threads.jsonld import stated_comments
from normalizers.regions.threads.lines import Sheet
from normalizers.regions.threads.names import ping_kind
from normalizers.regions.threads.neighbours import take_neighbours
from normalizers.regions.threads.parents import parents_of
from normalizers.regions.threads.people import without_template_words
from normalizers.regions.threads.reading import Reading, permalink_of, read_items, sheets_of
from normalizers.regions.threads.roles import Role
from normalizers.regions.threads.unnamed import find_unnamed_items
from normalizers.text import words
from normalizers.tree import Tree, attr, cut, first
from normalizers.urls import join
from normalizers.values import Block, Comment, CommentKind, CommentsInfo, ParentEvidence

_FORMS = frozenset(("jetpack",))  # systems that bring a form alone: comments stay in the page
_PREFIXES = {"wordpress": "wp", None: "c"}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_FIRST_WORDS = 12
_LINE = 120  # letters of a line that may be one of author and date
_QUOTED = re.compile(r"\[(?:…|\.\.\.)\].*\[(?:…|\.\.\.)\]$", re.DOTALL)
_PUBLISHED = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="date"]',
)
_DAY_IN_URL = re.compile(r"/(20\d\d)/(0?[1-9]|1[0-2])/(?:(0?[1-9]|[12]\d)/)?")


def read_comments(tree: Tree, context: Context) -> tuple[tuple[Comment, ...], CommentsInfo]:
    """Read and cut the thread of a page.

    Args:
        tree: The page; the comments and all around them are cut from it.
        context: The page around them.
    """
    hits = hits_of(tree)
    found = find_items(hits) or find_unnamed_items(hits)
    items = _once(found)
    take_neighbours(items)
    heads = heads_of(items)
    parents, evidence = parents_of(items)
    for item in found:
        for node in item.nodes:
            cut(node)
    sheets = sheets_of(items)
    habits = _habits(sheets, tree, context)
    readings = read_items(items, sheets, context.base, habits)
    kept = [reading for reading in readings if _is_comment(reading)]
    comments = _comments(
        kept, dict(zip(map(id, items), parents, strict=True)), evidence, context, habits
    )
    if not comments:
        comments = _stated(tree, context)
    areas = [*heads, *areas_of(hits)]
    around = look_around(tree, areas, context.url, context.base)
    cut_areas(areas)
    return comments, _info(comments, around, context)


def _once(items: Sequence[Item]) -> list[Item]:
    """One item for each number: the first that is more than an anchor.

    Later ones are forms and notices that bear the number of their comment.
    """
    best: dict[str, Item] = {}
    for item in items:
        number = item.number
        if number and (number not in best or (best[number].is_anchor and not item.is_anchor)):
            best[number] = item
    return [item for item in items if not item.number or best[item.number] is item]


def _is_comment(reading: Reading) -> bool:
    """Whether a node that looks like a comment says what a comment says."""
    if reading.item.number:
        return bool(reading.writer or reading.blocks)
    return bool(reading.writer and (reading.blocks or _kind(reading.item) != "comment"))


def _habits(sheets: Sequence[Sheet], tree: Tree, context: Context) -> DateHabits:
    site = context.site
    latest = context.captured_at.date()
    marked = (box.text for sheet in sheets for box in sheet.of(Role.DATE))
    texts = (line.text for sheet in sheets for line in sheet.lines if len(line.text) <= _LINE)
    order = (
        site.date_order
        or learn_order(marked, latest)
        or learn_order(texts, latest)
        or context.date_order
    )
    return DateHabits(
        language=context.language or site.language,
        order=order,
        zone=ZoneInfo(site.timezone) if site.timezone else None,
        since=_day_of_story(tree, context),
    )


def _day_of_story(tree: Tree, context: Context) -> date | None:
    """The day that the page or its address gives to the story."""
    node = first(tree, _PUBLISHED)
    stated = attr(node, "content") if node is not None else ""
    iso = context.published_at or read_machine_date(stated)
    if iso:
        return date.fromisoformat(iso[:10])
    match = _DAY_IN_URL.search(context.url)
    return date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None


def _comments(
    readings: Sequence[Reading],
    parents: dict[int, Item | None],
    evidence: ParentEvidence | None,
    context: Context,
    habits: DateHabits,
) -> tuple[Comment, ...]:
    names = _names(readings)
    keys: dict[int, str] = {}
    depths: dict[int, int] = {}
    used: dict[str, int] = {}
    comments = []
    for position, (reading, name) in enumerate(zip(readings, names, strict=True)):
        item = reading.item
        above = parents.get(id(item))
        while above is not None and id(above) not in keys:
            above = parents.get(id(above))
        keys[id(item)] = tell_apart(_key(reading, name, context), used)
        depths[id(item)] = depths[id(above)] + 1 if above is not None else 1
        url = reading.writer.url if reading.writer else None
        comments.append(
            Comment(
                key=keys[id(item)],
                id=item.number,
                parent_key=keys[id(above)] if above is not None else None,
                parent_evidence=evidence if above is not None else None,
                depth=depths[id(item)],
                position=position,
                kind=_kind_said(reading),
                state="awaiting" if reading.awaiting else "shown",
                author=name,
                author_url=join(context.base, url) if url else None,
                posted_at=reading.dated.iso if reading.dated else None,
                date_text=reading.dated.text if reading.dated else None,
                permalink=permalink_of(reading, context.url, context.base),
                blocks=reading.blocks,
                dated_blurbs=dated_blurbs(reading.blocks, habits.order),
            )
        )
    return tuple(comments)


def _stated(tree: Tree, context: Context) -> tuple[Comment, ...]:
    """The comments of the structured data, where the page shows none."""
    comments: list[Comment] = []
    used: dict[str, int] = {}
    for position, stated in enumerate(stated_comments(tree, context.url)):
        above = comments[stated.above] if stated.above is not None else None
        key = _seeded_key(stated.author, stated.posted_at, stated.blocks)
        comments.append(
            Comment(
                key=tell_apart(key, used),
                parent_key=above.key if above else None,
                parent_evidence="nesting" if above else None,
                depth=above.depth + 1 if above else 1,
                position=position,
                author=stated.author,
                author_url=stated.author_url,
                posted_at=stated.posted_at,
                permalink=stated.permalink,
                blocks=stated.blocks,
            )
        )
    return tuple(comments)


def _names(readings: Sequence[Reading]) -> list[str | None]:
    loose = [r.writer.name for r in readings if r.writer and r.writer.loose]
    cleaned = iter(without_template_words(loose))
    return [
        (next(cleaned) if r.writer.loose else r.writer.name) or None if r.writer else None
        for r in readings
    ]


def _kind(item: Item) -> CommentKind:
    for names in item.names:
        kind = ping_kind(names)
        if kind:
            return "trackback" if kind == "trackback" else "pingback"
    return "comment"


def _kind_said(reading: Reading) -> CommentKind:
    """The kind that class names say, else the words: a pingback quotes what links here.

    WordPress core cuts that out of the other page as `[…] words […]` (`pingback_ping()` in
    https://github.com/WordPress/WordPress/blob/6.4/wp-includes/class-wp-xmlrpc-server.php).
    """
    kind = _kind(reading.item)
    text = " ".join(block.text for block in reading.blocks)
    return "pingback" if kind == "comment" and _QUOTED.match(text) else kind


def _key(reading: Reading, name: str | None, context: Context) -> str:
    number = reading.item.number
    if number:
        prefix = _PREFIXES.get(context.template.platform, context.template.platform or "c")
        return f"{prefix}-{_UNSAFE.sub('-', number)}"
    return _seeded_key(name, reading.dated.iso if reading.dated else None, reading.blocks)


def _seeded_key(name: str | None, date: str | None, blocks: Sequence[Block]) -> str:
    """The key of a comment without a number: author, time and first words."""
    first = words(" ".join(block.text for block in blocks))[:_FIRST_WORDS]
    seed = "\n".join([name or "", date or "", *first])
    return f"c-{blake2b(seed.encode(), digest_size=8).hexdigest()}"


def _info(comments: Sequence[Comment], around: Surroundings, context: Context) -> CommentsInfo:
    own = (context.template.platform,) if comments and context.template.platform else ()
    missing = around.scripts[0] if around.scripts and not comments else None
    stated = around.stated_count
    elsewhere = set(around.scripts) - _FORMS
    counted = stated is None or stated <= len(comments)
    return CommentsInfo(
        stated_count=stated,
        open=around.open,
        complete=counted and not around.pages and not missing and not elsewhere,
        systems=(*own, *around.scripts),
        pages=around.pages,
        not_archived=missing,
    )
