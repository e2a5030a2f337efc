"""One spelling for a page, one key for a story, one sort key for an index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.urls import canonicalize, host_of, join, story_key, surt


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("HTTP://A.Example:80", "http://a.example/"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("http://a.example/a/./b/../c/", "http://a.example/a/c/"),
        ("http://a.example/a/..", "http://a.example/"),
        ("http://a.example/../../b", "http://a.example/b"),
        ("http://a.example/x/?replytocom=7#respond", "http://a.example/x/"),
        ("http://a.example/x?printerFriendly=true&b=2", "http://a.example/x?b=2"),
        ("http://a.example/x?utm_source=y&p=3", "http://a.example/x?p=3"),
        ("http://a.example/x?PHPSESSID=1", "http://a.example/x"),
        ("http://a.example/é?q=é b", "http://a.example/%C3%A9?q=%C3%A9%20b"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[broken", "http://[broken"),
        ("http://a.example:port/", "http://a.example:port/"),
    ],
)
def test_canonical_spelling(url, wanted):
    assert wanted == canonicalize(url)


def test_spellings_of_one_story_have_one_key():
    spellings = (
        "http://www.a.example/2017/09/slug/",
        "https://a.example/2017/09/slug",
        "https://www.a.example/2017/09/slug/?replytocom=4",
        "http://a.example/2017/09/slug/index.html#top",
    )
    assert {"a.example/2017/09/slug"} == {story_key(url) for url in spellings}
    assert story_key("http://a.example/?p=7") == "a.example?p=7"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://archive.org/goo/?b=2&a=1", "org,archive)/goo?a=1&b=2"),
        ("https://www2.archive.org:443/", "org,archive)/"),
        ("http://archive.org:8080/x?sid=1", "org,archive:8080)/x"),
        ("http://a.example/x?f=A%2CB&e=%7E", "example,a)/x?e=~&f=a,b"),
        ("http://a.example/%C3%A9%252C/100%", "example,a)/%c3%a9,/100%25"),
        ("http://a.example//x%20y%23?q=é", "example,a)/x%20y%23?q=%c3%a9"),
        ("urn:X", "urn:x"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_sort_key(url, wanted):
    assert wanted == surt(url)


def test_links_are_joined_as_they_are_found():
    assert join("http://a.example/b/", " c ") == "http://a.example/b/c"
    assert join("http://a.example/b/", "http://c.example/") == "http://c.example/"
    assert join("http://a.example/", "//[broken") == "//[broken"
    assert join("http://a.example/b/", "/c" * 60_000) == "/c" * 60_000
    assert host_of("http://[broken") == ""
    assert host_of("http://www.A.example/") == "a.example"


@given(st.text(max_size=60))
def test_canonical_of_anything_is_canonical(text):
    for url in (text, f"http://a.example/{text}", f"http://{text}/x?{text}"):
        once = canonicalize(url)
        assert once == canonicalize(once)
        assert isinstance(surt(url) + story_key(url), str)
