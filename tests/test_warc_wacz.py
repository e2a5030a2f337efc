"""A WACZ package: everything of the archive in it, signed, and checked to its last byte."""

from __future__ import annotations

import base64
import errno
import gzip
import json
import zipfile

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from archive.errors import ArchiveError, DiskFullError
from archive.layout import Layout
from archive.warc import replay, wacz
from archive.warc.exclusions import exclude
from archive.warc.imports import bring
from archive.warc.index import Index
from archive.warc.reader import captures
from archive.warc.signing import fault_of, local_key
from archive.warc.verify import verify
from archive.warc.wacz import Described, validate, write
from tests.build import T0, exchange, get, http, write_warc

URL = "http://b.example/"
ABOUT = Described(title="A blog", software="palimpsest-archive 0.1", created=T0, main_url=URL)


@pytest.fixture
def layout(tmp_path):
    root = tmp_path / "archive"
    root.mkdir()
    write_warc(
        root,
        [
            exchange(),
            exchange(URL + "two/"),
            exchange(URL + "image", http(b"png", headers=(("Content-Type", "image/png"),))),
            exchange(URL + "fail", b"", failure="timeout"),
            exchange(URL + "head", http(b""), request=get(URL, method="HEAD")),
        ],
        "c-1",
    )
    write_warc(root, [exchange(minutes=60)], "c-2")
    return Layout(root)


def key(tmp_path):
    return local_key(tmp_path / "key.pem")


def made(layout, **more):
    target = layout.root.parent / "x.wacz"
    count = write(layout, target, ABOUT, **more)
    return target, count


def changed(path, name, change):
    """The package with one file changed, or left out."""
    with zipfile.ZipFile(path) as package:
        files = {item: package.read(item) for item in package.namelist()}
    files[name] = change(files.get(name, b""))
    with zipfile.ZipFile(path, "w") as package:
        for item, content in files.items():
            if content is not None:
                package.writestr(item, content)
    return validate(path)


def test_package_holds_every_capture_and_is_sound(layout, tmp_path):
    path, count = made(layout, key=key(tmp_path))
    assert validate(path) == ()
    assert count == 4
    theirs = [(place.record_id, capture) for place, capture in captures(path)]
    ours = [
        (place.record_id, capture)
        for warc in sorted(layout.warc.iterdir())
        for place, capture in captures(warc, layout.root)
    ]
    assert theirs == ours


def test_manifest_lists_every_file_with_its_digest(layout):
    path, _ = made(layout)
    with zipfile.ZipFile(path) as package:
        manifest = json.loads(package.read("datapackage.json"))
        names = package.namelist()
    assert (manifest["wacz_version"], manifest["profile"]) == ("1.1.1", "data-package")
    assert (manifest["title"], manifest["mainPageUrl"]) == ("A blog", URL)
    assert manifest["created"] == "2026-11-25T09:00:00Z"
    assert [item["path"] for item in manifest["resources"]] == names[:-2]
    assert names[-2:] == ["datapackage.json", "datapackage-digest.json"]


def test_names_in_the_manifest_are_those_that_data_packages_allow(layout, tmp_path):
    plain = gzip.decompress((layout.warc / "c-1-00001.warc.gz").read_bytes())
    for number, name in enumerate(("Ä B.warc", "Ö b.WARC", "a b.WARC")):
        (tmp_path / name).write_bytes(plain + b"\r\n" * number)
        bring(layout, [tmp_path / name], T0)
    path, _ = made(layout)
    with zipfile.ZipFile(path) as package:
        names = [item["name"] for item in json.loads(package.read("datapackage.json"))["resources"]]
    assert names[2:5] == ["a_b.warc", "-_b.warc", "4--_b.warc"]


def test_pages_are_our_own_with_the_titles_that_browsers_show(layout):
    latin = (("Content-Type", "text/html; charset=iso-8859-1"),)
    page = http("<TITLE\n>\n Two\n caf\xe9s &amp; more</TITLE>".encode("latin-1"), headers=latin)
    write_warc(layout.root, [exchange(URL + "two/", page, minutes=at) for at in (70, 80)], "c-3")
    path, _ = made(layout)
    with zipfile.ZipFile(path) as package:
        head, *pages = map(json.loads, package.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page.get("title")) for page in pages] == [
        (URL, None),
        (URL + "two/", None),
        (URL, None),
        (URL + "two/", "Two cafés & more"),
        (URL + "two/", "Two cafés & more"),
    ]
    assert pages[0]["ts"] == "2026-11-25T09:00:00.123456Z"


def test_failures_and_answers_to_head_are_kept_and_not_replayed(layout):
    path, _ = made(layout)
    with zipfile.ZipFile(path) as package:
        index = gzip.decompress(package.read("indexes/index.cdx.gz")).decode()
        records = gzip.decompress(package.read("archive/c-1-00001.warc.gz"))
    assert "fail" not in index
    assert "head" not in index
    assert b"failure: timeout" in records


TAGGED = http(headers=(("Content-Type", "text/html"), ("ETag", '"1"')))
ASKED = get(URL + "feed", more='If-None-Match: "1"\r\n')
UNCHANGED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


def asked_again(layout):
    """An archive in which a server said twice that nothing was changed."""
    write_warc(layout.root, [exchange(URL + "feed", TAGGED)], "c-3")
    again = [exchange(URL + "feed", UNCHANGED, request=ASKED, minutes=m) for m in (9, 19)]
    write_warc(layout.root, again, "c-4")
    return [entry for entry in Index(layout).captures(URL + "feed") if entry.status == 304]


def index_of(path):
    with zipfile.ZipFile(path) as package:
        lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    return [(line.split(" ", 2)[1], json.loads(line.split(" ", 2)[2])) for line in lines]


def test_not_modified_is_replayed_as_a_revisit_without_a_head_of_its_own(layout):
    first, second = asked_again(layout)
    path, count = made(layout)
    assert (validate(path), count) == ((), 7)
    shown = [said for _, said in index_of(path) if said["filename"] == "not-modified.warc.gz"]
    assert [(said["date"], said["status"]) for said in shown] == [
        (first.captured_at, "200"),
        (second.captured_at, "200"),
    ]
    assert not any(said["filename"].startswith("c-4") for _, said in index_of(path))
    with zipfile.ZipFile(path) as package:
        assert "archive/c-4-00001.warc.gz" in package.namelist()
        at = int(shown[0]["offset"])
        member = package.read("archive/not-modified.warc.gz")[at : at + int(shown[0]["length"])]
    record = gzip.decompress(member).decode()
    assert f"WARC-Concurrent-To: {first.location.record_id}\r\n" in record
    assert f"WARC-Refers-To: {first.refers_to}\r\n" in record
    assert record.endswith("Content-Length: 0\r\n\r\n\r\n\r\n")


def test_package_taken_in_again_holds_each_capture_once(layout, tmp_path):
    asked_again(layout)
    path, _ = made(layout)
    (tmp_path / "again").mkdir()
    again = Layout(tmp_path / "again")
    bring(again, [path], T0)
    ours, theirs = ([(e.url, e.captured_at, e.status) for e in Index(x)] for x in (layout, again))
    assert theirs == ours
    assert [found for found in verify(again).findings if found.level == "fault"] == []
    second, count = made(again)
    assert (validate(second), count) == ((), 7)
    with zipfile.ZipFile(second) as package:
        assert "archive/not-modified-2.warc.gz" in package.namelist()


def test_index_tells_milliseconds(layout):
    """wabac.js looks for an original at the moment referred to or later."""
    path, _ = made(layout)
    assert {moment for moment, _ in index_of(path)} == {"20261125090000123", "20261125100000123"}


def test_index_for_pywb_names_the_original_of_what_was_not_modified(layout, tmp_path):
    asked_again(layout)
    original = next(Index(layout).captures(URL + "feed"))
    (tmp_path / "others").mkdir()
    write_warc(tmp_path / "others", [exchange(URL + "theirs")], "o-1")
    package, _ = made(Layout(tmp_path / "others"))
    bring(layout, [package], T0)
    target = tmp_path / "x.cdxj"
    assert replay.write_cdxj(layout, target) == 7
    lines = [line.split(" ", 2) for line in target.read_text().splitlines()]
    assert lines == sorted(lines)
    shown = [(at, json.loads(said)) for key, at, said in lines if key.endswith("/feed")]
    assert [at for at, _ in shown] == ["20261125090000", "20261125090900", "20261125091900"]
    places = {(said["filename"], int(said["offset"]), said["status"]) for _, said in shown}
    assert places == {(original.location.warc, original.location.offset, "200")}


def test_index_for_pywb_that_cannot_be_written_is_told(layout):
    with pytest.raises(ArchiveError, match="none"):
        replay.write_cdxj(layout, layout.root / "none" / "x.cdxj")


def test_not_modified_whose_original_is_excluded_is_not_replayed(layout):
    first, _ = asked_again(layout)
    exclude(layout, first.refers_to, "x", T0)
    path, _ = made(layout)
    assert not any(said["url"].endswith("feed") for _, said in index_of(path))


def test_index_is_cut_into_blocks(layout, monkeypatch):
    monkeypatch.setattr(wacz, "_BLOCK_LINES", 2)
    path, _ = made(layout)
    assert validate(path) == ()
    with zipfile.ZipFile(path) as package:
        meta, *blocks = package.read("indexes/index.idx").decode().splitlines()
        packed = package.read("indexes/index.cdx.gz")
    assert json.loads(meta.split(" ", 2)[2])["format"] == "cdxj-gzip-1.0"
    assert len(blocks) == 2
    where = json.loads(blocks[1].split(" ", 2)[2])
    block = gzip.decompress(packed[where["offset"] : where["offset"] + where["length"]])
    assert block.startswith(" ".join(blocks[1].split(" ", 2)[:2]).encode())


def test_excluded_captures_are_left_out_whole(layout):
    exclude(layout, URL + "two/", "x", T0)
    exclude(layout, next(Index(layout).captures(URL)).location.record_id, "x", T0)
    path, count = made(layout)
    assert validate(path) == ()
    assert count == 1  # a revisit of what is left out shows nothing
    with zipfile.ZipFile(path) as package:
        records = gzip.decompress(package.read("archive/c-1-00001.warc.gz"))
    assert b"/two/" not in records
    assert records.count(b"GET / HTTP/1.1") == 0


def test_files_of_others_are_in_it_under_free_names(layout):
    path, _ = made(layout)
    bring(layout, [path, layout.warc / "c-1-00001.warc.gz"], T0)
    again, _ = made(layout)
    assert validate(again) == ()
    with zipfile.ZipFile(again) as package:
        names = [name for name in package.namelist() if name.startswith("archive/")]
    assert len(names) == len(set(names)) == 5


def test_members_with_many_records_go_in_one_by_one(layout, tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(
        gzip.compress(gzip.decompress((layout.warc / "c-1-00001.warc.gz").read_bytes()))
    )
    bring(layout, [path], T0)
    package, count = made(layout)
    assert validate(package) == ()
    assert count == 7
    assert len(list(captures(package))) == 7


def test_local_headers_have_no_fields_that_replay_does_not_expect(layout):
    path, _ = made(layout)
    with zipfile.ZipFile(path) as package:
        members = package.infolist()
    data = path.read_bytes()
    extra = [data[item.header_offset + 28 : item.header_offset + 30] for item in members]
    assert extra == [bytes(2)] * len(members)


def test_package_with_fields_for_large_files_is_read(layout, monkeypatch):
    monkeypatch.setattr(wacz, "_ZIP64", 0)
    package, count = made(layout)
    assert validate(package) == ()
    assert len(list(captures(package))) == count


def test_damaged_records_are_left_out(layout):
    path = layout.warc / "c-1-00001.warc.gz"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-9])
    package, _ = made(layout)
    assert validate(package) == ()


def test_package_appears_whole_or_not_at_all(layout, monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(wacz.isal_zlib, "compress", full)
    with pytest.raises(DiskFullError):
        made(layout)
    assert [path.name for path in layout.root.parent.iterdir()] == ["archive"]


# ------------------------------------------------------------------ faults

FAULTS = {
    "archive/c-1-00001.warc.gz": (lambda data: data[:-9] + b"\0" * 9, "has another digest"),
    "pages/pages.jsonl": (lambda _: None, "pages/pages.jsonl is missing"),
    "datapackage.json": (lambda data: data + b" ", "another digest than datapackage-digest.json"),
    "indexes/index.cdx.gz": (lambda _: None, "there is no index"),
    "archive/more.warc.gz": (lambda _: b"x", "archive/more.warc.gz is not in the manifest"),
    "archive/c-2-00001.warc.gz": (lambda _: None, "in the manifest and not in the package"),
    "indexes/index.idx": (lambda data: data + b"x", "has another size"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_changed_package_is_found_out(layout, tmp_path, name):
    change, fault = FAULTS[name]
    path, _ = made(layout, key=key(tmp_path))
    assert any(fault in line for line in changed(path, name, change))


def test_package_without_manifest_and_warc_is_no_package(tmp_path):
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a", "b")
    assert validate(path) == (
        "datapackage.json is missing",
        "pages/pages.jsonl is missing",
        "there is no WARC file in archive/",
        "there is no index in indexes/",
    )
    path.write_bytes(b"no zip")
    assert "cannot be read" in validate(path)[0]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b'"offset": "', b'"offset": "1', "no record begins where the index has"),
        (b"b.example/two", b"b.example/2", "the index says"),
        (b"c-2-00001", b"c-9-00001", "the index names c-9-00001.warc.gz"),
    ],
)
def test_index_that_points_elsewhere_is_found_out(layout, old, new, fault):
    path, _ = made(layout)
    faults = changed(
        path,
        "indexes/index.cdx.gz",
        lambda data: gzip.compress(gzip.decompress(data).replace(old, new)),
    )
    assert any(fault in line for line in faults)


def test_plain_index_and_folders_of_others_are_read(layout):
    path, _ = made(layout)
    with zipfile.ZipFile(path) as package:
        index = gzip.decompress(package.read("indexes/index.cdx.gz")).rstrip()
    changed(path, "indexes/index.cdx.gz", lambda _: None)
    changed(path, "archive/", lambda _: b"")
    faults = changed(path, "indexes/index.cdxj", lambda _: index)
    assert not any("record" in line or "archive/" in line for line in faults)


def test_index_without_a_last_line_end_is_read(layout):
    path, _ = made(layout)
    faults = changed(
        path,
        "indexes/index.cdx.gz",
        lambda data: gzip.compress(gzip.decompress(data).rstrip()),
    )
    assert not any("index has" in line for line in faults)


def test_pages_that_are_not_in_the_index_are_found_out(layout):
    path, _ = made(layout)
    faults = changed(path, "pages/pages.jsonl", lambda data: data[1:])
    assert any("cannot be read" in line for line in faults)
    path, _ = made(layout)
    more = b'{"format": "other"}\n{"url": "http://other.example/"}\n\n'
    faults = changed(path, "pages/pages.jsonl", lambda _: more)
    assert "pages/pages.jsonl does not begin with its format" in faults
    assert "pages/pages.jsonl, line 2: the page is not in the index" in faults


# ------------------------------------------------------------------ signature


def proof_of(path):
    with zipfile.ZipFile(path) as package:
        return json.loads(package.read("datapackage-digest.json"))


def test_signature_holds_and_the_key_stays_private(layout, tmp_path):
    path, _ = made(layout, key=key(tmp_path))
    data = proof_of(path)["signedData"]
    assert fault_of(data) is None
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0
    again, _ = made(layout, key=key(tmp_path))
    assert proof_of(again)["signedData"]["publicKey"] == data["publicKey"]


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("signature", "AAAA", "not of this package"),
        ("publicKey", "AAAA", "cannot be read"),
        ("hash", "sha256:0", "another manifest"),
    ],
)
def test_changed_signature_is_found_out(layout, tmp_path, field, value, fault):
    path, _ = made(layout, key=key(tmp_path))

    def change(data):
        proof = json.loads(data)
        proof["signedData"][field] = value
        return json.dumps(proof).encode()

    assert any(fault in line for line in changed(path, "datapackage-digest.json", change))


def test_signature_without_a_key_of_ours_is_left_to_others(layout):
    """A domain's signature comes with certificates instead of a bare key."""
    path, _ = made(layout)

    def change(data):
        proof = json.loads(data)
        return json.dumps({**proof, "signedData": {"hash": proof["hash"], "domain": "x"}}).encode()

    assert changed(path, "datapackage-digest.json", change) == ()


def test_key_of_another_kind_does_not_sign():
    public = ed25519.Ed25519PrivateKey.generate().public_key()
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    data = {"publicKey": base64.b64encode(der).decode(), "signature": "", "hash": ""}
    assert "not of an elliptic curve" in fault_of(data)


@pytest.mark.parametrize("kind", ["text", "other curve"])
def test_file_that_is_no_key_of_ours_is_told(tmp_path, kind):
    path = tmp_path / "key.pem"
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(b"no key" if kind == "text" else pem)
    with pytest.raises(ArchiveError, match="move it away for a new one"):
        local_key(path)
