"""`verify` names every fault by file and offset, also those that `warcio check` passes."""

from __future__ import annotations

import gzip
import random
from base64 import b32encode
from hashlib import sha1
from types import SimpleNamespace

import pytest
from isal import isal_zlib
from warcio.checker import Checker

from archive.layout import Layout
from archive.warc import pieces
from archive.warc.index import Index, rebuild
from archive.warc.members import opened, walk
from archive.warc.raw import make_record, to_member
from archive.warc.repair import repair
from archive.warc.verify import verify
from tests.build import T0, chunked, exchange, get, http, write_warc

URL = "http://b.example/"
ID = "<urn:uuid:00000000-0000-4000-8000-00000000000{}>"


@pytest.fixture
def layout(tmp_path):
    write_warc(
        tmp_path,
        [
            exchange(),
            exchange(URL + "c", chunked(b"<p>x</p>")),
            exchange(URL + "f", b"", failure="timeout"),
            exchange(URL + "h", http(b""), request=get(URL, method="HEAD")),
            exchange(URL + "n", b"HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n"),
            exchange(URL + "t", http()[:-3], truncated="disconnect", failure="closed"),
        ],
        "c-1",
    )
    write_warc(tmp_path, [exchange(minutes=60)], "c-2")
    return Layout(tmp_path)


def codes(layout, level=None):
    return [f.code for f in verify(layout).findings if level in {None, f.level}]


def touch(path, change):
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    path.write_bytes(change(data) or data)


def test_archive_of_our_own_is_sound(layout):
    found = verify(layout)
    assert found.findings == ()
    assert (found.files, found.sound) == (2, True)
    assert found.records == 17
    assert found.bytes == sum(path.stat().st_size for path in layout.warc.iterdir())


@pytest.fixture
def in_ranges(monkeypatch):
    """Also small files are cut into ranges, each read by another process."""
    monkeypatch.setattr(pieces, "_FEW", 0)
    monkeypatch.setattr(pieces, "_RANGE", 1500)


@pytest.mark.usefixtures("in_ranges")
def test_files_are_checked_in_processes_with_the_same_result(layout):
    told = []
    touch(layout.warc / "c-1-00001.warc.gz", lambda data: data[:-5])
    alone = verify(layout, jobs=1)
    assert verify(layout, jobs=2, progress=told.append) == alone
    assert [checked.warc for checked in told] == [
        "warc/c-1-00001.warc.gz",
        "warc/c-2-00001.warc.gz",
    ]


def in_many_members(tmp_path):
    """A file of many records; some stand twice, and the clock seems to step back there."""
    write_warc(
        tmp_path,
        [
            exchange(f"http://b.example/{n}", http(random.Random(n).randbytes(400)), minutes=n)
            for n in range(20)
        ],
        "c-1",
    )
    layout = Layout(tmp_path)
    touch(layout.warc / "c-1-00001.warc.gz", lambda data: data + data)
    return layout


@pytest.mark.usefixtures("in_ranges")
@pytest.mark.parametrize("flipped", [None, 9000])
def test_ranges_of_a_file_find_what_a_walk_over_it_finds(tmp_path, flipped):
    layout = in_many_members(tmp_path)
    if flipped:
        path = layout.warc / "c-1-00001.warc.gz"
        touch(path, lambda data: data.__setitem__(flipped, data[flipped] ^ 4))
    alone, shared = verify(layout, jobs=1), verify(layout, jobs=2)
    assert {f.code for f in alone.findings} >= {"double-id", "date-order", "index"}
    assert sorted(map(str, shared.findings)) == sorted(map(str, alone.findings))
    assert (shared.records, shared.bytes) == (alone.records, alone.bytes)
    rebuild(layout, jobs=1)
    made = layout.index.read_bytes()
    rebuild(layout, jobs=2)
    assert layout.index.read_bytes() == made


@pytest.mark.usefixtures("in_ranges")
def test_range_never_begins_inside_a_captured_archive(tmp_path):
    forged = [
        exchange("http://forged.example/", http(random.Random(n).randbytes(900))) for n in range(9)
    ]
    write_warc(tmp_path / "inner", forged, "c-9")
    inner = (tmp_path / "inner/warc/c-9-00001.warc.gz").read_bytes()
    write_warc(tmp_path, [exchange(response=http(inner))], "c-1")
    layout = Layout(tmp_path)
    touch(layout.warc / "c-1-00001.warc.gz", lambda data: gzip.compress(gzip.decompress(data), 0))
    assert inner in (layout.warc / "c-1-00001.warc.gz").read_bytes()
    rebuild(layout, jobs=1)
    made = layout.index.read_bytes()
    rebuild(layout, jobs=2)
    assert layout.index.read_bytes() == made
    assert verify(layout, jobs=2) == verify(layout, jobs=1)
    assert b"forged" not in made


def test_torn_tail_is_named_by_file_and_offset(layout):
    touch(layout.warc / "c-1-00001.warc.gz", lambda data: data[:-5])
    torn, *_ = verify(layout).findings
    assert (torn.warc, torn.code) == ("warc/c-1-00001.warc.gz", "torn-tail")
    assert torn.offset > 0
    assert "palimpsest repair" in str(torn)


def test_any_flipped_bit_is_found(layout):
    path = layout.warc / "c-2-00001.warc.gz"
    good = path.read_bytes()
    with opened(path) as file:
        begins = [member.offset for member in walk(file, path)]
    heads = {begin + at for begin in begins for at in range(10)}  # bits that mean nothing
    missed = []
    for at in sorted(set(range(0, len(good), 23)) - heads):
        touch(path, lambda data, at=at: data.__setitem__(at, data[at] ^ 4))
        if verify(layout).sound:
            missed.append(at)
        path.write_bytes(good)
    assert missed == []


def test_unfinished_file_is_a_notice(layout):
    (layout.warc / "c-3-00001.warc.gz.open").write_bytes(b"")
    (finding,) = verify(layout).findings
    assert (finding.code, finding.level) == ("unfinished", "notice")
    assert verify(layout).sound


def test_missing_original_is_found(layout):
    (layout.warc / "c-1-00001.warc.gz").unlink()
    layout.index.unlink()
    rebuild(layout)
    (finding,) = verify(layout).findings
    assert finding.code == "unresolved-revisit"
    assert "at 2026-11-25T09:00:00.123456Z, is not in the archive" in finding.what


def test_clock_that_steps_back_is_a_notice(tmp_path):
    write_warc(tmp_path, [exchange(minutes=90), exchange(URL + "2", at=T0)])
    (finding,) = verify(Layout(tmp_path)).findings
    assert (finding.code, finding.level) == ("date-order", "notice")


# ------------------------------------------------------------------ the index


def test_index_that_lost_a_line_is_found(layout):
    lines = layout.index.read_bytes().splitlines(keepends=True)
    layout.index.write_bytes(b"".join(lines[:-1]))
    (finding,) = verify(layout).findings
    assert finding.code == "index"
    assert "5 lines of this file, the file gives 6" in finding.what
    assert "palimpsest repair" in finding.advice
    repair(layout)
    assert verify(layout).findings == ()


def test_index_that_tells_something_else_is_found(layout):
    layout.index.write_bytes(
        layout.index.read_bytes().replace(b'"410"', b'"200"').replace(b"text/html", b"text/htmx", 1)
    )
    assert codes(layout) == ["index"]


def test_index_of_files_that_are_gone_is_found(layout):
    (layout.warc / "c-2-00001.warc.gz").unlink()
    (finding,) = verify(layout).findings
    assert finding.what == "the index holds lines of a file that is not there"


def test_missing_and_broken_index_are_found(layout):
    layout.index.write_bytes(layout.index.read_bytes() + b"rubbish\n")
    (finding,) = verify(layout).findings
    assert finding.warc == "index.cdxj"
    layout.index.unlink()
    assert "index" in codes(layout)


@pytest.mark.parametrize(
    ("report", "found"),
    [
        ('{"fetched": 6}', []),
        ('{"fetched": 7}', ["crawl-report"]),
        ("[]", []),
        ("{}", []),
        ("no json", []),
    ],
)
def test_crawl_that_reported_more_than_is_there_is_found(layout, report, found):
    folder = layout.crawls / "c-1"
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(report)
    assert codes(layout) == found


def log_of(layout, crawl_id):
    """A log that tells every answer of a crawl, as crawls write it."""
    answers = [e for e in Index(layout) if e.crawl_id == crawl_id and e.kind != "failure"]
    told = [f"2026-11-25 09:00:00 INFO {e.status} new {e.url} (99 bytes)\n" for e in answers]
    path = layout.crawls / crawl_id / "log"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("2026-11-25 08:59:59 INFO a crawl begins\n" + "".join(told))
    return path


def test_log_that_tells_what_the_files_hold_is_right(layout):
    log_of(layout, "c-1")
    assert codes(layout) == []


def test_answer_of_a_log_without_a_record_is_found(layout):
    path = log_of(layout, "c-1")
    size = path.stat().st_size
    with path.open("a") as file:
        file.write("2026-11-25 09:00:00 INFO None answered http://blog.example/lost (9 bytes)\n")
    (finding,) = verify(layout).findings
    assert (finding.code, finding.level) == ("log-without-record", "fault")
    assert (finding.warc, finding.offset) == ("crawls/c-1/log", size)
    assert "http://blog.example/lost" in finding.what


@pytest.mark.parametrize(
    ("report", "level"),
    [
        ('{"state": "finished"}', "fault"),
        ('{"state": "finished", "resumed": true}', "notice"),
        ("{}", "notice"),
    ],
)
def test_record_that_its_log_does_not_tell_is_found(layout, report, level):
    path = log_of(layout, "c-1")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    (path.parent / "report.json").write_text(report)
    (finding,) = verify(layout).findings
    assert (finding.code, finding.level) == ("record-without-log", level)
    assert finding.record_id


def test_log_of_captures_taken_over_is_not_compared(layout):
    path = log_of(layout, "c-1")
    path.write_text("2026-11-25 09:00:00 INFO 200 new http://blog.example/other (9 bytes)\n")
    (path.parent / "crawl.json").write_text('{"spider": "wayback"}')
    assert codes(layout) == []


# ------------------------------------------------------------------ records one by one


def fields(kind, number, **more):
    """Fields of a record; `None` leaves one out."""
    http_kind = {"request": "request"}.get(kind, "response")
    said = {
        "WARC-Type": kind,
        "WARC-Record-ID": ID.format(number),
        "WARC-Date": "2026-11-25T09:00:00Z",
        "WARC-Target-URI": URL,
        "Content-Type": f"application/http; msgtype={http_kind}",
    }
    said.update({name.replace("_", "-"): value for name, value in more.items()})
    return list(said.items())


def one(root, *records):
    """An archive with one file of our own that holds these records."""
    (root / "warc").mkdir()
    path = root / "warc/c-1-00001.warc.gz"
    path.write_bytes(b"".join(to_member(make_record(*record)) for record in records))
    rebuild(Layout(root))
    return Layout(root)


def sha(data):
    return f"sha1:{b32encode(sha1(data).digest()).decode()}"


NINE = "2026-11-25T09:00:00Z"
INFO = (
    [("WARC-Type", "warcinfo"), ("WARC-Record-ID", ID.format(0)), ("WARC-Date", NINE)],
    b"a: b\r\n",
)
SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
WRONG = sha(b"something else")

# A fault, its code, and whether `warcio check` passes it.
FAULTS = {
    "block digest": ("response", {"WARC_Block_Digest": WRONG}, http(), "block-digest", False),
    "payload digest": ("response", {"WARC_Payload_Digest": WRONG}, http(), "payload-digest", False),
    "resource's payload digest": (
        "resource",
        {"Content_Type": "image/png", "WARC_Payload_Digest": WRONG},
        b"png",
        "payload-digest",
        False,
    ),
    "algorithm": ("response", {"WARC_Block_Digest": "crc9:12"}, http(), "unknown-digest", False),
    "no id": ("response", {"WARC_Record_ID": None}, http(), "missing-field", True),
    "no type": ("response", {"WARC_Type": None}, http(), "missing-field", True),
    "no date": ("response", {"WARC_Date": None}, http(), "missing-field", True),
    "no address": ("conversion", {"WARC_Target_URI": None}, b"text", "missing-field", True),
    "odd id": ("response", {"WARC_Record_ID": "17"}, http(), "bad-record-id", True),
    "odd date": ("response", {"WARC_Date": "25 Nov 2026"}, http(), "bad-date", True),
    "no such date": ("response", {"WARC_Date": "2026-13-25T09:00:00Z"}, http(), "bad-date", True),
    "odd type": ("answer", {}, http(), "unknown-type", True),
    "odd truncation": ("response", {"WARC_Truncated": "yes"}, http(), "bad-truncated", True),
    "no http": ("response", {}, b"junk\r\n\r\n", "no-http", True),
    "short body": ("response", {}, http()[:-4], "short-body", True),
    "revisit of nothing": ("revisit", {"WARC_Profile": SAME}, http(b""), "missing-field", True),
    "no profile": ("revisit", {"WARC_Refers_To_Date": NINE}, http(b""), "missing-field", True),
    "revisit of what is not there": (
        "revisit",
        {"WARC_Profile": SAME, "WARC_Refers_To_Date": "2020-01-01T00:00:00Z"},
        http(b""),
        "unresolved-revisit",
        True,
    ),
    "request of what is not there": (
        "request",
        {"WARC_Concurrent_To": ID.format(9)},
        get(URL),
        "concurrent-to",
        True,
    ),
}


def warcio_check(path):
    """The exit code of `warcio check`."""
    return Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all()


@pytest.mark.parametrize("name", FAULTS)
def test_fault_of_a_record_is_found(tmp_path, name):
    kind, more, block, code, passed = FAULTS[name]
    layout = one(tmp_path, INFO, (fields(kind, 1, **more), block))
    found = [finding for finding in verify(layout).findings if finding.code == code]
    assert [finding.warc for finding in found] == ["warc/c-1-00001.warc.gz"]
    assert found[0].offset > 0
    assert (warcio_check(layout.warc / "c-1-00001.warc.gz") == 0) is passed


def test_torn_last_record_passes_warcio_and_not_us(layout):
    path = layout.warc / "c-1-00001.warc.gz"
    touch(path, lambda data: data[:-5])
    assert warcio_check(path) == 0
    assert "torn-tail" in codes(layout)


def test_flipped_checksum_passes_warcio_and_not_us(layout):
    """The last eight bytes of a member are its CRC and its length."""
    path = layout.warc / "c-1-00001.warc.gz"
    touch(path, lambda data: data.__setitem__(-6, data[-6] ^ 1))
    assert "bad-record" in codes(layout)


def test_id_that_stands_twice_passes_warcio_and_not_us(tmp_path):
    record = (fields("response", 1), http())
    layout = one(tmp_path, INFO, record, record)
    assert warcio_check(layout.warc / "c-1-00001.warc.gz") == 0
    assert codes(layout) == ["double-id"]


def test_revisit_of_another_payload_passes_warcio_and_not_us(tmp_path):
    refers = {"WARC_Profile": SAME, "WARC_Refers_To_Date": NINE}
    revisit = fields(
        "revisit", 2, WARC_Date="2026-11-25T10:00:00Z", WARC_Payload_Digest=WRONG, **refers
    )
    layout = one(tmp_path, INFO, (fields("response", 1), http()), (revisit, http(b"")))
    assert warcio_check(layout.warc / "c-1-00001.warc.gz") == 0
    assert codes(layout) == ["revisit-digest"]


def test_both_readings_of_a_payload_digest_are_right(tmp_path):
    answer = chunked(b"<p>x</p>")
    raw = answer.partition(b"\r\n\r\n")[2]
    layout = one(
        tmp_path,
        INFO,
        (fields("response", 1, WARC_Payload_Digest=sha(raw)), answer),
        (fields("response", 2, WARC_Payload_Digest=sha(b"<p>x</p>")), answer),
    )
    assert codes(layout) == []


def test_files_of_others_are_checked_with_their_ways(layout):
    """References that lead out of a file, and another reading of a digest, are theirs to have."""
    layout.imports.mkdir()
    refers = {"WARC_Profile": SAME, "WARC_Refers_To_Date": NINE}
    answer = chunked(b"<p>x</p>")
    records = [
        (fields("response", 1, WARC_Target_URI="http://o.example/"), answer),
        (fields("request", 2, WARC_Concurrent_To=ID.format(9)), get(URL)),
        (
            fields(
                "revisit",
                3,
                WARC_Target_URI="http://o.example/",
                WARC_Payload_Digest=WRONG,
                **refers,
            ),
            http(b""),
        ),
    ]
    path = layout.imports / "x.warc"
    path.write_bytes(gzip.decompress(b"".join(to_member(make_record(*r)) for r in records)))
    rebuild(layout)
    found = verify(layout)
    assert [(finding.code, finding.level) for finding in found.findings] == [
        ("revisit-digest", "notice")
    ]
    assert found.sound


def test_package_that_cannot_be_opened_is_a_fault(layout):
    layout.imports.mkdir()
    (layout.imports / "x.wacz").write_bytes(b"PK\x03\x04 no")
    assert codes(layout) == ["bad-record"]


def test_member_with_two_records_is_read_whole(tmp_path):
    members = [
        to_member(make_record(fields("response", n, WARC_Target_URI=f"{URL}{n}"), http()))
        for n in (1, 2)
    ]
    both = isal_zlib.compress(b"".join(gzip.decompress(member) for member in members), 3, 31)
    layout = one(tmp_path, INFO)
    (layout.warc / "c-2-00001.warc.gz").write_bytes(both)
    rebuild(layout)
    assert verify(layout).records == 3
