"""English words that tell a date or a time.

Some are other words as well: "may", "march", "sun". Those count only with a capital, and
beside a number or after a word that dates begin with: "in May", "3 March", "last Sun".
"""

from __future__ import annotations

import re

from archive.diff.lexicon import BEFORE_DATES, DATE_WORDS, DATES_OR_NOT

_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def date_words(text: str) -> list[str]:
    """The words of a text that tell a date or a time, as they are written.

    >>> date_words("It may rain in May."), date_words("The Deal May Be Dead on Monday")
    (['May'], ['Monday'])
    """
    tokens = _TOKEN.findall(text)
    return [word for at, word in enumerate(tokens) if _is_date(tokens, at)]


def _is_date(tokens: list[str], at: int) -> bool:
    word = tokens[at]
    if word.casefold() not in DATES_OR_NOT:
        return word.casefold() in DATE_WORDS
    before = tokens[at - 1] if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    leads = before.casefold() in BEFORE_DATES or before.casefold() in DATE_WORDS - DATES_OR_NOT
    return word[0].isupper() and (leads or before.isdigit() or after.isdigit())
