"""Evidence packages: what they hold, and that no flipped byte goes unseen."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from archive.diff.changes import CaptureRef, Reading
from archive.diff.form import from_json
from archive.diff.history import edits
from archive.errors import ArchiveError
from archive.evidence import as_manifest, build, page
from archive.evidence_check import verify_evidence
from archive.evidence_package import CONSISTENT, SUMS, packed, sums
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
    shown = normalize(capture)
    if shown.kind == "protected":
        return Reading(outcome="protected", page=None, captures=(ref,))
    return Reading(outcome="ok", page=shown, captures=(ref,))


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
    told = f"{json.dumps(record, ensure_ascii=False)}\n".encode()
    shown = page(from_json(record), MADE_AT)
    text = f"{record['new']}\n".encode()
    checked = verify_evidence(
        rewritten(path, change_json=told, text__new_txt=text, change_html=shown)
    )
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
    assert verify_evidence(path).findings == ("manifest.json is missing",)


def test_what_is_no_package_is_told(tmp_path):
    path = tmp_path / "no.zip"
    path.write_bytes(b"not a zip")
    assert verify_evidence(path).findings[0].startswith("the package cannot be read")
    with pytest.raises(ArchiveError, match="name an evidence package"):
        verify_evidence(tmp_path / "missing.zip")


def test_other_normalizer_is_said_instead_of_guessed(case):
    path = case[2]
    path = altered(path, "change.json", normalizer="0.1")
    path = altered(path, "manifest.json", normalizer="0.1")
    edit = from_json(json.loads(files(path)["change.json"]))
    checked = verify_evidence(rewritten(path, change_html=page(edit, MADE_AT)))
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
    checked = verify_evidence(rewritten(path, manifest_json=as_manifest(record)))
    assert checked.findings[0].startswith("the records do not show a page that was gone")


def test_password_in_place_of_the_text_is_proved(tmp_path):
    asked = story("The ship left.").replace(
        b"<p>",
        b"<form class='post-password-form' method='post'><input name='post_password'></form><p>",
    )
    layout, found = archive(tmp_path / "a", story("The ship left."), asked)
    (edit,) = found
    assert edit.change.classes == ("password",)
    package = build(layout, edit, tmp_path / "case.zip", MADE_AT)
    assert b"text no longer public (password asked)" in files(package)["change.html"]
    assert verify_evidence(package).findings == ()


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
    checked = verify_evidence(rewritten(path, manifest_json=as_manifest(manifest)))
    assert "do not show this edit" in checked.findings[0]


def altered(path: Path, name: str, **changed: object) -> Path:
    """The package with other values in one of its JSON files and fitting checksums."""
    content = {n: data for n, data in files(path).items() if n != SUMS}
    told = {**json.loads(content[name]), **changed}
    line = f"{json.dumps(told, ensure_ascii=False)}\n".encode()
    content[name] = as_manifest(told) if name == "manifest.json" else line
    path.write_bytes(packed({**content, SUMS: sums(content)}))
    return path


def with_names(path: Path, *names: str) -> Path:
    """The package with more files and fitting checksums."""
    content = {n: data for n, data in files(path).items() if n != SUMS}
    content |= dict.fromkeys(names, b"x")
    path.write_bytes(packed({**content, SUMS: sums(content)}))
    return path


@pytest.mark.parametrize(
    "name", ["warc/../../escaped.txt", "/etc/x", "more.txt", "CHANGE.JSON", "warc/third.warc.gz"]
)
def test_file_that_belongs_to_no_package_is_not_unpacked(case, name):
    checked = verify_evidence(with_names(case[2], name))
    assert checked.findings == (f"{name}: no file of a package",)


def test_two_files_for_one_side_are_found(case):
    checked = verify_evidence(with_names(case[2], "warc/old.warc"))
    assert checked.findings[0].startswith("warc/old has to be one file")


def test_name_that_stands_twice_is_found(case):
    path = case[2]
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(path, "a") as package,
    ):
        package.writestr("text/new.txt", b"At least 99 ships.\n")
    assert verify_evidence(path).findings == ("text/new.txt is there 2 times",)


def test_link_in_place_of_a_file_is_found(case):
    path = case[2]
    content = files(path)
    with zipfile.ZipFile(path, "w") as package:
        for name in sorted(content):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = (0o120777 if name == "README.txt" else 0o644) << 16
            info.create_system = 3
            package.writestr(info, content[name])
    assert "not laid out as it was written" in verify_evidence(path).findings[0]


def test_packed_file_is_refused_before_it_is_unpacked(case):
    path = case[2]
    content = files(path) | {"README.txt": bytes(30_000_000)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    assert "README.txt is not stored as it is" in verify_evidence(path).findings


def test_package_larger_than_any_is_not_read(case, monkeypatch):
    monkeypatch.setattr("archive.evidence_package.MOST", 1000)
    assert "larger than the 1000 bytes" in verify_evidence(case[2]).findings[0]


def test_files_that_overlap_are_refused(case):
    path = case[2]
    data = path.read_bytes()
    stated = next(info for info in zipfile.ZipFile(path).infolist() if "new.warc" in info.filename)
    size = stated.file_size.to_bytes(4, "little")
    path.write_bytes(data.replace(size * 2, (4_000_000_000).to_bytes(4, "little") * 2))
    assert "larger than" in verify_evidence(path).findings[0]


def test_records_that_unpack_to_too_much_are_refused(case, monkeypatch):
    monkeypatch.setattr("archive.evidence_check._MOST_UNPACKED", 100)
    assert "manifest.json names another record" in verify_evidence(case[2]).findings[0]


def test_page_for_the_browser_shows_the_edit_and_nothing_else(case):
    html = files(case[2])["change.html"].replace(b"</body>", b"<script>x()</script></body>")
    checked = verify_evidence(rewritten(case[2], change_html=html))
    assert checked.findings == ("change.html does not show what change.json tells",)


def test_other_words_on_how_to_check_are_found(case):
    checked = verify_evidence(rewritten(case[2], README_txt=b"Run this program.\n"))
    assert checked.findings == ("README.txt does not say what it says in every package",)


def test_package_of_another_version_says_what_was_not_looked_at(case):
    path = altered(case[2], "manifest.json", made_by="Palimpsest 0.0")
    checked = verify_evidence(rewritten(path, README_txt=b"Other words.\n"))
    assert checked.ok
    assert checked.notes[0].startswith("made by Palimpsest 0.0, this is Palimpsest")


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"witnesses": ["A notary"]}, "manifest.json names witnesses or timestamps"),
        ({"timestamps": ["2026-01-01"]}, "manifest.json names witnesses or timestamps"),
        ({"edit": "000000000000"}, "manifest.json is of another edit"),
        ({"attests": "sworn before a notary"}, "manifest.json does not say what it says"),
        ({"note": "certified"}, "manifest.json does not say what it says"),
        ({"normalizer": "9.9"}, "manifest.json does not say what it says"),
        ({"records": {"old": [], "new": []}}, "old.warc.gz at byte 0: manifest.json names"),
    ],
)
def test_manifest_that_says_more_than_the_records_is_found(case, changed, finding):
    checked = verify_evidence(altered(case[2], "manifest.json", **changed))
    assert checked.findings[0].startswith(finding)


def test_record_that_the_manifest_names_and_that_is_not_there_is_found(case):
    records = json.loads(files(case[2])["manifest.json"])["records"]
    records["old"].append(records["old"][-1])
    checked = verify_evidence(altered(case[2], "manifest.json", records=records))
    assert checked.findings == ("old.warc.gz does not hold all records that manifest.json names",)


def test_sides_that_were_swapped_are_found(case):
    path = case[2]
    found = files(path)
    old, new = found["warc/old.warc.gz"], found["warc/new.warc.gz"]
    content = {n: d for n, d in found.items() if n != SUMS}
    content |= {"warc/old.warc.gz": new, "warc/new.warc.gz": old}
    path.write_bytes(packed({**content, SUMS: sums(content)}))
    assert "manifest.json names another record" in verify_evidence(path).findings[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("why", ["the minister had it changed"]),
        ("classes", ["lie"]),
        ("between", ["2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z"]),
        ("notice", "announced"),
        ("op", "restored"),
    ],
)
def test_what_is_said_of_the_edit_is_compared(case, name, value):
    path = altered(case[2], "change.json", **{name: value})
    edit = from_json(json.loads(files(path)["change.json"]))
    checked = verify_evidence(rewritten(path, change_html=page(edit, MADE_AT)))
    said = "the two captures, read and compared anew, do not show this edit"
    assert checked.findings == (said,)


def test_absence_that_two_captures_cannot_confirm_is_told_as_the_makers_word(tmp_path):
    layout, (edit,) = archive(tmp_path / "a", story("The ship left."), http(b"gone", "410 Gone"))
    sure = replace(edit, change=replace(edit.change, confirmed=True, also=("0123456789ab",)))
    checked = verify_evidence(build(layout, sure, tmp_path / "case.zip", MADE_AT))
    assert checked.ok
    assert checked.notes == (
        "that the absence was seen again rests on a capture that is not here",
        "what it says of other edits rests on captures that are not here",
    )


def test_headline_that_came_back_is_proved_but_for_what_stood_there_before(tmp_path):
    root = tmp_path / "a"
    harbour = story("The ship left.")
    pier = harbour.replace(b"harbour</h1>", b"pier</h1>")
    found = []
    for number, page_then in enumerate((harbour, pier, harbour)):
        then = exchange(URL, page_then, minutes=2000 * number)
        found += write_warc(root, [then], f"crawl-{number}")
        update(Layout(root))
    layout, found = Layout(root), edits([reading(root, at) for at in found])
    swung = found[-1]
    assert swung.change.classes[-1] == "oscillation"
    checked = verify_evidence(build(layout, swung, tmp_path / "case.zip", MADE_AT))
    assert checked.findings == ()
    assert checked.notes[0].startswith("that it stood there before rests on a capture")


def test_lone_surrogate_or_deep_nesting_is_told_as_incomplete(case):
    deep = b"[" * 200_000
    checked = verify_evidence(rewritten(case[2], manifest_json=deep))
    assert checked.findings[0].startswith("the package is not complete")


def test_name_that_stands_twice_in_the_manifest_is_found(case):
    written = files(case[2])["manifest.json"]
    twice = written.replace(b'"witnesses"', b'"witnesses": ["A notary"],\n "witnesses"', 1)
    checked = verify_evidence(rewritten(case[2], manifest_json=twice))
    assert checked.findings == ("manifest.json does not say what it says in every package",)
