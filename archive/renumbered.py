"""Stories that their blog gave other numbers: which captures are of one story. Pure.

A blog that moves, or is put up again from an export, gives its posts new ids, mostly at
new addresses, and not seldom ids that other posts had before.

- Two numbers are of one story when title and day are the same, the words are the same or
  nearly, and the one was not shown any more when the other came. Few words prove nothing
  by themselves: then the old address must be gone, or lead on. Where the address and the
  day stayed, and many words, the title may be another one.
- What was shown side by side is never one story.
- One number is of two stories when nothing is left: neither title, day and words, nor the
  address; the address may stay where another number showed that story before.
- A story keeps the public id of its first number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations

from archive.diff.folding import letters, typographic
from archive.stories import words_of
from archive.visits import PAUSE, Sighting, Visit, assign, visits

_NEARLY = 0.8
_NOTHING_LEFT = 0.5
_TELLING = 30  # words
_DAY = len("2026-01-02")


def by_story(sightings: Sequence[Sighting]) -> dict[str, list[Sighting]]:
    """The captures of each story, by its public id, in order of first sight.

    Captures of addresses that never showed a story are left out.
    """
    ordered = sorted(sightings, key=lambda s: (s.at, s.number))
    apart = _told_apart(ordered)
    of = assign(apart)
    stories: dict[str, list[Sighting]] = {}
    for sighting in apart:
        if sighting.number in of:
            stories.setdefault(of[sighting.number], []).append(sighting)
    one = _continued(stories)
    joined: dict[str, list[Sighting]] = {}
    for name, group in stories.items():
        joined.setdefault(one.get(name, name), []).extend(group)
    return joined


def _told_apart(ordered: Sequence[Sighting]) -> list[Sighting]:
    """The captures, with a name of its own for each later story under one post id."""
    keys: dict[str, set[str]] = {}
    for sighting in ordered:
        if sighting.text_key and sighting.post_key:
            keys.setdefault(sighting.text_key, set()).add(sighting.post_key)
    last: dict[str, list[Sighting]] = {}
    told: list[Sighting] = []
    for sighting in ordered:
        if sighting.by_post_id and sighting.page and sighting.post_key:
            number = _place(last.setdefault(sighting.post_key, []), sighting, keys)
            name = f"{sighting.post_key}.{number + 1}" if number else sighting.post_key
            told.append(replace(sighting, post_key=name))
        else:
            told.append(sighting)
    return told


def _place(stories: list[Sighting], sighting: Sighting, keys: Mapping[str, set[str]]) -> int:
    """Which of the stories of one number a capture shows; it is put there as the last."""
    known_elsewhere = len(keys.get(sighting.text_key or "", ())) > 1
    is_another = _is_known_as_another if known_elsewhere else _is_another
    latest_first = range(len(stories) - 1, -1, -1)
    same = (n for n in latest_first if not is_another(stories[n], sighting))
    number = next(same, len(stories))
    stories[number : number + 1] = [sighting]
    return number


def _is_known_as_another(old: Sighting, new: Sighting) -> bool:
    """Whether a number shows what was another one's story."""
    if old.text_key == new.text_key:
        return False
    return _day(old) != _day(new) or _likeness(_words(old), _words(new)) < _NOTHING_LEFT


def _is_another(old: Sighting, new: Sighting) -> bool:
    """Whether a number shows a story that has nothing of the one before."""
    if old.address == new.address or old.text_key == new.text_key:
        return False
    if _title(old) == _title(new) or _day(old) == _day(new):
        return False
    return _likeness(_words(old), _words(new)) < _NOTHING_LEFT


def _continued(stories: Mapping[str, Sequence[Sighting]]) -> dict[str, str]:
    """The first name of each story that went on under another one."""
    before: dict[str, str] = {}
    went_on: set[str] = set()
    for names in _of_one_text(stories):
        for old, new in combinations(names, 2):
            is_free = new not in before and old not in went_on
            if is_free and _goes_on(stories[old], stories[new]):
                before[new] = old
                went_on.add(old)
    return {name: _first(name, before) for name in before}


def _of_one_text(stories: Mapping[str, Sequence[Sighting]]) -> Iterator[list[str]]:
    """The names of stories that ever had one text key, then one address, by first sight."""
    texts: dict[str, dict[str, None]] = {}
    addresses: dict[str, dict[str, None]] = {}
    shown = {name: _shown(group) for name, group in stories.items()}
    for name in sorted(shown, key=lambda name: (shown[name][0].at, name)):
        for sighting in shown[name]:
            addresses.setdefault(sighting.address, {})[name] = None
            if sighting.text_key:
                texts.setdefault(sighting.text_key, {})[name] = None
    return map(list, chain(texts.values(), addresses.values()))


def _first(name: str, before: Mapping[str, str]) -> str:
    while name in before:
        name = before[name]
    return name


def _goes_on(old: Sequence[Sighting], new: Sequence[Sighting]) -> bool:
    """Whether the captures of one name go on with what those of another left."""
    last, first = _shown(old)[-1], _shown(new)[0]
    is_retitled = last.text_key != first.text_key
    stayed = last.address == first.address and _day(last) == _day(first) != ""
    if (is_retitled and not stayed) or not _came_after(old, new):
        return False
    was, now = _text(reversed(visits(old))), _text(visits(new))
    is_long = min(len(was), len(now)) >= _TELLING
    is_telling = is_long or (not is_retitled and _made_way(old, new))
    return is_telling and _likeness(was, now) >= _NEARLY


def _came_after(old: Sequence[Sighting], new: Sequence[Sighting]) -> bool:
    """Whether a story was first shown when the other was not any more.

    What one crawl took, or an import took in one day, was shown side by side.
    """
    last, first = _shown(old)[-1], _shown(new)[0]
    if {s.source for s in _shown(old)}.isdisjoint(s.source for s in _shown(new)):
        return first.at > last.at
    return first.imported and first.at - last.at > PAUSE


def _made_way(old: Sequence[Sighting], new: Sequence[Sighting]) -> bool:
    """Whether the old address is gone since, leads on, or shows the new number."""
    addresses = {s.address for s in old}
    if any(s.address in addresses for s in _shown(new)):
        return True
    end = _shown(old)[-1].at
    return any(s.at > end and s.outcome in ("gone", "redirect") for s in old)


def _shown(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [s for s in sightings if s.page]


def _text(in_order: Iterable[Visit]) -> list[str]:
    """The words of the first of these visits that showed the story."""
    pages = [visit.reading.page for visit in in_order if visit.reading.page]
    return _split(words_of(pages[0]))


def _words(sighting: Sighting) -> list[str]:
    return _split(words_of(sighting.page)) if sighting.page else []


def _split(text: str) -> list[str]:
    return typographic(text).casefold().split()


def _likeness(was: Sequence[str], now: Sequence[str]) -> float:
    """The share of words that two texts have in common, 1.0 where both have none."""
    common = Counter(was) & Counter(now)
    return 2 * common.total() / (len(was) + len(now)) if was or now else 1.0


def _title(sighting: Sighting) -> str:
    story = sighting.page.article if sighting.page else None
    return letters(story.title) if story else ""


def _day(sighting: Sighting) -> str:
    story = sighting.page.article if sighting.page else None
    return (story.published_at or "")[:_DAY] if story else ""
