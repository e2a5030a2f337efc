"""The record of an edit as JSON, and back.

This form is a promise to users: fields may be added, none renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from archive.diff.changes import CaptureRef, Change, Edit

_TUPLES = ("classes", "also", "why")


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """The record of an edit as a JSON object."""
    change = edit.change
    return {
        "id": change.id,
        "page": {
            "key": edit.page_key,
            "post_id": edit.post_id,
            "url": edit.url,
            "title": edit.title,
        },
        **{f.name: _plain(getattr(change, f.name)) for f in fields(change) if f.name != "id"},
        "between": list(edit.between),
        "old_capture": asdict(edit.old_capture) if edit.old_capture else None,
        "new_capture": asdict(edit.new_capture) if edit.new_capture else None,
        "normalizer": edit.normalizer,
    }


def edit_from_json(record: Mapping[str, Any]) -> Edit:
    """The edit that `edit_to_json` wrote."""
    known = {f.name for f in fields(Change)} & record.keys()
    told: dict[str, Any] = {name: record[name] for name in known}
    told |= {name: tuple(record[name]) for name in _TUPLES}
    told["inline"] = tuple((op, text) for op, text in record["inline"])
    page = record["page"]
    return Edit(
        change=Change(**told),
        page_key=page["key"],
        post_id=page["post_id"],
        url=page["url"],
        title=page["title"],
        between=(record["between"][0], record["between"][1]),
        old_capture=_ref(record["old_capture"]),
        new_capture=_ref(record["new_capture"]),
        normalizer=record["normalizer"],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _ref(record: Mapping[str, Any] | None) -> CaptureRef | None:
    return CaptureRef(**record) if record else None
