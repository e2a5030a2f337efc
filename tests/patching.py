"""The new text from the old one and the changes: what shows that a diff tells all."""

from __future__ import annotations

from collections.abc import Sequence

from archive.diff.changes import Change


def patched(old: Sequence[str], changes: Sequence[Change]) -> list[str]:
    """The texts of a part after its changes.

    Args:
        old: the sentences of the old part, as `archive.diff.passages.units` gives them.
        changes: all changes of that part.

    Returns:
        The new sentences in order; those of one change stand together in one text.
    """
    placed = {c.new_at: c for c in changes if c.new_at is not None}
    gone = {
        n for c in changes if c.old_at is not None for n in range(c.old_at, c.old_at + c.old_count)
    }
    stayed = iter([text for n, text in enumerate(old) if n not in gone])
    length = len(old) - len(gone) + sum(change.new_count for change in placed.values())
    found: list[str] = []
    at = 0
    while at < length:
        change = placed.get(at)
        found.append(next(stayed) if change is None else change.new or "")
        at += 1 if change is None else change.new_count
    return found
