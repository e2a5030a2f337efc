"""Changes of the surface: what a copy editor mends without changing what is said."""

from __future__ import annotations

import re

from rapidfuzz.distance import DamerauLevenshtein

from archive.diff.folding import letters, persian, typographic
from archive.diff.hunks import Edit, Hunk, respelt, ungrouped
from archive.diff.lexicon import AGREEING, ENDINGS, GLUE, NOT_ALIKE

_MARKS_ONLY = re.compile(r"[\s,;:.\-()\[\]…!?·•*_/'’]*")
_ONE = frozenset({"a", "an"})
_LONG = 5
_VERY_LONG = 8
_TWO = 2


def surface_class(hunk: Hunk, edit: Edit) -> str | None:
    """What kind of mending one hunk is; nothing when it may change what is said."""
    for rule in (_of_marks, _of_letters, _of_reference):
        if (kind := rule(hunk, edit)) is not None:
            return kind
    return _of_english(hunk) if edit.english and not _has_digit(hunk) else None


def _of_marks(hunk: Hunk, _edit: Edit) -> str | None:
    """Quotes, dashes, blanks; commas and the like."""
    old, new = typographic(hunk.old), typographic(hunk.new)
    if persian(old) == persian(new):
        return "typography"
    if _MARKS_ONLY.fullmatch(old) and _MARKS_ONLY.fullmatch(new):
        return "punctuation"
    return None


def _of_reference(hunk: Hunk, _edit: Edit) -> str | None:
    """Marks that point elsewhere."""
    return "reference" if hunk.is_reference else None


def _of_letters(hunk: Hunk, edit: Edit) -> str | None:
    """The same letters, or short for them; the same number without marks between thousands."""
    old, new = typographic(hunk.old), typographic(hunk.new)
    if _has_digit(hunk):
        same = ungrouped(old, edit.marks) == ungrouped(new, edit.marks)
        return "punctuation" if same else None
    return _same_letters(old, new) if letters(old) == letters(new) else None


def _has_digit(hunk: Hunk) -> bool:
    return any(c.isdigit() for c in hunk.old + hunk.new)


def _same_letters(old: str, new: str) -> str | None:
    """Case, hyphens, blanks and marks; an acronym is another word than its letters."""
    if old.casefold() != new.casefold():
        return "punctuation"
    if _acronyms(old) != _acronyms(new):
        return None
    return "case"


def _acronyms(text: str) -> list[str]:
    return [word for word in text.split() if len(word) > 1 and word.isupper()]


def _of_english(hunk: Hunk) -> str | None:
    if letters(hunk.old) == letters(hunk.new):
        return None
    if respelt(hunk.old, hunk.new):
        return "abbreviation"
    old, new = _core(hunk.old_words), _core(hunk.new_words)
    if old == new:
        return "grammar"
    if len(old) != len(new) or not old:
        return None
    if _ONE & {*hunk.old_words} != _ONE & {*hunk.new_words}:
        return None
    kinds = [_word_class(was, now) for was, now in zip(old, new, strict=True) if was != now]
    return kinds[0] if all(kinds) else None


def _core(words: list[str]) -> list[str]:
    return [word for word in words if word not in GLUE]


def _word_class(was: str, now: str) -> str | None:
    pair = frozenset({was, now})
    if pair in NOT_ALIKE:
        return None
    if pair in AGREEING or _same_stem(was, now):
        return "grammar"
    return "spelling" if _misspelt(was, now) else None


def _same_stem(was: str, now: str) -> bool:
    shorter, longer = sorted((was, now), key=len)
    if len(shorter) < _LONG - 1:
        return False
    ending = longer.removeprefix(shorter)
    plural = shorter.endswith("y") and longer == f"{shorter[:-1]}ies"
    return plural or (longer.startswith(shorter) and ending in ENDINGS)


def _misspelt(was: str, now: str) -> bool:
    length = min(len(was), len(now))
    if was[0] != now[0] or length < _LONG:
        return False
    apart = DamerauLevenshtein.distance(was, now)
    return apart == 1 or (apart == _TWO and length >= _VERY_LONG)
