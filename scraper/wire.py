"""The wire as it was: a tee on the HTTP client protocol that Scrapy drives.

- Every byte sent and every byte received (after TLS) is noted, none is changed, and
  the server sees what it would see without the tee.
- An exchange ends with the answer, or with the connection; either way it is handed on.
- Nothing here knows of Scrapy's requests, of files or of WARC.

The names that begin with an underscore belong to Twisted 26.10 and Scrapy 2.19; both
are pinned, and a self-test shows at each start that they still mean the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web.client import _HTTP11ClientFactory

from archive.warc.records import Exchange, Truncated
from scraper.decoding import LenientParser

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request as WireRequest
    from twisted.web.iweb import IResponse


# Seconds of silence, and seconds in all, after which an unreadable answer is over.
_PATIENCE = 0.5
_LONGEST = 5.0


@dataclass(slots=True)
class Transfer:
    """An exchange while it happens."""

    url: str
    started_at: datetime
    sent: list[bytes] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    complete: bool = False
    aborted: bool = False
    fault: str | None = None

    @property
    def size(self) -> int:
        """Bytes received so far."""
        return sum(map(len, self.received))


@dataclass(frozen=True, slots=True)
class Tap:
    """Where a protocol reports to: `began` the URL when a request goes out, `keep` its end.

    `limit` is the most bytes of an answer that the crawl reads.
    """

    began: Callable[[str], None]
    keep: Callable[[Exchange], None]
    limit: int


class TeeTransport:
    """What a request writes to: notes the bytes and passes them on."""

    def __init__(self, transport: Any, sent: list[bytes]) -> None:
        self._transport = transport
        self._sent = sent

    def write(self, data: bytes) -> None:
        """Send bytes."""
        self._sent.append(data)
        self._transport.write(data)

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802 - Twisted's name
        """Send pieces as one."""
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class CaptureProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's protocol, with every exchange noted."""

    def __init__(self, quiescent: Callable[[Any], None], tap: Tap) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._tap = tap
        self._transfer: Transfer | None = None
        self._lost: Failure | None = None
        self._unread: Failure | None = None
        self._patience: Any = None
        self._longest: Any = None

    def request(self, request: WireRequest) -> Deferred[IResponse]:
        """Send a request, noting what is written."""
        if self.state == "QUIESCENT":
            url = request.absoluteURI.decode("ascii")
            transfer = self._transfer = Transfer(url, datetime.now(UTC))
            request.writeTo = partial(  # type: ignore[method-assign]
                _write, request, transfer.sent
            )
            self._tap.began(url)
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = LenientParser  # as Scrapy puts its own there
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Note what came, then read it.

        *Quirk:* some servers send more than they announced. What comes in one piece
        with the end of the answer belongs to the exchange; what comes later is lost
        to Twisted and to us.
        """
        if self._transfer is not None:
            self._transfer.received.append(data)
        if self._unread is None:
            super().dataReceived(data)  # type: ignore[no-untyped-call]
        elif self._transfer is None or self._transfer.size > self._tap.limit:
            self._hang_up()
        elif self._patience.active():
            self._patience.reset(_PATIENCE)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        """End an answer that only the end of the connection ends, or that was cut."""
        self._lost = reason
        if self._unread is not None:
            for call in (self._patience, self._longest):
                if call.active():
                    call.cancel()
            self._disconnectParser(self._unread)  # type: ignore[no-untyped-call]
        super().connectionLost(reason)  # type: ignore[no-untyped-call]
        self._end()

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802
        if self._transfer is not None:
            self._transfer.complete = True
        # While the connection is being lost, why it was lost decides what is kept.
        if self._lost is None:
            self._end()
        super()._finishResponse(rest)

    def _giveUp(self, reason: Failure) -> None:  # noqa: N802
        """Give up an answer that cannot be read, once all of it has come.

        Twisted hangs up at once, and the rest of an odd answer would be lost.
        """
        if self._transfer is None or self._lost is not None:
            super()._giveUp(reason)  # type: ignore[no-untyped-call]
            return
        self._unread = reason
        self._transfer.fault = f"not HTTP: {reason.getErrorMessage()}"
        self._patience = call_later(_PATIENCE, self._hang_up)
        self._longest = call_later(_LONGEST, self._hang_up)

    def _hang_up(self) -> None:
        transport: Any = self.transport
        transport.loseConnection()

    def _end(self) -> None:
        transfer, self._transfer = self._transfer, None
        if transfer is not None:
            transfer.aborted = _was_aborted(self.transport)
            self._tap.keep(finished(transfer, self.transport, self._lost, self._tap.limit))


def call_later(seconds: float, what: Callable[[], None]) -> Any:
    """Have something done later by the reactor, whose import would install one."""
    from twisted.internet import reactor  # noqa: PLC0415

    clock: Any = reactor
    return clock.callLater(seconds, what)


def _write(request: WireRequest, sent: list[bytes], transport: Any) -> Deferred[None]:
    tee = TeeTransport(transport, sent)
    written: Deferred[None] = type(request).writeTo(request, tee)  # type: ignore[no-untyped-call]
    return written


def finished(transfer: Transfer, transport: Any, lost: Failure | None, limit: int) -> Exchange:
    """The exchange that a transfer has become.

    Args:
        transfer: what was noted.
        transport: the connection, open or just closed.
        lost: why the connection went, None while it stands.
        limit: the most bytes of an answer that the crawl reads.
    """
    cut, fault = _ending(transfer, lost, limit)
    version, cipher = _encryption(transport)
    response = b"".join(transfer.received)
    encrypted_in_vain = version is None and _is_encrypted(transport)
    return Exchange(
        url=transfer.url,
        started_at=transfer.started_at,
        # Without a finished handshake the request never left.
        request=b"" if encrypted_in_vain else b"".join(transfer.sent),
        response=response,
        ip=getattr(transport.getPeer(), "host", None),
        protocol="http/1.0" if response.startswith(b"HTTP/1.0") else "http/1.1",
        tls_version=version,
        cipher=cipher,
        truncated=cut if response else None,
        failure=fault,
    )


def _ending(
    transfer: Transfer, lost: Failure | None, limit: int
) -> tuple[Truncated | None, str | None]:
    """How an exchange was cut and why, (None, None) for one that is whole."""
    clean = lost is None or isinstance(lost.value, ConnectionDone)
    if transfer.complete and clean:
        return None, None
    if transfer.fault:
        return "unspecified", transfer.fault
    if transfer.aborted:
        if transfer.size > limit or _announced(transfer) > limit:
            return "length", f"too large: more than {limit} bytes"
        return "time", "timeout: the answer did not come in time"
    what = "the answer was cut" if transfer.received else "no answer came"
    return "disconnect", f"disconnect: {what}"


def _was_aborted(transport: Any) -> bool:
    """Whether we ended the connection: for TCP and TLS, Twisted notes it differently."""
    return bool(getattr(transport, "_aborting", False) or getattr(transport, "_aborted", False))


def _announced(transfer: Transfer) -> int:
    """The Content-Length of an answer, 0 where it tells none."""
    head, _, _ = b"".join(transfer.received)[:65_536].partition(b"\r\n\r\n")
    for line in head.lower().splitlines():
        name, _, value = line.partition(b":")
        if name.strip() == b"content-length" and value.strip().isdigit():
            return int(value)
    return 0


def _encryption(transport: Any) -> tuple[str | None, str | None]:
    """TLS version and cipher of a connection, None for both where there is none."""
    if not _is_encrypted(transport):
        return None, None
    handle = transport.getHandle()
    cipher = handle.get_cipher_name()
    return (handle.get_protocol_version_name(), cipher) if cipher else (None, None)


def _is_encrypted(transport: Any) -> bool:
    return hasattr(transport, "getPeerCertificate")


class CaptureFactory(_HTTP11ClientFactory):
    """Makes a `CaptureProtocol` for each connection of Scrapy's pool."""

    noisy = False

    def __init__(self, tap: Tap, quiescent: Callable[[Any], None], endpoint: str) -> None:
        super().__init__(quiescent, endpoint)  # type: ignore[no-untyped-call]
        self._tap = tap

    def buildProtocol(self, addr: IAddress | None) -> CaptureProtocol:  # noqa: N802, ARG002
        """A protocol for a new connection."""
        return CaptureProtocol(self._quiescentCallback, self._tap)
