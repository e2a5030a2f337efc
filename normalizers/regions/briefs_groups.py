"""Which set-off words are headlines of briefs: what is set the same way is judged together.

Words that are certain (a "LATEST" line leads to them) make their form certain, and so do
two anchors made by hand on a site that is known to write briefs. Otherwise
most words of a form must read as headlines; forms that are counted through, that divide
an essay, or that form an outline are the sections of one story. A site that is known to
write briefs needs less to be believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from normalizers.marks import MarkedBlock
from normalizers.regions.briefs_evidence import CERTAIN, FEW, Around, Headline, asks
from normalizers.text import words

_LONG_SECTION = 260  # words under each heading of an essay, on the average
_MOST = 6  # untimed briefs in a post of a site that is not known to write them
_THRESHOLDS = {
    True: {"heading": 1, "line": 2, "run-in": 1},
    False: {"heading": 2, "line": 2, "run-in": 1},
}
_NUMBER = re.compile(r"\W*(?:[^\W\d]+\s)?#?(\d{1,2})\s?[.:)\]–—-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The blocks of a story, where set-off words stand in it, and what is known around it."""

    blocks: Sequence[MarkedBlock]
    starts: Sequence[int]
    around: Around

    def text_of(self, headline: Headline) -> str:
        """The set-off words."""
        return self.blocks[headline.at].text[headline.start : headline.end]

    def likely(self, headline: Headline) -> bool:
        """Whether the words alone can be believed."""
        least = _THRESHOLDS[self.around.writes_briefs]
        return headline.score >= least[headline.form.split(" ")[0]]


def choose_headlines(set_off: Sequence[Headline], story: Story) -> list[Headline]:
    """The headlines among the set-off words of a story."""
    forms: dict[str, list[Headline]] = {}
    for headline in set_off:
        forms.setdefault(headline.form, []).append(headline)
    outlined = _is_outline(set_off, story)
    chosen = [
        headline
        for group in forms.values()
        if not outlined or _is_certain(group, story)
        for headline in _chosen_of(group, story)
    ]
    if not story.around.goes_on:
        chosen = [headline for headline in chosen if not _opens_alone(headline, set_off)]
    at = {headline.at for headline in chosen}
    chosen = [headline for headline in chosen if not _is_label(headline, at, story)]
    many = not story.around.writes_briefs and len(chosen) > _MOST
    return [headline for headline in chosen if not many or headline.score >= CERTAIN]


def _chosen_of(group: list[Headline], story: Story) -> list[Headline]:
    """The headlines among words that are set the same way."""
    certain = _is_certain(group, story)
    likely = sum(map(story.likely, group))
    share = 2 * likely > len(group) if story.around.writes_briefs else 4 * likely >= 3 * len(group)
    if not certain and (_is_counted(group, story) or _is_long(group, story)):
        return []
    if not certain and not share and not story.around.writes_briefs:
        return []
    chosen: list[Headline] = []
    for headline in group:
        like_others = bool(chosen) and share and _may_say_more(headline, story)
        if story.likely(headline) or (certain and headline.anchored) or like_others:
            chosen.append(headline)
    return chosen


def _is_certain(group: Sequence[Headline], story: Story) -> bool:
    anchored = sum(headline.anchored for headline in group)
    by_hand = story.around.writes_briefs and anchored > 1
    return by_hand or any(headline.score >= CERTAIN for headline in group)


def _may_say_more(headline: Headline, story: Story) -> bool:
    text = story.text_of(headline)
    return headline.score > -FEW and len(words(text)) >= FEW and not asks(text)


def _opens_alone(headline: Headline, set_off: Sequence[Headline]) -> bool:
    """Whether a story opens with the only words of their form: its second headline."""
    if headline.at or headline.score >= CERTAIN:
        return False
    return sum(other.form == headline.form for other in set_off) == 1


def _is_label(headline: Headline, starts: set[int], story: Story) -> bool:
    """Whether a headline has no text but that of the next one: it names those below."""
    whole = headline.end == len(story.blocks[headline.at].text)
    return whole and headline.at + 1 in starts and headline.score < CERTAIN


def _is_counted(group: Sequence[Headline], story: Story) -> bool:
    """Whether headings are counted through: "1.", "2."; "Step 1:", "Step 2:"."""
    found = (_NUMBER.match(story.text_of(headline)) for headline in group)
    numbers = [int(number[1]) for number in found if number]
    return any(second == first + 1 for first, second in pairwise(numbers))


def _is_long(group: Sequence[Headline], story: Story) -> bool:
    """Whether the texts below several headings are those of an essay."""
    ends = dict(pairwise([*story.starts, len(story.blocks)]))
    parts = (story.blocks[headline.at : ends[headline.at]] for headline in group)
    count = sum(len(words(block.text)) for part in parts for block in part)
    return len(group) > 1 and count > _LONG_SECTION * len(group)


def _is_outline(set_off: Sequence[Headline], story: Story) -> bool:
    """Whether headings stand under headings: one, then two or more of the next level."""
    levels = [level for h in set_off if (level := story.blocks[h.at].block.level)]
    steps = list(pairwise(levels))
    return any(
        second == first + 1 and third == second for (first, second), (_, third) in pairwise(steps)
    )
