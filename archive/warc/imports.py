"""WARC and WACZ files of others, taken into an archive as they came.

- The bytes are never changed; a copy appears under its name only when it is whole.
- What is there already, by SHA-256, is not taken twice.
- `imports/imports.jsonl` says of each file where it came from and when.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal
from zipfile import is_zipfile

from archive.errors import WarcError
from archive.layout import Layout
from archive.warc.exchanges import warc_date
from archive.warc.files import GZIP, GZIP_MAGIC, PIECE, sync_folder, told
from archive.warc.index import files_of, update
from archive.warc.members import IN_WACZ, Member, names_in, walk

_LOOK = 1024
_OTHERS = (  # by how they begin: what is met where WARC files are, and is not read here
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), "Zstandard", "zstd -d"),
    (re.compile(rb"filedesc:"), "an ARC file", "warcio recompress"),
)
_SUFFIXES = re.compile(r"(?i)\.(?:warc(?:\.gz)?|wacz|gz)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of a file: taken under `warc`, known before under `warc`, or refused.

    `reason` says why it was refused, or what of a file that was taken cannot be read.
    """

    source: Path
    outcome: Literal["new", "known", "refused"]
    warc: str | None = None
    reason: str | None = None
    sha256: str | None = None


def bring(
    layout: Layout, files: Iterable[Path], at: datetime, origin: str | None = None
) -> tuple[Brought, ...]:
    """Take files of others into the archive and its index.

    Args:
        layout: the archive, held (`archive.lock`).
        files: WARC or WACZ files; the suffix does not matter.
        at: now.
        origin: where they come from; the path of each where nothing is said.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    known = {digest: name for name, digest in _known(layout)}
    brought = []
    for source in files:
        try:
            one = _bring(layout, source, known)
            if one.outcome == "new":
                _note(layout, one, origin or str(source), at)
        except OSError as error:
            raise told(error, layout.imports) from error
        brought.append(one)
    faults = {_name_of(fault.path, layout): fault for fault in reversed(update(layout))}
    return tuple(_with_fault(one, faults) for one in brought)


def _name_of(path: Path, layout: Layout) -> str:
    return str(path.relative_to(layout.root)).partition(IN_WACZ)[0]


def _with_fault(one: Brought, faults: Mapping[str, WarcError]) -> Brought:
    fault = faults.get(one.warc or "")
    return replace(one, reason=f"byte {fault.offset}: {fault.reason}") if fault else one


def _bring(layout: Layout, source: Path, known: dict[str, str]) -> Brought:
    suffix, reason = _kind(source)
    if reason:
        return Brought(source=source, outcome="refused", reason=reason)
    layout.imports.mkdir(exist_ok=True)
    part = layout.imports / f".{os.getpid()}.part"
    digest = _copy(source, part)
    if digest in known:
        part.unlink()
        return Brought(source=source, outcome="known", warc=known[digest])
    path = _free(layout.imports, _SUFFIXES.sub("", _SUFFIXES.sub("", source.name)), suffix)
    part.chmod(0o444)
    part.rename(path)
    sync_folder(layout.imports)
    known[digest] = f"{layout.imports.name}/{path.name}"
    return Brought(source=source, outcome="new", warc=known[digest], sha256=digest)


def _kind(source: Path) -> tuple[str, str | None]:
    """The suffix that fits the content, or why it is refused."""
    try:
        if is_zipfile(source):
            refused = None if names_in(source) else "a zip file without WARC files is no WACZ"
            return ".wacz", refused
        with source.open("rb") as file:
            begin = file.read(_LOOK)
            other = _other(begin)
            if other:
                return "", other
            suffix = ".warc.gz" if begin.startswith(GZIP_MAGIC) else ".warc"
            first = next(walk(file, source), None)
    except OSError as error:
        return "", f"cannot be read: {error.strerror}"
    except WarcError as error:
        return "", error.reason
    if isinstance(first, Member):
        return suffix, None
    return suffix, f"no WARC and no WACZ: {first.reason if first else 'it is empty'}"


def _other(begin: bytes) -> str | None:
    """What a file is that is known and not read here, and what makes a WARC file of it."""
    if begin.startswith(GZIP_MAGIC):
        with suppress(zlib.error):
            begin = zlib.decompressobj(GZIP).decompress(begin, _LOOK)
    for pattern, what, tool in _OTHERS:
        if pattern.match(begin):
            return f"it is {what}, which is not read here: make a .warc.gz of it with `{tool}`"
    return None


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as written:
        for piece in iter(lambda: read.read(PIECE), b""):
            digest.update(piece)
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """A name that is not taken, and that no reader takes for something else."""
    safe = re.sub(r"[^\w.-]", "_", stem).lstrip(".") or "import"
    path, number = folder / f"{safe}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{safe}-{number}{suffix}"
    return path


def _note(layout: Layout, one: Brought, origin: str, at: datetime) -> None:
    name = (one.warc or "").rpartition("/")[2]
    line = {"file": name, "sha256": one.sha256, "from": origin, "at": warc_date(at)}
    with _log(layout).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _log(layout: Layout) -> Path:
    return layout.imports / "imports.jsonl"


def _known(layout: Layout) -> Iterator[tuple[str, str]]:
    """The files that are there, with their digests; those without a line are read."""
    said: dict[str, str] = {}
    if _log(layout).exists():
        lines = _log(layout).read_text("utf-8").splitlines()
        said = {line["file"]: line["sha256"] for line in map(json.loads, filter(None, lines))}
    for name in files_of(layout):
        path = layout.root / name
        if path.parent == layout.imports:
            yield name, said.get(path.name) or _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
