"""Digests as WARC writes them: the algorithm, a colon, Base32 (RFC 4648)."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode, b64encode
from collections.abc import Iterable

Pieces = Iterable[bytes | memoryview]

_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = tuple(first + second for first in _BASE32 for second in _BASE32)
_BASE32_DIGITS = str.maketrans(_BASE32, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_USUAL = re.compile(r"sha1:[A-Z2-7]{32}")
_TENS = tuple(range(150, -10, -10))


def digest_of(*pieces: bytes | memoryview) -> str:
    """The SHA-1 of some bytes, given in one piece or more, as most archives write it.

    >>> digest_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    number = _number(pieces)
    return "sha1:" + "".join([_PAIRS[(number >> shift) & 1023] for shift in _TENS])


def _number(pieces: Pieces) -> int:
    return int.from_bytes(_raw("sha1", pieces))


def _raw(algorithm: str, pieces: Pieces) -> bytes:
    taken = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces:
        taken.update(piece)
    return taken.digest()


def agrees(stated: str, *pieces: bytes | memoryview) -> bool | None:
    """Whether a stated digest is that of the bytes; none where its algorithm is unknown.

    *Quirk:* Base16 and Base64 are met beside Base32, and algorithms in capitals.

    >>> agrees("SHA-1:da39a3ee5e6b4b0d3255bfef95601890afd80709", b"")
    True
    """
    if _USUAL.fullmatch(stated):
        return int(stated[5:].translate(_BASE32_DIGITS), 32) == _number(pieces)
    name, _, value = stated.partition(":")
    name = name.lower().replace("-", "")
    if name not in _ALGORITHMS:
        return None
    raw = _raw(name, pieces)
    if value.lower() == raw.hex():
        return True
    return value.rstrip("=") in {
        b32encode(raw).decode().rstrip("="),
        b64encode(raw).decode().rstrip("="),
        b64encode(raw, b"-_").decode().rstrip("="),
    }
