"""What an edit is about, and whether it matters: a table of rules, asked in order.

- Rules rank and filter; they hide nothing.
- An edit is minor only when every one of its changed words is: typography, punctuation,
  case, and in English spelling, articles and endings. Where a word carries a number, a
  name, a negation or a quotation mark, nothing is minor.
- Another language than English is never minor by guess: what is no number, name, quote or
  negation there is `wording`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, takewhile

from archive.diff.changes import Severity
from archive.diff.dating import date_words
from archive.diff.folding import typographic
from archive.diff.hunks import Edit, Hunk, edit_of, told_change, ungrouped
from archive.diff.hunks import words as words_of
from archive.diff.lexicon import (
    ATTRIBUTION,
    CURRENCIES,
    CURRENCY_WORDS,
    DATE_WORDS,
    DATES_ELSEWHERE,
    DENYING_PREFIXES,
    DENYING_WITHIN,
    HEDGES,
    NEGATIONS,
    NUMBER_WORDS,
    NUMBERS_ELSEWHERE,
    PERCENT_MARKS,
    PERCENT_WORDS,
    ROUGHLY,
)
from archive.diff.surface import surface_class

_TWO = 2
_SHOWN = 3
_NUMBER = re.compile(r"\d+(?:[.,:٫٬]\d+)*")
_SPACED = re.compile(rf"(?<!\d)\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)|{_NUMBER.pattern}")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SIMPLE = re.compile(r"[^\W\d_]+(?:[\u200c'][^\W\d_]+)*")
_BEFORE_NUMBER = re.compile(rf"\b({'|'.join(sorted(ROUGHLY))}) [$€£]?\d")
_QUOTED = re.compile(r'"([^"]{2,}?)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an edit of one text is about, with a sentence for each class."""

    classes: tuple[str, ...]
    severity: Severity
    minor: bool
    confidence: float = 1.0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One class of edits: when it holds, how much it weighs, how it is told."""

    name: str
    severity: Severity
    told: str
    holds: Callable[[Edit], str | None]


def judge(old: str, new: str, language: str | None = None) -> Judgement:
    """What the edit from one text to the other is about.

    Args:
        old: the text as it was.
        new: the text as it is.
        language: the language of the page, where it is told; else it is read from the text.

    >>> judge("At least 12 died.", "At least 21 died.").why
    ('a number changed: 12 → 21',)
    """
    edit = edit_of(old, new, language)
    found = [(rule, shown) for rule in RULES if (shown := rule.holds(edit)) is not None]
    if found:
        return Judgement(
            classes=tuple(dict.fromkeys(rule.name for rule, _ in found)),
            severity=found[0][0].severity,
            minor=False,
            why=tuple(_told(rule.told, shown) for rule, shown in found),
        )
    return _surface(edit)


def _surface(edit: Edit) -> Judgement:
    """The judgement of an edit that no rule of substance holds of."""
    kinds = [surface_class(hunk, edit) for hunk in edit.hunks]
    if all(kinds):
        names = tuple(dict.fromkeys(kind for kind in kinds if kind)) or ("typography",)
        return Judgement(
            classes=names,
            severity="low",
            minor=True,
            confidence=0.95,
            why=tuple(f"only {name} changed" for name in names),
        )
    shown = [hunk.shown() for hunk, kind in zip(edit.hunks, kinds, strict=True) if not kind]
    return Judgement(
        classes=("wording",),
        severity="medium",
        minor=False,
        why=(_told("the wording changed", "; ".join(shown[:_SHOWN])),),
    )


def _told(told: str, shown: str) -> str:
    return f"{told}: {shown}" if shown else told


def _numbers(text: str, marks: str) -> list[str]:
    return (_SPACED if " " in marks else _NUMBER).findall(text)


def _as_written(old: Sequence[str], new: Sequence[str], folded: Callable[[str], str]) -> str | None:
    """What went and came of two lists of words, compared when folded, told as written."""
    before, after = Counter(map(folded, old)), Counter(map(folded, new))
    if before == after:
        return None
    written = {folded(word): word for word in (*old, *new)}
    gone, came = (before - after).elements(), (after - before).elements()
    return told_change(
        ", ".join(map(written.__getitem__, gone)), ", ".join(map(written.__getitem__, came))
    )


def _difference(old: Counter[str], new: Counter[str]) -> str | None:
    if old == new:
        return None
    return told_change(", ".join((old - new).elements()), ", ".join((new - old).elements()))


def _number(edit: Edit) -> str | None:
    old, new = _numbers(edit.old, edit.marks), _numbers(edit.new, edit.marks)
    return _as_written(old, new, partial(ungrouped, marks=edit.marks))


def _number_word(edit: Edit) -> str | None:
    known = _known(edit, NUMBER_WORDS, NUMBERS_ELSEWHERE)
    return _difference(_counted_in_words(edit.old, known), _counted_in_words(edit.new, known))


def _known(edit: Edit, english: frozenset[str], elsewhere: frozenset[str]) -> frozenset[str]:
    """The words that count in the language of an edit; those of all where it is not known."""
    if edit.english:
        return english
    return elsewhere if edit.foreign else english | elsewhere


def _counted_in_words(text: str, known: frozenset[str]) -> Counter[str]:
    """Numbers in words; of a compound only what it begins with counts: "remote-first"."""
    compounds = (word.split("-") for word in _COMPOUND.findall(text.casefold()))
    return Counter(part for parts in compounds for part in takewhile(known.__contains__, parts))


def _of_words(edit: Edit, words: frozenset[str]) -> str | None:
    old = Counter(word for word in edit.old_words if word in words)
    new = Counter(word for word in edit.new_words if word in words)
    return _difference(old, new)


def _counts(edit: Edit, marks: str, words: frozenset[str]) -> str | None:
    """A changed number in a text that says what it counts, or the change of that word."""
    found = _of_words(edit, words)
    if found is None and _is_near_number(edit, lambda near: _says(near, marks, words)):
        return ""
    return found


def _says(near: str, marks: str, words: frozenset[str]) -> bool:
    return any(mark in near for mark in marks) or bool(words.intersection(words_of(near)))


def _is_near_number(edit: Edit, holds: Callable[[str], bool]) -> bool:
    """Whether something holds of the text around a number that changed."""
    if _number(edit) is None and _number_word(edit) is None:
        return False
    known = _known(edit, NUMBER_WORDS, NUMBERS_ELSEWHERE)
    return any(holds(hunk.around) for hunk in edit.hunks if _holds_number(hunk, known))


def _holds_number(hunk: Hunk, known: frozenset[str]) -> bool:
    return bool(_NUMBER.search(hunk.old + hunk.new) or known & {*hunk.old_words, *hunk.new_words})


def _money(edit: Edit) -> str | None:
    return _counts(edit, CURRENCIES, CURRENCY_WORDS)


def _percent(edit: Edit) -> str | None:
    return _counts(edit, PERCENT_MARKS, PERCENT_WORDS)


def _date(edit: Edit) -> str | None:
    found = _as_written(_dates(edit, edit.old), _dates(edit, edit.new), str.casefold)
    if found is None and _is_near_number(edit, lambda near: bool(_dates(edit, near))):
        return ""
    return found


def _dates(edit: Edit, text: str) -> list[str]:
    """The words of a text that tell a date or a time, in the language of the edit."""
    english = [] if edit.foreign else date_words(text)
    if edit.english:
        return english
    elsewhere = [w for w in _SIMPLE.findall(text) if w.casefold() in DATES_ELSEWHERE - DATE_WORDS]
    return english + elsewhere


def _negation(edit: Edit) -> str | None:
    found = _of_words(edit, NEGATIONS)
    if found is not None:
        return found
    return next((hunk.shown() for hunk in edit.hunks if _denied(hunk, edit.language)), None)


def _denied(hunk: Hunk, language: str) -> bool:
    """Whether a word became its opposite by a prefix, in Turkish by what stands within."""
    was, now = {*hunk.old_words}, {*hunk.new_words}
    return any(
        len(one) > _TWO
        for words, others in ((was, now), (now, was))
        for word in words
        for one in others & _affirmed(word, language)
    )


def _affirmed(word: str, language: str) -> set[str]:
    """What a word says without its denial, should it hold one."""
    found = {word.removeprefix(prefix) for prefix in DENYING_PREFIXES}
    if language == "tr":
        found |= {
            word[:at] + affirming + word[at + len(within) :]
            for within, affirming in DENYING_WITHIN
            for at in range(_TWO, len(word))
            if word.startswith(within, at)
        }
    return found - {word}


def _name(edit: Edit) -> str | None:
    if not edit.has_names:
        return None
    gone, came = edit.names()
    gone = [word for word in gone if word not in _dates(edit, edit.old)]
    came = [word for word in came if word not in _dates(edit, edit.new)]
    return told_change(", ".join(gone), ", ".join(came)) if gone or came else None


def _quote(edit: Edit) -> str | None:
    old = Counter(_QUOTED.findall(typographic(edit.old)))
    new = Counter(_QUOTED.findall(typographic(edit.new)))
    return None if old == new else ""


def _attribution(edit: Edit) -> str | None:
    return _of_words(edit, ATTRIBUTION) if not edit.foreign else None


def _hedge(edit: Edit) -> str | None:
    if edit.foreign:
        return None
    return _difference(_hedges(edit.old), _hedges(edit.new))


def _hedges(text: str) -> Counter[str]:
    """The words that say how sure something is; a month is none, nor is "about" with a noun."""
    found = words_of(text)
    sure = Counter(word for word in found if word in HEDGES)
    sure += Counter(word for word in _BEFORE_NUMBER.findall(text.casefold()))
    sure += Counter(
        word for word, after in pairwise(found) if word in ROUGHLY and after in NUMBER_WORDS
    )
    return sure - Counter(word.casefold() for word in date_words(text))


RULES = (
    Rule(name="negation", severity="high", told="a negation changed", holds=_negation),
    Rule(name="number", severity="high", told="a number changed", holds=_number),
    Rule(name="number", severity="high", told="a number in words changed", holds=_number_word),
    Rule(name="money", severity="high", told="an amount of money changed", holds=_money),
    Rule(name="percent", severity="high", told="a percentage changed", holds=_percent),
    Rule(name="date", severity="high", told="a date or time changed", holds=_date),
    Rule(name="name", severity="high", told="a name changed", holds=_name),
    Rule(name="quote", severity="high", told="the words in quotation marks changed", holds=_quote),
    Rule(name="attribution", severity="medium", told="who says it changed", holds=_attribution),
    Rule(name="hedge", severity="medium", told="how sure it is said changed", holds=_hedge),
)
