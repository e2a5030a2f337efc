"""Write the expected reading of golden cases: `python -m tests.golden_update CASE…|--all`.

A case is a folder in `tests/golden`: `source.html` or `source.txt`, `case.json` with its
address, and `expected.json`, the page as `palimpsest normalize` prints it. This script
writes the last one; a person reads it before it is committed.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from normalizers.form import to_json
from normalizers.normalize import normalize
from normalizers.values import Capture

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if (path / "case.json").exists())
_AT = datetime(2026, 1, 2, tzinfo=UTC)


def read_case(name: str) -> dict[str, Any]:
    """What a case is read as today, in the promised form."""
    folder = GOLDEN / name
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    source = next(folder.glob("source.*"))
    capture = Capture(
        url=case["url"],
        captured_at=_AT,
        status=case.get("status", 200),
        headers=(("Content-Type", case.get("content_type", "text/html; charset=utf-8")),),
        body=source.read_bytes(),
    )
    page = to_json(normalize(capture))
    return {name: value for name, value in page.items() if name not in ("source", "normalizer")}


def expected(name: str) -> dict[str, Any]:
    """What a person agreed to."""
    text = (GOLDEN / name / "expected.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def main(names: list[str]) -> None:
    """Write `expected.json` of the cases named, or of all."""
    for name in CASES if "--all" in names else names:
        text = json.dumps(read_case(name), ensure_ascii=False, indent=1)
        (GOLDEN / name / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
