"""Edits as a person reads them, on a terminal or one a line in a pipe.

On a terminal the edits of a story stand together, the gravest stories first, every
changed word in colour. In a pipe an edit is one line, its words marked [-so-]{+so+}.
The time of an edit is always an interval: nobody saw the moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from rich.text import Text

from archive.cli import console
from archive.diff.changes import Change, Edit, InlineOp

RANK: Mapping[str, int] = {"high": 0, "medium": 1, "low": 2}
_COLOURS: Mapping[str, str] = {"high": "bold red", "medium": "yellow", "low": "dim"}
_NOTICES: Mapping[str, str] = {"announced": "green", "no notice found": "red", "unknown": "dim"}
_OPS: Mapping[str, tuple[str, str, str]] = {
    "-": ("red strike", "[-", "-]"),
    "+": ("green", "{+", "+}"),
    "=": ("", "", ""),
}
_AROUND = 60  # characters kept on each side of a changed word
_REASONS = 2  # told of an edit on a terminal; the JSON form has all
_SHORT = timedelta(minutes=10)  # below it seconds are told


def put_edits(found: Sequence[Edit]) -> None:
    """Print edits: in a pipe one a line, on a terminal grouped by story."""
    if not console.data().is_terminal:
        for group in _by_story(found):
            for edit in group:
                console.put(_line(edit))
        return
    for group in _by_story(found):
        _put_story(group)


def _by_story(found: Iterable[Edit]) -> list[list[Edit]]:
    """The edits of each story, gravest first; the gravest story first, then the newest."""
    stories: dict[str, list[Edit]] = {}
    for edit in found:
        stories.setdefault(f"{edit.page_key} {edit.url}", []).append(edit)
    for group in stories.values():
        group.sort(key=_grave)
    newest = sorted(stories.values(), key=lambda group: group[0].between[1], reverse=True)
    return sorted(newest, key=lambda group: _grave(group[0]))


def _grave(edit: Edit) -> int:
    return RANK[edit.change.severity]


def _put_story(group: Sequence[Edit]) -> None:
    out = console.data()
    first = group[0]
    out.print(Text(console.clean(first.title), "bold"))
    out.print(Text(f"{first.url}  {first.page_key}", "dim"), soft_wrap=True)
    for edit in group:
        _put_edit(edit)
    out.print()


def _put_edit(edit: Edit) -> None:
    change = edit.change
    out = console.data()
    head = Text.assemble(
        ("▌ ", _COLOURS[change.severity]),
        (f"{change.part.replace('_', ' ')} {change.op}", _COLOURS[change.severity]),
        ("" if change.confirmed else ", seen once", "dim"),
        *_judged(change),
    )
    out.print(head, soft_wrap=True)
    for row in _wrapped(_words(change)):
        out.print(Text.assemble(("▌   ", _COLOURS[change.severity]), row), soft_wrap=True)
    out.print(
        Text.assemble(
            ("▌ ", _COLOURS[change.severity]), (f"  {_between(edit)}  {change.id}", "dim")
        ),
        soft_wrap=True,
    )


def _judged(change: Change) -> Iterator[tuple[str, str]]:
    for reason in change.why[:_REASONS]:
        yield f" · {console.clean(reason)}", ""
    if change.notice != "unknown":
        yield f" · {change.notice}", _NOTICES[change.notice]


def _wrapped(text: Text) -> Iterator[Text]:
    out = console.data()
    yield from text.wrap(out, max(20, min(out.width, 100) - 4))


def _words(change: Change) -> Text:
    """The changed words in their sentence, in colour."""
    return Text.assemble(
        *((console.clean(text), _OPS[op][0]) for op, text in _folded(_pairs(change)))
    )


def _pairs(change: Change) -> tuple[InlineOp, ...]:
    if change.inline:
        return change.inline
    if change.op == "moved" and change.part != "page":
        return (("=", change.new or change.old or ""),)
    gone: tuple[InlineOp, ...] = (("-", change.old),) if change.old else ()
    came: tuple[InlineOp, ...] = (("+", change.new),) if change.new else ()
    blank: tuple[InlineOp, ...] = (("=", " "),) if gone and came else ()
    return (*gone, *blank, *came)


def _folded(pairs: Sequence[InlineOp]) -> Iterator[InlineOp]:
    """The words with what did not change cut short in its middle, or at its far end."""
    for at, (op, text) in enumerate(pairs):
        before = _AROUND if at else 0
        after = _AROUND if at < len(pairs) - 1 else 0
        if op != "=" or len(text) <= before + after + _AROUND or len(pairs) == 1:
            yield op, text
            continue
        yield op, f"{text[:before]}…{text[len(text) - after :]}"


def _line(edit: Edit) -> str:
    """An edit as one line, for a pipe or a log."""
    change = edit.change
    marked = "".join(f"{_OPS[op][1]}{text}{_OPS[op][2]}" for op, text in _folded(_pairs(change)))
    cells = (
        change.id,
        change.severity,
        f"{change.part} {change.op}",
        change.notice,
        _between(edit),
        edit.title,
        edit.url,
        "; ".join(change.why),
        marked,
    )
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _between(edit: Edit) -> str:
    """The interval in which it happened; the second date only where it differs."""
    first, second = (datetime.fromisoformat(at).astimezone(UTC) for at in edit.between)
    form = "%H:%M:%S" if second - first < _SHORT else "%H:%M"
    end = f"{second:{form}}" if first.date() == second.date() else f"{second:%Y-%m-%d {form}}"
    return f"between {first:%Y-%m-%d {form}} and {end} UTC"
