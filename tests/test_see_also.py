"""Cross references: paragraphs and lists of links to other posts of the blog."""

from __future__ import annotations

import pytest

from normalizers.regions.see_also import Home
from normalizers.sites import DEFAULT
from normalizers.sites.eaworldview import EAWORLDVIEW
from tests.build_briefs import ELSEWHERE, PROSE, URL, elsewhere, kinds, split

A = "http://eaworldview.com/2015/12/a/"
B = "http://www.enduringamerica.com/2012/11/b/"


def items(markup: str) -> list[tuple[str | None, str | None, str | None, str]]:
    """Flag, series, date label and title of the cross references of a story."""
    return [
        (item.flag, item.series, item.date_label, item.title)
        for block in split(PROSE + markup).blocks
        for item in block.see_also
    ]


def test_every_line_is_one_item():
    markup = (
        f"<p><strong>See <a href='{A}'>Delta Daily, Sept 29: Dam Holds</a></strong><br>"
        f"<a href='{B}'>NEW Delta Feature: Life Below the Dam (Verrel)</a></p>"
    )
    assert items(markup) == [
        (None, "Delta Daily", "Sept 29", "Dam Holds"),
        ("NEW", "Delta Feature", None, "Life Below the Dam (Verrel)"),
    ]
    assert split(PROSE + markup).blocks[1].text.startswith("See Delta Daily, Sept 29: Dam Holds\n")


@pytest.mark.parametrize(
    "line",
    [
        f"<p>See also <a href='{A}'>Dam Holds</a></p>",
        f"<p>Also <a href='{A}'>Dam Holds</a></p>",
        f"<p>UPDATED: <a href='{A}'>Dam Holds</a></p>",
        f"<p>Monday's coverage: <a href='{A}'>Dam Holds</a></p>",
        f"<p><a href='{A}'>See Dam Holds</a></p>",
        f"<h4>See <a href='{A}'>Dam Holds</a></h4>",
        f"<p>See <a href='{A}'>Dam</a> <a href='{A}'>Holds</a></p>",
    ],
)
def test_lead_and_flag_are_no_part_of_the_title(line):
    assert [item[3] for item in items(line)] == ["Dam Holds"]


@pytest.mark.parametrize(
    ("line", "item"),
    [
        (f"See Delta Daily, Sept 29: <a href='{A}'>Dam Holds</a>", ("Delta Daily", "Sept 29")),
        (f"Delta War: <a href='{A}'>Dam Holds</a>", ("Delta War", None)),
        (
            f"Monday's Coverage: Delta War, Day 9: <a href='{A}'>Dam Holds</a>",
            ("Delta War", "Day 9"),
        ),
    ],
)
def test_series_may_stand_before_the_link(line, item):
    assert items(f"<p><b>{line}</b></p>") == [(None, *item, "Dam Holds")]
    plain = f"<p>The board of the delta met again at last: <a href='{A}'>Dam Holds</a></p>"
    assert items(plain) == []


def test_flag_may_stand_before_the_link():
    assert items(f"<p>See UPDATED <a href='{A}'>Delta: Dam Holds</a></p>") == [
        ("UPDATED", "Delta", None, "Dam Holds")
    ]


def test_two_posts_on_one_line_are_two_items():
    markup = f"<p>See <a href='{A}'>Delta: One</a> and <a href='{B}'>Delta: Two</a></p>"
    assert [item[3] for item in items(markup)] == ["One", "Two"]


def test_neighbouring_list_items_are_one_block():
    rows = f"<li><a href='{A}'>Delta: One</a></li><li><a href='{B}'>Delta: Two</a></li>"
    found = split(f"<ul>{rows}</ul>{PROSE}")
    assert kinds(found.blocks) == ["see_also", "paragraph"]
    assert found.blocks[0].text == "Delta: One\nDelta: Two"
    assert len(found.blocks[0].links) == 2


def test_lead_on_a_line_of_its_own_belongs_to_the_references():
    found = split(f"{PROSE}<p>See also:</p><ul><li><a href='{A}'>Delta: One</a></li></ul>{PROSE}")
    assert kinds(found.blocks) == ["paragraph", "see_also", "see_also", "paragraph"]
    assert kinds(split(f"{PROSE}<p>See also:</p>{PROSE}").blocks) == ["paragraph"] * 3


def test_unclosed_list_item_holds_the_story_but_only_its_line_is_a_reference():
    found = split(f"<ul><li><a href='{A}'>Delta: One</a><p>The story is here.</p><p>And here.</p>")
    assert kinds(found.blocks) == ["see_also", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>The board met, <a href='{A}'>it is said</a></p>",
        f"<p><a href='{A}'>It is said</a> that the board met.</p>",
        f"<p>The board met again: <a href='{A}'>it is said</a></p>",
        "<p><a href='https://wire.example/2015/x'>The Wire: Dam Holds</a></p>",
        f"<p>See <a href='{A}'>One</a><br>Then the rain came.</p>",
        f"<h4><a href='{A}'>Dam Holds</a></h4>",
        "<p>See the dam.</p>",
        f"<p>{'The river rose again in the night. ' * 3}<a href='{A}'>So it is.</a></p>",
        f"<p>Then the dam broke <a href='{A}'>twice</a></p>",
    ],
)
def test_prose_with_a_link_is_no_cross_reference(markup):
    assert items(markup) == []


def test_block_of_very_many_lines_is_none():
    lines = "<br>".join(f"<a href='{A}'>Delta: One</a>" for _ in range(50))
    assert len(items(f"<p>{lines}</p>")) == 50
    assert items(f"<p>{lines}<br>{'x<br>' * 50}</p>") == []


def test_unknown_site_has_no_series_without_a_label():
    link = "<a href='/2015/11/a/'>Report: Dam Holds</a>"
    block = elsewhere(f"{PROSE}<p>See {link}</p>").blocks[1]
    assert [(item.series, item.title) for item in block.see_also] == [(None, "Report: Dam Holds")]


@pytest.mark.parametrize(
    ("link", "own"),
    [
        ("/2015/11/a/", True),
        ("#gate", False),
        ("http://blog.example/2015/11/a/", True),
        ("https://www.blog.example/2015/11/a/", True),
        (ELSEWHERE, False),
        ("http://blog.example/", False),
        ("http://blog.example/files/report.pdf", False),
        ("http://wire.example/2015/11/a/", False),
    ],
)
def test_links_to_other_posts_of_the_blog_are_known(link, own):
    assert Home(url=ELSEWHERE, site=DEFAULT).owns(link) is own


def test_all_hosts_of_a_site_are_its_own():
    assert Home(url=URL, site=EAWORLDVIEW).owns(B)


def test_hundreds_of_lines_are_no_cross_reference() -> None:
    lines = "<br>".join(["See", *("more of it" for _ in range(100))])
    link = f"<a href='{URL}'>Quay Daily: A long and linked headline</a>"
    assert "see_also" not in kinds(split(f"{PROSE}<p>{lines} {link}</p>{PROSE}").blocks)
