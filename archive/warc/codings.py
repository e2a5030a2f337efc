"""Content codings undone: gzip, deflate, Brotli, Zstandard.

- A body that is called coded and is not is taken as it is; one that was cut gives what came.
- What unpacks to more than `MOST` bytes is cut there.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import brotli
from isal import isal_zlib

from archive.warc.files import PIECE

try:
    from compression import zstd  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    from backports import zstd

MOST = 64_000_000
_DAMAGE: tuple[Any, ...] = (zlib.error, isal_zlib.error, brotli.error, zstd.ZstdError, EOFError)
Pieces = Callable[[bytes], Iterator[bytes]]


def decoded(body: bytes, codings: tuple[str, ...]) -> bytes:
    """The body with its content codings undone, last applied first.

    An unknown coding is left as it is, and all before it.
    """
    for coding in reversed(codings):
        ways = _CODINGS.get(coding)
        if not ways:
            break
        contents = (_content(body, pieces) for pieces in ways)
        body = next((content for content in contents if content), body)
    return body


def _content(body: bytes, pieces: Pieces) -> bytes:
    """What comes out until the end, damage or too much."""
    kept: list[bytes] = []
    left = MOST
    try:
        for piece in pieces(body):
            kept.append(piece[:left])
            left -= len(kept[-1])
            if not left:
                break
    except _DAMAGE:
        return b"".join(kept)
    return b"".join(kept)


def _zlib_pieces(body: bytes, make: Callable[[], Any]) -> Iterator[bytes]:
    while body:
        decoder = make()
        while not decoder.eof and body:
            yield decoder.decompress(body, PIECE)
            body = decoder.unconsumed_tail
        body = decoder.unused_data


def _brotli_pieces(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    piece = decoder.process(body, output_buffer_limit=PIECE)
    while piece:
        yield piece
        piece = b"" if decoder.is_finished() else decoder.process(b"", output_buffer_limit=PIECE)


def _zstd_pieces(body: bytes) -> Iterator[bytes]:
    while body:
        decoder = zstd.ZstdDecompressor()
        yield decoder.decompress(body, PIECE)
        while not decoder.eof and not decoder.needs_input:
            yield decoder.decompress(b"", PIECE)
        body = decoder.unused_data


_GZIP = partial(_zlib_pieces, make=partial(isal_zlib.decompressobj, 31))
_ZLIB = partial(_zlib_pieces, make=zlib.decompressobj)
_BARE = partial(_zlib_pieces, make=partial(zlib.decompressobj, -15))
_CODINGS: dict[str, tuple[Pieces, ...]] = {
    "gzip": (_GZIP,),
    "deflate": (_ZLIB, _BARE),  # *Quirk:* many servers leave the zlib frame out
    "br": (_brotli_pieces,),
    "zstd": (_zstd_pieces,),
}
