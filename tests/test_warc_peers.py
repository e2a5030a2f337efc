"""Other readers accept what we write, odd exchanges and all."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive.layout import Layout
from archive.warc.index import Index
from archive.warc.members import Member, opened, walk
from archive.warc.reader import read_capture
from tests.build import chunked, exchange, get, http, write_warc

URL = "http://b.example/"
BODY = b"<p>" + b"words " * 300 + b"</p>"
PACKED = gzip.compress(BODY, mtime=0)
HTML = ("Content-Type", "text/html")
GZIP = ("Content-Encoding", "gzip")
TEXT = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

ODD = {
    "plain": http(BODY),
    "chunked": chunked(BODY),
    "chunk-extension": chunked(BODY, extension=";foo=bar"),
    "trailer": chunked(BODY, headers="Trailer: X\r\n")[:-2] + b"X: 42\r\n\r\n",
    "gzip": http(PACKED, headers=(HTML, GZIP)),
    "gzip-chunked": chunked(PACKED, headers="Content-Encoding: gzip\r\n"),
    "mislabelled": http(BODY, headers=(HTML, GZIP)),
    "close": TEXT + b"\r\n" + BODY,
    "old": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY,
    "latin-1": b"HTTP/1.1 200 Tr\xe8s Bien\r\nX-Author: Jos\xe9\r\n\r\n" + BODY,
    "utf-8": TEXT + "X-Title: Émile – “quoted”\r\n\r\n".encode() + BODY,
    "folded": TEXT + b"X: one\r\n two\r\n\tthree\r\n\r\n" + BODY,
    "no-colon": TEXT + b"this line has no colon\r\n\r\n" + BODY,
    "blank-line": TEXT + b" \t \r\nX: 1\r\n\r\n" + BODY,
    "line-feeds": TEXT.replace(b"\r", b"") + b"\n" + BODY,
    "no-reason": b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + BODY,
    "spaces": b"HTTP/1.1 200 OK\r\nX-Pad:   padded   \r\nX-Tab:\ttab\t\r\nX-Empty:\r\n\r\n" + BODY,
    "twice": TEXT + b"Set-Cookie: a\r\nset-cookie: b\r\n\r\n" + BODY,
    "empty": http(b""),
    "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "304": b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n',
    "301": http(b"<a>", status="301 Moved", headers=(HTML, ("Location", "/"))),
    "hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + http(BODY),
    "binary": http(bytes(range(256)), headers=(("Content-Type", "image/png"),)),
    "big": http(BODY * 500),
}
CUT = {
    "cut-head": b"HTTP/1.1 200 OK\r\nContent-Type: text/ht",
    "cut-line": b"HTTP/1.1 20",
    "cut-body": http(BODY)[:-100],
    "cut-chunks": chunked(BODY)[:-100],
    "cut-gzip": http(PACKED, headers=(HTML, GZIP))[:-9],
}


@pytest.fixture(scope="module")
def layout(tmp_path_factory):
    root = tmp_path_factory.mktemp("peers")
    first = [exchange(URL + name, answer) for name, answer in ODD.items()]
    cut = [
        exchange(URL + name, answer, truncated="disconnect", failure="connection closed")
        for name, answer in CUT.items()
    ]
    failed = [
        exchange(URL + "timeout", b"", failure="timeout", truncated="time"),
        exchange(URL + "dns", b"", request=b"", failure="no such host"),
        exchange(URL + "junk", b"\x00\x01junk", failure="no HTTP"),
    ]
    asked = [
        exchange(URL + "post", http(), request=get(URL, method="POST") + b"a=b"),
        exchange(URL + "head", http(BODY)[: -len(BODY)], request=get(URL, method="HEAD")),
    ]
    write_warc(root, [*first, *cut, *failed, *asked], "c-1")
    write_warc(root, [exchange(URL + n, a, minutes=60) for n, a in ODD.items()], "c-2")
    return Layout(root)


def files(layout):
    return sorted(str(path) for path in layout.warc.glob("*.warc.gz"))


def ours(path):
    with opened(path) as file:
        return [item.record for item in walk(file, path) if isinstance(item, Member)]


def test_warcio_check_passes(layout):
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *files(layout)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("digest pass") > 60
    assert done.stderr == ""


def test_warcio_reads_the_same_records(layout):
    for path in sorted(layout.warc.iterdir()):
        with path.open("rb") as file:
            theirs = [
                (record.rec_headers.get_header("WARC-Record-ID"), record.raw_stream.read())
                for record in ArchiveIterator(file, no_record_parse=True)
            ]
        assert theirs == [(record.id, record.block) for record in ours(path)]


def test_fastwarc_reads_the_same_records_and_every_block_digest_is_right(layout):
    for path in sorted(layout.warc.iterdir()):
        theirs = []
        for record in FastIterator(str(path), parse_http=False):
            assert record.verify_block_digest()
            theirs.append((record.record_id, record.reader.read()))
        assert theirs == [(record.id, record.block) for record in ours(path)]


def test_fastwarc_finds_every_payload_digest_right(layout):
    checked = 0
    for path in sorted(layout.warc.iterdir()):
        for record in FastIterator(str(path), parse_http=True):
            kind = record.headers.get("WARC-Type")
            if record.headers.get("WARC-Payload-Digest") and kind != "revisit":
                assert record.verify_payload_digest(), record.headers.get("WARC-Target-URI")
                checked += 1
    assert checked > 15


def test_warcio_reads_the_same_entities_of_what_it_can_decode(layout):
    """It knows no chunk extensions and no mislabelled codings in all readings; we do."""
    seen = 0
    for entry in Index(layout):
        name = entry.url.removeprefix(URL)
        if entry.kind != "response" or name not in {"plain", "chunked", "gzip", "gzip-chunked"}:
            continue
        with (layout.root / entry.location.warc).open("rb") as file:
            file.seek(entry.location.offset)
            record = next(iter(ArchiveIterator(file)))
            assert record.content_stream().read() == read_capture(layout, entry.location).body
            seen += 1
    assert seen == 4


@pytest.mark.parametrize("name", sorted(ODD))
def test_every_odd_answer_is_kept_and_read(layout, name):
    first, second = Index(layout).captures(URL + name)
    expected = {"empty": b"", "204": b"", "304": b"", "301": b"<a>", "big": BODY * 500}
    expected["binary"] = bytes(range(256))
    for entry in (first, second):
        capture = read_capture(layout, entry.location)
        body = capture.body.removeprefix(b"X: 1\r\n\r\n")
        assert body == expected.get(name, BODY)
    assert first.kind == "response"
    full = {"empty", "204", "301", "304"}
    assert second.kind == ("response" if name in full else "revisit")
