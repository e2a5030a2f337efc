"""Outputs: one report, every form; fetched text never gets out of its place."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.diff.history import edits
from archive.outputs import OUTPUTS, Report, View
from archive.outputs.telling import excerpt, folded, groups, summary, what
from tests.build_readings import comment, image, page, readings

FIRST = "The harbour was closed on Monday after a crane fell."
SECOND = "Two ships waited outside the mole until the evening."
LONG = [f"Ship number {n} carries {n} hundred tons of coal and ore." for n in range(8)]
NASTY = "<script>alert(1)</script> \x1b[31m & \"quotes\" 'too' ]]> \x00"
MADE_AT = "2026-01-09T00:00:00Z"


def report(*shown, **more) -> Report:
    values = {"title": "Edits of A Blog", "edits": edits(readings(*shown)), "made_at": MADE_AT}
    return Report(**{**values, **more})


@pytest.fixture
def full() -> Report:
    """One of each: number, quotes, move, address, comment, page gone."""
    old = page("It cost 12 men.", "He said “no”.", *LONG, FIRST, SECOND, comments=(comment(1),))
    new = page(
        FIRST,
        SECOND,
        "It cost 21 men.",
        'He said "no".',
        *LONG,
        comments=(comment(1), comment(2, "Late.\nVery late.")),
        url="http://a.example/new/",
        canonical_url="http://a.example/new/",
    )
    return report(old, new, "gone")


def show(name: str, told: Report) -> str:
    return OUTPUTS[name](told)


def test_every_output_has_a_name_and_gives_text(full):
    assert list(OUTPUTS) == ["text", "html", "markdown", "json", "csv", "atom"]
    assert all(isinstance(output(full), str) for output in OUTPUTS.values())


def test_same_report_gives_the_same_bytes(full):
    assert all(output(full) == output(replace(full)) for output in OUTPUTS.values())


def test_no_edits_are_said_in_words():
    empty = report(page(FIRST), page(FIRST))
    for name in ("text", "html", "markdown"):
        assert "No differences in the parts compared." in show(name, empty)
    assert show("json", empty) == ""


def test_folded_edits_are_counted_beside_those_told(full):
    assert summary(full).startswith(f"{len(full.edits)} edits of 1 page")
    folded = replace(full, folded=2)
    for name in ("text", "html", "markdown"):
        assert "and 2 folded" in show(name, folded).replace("\\", "")
    assert "0 edits of 0 pages, and 2 folded" in show("text", replace(folded, edits=()))


def test_alarms_stand_above_the_edits(full):
    told = replace(full, alarms=("no look <fits>",))
    assert show("text", told).splitlines()[1] == "ALARM · no look <fits>"
    assert show("html", told).index("no look &lt;fits&gt;") < show("html", told).index("<article")
    assert "**no look \\<fits\\>**" in show("markdown", told)


def test_stories_of_two_blogs_that_have_one_key_are_two():
    (edit,) = edits(readings(page("It cost 12 men."), page("It cost 21 men.")))
    other = replace(edit, url="https://b.example/2026/01/other/", title="Other")
    again = replace(edit, url=edit.url.replace("://", "://www."))
    assert [g.title for g in groups([edit, other, again])] == [edit.title, "Other"]


def test_stories_of_one_weight_stand_apart():
    first = report(page("It cost 12 men."), page("It cost 21 men."))
    moved = {"url": "http://a.example/two/", "canonical_url": "http://a.example/two/"}
    other = {"key": "wp-8", "title": "Two", "headline": "Two"}
    pages = (page(words, story=other, **moved) for words in ("It cost 12 men.", "It cost 21 men."))
    told = show("text", replace(first, edits=(*first.edits, *report(*pages).edits)))
    assert "12 → 21\n\n  Two\n  http://a.example/two/\n" in told


def test_text_is_grouped_by_weight_and_marks_words(full):
    told = show("text", full)
    assert told.index("HIGH") < told.index("LOW")
    assert "It cost [-12-]{+21+} men." in told
    assert "a number changed: 12 → 21" in told
    assert "between 2026-01-01 06:00 and 2026-01-02 06:00 UTC" in told
    assert "no notice found" in told
    assert "seen once, not confirmed" in told


def test_what_the_story_says_stands_before_what_readers_say():
    old = page("It cost 12 men.", comments=(comment(1), comment(2)))
    new = page("It cost 21 men.", comments=(comment(1),))
    told = show("text", report(old, new))
    assert told.index("text edited") < told.index("comment no longer shown")


def test_coloured_lines_are_as_wide_as_the_terminal():
    shown = report(page("Short."), page("Short.", *LONG, "word " * 40))
    view = View(colour=True, width=40)
    plain = [
        re.sub(r"\x1b\[[\d;]*m", "", line)
        for line in show("text", replace(shown, view=view)).split("\n")
    ]
    words = [line for line in plain if line.startswith("      word")]
    assert len(words) == 6
    assert max(map(len, words)) == 40


def test_what_is_remarked_stands_on_a_line_of_its_own_where_the_terminal_is_narrow(full):
    narrow = show("text", replace(full, view=View(colour=True, width=60)))
    assert "\n      \x1b[2mseen once, not confirmed\x1b[0m\n" in narrow


def test_comment_that_hangs_elsewhere_shows_no_words():
    thread = (comment(1), comment(2), comment(3, parent=1))
    moved = (comment(1), comment(2), comment(3, parent=2))
    told = show("text", report(page("A.", comments=thread), page("A.", comments=moved)))
    assert "hangs elsewhere" in told
    assert "[-wp-1-]" not in told
    assert not [line for line in told.split("\n") if line.isspace()]


def test_text_tells_a_move_in_one_line(full):
    told = show("text", full)
    assert "“The harbour was closed on Monday after a crane fell. Two …” · 2 sentences" in told
    assert "sentence 11 → 1" in told
    assert "http://a.example/2026/01/story/ → http://a.example/new/" in told


def test_colour_is_only_there_when_asked_for(full):
    assert "\x1b" not in show("text", full)
    coloured = show("text", replace(full, view=View(colour=True)))
    assert "\x1b[31;9m12\x1b[0m \x1b[32m21\x1b[0m" in coloured


def test_text_beside_each_other_keeps_its_width(full):
    told = show("text", replace(full, view=View(layout="side-by-side", width=60)))
    rows = [line for line in told.splitlines() if " │ " in line]
    assert rows
    assert all(len(line) <= 60 for line in rows)
    assert any("It cost 12 men." in row and "It cost 21 men." in row for row in rows)
    coloured = replace(full, view=View(layout="side-by-side", colour=True))
    assert "\x1b[32m" in show("text", coloured)


def test_text_counts_in_short(full):
    told = show("text", replace(full, view=View(layout="stat")))
    assert "The harbour is closed · moved 2 edited 2 added 1 removed 1 · high 2" in told


def test_what_stayed_is_counted_and_folded():
    old, new = page(*LONG, "It cost 12 men."), page(*LONG, "It cost 21 men.")
    told = report(old, new, pages=(old, new))
    assert "8 sentences of the text unchanged" in show("text", told)
    assert "8 sentences of the text unchanged" in show("html", told)
    bare = replace(told, pages=(old, replace(new, article=None)))
    assert "sentences of the text unchanged" in show("text", bare)
    pairs = (("=", "word " * 30), ("-", "x"), ("=", " word" * 60), ("+", "y"), ("=", " word" * 30))
    short = folded(pairs, 20)
    assert [len(text) < 50 for _, text in short] == [True] * 5
    assert short[2][1].count("…") == 1
    assert folded((("=", "word"), ("-", "x")), 60) == (("=", "word"), ("-", "x"))
    assert folded((("=", "w" * 90), ("-", "x"), ("=", "w" * 90)), 20)[0][1] == "… "


def test_html_is_whole_in_itself_and_has_lasting_anchors(full):
    told = show("html", full)
    assert "<script" not in told
    assert "src=" not in told
    assert "default-src 'none'" in told
    for edit in full.edits:
        assert f'id="{edit.change.id}"' in told
    assert "<del>12</del> <ins>21</ins>" in told
    assert "prefers-color-scheme: dark" in told
    assert "@media print" in told
    assert "&lt;urn:uuid:1&gt;" in told
    assert "sha1:AAAA" in told


def test_html_sets_each_text_in_its_own_direction():
    told = show("html", report(page("۱۲ نفر کشته شدند."), page("۲۱ نفر کشته شدند.")))
    assert '<p class="words inline" dir="auto"><del>۱۲</del> <ins>۲۱</ins> نفر' in told


def test_html_links_only_to_the_web(full):
    edit = replace(full.edits[0], url="javascript:alert(1)", old_capture=None)
    told = show("html", replace(full, edits=(edit,)))
    assert 'href="javascript' not in told
    assert "javascript:alert(1)" in told
    bare = replace(edit, new_capture=replace(edit.new_capture, digest=None))
    assert "<dd>none</dd>" in show("html", replace(full, edits=(bare,)))


def test_markdown_marks_and_escapes(full):
    told = show("markdown", full)
    assert "It cost ~~12~~ **21** men\\." in told
    assert "## high" in told
    assert "> **Late\\.**\n  > **Very late\\.**" in told
    starred = report(page("One two."), page("One two.", "X *y* z."))
    assert "**X \\*y\\* z\\.**" in show("markdown", starred)


def test_markdown_keeps_blank_lines_bare():
    told = report(page("A long text.", comments=()), page("A long text.", "x"))
    edit = told.edits[0]
    blank = replace(edit, change=replace(edit.change, inline=(("+", " "), ("=", "a\n\nb"))))
    assert "** **" not in show("markdown", replace(told, edits=(blank,)))


def test_json_lines_are_the_promised_record(full):
    records = [json.loads(line) for line in show("json", full).splitlines()]
    assert [record["id"] for record in records] == [edit.change.id for edit in full.edits]
    assert list(records[0])[:6] == ["id", "page", "part", "part_key", "op", "old"]
    body = next(r for r in records if r["classes"] == ["number"])
    assert body["inline"] == [["=", "It cost "], ["-", "12"], ["+", "21"], ["=", " men."]]
    assert body["new_capture"]["record_id"] == "<urn:uuid:2>"


def test_csv_is_a_table_and_no_formula(full):
    rows = list(csv.DictReader(show("csv", full).splitlines()))
    assert len(rows) == len(full.edits)
    assert rows[0]["id"] == full.edits[0].change.id
    sly = page(FIRST, story={"title": "=cmd|' /C calc'!A0"})
    told = show("csv", report(page(FIRST), sly))
    assert "'=cmd|" in told
    bare = replace(full.edits[0], old_capture=None, new_capture=None)
    assert show("csv", replace(full, edits=(bare,))).count("urn:uuid") == 0


def test_feed_is_read_by_others_and_a_rerun_adds_nothing(full):
    home = "https://a.example/edits.atom"
    feed = feedparser.parse(show("atom", replace(full, home=home)))
    assert not feed.bozo
    assert feed.feed.title == "Edits of A Blog"
    assert feed.feed.links[0].href == home
    assert {entry.id for entry in feed.entries} == {
        f"urn:palimpsest:edit:{edit.change.id}" for edit in full.edits
    }
    assert feed.entries[0].updated >= feed.entries[-1].updated
    again = feedparser.parse(show("atom", replace(full, home=home, made_at="2027-01-01T00:00:00Z")))
    assert again.feed.id == feed.feed.id
    assert again.feed.updated == feed.feed.updated
    empty = feedparser.parse(show("atom", report(page(FIRST), page(FIRST))))
    assert (empty.bozo, empty.feed.updated) == (False, MADE_AT)


def test_fetched_text_is_escaped_everywhere():
    nasty = page(NASTY, story={"title": NASTY, "lead_image": image("x.jpg", NASTY)})
    told = report(page(FIRST, story={"lead_image": image("x.jpg", "A")}), nasty, title=NASTY)
    for name in ("html", "atom"):
        assert "<script>" not in show(name, told)
    assert "\x1b" not in show("text", told)
    assert "\x00" not in show("text", told)
    assert not feedparser.parse(show("atom", told)).bozo
    assert "<script>" not in show("markdown", told)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None, max_examples=40)
def test_no_text_breaks_an_output(old, new):
    told = report(
        page("Same.", old, story={"title": new}), page("Same.", new, story={"title": old})
    )
    for name, output in OUTPUTS.items():
        shown = output(told)
        assert "<script" not in shown.lower() or name in {"text", "json", "csv"}


def test_words_of_a_change():
    (edit,) = edits(readings(page("It cost 12 men."), page("It cost 21 men.")))
    assert what(edit.change) == "text edited"
    assert excerpt(None, 5) == ""


def test_low_confidence_and_same_day_are_told():
    old = page(FIRST, comments=(comment(1, "Five men.", id=None),))
    new = page(FIRST, comments=(comment(1, "Nine men.", id=None),))
    told = report(old, new)
    edit = replace(told.edits[0], between=("2026-01-01T06:00:00Z", "2026-01-01T12:00:00Z"))
    shown = show("text", replace(told, edits=(edit,)))
    assert "between 2026-01-01 06:00 and 12:00 UTC" in shown
    near = replace(edit, between=("2026-01-01T06:00:05Z", "2026-01-01T06:00:41Z"))
    shown = show("text", replace(told, edits=(near,)))
    assert "between 2026-01-01 06:00:05 and 06:00:41 UTC" in shown
    assert "confidence 0.60" in shown
    assert "minor" in show("text", report(page("He said “no”."), page('He said "no".')))


def test_old_and_new_words_of_a_reason_keep_their_order_whatever_their_direction():
    told = show(
        "html", report(*(page(f"روز {day} گفت.", language="fa") for day in ("شنبه", "یکشنبه")))
    )
    assert "<bdi>a date or time changed</bdi>: <bdi>شنبه</bdi> → <bdi>یکشنبه</bdi>" in told


def test_report_of_one_story_tells_its_address_and_time_once():
    old, new = page("It cost 12 men.", *LONG), page("It cost 21 men.", *LONG, "It was late.")
    told = show("text", report(old, new, pages=(old, new)))
    assert told.count("http://a.example/2026/01/story/") == 1
    assert told.count("between 2026-01-01 06:00 and 2026-01-02 06:00 UTC") == 1


def test_letter_after_a_number_is_no_name():
    told = show("text", report(page("The 18F team came."), page("The team came.")))
    assert "a name changed" not in told
