"""An archive as one WACZ 1.1.1 package: written piece by piece, signed, checked.

- WARC files go in as they are; one that holds excluded records is written without them.
- One more file holds what replay shows where a server said "not modified".
- Indexes, pages and manifest are made from the records that went in.
- Format: https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from isal import isal_zlib

from archive.layout import Layout
from archive.warc.entries import key_of
from archive.warc.exclusions import Exclusions
from archive.warc.files import told
from archive.warc.records import CrawlInfo, Entry
from archive.warc.replay import is_unchanged, precise_line, stand_ins
from archive.warc.selection import Source, warcs_of
from archive.warc.signing import signed
from archive.warc.sorting import Sorter
from archive.warc.wacz_check import validate

__all__ = ["Described", "validate", "write"]

VERSION = "1.1.1"
_BLOCK_LINES = 1024
_NO_WIRE = "nothing was fetched: made for replay from the records that these name"
_ZIP64 = 2_000_000_000
_NOT_IN_NAMES = re.compile(r"[^-a-z0-9._/]")  # https://specs.frictionlessdata.io/data-resource/
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the manifest says of a package."""

    title: str
    software: str
    created: datetime
    description: str | None = None
    main_url: str | None = None


def write(
    layout: Layout,
    target: Path,
    about: Described,
    key: EllipticCurvePrivateKey | None = None,
) -> int:
    """Write the whole archive as a WACZ package.

    Args:
        layout: the archive.
        target: the package; it appears there only when it is whole.
        about: title, time and software for its manifest.
        key: signs the package (`signing.local_key`); without it, it has a digest only.

    Returns:
        The number of captures in it.

    Raises:
        ArchiveError: the package cannot be written.
        WarcError: a WARC file cannot be opened.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".wacz-") as folder, ExitStack() as stack:
            package = stack.enter_context(ZipFile(part, "w", ZIP_STORED, allowZip64=True))
            taken = _Package(package, Path(folder), about).fill(layout, key)
        part.replace(target)
    except OSError as error:
        raise told(error, target) from error
    finally:
        part.unlink(missing_ok=True)
    return taken


class _Package:
    """A package while it is written; remembers the digest of each of its files."""

    def __init__(self, package: ZipFile, folder: Path, about: Described) -> None:
        self._package = package
        self._folder = folder
        self._about = about
        self._resources: list[dict[str, Any]] = []

    def fill(self, layout: Layout, key: EllipticCurvePrivateKey | None) -> int:
        lines = Sorter(self._folder / "lines")
        pages = Sorter(self._folder / "pages")
        without = Exclusions.of(layout).records
        taken = 0
        for entry, title in self._add_warcs(layout):
            if not entry.readable or entry.refers_to in without:
                continue  # replay would show a failure as the page
            lines.add(precise_line(entry))
            taken += 1
            if title is not None:
                pages.add(_page(entry, title) + b"\n")
        self._add_index(lines)
        self._add_pages(pages)
        self._add_manifest(key)
        return taken

    def _add_warcs(self, layout: Layout) -> Iterator[tuple[Entry, str | None]]:
        names = set()
        for source in warcs_of(layout):
            names.add(source.name)
            found = self._add_warc(source)
            yield from (pair for pair in found if not is_unchanged(pair[0]))
        name = next(name for name in _stand_in_names() if name not in names)
        about = CrawlInfo(crawl_id="not-modified", software=self._about.software, robots=_NO_WIRE)
        shown = stand_ins(layout, about, self._about.created, name)
        if shown:
            yield from self._add_warc(shown)

    def _add_warc(self, source: Source) -> Iterator[tuple[Entry, str | None]]:
        path = f"archive/{source.name}"
        offset = 0
        with _Hashed(self._open(path, most=source.most)) as file:
            for copied in source.records:
                file.write(copied.data)
                entry, size = copied.entry, len(copied.data)
                if entry:
                    at = replace(entry.location, warc=source.name, offset=offset, length=size)
                    yield replace(entry, location=at), copied.title
                offset += size
        self._list(path, file)

    def _add_index(self, lines: Sorter) -> None:
        name = "index.cdx.gz"
        meta = {"format": "cdxj-gzip-1.0", "filename": name}
        idx = [f"!meta 0 {json.dumps(meta)}\n"]
        with _Hashed(self._open(f"indexes/{name}")) as file:
            for block in _blocks(lines):
                data = isal_zlib.compress(b"".join(block), 3, 31)
                where = {
                    "offset": file.size,
                    "length": len(data),
                    "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
                    "filename": name,
                }
                key = b" ".join(block[0].split(b" ", 2)[:2]).decode()
                idx.append(f"{key} {json.dumps(where)}\n")
                file.write(data)
        self._list(f"indexes/{name}", file)
        self._add("indexes/index.idx", ["".join(idx).encode()])

    def _add_pages(self, pages: Sorter) -> None:
        head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
        body = (line.partition(b"\t")[2] for line in pages)
        self._add("pages/pages.jsonl", _chain(json.dumps(head).encode() + b"\n", body))

    def _add_manifest(self, key: EllipticCurvePrivateKey | None) -> None:
        about = self._about
        created = _second(about.created)
        said = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": about.title,
            "description": about.description,
            "mainPageUrl": about.main_url,
            "created": created,
            "software": about.software,
            "resources": self._resources,
        }
        manifest = json.dumps({k: v for k, v in said.items() if v is not None}, indent=2).encode()
        digest = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
        proof: dict[str, Any] = {"path": "datapackage.json", "hash": digest}
        if key:
            proof["signedData"] = signed(key, digest, created, about.software)
        self._add("datapackage.json", [manifest])
        self._add("datapackage-digest.json", [json.dumps(proof, indent=2).encode()])

    def _add(self, path: str, pieces: Iterable[bytes]) -> None:
        with _Hashed(self._open(path, ZIP_DEFLATED)) as file:
            for piece in pieces:
                file.write(piece)
        self._list(path, file)

    def _open(self, path: str, how: int = ZIP_STORED, most: int = 0) -> IO[bytes]:
        """A file of the package for writing.

        *Quirk:* wabac.js takes the length of a local header from the central directory,
        so that the fields of Zip64 may only stand where they must.
        """
        moment = max(_OLDEST, self._about.created.astimezone(UTC).timetuple()[:6])
        member = ZipInfo(path, moment)
        member.compress_type = how
        member.external_attr = 0o644 << 16
        return self._package.open(member, "w", force_zip64=most > _ZIP64)

    def _list(self, path: str, file: _Hashed) -> None:
        name = _NOT_IN_NAMES.sub("-", path.rpartition("/")[2].lower())
        if any(item["name"] == name for item in self._resources):
            name = f"{len(self._resources)}-{name}"
        self._resources.append(
            {
                "name": name,
                "path": path,
                "hash": f"sha256:{file.digest.hexdigest()}",
                "bytes": file.size,
            }
        )


class _Hashed:
    """A file while it is written, with its size and SHA-256 so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> _Hashed:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)


def _page(entry: Entry, title: str) -> bytes:
    """A line of `pages.jsonl`, with what it is sorted by before it."""
    moment = entry.captured_at
    said = {"id": entry.location.record_id[10:-1], "url": entry.url, "ts": moment, "title": title}
    text = json.dumps({k: v for k, v in said.items() if v}, ensure_ascii=False)
    return f"{moment} {key_of(entry.url)}\t{text}".encode()


def _stand_in_names() -> Iterator[str]:
    yield "not-modified.warc.gz"
    yield from (f"not-modified-{number}.warc.gz" for number in count(2))


def _blocks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    for line in lines:
        block.append(line)
        if len(block) == _BLOCK_LINES:
            yield block
            block = []
    if block:
        yield block


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _second(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
