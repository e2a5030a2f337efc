"""Commands that need edits: evidence, its check, and messages about new edits."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import pipeline
from archive.config import new_config
from archive.layout import Layout
from archive.sample.site import SampleBlog
from archive.warc.records import CrawlInfo, Exchange
from archive.warc.writer import WarcWriter
from tests.commands import Said

BASE = "http://strait-view.example"
DAM = "/2026/03/the-dam-deal/"
MORNING = datetime(2026, 3, 20, 6, tzinfo=UTC)


def visit(layout: Layout, edition: int) -> None:
    """Write what a crawl of this edition of one story would have written."""
    at = MORNING + timedelta(days=edition)
    answer = SampleBlog(BASE, edition).answer(DAM)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {answer.media_type}\r\n"
    body = answer.body.encode()
    info = CrawlInfo(crawl_id=f"{at:%Y%m%dT%H%M%SZ}-test", software="test")
    with WarcWriter(layout, info) as writer:
        writer.write(
            Exchange(
                url=BASE + DAM,
                started_at=at,
                request=f"GET {DAM} HTTP/1.1\r\nHost: strait-view.example\r\n\r\n".encode(),
                response=f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body,
            )
        )


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    """An archive that holds both editions of one story."""
    layout = Layout(tmp_path / "blog")
    layout.root.mkdir()
    layout.config.write_text(new_config(f"{BASE}/"))
    for edition in (1, 2):
        visit(layout, edition)
    pipeline.load(layout, jobs=0)
    return layout


def headline(archive: Layout, said: Said) -> str:
    """The id of the edit of the headline."""
    _, out, _ = said("edits", archive.root, "--part", "headline", "--json")
    return str(json.loads(out)["id"])


def test_evidence_can_be_checked_without_the_archive(
    archive: Layout, said: Said, tmp_path: Path
) -> None:
    package = tmp_path / "case.zip"
    code, out, words = said("evidence", archive.root, headline(archive, said), "-o", package)
    assert (code, out) == (0, f"{package}\n")
    assert "verify-evidence" in words
    code, out, _ = said("verify-evidence", package)
    assert (code, out) == (0, f"{package}: consistent, origin unattested\n")


def test_flipped_byte_of_evidence_is_found_with_its_reason(
    archive: Layout, said: Said, tmp_path: Path
) -> None:
    package = tmp_path / "case.zip"
    said("evidence", archive.root, headline(archive, said), "-o", package)
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 1
    package.write_bytes(content)
    code, out, _ = said("verify-evidence", package)
    assert code == 1
    assert "does not hold together" in out
    code, out, _ = said("verify-evidence", package, "--json")
    assert code == 1
    assert json.loads(out)["findings"]


def test_evidence_overwrites_nothing(archive: Layout, said: Said, tmp_path: Path) -> None:
    (tmp_path / "case.zip").write_text("mine")
    edit = headline(archive, said)
    code, _, words = said("evidence", archive.root, edit, "-o", tmp_path / "case.zip")
    assert code == 1
    assert "is there already" in words


def test_evidence_is_of_one_known_edit(archive: Layout, said: Said) -> None:
    assert said("evidence", archive.root, "a1", "b2")[0] == 2
    code, _, words = said("evidence", archive.root, "ffffffffffff")
    assert code == 1
    assert "no edit has the id" in words


class Sender:
    """Stands for Apprise: takes messages, or refuses them."""

    sent: list[tuple[str, str]]
    works = True

    def __init__(self) -> None:
        self.targets: list[str] = []

    def add(self, target: str) -> bool:
        """Whether the address is known."""
        self.targets.append(target)
        return not target.startswith("nonsense")

    def notify(self, title: str, body: str, **_: Any) -> bool:
        """Whether it could be sent."""
        if Sender.works:
            Sender.sent.append((title, body))
        return Sender.works


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> type[Sender]:
    """Messages go to a list."""
    monkeypatch.setattr("apprise.Apprise", Sender)
    Sender.sent, Sender.works = [], True
    return Sender


@contextmanager
def refusing() -> Iterator[None]:
    """The net is down."""
    Sender.works = False
    yield
    Sender.works = True


WATCH = ("--to", "mailto://me@example.org")


def test_what_is_old_on_the_first_run_is_not_sent(
    archive: Layout, said: Said, sender: type[Sender]
) -> None:
    assert said("watch", archive.root, *WATCH)[0] == 0
    assert sender.sent == []


def test_new_edits_are_sent_once_whoever_looks(
    archive: Layout, said: Said, sender: type[Sender]
) -> None:
    code, _, words = said("watch", archive.root, *WATCH, "--since", "2026-03-01")
    assert (code, words) == (0, "3 edits sent\n")
    said("edits", archive.root)
    assert said("watch", archive.root, *WATCH)[2] == "No new edits\n"
    assert len(sender.sent) == 1
    title, body = sender.sent[0]
    assert title == "3 edits"
    assert "May Be" in body


def test_edits_that_could_not_be_sent_are_tried_again(
    archive: Layout, said: Said, sender: type[Sender]
) -> None:
    with refusing():
        code, _, words = said("watch", archive.root, *WATCH, "--since", "2026-03-01")
    assert code == 1
    assert "could not be sent" in words
    assert said("watch", archive.root, *WATCH)[2] == "3 edits sent\n"
    assert len(sender.sent) == 1


def test_edits_that_were_not_grave_enough_once_are_not_sent_later(
    archive: Layout, said: Said, sender: type[Sender]
) -> None:
    said("watch", archive.root, *WATCH, "--since", "2026-03-01")
    said("watch", archive.root, *WATCH, "--severity", "low")
    assert len(sender.sent) == 1


@pytest.mark.usefixtures("sender")
def test_edits_that_a_newer_reading_finds_between_old_captures_are_not_sent(
    archive: Layout, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = archive.root / "alerts.jsonl"
    said("watch", archive.root, *WATCH)
    run = log.read_text().splitlines()[-1]
    log.write_text(f"{run}\n")
    monkeypatch.setattr("archive.cli.watching.NORMALIZER", "99")
    assert said("watch", archive.root, *WATCH)[2] == "No new edits\n"
    log.write_text(f"{run}\n")
    monkeypatch.undo()
    monkeypatch.setattr("apprise.Apprise", Sender)
    assert said("watch", archive.root, *WATCH)[2] == "3 edits sent\n"


@pytest.mark.usefixtures("sender")
def test_edits_that_could_not_be_sent_are_tried_again_by_a_newer_version(
    archive: Layout, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refusing():
        said("watch", archive.root, *WATCH, "--since", "2026-03-01")
    monkeypatch.setattr("archive.cli.watching.NORMALIZER", "99")
    assert said("watch", archive.root, *WATCH)[2] == "3 edits sent\n"


def test_address_that_apprise_does_not_know_is_told(
    archive: Layout, said: Said, sender: type[Sender]
) -> None:
    code, _, words = said("watch", archive.root, "--to", "nonsense://secret", "--since", "7d")
    assert (code, words) == (0, "No new edits\n")
    (archive.root / "alerts.jsonl").unlink()
    code, _, words = said(
        "watch", archive.root, "--to", "nonsense://secret", "--since", "2026-01-01"
    )
    assert code == 1
    assert "secret" not in words
    assert sender.sent == []


def test_missing_extra_is_told_in_one_line(
    archive: Layout, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    code, _, words = said("watch", archive.root, *WATCH, "--since", "2026-01-01")
    assert code == 2
    assert "palimpsest-archive[alerts]" in words
    assert words.count("\n") == 1
