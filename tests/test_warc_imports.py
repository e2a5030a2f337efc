"""Files of others are taken in as they came, once, or refused with a reason."""

from __future__ import annotations

import errno
import gzip
import json
import zipfile

import pytest

from archive.errors import DiskFullError
from archive.layout import Layout
from archive.warc import imports
from archive.warc.imports import bring
from archive.warc.index import Index
from archive.warc.raw import make_record, to_member
from archive.warc.reader import captures, read_capture
from tests.build import T0, chunked, exchange, write_warc

URL = "http://b.example/"


@pytest.fixture
def theirs(tmp_path):
    write_warc(tmp_path / "theirs", [exchange(URL + str(number)) for number in range(2)])
    return tmp_path / "theirs/warc/crawl-1-00001.warc.gz"


@pytest.fixture
def layout(tmp_path):
    (tmp_path / "ours").mkdir()
    return Layout(tmp_path / "ours")


def test_file_is_taken_in_unchanged_and_indexed(layout, theirs):
    (one,) = bring(layout, [theirs], T0)
    assert (one.outcome, one.warc) == ("new", "imports/crawl-1-00001.warc.gz")
    path = layout.root / one.warc
    assert path.read_bytes() == theirs.read_bytes()
    assert path.stat().st_mode & 0o222 == 0
    assert [entry.crawl_id for entry in Index(layout)] == [None, None]
    assert len(list(captures(path, layout.root))) == 2


def test_origin_is_noted(layout, theirs):
    bring(layout, [theirs], T0)
    (line,) = (layout.imports / "imports.jsonl").read_text().splitlines()
    said = json.loads(line)
    assert (said["file"], said["from"]) == ("crawl-1-00001.warc.gz", str(theirs))
    assert said["at"] == "2026-11-25T09:00:00.123456Z"
    assert len(said["sha256"]) == 64


def test_same_bytes_are_not_taken_twice(layout, theirs, tmp_path):
    other = tmp_path / "other-name.warc.gz"
    other.write_bytes(theirs.read_bytes())
    first, second = bring(layout, [theirs, other], T0)
    (third,) = bring(layout, [other], T0)
    assert [item.outcome for item in (first, second, third)] == ["new", "known", "known"]
    assert second.warc == third.warc == first.warc
    (layout.imports / "imports.jsonl").unlink()
    assert bring(layout, [other], T0)[0].outcome == "known"


def test_taken_name_is_not_taken_twice(layout, theirs, tmp_path):
    bring(layout, [theirs], T0)
    other = tmp_path / theirs.name
    other.write_bytes(theirs.read_bytes()[: Index(layout).latest(URL + "1").location.offset])
    (one,) = bring(layout, [other], T0)
    assert one.warc == "imports/crawl-1-00001-2.warc.gz"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("x", "x.warc.gz"),
        ("x.gz", "x.warc.gz"),
        (".hidden.warc", "hidden.warc.gz"),
        ("a b;c.WARC.GZ", "a_b_c.warc.gz"),
    ],
)
def test_name_tells_what_the_file_is(layout, theirs, tmp_path, name, made):
    source = tmp_path / name
    source.write_bytes(theirs.read_bytes())
    assert bring(layout, [source], T0)[0].warc == f"imports/{made}"


def test_plain_file_and_package_are_taken_in(layout, theirs, tmp_path):
    plain = tmp_path / "x.warc.open"
    plain.write_bytes(gzip.decompress(theirs.read_bytes()))
    package = tmp_path / "x.zip"
    with zipfile.ZipFile(package, "w") as made:
        made.write(theirs, "archive/data.warc.gz")
    found = bring(layout, [plain, package], T0)
    assert [item.warc for item in found] == ["imports/x.warc.open.warc", "imports/x.zip.wacz"]
    assert {entry.location.warc for entry in Index(layout)} == {
        "imports/x.warc.open.warc",
        "imports/x.zip.wacz!/archive/data.warc.gz",
    }


def test_what_is_no_warc_is_refused_with_a_reason(layout, tmp_path):
    page, empty, packed = tmp_path / "a.warc", tmp_path / "b.warc.gz", tmp_path / "c.warc.gz"
    page.write_bytes(b"<html>")
    empty.write_bytes(b"")
    packed.write_bytes(gzip.compress(b"<html>", mtime=0))
    archive, broken = tmp_path / "d.wacz", tmp_path / "e.wacz"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", "x")
    broken.write_bytes(archive.read_bytes()[:40] + archive.read_bytes()[-30:])
    missing = tmp_path / "none.warc"
    found = bring(layout, [page, empty, packed, archive, broken, missing, tmp_path], T0)
    assert {item.outcome for item in found} == {"refused"}
    reasons = [item.reason for item in found]
    assert "no WARC record begins here" in reasons[0]
    assert "it is empty" in reasons[1]
    assert "no WARC record begins here" in reasons[2]
    assert "no WACZ" in reasons[3]
    assert "cannot be read" in reasons[4]
    assert "No such file" in reasons[5]
    assert "Is a directory" in reasons[6]
    assert not layout.imports.exists()


@pytest.mark.parametrize(
    ("content", "what", "tool"),
    [
        (b"\x28\xb5\x2f\xfd....", "Zstandard", "zstd -d"),
        (b"\x5d\x2a\x4d\x18....", "Zstandard", "zstd -d"),
        (b"filedesc://x.arc 0.0.0.0 2005 text/plain 9", "an ARC file", "warcio recompress"),
        (gzip.compress(b"filedesc://x.arc 0.0.0.0", mtime=0), "an ARC file", "warcio recompress"),
    ],
)
def test_other_kinds_of_archive_are_refused_by_name(layout, tmp_path, content, what, tool):
    source = tmp_path / "x.warc.zst"
    source.write_bytes(content)
    (one,) = bring(layout, [source], T0)
    assert one.outcome == "refused"
    wanted = f"it is {what}, which is not read here: make a .warc.gz of it with `{tool}`"
    assert one.reason == wanted


def test_gzip_that_is_damaged_at_once_is_refused(layout, tmp_path):
    source = tmp_path / "x.warc.gz"
    source.write_bytes(b"\x1f\x8b\xff\xff" * 9)
    assert bring(layout, [source], T0)[0].outcome == "refused"


def test_torn_file_is_taken_in_as_it_is(layout, theirs, tmp_path):
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(theirs.read_bytes()[:-40])
    (one,) = bring(layout, [torn], T0)
    assert one.outcome == "new"
    assert one.reason.endswith("the file ends inside a gzip member")
    assert len(list(Index(layout))) == 2


def test_revisit_of_wget_is_resolved_by_the_record_that_it_names(layout, tmp_path):
    """It names no date, and takes the digest of a body in chunks as it came."""
    body = chunked(b"<p>Hello")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    common = (("WARC-Target-URI", f"<{URL}>"), ("Content-Type", "application/http"))
    first, second = (f"<urn:uuid:00000000-0000-4000-8000-00000000000{n}>" for n in (1, 2))
    members = [
        (("WARC-Type", "response"), ("WARC-Record-ID", first), *common),
        (("WARC-Type", "revisit"), ("WARC-Record-ID", second), ("WARC-Refers-To", first), *common),
    ]
    dated = [
        make_record((*fields, ("WARC-Date", f"2026-11-2{day}T09:00:00Z")), block)
        for (fields, block), day in zip(
            zip(members, (body, head), strict=True), (4, 5), strict=True
        )
    ]
    (tmp_path / "wget.warc.gz").write_bytes(b"".join(map(to_member, dated)))
    bring(layout, [tmp_path / "wget.warc.gz"], T0)
    shown = [read_capture(layout, entry.location).body for entry in Index(layout)]
    assert shown == [b"<p>Hello", b"<p>Hello"]


def test_package_in_the_layout_of_browsertrix_is_taken_in(layout, theirs, tmp_path):
    package = tmp_path / "crawl.wacz"
    other = write_warc(tmp_path / "other", [exchange(URL + "page")])[0]
    with zipfile.ZipFile(package, "w") as made:
        made.write(theirs, "archive/rec-1.warc.gz")
        made.write(tmp_path / "other" / other.warc, "archive/rec-2.warc.gz")
        made.writestr("indexes/index.cdx.gz", gzip.compress(b"", mtime=0))
        made.writestr("indexes/index.idx", "!meta 0 {}\n")
        made.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        made.writestr("pages/extraPages.jsonl", '{"format": "json-pages-1.0"}\n')
        made.writestr("logs/crawl.log", "x")
    (one,) = bring(layout, [package], T0)
    assert (one.outcome, one.reason) == ("new", None)
    assert sorted(entry.url for entry in Index(layout)) == [f"{URL}{x}" for x in ("0", "1", "page")]


def test_full_disk_is_told_and_leaves_nothing_half(layout, theirs, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(imports.os, "fsync", full)
    with pytest.raises(DiskFullError):
        bring(layout, [theirs], T0)
    assert [path.name for path in layout.imports.iterdir() if path.suffix != ".part"] == []
