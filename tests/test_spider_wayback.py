"""Captures of other archives: listed, fetched as they were, kept with their dates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.layout import Layout
from archive.warc.reader import read_capture
from scraper.mementos import Memento, list_url, read_list
from tests.crawling import crawl, entries, make_archive, report
from tests.servers import Answer, Server, http

PAGE = "http://blog.example/2010/02/slug/"
STAMPS = ("20100203040506", "20120304050607")


def _archive(target: str, request: bytes) -> Answer:
    """As pywb answers; the host it names itself by stands in the request."""
    host = request.partition(b"Host: ")[2].partition(b"\r\n")[0].decode()
    if target.startswith("/news/timemap/"):
        lines = [f'<{PAGE}>; rel="original"', f'<http://{host}/news/timemap/>; rel="self"']
        lines += [
            f'<http://{host}/news/{stamp}mp_/{PAGE}>; rel="{rel}"; datetime="x"'
            for stamp, rel in zip(STAMPS, ("first memento", "memento"), strict=True)
        ]
        return Answer(http("200 OK", ",\n".join(lines).encode()))
    if target.startswith("/news/cdx?"):
        rows = [{"timestamp": stamp, "url": PAGE} for stamp in STAMPS]
        return Answer(http("200 OK", "\n".join(map(json.dumps, rows)).encode()))
    stamp = target.split("/")[2].removesuffix("id_")
    if stamp == STAMPS[1]:
        return Answer(http("302 Found", headers={"Location": "/elsewhere"}))
    return Answer(http("200 OK", f"<title>as of {stamp}</title>".encode()))


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}*"])
def test_captures_come_with_their_own_addresses_and_dates(tmp_path: Path, address: str) -> None:
    with Server(_archive) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        said = {"url": address, "endpoint": f"{server.root}/news/"}
        assert crawl(archive, "wayback", **said).returncode == 0
        first = len(server.wires)
        assert crawl(archive, "wayback", **said).returncode == 0
        assert len(server.wires) == first + 1
    kept = entries(archive)
    assert [(entry.url, entry.captured_at[:19], entry.status) for entry in kept] == [
        (PAGE, "2010-02-03T04:05:06", 200),
        (PAGE, "2012-03-04T05:06:07", 302),
    ]
    assert {entry.location.warc.partition("-")[0] for entry in kept} == {"imports/wayback"}
    capture = read_capture(Layout(archive), kept[0].location)
    assert capture.body == b"<title>as of 20100203040506</title>"
    assert report(archive)["state"] == "finished"
    assert not list(archive.glob("crawls/*/scratch"))


def test_endpoint_that_is_no_address_is_told(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "a", "http://blog.example/")
    done = crawl(archive, "wayback", url=PAGE, endpoint="archive.example")
    assert done.returncode == 1
    assert done.stderr.startswith("palimpsest: 'archive.example' is no address")


def test_table_of_the_wayback_machine_is_read() -> None:
    table = [["urlkey", "timestamp", "original"], ["k", STAMPS[1], PAGE], ["k", STAMPS[0], PAGE]]
    assert read_list(json.dumps(table).encode()) == tuple(Memento(s, PAGE) for s in STAMPS)


def test_lines_of_an_index_are_read_past_what_is_broken() -> None:
    text = f'example,blog)/ {STAMPS[0]} {{"url": "{PAGE}", "timestamp": "{STAMPS[0]}"}}\n{{"cut'
    assert read_list(b"{}\n" + text.encode()) == (Memento(STAMPS[0], PAGE),)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"<html>no list</html>", b'[["timestamp"]]'])
def test_what_is_no_list_names_nothing(body: bytes) -> None:
    assert read_list(body) == ()


def test_lists_of_many_addresses_are_asked_of_the_index() -> None:
    assert list_url("http://a.example/c", f"{PAGE}*").startswith("http://a.example/c/cdx?url=")
