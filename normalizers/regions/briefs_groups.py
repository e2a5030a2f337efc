"""Which set-off words are headlines of briefs: what is set the same way is judged together.

Words that are certain (a "LATEST" line leads to them) make their form certain, and so do
two anchors made by hand on a site that is known to write briefs. Otherwise most words of
a form must read as headlines; forms that are counted through, that divide an essay, or
that form an outline are the sections of one story, unless timed entries are set the same
way. A site that is known to write briefs needs less to be believed: there briefs stand
behind the story, so the headlines of a form are those of its end that read as headlines
together, and set-off words of another form before the first certain one are sections of
the story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from normalizers.marks import MarkedBlock
from normalizers.regions.briefs_evidence import CERTAIN, FEW, Around, Headline, asks
from normalizers.text import words

_LONG_SECTION = 260  # words under each heading of an essay, on the average
_MOST_AGAINST = 5  # how much one section's name says against those that follow
_MOST = 6  # untimed briefs in a post of a site that is not known to write them
_THRESHOLDS = {
    True: {"heading": 1, "line": 2, "run-in": 1},
    False: {"heading": 2, "line": 2, "run-in": 1},
}
_STEM = 5  # letters of a word that stay when it is bent
_SEVERAL = 2
_NUMBER = re.compile(r"\W*(?:[^\W\d]+\s)?#?(\d{1,2})\s?[.:)\]–—-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story whose headlines are looked for.

    Attributes:
        blocks: Its blocks.
        starts: Where set-off words stand in it.
        around: What is known around it.
        timed_forms: The forms in which timed entries are set.
    """

    blocks: Sequence[MarkedBlock]
    starts: Sequence[int]
    around: Around
    timed_forms: frozenset[str] = frozenset()

    def text_of(self, headline: Headline) -> str:
        """The set-off words."""
        return self.blocks[headline.at].text[headline.start : headline.end]

    def likely(self, headline: Headline) -> bool:
        """Whether the words alone can be believed."""
        return self.excess(headline) >= 0

    def tells_again(self, headline: Headline) -> bool:
        """Whether the text below begins with words of the headline, as news does."""
        below = self.blocks[headline.at : headline.at + 2]
        text = " ".join(block.text for block in below).removeprefix(below[0].text[: headline.end])
        told, again = _stems(self.text_of(headline)), _stems(text)
        return len(told & again) >= _SEVERAL and 2 * len(told & again) >= len(told)

    def excess(self, headline: Headline) -> int:
        """By how much more speaks for a headline than must; below zero, by how much less."""
        least = _THRESHOLDS[self.around.writes_briefs]
        return headline.score - least[headline.form.split(" ")[0]]


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words."""
    return {word[:_STEM] for word in words(text) if len(word) > FEW}


def choose_headlines(set_off: Sequence[Headline], story: Story) -> list[Headline]:
    """The headlines among the set-off words of a story."""
    forms: dict[str, list[Headline]] = {}
    for headline in set_off:
        forms.setdefault(headline.form, []).append(headline)
    sure = {form for form, group in forms.items() if _is_certain(group, story)}
    if _is_outline(set_off, story):
        forms = {form: forms[form] for form in sure}
    found = {form: _chosen_of(group, story) for form, group in forms.items()}
    first = min((found[form][0].at for form in sure if found[form]), default=0)
    chosen = [
        headline
        for form, group in found.items()
        for headline in group
        if form in sure or headline.at >= first
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
    if not certain and story.around.is_essay:
        group = [headline for headline in group if story.tells_again(headline)]
    if not certain and _are_sections(group, story):
        return []
    if story.around.writes_briefs:
        group = _tail(group, story)
        share = bool(group)
    else:
        share = 4 * sum(map(story.likely, group)) >= 3 * len(group)
    if not certain and not share:
        return []
    chosen: list[Headline] = []
    for headline in group:
        like_others = bool(chosen) and share and _may_say_more(headline, story)
        if story.likely(headline) or (certain and headline.anchored) or like_others:
            chosen.append(headline)
    return chosen


def _tail(group: list[Headline], story: Story) -> list[Headline]:
    """The last words of a form, as many as speak most for headlines together."""
    certain = _is_certain(group, story)
    weights = [
        CERTAIN if certain and headline.anchored else _weight(headline, story) for headline in group
    ]
    sums = list(accumulate(reversed(weights)))
    best = max(sums, default=0)
    return group[len(group) - 1 - sums.index(best) :] if best > 0 else []


def _weight(headline: Headline, story: Story) -> int:
    text = story.text_of(headline)
    if asks(text) and ":" not in text:
        return -_MOST_AGAINST
    if story.likely(headline) and story.tells_again(headline):
        return CERTAIN
    return min(max(2 * story.excess(headline) + 1, -_MOST_AGAINST), CERTAIN)


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
    """Whether a headline has nothing below but the next one: it names those below."""
    whole = headline.end == len(story.blocks[headline.at].text)
    followed = headline.at + 1 in starts and not story.blocks[headline.at + 1].after_image
    return whole and followed and headline.score < CERTAIN


def _are_sections(group: Sequence[Headline], story: Story) -> bool:
    """Whether words of one form divide a text; those of timed entries never do."""
    if not group or group[0].form in story.timed_forms:
        return False
    return _is_counted(group, story) or _is_long(group, story)


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
