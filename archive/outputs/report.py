"""What an output is made of: edits, and how their reader wants to see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.diff.changes import Edit
from normalizers.values import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How text is laid out on a terminal; other outputs take no notice of it.

    `width` counts columns. `context` counts the characters kept beside a change.
    """

    colour: bool = False
    width: int = 100
    layout: Literal["inline", "side-by-side", "stat"] = "inline"
    context: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Edits to show, in the order of their finding, and what to call them.

    `folded` counts edits that are left out as they follow from others: dates, links and
    related posts. `alarms` tell what is odd about the reading of the whole site.
    `pages` are the two readings, when the report is of one story between two of them:
    then what did not change is counted. `made_at` is ISO 8601, UTC; `home` is the
    address under which the report itself is found, where it has one.
    """

    title: str
    edits: tuple[Edit, ...]
    made_at: str
    folded: int = 0
    alarms: tuple[str, ...] = ()
    home: str | None = None
    pages: tuple[Page, Page] | None = None
    view: View = field(default_factory=View)
