"""HTTP messages read leniently, codings undone."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc import codings
from archive.warc.codings import decoded, zstd
from archive.warc.digests import agrees, digest_of
from archive.warc.messages import entity_of, framing_of, is_agreed, read_head, split_interim
from tests.build import chunked, http

BODY = b"<p>" + b"words of a page, " * 50 + b"</p>"


def test_head_keeps_order_case_and_multiplicity():
    head = read_head(b"HTTP/1.1 200 OK\r\nset-COOKIE: a\r\nX: 1\r\nSet-Cookie: b\r\n\r\nbody")
    assert head.fields == (("set-COOKIE", "a"), ("X", "1"), ("Set-Cookie", "b"))
    assert head.get("SET-cookie") == "a"
    assert (head.status, head.size, head.whole) == (200, 55, True)


@pytest.mark.parametrize(
    ("start", "status"),
    [
        (b"HTTP/1.1 200", 200),
        (b"HTTP/1.0 404 Not Found", 404),
        (b"HTTP/1.1 200 Tr\xe8s Bien", 200),
        (b"HTTP/1.1  301\tMoved", 301),
        (b"HTTP/2 200", 200),
        (b"HTTP/1.1 2000 No", None),
        (b"junk", None),
    ],
)
def test_status_is_read_from_odd_first_lines(start, status):
    assert read_head(start + b"\r\n\r\n").status == status


def test_odd_head_lines_are_read():
    head = read_head(
        b"HTTP/1.1 200 OK\nX-Fold: one\r\n two\r\n\tthree\nno colon here\nX-Latin: \xe9\n"
        b"X-Utf: \xc3\xa9\nX-Empty:\n\nbody"
    )
    assert head.fields == (
        ("X-Fold", "one two three"),
        ("X-Latin", "é"),
        ("X-Utf", "é"),
        ("X-Empty", ""),
    )


def test_head_that_was_cut_is_not_whole():
    head = read_head(b"HTTP/1.1 200 OK\r\nContent-Type: text/ht")
    assert (head.whole, head.size) == (False, 38)


def test_head_with_a_line_of_blanks_is_one_on_which_readers_differ():
    odd = b"HTTP/1.1 200 OK\r\nA: 1\r\n \r\nB: 2\r\n\r\nbody"
    usual, cut = http(), b"HTTP/1.1 200 OK\r\nA: 1"
    assert [is_agreed(one, read_head(one)) for one in (odd, usual, cut)] == [False, True, False]


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("extension", ["", ";a=b"])
def test_chunks_are_joined(size, extension):
    answer = chunked(BODY, size=size, extension=extension)
    head = read_head(answer)
    assert entity_of(head, answer[head.size :]) == BODY


def test_chunked_answer_that_was_cut_gives_what_came():
    answer = chunked(BODY, size=100)[:-300]
    head = read_head(answer)
    assert BODY.startswith(entity_of(head, answer[head.size :]))


def test_body_that_is_called_chunked_and_is_not_is_taken_as_it_is():
    head = read_head(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert entity_of(head, b"<p>plain</p>") == b"<p>plain</p>"
    assert entity_of(head, b"") == b""
    assert entity_of(head, b"0\r\n\r\n") == b""


def test_chunks_with_bare_line_feeds_are_joined():
    head = read_head(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n")
    assert entity_of(head, b"3\nabc\n2\nde\n0\n\n") == b"abcde"


def test_interim_responses_stand_before_the_answer():
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    on = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert split_interim(on + hints + http()) == (on + hints, http())
    assert split_interim(http()) == (b"", http())
    switch = b"HTTP/1.1 101 Switching Protocols\r\n\r\nframes"
    assert split_interim(switch) == (b"", switch)
    assert split_interim(on) == (b"", on)


def test_framing_names_the_codings():
    answer = chunked(BODY, headers="Content-Encoding: x-gzip\r\n")
    assert framing_of(read_head(answer)) == "chunked/gzip"
    assert framing_of(read_head(http())) == "/"


CODED = {
    "gzip": gzip.compress(BODY),
    "deflate": zlib.compress(BODY),
    "br": brotli.compress(BODY),
    "zstd": zstd.compress(BODY),
}


@pytest.mark.parametrize("coding", CODED)
def test_content_coding_is_undone(coding):
    assert decoded(CODED[coding], (coding,)) == BODY


@pytest.mark.parametrize("coding", CODED)
def test_body_that_is_called_coded_and_is_not_is_taken_as_it_is(coding):
    assert decoded(BODY, (coding,)) == BODY
    assert decoded(b"", (coding,)) == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_coded_body_that_was_cut_gives_what_came(coding):
    found = decoded(CODED[coding][:-6], (coding,))
    assert found
    assert BODY.startswith(found)


def test_zstd_that_unpacks_to_many_pieces_is_undone_whole():
    body = bytes(3_000_000)
    assert decoded(zstd.compress(body), ("zstd",)) == body
    assert decoded(brotli.compress(body), ("br",)) == body


def test_bare_deflate_members_in_a_row_and_stacked_codings_are_undone():
    bare = zlib.compressobj(wbits=-15)
    assert decoded(bare.compress(BODY) + bare.flush(), ("deflate",)) == BODY
    assert decoded(gzip.compress(b"a") + gzip.compress(b"b"), ("gzip",)) == b"ab"
    assert decoded(zstd.compress(b"a") + zstd.compress(b"b"), ("zstd",)) == b"ab"
    assert decoded(gzip.compress(brotli.compress(BODY)), ("br", "gzip")) == BODY
    assert decoded(BODY, ("compress",)) == BODY


@pytest.mark.parametrize("coding", CODED)
def test_bomb_is_cut_at_the_bound(coding, monkeypatch):
    monkeypatch.setattr(codings, "MOST", 3_000_000)
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    bomb = pack.get(coding, zstd.compress)(bytes(5_000_000))
    assert len(decoded(bomb, (coding,))) == 3_000_000


@given(st.binary(max_size=300))
def test_any_bytes_are_some_message(message):
    head = read_head(message)
    assert 0 <= head.size <= len(message)
    assert b"".join(split_interim(message)) == message
    entity_of(head, message[head.size :])


@given(st.binary(max_size=300), st.sampled_from(sorted(CODED)))
def test_any_bytes_can_be_called_coded(body, coding):
    assert isinstance(decoded(body, (coding,)), bytes)


@given(st.binary(max_size=2000), st.integers(min_value=1, max_value=900))
def test_what_was_cut_into_chunks_is_joined_again(body, size):
    answer = chunked(body, size=size)
    head = read_head(answer)
    assert entity_of(head, answer[head.size :]) == body


def test_digests_of_any_spelling_agree():
    assert agrees(digest_of(b"abc"), b"abc") is True
    assert agrees("md5:900150983cd24fb0d6963f7d28e17f72", b"abc") is True
    assert agrees("sha256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", b"abc") is True
    assert agrees(digest_of(b"abc"), b"abd") is False
    assert agrees("crc9:1234", b"abc") is None
    assert agrees("rubbish", b"abc") is None
