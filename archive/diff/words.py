"""Changes inside a sentence, word by word.

Words beat characters here: a reader sees "12" become "21", not two letters swapped. The
pairs rebuild both sentences always: "=" and "-" texts joined are the old one, "=" and
"+" texts joined the new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from archive.diff.changes import InlineOp

_TOKEN = re.compile(r"\s+|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|.", re.DOTALL)


def tokens(text: str) -> list[str]:
    """Words, numbers, single marks and runs of white space; joined they are the text.

    >>> tokens("It's 1.5 m.")
    ["It's", ' ', '1.5', ' ', 'm', '.']
    """
    return _TOKEN.findall(text)


def inline(old: str, new: str) -> tuple[InlineOp, ...]:
    """The words that went ("-"), came ("+") and stayed ("=").

    >>> inline("At least 12 died.", "At least 21 died.")
    (('=', 'At least '), ('-', '12'), ('+', '21'), ('=', ' died.'))
    """
    before, after = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pairs: list[InlineOp] = []
    for op, a0, a1, b0, b1 in matcher.get_opcodes():
        if op == "equal":
            pairs.append(("=", "".join(before[a0:a1])))
            continue
        pairs += _changed(before[a0:a1], after[b0:b1])
    return tuple(pairs)


def _changed(before: Sequence[str], after: Sequence[str]) -> list[InlineOp]:
    gone, came = "".join(before), "".join(after)
    pairs: list[InlineOp] = []
    if gone:
        pairs.append(("-", gone))
    if came:
        pairs.append(("+", came))
    return pairs
