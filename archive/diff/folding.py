"""Texts made comparable, and names that are the same in every run.

Folding is for comparing only: what is shown is the text as it stood. Two texts that
differ in `exact` differ to a reader; two that differ only before `typographic` look
alike but for quotes, dashes and the like.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_ALIKE = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...", "•": "*", "·": "*",
        "\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None,
        "\u200e": None, "\u200f": None, "\u061c": None,
    }
)  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_PERSIAN = str.maketrans("يك", "یک")
# French sets blanks inside its quotation marks.
_GUILLEMETS = re.compile(r"«\s*|\s*»")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def exact(text: str) -> str:
    """The text as a reader sees it: composed characters, single blanks, nothing invisible."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def typographic(text: str) -> str:
    r"""The text with typewriter quotes and dashes, for "looks alike" comparisons.

    >>> typographic("“Yes” – it’s so…")
    '"Yes" - it\'s so...'
    """
    tight = _GUILLEMETS.sub('"', unicodedata.normalize("NFKC", text))
    return re.sub(r"-{2,}", "-", exact(western(tight.translate(_ALIKE))))


def western(text: str) -> str:
    """The text with the digits 0 to 9 for those of Arabic and Persian."""
    return text.translate(_DIGITS)


def persian(text: str) -> str:
    """The text with the Persian forms of two letters that look alike in Arabic."""
    return text.translate(_PERSIAN)


def letters(text: str) -> str:
    """The letters and digits alone, without case: what two spellings of a name share."""
    return "".join(c for c in typographic(text).casefold() if c.isalnum())


def stable_id(*parts: object) -> str:
    """Twelve hex digits that the same parts give in every run, on every machine."""
    text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
