"""What an edit is about, and whether it matters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.diff.changes import Severity
from archive.diff.folding import typographic

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an edit of one text is about."""

    classes: tuple[str, ...]
    severity: Severity
    minor: bool
    confidence: float = 1.0
    why: tuple[str, ...] = ()


def judge(old: str, new: str) -> Judgement:
    """What the edit from one text to the other is about."""
    if typographic(old) == typographic(new):
        return Judgement(classes=("typography",), severity="low", minor=True)
    if sorted(_NUMBER.findall(old)) != sorted(_NUMBER.findall(new)):
        return Judgement(classes=("number",), severity="high", minor=False)
    return Judgement(classes=("wording",), severity="medium", minor=False)
