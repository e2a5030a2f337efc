"""The records that an exchange becomes. Pure: nothing here reads, writes or asks the time.

- An answer is a `response`, or a `revisit` where the same URI gave the same entity before
  or the server said "not modified"; then comes the `request`. A redirect is written in
  full: its body is small, and pywb shows a revisit of one without it.
- A fetch without an answer leaves a `request` and a `metadata` record that says why.
- Metadata never carry the page's own Target-URI: replay would take them for the page.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote_from_bytes

from archive.warc.digests import digest_of
from archive.warc.entries import METHOD_FIELD
from archive.warc.messages import entity_pieces, framing_of, is_agreed, read_head, split_interim
from archive.warc.raw import Record, make_record, safe_uri, warc_fields
from archive.warc.records import CrawlInfo, Entry, Exchange

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
SAME_PAYLOAD = f"{_PROFILES}identical-payload-digest"
NOT_MODIFIED = f"{_PROFILES}server-not-modified"
_HTTP_RESPONSE = "application/http; msgtype=response"
_HTTP_REQUEST = "application/http; msgtype=request"
_FIELDS = "application/warc-fields"
_OK = 200
_NOT_MODIFIED = 304
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_KEPT_OF_NO_HTTP = 100_000

Fields = list[tuple[str, str | None]]
Originals = Callable[[str], Iterable[Entry]]


def records_of(exchange: Exchange, originals: Originals | None) -> tuple[Record, ...]:
    """The records of an exchange; the first is that of the answer or the failure.

    Args:
        exchange: what went over the wire.
        originals: entries of a URL, oldest first, that a revisit may refer to.
    """
    interim, answer = split_interim(exchange.response)
    if not answer.startswith(b"HTTP/"):
        return _failed(exchange)
    facts = _Facts(exchange, answer)
    found = originals(facts.url) if originals and facts.method is None else ()
    first = _revisit(facts, found) or _response(facts)
    more = [_request(exchange, first.id)] if exchange.request else []
    if interim or exchange.failure:
        note = (("reason", exchange.failure), ("interim", quote_from_bytes(interim)))
        more.append(_metadata(exchange, note, first.id))
    return (first, *more)


class _Facts:
    """An answer, its head read, its digests taken."""

    def __init__(self, exchange: Exchange, answer: bytes) -> None:
        self.exchange = exchange
        self.answer = answer
        self.url = safe_uri(exchange.url)
        self.method = method_of(exchange.request)
        self.head = read_head(answer)
        entity = tuple(entity_pieces(self.head, memoryview(answer)[self.head.size :]))
        self.empty = not any(entity)
        self.digest = digest_of(*entity)
        self.framing = framing_of(self.head)
        coded = bool(self.head.codings("transfer-encoding"))
        self.payload_digest = None if coded or not is_agreed(answer, self.head) else self.digest

    def fields(self, kind: str) -> Fields:
        exchange = self.exchange
        return [
            *_common(exchange, kind),
            ("WARC-Target-URI", self.url),
            ("WARC-IP-Address", exchange.ip),
            *(("WARC-Protocol", name) for name in _protocols(exchange)),
            ("WARC-Cipher-Suite", exchange.cipher),
            ("WARC-Truncated", exchange.truncated),
            # As pywb writes what it takes over from another archive.
            ("WARC-Source-URI", exchange.source and safe_uri(exchange.source)),
            ("WARC-Creation-Date", warc_date(exchange.taken_at) if exchange.taken_at else None),
            (METHOD_FIELD, self.method),
            ("Content-Type", _HTTP_RESPONSE),
        ]


def method_of(request: bytes) -> str | None:
    """The method of a request, where it is not GET.

    >>> method_of(b"HEAD / HTTP/1.1")
    'HEAD'
    """
    word = request[:20].partition(b" ")[0].decode("latin-1").upper()
    return None if word in {"", "GET"} else word


def _protocols(exchange: Exchange) -> tuple[str, ...]:
    """Names as in https://iipc.github.io/warc-specifications/guidelines/warc-protocol/."""
    tls = exchange.tls_version
    return (exchange.protocol, tls.lower().replace("tlsv", "tls/")) if tls else (exchange.protocol,)


def _response(facts: _Facts) -> Record:
    fields = facts.fields("response")
    fields += [
        ("WARC-Block-Digest", digest_of(facts.answer)),
        ("WARC-Payload-Digest", facts.payload_digest),
    ]
    return make_record(fields, facts.answer)


def _revisit(facts: _Facts, found: Iterable[Entry]) -> Record | None:
    if facts.exchange.truncated or facts.exchange.failure or not facts.head.whole:
        return None
    earlier = [entry for entry in found if entry.url == facts.url and entry.readable]
    if facts.head.status == _NOT_MODIFIED:
        original = _validated(facts.exchange.request, earlier)
        profile = NOT_MODIFIED
    else:
        original = _same(facts, earlier)
        profile = SAME_PAYLOAD
    if not original:
        return None
    head = facts.answer[: facts.head.size]
    fields = facts.fields("revisit")
    fields += [
        ("WARC-Profile", profile),
        ("WARC-Refers-To", original.location.record_id),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.captured_at),
        ("WARC-Block-Digest", digest_of(head)),
        ("WARC-Payload-Digest", original.digest),
    ]
    return make_record(fields, head)


def _same(facts: _Facts, earlier: list[Entry]) -> Entry | None:
    if facts.empty or facts.head.status in _REDIRECTS:
        return None
    wanted = (facts.head.status, facts.digest, facts.framing)
    return next(
        (
            entry
            for entry in reversed(earlier)
            if _is_whole(entry) and (entry.status, entry.digest, entry.framing) == wanted
        ),
        None,
    )


def _is_full(entry: Entry) -> bool:
    return entry.status == _OK and _is_whole(entry)


def _is_whole(entry: Entry) -> bool:
    return entry.kind == "response" and not entry.truncated


def _validated(request: bytes, earlier: list[Entry]) -> Entry | None:
    """The full answer whose validator the request named: that is what did not change."""
    head = read_head(request)
    etag, since = head.get("if-none-match"), head.get("if-modified-since")
    for entry in reversed(earlier):
        if (entry.etag == etag) if etag else (since and entry.last_modified == since):
            wanted = entry.refers_to or entry.location.record_id
            full = (e for e in earlier if e.location.record_id == wanted and _is_full(e))
            return next(full, None)
    return None


def _request(exchange: Exchange, concurrent_to: str | None) -> Record:
    fields: Fields = [
        *_common(exchange, "request"),
        ("WARC-Target-URI", safe_uri(exchange.url)),
        ("WARC-IP-Address", exchange.ip),
        ("WARC-Concurrent-To", concurrent_to),
        ("Content-Type", _HTTP_REQUEST),
        ("WARC-Block-Digest", digest_of(exchange.request)),
    ]
    return make_record(fields, exchange.request)


def _failed(exchange: Exchange) -> tuple[Record, ...]:
    requests = (_request(exchange, None),) if exchange.request else ()
    said = (
        ("url", safe_uri(exchange.url)),
        ("failure", exchange.failure or "the answer is no HTTP"),
        ("method", method_of(exchange.request)),
        ("ip", exchange.ip),
        ("received", quote_from_bytes(exchange.response[:_KEPT_OF_NO_HTTP])),
    )
    return (_metadata(exchange, said, *(record.id for record in requests)), *requests)


def _metadata(
    exchange: Exchange, said: Iterable[tuple[str, str | None]], *concurrent_to: str
) -> Record:
    block = warc_fields(said)
    fields: Fields = [
        *_common(exchange, "metadata"),
        *(("WARC-Concurrent-To", record_id) for record_id in concurrent_to),
        ("WARC-Truncated", None if exchange.response else exchange.truncated),
        ("Content-Type", _FIELDS),
        ("WARC-Block-Digest", digest_of(block)),
    ]
    return make_record(fields, block)


def _common(exchange: Exchange, kind: str) -> Iterator[tuple[str, str | None]]:
    yield "WARC-Type", kind
    yield "WARC-Record-ID", f"<{uuid.uuid4().urn}>"
    yield "WARC-Date", warc_date(exchange.started_at)


def warc_date(at: datetime) -> str:
    """A moment as WARC-Date, to the microsecond.

    >>> warc_date(datetime(2026, 11, 25, 9, tzinfo=UTC))
    '2026-11-25T09:00:00.000000Z'
    """
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def info_record(info: CrawlInfo, at: datetime, filename: str) -> Record:
    """The `warcinfo` record that opens a file."""
    block = warc_fields(
        (
            ("software", info.software),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", _SPECIFICATION),
            ("isPartOf", info.crawl_id),
            ("operator", _operator(info)),
            ("http-header-user-agent", info.user_agent),
            ("robots", info.robots),
            *((f"setting-{name}", value) for name, value in info.settings),
        )
    )
    fields: Fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{uuid.uuid4().urn}>"),
        ("WARC-Date", warc_date(at)),
        ("WARC-Filename", filename),
        ("Content-Type", _FIELDS),
        ("WARC-Block-Digest", digest_of(block)),
    ]
    return make_record(fields, block)


_SPECIFICATION = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def _operator(info: CrawlInfo) -> str | None:
    said = [text for text in (info.operator, info.contact and f"<{info.contact}>") if text]
    return " ".join(said) or None
