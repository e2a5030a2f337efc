"""The record of an edit as JSON, and back: the promise of `palimpsest edits --json`.

Fields may be added, none renamed; the order of the fields is part of the promise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from archive.diff.changes import CaptureRef, Change, Edit

_TUPLES = ("classes", "also", "why")


def to_json(edit: Edit) -> dict[str, Any]:
    """The record of an edit."""
    change = asdict(edit.change)
    page = {
        "key": edit.page_key,
        "post_id": edit.post_id,
        "url": edit.url,
        "title": edit.title,
    }
    return {
        "id": change.pop("id"),
        "page": page,
        **{
            name: list(value) if isinstance(value, tuple) else value
            for name, value in change.items()
        },
        "between": list(edit.between),
        "old_capture": asdict(edit.old_capture) if edit.old_capture else None,
        "new_capture": asdict(edit.new_capture) if edit.new_capture else None,
        "normalizer": edit.normalizer,
        "alarm": edit.alarm,
    }


def to_line(edit: Edit) -> str:
    """The record of an edit as one line of JSON, the same bytes in every run."""
    return json.dumps(to_json(edit), ensure_ascii=False)


def from_json(record: Mapping[str, Any]) -> Edit:
    """The edit that a record tells.

    Raises:
        KeyError, TypeError, ValueError: it is no such record.
    """
    known = {field.name for field in fields(Change)} & record.keys()
    told: dict[str, Any] = {name: record[name] for name in known}
    told |= {name: tuple(record[name]) for name in _TUPLES}
    told["inline"] = tuple((op, text) for op, text in record["inline"])
    page = record["page"]
    since, until = record["between"]
    return Edit(
        change=Change(**told),
        page_key=page["key"],
        post_id=page["post_id"],
        url=page["url"],
        title=page["title"],
        between=(since, until),
        old_capture=_ref(record["old_capture"]),
        new_capture=_ref(record["new_capture"]),
        normalizer=record["normalizer"],
        alarm=record.get("alarm"),
    )


def _ref(record: Mapping[str, Any] | None) -> CaptureRef | None:
    return CaptureRef(**record) if record else None
