"""Questions to the view, search, figures and export, over the sample blog archived."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pyarrow import parquet

from archive.database import queries
from archive.database.export import EXPORTED, story_lines, write_csv, write_parquet
from archive.database.queries import EditFilter
from archive.database.questions import QUESTIONS
from archive.diff import form
from archive.diff.history import edits as edits_of
from archive.errors import MissingExtraError, NoSuchCapture, NoSuchPage
from normalizers.form import from_json
from tests.build_pages import (
    BASE,
    DAY,
    T0,
)
from tests.queries_update import PAGE, queries_page

# ---------------------------------------------------------------------- which story


@pytest.mark.parametrize(
    "words",
    [
        "strait.example-wp-301",
        "wp-301",
        "301",
        f"{BASE}/2026/03/valmera-daily-ceasefire-line-holds/",
        "https://www.strait.example/2026/03/valmera-daily-ceasefire-line-holds?utm_source=x#c1",
        "strait.example/2026/03/valmera-daily-ceasefire-line-holds",
        "Valmera Daily: Ceasefire Line Holds as Aid Convoys Wait",
        "ceasefire line",
        "CONVOYS ceasefire",
    ],
)
def test_a_story_is_meant_by_address_key_or_words(sample, words):
    assert queries.find(sample, words).key == "wp-301"


def test_words_that_mean_several_stories_name_them(sample):
    with pytest.raises(NoSuchPage, match=r"pages are meant by 'valmera'.*wp-295.*say a key"):
        queries.find(sample, "valmera")


def test_words_that_mean_none_suggest_what_is_close(sample):
    with pytest.raises(NoSuchPage, match=r"did you mean .*What the Census Left Out"):
        queries.find(sample, "wat the census lef out")


def test_words_far_from_all_titles_suggest_nothing(sample):
    with pytest.raises(NoSuchPage, match=r"no page is meant by 'zzz'$"):
        queries.find(sample, "zzz")


# ----------------------------------------------------------------------- over time


def test_a_page_is_shown_as_it_was_at_a_time(sample):
    story = queries.find(sample, "wp-295")
    before = queries.page(sample, story, T0 + timedelta(hours=12))
    assert before.article.title != story.title
    assert queries.page(sample, story).article.title == story.title
    assert before.captured_at.date() == T0.date()


def test_a_page_before_its_first_capture_is_not_there(sample):
    story = queries.find(sample, "wp-295")
    with pytest.raises(NoSuchCapture, match="at or before 2026-08-31"):
        queries.page(sample, story, T0 - DAY)


def test_a_story_that_is_gone_is_shown_as_last_seen(sample):
    story = queries.find(sample, "wp-291")
    assert story.gone_since == "2026-09-02T06:00:02Z"
    assert queries.page(sample, story).captured_at.date() == T0.date()


def test_readings_give_the_edits_that_are_stored(sample):
    for story in queries.stories(sample):
        stored = queries.edits(sample, EditFilter(story=story))
        again = edits_of(queries.readings(sample, story))
        assert sorted(e.change.id for e in stored) == sorted(e.change.id for e in again)


# --------------------------------------------------------------------------- edits


def test_edits_come_back_as_they_were_found(sample):
    found = queries.edits(sample, EditFilter())
    assert found
    for edit in found:
        assert form.from_json(json.loads(form.to_line(edit))) == edit


def test_an_edit_without_captures_keeps_its_form(sample):
    edit = replace(queries.edits(sample, EditFilter())[0], old_capture=None, new_capture=None)
    assert form.from_json(form.to_json(edit)) == edit


def test_edits_are_filtered(sample):
    every = queries.edits(sample, EditFilter())
    high = queries.edits(sample, EditFilter(severity="high"))
    assert {e.change.severity for e in high} == {"high"}
    assert 0 < len(high) < len(every)
    comments = queries.edits(sample, EditFilter(parts=("comment",)))
    assert {e.change.part for e in comments} == {"comment"}
    assert queries.edits(sample, EditFilter(since=T0 + 10 * DAY)) == ()
    assert queries.edits(sample, EditFilter(until=T0)) == ()
    assert queries.edits(sample, EditFilter(since=T0, until=T0 + 10 * DAY)) == every
    substance = queries.edits(sample, EditFilter(with_minor=False))
    assert not any(e.change.minor for e in substance)


def test_an_edit_is_found_by_the_begin_of_its_id(sample):
    first = queries.edits(sample, EditFilter())[0]
    story, found = queries.edit(sample, first.change.id)
    assert (story.key, found) == (first.page_key, first)
    with pytest.raises(NoSuchPage, match="no edit has the id nope"):
        queries.edit(sample, "nope")
    with pytest.raises(NoSuchPage, match="several edits have the id"):
        queries.edit(sample, "")


# ---------------------------------------------------------------------------- export


def test_export_gives_one_line_a_story_in_the_form_of_a_page(sample):
    lines = list(story_lines(sample))
    assert len(lines) == 9
    for line in lines:
        assert from_json(line).article
        assert line["source"]["warc"].startswith("warc/c")
        assert set(line["source"]) == {"warc", "offset", "length", "record_id"}


def test_csv_has_every_table_with_its_rows(sample, tmp_path):
    files = write_csv(sample, tmp_path / "csv")
    assert [file.stem for file in files] == list(EXPORTED)
    with (tmp_path / "csv" / "comments.csv").open(newline="", encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    assert len(told) == sum(story.comments for story in queries.stories(sample))
    assert all(row["record_id"].startswith("<urn:uuid:") for row in told)
    places = [(row["story"], [int(n) for n in row["path"].split(".")]) for row in told]
    assert places == sorted(places)


def test_parquet_has_every_table_with_its_rows(sample, tmp_path):
    files = write_parquet(sample, tmp_path / "parquet")
    assert [file.stem for file in files] == list(EXPORTED)
    assert parquet.read_table(tmp_path / "parquet" / "comments.parquet").num_rows == 25
    assert parquet.read_table(tmp_path / "parquet" / "edits.parquet").num_rows == len(
        queries.edits(sample, EditFilter())
    )


def test_parquet_without_its_extra_says_what_to_install(sample, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"palimpsest-archive\[parquet\]"):
        write_parquet(sample, tmp_path)


# ------------------------------------------------------------------------- questions


def test_thirteen_questions_have_answers_on_the_sample_blog(sample):
    assert len(QUESTIONS) == 13
    for question in QUESTIONS:
        assert list(sample.query(question.sql, dict(question.values))), question.name


def test_the_written_answers_are_those_of_the_sample_blog(sample):
    assert PAGE.read_text(encoding="utf-8") == queries_page(sample), (
        "run `python -m tests.queries_update` and read what changed"
    )


def test_names_of_questions_are_unique_and_plain():
    names = [question.name for question in QUESTIONS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_phrase_is_found_in_a_comment_that_is_no_longer_shown(sample):
    (question,) = (question for question in QUESTIONS if question.name == "phrase_ever_shown")
    found = sample.query(question.sql, {"words": "bought by the council"})
    assert [(row["kind"], row["ref"], row["in_last_wording"]) for row in found] == [
        ("comment", "wp-915", 0)
    ]


def test_times_are_in_utc(sample):
    seen = [at for story in queries.stories(sample) for at in (story.first_seen, story.last_seen)]
    assert {datetime.fromisoformat(at).tzinfo for at in seen} == {UTC}
