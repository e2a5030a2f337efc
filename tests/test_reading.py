"""Captures to what is loaded of them: outcome, page, or why there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.errors import BadRecord
from archive.reading import lost, read, shows_a_page
from normalizers.values import Capture
from tests.build_pages import BASE, T0, location
from tests.loading import URL


def capture(status=200, kind="text/html", body=b"<p>x</p>", **headers):
    pairs = (("Content-Type", kind), ("Server", "x"), *headers.items())
    return Capture(url=URL, captured_at=T0, status=status, headers=pairs, body=body)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "ok"),
        (301, "redirect"),
        (304, "unchanged"),
        (401, "blocked"),
        (403, "blocked"),
        (404, "gone"),
        (410, "gone"),
        (418, "error"),
        (429, "blocked"),
        (500, "error"),
        (503, "blocked"),
        (0, "error"),
    ],
)
def test_outcomes_by_status(status, outcome):
    assert read((location(1, URL), capture(status), None)).outcome == outcome


def test_a_cut_answer_is_truncated_and_never_read():
    cut = replace(location(1, URL), truncated="length")
    told = read((cut, capture(), None))
    assert (told.outcome, told.page) == ("truncated", None)


def test_a_revisit_is_unchanged():
    again = replace(location(1, URL), revisit_of="<urn:uuid:1>")
    assert read((again, capture(), None)).outcome == "unchanged"


def test_a_page_of_a_firewall_is_no_story_whatever_its_status():
    body = (
        b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        b"<div class='cf-browser-verification'>Ray ID: 1</div></body></html>"
    )
    told = read((location(1, URL), capture(body=body), None))
    assert (told.page, told.outcome) == (None, "blocked")


def test_a_page_that_says_it_was_not_found_is_no_story_and_no_absence():
    body = (
        b"<html><head><title>Page not found</title></head><body class='error404'>"
        b"<h1>Nothing is here</h1><p>It looks like nothing was found.</p></body></html>"
    )
    assert read((location(1, URL), capture(body=body), None)).outcome == "error"


@pytest.mark.parametrize(
    ("kind", "is_page"),
    [
        ("text/html; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("", True),
        ("text/plain", False),
        ("application/rss+xml", False),
        ("image/png", False),
    ],
)
def test_only_web_pages_are_read(kind, is_page):
    assert shows_a_page(location(1, URL), capture(kind=kind)) == is_page


def test_text_left_by_an_extractor_is_read():
    text = Capture(
        url=URL, captured_at=T0, status=200, headers=(("Content-Type", "text/plain"),), body=b"A\n"
    )
    assert shows_a_page(location(1, URL), text)


def test_an_html_page_that_is_a_pdf_is_a_failure():
    told = read((location(1, URL), capture(body=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"), None))
    assert told.page is None
    assert told.fault.code == "not-html"


def test_a_redirect_tells_where_to():
    there = capture(301, Location="/elsewhere/")
    assert read((location(1, URL), there, None)).redirect_to == f"{BASE}/elsewhere/"
    assert read((location(1, URL), capture(304, Location="/x/"), None)).redirect_to is None


def test_a_record_that_cannot_be_read_is_a_fault(tmp_path):
    fault = BadRecord(tmp_path / "a.warc.gz", 7, "torn")
    told = read((location(1, URL), fault, None))
    assert (told.captured_at, told.fault.code) == (None, "BadRecord")
    assert lost((location(1, URL), fault, None), "died").captured_at is None


def test_a_capture_that_was_lost_is_an_error():
    told = lost((location(1, URL), capture(), None), "the worker died")
    assert (told.outcome, told.fault.detail, told.status) == ("error", "the worker died", 200)
