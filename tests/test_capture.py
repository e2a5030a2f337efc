"""The wire hook: what is recorded is what was on the wire."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import probe
from tests.odd_answers import odd_answers, odd_handler
from tests.servers import Answer, Proxy, Server, certificate, http

CASES = [f"/o/{name}" for name in odd_answers()] + [f"/r/{seed}" for seed in range(40)]
SERIAL = {"CONCURRENT_REQUESTS_PER_DOMAIN": 2}


def _requests(root: str, **meta: str) -> list[dict[str, object]]:
    return [
        *({"url": root + path, "meta": meta} for path in CASES),
        {"url": f"{root}/q?a=1&b=%20x&c=caf%C3%A9#part", "meta": meta},
        {"url": f"{root}/post", "method": "POST", "body": "a=1&b=2", "meta": meta},
        {"url": f"{root}/head", "method": "HEAD", "meta": meta},
    ]


def _compare(server: Server, exchanges: list[dict[str, object]]) -> None:
    noted = sorted((e["request"], e["response"]) for e in exchanges)
    assert noted == sorted((wire.request, wire.response) for wire in server.wires)
    assert len(noted) == len(CASES) + 3


def test_every_odd_answer_is_recorded_as_it_was_over_http() -> None:
    with Server(odd_handler) as server:
        exchanges = probe(_requests(server.root), SERIAL)
    _compare(server, exchanges)
    cut = {e["url"].rpartition("/")[2]: e["truncated"] for e in exchanges if e["truncated"]}
    assert cut == {
        "cut-length": "disconnect",
        "cut-chunk": "disconnect",
        "cut-head": "disconnect",
        "coding-unknown": "unspecified",
        "length-conflict": "unspecified",
        "chunk-broken": "unspecified",
    }
    assert {e["ip"] for e in exchanges} == {"127.0.0.1"}
    assert {e["protocol"] for e in exchanges} == {"http/1.0", "http/1.1"}


def test_every_odd_answer_is_recorded_as_it_was_over_https(tmp_path: Path) -> None:
    with Server(odd_handler, tls=certificate(tmp_path)) as server:
        exchanges = probe(_requests(server.root), SERIAL)
    _compare(server, exchanges)
    assert {e["tls_version"] for e in exchanges} == {"TLSv1.3"}
    assert all(e["cipher"].startswith("TLS_") for e in exchanges)


def test_exchanges_through_a_tunnel_are_recorded_without_the_tunnel(tmp_path: Path) -> None:
    with Server(odd_handler, tls=certificate(tmp_path)) as server, Proxy() as proxy:
        exchanges = probe(_requests(server.root, proxy=proxy.address), SERIAL)
    _compare(server, exchanges)
    assert {request.split(b" ")[0] for request in proxy.seen} == {b"CONNECT"}


def test_exchanges_through_a_plain_proxy_are_recorded_as_sent_to_it() -> None:
    with Server(odd_handler) as server, Proxy() as proxy:
        exchanges = probe([{"url": f"{server.root}/o/fold", "meta": {"proxy": proxy.address}}])
    assert exchanges[0]["request"].startswith(b"GET http://127.0.0.1:")
    assert exchanges[0]["response"] == odd_answers()["fold"].data


def test_exchanges_over_ipv6_are_recorded() -> None:
    with Server(odd_handler, host="::1") as server:
        exchanges = probe([{"url": f"{server.root}/o/case"}])
    assert [(e["ip"], e["response"]) for e in exchanges] == [("::1", odd_answers()["case"].data)]


def test_connections_are_used_again_as_without_the_hook() -> None:
    with Server(odd_handler) as server:
        probe([{"url": f"{server.root}/plain/{n}"} for n in range(9)], {"CONCURRENT_REQUESTS": 1})
    assert {wire.connection for wire in server.wires} == {1}


_SLOW = {
    "/silent": Answer(b"", hang=3),
    "/stuck": Answer(http("200 OK", b"x" * 100)[:-50], hang=3),
    "/endless": Answer(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 60_000, close=True),
    "/told-large": Answer(http("200 OK", b"x" * 3_000_000)),
    "/reset": Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nab", reset=True),
    "/nonsense": Answer(b"SSH-2.0-OpenSSH_9.2\r\n", close=True),
    "/closed": Answer(b"", close=True),
}


def _slow(target: str, _: bytes) -> Answer:
    return _SLOW[target]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_fetches_that_fail_leave_what_came_and_why(scheme: str, tmp_path: Path) -> None:
    tls = certificate(tmp_path) if scheme == "https" else None
    names = ("silent", "stuck", "endless", "told-large", "reset", "nonsense", "closed")
    with Server(_slow, tls=tls) as server:
        settings = {"DOWNLOAD_TIMEOUT": 1, "DOWNLOAD_MAXSIZE": 10_000, "DOWNLOAD_WARNSIZE": 0}
        exchanges = probe([{"url": f"{server.root}/{name}"} for name in names], settings)
    told = {
        e["url"].rpartition("/")[2]: (e["truncated"], e["failure"].partition(":")[0])
        for e in exchanges
    }
    assert told == {
        "silent": (None, "timeout"),
        "stuck": ("time", "timeout"),
        "endless": ("length", "too large"),
        "told-large": ("length", "too large"),
        "reset": ("disconnect", "disconnect"),
        "nonsense": ("unspecified", "not HTTP"),
        "closed": (None, "disconnect"),
    }
    assert all(e["request"].startswith(b"GET /") for e in exchanges)


def test_fetches_that_reach_no_server_leave_the_reason(tmp_path: Path) -> None:
    def plain(_target: str, _request: bytes) -> Answer:
        return Answer(http("403 Forbidden"), close=True)

    with Server(plain) as server, Server(plain, tls=certificate(tmp_path)) as encrypted:
        exchanges = probe(
            [
                {"url": "http://127.0.0.1:9/refused"},
                {"url": "http://no-such-host.invalid/"},
                {"url": f"https://127.0.0.1:{server.port}/no-tls", "meta": {"download_timeout": 2}},
                {"url": f"http://127.0.0.1:{encrypted.port}/tls"},
                {"url": "https://127.0.0.1:9/", "meta": {"proxy": server.root}},
            ]
        )
    told = [(e["url"], e["request"], e["failure"].partition(":")[0]) for e in exchanges]
    causes = {url.partition("//")[2].partition("/")[2]: cause for url, _, cause in told}
    assert causes["refused"] == "refused"
    assert "dns" in {cause for _, _, cause in told}
    assert "proxy" in {cause for _, _, cause in told}
    assert [request for url, request, _ in told if url.endswith("no-tls")] == [b""]
