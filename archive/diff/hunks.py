"""An edit as the rules of significance look at it: its changed words, one by one in place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from archive.diff.changes import InlineOp
from archive.diff.lexicon import ENGLISH
from archive.diff.words import inline

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n])[\s\"'“”‘’«»(\[*-]*$")
_AROUND = 24
_MOSTLY = 0.6
_FEW = 4


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

    def shown(self) -> str:
        """The hunk as a reader is told of it."""
        return f"{self.old.strip() or 'nothing'} → {self.new.strip() or 'nothing'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Two texts, what differs, and what is known of their language."""

    old: str
    new: str
    hunks: tuple[Hunk, ...]
    english: bool
    has_names: bool

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
        old, new = Counter(words(self.old)), Counter(words(self.new))
        gone = [w for hunk in self.hunks for w in _names(hunk.old, hunk) if old[w.casefold()] > new[w.casefold()]]
        came = [w for hunk in self.hunks for w in _names(hunk.new, hunk) if new[w.casefold()] > old[w.casefold()]]
        return gone, came


def words(text: str) -> list[str]:
    """The words of a text without case; a contracted "not" is a word.

    >>> words("He didn't go.")
    ['he', 'did', 'not', 'go']
    """
    return [w.casefold().replace("’", "'") for w in _WORD.findall(_CONTRACTED.sub(" not", text))]


def edit_of(old: str, new: str, language: str | None) -> Edit:
    """The edit from one text to the other."""
    pairs = inline(old, new)
    known = (language or "").split("-")[0].lower()
    english = known == "en" if known else _is_english(f"{old} {new}")
    return Edit(
        old=old,
        new=new,
        hunks=tuple(_hunks(pairs)),
        english=english,
        has_names=known != "de" and not _is_title_case(old) and not _is_title_case(new),
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
                begins = bool(_SENTENCE_BEGINS.search(before))
                around = f"{before[-_AROUND:]}{gone} {came}{text[:_AROUND]}"
                hunks.append(Hunk(old=gone, new=came, begins=begins, around=around))
            before = before + came + text
            gone = came = ""
    return hunks


def _names(text: str, hunk: Hunk) -> list[str]:
    found = []
    for match in _NAME.finditer(text):
        word = match.group()
        begins = hunk.begins if not text[: match.start()].strip() else bool(
            _SENTENCE_BEGINS.search(text[: match.start()])
        )
        if word[0].isupper() and word != "I" and not (begins and not word.isupper()):
            found.append(word)
    return found


def _is_english(text: str) -> bool:
    return any(word in ENGLISH for word in words(text))


def _is_title_case(text: str) -> bool:
    """Whether capitals tell nothing of names, as in a headline."""
    found = _WORD.findall(text)
    capital = sum(word[0].isupper() for word in found)
    return len(found) >= _FEW and capital > _MOSTLY * len(found)
