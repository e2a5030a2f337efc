"""Timed entries: where one begins, what its headline is, and when it was."""

from __future__ import annotations

import pytest

from normalizers.regions.briefs_times import Stamp, clock_of, moments_of, stamp_of
from tests.build_briefs import PROSE, elsewhere, headlines, split, texts


def only(markup: str):
    """The one brief of a story."""
    found = split(markup)
    assert len(found.briefs) == 1
    return found.briefs[0]


@pytest.mark.parametrize(
    ("markup", "headline", "title", "time", "text"),
    [
        ("<p><b>2130 GMT:</b> A quiet end.</p>", "2130 GMT:", None, "2130 GMT", "A quiet end."),
        ("<p>2130 GMT: A quiet end.</p>", "2130 GMT:", None, "2130 GMT", "A quiet end."),
        ("<p><b>2130 GMT: Gate.</b> Shut.</p>", "2130 GMT: Gate.", "Gate.", "2130 GMT", "Shut."),
        ("<p><b>2130 GMT: Gate</b>. Shut.</p>", "2130 GMT: Gate.", "Gate.", "2130 GMT", "Shut."),
        ("<p><b>1807 GMT:</b>Captured.</p>", "1807 GMT:", None, "1807 GMT", "Captured."),
        ("<p><b>1807 GMT</b>: Captured.</p>", "1807 GMT:", None, "1807 GMT", "Captured."),
        ("<p>CROWD42040 GMT: Noise.</p>", "2040 GMT:", None, "2040 GMT", "Noise."),
        ("<p>NIGHT CROWD 2040 GMT: Noise.</p>", "2040 GMT:", None, "2040 GMT", "Noise."),
        ("<p>UPDATE 1245 GMT: Shut.</p>", "UPDATE 1245 GMT:", None, "1245 GMT", "Shut."),
        ("<p>UPDATE (1245 GMT): Shut.</p>", "UPDATE (1245 GMT):", None, "1245 GMT", "Shut."),
        ("<p>UPDATE, DEC 13: Shut.</p>", "UPDATE, DEC 13:", None, "DEC 13", "Shut."),
        ("<p>Sunday, 9:05 UTC: Shut.</p>", "Sunday, 9:05 UTC:", None, "9:05 UTC", "Shut."),
        ("<p>7:45 p.m. EST: Shut.</p>", "7:45 p.m. EST:", None, "7:45 p.m. EST", "Shut."),
        ("<p>0745 GMT—Shut.</p>", "0745 GMT—", None, "0745 GMT", "Shut."),
        ("<p>0745 GMT: <b>Gate.</b> Shut.</p>", "0745 GMT: Gate.", "Gate.", "0745 GMT", "Shut."),
        ("<p><b>0745 GMT:</b> <b>The</b> gate.</p>", "0745 GMT:", None, "0745 GMT", "The gate."),
        ("<p><b>0745 GMT: Now</b>, it is.</p>", "0745 GMT:", None, "0745 GMT", "Now, it is."),
        ("<li>0745 GMT — Shut.</li>", "0745 GMT —", None, "0745 GMT", "Shut."),
    ],
)
def test_timed_entry_is_read_in_its_parts(markup, headline, title, time, text):
    brief = only(markup)
    assert (brief.headline, brief.title, brief.time_label) == (headline, title, time)
    assert texts(brief.blocks) == [text]


def test_heading_with_a_time_is_a_headline_as_a_whole():
    brief = only(f"<h3 id='u1'>UPDATE 1930 GMT: Protest at the Gate</h3>{PROSE}")
    assert (brief.headline, brief.title) == (
        "UPDATE 1930 GMT: Protest at the Gate",
        "Protest at the Gate",
    )
    assert (brief.time_label, brief.anchor) == ("1930 GMT", "u1")


def test_whole_entry_in_bold_has_the_time_alone_as_headline():
    brief = only(f"<p><b>1930 GMT: {'The river rose again. ' * 8}</b></p>")
    assert brief.headline == "1930 GMT:"
    assert brief.title is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Listen from 7:06 in the 0630-0700 Segment.",
        "The hall was full (see 1555 GMT).",
        "0630-0700 GMT: nothing.",
        "We wrote at 1400 GMT: nothing.",
        "1930 GMT is late.",
        "Image: 1234 CENT: a coin.",
    ],
)
def test_time_inside_a_sentence_is_no_entry(sentence):
    found = split(f"<p>{sentence}</p>{PROSE}")
    assert headlines(found) == []
    assert texts(found.blocks)[0] == sentence


def test_entry_inside_a_paragraph_is_divided_from_it():
    found = split(
        "<p><b>1715 GMT: Money.</b> He left for <a href='/x'>reasons</a>."
        "<b>1129 GMT: Advance.</b> So it is.</p>"
    )
    assert headlines(found) == ["1715 GMT: Money.", "1129 GMT: Advance."]
    assert [texts(brief.blocks) for brief in found.briefs] == [
        ["He left for reasons."],
        ["So it is."],
    ]
    assert found.briefs[0].blocks[0].links[0].text == "reasons"


def test_entry_on_a_line_of_its_own_is_divided():
    found = split("<p>1715 GMT: One.<br>Two.<br>1610 GMT: Three.</p>")
    assert [texts(brief.blocks) for brief in found.briefs] == [["One.\nTwo."], ["Three."]]


def test_bold_words_behind_a_dash_open_an_entry():
    assert headlines(split("<p>– <b>2130 GMT: Gate.</b> Shut.</p>")) == ["2130 GMT: Gate."]


def test_bold_words_on_two_lines_are_a_headline_on_the_first():
    brief = only("<p><b>2130 GMT: Gate.<br>Shut</b> at noon.</p>")
    assert (brief.headline, texts(brief.blocks)) == ("2130 GMT: Gate.", ["Shut at noon."])


def test_original_entry_is_body_again_until_the_next_headline():
    found = split(
        "<p><b>UPDATE 1245 GMT:</b> New.</p><p><b>ORIGINAL ENTRY:</b> Old.</p><p>More.</p>"
        "<p><b>1130 GMT:</b> Later.</p>"
    )
    assert texts(found.blocks) == ["ORIGINAL ENTRY: Old.", "More."]
    assert headlines(found) == ["UPDATE 1245 GMT:", "1130 GMT:"]


@pytest.mark.parametrize("entry", ["ORIGINAL ENTRY (1600 GMT):", "ORIGINAL POST, 1600 GMT:"])
def test_original_entry_with_a_time_is_no_timed_entry(entry):
    found = split(f"<p><b>1245 GMT:</b> New.</p><p><b>{entry}</b> Old.</p>")
    assert headlines(found) == ["1245 GMT:"]
    assert texts(found.blocks) == [f"{entry} Old."]


def test_lone_update_without_a_time_proves_nothing_elsewhere():
    markup = f"{PROSE}<p><b>UPDATE:</b> We were wrong.</p>"
    assert headlines(elsewhere(markup)) == []
    assert headlines(split(markup)) == ["UPDATE:"]


def test_bare_times_of_day_count_when_a_page_repeats_them():
    rows = [
        "<p><b>7:45 p.m.</b> One.</p>",
        "<p><b>7:30pm:</b> Two.</p>",
        "<h4>10.15</h4><p>Three.</p>",
    ]
    assert headlines(split(PROSE + "".join(rows[:2]))) == []
    assert headlines(split(PROSE + "".join(rows[1:]) + "<h4>9:10 – Gate</h4>")) == [
        "7:30pm:",
        "10.15",
        "9:10 – Gate",
    ]


@pytest.mark.parametrize(
    ("label", "day", "published", "zone", "expected"),
    [
        ("1930 GMT", None, "2015-12-14", None, "2015-12-14T19:30:00+00:00"),
        ("0915 GMT", "DEC 13", "2015-12-14", None, "2015-12-13T09:15:00+00:00"),
        ("0915 GMT", "Dec 31", "2016-01-01", None, "2015-12-31T09:15:00+00:00"),
        ("0915 GMT", "13 December 2014", None, None, "2014-12-13T09:15:00+00:00"),
        ("0915 GMT", "Sunday", "2015-12-14", None, "2015-12-14T09:15:00+00:00"),
        ("DEC 13", "DEC 13", "2015-12-14", None, "2015-12-13"),
        ("DEC 13", "DEC 13", None, None, None),
        ("Foo 99", "Foo 99", "2015-12-14", None, "2015-12-14"),
        ("0630 BST", None, "2015-12-14", "Europe/London", "2015-12-14T06:30:00"),
        ("7:30 pm", None, "2015-07-14", "Europe/London", "2015-07-14T19:30:00+01:00"),
        ("12 am", None, "2015-12-14", None, "2015-12-14T00:00:00"),
        ("2430 GMT", None, "2015-12-14", None, "2015-12-14"),
        ("noon", None, "2015-12-14", None, "2015-12-14"),
        ("1930 GMT", None, None, None, None),
        (None, None, "2015-12-14", None, None),
    ],
)
def test_stamp_is_a_moment_of_its_day(label, day, published, zone, expected):
    stamp = Stamp(start=0, end=0, time_label=label, day=day)
    assert moments_of([stamp], published, zone) == [expected]


@pytest.mark.parametrize(
    ("times", "published", "nights"),
    [
        # Newest first, with the end of the evening before.
        ("2130 1715 0700 2345 2330", "2015-12-14T06:45:00+00:00", "0 0 0 -1 -1"),
        ("2130 1715 0700 2345 2330", "2015-12-14", "0 0 0 -1 -1"),
        # Newest first, on into the next day.
        ("0130 0045 2350 2305", "2015-12-14T21:10:00+00:00", "1 1 0 0"),
        ("0130 0045 2350 2305", "2015-12-14T22:10:00", "1 1 0 0"),
        # Oldest first.
        ("2330 0015 0700 1130", "2015-12-14T06:45:00+00:00", "-1 0 0 0"),
        ("0930 1200 2359 0010", "2015-12-14T09:45:00+01:00", "0 0 0 1"),
        # Out of order by a slip.
        ("1830 1430 1435 0900", "2015-12-14T08:00:00+00:00", "0 0 0 0"),
        ("2330", "2015-12-14T06:45:00+00:00", "0"),
    ],
)
def test_times_pass_midnight(times, published, nights):
    stamps = [Stamp(start=0, end=9, time_label=f"{time} GMT") for time in times.split()]
    expected = [
        f"2015-12-{14 + int(night)}T{time[:2]}:{time[2:]}:00+00:00"
        for time, night in zip(times.split(), nights.split(), strict=True)
    ]
    assert moments_of(stamps, published, None) == expected


def test_stamp_with_a_day_is_no_measure_of_the_others():
    stamps = [
        Stamp(start=0, end=9, time_label="0900 GMT"),
        Stamp(start=0, end=9, time_label="2300 GMT", day="DEC 12"),
        Stamp(start=0, end=9, time_label="0800 GMT"),
    ]
    found = moments_of(stamps, "2015-12-14T07:00:00+00:00", None)
    assert [moment and moment[8:13] for moment in found] == ["14T09", "12T23", "14T08"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1930 GMT (13 December): Shut.", "13 December"),
        ("UPDATE DEC 13, 0915 GMT: Shut.", "DEC 13"),
        ("0915 GMT, 13 December: Shut.", "13 December"),
    ],
)
def test_day_beside_a_time_is_kept(text, day):
    stamp = stamp_of(text, set_off=False)
    assert stamp is not None
    assert stamp.day == day


def test_text_without_a_time_has_no_stamp():
    assert stamp_of("Shut.", set_off=True) is None
    assert clock_of("Shut.") is None
    assert clock_of("7:45 in the evening") is None
