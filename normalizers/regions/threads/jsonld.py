"""Comments that only the structured data of a page holds (schema.org Comment in JSON-LD).

They are read where the page itself shows none: a script would have shown them, and the
capture has their words all the same. Replies stand inside the comment they answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from normalizers.machine_dates import read_machine_date
from normalizers.regions.head import read_head, types_of
from normalizers.text import fold
from normalizers.tree import Tree
from normalizers.values import Block

_MARK = 'script[type="application/ld+json" i]'
_MOST = 20_000  # comments


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A comment as structured data states it; `above` is the place of its parent."""

    author: str | None
    author_url: str | None
    posted_at: str | None
    permalink: str | None
    blocks: tuple[Block, ...]
    above: int | None


def stated_comments(tree: Tree, url: str) -> tuple[Stated, ...]:
    """The comments in the JSON-LD of a page, in the order it gives, parents first."""
    if not any('"comment"' in node.text() for node in tree.css(_MARK)):
        return ()
    found: list[Stated] = []
    objects = read_head(tree, url).objects
    queue: list[tuple[Mapping[str, Any], int | None]] = [
        (thing, None) for story in objects for thing in _things(story.get("comment"))
    ]
    while queue and len(found) < _MOST:
        thing, above = queue.pop(0)
        found.append(_stated(thing, above))
        place = len(found) - 1
        queue = [*((reply, place) for reply in _things(thing.get("comment"))), *queue]
    return tuple(found)


def _things(value: Any) -> list[Mapping[str, Any]]:
    listed: Iterable[Any] = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, dict) and _is_comment(item)]


def _is_comment(thing: Mapping[str, Any]) -> bool:
    return not {"Comment", "UserComments"}.isdisjoint(types_of(thing))


def _stated(thing: Mapping[str, Any], above: int | None) -> Stated:
    author = thing.get("author") or thing.get("creator")
    person = author if isinstance(author, dict) else {"name": author}
    return Stated(
        author=_text(person, ("name",)),
        author_url=_text(person, ("url",)),
        posted_at=read_machine_date(_text(thing, ("dateCreated", "datePublished")) or ""),
        permalink=_text(thing, ("url", "@id")),
        blocks=_blocks(_text(thing, ("text", "commentText"), is_folded=False) or ""),
        above=above,
    )


def _text(thing: Mapping[str, Any], names: Sequence[str], *, is_folded: bool = True) -> str | None:
    for name in names:
        value = thing.get(name)
        if isinstance(value, str) and fold(value):
            return fold(value) if is_folded else value
    return None


def _blocks(text: str) -> tuple[Block, ...]:
    lines = filter(None, map(fold, text.split("\n")))
    return tuple(Block(kind="paragraph", text=line) for line in lines)
