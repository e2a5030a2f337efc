"""An edit as the rules of significance look at it: its changed words, one by one in place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from archive.diff.changes import InlineOp
from archive.diff.folding import letters, western
from archive.diff.lexicon import ENGLISH, GERMAN
from archive.diff.words import inline

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NAME = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
_ELIDED = re.compile(r"\bn['’](?=\w)", re.IGNORECASE)
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n])[\s\"'“”‘’«»(\[*-]*$")
_REFERENCE = re.compile(r"(?:[\s(),;.]|\b(?:and|see|cf)\b|\[[A-Z]+\])*")
# What stands between thousands: English and Arabic write a comma, most of Europe a point or
# a blank, and a comma before decimals.
COMMAS = ",٬"
POINTS = ". \u00a0\u202f"
_MARKS = {
    **dict.fromkeys(("en", "ar", "fa", "he", "ur", "ckb", "ja", "ko", "zh"), COMMAS),
    **dict.fromkeys(("de", "fr", "ru", "tr", "es", "it", "nl", "pt", "pl", "uk", "cs"), POINTS),
    **dict.fromkeys(("sv", "da", "nb", "fi", "el", "ro", "hu", "bg", "sr", "hr"), POINTS),
}
_TURKISH = re.compile("[ıİğ]")
_AROUND = 24
_MOSTLY = 0.6
_FEW = 4


def told_change(old: str, new: str) -> str:
    """What became of some words, as a reader is told of it.

    >>> told_change("12", "21"), told_change("", "Lena"), told_change("12", "")
    ('12 → 21', 'Lena added', '12 removed')
    """
    if old and new:
        return f"{old} → {new}"
    return f"{new} added" if new else f"{old} removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """Words that were replaced, came or went, in their place.

    `begins` says that the place is the beginning of a sentence on either side; `around` is
    the text near it.
    """

    old: str
    new: str
    begins: bool
    around: str

    @property
    def old_words(self) -> list[str]:
        """The old words, without case."""
        return words(self.old)

    @property
    def new_words(self) -> list[str]:
        """The new words, without case."""
        return words(self.new)

    @property
    def is_reference(self) -> bool:
        """Whether nothing but marks that point elsewhere came or went: "(see [REF])"."""
        return bool(_REFERENCE.fullmatch(self.old) and _REFERENCE.fullmatch(self.new))

    def shown(self) -> str:
        """The hunk as a reader is told of it."""
        old, new = (text.strip(" ,;:\n") or text.strip() for text in (self.old, self.new))
        return told_change(old, new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Two texts, what differs, and what is known of their language.

    `marks` may stand between the thousands of a number; none where the language is not known.
    """

    old: str
    new: str
    hunks: tuple[Hunk, ...]
    language: str
    english: bool
    foreign: bool
    has_names: bool
    marks: str

    @property
    def old_words(self) -> list[str]:
        """The words of the old text, without case."""
        return words(self.old)

    @property
    def new_words(self) -> list[str]:
        """The words of the new text, without case."""
        return words(self.new)

    def names(self) -> tuple[list[str], list[str]]:
        """Capitalised words that went and that came, but for the first of a sentence."""
        old, new = (Counter(map(str.casefold, _NAME.findall(t))) for t in (self.old, self.new))
        telling = [
            hunk for hunk in self.hunks if not hunk.is_reference and not respelt(hunk.old, hunk.new)
        ]
        gone = [
            w
            for hunk in telling
            for w in _names(hunk.old, hunk)
            if old[w.casefold()] > new[w.casefold()]
        ]
        came = [
            w
            for hunk in telling
            for w in _names(hunk.new, hunk)
            if new[w.casefold()] > old[w.casefold()]
        ]
        return gone, came


def words(text: str) -> list[str]:
    """The words of a text without case; a contracted "not" or "ne" is a word.

    >>> words("He didn't go."), words("Il n’est rien.")
    (['he', 'did', 'not', 'go'], ['il', 'ne', 'est', 'rien'])
    """
    whole = _ELIDED.sub("ne ", _CONTRACTED.sub(" not", text))
    return [w.casefold().replace("’", "'") for w in _WORD.findall(whole)]


def ungrouped(text: str, marks: str = COMMAS) -> str:
    """A text whose numbers have no marks between thousands, in the digits 0 to 9.

    >>> ungrouped("1,200"), ungrouped("۱٬۲۰۰"), ungrouped("٣٫٥")
    ('1200', '1200', '3.5')
    >>> ungrouped("1.200 und 1,200", POINTS)
    '1200 und 1,200'
    """
    if not marks:
        return western(text)
    grouped = rf"(?<!\d)\d{{1,3}}(?:[{marks}]\d{{3}})+(?!\d)"
    return western(re.sub(grouped, lambda found: re.sub(r"\D", "", found[0]), text))


def respelt(old: str, new: str) -> bool:
    """Whether two texts have the same letters, or one is short for the other.

    >>> respelt("Sen. Lee", "Senator Lee"), respelt("Lee", "Leeds")
    (True, False)
    """
    before, after = old.split(), new.split()
    if letters(old) == letters(new):
        return True
    return len(before) == len(after) and all(map(_short_for, before, after))


def _short_for(one: str, other: str) -> bool:
    shorter, longer = sorted((one.strip("()[],"), other.strip("()[],")), key=len)
    if shorter == longer:
        return True
    stem = shorter.removesuffix(".").removesuffix("s").casefold()
    return shorter.endswith(".") and len(stem) > 1 and longer.casefold().startswith(stem)


def edit_of(old: str, new: str, language: str | None) -> Edit:
    """The edit from one text to the other."""
    pairs = inline(old, new)
    known = (language or "").split("-")[0].lower()
    if not known and _TURKISH.search(old + new):
        known = "tr"
    found = {*words(old), *words(new)}
    german = known == "de" or (not known and len(found & GERMAN) > len(found & ENGLISH))
    english = known == "en" if known else bool(found & ENGLISH) and not german
    return Edit(
        old=old,
        new=new,
        hunks=tuple(_hunks(pairs)),
        language=known,
        english=english,
        marks=_MARKS.get("de" if german else "en" if english else known, ""),
        foreign=german or known not in ("", "en"),
        has_names=not german and not _is_title_case(old) and not _is_title_case(new),
    )


def _hunks(pairs: tuple[InlineOp, ...]) -> list[Hunk]:
    hunks: list[Hunk] = []
    before = gone = came = ""
    for op, text in (*pairs, ("=", "")):
        if op == "-":
            gone += text
        elif op == "+":
            came += text
        else:
            if gone or came:
                begins = _begins_sentence(before, len(before))
                around = f"{before[-_AROUND:]}{gone} {came}{text[:_AROUND]}"
                hunks.append(Hunk(old=gone, new=came, begins=begins, around=around))
            before = before + came + text
            gone = came = ""
    return hunks


def _names(text: str, hunk: Hunk) -> list[str]:
    found = []
    first = len(text) - len(text.lstrip())
    for match in _NAME.finditer(text):
        word = match.group()
        begins = hunk.begins if match.start() <= first else _begins_sentence(text, match.start())
        if (
            _has_capital(word)
            and word != "I"
            and not (begins and (len(word) == 1 or not word.isupper()))
        ):
            found.append(word)
    return found


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at a place; the text near before it tells."""
    near = text[max(0, at - _AROUND) : at]
    return bool(_SENTENCE_BEGINS.search(near if at <= _AROUND else f"x{near}"))


def _has_capital(word: str) -> bool:
    """Whether a word or a part of it begins with a capital: "Assad", "al-Assad"."""
    return any(part[0].isupper() for part in _WORD.findall(word))


def _is_title_case(text: str) -> bool:
    """Whether capitals tell nothing of names, as in a headline."""
    found = _WORD.findall(text)
    capital = sum(word[0].isupper() for word in found)
    return len(found) >= _FEW and capital > _MOSTLY * len(found)
