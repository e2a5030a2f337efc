"""Whether a WACZ package is what it says: files, digests, signature, index, pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from isal import isal_zlib

from archive.errors import WarcError
from archive.warc.files import GZIP
from archive.warc.members import IN_WACZ, Member, opened, walk
from archive.warc.signing import fault_of

_MANIFEST = "datapackage.json"
_PROOF = "datapackage-digest.json"
_INDEXES = ("indexes/index.cdx.gz", "indexes/index.cdxj", "indexes/index.cdx")
_PAGES = "pages/pages.jsonl"
_DAMAGE: tuple[Any, ...] = (BadZipFile, OSError, ValueError, KeyError, TypeError, isal_zlib.error)


def validate(path: Path) -> tuple[str, ...]:
    """What is wrong with a package, one line each; nothing when it is sound.

    Checked are: what the manifest lists, size and digest of each, the digest of the
    manifest, the signature where there is one, that pages are in the index, and that each
    line of the index points at the record it names.
    """
    try:
        with ZipFile(path) as package:
            return tuple(_faults(package, path))
    except _DAMAGE as error:
        return (f"the package cannot be read: {error}",)


def _faults(package: ZipFile, path: Path) -> Iterator[str]:
    names = set(package.namelist())
    missing = [name for name in (_MANIFEST, _PAGES) if name not in names]
    yield from (f"{name} is missing" for name in missing)
    if not any(name.startswith("archive/") for name in names):
        yield "there is no WARC file in archive/"
    if _MANIFEST in names:
        yield from _manifest(package, names)
    index = next((name for name in _INDEXES if name in names), None)
    if not index:
        yield "there is no index in indexes/"
        return
    urls: set[str] = set()
    yield from _index(package, path, index, urls)
    if _PAGES in names:
        yield from _pages(package, urls)


def _manifest(package: ZipFile, names: set[str]) -> Iterator[str]:
    raw = package.read(_MANIFEST)
    listed = {item["path"]: item for item in json.loads(raw)["resources"]}
    for name in sorted(names - set(listed) - {_MANIFEST, _PROOF}):
        if not name.endswith("/"):
            yield f"{name} is not in the manifest"
    for name, item in listed.items():
        if name not in names:
            yield f"{name} is in the manifest and not in the package"
            continue
        with package.open(name) as file:
            digest = hashlib.file_digest(file, str(item["hash"]).partition(":")[0])  # type: ignore[arg-type]
        if f"{digest.name}:{digest.hexdigest()}" != item["hash"]:
            yield f"{name} has another digest than the manifest says"
        if package.getinfo(name).file_size != item["bytes"]:
            yield f"{name} has another size than the manifest says"
    if _PROOF in names:
        yield from _proof(json.loads(package.read(_PROOF)), raw)


def _proof(proof: dict[str, Any], manifest: bytes) -> Iterator[str]:
    digest = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
    if proof.get("hash") != digest:
        yield f"{_MANIFEST} has another digest than {_PROOF} says"
    data = proof.get("signedData")
    if not data:
        return
    if data.get("hash") != digest:
        yield "the signature is of another manifest"
    if "publicKey" in data:
        fault = fault_of(data)
        if fault:
            yield fault


def _index(package: ZipFile, path: Path, name: str, urls: set[str]) -> Iterator[str]:
    """Lines against records, by file: only places are kept in memory."""
    places: dict[str, dict[int, str]] = {}
    for line in _lines(package, name):
        fields = json.loads(line.split(b" ", 2)[2])
        places.setdefault(fields["filename"], {})[int(fields["offset"])] = fields["url"]
        urls.add(fields["url"])
    for warc, offsets in places.items():
        inside = Path(f"{path}{IN_WACZ}archive/{warc}")
        try:
            yield from _records(inside, offsets)
        except WarcError as error:
            yield f"the index names {warc}: {error.reason}"


def _records(path: Path, offsets: dict[int, str]) -> Iterator[str]:
    with opened(path) as file:
        for member in walk(file, path):
            if not isinstance(member, Member):
                yield f"{path.name} at byte {member.offset}: {member.reason}"
                continue
            wanted = offsets.pop(member.offset, None)
            uri = member.record.target_uri
            if wanted and uri and uri != wanted:
                yield f"{path.name} at byte {member.offset}: the index says {wanted}, not {uri}"
    for offset, wanted in offsets.items():
        yield f"{path.name} at byte {offset}: no record begins where the index has {wanted}"


def _lines(package: ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as file:
        if not name.endswith(".gz"):
            yield from file
            return
        rest = b""
        for content in _members(file.read):
            *lines, rest = (rest + content).split(b"\n")
            yield from lines
        if rest:
            yield rest


def _members(read: Any) -> Iterator[bytes]:
    data = b""
    decoder = isal_zlib.decompressobj(GZIP)
    while data := data or read(1 << 16):
        yield decoder.decompress(data)
        data = decoder.unused_data
        if decoder.eof:
            decoder = isal_zlib.decompressobj(GZIP)


def _pages(package: ZipFile, urls: set[str]) -> Iterator[str]:
    with package.open(_PAGES) as file:
        head = json.loads(file.readline() or b"{}")
        if head.get("format") != "json-pages-1.0":
            yield f"{_PAGES} does not begin with its format"
        for number, line in enumerate(file, 2):
            if line.strip() and json.loads(line)["url"] not in urls:
                yield f"{_PAGES}, line {number}: the page is not in the index"
