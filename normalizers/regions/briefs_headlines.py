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

from collections.abc import Sequence

from normalizers.marks import MarkedBlock
from normalizers.regions.briefs_evidence import (
    CERTAIN,
    Around,
    Headline,
    is_made_by_hand,
    is_name,
    marks_score,
    words_score,
)
from normalizers.regions.briefs_furniture import headline_key
from normalizers.regions.briefs_groups import Story, choose_headlines
from normalizers.regions.briefs_times import (
    clock_of,
    headline_end,
    set_off_length,
    stamp_of,
)

_TIMES_OF_DAY = 3  # blocks that must begin with a bare time of day before it counts


def find_headlines(blocks: Sequence[MarkedBlock], around: Around) -> list[Headline]:
    """The headlines of briefs in a story, in page order.

    Args:
        blocks: The story, its furniture gone, timed entries divided.
        around: What is known around them.
    """
    clocks = _clock_forms(blocks)
    found = [_stamped(at, block, clocks) for at, block in enumerate(blocks)]
    timed = [headline for headline in found if headline]
    if len(timed) == 1 and not around.writes_briefs:
        timed = [headline for headline in timed if headline.stamp and headline.stamp.time_label]
    set_off = [
        headline
        for at, block in enumerate(blocks)
        if not found[at] and (headline := _set_off(at, blocks, around)) is not None
        if headline_key(block.text) != headline_key(around.title or "")
    ]
    starts = sorted(headline.at for headline in (*set_off, *timed))
    timed_forms = frozenset(_form_name(blocks[headline.at]) for headline in timed)
    story = Story(blocks=blocks, starts=starts, around=around, timed_forms=timed_forms)
    chosen = choose_headlines(set_off, story)
    return sorted([*timed, *chosen], key=lambda headline: headline.at)


def is_section(blocks: Sequence[MarkedBlock], at: int) -> bool:
    """Whether a line that heads no brief is the heading of a section: bold, short, over a text."""
    block = blocks[at]
    alone = _form(block)[0] == "line" and 0 < at < len(blocks) - 1 and not _speaks(blocks, at)
    slanted = all(run.italic for run in block.runs)
    return alone and not slanted and is_name(block.text)


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
    if not form or not text or (form == "line" and "\n" in text):
        return None
    score = words_score(text, german=around.german) + marks_score(block, text, around.pointed)
    if form == "line" and (_is_at_the_edge(blocks, at, around) or _speaks(blocks, at)):
        return None
    by_hand = is_made_by_hand(block.block.anchor, text)
    return Headline(at=at, end=end, form=_form_name(block), score=score, anchored=by_hand)


def _is_at_the_edge(blocks: Sequence[MarkedBlock], at: int, around: Around) -> bool:
    """Whether a line opens or ends a story, and no page before or after goes on with it."""
    opens = at == 0 and not around.goes_on
    ends = at + 1 == len(blocks) and not (around.goes_on or around.is_cut)
    return opens or ends


def _form_name(block: MarkedBlock) -> str:
    return f"{_form(block)[0]} {block.block.level or block.centred}"


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
