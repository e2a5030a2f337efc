"""Which set-off words of a story are headlines of briefs.

A time or an update label is one always. Headings, bold and underlined lines are judged
by what the page does as a whole:

- words: a headline says something, a section is named in a word or three;
- evidence: an anchor made by hand, a rule before it, a "LATEST" line that leads to it;
- form: what is set the same way is the same thing, once one of them is certain;
- use: sections are counted through, asked as questions, or hold long texts; a label ends
  in a colon, a sentence in a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from normalizers.marks import MarkedBlock
from normalizers.regions.briefs_furniture import headline_key
from normalizers.regions.briefs_times import (
    Stamp,
    clock_of,
    headline_end,
    set_off_length,
    stamp_of,
)
from normalizers.text import words

_FEW, _ENOUGH, _MANY = 3, 5, 22  # words of a section's name, of a headline, of a sentence
_LONG_SECTION = 380  # words under each heading of an essay, on the average
_CERTAIN = 9
_THRESHOLD = {"heading": 1, "line": 2, "run-in": 1}
_NUMBER = re.compile(r"\W*(?:[^\W\d]+\s)?#?(\d{1,2})\s?[.:)\]–—-]")
_ENDS = re.compile(r"[:;,،؛.…!。][)\]]?$|[.,!…][”\"’]$")
_QUESTION = re.compile(r"[?؟？]$")
_TIMES_OF_DAY = 3  # blocks that must begin with a bare time of day before it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """Set-off words at the head of a block.

    Attributes:
        at: The index of the block.
        start: Where the headline begins in its text.
        end: Where it ends; what follows is text of the brief.
        form: How it is set; "time" for timed entries.
        stamp: Its time or label, if it begins with one.
        score: How much speaks for it.
    """

    at: int
    start: int = 0
    end: int
    form: str
    stamp: Stamp | None = None
    score: int


def find_headlines(
    blocks: Sequence[MarkedBlock], pointed: frozenset[str], title: str | None
) -> list[Headline]:
    """The headlines of briefs in a story, in page order.

    Args:
        blocks: The story, its furniture gone, timed entries divided.
        pointed: Words of headlines and anchors that "LATEST" lines lead to.
        title: The title of the story: its words again are no headline.
    """
    clocks = _clock_forms(blocks)
    found = [_stamped(at, block, clocks) for at, block in enumerate(blocks)]
    timed = [headline for headline in found if headline]
    set_off = [
        headline
        for at, block in enumerate(blocks)
        if not found[at] and (headline := _set_off(at, blocks, pointed)) is not None
        if headline_key(block.text) != headline_key(title or "")
    ]
    starts = sorted(headline.at for headline in (*set_off, *timed))
    chosen = _chosen(set_off, blocks, starts)
    return sorted([*timed, *chosen], key=lambda headline: headline.at)


def reads_as_headline(text: str) -> bool:
    """Whether a line of plain text has the shape of a headline.

    >>> reads_as_headline("At Least 28 Moved From the Delta")
    True
    >>> reads_as_headline("They moved on Friday.")
    False
    """
    count = len(words(text))
    shaped = 1 < count <= _MANY and "\n" not in text and not _ENDS.search(text)
    cased = any(letter.lower() != letter.upper() for letter in text)
    return shaped and (_case_score(text) > 0 or not cased)


# ------------------------------------------------------------ times
def _stamped(at: int, block: MarkedBlock, clocks: frozenset[int]) -> Headline | None:
    if block.kind not in ("paragraph", "heading", "list_item"):
        return None
    set_off = block.kind == "heading" or bool(set_off_length(block))
    stamp = stamp_of(block.text, set_off=set_off)
    if stamp is None and at in clocks:
        stamp = clock_of(block.text)
    if stamp is None:
        return None
    end = headline_end(block, stamp)
    return Headline(at=at, start=stamp.start, end=end, form="time", stamp=stamp, score=_CERTAIN)


def _clock_forms(blocks: Sequence[MarkedBlock]) -> frozenset[int]:
    """Blocks that begin with a set-off time of day, where a page has several of them."""
    at = [
        index
        for index, block in enumerate(blocks)
        if block.kind in ("paragraph", "heading") and clock_of(block.text)
        if block.kind == "heading" or set_off_length(block)
    ]
    return frozenset(at) if len(at) >= _TIMES_OF_DAY else frozenset()


# ------------------------------------------------------------ headlines without a time
def _set_off(at: int, blocks: Sequence[MarkedBlock], pointed: frozenset[str]) -> Headline | None:
    block = blocks[at]
    form, end = _form(block)
    text = block.text[:end]
    if not form or not text or "\n" in text.strip():
        return None
    score = _words_score(text) + _marks_score(block, text, pointed)
    if (form != "heading" and at == 0) or (form == "line" and _speaks(blocks, at)):
        return None
    name = f"{form} {block.block.level or block.centred}"
    return Headline(at=at, end=end, form=name, score=score)


def _form(block: MarkedBlock) -> tuple[str, int]:
    if block.kind == "heading":
        return "heading", len(block.text)
    if block.kind != "paragraph":
        return "", 0
    end = set_off_length(block)
    if end == len(block.text):
        return "line", end
    run_in = end and block.text[end : end + 1] == "\n"
    return ("run-in", end) if run_in else ("", 0)


def _words_score(text: str) -> int:
    count = len(words(text))
    if count > _MANY or _ENDS.search(text):
        return -_CERTAIN
    if count <= _FEW:
        return -2
    score = 2 if count >= _ENOUGH else -1
    return score + _case_score(text) - (3 if _QUESTION.search(text) else 0)


def _case_score(text: str) -> int:
    """Whether words have capitals as in a headline (1), as in a sentence (-1), or neither."""
    long = [word for word in text.split()[1:] if len(word.strip("“”‘’\"'(),.:?")) > _FEW]
    cased = [word for word in long if word.lower() != word.upper()]
    if not cased:
        return 0
    capital = sum(word.lstrip("“‘\"'(#@")[:1].isupper() for word in cased)
    if 2 * capital >= len(cased):
        return 1
    return -1 if len(cased) > _FEW and capital <= 1 else 0


def _marks_score(block: MarkedBlock, text: str, pointed: frozenset[str]) -> int:
    anchor = block.block.anchor
    key = headline_key(text)
    if key in pointed or (anchor and anchor in pointed):
        return 2 * _CERTAIN
    by_hand = anchor and not _is_slug(anchor, key)
    return 2 * bool(by_hand) + bool(block.after_rule)


def _is_slug(anchor: str, key: str) -> bool:
    """Whether a program made an anchor from the words of the heading."""
    plain = headline_key(re.sub(r"[-_]+", " ", anchor)).removeprefix("h ")
    count = len(plain.split())
    made = key.startswith(plain) and (plain == key or count > _FEW)
    return made or anchor.startswith("toc")


def _speaks(blocks: Sequence[MarkedBlock], at: int) -> bool:
    """Whether a bold line stands among bold lines: a question of an interview, a list."""
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return following is None or (_form(following)[0] == "line" and not following.after_rule)


# ------------------------------------------------------------ the page as a whole
def _chosen(
    set_off: list[Headline], blocks: Sequence[MarkedBlock], starts: list[int]
) -> list[Headline]:
    forms: dict[str, list[Headline]] = {}
    for headline in set_off:
        forms.setdefault(headline.form, []).append(headline)
    chosen = [
        headline
        for group in forms.values()
        for headline in _chosen_of(group, blocks, starts)
        if not _opens_alone(headline, group)
    ]
    at = {headline.at for headline in chosen}
    return [headline for headline in chosen if not _is_label(headline, at, blocks)]


def _chosen_of(
    group: list[Headline], blocks: Sequence[MarkedBlock], starts: list[int]
) -> list[Headline]:
    """The headlines among words that are set the same way."""
    certain = any(headline.score >= _CERTAIN for headline in group)
    if not certain and (_counted(group, blocks) or _long(group, blocks, starts)):
        return []
    chosen: list[Headline] = []
    likely = sum(map(_likely, group))
    mixed = sum(headline.score > -_CERTAIN for headline in group)
    for headline in group:
        alike = bool(chosen) and 2 * likely > mixed
        like_others = alike and _may_say_more(headline, blocks)
        if _likely(headline) or (certain and headline.score >= 0) or like_others:
            chosen.append(headline)
    return chosen


def _likely(headline: Headline) -> bool:
    return headline.score >= _THRESHOLD[headline.form.split(" ")[0]]


def _may_say_more(headline: Headline, blocks: Sequence[MarkedBlock]) -> bool:
    text = blocks[headline.at].text[: headline.end]
    few = len(words(text)) < _FEW
    return headline.score > -_FEW and not few and not _QUESTION.search(text)


def _opens_alone(headline: Headline, group: list[Headline]) -> bool:
    """Whether a story opens with the only words of their form: its second headline."""
    return headline.at == 0 and len(group) == 1 and headline.score < _CERTAIN


def _is_label(headline: Headline, starts: set[int], blocks: Sequence[MarkedBlock]) -> bool:
    """Whether a headline has no text but that of the next one: it names those below."""
    whole = headline.end == len(blocks[headline.at].text)
    return whole and headline.at + 1 in starts and headline.score < _CERTAIN


def _counted(group: list[Headline], blocks: Sequence[MarkedBlock]) -> bool:
    """Whether headings are counted through: "1.", "2."; "Step 1:", "Step 2:"."""
    found = (_NUMBER.match(blocks[headline.at].text) for headline in group)
    numbers = [int(number[1]) for number in found if number]
    return any(second == first + 1 for first, second in pairwise(numbers))


def _long(group: list[Headline], blocks: Sequence[MarkedBlock], starts: list[int]) -> bool:
    """Whether the texts below several headings are those of an essay."""
    ends = dict(pairwise([*starts, len(blocks)]))
    parts = (blocks[headline.at : ends[headline.at]] for headline in group)
    count = sum(len(words(block.text)) for part in parts for block in part)
    return len(group) > 1 and count > _LONG_SECTION * len(group)
