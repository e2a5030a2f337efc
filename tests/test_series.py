"""Series: the name before a headline, and the label that proves it."""

from __future__ import annotations

import pytest

from normalizers.regions.series import split_title


def parts(title: str, *, declared: bool = True) -> tuple[str | None, str | None, str]:
    """Series, label and headline of a title."""
    found = split_title(title, declared=declared)
    return found.series, found.label, found.headline


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Delta Daily: Dam Holds", ("Delta Daily", None, "Dam Holds")),
        ("Delta Daily, Sept 29: Dam Holds", ("Delta Daily", "Sept 29", "Dam Holds")),
        ("Delta Daily, Jan. 5, 2016: Dam", ("Delta Daily", "Jan. 5, 2016", "Dam")),
        ("The Latest from Delta (7 October): Dam?", ("The Latest from Delta", "7 October", "Dam?")),
        ("Delta War, Day 1,426: Dam", ("Delta War", "Day 1,426", "Dam")),
        ("DW on talkRADIO: Dam", ("DW on talkRADIO", None, "Dam")),
        ("Delta Audio (and Video): Dam", ("Delta Audio (and Video)", None, "Dam")),
        (
            "Hills, Plains, and Beyond (14 August): Dam",
            ("Hills, Plains, and Beyond", "14 August", "Dam"),
        ),
        ("Port Amara : le barrage", ("Port Amara", None, "le barrage")),
        ("Delta: Dam: A Story", ("Delta", None, "Dam: A Story")),
    ],
)
def test_series_of_a_declared_site(title, expected):
    assert parts(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Dam Holds",
        "Dam Holds:",
        "At 7:30 in the Morning",
        "Will It Hold? Yes: It Will",
        "“Hold It”: A Dam in Speech",
        "A Story of Many Words Before the First Colon: Dam",
        ": Dam Holds",
    ],
)
def test_title_without_a_series_is_its_own_headline(title):
    assert parts(title) == (None, None, title)


def test_label_proves_a_series_on_any_site():
    assert parts("Delta Daily, March 3: Dam", declared=False) == ("Delta Daily", "March 3", "Dam")
    assert parts("Delta War, Day 12: Dam", declared=False)[0] == "Delta War"
    assert parts("Delta Daily (3.4.2016): Dam", declared=False)[0] == "Delta Daily"


def test_bare_name_or_number_proves_none_on_an_unknown_site():
    assert parts("Report: Dam Holds", declared=False)[0] is None
    assert parts("Oil, 20 Barrels: A Price", declared=False)[0] is None
