"""The command `history`: one story over its captures, by visits or by sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

import click

from archive.cli import console, reading
from archive.cli.command import Command
from archive.cli.editing import is_quiet
from archive.cli.target import Target, archive_and, json_option
from archive.database import queries
from archive.database.queries import EditFilter, Seen, Sentence, Story
from archive.database.schema import connect_readonly
from archive.diff.changes import Edit
from archive.outputs.telling import between, counted, what

_PARTS = {"headline": "Headline", "body": "Text", "brief_headline": "Brief", "brief": "Brief"}
_SILENT = {
    "gone": "no longer shown",
    "protected": "a password is asked for",
    "error": "could not be read",
    "blocked": "blocked",
    "truncated": "cut off",
}
_MINUTE, _SECOND = 16, 19  # characters of a time
_MARKS = {"always": "  ", "new": "+ ", "gone": "- ", "back": "~ "}
_STYLES = {"always": "", "new": "green", "gone": "red", "back": "yellow"}


@click.command(
    cls=Command,
    examples=(
        "palimpsest history myblog dam deal",
        "palimpsest history myblog dam deal --timeline",
        "palimpsest history myblog https://blog.example/2026/03/a-post/ --timeline --json",
    ),
)
@archive_and("PAGE")
@click.option(
    "--timeline", is_flag=True, help="Each sentence and headline, from its first sight to its last."
)
@json_option
def history(target: Target, as_json: bool, **form: bool) -> None:
    """Tell how one story went over all its captures.

    PAGE is an address, a key, a post id, or a few words of the title. What came or went did
    so between two captures, and is told with both.
    """
    with connect_readonly(target.layout.database) as db:
        story = queries.find(db, " ".join(target.rest))
        visits = queries.seen(db, story)
        found = queries.edits(db, EditFilter(story=story))
        sentences = queries.sentences(db, story)
    if as_json:
        _put_json(sentences if form["timeline"] else visits, found)
        return
    _put_head(story, visits)
    if form["timeline"]:
        _put_sentences(sentences)
    else:
        _put_visits(visits, found)


def _put_json(rows: Sequence[Sentence] | Sequence[Seen], found: Sequence[Edit]) -> None:
    for row in rows:
        if isinstance(row, Seen):
            ids = [edit.change.id for edit in found if _was_seen_in(edit, row)]
            console.put_json({**asdict(row), "edits": ids})
        else:
            console.put_json({**asdict(row), "shown": row.gone_by is None})


def _put_head(story: Story, visits: Sequence[Seen]) -> None:
    reading.line(story.title, style="bold underline")
    reading.line(story.url, style="dim")
    first, last = visits[0].at, visits[-1].at
    span = between(first, last) if last != first else f"at {_clock(first, _MINUTE)} UTC"
    reading.line(f"{counted(len(visits), 'visit')} {span}", style="dim")


def _put_visits(visits: Sequence[Seen], found: Sequence[Edit]) -> None:
    reading.line("")
    length = _MINUTE if len({_clock(v.at, _MINUTE) for v in visits}) == len(visits) else _SECOND
    told = [(visit, _told(n, visit, found)) for n, visit in enumerate(visits)]
    for words, group in groupby(told, key=lambda pair: pair[1]):
        same = [visit for visit, _ in group]
        to = f" at {counted(len(same), 'visit')} to {_clock(same[-1].at, length)}"
        reading.line(f"{_clock(same[0].at, length)}  {words}{to if len(same) > 1 else ''}")


def _told(number: int, visit: Seen, found: Sequence[Edit]) -> str:
    """What a visit showed that was not known before it, in a few words."""
    edits = [edit for edit in found if _was_seen_in(edit, visit) and not is_quiet(edit)]
    counts = Counter(what(edit.change) for edit in edits)
    told = ", ".join(name if n == 1 else f"{n} × {name}" for name, n in counts.items())
    if told:
        return told
    if visit.outcome != "ok":
        return _SILENT[visit.outcome]
    if not visit.whole:
        return "only a part of its pages was read"
    return "unchanged" if number else "first seen"


def _was_seen_in(edit: Edit, visit: Seen) -> bool:
    return visit.first_capture <= edit.between[1] <= visit.last_capture


def _put_sentences(sentences: Sequence[Sentence]) -> None:
    for (part, _), group in groupby(sentences, key=lambda s: (_PARTS[s.part], s.brief_key)):
        reading.heading(part)
        for sentence in group:
            kind = _kind(sentence)
            reading.line(sentence.text, style=_STYLES[kind], mark=(_MARKS[kind], "  "))
            for words in _sights(sentence):
                reading.line(words, style="dim", indent=4)


def _kind(sentence: Sentence) -> str:
    if sentence.gone_by:
        return "gone"
    if sentence.returns:
        return "back"
    return "new" if sentence.not_before else "always"


def _sights(sentence: Sentence) -> Iterator[str]:
    """When a sentence came, went and came back, where it did."""
    if sentence.not_before:
        yield f"first shown {between(sentence.not_before, sentence.first_seen)}"
    if sentence.returns:
        yield f"gone and back again, {counted(sentence.returns, 'time')}"
    if sentence.gone_by:
        yield f"taken out {between(sentence.last_seen, sentence.gone_by)}"


def _clock(at: str, length: int) -> str:
    return at.replace("T", " ")[:length]
