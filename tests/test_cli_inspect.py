"""The command `inspect`, and the odd inputs of `normalize`."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive.cli import inspecting
from archive.cli.crawling import Crawled
from archive.cli.inspecting import as_html, facts
from archive.cli.lines import line_of, lost_line
from archive.cli.main import run
from archive.errors import TornTail
from archive.sample.site import SampleBlog
from archive.workers import Lost
from normalizers.values import Block, Capture, Comment, CommentsInfo, ListItem
from tests.blogs import Blog
from tests.commands import NOW, STORY
from tests.servers import Server

BASE = "http://strait-view.example"
DAILY = "/2026/03/valmera-daily-ceasefire-line-holds/"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of the sample blog as a file."""
    path = tmp_path / "page.html"
    path.write_text(SampleBlog(BASE, 1).answer(DAILY).body, encoding="utf-8")
    return path


def test_reading_is_shown_with_template_and_regions(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["inspect", str(page), "--url", BASE + DAILY]) == 0
    out = capsys.readouterr().out
    for words in (
        "template   wordpress/",
        "key        wp-301",
        "briefs     2",
        "comments   7, all",
    ):
        assert words in out
    assert "Brief 1: Ferry Service" in out


def test_reading_is_one_html_file_with_all_text_escaped(page: Path, tmp_path: Path) -> None:
    target = tmp_path / "reading.html"
    assert run(["inspect", str(page), "--html", str(target)]) == 0
    html = target.read_text(encoding="utf-8")
    assert "<dt>headline</dt><dd><bdi>Ferry Service" in html
    assert "<script" not in html
    assert "http" not in html.split("<body>")[0].replace(str(page.as_uri()), "")


def test_every_region_has_a_section_and_a_way_to_it() -> None:
    page = replace(
        STORY,
        residual=("left <over>",),
        list=(ListItem(url="https://blog.example/a/", title="A"),),
    )
    html = as_html(page, {"marks": '<body class="x">'})
    regions = dict.fromkeys(re.findall(r'<section class="(\w+)" id="(\w+)"', html))
    assert {name for name, _ in regions} == {
        "article", "brief", "related", "list", "comments", "issues", "residual",
    }  # fmt: skip
    ways = re.findall(r'<a class="(\w+)" href="#(\w+)"', html)
    assert ways == list(regions)
    assert "left &lt;over&gt;" in html
    assert "&lt;body class=&quot;x&quot;&gt;" in html


def test_answers_lie_inside_what_they_answer() -> None:
    first = Comment(key="wp-1", author="A", blocks=(Block(kind="paragraph", text="One"),))
    second = replace(first, key="wp-2", author="B", depth=2, parent_key="wp-1")
    html = as_html(replace(STORY, comments=(first, second)), {})
    assert html.count('<div class="answer"><article><h3><bdi>B') == 1
    assert html.count('<div class="answer"><article><h3><bdi>A') == 0


def test_count_that_the_page_tells_is_shown_with_what_is_not_there() -> None:
    info = CommentsInfo(complete=False, stated_count=9, not_archived="disqus")
    told = dict(facts(replace(STORY, comments=(), comments_info=info), "none"))
    assert told["comments"] == (
        "0, perhaps not all, the page says 9, those of disqus are not on the page"
    )


def test_page_of_an_address_is_fetched_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    blog = Blog()
    words = "<p>The harbour was closed on Monday after a crane fell into the water.</p>" * 3
    blog.page("/story/", f'<article class="post"><h1>Harbour closed</h1>{words}</article>')
    blog.page("/old/", "", status="301 Moved", Location="/story/")
    with Server(blog) as server:
        assert run(["inspect", f"{server.root}/old/"]) == 0
        assert run(["inspect", f"{server.root}/nowhere/"]) == 0
    out = capsys.readouterr().out
    assert f"address    {server.root}/story/" in out
    assert "Harbour closed" in out
    assert "kind       gone" in out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "refused"),
        ("/loop/", "a redirect"),
    ],
)
def test_address_without_a_page_is_told_in_one_line(
    answer: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = Blog()
    with Server(blog) as server:
        url = f"{server.root}/loop/" if answer else "http://127.0.0.1:9/"
        blog.page("/loop/", "", status="302 Found", Location=url)
        assert run(["inspect", url]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1].startswith("palimpsest: no page came: ")
    assert told in said[-1]


def test_interrupted_fetch_of_a_page_is_no_reading(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inspecting, "crawl", lambda *_: Crawled({"failures": ()}, 130, ""))
    assert run(["inspect", "http://127.0.0.1:9/"]) == 130
    assert capsys.readouterr().err.strip() == "palimpsest: interrupted"


def test_source_that_is_no_file_and_no_address_is_a_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["inspect", str(tmp_path / "nothing.html")]) == 2
    assert "neither a file nor an address" in capsys.readouterr().err


def test_text_has_no_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "page.txt"
    text.write_text("A Title\n\nSome words of a story that go on for a while.\n")
    assert run(["inspect", str(text)]) == 0
    assert "marks      none: a text" in capsys.readouterr().out


def test_page_that_a_file_does_not_hold_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.warc"
    empty.write_bytes(
        b"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Date: 2026-03-01T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000002>\r\n"
        b"Content-Length: 0\r\n\r\n\r\n\r\n"
    )
    assert run(["inspect", str(empty), "--url", "https://blog.example/a/"]) == 1
    assert "holds no capture of https://blog.example/a/" in capsys.readouterr().err


def test_page_comes_from_stdin(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page.read_bytes())))
    assert run(["normalize", "-", "--url", BASE + DAILY]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["source"], line["article"]["key"]) == (None, "wp-301")


def test_text_of_an_extractor_is_read_as_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "page.txt"
    text.write_text("A Title\n\nSome words of a story that go on for a while.\n")
    assert run(["normalize", str(text)]) == 0
    assert json.loads(capsys.readouterr().out)["platform"] == "text"


def test_damage_and_loss_are_lines_with_a_code() -> None:
    torn = line_of((None, TornTail(Path("x.warc.gz"), 7, "ends inside")))
    assert json.loads(torn.text)["error"] == {"code": "torn-tail", "detail": "ends inside"}
    assert torn.is_damage
    capture = Capture(url="https://blog.example/", captured_at=NOW, status=200, body=b"")
    lost = lost_line((None, capture), Lost("it died"))
    assert json.loads(lost.text) == {
        "source": None,
        "url": "https://blog.example/",
        "error": {"code": "lost", "detail": "it died"},
    }


def test_many_faults_are_summed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    for number in range(12):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    assert run(["normalize", *map(str, files)]) == 1
    captured = capsys.readouterr()
    assert captured.out.count('"code": "not-html"') == 12
    assert "2 more: see the lines with an error" in captured.err
