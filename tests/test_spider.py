"""Given addresses, and crawls that cannot begin or go on: one line, the right exit code."""

from __future__ import annotations

import json
import random
import resource
import signal
import socket
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import ArchiveError, ConfigError, LockedError
from archive.layout import Layout
from archive.lock import hold
from archive.warc.verify import verify
from scraper.run import new_id, prepare
from scraper.scope import leads_inside
from scraper.spiders.capture import given
from tests.blogs import Blog
from tests.crawling import (
    command,
    crawl,
    crawl_until_kept,
    entries,
    environment,
    make_archive,
    report,
)
from tests.odd_answers import odd_answers, odd_handler
from tests.servers import Server

# Answers that end in a failure, and are asked for again.
_UNREAD = ("cut-", "coding-unknown", "length-conflict", "chunk-broken")


def test_given_addresses_are_kept_with_their_redirects_and_nothing_else(tmp_path: Path) -> None:
    with Server(odd_handler) as server:
        archive = make_archive(tmp_path / "a", "http://other.example/")
        names = [name for name in odd_answers() if not name.startswith(_UNREAD)]
        listed = tmp_path / "list"
        listed.write_text("\n".join(f"{server.root}/o/{name}" for name in names), "utf-8")
        done = crawl(archive, "capture", **{"from": str(listed), "urls": f"{server.root}/one"})
    assert report(archive)["failures"] == []
    assert (done.returncode, done.stderr) == (0, "")
    asked = Counter(server.asked)
    assert asked.keys() == {f"/o/{name}" for name in [*names, "moved-here"]} | {"/one"}
    assert {entry.url for entry in entries(archive)} == {f"{server.root}{path}" for path in asked}
    assert report(archive)["spider"] == "capture"


def test_killed_capture_of_given_addresses_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    with Server(odd_handler) as server:
        archive = make_archive(tmp_path / "a", "http://other.example/")
        listed = [f"{server.root}/{number}" for number in range(60)]
        urls = " ".join([f"{server.root}/o/moved", *listed])
        for kept in (5, 20):
            code = crawl_until_kept(archive, kept, signal.SIGKILL, "capture", urls=urls)
            assert code == -signal.SIGKILL
        assert crawl(archive, "capture", urls=urls).returncode == 0
    wanted = {*listed, f"{server.root}/o/moved", f"{server.root}/o/moved-here"}
    assert Counter(entry.url for entry in entries(archive)) == Counter(wanted)
    told = report(archive)
    assert (told["state"], told["resumed"]) == ("finished", True)
    assert told["replayed"] >= 20
    assert not verify(Layout(archive)).findings


def test_redirects_that_loop_or_leave_the_web_are_not_followed(tmp_path: Path) -> None:
    blog = Blog()
    for name, target in {"a": "/a", "b": "/c", "c": "/b", "d": "ftp://x/", "e": "http:///"}.items():
        blog.page(f"/{name}", "", status="302 Found", Location=target)
    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", "http://other.example/")
        crawl(archive, "capture", urls=" ".join(f"{server.root}/{name}" for name in "abde"))
    told = {one["url"].rpartition("/")[2]: one["reason"] for one in report(archive)["not_followed"]}
    assert told.pop("a") == "a redirect loop"
    assert told.pop("d") == told.pop("e") == "another scheme"
    assert set(told.values()) == {"a redirect loop"}
    assert len(server.asked) < 20


def test_crawl_of_a_server_that_is_not_there_tells_why(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "a", "http://127.0.0.1:9/", "retries = 0")
    assert crawl(archive, "capture", urls="http://127.0.0.1:9/x").returncode == 3
    told = report(archive)
    assert told["failed_by"] == {"refused": 1}
    assert [entry.kind for entry in entries(archive)] == ["failure"]


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        ({"limit": "many"}, "limit=many", 1),
        ({"since": "yesterday"}, "since=yesterday", 1),
        ({"edited": "/no/such/file"}, "edited=/no/such/file", 1),
    ],
)
def test_wrong_arguments_are_told(
    tmp_path: Path, arguments: dict[str, str], words: str, code: int
) -> None:
    archive = make_archive(tmp_path / "a", "http://127.0.0.1:9/")
    with pytest.raises(ArchiveError, match=words) as told:
        prepare({"archive": str(archive), **arguments}, "blog")
    assert told.value.exit_code == code
    with hold(Layout(archive)):
        pass


def test_archive_must_be_named_and_be_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="which archive"):
        prepare({}, "blog")
    with pytest.raises(ConfigError, match="init"):
        prepare({"archive": str(tmp_path)}, "blog")


def test_archive_held_by_another_run_is_left_alone(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "a", "http://127.0.0.1:9/")
    with hold(Layout(archive)):
        with pytest.raises(LockedError):
            prepare({"archive": str(archive)}, "blog")
        done = crawl(archive)
        assert done.returncode == 75
        assert done.stderr.startswith("palimpsest: ")
        assert "Traceback" not in done.stderr
        prepare({"archive": str(archive), "locked": "1"}, "blog").release()


def test_finished_and_smaller_crawls_are_not_gone_on_with(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "a", "http://127.0.0.1:9/")
    first = prepare({"archive": str(archive)}, "blog")
    first.release()
    again = prepare({"archive": str(archive)}, "blog")
    again.release()
    assert (again.crawl_id, again.resumed) == (first.crawl_id, True)
    full = prepare({"archive": str(archive), "full": "1"}, "blog")
    full.release()
    assert not full.resumed
    plain = prepare({"archive": str(archive)}, "blog")
    plain.release()
    assert (plain.crawl_id, plain.options.full) == (full.crawl_id, True)
    (full.folder / "report.json").write_text(json.dumps({"state": "finished"}), "utf-8")
    given_run = prepare({"archive": str(archive)}, "capture")
    given_run.release()
    assert not given_run.resumed


def test_names_of_crawls_are_their_time_and_four_letters() -> None:
    assert new_id(datetime(2026, 11, 25, 9, 8, 7, tzinfo=UTC)).startswith("20261125T090807Z-")


def test_crawl_does_not_begin_when_the_hook_does_not_fire(tmp_path: Path) -> None:
    plain = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    with Server(Blog()) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        done = subprocess.run(
            [*command("blog", archive), "-s", f'DOWNLOAD_HANDLERS={{"http": "{plain}"}}'],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=tmp_path,
            env=environment(),
            check=False,
        )
    assert done.returncode == 1
    assert "palimpsest: the capture hook does not work" in done.stderr
    assert server.asked == []
    assert report(archive)["state"] == "failed"


def test_full_disk_stops_the_crawl_and_the_next_goes_on(tmp_path: Path) -> None:
    blog = Blog()
    blog.links("/", *(f"/2017/01/s-{number}/" for number in range(20)))
    for number in range(20):
        noise = random.Random(number).randbytes(120_000).hex()
        blog.page(f"/2017/01/s-{number}/", noise)

    def little_room() -> None:  # room enough for what measures coverage
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_200_000, 1_200_000))

    with Server(blog) as server:
        archive = make_archive(tmp_path / "a", f"{server.root}/")
        done = subprocess.run(
            command("blog", archive),
            capture_output=True,
            text=True,
            timeout=60,
            cwd=tmp_path,
            env=environment() | {"COVERAGE_PROCESS_CONFIG": ""},
            preexec_fn=little_room,
            check=False,
        )
        assert done.returncode == 1
        assert "palimpsest: no room left" in done.stderr
        assert "Traceback" not in done.stderr
        assert crawl(archive).returncode == 0
    assert set(Counter(entry.url for entry in entries(archive)).values()) == {1}
    assert report(archive)["outcomes"]["new"] == 20


def test_addresses_are_taken_from_words_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("# mine\nhttp://a.example/1\n\n  http://a.example/2  \n", "utf-8")
    assert given("http://a.example/1 http://b.example/", str(path)) == [
        "http://a.example/1",
        "http://b.example/",
        "http://a.example/2",
    ]


@pytest.mark.parametrize("urls", ["", "a.example/x", "ftp://a.example/", "http://"])
def test_what_is_no_address_is_told(urls: str) -> None:
    with pytest.raises(ArchiveError, match="address"):
        given(urls, None)


def test_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        given("", str(tmp_path / "none"))


def test_hosts_that_resolve_inside_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "gone.example":
            raise OSError
        address = "10.0.0.1" if host == "inside.example" else "93.184.216.34"
        return [(socket.AF_INET, 0, 0, "", (address, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    inside = {host: leads_inside(f"{host}.example") for host in ("inside", "outside", "gone")}
    assert inside == {"inside": True, "outside": False, "gone": False}
    assert leads_inside("localhost")
