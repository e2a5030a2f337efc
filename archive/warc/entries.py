"""Lines of the index: an entry as CDXJ, and an entry from a record.

Core fields are those of cdxj-indexer (url, mime, status, digest, length, offset,
filename, all strings); fields of our own come after them and are left out when empty.
Format: https://specs.webrecorder.net/cdxj/0.1.0/
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from archive.warc.digests import digest_of
from archive.warc.messages import entity_pieces, framing_of
from archive.warc.raw import Record, read_fields
from archive.warc.records import Entry, EntryKind, Location
from normalizers.urls import surt

REVISIT_MIME = "warc/revisit"
SHOWN = frozenset({"response", "resource", "conversion"})
METHOD_FIELD = "HTTP-Request-Method"
_USUAL_URL = re.compile(r"https?://(?!www\d*\.)([a-z][a-z0-9.-]*)((?:/[a-z0-9_-]+)*/?)")
_MIME_END = re.compile(r"[;\s]")
_NO_DIGIT = re.compile(r"\D")
_HTTP = ("http://", "https://")
_OWN = ("refers_to", "etag", "last_modified", "failure", "method")


def key_of(url: str) -> str:
    """The sort key of an address: one word.

    >>> key_of("http://www.a.example/b c")
    'example,a)/b%20c'
    """
    usual = _USUAL_URL.fullmatch(url)
    if usual:
        return f"{','.join(reversed(usual[1].split('.')))}){usual[2].rstrip('/') or '/'}"
    return re.sub(r"\s", "%20", surt(url))


def timestamp_of(captured_at: str) -> str:
    """The 14 digits of a WARC-Date.

    >>> timestamp_of("2026-11-25T09:00:01.123456Z")
    '20261125090001'
    """
    return _NO_DIGIT.sub("", captured_at)[:14].ljust(14, "0")


def to_line(entry: Entry) -> bytes:
    """The entry as a line of the index, with its line end."""
    at = entry.location
    fields = {
        "url": at.target_uri,
        "mime": entry.mime,
        "status": str(entry.status or "-"),
        "digest": at.payload_digest or "-",
        "length": str(at.length),
        "offset": str(at.offset),
        "filename": at.warc,
        "id": at.record_id,
        "date": at.captured_at,
        "kind": entry.kind,
    }
    if entry.framing != "/":
        fields["framing"] = entry.framing
    if at.truncated:
        fields["truncated"] = at.truncated
    for name in _OWN:
        value = getattr(entry, name)
        if value is not None:
            fields[name] = value
    text = ", ".join([f'"{name}": {encode_basestring(value)}' for name, value in fields.items()])
    return f"{key_of(at.target_uri)} {timestamp_of(at.captured_at)} {{{text}}}\n".encode()


def from_line(line: bytes) -> Entry:
    """The entry that `to_line` wrote.

    Raises:
        ValueError: the line is no line of this index.
    """
    try:
        fields: dict[str, Any] = json.loads(line.split(b" ", 2)[2])
        kind: EntryKind = fields["kind"]
        return Entry(
            location=Location(
                warc=fields["filename"],
                offset=int(fields["offset"]),
                length=int(fields["length"]),
                record_id=fields["id"],
                target_uri=fields["url"],
                captured_at=fields["date"],
                payload_digest=_said(fields["digest"]),
                revisit_of=fields.get("refers_to"),
                truncated=fields.get("truncated"),
            ),
            kind=kind,
            mime=fields["mime"],
            status=int(fields["status"]) if fields["status"] != "-" else None,
            framing=fields.get("framing", "/"),
            **{name: fields.get(name) for name in _OWN},
        )
    except (LookupError, TypeError) as error:
        raise ValueError(f"no line of this index: {error}") from error


def _said(text: str) -> str | None:
    return None if text == "-" else text


def mime_of(content_type: str | None) -> str:
    """The media type alone, in lower case; `unk` as cdxj-indexer has it is a dash here.

    >>> mime_of("Text/HTML; charset=utf-8")
    'text/html'
    """
    return _MIME_END.split(content_type.strip(), maxsplit=1)[0].lower() if content_type else "-"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member lies: the file inside the archive, offset and length in bytes."""

    warc: str
    offset: int
    length: int


def entry_of(record: Record, place: Place, digest: str | None = None) -> Entry | None:
    """The index entry of a record; none where it is no capture and no failed fetch.

    Args:
        record: any record.
        place: where it lies.
        digest: of the entity body, where it is known already.
    """
    describe = _KINDS.get(record.type)
    if describe and digest is None and record.type in SHOWN:
        digest = stated_digest(record) or entity_digest(record)
    return describe(record, place, digest) if describe else None


def entity_digest(record: Record) -> str:
    """The digest of what a record shows: the entity of an answer, else the whole block."""
    if not _is_http(record):
        return digest_of(record.block)
    head = record.http
    return digest_of(*entity_pieces(head, memoryview(record.block)[head.size :]))


def stated_digest(record: Record) -> str | None:
    """The payload digest of a record, where it can only be meant of the entity."""
    stated = record.named.get("warc-payload-digest", "")
    if not stated.startswith("sha1:") or (_is_http(record) and not _is_bare(record)):
        return None
    return stated


def _is_bare(record: Record) -> bool:
    return not record.http.codings("transfer-encoding")


def _is_http(record: Record) -> bool:
    uri = record.target_uri or ""
    return uri.startswith(_HTTP) and record.content_type.startswith("application/http")


def _answer(record: Record, place: Place, digest: str | None) -> Entry | None:
    if _is_stand_in(record):
        return None
    if not _is_http(record):
        return _plain(record, place, digest)
    head = record.http
    revisit = record.type == "revisit"
    if revisit:
        digest = record.named.get("warc-payload-digest")
    return Entry(
        location=_location(record, place, digest, record.target_uri or ""),
        kind="revisit" if revisit else "response",
        mime=REVISIT_MIME if revisit else mime_of(head.get("content-type")),
        status=head.status,
        refers_to=record.named.get("warc-refers-to"),
        framing=framing_of(head),
        etag=head.get("etag"),
        last_modified=head.get("last-modified"),
        method=record.named.get(METHOD_FIELD.lower()),
    )


def _is_stand_in(record: Record) -> bool:
    """Whether a revisit is of `archive.warc.replay`: the capture is the record it names."""
    profile = record.named.get("warc-profile", "")
    of_another = "warc-concurrent-to" in record.named
    return of_another and not record.block and profile.endswith("/server-not-modified")


def _plain(record: Record, place: Place, digest: str | None) -> Entry | None:
    uri = record.target_uri
    if not uri or record.content_type == "application/warc-fields":
        return None
    kinds: dict[str, EntryKind] = {"resource": "resource", "conversion": "conversion"}
    return Entry(
        location=_location(record, place, digest, uri),
        kind=kinds.get(record.type, "resource"),
        mime=mime_of(record.named.get("content-type")),
        status=200,
    )


def _failure(record: Record, place: Place, _digest: str | None) -> Entry | None:
    if record.content_type != "application/warc-fields":
        return None
    said = read_fields(record.block)
    if "failure" not in said or "url" not in said:
        return None
    return Entry(
        location=_location(record, place, None, said["url"]),
        kind="failure",
        failure=said["failure"],
        method=said.get("method"),
    )


def _location(record: Record, place: Place, digest: str | None, uri: str) -> Location:
    return Location(
        warc=place.warc,
        offset=place.offset,
        length=place.length,
        record_id=record.id,
        target_uri=uri,
        captured_at=record.date,
        payload_digest=digest,
        revisit_of=record.named.get("warc-refers-to") if record.type == "revisit" else None,
        truncated=record.named.get("warc-truncated"),
    )


_KINDS: dict[str, Callable[[Record, Place, str | None], Entry | None]] = {
    "response": _answer,
    "revisit": _answer,
    "resource": _plain,
    "conversion": _plain,
    "metadata": _failure,
}
