"""Digests as WARC writes them: the algorithm, a colon, Base32 (RFC 4648)."""

from __future__ import annotations

import hashlib
from base64 import b32encode


def digest_of(data: bytes | memoryview) -> str:
    """The SHA-1 of some bytes, as most archives write it.

    >>> digest_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return f"sha1:{b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"
