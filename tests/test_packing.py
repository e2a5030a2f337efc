"""Pages put away in parts: what is shared, what comes back, what a page is found by."""

from __future__ import annotations

import pytest

from archive.database.packing import PARTS, host_of, pack, unpack
from tests.build_pages import DAY, T0, full_page, page


def test_unpacking_gives_the_page_again():
    shown = full_page()
    packed = pack(shown)
    parts = {name: part.data for name, part in zip(PARTS, packed.parts, strict=True)}
    assert unpack(parts, shown.captured_at.isoformat()) == shown


def test_captures_of_one_page_at_two_times_share_all_parts():
    assert pack(page()) == pack(page(captured_at=T0 + DAY))


def test_a_page_with_lone_surrogates_can_be_packed():
    shown = page(story={"title": "A \ud800 title"})
    packed = pack(shown)
    parts = {name: part.data for name, part in zip(PARTS, packed.parts, strict=True)}
    assert unpack(parts, shown.captured_at.isoformat()) == shown


def test_public_ids_have_only_plain_characters():
    assert pack(page("http://127.0.0.1:80/a/")).post_key == "127.0.0.1-80-wp-7"
    assert pack(page(site="eaworldview")).post_key == "eaworldview-wp-7"


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.A.example/x", "a.example"), ("http://[::1/", ""), ("mailto:a@b", "")],
)
def test_hosts_of_odd_addresses(url, host):
    assert host_of(url) == host
