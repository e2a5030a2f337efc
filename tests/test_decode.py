"""Bytes become text whatever was claimed, or an error says what they are."""

from __future__ import annotations

import pytest

from normalizers.decode import MAX_BYTES, decode, header
from normalizers.errors import NotHtmlError, TooComplexError, UndecodableBodyError
from tests.reading import capture


def typed(body, content_type):
    return capture(body, headers=(("content-type", content_type),))


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("<p>né</p>".encode(), "text/html; charset=iso-8859-1", "<p>né</p>"),
        ("<p>né’</p>".encode("cp1252"), "text/html", "<p>né’</p>"),
        (b"<p>caf\xe9 \x81</p>", "text/html", "<p>café \x81</p>"),
        ("<p>né</p>".encode("utf-16"), "text/html", "<p>né</p>"),
        ("<p>né</p>".encode("utf-16-be"), "text/html; charset=utf-16-be", "<p>né</p>"),
        (b"\xef\xbb\xbf<p>a</p>", "text/html", "<p>a</p>"),
        ("<p>Привет</p>".encode("cp1251"), "text/html; charset=windows-1251", "<p>Привет</p>"),
        (
            '<meta charset="koi8-r"><p>Привет мир</p>'.encode("koi8-r"),
            "text/html; charset=no-such",
            '<meta charset="koi8-r"><p>Привет мир</p>',
        ),
        ("<p>日本</p>".encode("cp932"), "text/html; charset=Shift_JIS", "<p>日本</p>"),
        (b"<p>\xe9</p>", "text/html; charset=base64", "<p>é</p>"),
        (b"<p>\xe9</p>", "text/html; charset=utf-8", "<p>é</p>"),
    ],
)
def test_coding_is_found(body, content_type, text):
    assert text == decode(typed(body, content_type))


def test_page_in_two_codings_is_decoded_piece_by_piece():
    body = "<p>naïve – déjà – überall</p>".encode() + b"<p>caf\xe9 \x93so\x94</p>" + "ß".encode()
    assert decode(capture(body)) == "<p>naïve – déjà – überall</p><p>café “so”</p>ß"


def test_few_utf8_pairs_in_windows_text_are_windows_text():
    body = b"<p>" + b"\xe9 \xe8 \xe0 " * 20 + b"\xc3\xa9</p>"
    assert decode(capture(body)).endswith("Ã©</p>")


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"  ", "text/html", "empty"),
        (b"%PDF-1.7 ...", "text/html", "PDF"),
        (b"\x1f\x8b\x08half a member", "text/html", "gzip"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"[1, 2]", "", "JSON"),
        (b"body{}", "text/css", "text/css"),
        (b"nothing known", "image/webp", "image/webp"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/xml", "<rss>"),
    ],
)
def test_other_bodies_are_refused_by_name(body, content_type, reason):
    with pytest.raises(NotHtmlError, match=reason):
        decode(typed(body, content_type))


def test_html_is_html_whatever_its_type_says():
    assert decode(typed(b"<html><p>a", "application/json")) == "<html><p>a"
    assert decode(typed(b"loose words", "application/xhtml+xml")) == "loose words"
    assert decode(typed(b"loose words", "")) == "loose words"
    assert decode(typed(b"<html><urlset>", "text/html")) == "<html><urlset>"


def test_noise_is_undecodable():
    with pytest.raises(UndecodableBodyError):
        decode(capture(b"<html>" + bytes(range(1, 32)) * 40))


def test_nuls_are_no_noise():
    assert "a" in decode(capture(b"<html>a\x00\x00\x00\x00\x00b"))


def test_body_beyond_the_bound_is_refused_unread():
    with pytest.raises(TooComplexError, match="the bound"):
        decode(capture(b"a" * (MAX_BYTES + 1)))


def test_last_header_counts():
    twice = capture(b"a", headers=(("Content-Type", "a"), ("content-type", "b")))
    assert header(twice, "content-type") == "b"
    assert header(twice, "etag") == ""
