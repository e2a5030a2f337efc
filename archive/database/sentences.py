"""First and last sight of every sentence and headline of a story, over its visits. Pure.

A sentence is the same as long as its words are, wherever in the story they stand and
whatever its quotation marks look like. One that is missing from a visit and comes back
has returned; it keeps its row. Captions are left out: themes differ in which they show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.database.sights import Row, seen_again, seen_in, stamp
from archive.database.threads import merged
from archive.diff.folding import typographic
from archive.diff.passages import units
from archive.visits import Visit
from normalizers.values import Block, Page

_Key = tuple[bool, str]
_Said = dict[_Key, Row]


def sentence_rows(whole: Sequence[Visit], gone_since: str | None) -> list[Row]:
    """Each sentence and headline ever shown, in the order of the story.

    Args:
        whole: The visits that showed the story with all its pages, in the order of time.
        gone_since: When the story was first seen gone, if it is.
    """
    story = _Sentences()
    last: tuple[object, object] = (None, None)
    said: _Said = {}
    for visit in whole:
        page = visit.reading.page
        if page and page.article:
            if last != (page.article, page.briefs):
                last, said = (page.article, page.briefs), _said(page)
            story.see(visit, said)
    return story.rows(gone_since)


class _Sentences:
    def __init__(self) -> None:
        self._order: list[_Key] = []
        self._rows: dict[_Key, Row] = {}
        self._shown: set[_Key] = set()
        self._before: str | None = None

    def see(self, visit: Visit, said: _Said) -> None:
        """A visit, and what the story said then."""
        capture = visit.shown[0]
        at = stamp(capture.at)
        for key in self._shown - said.keys():
            self._rows[key]["gone_by"] = at
        for key, place in said.items():
            row = self._rows.get(key)
            if row is None:
                fresh = {"not_before": self._before, "gone_by": None, "visits": 1, "returns": 0}
                self._rows[key] = place | fresh | seen_in(capture)
            else:
                again = {"visits": row["visits"] + 1, "gone_by": None}
                row.update(place | again | {"returns": row["returns"] + bool(row["gone_by"])})
                seen_again(row, capture)
        self._order = merged(self._order, list(said))
        self._shown, self._before = set(said), at

    def rows(self, gone_since: str | None) -> list[Row]:
        """The rows, each with its place in the order of the story."""
        ordered = (self._rows[key] for key in self._order)
        return [
            row | {"position": n, "gone_by": row["gone_by"] or gone_since}
            for n, row in enumerate(ordered)
        ]


def _said(page: Page) -> _Said:
    """What a story says, by what makes it the same; what it says twice counts once."""
    said: _Said = {}
    for part, brief_key, text in _texts(page):
        key = (part == "headline", typographic(text))
        said.setdefault(key, {"part": part, "brief_key": brief_key, "text": text})
    return said


def _texts(page: Page) -> Iterator[tuple[str, str | None, str]]:
    """Part, key of the brief, words."""
    if page.article and page.article.title:
        yield ("headline", None, page.article.title)
    for text in _sentences(page.article.blocks if page.article else ()):
        yield ("body", None, text)
    for brief in page.briefs:
        yield ("brief_headline", brief.key, brief.headline)
        for text in _sentences(brief.blocks):
            yield ("brief", brief.key, text)


def _sentences(blocks: Sequence[Block]) -> Iterator[str]:
    return (unit.text for unit in units([block for block in blocks if block.kind != "caption"]))
