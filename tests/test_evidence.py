"""Evidence packages: what they hold, and that no flipped byte goes unseen."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from archive.diff.changes import CaptureRef, Reading
from archive.diff.history import edits
from archive.errors import ArchiveError
from archive.evidence import SUMS, build, packed, sums
from archive.evidence_check import verify_evidence
from archive.evidence_text import CONSISTENT
from archive.layout import Layout
from archive.warc.index import update
from archive.warc.reader import member, read_capture
from archive.warc.records import Location
from normalizers.normalize import normalize
from tests.build import exchange, http, write_warc

URL = "http://b.example/2026/01/harbour/"
MADE_AT = "2026-11-25T12:00:00Z"


def story(text: str) -> bytes:
    return http(
        f"""<!doctype html><html lang="en"><head><title>The harbour | A blog</title>
        <link rel="canonical" href="{URL}"></head><body class="single postid-7">
        <article id="post-7" class="post-7 hentry"><h1 class="entry-title">The harbour</h1>
        <div class="entry-content"><p>{text}</p>
        <p>The crane stood still all day, and nobody of the works council would say
        when it is to move again. A second ship waits outside the mole.</p></div>
        </article></body></html>""".encode()
    )


def archive(root: Path, first: bytes, second: bytes):
    """Two visits to one address, and the edits between them."""
    (old,) = write_warc(root, [exchange(URL, first)], "crawl-1")
    update(Layout(root))
    (new,) = write_warc(root, [exchange(URL, second, minutes=60 * 24)], "crawl-2")
    update(Layout(root))
    found = edits([reading(root, old), reading(root, new)])
    return Layout(root), found


def reading(root: Path, location) -> Reading:
    capture = read_capture(Layout(root), location)
    ref = CaptureRef(
        url=location.target_uri,
        captured_at=location.captured_at,
        warc=location.warc,
        offset=location.offset,
        length=location.length,
        record_id=location.record_id,
        digest=location.payload_digest,
    )
    if capture.status in (404, 410):
        return Reading(outcome="gone", page=None, captures=(ref,))
    return Reading(outcome="ok", page=normalize(capture), captures=(ref,))


@pytest.fixture
def case(tmp_path):
    layout, found = archive(
        tmp_path / "a",
        story("At least 12 ships left the harbour on Monday, said the harbour master."),
        story("At least 21 ships left the harbour on Monday, said the harbour master."),
    )
    (edit,) = [edit for edit in found if edit.change.part == "body"]
    return layout, edit, build(layout, edit, tmp_path / "case.zip", MADE_AT)


def files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewritten(path: Path, **changed: bytes) -> Path:
    """The package with other contents and fitting checksums."""
    content = {name: data for name, data in files(path).items() if name != SUMS}
    content |= {name.replace("__", "/").replace("_", "."): data for name, data in changed.items()}
    path.write_bytes(packed({**content, SUMS: sums(content)}))
    return path


def test_package_holds_the_records_byte_for_byte(case):
    layout, edit, path = case
    found = files(path)
    manifest = json.loads(found["manifest.json"])
    roles = [record["role"] for record in manifest["records"]["old"]]
    assert roles == ["warcinfo", "response", "request"]
    assert member(layout, _location(edit.old_capture)) in found["warc/old.warc.gz"]
    assert member(layout, _location(edit.new_capture)) in found["warc/new.warc.gz"]
    assert b"12 ships" in found["text/old.txt"]
    assert b"21 ships" in found["text/new.txt"]


def _location(ref: CaptureRef):
    return Location(
        warc=ref.warc,
        offset=ref.offset,
        length=ref.length,
        record_id=ref.record_id,
        target_uri=ref.url,
        captured_at=ref.captured_at,
    )


def test_whole_package_is_consistent_and_its_origin_unattested(case):
    checked = verify_evidence(case[2])
    assert checked.findings == ()
    assert checked.ok
    assert checked.attests == CONSISTENT


def test_same_edit_gives_the_same_package(case, tmp_path):
    layout, edit, path = case
    again = build(layout, edit, tmp_path / "again.zip", MADE_AT)
    assert again.read_bytes() == path.read_bytes()


def test_no_flipped_byte_goes_unseen(case):
    path = case[2]
    data = path.read_bytes()
    step = max(1, len(data) // 150)
    for at in range(0, len(data), step):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :])
        checked = verify_evidence(path)
        assert not checked.ok, at
        assert checked.findings[0], at


def test_changed_text_with_fitting_checksums_is_found(case):
    checked = verify_evidence(rewritten(case[2], text__new_txt=b"At least 99 ships.\n"))
    assert checked.findings == ("text/new.txt is not the new text of change.json",)


def test_edit_that_the_captures_do_not_show_is_found(case):
    path = case[2]
    record = json.loads(files(path)["change.json"])
    record["new"] = record["new"].replace("21", "99")
    told = json.dumps(record).encode()
    text = f"{record['new']}\n".encode()
    checked = verify_evidence(rewritten(path, change_json=told, text__new_txt=text))
    assert checked.findings == ("the two captures, read and compared anew, do not show this edit",)


def test_damaged_record_with_fitting_checksums_is_found(case):
    path = case[2]
    broken = files(path)["warc/new.warc.gz"][:-30]
    content = {n: d for n, d in files(path).items() if n != SUMS} | {"warc/new.warc.gz": broken}
    path.write_bytes(packed({**content, SUMS: sums(content)}))
    assert not verify_evidence(path).ok


def test_missing_checksums_and_missing_files_are_told(case):
    path = case[2]
    content = {name: data for name, data in files(path).items() if name != SUMS}
    path.write_bytes(packed(content))
    assert verify_evidence(path).findings == ("SHA256SUMS is missing",)
    del content["manifest.json"]
    path.write_bytes(packed({**content, SUMS: sums(content)}))
    assert verify_evidence(path).findings == (
        "the package is not complete: KeyError 'manifest.json'",
    )


def test_what_is_no_package_is_told(tmp_path):
    path = tmp_path / "no.zip"
    path.write_bytes(b"not a zip")
    assert verify_evidence(path).findings[0].startswith("the package cannot be read")
    with pytest.raises(ArchiveError, match="name an evidence package"):
        verify_evidence(tmp_path / "missing.zip")


def test_other_normalizer_is_said_instead_of_guessed(case):
    path = case[2]
    record = {**json.loads(files(path)["change.json"]), "normalizer": "0.1"}
    checked = verify_evidence(rewritten(path, change_json=json.dumps(record).encode()))
    assert "cannot be compared again" in checked.findings[0]


def test_page_that_is_gone_is_proved(tmp_path):
    layout, found = archive(tmp_path / "a", story("The ship left."), http(b"gone", "410 Gone"))
    (edit,) = found
    assert edit.change.op == "removed"
    assert verify_evidence(build(layout, edit, tmp_path / "case.zip", MADE_AT)).ok


def test_page_that_is_back_is_proved(tmp_path):
    root = tmp_path / "a"
    layout, gone = archive(root, story("The ship left."), http(b"gone", "404 Not Found"))
    (back,) = write_warc(root, [exchange(URL, story("The ship left."), minutes=5000)], "crawl-3")
    update(layout)
    first = replace(reading(root, back), captures=(gone[0].old_capture,))
    readings = [first, Reading(outcome="gone", page=None, captures=(gone[0].new_capture,))]
    restored = edits([*readings, reading(root, back)])[-1]
    path = build(layout, restored, tmp_path / "case.zip", MADE_AT)
    assert verify_evidence(path).findings == ()
    record = json.loads(files(path)["manifest.json"])
    record["captures"]["old"] = record["captures"]["new"]
    checked = verify_evidence(rewritten(path, manifest_json=json.dumps(record).encode()))
    assert checked.findings[0].startswith("the records do not show a page that was gone")


def test_revisit_brings_its_original(tmp_path):
    root = tmp_path / "a"
    same = story("At least 12 ships left the harbour on Monday.")
    write_warc(root, [exchange(URL, same)], "crawl-1")
    update(Layout(root))
    layout, found = archive(root, same, story("At least 21 ships left the harbour on Monday."))
    (edit,) = [edit for edit in found if edit.change.part == "body"]
    path = build(layout, edit, tmp_path / "case.zip", MADE_AT)
    roles = [r["role"] for r in json.loads(files(path)["manifest.json"])["records"]["old"]]
    assert roles == ["warcinfo", "original", "revisit", "request"]
    assert verify_evidence(path).findings == ()


def test_edit_without_captures_is_refused(case, tmp_path):
    layout, edit, _ = case
    with pytest.raises(ArchiveError, match="names no two captures"):
        build(layout, replace(edit, old_capture=None), tmp_path / "x.zip", MADE_AT)


def test_record_that_does_not_lie_there_is_told(case, tmp_path):
    layout, edit, _ = case
    wrong = replace(edit, old_capture=replace(edit.old_capture, record_id="<urn:uuid:0>"))
    with pytest.raises(ArchiveError, match="does not lie there"):
        build(layout, wrong, tmp_path / "x.zip", MADE_AT)


def test_zip_module_reads_the_package(case):
    assert zipfile.ZipFile(io.BytesIO(case[2].read_bytes())).testzip() is None


def test_stale_checksum_names_the_file(case):
    path = case[2]
    content = {**files(path), "README.txt": b"Trust me.\n"}
    path.write_bytes(packed(content))
    assert verify_evidence(path).findings == ("the checksum does not fit: README.txt",)
    path.write_bytes(packed({**files(path), SUMS: b"\n"}))
    assert verify_evidence(path).findings[0].startswith("the checksum does not fit: README.txt")


def test_bytes_between_the_files_are_looked_at(case):
    path = case[2]
    path.write_bytes(b"#" + path.read_bytes())
    assert "not laid out as it was written" in verify_evidence(path).findings[0]


def plain(number: int, kind: str, block: bytes, more: str = "") -> bytes:
    """An uncompressed record as others write it."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: {URL}\r\nWARC-Date: 2026-01-0{number}T06:00:00Z\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\n{more}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def imported(root: Path):
    """An archive with a plain file of others: the request stands before the first answer."""
    layout = Layout(root)
    layout.imports.mkdir(parents=True)
    request = b"GET / HTTP/1.1\r\n\r\n"
    records = [
        plain(9, "request", request, "WARC-Concurrent-To: <urn:uuid:1>\r\n"),
        plain(1, "response", story("At least 12 ships left the harbour.")),
        plain(2, "response", story("At least 21 ships left the harbour.")),
    ]
    (layout.imports / "x.warc").write_bytes(b"".join(records))
    update(layout)
    starts = [len(records[0]), len(records[0]) + len(records[1])]
    places = [
        Location(
            warc="imports/x.warc",
            offset=start,
            length=len(record),
            record_id=f"<urn:uuid:{n}>",
            target_uri=URL,
            captured_at=f"2026-01-0{n}T06:00:00Z",
        )
        for n, (start, record) in enumerate(zip(starts, records[1:], strict=True), 1)
    ]
    found = edits([reading(root, place) for place in places])
    return layout, next(edit for edit in found if edit.change.part == "body")


def test_plain_files_of_others_are_packed_as_they_are(tmp_path):
    layout, edit = imported(tmp_path / "a")
    path = build(layout, edit, tmp_path / "case.zip", MADE_AT)
    records = json.loads(files(path)["manifest.json"])["records"]
    assert [record["role"] for record in records["old"]] == ["response", "request"]
    assert [record["role"] for record in records["new"]] == ["response"]
    assert b"WARC/1.0" in files(path)["warc/old.warc"]
    assert verify_evidence(path).findings == ()


def test_plain_and_compressed_records_of_one_side_are_refused(case, tmp_path):
    layout, edit, _ = case
    _, other = imported(layout.root)
    sides = ((edit.old_capture, other.old_capture), (edit.new_capture,))
    with pytest.raises(ArchiveError, match="compressed and in plain files"):
        build(layout, edit, tmp_path / "x.zip", MADE_AT, sides)


def test_pages_that_cannot_be_read_show_no_edit(case):
    path = case[2]
    manifest = json.loads(files(path)["manifest.json"])
    manifest["captures"]["new"][0]["record_id"] = "<urn:uuid:other>"
    checked = verify_evidence(rewritten(path, manifest_json=json.dumps(manifest).encode()))
    assert "do not show this edit" in checked.findings[0]
