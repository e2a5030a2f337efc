"""Folding of text for search: one form for the spellings that a reader holds equal.

Case and Latin diacritics are the business of SQLite's unicode61 tokenizer. What it does
not know is folded here: compatibility forms, the vowel signs and tatweel of Arabic, the
joiners and direction marks of right-to-left text, the variants of a letter, the digits
of Arabic and Persian, and the letters of Turkish that have no canonical decomposition.
"""

from __future__ import annotations

import re
import unicodedata

_DROPPED = (
    "\u0640"  # tatweel
    "\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # joiners, direction marks
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"  # harakat and Koranic signs
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
)
_MARKS = re.compile(f"[{_DROPPED}]")

_LETTERS = {
    "\u0623": "\u0627",  # alef with hamza above
    "\u0625": "\u0627",  # alef with hamza below
    "\u0622": "\u0627",  # alef with madda
    "\u0671": "\u0627",  # alef wasla
    "\u0649": "\u064a",  # alef maksura
    "\u06cc": "\u064a",  # Farsi ya
    "\u06d2": "\u064a",  # ya barree
    "\u0626": "\u064a",  # ya with hamza
    "\u06a9": "\u0643",  # keheh
    "\u06aa": "\u0643",  # swash kaf
    "\u0629": "\u0647",  # ta marbuta
    "\u06c0": "\u0647",  # heh with ya
    "\u06c1": "\u0647",  # heh goal
    "\u06c2": "\u0647",
    "\u06d5": "\u0647",  # ae
    "\u0624": "\u0648",  # waw with hamza
    "\u0131": "i",  # dotless i
    "\u0142": "l",  # l with stroke
    "\u0141": "L",
    "\u00f8": "o",  # o with stroke
    "\u00d8": "O",
    "\u0111": "d",  # d with stroke
    "\u0110": "D",
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
}
_DIGITS = {chr(zero + n): str(n) for zero in (0x0660, 0x06F0) for n in range(10)}
_ONE_FORM = str.maketrans(_LETTERS | _DIGITS)


def fold(text: str) -> str:
    """The form of a text that is indexed and searched for.

    Folding twice is the same as once.

    >>> fold("\u0643\u0650\u062a\u0627\u0628") == fold("\u06a9\u062a\u0627\u0628")
    True
    >>> fold("۱۳۸۸")
    '1388'
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", text)
    return unicodedata.normalize("NFKC", _MARKS.sub("", composed).translate(_ONE_FORM))
