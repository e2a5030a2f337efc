"""The record of an edit as JSON, one line each: the promise of `palimpsest edits --json`.

Fields may be added, none renamed; the order of the fields is part of the promise.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from archive.diff.changes import Edit


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
