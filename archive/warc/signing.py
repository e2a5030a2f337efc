"""The local key of an archive, and the signature of a WACZ package by it.

ECDSA over P-384 with SHA-256, the key as SPKI, both sides of the signature side by side:
what https://specs.webrecorder.net/wacz-auth/0.1.0/ calls an anonymous signature.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from archive.errors import ArchiveError

_SIDE = 48  # bytes of each half of a P-384 signature
_ALGORITHM = ec.ECDSA(SHA256())


def local_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The key in a file, made on first use and readable by its owner only.

    Raises:
        ArchiveError: the file holds no such key.
    """
    if not path.exists():
        _make(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ArchiveError(f"{path} holds no private key: move it away for a new one") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP384R1):
        raise ArchiveError(f"{path} holds no P-384 key: move it away for a new one")
    return key


def _make(path: Path) -> None:
    pem = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)


def signed(
    key: ec.EllipticCurvePrivateKey, digest: str, created: str, software: str
) -> dict[str, str]:
    """The `signedData` of a package whose datapackage.json has this digest."""
    first, second = utils.decode_dss_signature(key.sign(digest.encode(), _ALGORITHM))
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {
        "hash": digest,
        "signature": b64encode(first.to_bytes(_SIDE) + second.to_bytes(_SIDE)).decode(),
        "publicKey": b64encode(public).decode(),
        "created": created,
        "software": software,
    }


def fault_of(data: Mapping[str, Any]) -> str | None:
    """What is wrong with an anonymous signature; nothing when it holds."""
    try:
        key = serialization.load_der_public_key(b64decode(data["publicKey"]))
        raw = b64decode(data["signature"])
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return "the public key is not of an elliptic curve"
        half = len(raw) // 2
        both = utils.encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
        key.verify(both, str(data["hash"]).encode(), _ALGORITHM)
    except InvalidSignature:
        return "the signature is not of this package and key"
    except (KeyError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        return f"the signature cannot be read: {error}"
    return None
