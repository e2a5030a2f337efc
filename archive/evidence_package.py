"""An evidence package as a file: its names, how it is laid out, its checksums, its words.

- A package is laid out in one way only: stored, sorted names, fixed times, no other files.
- It is taken from anybody: nothing is unpacked before its layout is known to be that of a
  package, and no name that it brings reaches the disk.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

SUMS = "SHA256SUMS"
SIDES = ("old", "new")
WARCS = {side: (f"warc/{side}.warc", f"warc/{side}.warc.gz") for side in SIDES}
MOST = 64_000_000  # bytes of a package: two stories of hundreds of pages each
_TEXTS = "change.json change.html manifest.json text/old.txt text/new.txt README.txt"
_NAMES = frozenset({*_TEXTS.split(), SUMS})
_SHOWN = 5
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
CONSISTENT = "consistent, origin unattested"

README = """\
Evidence of an edit, made by Palimpsest
=======================================

What is here
  warc/old.warc.gz   the capture before the edit: the records of the archive, byte for byte
  warc/new.warc.gz   the capture after it (WARC 1.1, ISO 28500; plain .warc where the
                     archive keeps them uncompressed)
  text/old.txt       what the part said before; empty if it was not there
  text/new.txt       what the part said after; empty if it is not there any more
  change.json        the edit as a record
  change.html        the edit to look at, in any browser
  manifest.json      where each record lay in the archive, and its SHA-256
  SHA256SUMS         the checksums of all files

How to check it
  palimpsest verify-evidence FILE.zip
      recomputes every digest, reads both pages anew, compares them again, and says
      whether the same edit comes out.
  Without Palimpsest: unpack it, then
      sha256sum -c SHA256SUMS
      warcio check warc/old.warc.gz warc/new.warc.gz
  and read the two pages in any replay tool.

What it proves, and what it does not
  That the edit follows from the two captures, and that nothing here was changed since
  the checksums were made. It does not prove where the captures come from: whoever makes
  a package can make its checksums too. It is therefore called "consistent, origin
  unattested". Ask the archive for the WARC files, ask other archives for the same page
  at the same time, or have the package time-stamped on the day it is made.
  An edit was made between two captures, not at the time of either.
  What other captures said (that an absence was seen again, that a text stood there
  before) two captures cannot show: verify-evidence tells where the package asks to be
  believed.
"""


def sums(files: Mapping[str, bytes]) -> bytes:
    """The checksums of files as `sha256sum -c` reads them."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP, the same bytes for the same files."""
    room = BytesIO()
    with ZipFile(room, "w", ZIP_STORED) as package:
        for name in sorted(files):
            info = ZipInfo(name, _LONG_AGO)
            info.external_attr = _MODE
            info.create_system = 3
            package.writestr(info, files[name])
    return room.getvalue()


def unpacked(data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files of a package, and what is wrong with how it is laid out."""
    if len(data) > MOST:
        return {}, (f"the package is larger than the {MOST} bytes that are read",)
    try:
        with ZipFile(BytesIO(data)) as package:
            infos = package.infolist()
            if wrong := tuple(_of_layout(infos)):
                return {}, wrong
            files = {info.filename: package.read(info) for info in infos}
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        return {}, (f"the package cannot be read: {error}",)
    return files, tuple(_of_sums(files, data))


def _of_layout(infos: Sequence[ZipInfo]) -> Iterator[str]:
    names = Counter(info.filename for info in infos)
    if others := sorted(names.keys() - _NAMES.union(*WARCS.values())):
        yield f"{', '.join(others[:_SHOWN])}: no file of a package"
        return
    yield from (f"{name} is there {n} times" for name, n in sorted(names.items()) if n > 1)
    yield from (f"{name} is missing" for name in sorted(_NAMES - names.keys()))
    for side, either in WARCS.items():
        if len(names.keys() & {*either}) != 1:
            yield f"warc/{side} has to be one file: {' or '.join(either)}"
    for info in infos:
        if info.compress_type != ZIP_STORED or info.compress_size != info.file_size:
            yield f"{info.filename} is not stored as it is"
    if sum(info.file_size for info in infos) > MOST:
        yield f"the files are larger than the {MOST} bytes that are read"


def _of_sums(files: Mapping[str, bytes], data: bytes) -> Iterator[str]:
    rest = {name: content for name, content in files.items() if name != SUMS}
    fitting = sums(rest)
    if files[SUMS] != fitting:
        lines = set(files[SUMS].splitlines())
        changed = [line for line in fitting.splitlines() if line not in lines]
        names = [line.split(b"  ", 1)[-1].decode() for line in changed]
        yield f"the checksum does not fit: {', '.join(names) or SUMS}"
    elif packed(files) != data:
        yield "the package is not laid out as it was written: bytes between its files differ"
