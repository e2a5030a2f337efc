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
from normalizers.regions.briefs_evidence import (
    CERTAIN,
    FEW,
    asks,
    is_made_by_hand,
    marks_score,
    words_score,
)
from normalizers.regions.briefs_furniture import headline_key
from normalizers.regions.briefs_times import (
    Stamp,
    clock_of,
    headline_end,
    set_off_length,
    stamp_of,
)
from normalizers.text import words

_LONG_SECTION = 380  # words under each heading of an essay, on the average
_THRESHOLD = {"heading": 1, "line": 2, "run-in": 1}
_NUMBER = re.compile(r"\W*(?:[^\W\d]+\s)?#?(\d{1,2})\s?[.:)\]–—-]")
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
        anchored: Whether an anchor made by hand stands at it.
    """

    at: int
    start: int = 0
    end: int
    form: str
    stamp: Stamp | None = None
    score: int
    anchored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known around the blocks of a story.

    Attributes:
        pointed: Words of headlines and anchors that "LATEST" lines lead to.
        title: The title of the story: its words again are no headline.
        goes_on: Whether the page goes on with a story that began on another one.
    """

    pointed: frozenset[str] = frozenset()
    title: str | None = None
    goes_on: bool = False


def find_headlines(blocks: Sequence[MarkedBlock], around: Around) -> list[Headline]:
    """The headlines of briefs in a story, in page order.

    Args:
        blocks: The story, its furniture gone, timed entries divided.
        around: What is known around them.
    """
    clocks = _clock_forms(blocks)
    found = [_stamped(at, block, clocks) for at, block in enumerate(blocks)]
    timed = [headline for headline in found if headline]
    set_off = [
        headline
        for at, block in enumerate(blocks)
        if not found[at] and (headline := _set_off(at, blocks, around)) is not None
        if headline_key(block.text) != headline_key(around.title or "")
    ]
    starts = sorted(headline.at for headline in (*set_off, *timed))
    chosen = _chosen(set_off, blocks, starts)
    if not around.goes_on:
        chosen = [headline for headline in chosen if not _opens_alone(headline, set_off)]
    return sorted([*timed, *chosen], key=lambda headline: headline.at)


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
    return Headline(at=at, start=stamp.start, end=end, form="time", stamp=stamp, score=CERTAIN)


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
def _set_off(at: int, blocks: Sequence[MarkedBlock], around: Around) -> Headline | None:
    block = blocks[at]
    form, end = _form(block)
    text = block.text[:end]
    if not form or not text or "\n" in text.strip():
        return None
    score = words_score(text) + marks_score(block, text, around.pointed)
    ends = at + 1 == len(blocks) or (at == 0 and form != "heading")
    if (ends and not around.goes_on and form == "line") or (form == "line" and _speaks(blocks, at)):
        return None
    name = f"{form} {block.block.level or block.centred}"
    by_hand = is_made_by_hand(block.block.anchor, text)
    return Headline(at=at, end=end, form=name, score=score, anchored=by_hand)


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


def _speaks(blocks: Sequence[MarkedBlock], at: int) -> bool:
    """Whether a bold line stands among bold lines: a question of an interview, a list."""
    following = blocks[at + 1 : at + 2]
    return any(_form(block)[0] == "line" and not block.after_rule for block in following)


# ------------------------------------------------------------ the page as a whole
def _chosen(
    set_off: list[Headline], blocks: Sequence[MarkedBlock], starts: list[int]
) -> list[Headline]:
    forms: dict[str, list[Headline]] = {}
    for headline in set_off:
        forms.setdefault(headline.form, []).append(headline)
    chosen = [
        headline for group in forms.values() for headline in _chosen_of(group, blocks, starts)
    ]
    at = {headline.at for headline in chosen}
    return [headline for headline in chosen if not _is_label(headline, at, blocks)]


def _chosen_of(
    group: list[Headline], blocks: Sequence[MarkedBlock], starts: list[int]
) -> list[Headline]:
    """The headlines among words that are set the same way."""
    certain = any(headline.score >= CERTAIN for headline in group)
    if not certain and (_counted(group, blocks) or _long(group, blocks, starts)):
        return []
    chosen: list[Headline] = []
    likely = sum(map(_likely, group))
    mixed = sum(headline.score > -CERTAIN for headline in group)
    for headline in group:
        alike = bool(chosen) and 2 * likely > mixed
        like_others = alike and _may_say_more(headline, blocks)
        if _likely(headline) or (certain and headline.anchored) or like_others:
            chosen.append(headline)
    return chosen


def _likely(headline: Headline) -> bool:
    return headline.score >= _THRESHOLD[headline.form.split(" ")[0]]


def _may_say_more(headline: Headline, blocks: Sequence[MarkedBlock]) -> bool:
    text = blocks[headline.at].text[: headline.end]
    few = len(words(text)) < FEW
    return headline.score > -FEW and not few and not asks(text)


def _opens_alone(headline: Headline, set_off: list[Headline]) -> bool:
    """Whether a story opens with the only words of their form: its second headline."""
    alike = sum(other.form == headline.form for other in set_off)
    return headline.at == 0 and alike == 1 and headline.score < CERTAIN


def _is_label(headline: Headline, starts: set[int], blocks: Sequence[MarkedBlock]) -> bool:
    """Whether a headline has no text but that of the next one: it names those below."""
    whole = headline.end == len(blocks[headline.at].text)
    return whole and headline.at + 1 in starts and headline.score < CERTAIN


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
