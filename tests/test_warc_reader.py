"""Captures out of files of our own and of others; damage is a value with its place."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import BadRecord, TornTail, UnresolvedRevisit, WarcError
from archive.layout import Layout
from archive.warc import members
from archive.warc.digests import digest_of
from archive.warc.index import rebuild
from archive.warc.reader import captures, member, read_capture
from archive.warc.records import Location
from tests.build import T0, chunked, exchange, get, http, write_warc

URL = "http://b.example/"
BODY = b"<p>words of a page</p>"


def warc(*records: tuple[str, bytes], version: bytes = b"WARC/1.0") -> list[bytes]:
    """Records as others might write them: fields as text, block as bytes."""
    return [
        version
        + b"\r\n"
        + fields.strip().replace("\n", "\r\n").encode()
        + b"\r\nContent-Length: %d\r\n\r\n" % len(block)
        + block
        + b"\r\n\r\n"
        for fields, block in records
    ]


def fields(kind: str, number: int, url: str = URL, more: str = "") -> str:
    head = f"WARC-Type: {kind}\nWARC-Record-ID: <urn:uuid:{number}>\nWARC-Target-URI: {url}\n"
    content = {"conversion": "text/plain", "resource": "image/png"}.get(
        kind, "application/http; msgtype=response"
    )
    return f"{head}WARC-Date: 2020-01-02T03:04:0{number}Z\nContent-Type: {content}\n{more}"


def read(path, root=None):
    return [found for _, found in captures(path, root)]


def bodies(path, root=None):
    return [found.body for found in read(path, root) if not isinstance(found, WarcError)]


def test_what_was_written_is_read_back(tmp_path):
    packed = gzip.compress(BODY, mtime=0)
    kind = ("Content-Type", "text/html")
    write_warc(
        tmp_path,
        [
            exchange(response=http(BODY)),
            exchange(URL + "c", chunked(BODY)),
            exchange(URL + "g", http(packed, headers=(kind, ("Content-Encoding", "gzip")))),
            exchange(URL + "gc", chunked(packed, headers="Content-Encoding: gzip\r\n")),
            exchange(URL + "m", http(BODY, headers=(kind, ("Content-Encoding", "gzip")))),
            exchange(URL + "h", b"HTTP/1.1 103 Early Hints\r\n\r\n" + http(BODY)),
        ],
    )
    found = list(captures(tmp_path / "warc/crawl-1-00001.warc.gz", tmp_path))
    assert [capture.body for _, capture in found] == [BODY] * 6
    place, first = found[0]
    assert place.warc == "warc/crawl-1-00001.warc.gz"
    assert (first.url, first.status, first.captured_at) == (URL, 200, T0)
    assert first.headers[0] == ("Content-Type", "text/html; charset=utf-8")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(body=st.binary(max_size=3000), size=st.integers(min_value=1, max_value=999))
def test_any_body_is_read_back(tmp_path_factory, body, size):
    root = tmp_path_factory.mktemp("law")
    kind = "Content-Type: text/html\r\n"
    places = write_warc(
        root,
        [
            exchange(response=http(body)),
            exchange(URL + "c", chunked(body, size=size, headers=kind)),
        ],
    )
    layout = Layout(root)
    assert [read_capture(layout, place).body for place in places] == [body, body]


def test_failures_and_answers_to_head_are_no_captures(tmp_path):
    write_warc(
        tmp_path,
        [
            exchange(response=b"", failure="timeout"),
            exchange(response=http(b""), request=get(URL, method="HEAD")),
        ],
    )
    assert read(tmp_path / "warc/crawl-1-00001.warc.gz", tmp_path) == []


def test_cut_answer_says_so_in_its_location(tmp_path):
    write_warc(tmp_path, [exchange(response=http(BODY)[:-5], truncated="disconnect")])
    ((place, capture),) = captures(tmp_path / "warc/crawl-1-00001.warc.gz", tmp_path)
    assert (place.truncated, capture.body) == ("disconnect", BODY[:-5])


def two_crawls(root, response=None, request=None):
    write_warc(root, [exchange(response=http(BODY, headers=(("ETag", '"1"'), ("A", "1"))))], "c-1")
    again = response or http(BODY, headers=(("B", "2"),))
    write_warc(root, [exchange(response=again, request=request or get(URL), minutes=60)], "c-2")
    return root / "warc/c-2-00001.warc.gz"


def test_revisit_has_its_own_head_and_the_body_of_its_original(tmp_path):
    (capture,) = read(two_crawls(tmp_path), tmp_path)
    assert (capture.status, capture.body) == (200, BODY)
    assert capture.headers == (("B", "2"), ("Content-Length", "22"))
    assert capture.captured_at == datetime(2026, 11, 25, 10, 0, 0, 123456, UTC)


def test_not_modified_has_status_and_body_of_its_original_and_fresh_headers(tmp_path):
    path = two_crawls(
        tmp_path,
        b'HTTP/1.1 304 Not Modified\r\nA: 9\r\nETag: "1"\r\n\r\n',
        get(URL, more='If-None-Match: "1"\r\n'),
    )
    (capture,) = read(path, tmp_path)
    assert (capture.status, capture.body) == (200, BODY)
    assert capture.headers == (("Content-Length", "22"), ("A", "9"), ("ETag", '"1"'))


def test_revisit_without_original_is_reported(tmp_path):
    path = two_crawls(tmp_path)
    (fault,) = read(path)
    assert isinstance(fault, UnresolvedRevisit)
    assert "2026-11-25T09:00:00.123456Z is not in the archive" in str(fault)


def test_revisit_is_resolved_earlier_in_the_same_file(tmp_path):
    both = tmp_path / "both.warc.gz"
    path = two_crawls(tmp_path)
    both.write_bytes((tmp_path / "warc/c-1-00001.warc.gz").read_bytes() + path.read_bytes())
    assert bodies(both) == [BODY, BODY]


def test_revisit_whose_original_is_damaged_is_reported(tmp_path):
    path = two_crawls(tmp_path)
    first = tmp_path / "warc/c-1-00001.warc.gz"
    first.chmod(0o644)
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 0xFF
    first.write_bytes(data)
    (fault,) = read(path, tmp_path)
    assert isinstance(fault, UnresolvedRevisit)


def test_revisit_of_others_without_a_head_is_resolved(tmp_path):
    path = tmp_path / "x.warc"
    refers = f"WARC-Refers-To-Target-URI: <{URL}>\nWARC-Refers-To-Date: 2020-01-02T03:04:01Z\n"
    profile = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\n"
    path.write_bytes(
        b"".join(
            warc(
                (fields("response", 1), http(BODY)),
                (fields("revisit", 2, more=refers + profile), b""),
                (fields("revisit", 3, "http://b.example/2", "WARC-Refers-To: <urn:uuid:1>\n"), b""),
                (fields("revisit", 4), b""),
            )
        )
    )
    *found, last = read(path)
    assert [capture.body for capture in found] == [BODY] * 3
    assert isinstance(last, UnresolvedRevisit)


@pytest.mark.parametrize("indexed", [False, True])
def test_revisit_of_old_crawlers_that_names_only_a_digest_is_resolved(tmp_path, indexed):
    path = tmp_path / "imports/x.warc"
    path.parent.mkdir()
    said = f"WARC-Payload-Digest: {digest_of(BODY)}\n"
    path.write_bytes(
        b"".join(
            warc(
                (fields("response", 1), http(BODY)),
                (fields("response", 2), http(b"<p>other words</p>")),
                (fields("revisit", 3, more=said), http(BODY)[: -len(BODY)]),
                (fields("revisit", 4, "http://b.example/else", said), b""),
            )
        )
    )
    rebuild(Layout(tmp_path))
    _, _, capture, fault = read(path, tmp_path if indexed else None)
    assert capture.body == BODY
    assert isinstance(fault, UnresolvedRevisit)


def test_text_of_extractors_and_plain_resources_are_captures(tmp_path):
    path = tmp_path / "x.wet"
    path.write_bytes(
        b"".join(
            warc(
                ("WARC-Type: warcinfo\nWARC-Record-ID: <urn:uuid:0>\nWARC-Date: x\n", b"a: b\r\n"),
                (fields("conversion", 1), "Title\nWörter\n".encode()),
                (fields("resource", 2), b"\x89PNG"),
                (fields("response", 3, "dns:b.example"), b"b.example. IN A 127.0.0.1"),
                (fields("request", 4), get(URL)),
                (fields("resource", 5, more="Content-Type: application/warc-fields\n"), b"a: b"),
            )
        )
    )
    text, image, dns, *_ = read(path)
    assert (text.headers, text.status) == ((("Content-Type", "text/plain"),), 200)
    assert text.body.decode() == "Title\nWörter\n"
    assert image.body == b"\x89PNG"
    assert dns.url == "dns:b.example"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio's own
def test_file_of_warcio_is_read(tmp_path):
    path = tmp_path / "x.warc.gz"
    with path.open("wb") as file:
        made = WARCWriter(file, gzip=True)
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
        made.write_record(made.create_warcinfo_record("x.warc.gz", {"software": "warcio"}))
        made.write_record(
            made.create_warc_record(URL, "response", payload=io.BytesIO(BODY), http_headers=head)
        )
    assert bodies(path) == [BODY]


def test_plain_file_and_one_member_with_many_records_are_read(tmp_path):
    records = warc(*((fields("response", number), http(BODY)) for number in range(3)))
    plain, packed = tmp_path / "x.warc", tmp_path / "x.warc.gz"
    plain.write_bytes(b"".join(records))
    packed.write_bytes(gzip.compress(b"".join(records)))
    assert bodies(plain) == bodies(packed) == [BODY] * 3
    offsets = [place.offset for place, _ in captures(plain)]
    assert offsets == [0, len(records[0]), 2 * len(records[0])]
    layout = Layout(tmp_path)
    for path in (plain, packed):
        for place, _ in captures(path, tmp_path):
            assert read_capture(layout, place).body == BODY


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_package_is_read_file_by_file(tmp_path, how):
    records = [gzip.compress(r) for r in warc((fields("response", 1), http(BODY)))]
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w", how) as package:
        package.writestr("archive/a.warc.gz", b"".join(records))
        package.writestr("archive/b.warc.gz", b"".join(records))
        package.writestr("pages/pages.jsonl", "{}")
    ((one, _), (two, _)) = captures(path, tmp_path)
    assert (one.warc, two.warc) == ("x.wacz!/archive/a.warc.gz", "x.wacz!/archive/b.warc.gz")
    assert read_capture(Layout(tmp_path), two).body == BODY
    assert member(Layout(tmp_path), two) == records[0]


def test_package_whose_packing_is_damaged_is_told(tmp_path):
    (good,) = warc((fields("response", 1), http(BODY * 200)))
    path = tmp_path / "imports/x.wacz"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/a.warc", good)
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(data)
    (fault,) = read(path)
    assert isinstance(fault, BadRecord)
    (same,) = rebuild(Layout(tmp_path))
    assert str(same) == str(fault)


# ------------------------------------------------------------------ damage


def three(tmp_path):
    write_warc(tmp_path, [exchange(URL + str(number), http(BODY)) for number in range(3)])
    path = tmp_path / "warc/crawl-1-00001.warc.gz"
    path.chmod(0o644)
    return path, [place for place, _ in captures(path, tmp_path)]


def test_torn_tail_is_reported_by_its_offset(tmp_path):
    path, places = three(tmp_path)
    cut = places[2].offset + places[2].length // 2
    path.write_bytes(path.read_bytes()[:cut])
    *whole, (place, fault) = captures(path, tmp_path)
    assert len(whole) == 2
    assert isinstance(fault, TornTail)
    assert (fault.offset, place.offset) == (places[2].offset, places[2].offset)


def test_any_cut_of_a_file_is_told_or_between_records(tmp_path):
    path, _ = three(tmp_path)
    data = path.read_bytes()
    whole = {0, len(data)}
    with members.opened(path) as file:
        whole |= {item.offset for item in members.walk(file, path)}
    for cut in {*range(0, len(data), 11), *whole}:
        path.write_bytes(data[:cut])
        faults = [found for found in read(path) if isinstance(found, WarcError)]
        assert len(faults) == (cut not in whole), cut


def test_flipped_bit_hides_only_its_own_record(tmp_path):
    path, places = three(tmp_path)
    data = bytearray(path.read_bytes())
    data[places[1].offset + places[1].length // 2] ^= 1
    path.write_bytes(data)
    found = read(path)
    (fault,) = (item for item in found if isinstance(item, WarcError))
    assert isinstance(fault, BadRecord)
    assert fault.offset == places[1].offset
    assert len(found) == 3


def test_rubbish_between_and_after_records_is_told_and_passed(tmp_path):
    path, places = three(tmp_path)
    data = path.read_bytes()
    at = places[1].offset
    path.write_bytes(data[:at] + b"rubbish" * 20_000 + data[at:] + b"\0" * 500)
    found = read(path)
    assert [type(item).__name__ for item in found] == [
        "Capture",
        "BadRecord",
        "Capture",
        "Capture",
        "BadRecord",
    ]


BROKEN = {
    "no length": (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n", "no Content-Length"),
    "odd length": (b"WARC/1.0\r\nContent-Length: -5\r\n\r\nx\r\n\r\n", "Content-Length is '-5'"),
    "long length": (b"WARC/1.0\r\nContent-Length: 500\r\n\r\nx\r\n\r\n", "shorter than its"),
    "head without end": (b"WARC/1.0\r\nContent-Length: 1\r\n", "does not end"),
    "another thing": (b"HTTP/1.1 200 OK\r\n\r\n", "no WARC record begins here"),
    "nothing": (b"", "a gzip member without a record"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_member_that_is_no_record_is_told_and_the_next_is_read(tmp_path, name):
    content, reason = BROKEN[name]
    path = tmp_path / "x.warc.gz"
    (good,) = warc((fields("response", 1), http(BODY)))
    path.write_bytes(gzip.compress(content) + gzip.compress(good))
    fault, capture = read(path)
    assert reason in str(fault)
    assert capture.body == BODY


@pytest.mark.parametrize("cut", [3, 30, 200, -10])
def test_plain_file_that_is_torn_is_told(tmp_path, cut):
    path = tmp_path / "x.warc"
    (good,) = warc((fields("response", 1), http(BODY)))
    path.write_bytes(good + good[:cut])
    capture, fault = read(path)
    assert capture.body == BODY
    assert isinstance(fault, WarcError)
    assert fault.offset == len(good)


def test_fields_may_be_folded_and_long(tmp_path):
    path = tmp_path / "x.warc"
    folded = fields("response", 1, more=f"X-Note: one\n two\nX-Long: {'x' * 70_000}\n")
    path.write_bytes(b"".join(warc((folded, http(BODY)))))
    with members.opened(path) as file:
        (item,) = members.walk(file, path)
    assert item.record.named["x-note"] == "one two"
    assert bodies(path) == [BODY]


def test_rubbish_in_a_plain_file_is_told_and_passed(tmp_path):
    path = tmp_path / "x.warc"
    (good,) = warc((fields("response", 1), http(BODY)))
    path.write_bytes(good + b"rubbish\r\n" * 9000 + good)
    assert [type(item).__name__ for item in read(path)] == ["Capture", "BadRecord", "Capture"]


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_record_beyond_the_bound_is_walked_over(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(members, "MOST", 5000)
    path = tmp_path / f"x{suffix}"
    big, good = warc(
        (fields("response", 1), http(b"x" * 9000)), (fields("response", 2), http(BODY))
    )
    pack = gzip.compress if suffix.endswith("gz") else bytes
    path.write_bytes(pack(big) + pack(good))
    fault, capture = read(path)
    assert "larger than" in str(fault)
    assert capture.body == BODY


def test_record_with_an_impossible_date_is_reported(tmp_path):
    path = tmp_path / "x.warc"
    bad = fields("response", 1).replace("2020-01-02", "2020-13-45")
    path.write_bytes(b"".join(warc((bad, http(BODY)))))
    (fault,) = read(path)
    assert "WARC-Date is" in str(fault)


def test_missing_file_and_broken_package_are_values(tmp_path):
    (missing,) = read(tmp_path / "none.warc.gz")
    assert "No such file" in str(missing)
    broken = tmp_path / "x.wacz"
    broken.write_bytes(b"PK\x03\x04 and no more")
    (fault,) = read(broken)
    assert isinstance(fault, BadRecord)


def test_location_that_leads_nowhere_is_told(tmp_path):
    path, places = three(tmp_path)
    layout = Layout(tmp_path)
    wrong = Location(
        warc=places[0].warc,
        offset=places[1].offset,
        length=9,
        record_id=places[0].record_id,
        target_uri=URL,
        captured_at="",
    )
    with pytest.raises(BadRecord, match="does not lie here"):
        read_capture(layout, wrong)
    data = bytearray(path.read_bytes())
    data[places[1].offset + 40] ^= 1
    path.write_bytes(data[:-20])
    with pytest.raises(BadRecord, match="cannot be read"):
        read_capture(layout, places[1])
    with pytest.raises(BadRecord, match="ends before"):
        member(layout, Location(**{**_plain(places[2]), "length": 99_999}))
    with pytest.raises(BadRecord, match="No such file"):
        member(layout, Location(**{**_plain(places[2]), "warc": "warc/none.warc.gz"}))
    path.write_bytes(b"")
    with pytest.raises(BadRecord, match="does not lie here"):
        read_capture(layout, places[0])


def _plain(place):
    return {name: getattr(place, name) for name in place.__slots__}


def test_record_that_shows_no_page_is_told(tmp_path):
    (place,) = write_warc(tmp_path, [exchange(response=b"", failure="timeout")])
    with pytest.raises(BadRecord, match="shows no page"):
        read_capture(Layout(tmp_path), place)


def test_revisit_is_read_by_its_location(tmp_path):
    path = two_crawls(tmp_path)
    ((place, _),) = captures(path, tmp_path)
    assert read_capture(Layout(tmp_path), place).body == BODY
    (tmp_path / "warc/c-1-00001.warc.gz").unlink()
    with pytest.raises(UnresolvedRevisit):
        read_capture(Layout(tmp_path), place)
