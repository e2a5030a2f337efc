"""How edits are told in every output: the same order, the same words.

Times are intervals, never instants: an edit was made between two captures. What is called
"no notice found" accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.diff.changes import Change, Edit, InlineOp, Severity
from archive.diff.passages import units
from archive.outputs.report import Report

SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
NOTHING = "No differences in the parts compared."

PARTS = {
    "page": "page",
    "headline": "headline",
    "body": "text",
    "brief": "brief",
    "lead_image": "picture caption",
    "byline": "byline",
    "published": "date of publication",
    "modified": "date of modification",
    "tags": "labels",
    "related": "related posts",
    "links": "links",
    "comment": "comment",
    "residual": "text outside all parts",
}
_RANKS = {part: n for n, part in enumerate(PARTS)}
OPS = {
    "added": "added",
    "removed": "no longer shown",
    "edited": "edited",
    "moved": "moved",
    "split": "split",
    "merged": "merged",
    "rewritten": "rewritten",
    "reparented": "hangs elsewhere",
    "moderated": "replaced by a placeholder",
    "restored": "back again",
}


_OF_PASSWORDS = {
    "moderated": "text no longer public (password asked)",
    "restored": "text public again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The edits of one story."""

    key: str
    title: str
    url: str
    edits: tuple[Edit, ...]


def groups(edits: Iterable[Edit]) -> tuple[Group, ...]:
    """The edits by story, stories in the order of their first edit.

    Two blogs may call two stories the same.
    """
    by_key: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits:
        host = (urlsplit(edit.url).hostname or "").removeprefix("www.")
        by_key.setdefault((edit.page_key, host), []).append(edit)
    return tuple(
        Group(key=key, title=found[-1].title, url=found[-1].url, edits=tuple(found))
        for (key, _), found in by_key.items()
    )


def heaviest_first(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits by weight, then by part: what the story says before what readers say."""
    return tuple(sorted(edits, key=_weight))


def _weight(edit: Edit) -> tuple[int, int]:
    return SEVERITIES.index(edit.change.severity), _RANKS[edit.change.part]


def by_severity(edits: Sequence[Edit]) -> tuple[tuple[Severity, tuple[Edit, ...]], ...]:
    """The edits by weight, the heaviest first; weights without edits are left out."""
    ordered = heaviest_first(edits)
    found = ((name, tuple(e for e in ordered if e.change.severity == name)) for name in SEVERITIES)
    return tuple((name, some) for name, some in found if some)


def what(change: Change) -> str:
    """A change in three words: "text edited", "comment no longer shown"."""
    if change.part == "page" and "password" in change.classes:
        return _OF_PASSWORDS[change.op]
    return f"{PARTS[change.part]} {OPS[change.op]}"


def remarks(change: Change) -> tuple[str, ...]:
    """What should be known of a change beside its words."""
    found = []
    if change.minor:
        found.append("minor")
    if not change.confirmed:
        found.append("seen once, not confirmed")
    if change.notice != "unknown":
        found.append(change.notice)
    if change.confidence < _SURE:
        found.append(f"confidence {change.confidence:.2f}")
    return tuple(found)


_SURE = 0.9


def when(edit: Edit) -> str:
    """The interval of an edit."""
    return between(*edit.between)


def between(since: str, until: str) -> str:
    """The time between two captures.

    Two captures of one day share the day; those of one minute are told with seconds.

    >>> between("2026-09-01T06:00:00Z", "2026-09-01T18:00:00Z")
    'between 2026-09-01 06:00 and 18:00 UTC'
    """
    before, after = (moment.replace("T", " ").replace("Z", "")[:19] for moment in (since, until))
    if before[:_MINUTE] != after[:_MINUTE]:
        before, after = before[:_MINUTE], after[:_MINUTE]
    if before[:10] == after[:10]:
        after = after[11:]
    return f"between {before} and {after} UTC"


_MINUTE = 16  # characters of a time up to its minutes


def summary(report: Report) -> str:
    """How many edits are told, and how many are left out as they follow from others.

    Both together are the edits that `status` counts.
    """
    found = groups(report.edits)
    told = f"{counted(len(report.edits), 'edit')} of {counted(len(found), 'page')}"
    if report.folded:
        names = "dates, links, related posts"
        names += ", what an alarm explains" if report.alarms else ""
        told += f", and {report.folded} folded ({names})"
    quiet = sum(edit.change.notice == "no notice found" for edit in report.edits)
    return f"{told}; {quiet} with no notice found" if quiet else told


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it has to be.

    >>> counted(1, "edit"), counted(2, "edit")
    ('1 edit', '2 edits')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def unchanged(report: Report) -> str:
    """How much of the running text of a story stayed as it was."""
    new = report.pages[1] if report.pages else None
    blocks = new.article.blocks if new and new.article else ()
    touched = sum(edit.change.new_count for edit in report.edits if edit.change.part == "body")
    return f"{counted(len(units(blocks)) - touched, 'sentence')} of the text unchanged"


def folded(pairs: Sequence[InlineOp], context: int) -> tuple[InlineOp, ...]:
    """The pairs, with what stayed cut to some characters beside a change."""
    last = len(pairs) - 1
    return tuple(
        (op, text if op != "=" else _cut(text, context, (n == 0, n == last)))
        for n, (op, text) in enumerate(pairs)
    )


def _cut(text: str, context: int, outer: tuple[bool, bool]) -> str:
    """A text that stayed, its middle (or its outer end) left out."""
    first, last = outer
    head = "" if first else text[:context].rpartition(" ")[0]
    tail = "" if last else text[-context:].partition(" ")[2]
    if len(text) <= len(head) + len(tail) + 2 * _ELLIPSIS or len(text) <= context:
        return text
    return f"{head} … {tail}" if head and tail else f"{head} …" if head else f"… {tail}"


_ELLIPSIS = 10


def apart(pairs: Sequence[InlineOp]) -> tuple[InlineOp, ...]:
    """The pairs with a blank between words that went and those that came in their place.

    >>> apart((("-", "12"), ("+", "21")))
    (('-', '12'), ('=', ' '), ('+', '21'))
    """
    found: list[InlineOp] = []
    for op, text in pairs:
        if found and found[-1][0] == "-" and op == "+" and not text[:1].isspace():
            found += [] if found[-1][1][-1:].isspace() else [("=", " ")]
        found.append((op, text))
    return tuple(found)


def pairs_of(change: Change) -> tuple[InlineOp, ...]:
    """The marked words of a change; whole texts where words are not marked.

    A comment that hangs elsewhere has the same words as before.
    """
    if change.op == "reparented":
        return ()
    if change.inline:
        return change.inline
    found: list[InlineOp] = []
    if change.old is not None:
        found.append(("-", change.old))
    if change.new is not None:
        found.append(("+", change.new))
    return tuple(found)


def excerpt(text: str | None, length: int) -> str:
    """The first words of a text.

    >>> excerpt("The bridge was closed.", 12)
    'The bridge …'
    """
    flat = " ".join((text or "").split())
    return flat if len(flat) <= length else f"{flat[:length].rpartition(' ')[0]} …"
