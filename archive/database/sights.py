"""First and last sight of what a story shows, over its visits. Pure.

A *sight* is a capture and its time. A thing that is the same in one visit after the
other has one row, from its first sight to its last.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from archive.visits import Sighting

Row = dict[str, Any]


def stamp(at: datetime) -> str:
    """A time as the view writes it: UTC, ISO 8601, with `Z`.

    >>> stamp(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05Z'
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def seen_in(sighting: Sighting) -> Row:
    """The columns of a thing seen in one capture only, until now."""
    at = stamp(sighting.at)
    return {
        "first_seen": at,
        "last_seen": at,
        "first_capture_id": sighting.number,
        "last_capture_id": sighting.number,
    }


def seen_again(row: Row, sighting: Sighting) -> None:
    """Move the last sight of a row on to this capture."""
    row["last_seen"] = stamp(sighting.at)
    row["last_capture_id"] = sighting.number


class Sights:
    """Things without wordings: one row each, from first to last sight."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, Row] = {}

    def see(self, key: Hashable, sighting: Sighting, row: Row) -> None:
        """A thing shown in a capture; the newest columns are kept."""
        known = self._rows.get(key)
        if known is None:
            self._rows[key] = row | seen_in(sighting)
        else:
            known.update(row)
            seen_again(known, sighting)

    def rows(self) -> list[Row]:
        """The rows, in the order of first sight."""
        return list(self._rows.values())


@dataclass(slots=True)
class _Current:
    sha: str
    visit: int
    row: Row


class Wordings:
    """Things with wordings: a row each for as long as a wording was shown.

    A wording that comes back after another one, or after a visit without it, is a new
    row.
    """

    def __init__(self) -> None:
        self._current: dict[Hashable, _Current] = {}
        self._rows: list[Row] = []

    def see(self, key: Hashable, sha: str, at: tuple[int, Sighting], row: Row) -> bool:
        """A wording shown in a visit (its number, and the capture); true if it is new."""
        visit, sighting = at
        known = self._current.get(key)
        if known and known.sha == sha and known.visit >= visit - 1:
            known.visit = visit
            seen_again(known.row, sighting)
            return False
        fresh = row | seen_in(sighting)
        self._current[key] = _Current(sha, visit, fresh)
        self._rows.append(fresh)
        return True

    def rows(self) -> list[Row]:
        """The rows, in the order of first sight."""
        return self._rows
