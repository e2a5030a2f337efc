"""Captures of other archives: listed, fetched as they were, kept with their dates."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from archive.database.queries import EditFilter, edits
from archive.database.schema import connect_readonly
from archive.layout import Layout
from archive.pipeline import load
from archive.warc.reader import read_capture, record_at
from scraper.mementos import Memento, list_url, read_list
from tests.crawling import command, crawl, entries, environment, make_archive, report
from tests.servers import Answer, Server, http

PAGE = "http://blog.example/2010/02/slug/"
STAMPS = ("20100203040506", "20120304050607")
SHOWN = {
    "20100203040506": "Wed, 03 Feb 2010 04:05:06 GMT",
    "20120304050607": "Sun, 04 Mar 2012 05:06:07 GMT",
}


def _timemap(host: str, stamps: Iterable[str]) -> Answer:
    lines = [f'<{PAGE}>; rel="original"', f'<http://{host}/news/timemap/>; rel="self"']
    lines += [
        f'<http://{host}/news/{stamp}mp_/{PAGE}>; rel="{rel}"; datetime="x"'
        for stamp, rel in zip(stamps, ("first memento", *["memento"] * 99), strict=False)
    ]
    return Answer(http("200 OK", ",\n".join(lines).encode()))


def _archive(target: str, request: bytes) -> Answer:
    """As pywb answers; the host it names itself by stands in the request."""
    host = request.partition(b"Host: ")[2].partition(b"\r\n")[0].decode()
    if target.startswith("/news/timemap/"):
        return _timemap(host, STAMPS)
    if target.startswith("/news/cdx?"):
        rows = [{"timestamp": stamp, "url": PAGE} for stamp in STAMPS]
        return Answer(http("200 OK", "\n".join(map(json.dumps, rows)).encode()))
    stamp = target.split("/")[2].removesuffix("id_")
    moved = {"Location": "/elsewhere"} if stamp == STAMPS[1] else {}
    said = {"Memento-Datetime": SHOWN[stamp], **moved}
    status = "302 Found" if moved else "200 OK"
    return Answer(http(status, f"<title>as of {stamp}</title>".encode(), said))


def _taken(server: Server, archive: Path, **more: str) -> int:
    """Import what a server lists of the page; the exit code."""
    said = {"url": PAGE, "endpoint": f"{server.root}/news", **more}
    return crawl(archive, "wayback", **said).returncode


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}*"])
def test_captures_come_with_their_own_addresses_and_dates(tmp_path: Path, address: str) -> None:
    with Server(_archive) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        assert _taken(server, archive, url=address) == 0
        first = len(server.wires)
        assert _taken(server, archive, url=address) == 0
        assert len(server.wires) == first + 1
    kept = entries(archive)
    assert [(entry.url, entry.captured_at[:19], entry.status) for entry in kept] == [
        (PAGE, "2010-02-03T04:05:06", 200),
        (PAGE, "2012-03-04T05:06:07", 302),
    ]
    assert {entry.location.warc.partition("-")[0] for entry in kept} == {"imports/wayback"}
    capture = read_capture(Layout(archive), kept[0].location)
    assert capture.body == b"<title>as of 20100203040506</title>"
    told = report(archive)
    assert (told["state"], told["other_archive"]) == ("finished", {"listed": 2, "known": 2})
    assert not list(archive.glob("crawls/*/scratch"))


def test_record_says_where_a_capture_was_taken_from(tmp_path: Path) -> None:
    with Server(_archive) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        _taken(server, archive)
        at = entries(archive)[0].location
        named = record_at(archive / at.warc, at).named
    assert named["warc-source-uri"] == f"{server.root}/news/{STAMPS[0]}id_/{PAGE}"
    assert named["warc-creation-date"] > "2026"
    assert "palimpsest" in server.wires[0].request.decode().lower()
    (line,) = (archive / "imports" / "imports.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["from"].startswith("another archive, by import-wayback ")


def test_what_the_other_archive_says_of_itself_is_not_kept(tmp_path: Path) -> None:
    """Errors, limits and ways to other captures; an old answer of a firewall is a capture."""
    shown = {"Memento-Datetime": SHOWN[STAMPS[0]]}
    answers = {
        "20100203040506": http("503 Unavailable", b"as it was then", shown),
        "20110101000000": http("404 Not Found", b"not in this archive"),
        "20110102000000": http("302 Found", b"", {"Location": f"/news/{STAMPS[0]}id_/{PAGE}"}),
        "20110103000000": http("200 OK", b"nearest", shown),
        "20110104000000": http("200 OK", b"odd date", {"Memento-Datetime": "some day"}),
        "20110105000000": http("200 OK", b"an old archive"),
    }

    def old(target: str, request: bytes) -> Answer:
        host = request.partition(b"Host: ")[2].partition(b"\r\n")[0].decode()
        if "timemap" in target:
            return _timemap(host, answers)
        return Answer(answers[target.split("/")[2].removesuffix("id_")])

    with Server(old) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        assert _taken(server, archive) == 3
    assert [(entry.captured_at[:10], entry.status) for entry in entries(archive)] == [
        ("2010-02-03", 503),
        ("2011-01-05", 200),
    ]
    assert report(archive)["failed_by"] == {"status 404": 1, "redirect": 1}


def test_limit_of_the_other_archive_is_waited_for(tmp_path: Path) -> None:
    asked: list[str] = []

    def busy(target: str, request: bytes) -> Answer:
        asked.append(target)
        if len(asked) in {1, 3}:
            return Answer(http("429 Too Many Requests", b"slow down", {"Retry-After": "1"}))
        return _archive(target, request)

    with Server(busy) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        assert _taken(server, archive) == 0
    assert [entry.status for entry in entries(archive)] == [200, 302]
    assert report(archive)["blocked_by"] == {"a rate limit": 2}


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (http("404 Not Found", b"no such collection"), "status 404"),
        (http("200 OK", b""), "empty"),
        (http("302 Found", b"", {"Location": "/news/timemap/again"}), "nothing"),
        (http("302 Found", b"", {"Location": "http://other.example/"}), "nothing"),
    ],
)
def test_list_that_is_none_is_told(tmp_path: Path, answer: bytes, cause: str) -> None:
    with Server(lambda *_: Answer(answer)) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        _taken(server, archive)
    told = report(archive)
    reasons = {one["reason"] for one in told["not_followed"]}
    assert list(told["failed_by"]) == ([cause] if cause != "nothing" else [])
    assert reasons <= {"a redirect loop", "to another host"}
    assert bool(reasons) is (cause == "nothing")
    assert entries(archive) == []
    assert len(server.wires) < 20


def test_list_that_moved_is_followed(tmp_path: Path) -> None:
    def moved(target: str, request: bytes) -> Answer:
        if target.startswith("/old/"):
            return Answer(http("301 Moved", b"", {"Location": target.replace("/old/", "/news/")}))
        return _archive(target, request)

    with Server(moved) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        _taken(server, archive, endpoint=f"{server.root}/old")
    assert len(server.wires) == 2 + 2
    assert len(entries(archive)) == 0 or len(entries(archive)) == 2


def test_killed_import_goes_on_with_what_is_lacking(tmp_path: Path) -> None:
    stamps = [f"2010010{day}000000" for day in range(1, 9)]

    def slow(target: str, request: bytes) -> Answer:
        host = request.partition(b"Host: ")[2].partition(b"\r\n")[0].decode()
        if "timemap" in target:
            return _timemap(host, stamps)
        return Answer(http("200 OK", target.encode()), pause=0.1)

    with Server(slow) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        said = {"url": PAGE, "endpoint": f"{server.root}/news"}
        process = subprocess.Popen(
            command("wayback", archive, **said), cwd=tmp_path, env=environment()
        )
        until = time.monotonic() + 60
        while len(server.wires) < 5 and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
        process.wait()
        assert _taken(server, archive) == 0
    assert [entry.captured_at[:10] for entry in entries(archive)] == [
        f"2010-01-0{day}" for day in range(1, 9)
    ]
    assert len(server.wires) <= 2 + len(stamps) + 2
    assert not list(archive.glob("crawls/*/scratch"))


def test_edits_are_seen_between_captures_that_were_taken_over(tmp_path: Path) -> None:
    title = "<h1 class=entry-title>{} convoys reach Karsk</h1><div class=entry-content>{}</div>"
    words = "<p>Aid came over the northern road on Tuesday, said the governor.</p>" * 4

    def editions(target: str, request: bytes) -> Answer:
        host = request.partition(b"Host: ")[2].partition(b"\r\n")[0].decode()
        if "timemap" in target:
            return _timemap(host, STAMPS)
        stamp = target.split("/")[2].removesuffix("id_")
        count = "Three" if stamp == STAMPS[0] else "Five"
        page = f"<body class=single><article class=post>{title.format(count, words)}</article>"
        return Answer(http("200 OK", page.encode(), {"Memento-Datetime": SHOWN[stamp]}))

    with Server(editions) as server:
        archive = make_archive(tmp_path / "a", "http://blog.example/")
        _taken(server, archive)
    load(Layout(archive), jobs=0)
    with connect_readonly(Layout(archive).database) as db:
        (edit,) = [e for e in edits(db, EditFilter()) if e.change.part == "headline"]
    assert [moment[:10] for moment in edit.between] == ["2010-02-03", "2012-03-04"]


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
