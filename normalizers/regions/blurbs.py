"""Dated blurbs: paragraphs of a comment that end in a date, as a list of posts prints them.

"Who will win the race? 9/14/2017" stays a comment, word for word; the words and the date
are given again beside it, so that whoever looks for blurbs finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from normalizers.date_words import Order
from normalizers.dates import DateHabits, learn_order, read_date
from normalizers.values import Block, DatedBlurb

_DATE_AT_END = re.compile(r"(?<=\S)\s+\(?(\d{1,2}[/.]\d{1,2}[/.]\d{4})\)?\s*$")


def dated_blurbs(blocks: Iterable[Block], order: Order | None = None) -> tuple[DatedBlurb, ...]:
    """The paragraphs of a comment that end in a numeric date.

    Args:
        blocks: The blocks of the comment.
        order: The order of day and month where the page or its site tells it; else it is
            learnt from the dates themselves, and month first where they do not tell.

    >>> block = Block(kind="paragraph", text="Who will win the race? 9/14/2017")
    >>> dated_blurbs([block])
    (DatedBlurb(text='Who will win the race?', date='2017-09-14'),)
    """
    texts = [block.text for block in blocks if block.text.rstrip(") \n")[-1:].isdigit()]
    found = [(text, match) for text in texts if (match := _DATE_AT_END.search(text))]
    if not found:
        return ()
    order = order or learn_order(match[1] for _, match in found) or "MDY"
    habits = DateHabits(order=order)
    dated = ((text[: match.start()].strip(), read_date(match[1], habits)) for text, match in found)
    return tuple(DatedBlurb(text=text, date=date) for text, date in dated if date)
