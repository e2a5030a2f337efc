"""What commands print: lines and tables, on a terminal and in a pipe; a page to be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.cli import console, reading
from normalizers.values import CommentsInfo, ListItem, Page
from tests.commands import NOW, STORY, on_terminal


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u202eb\u200fc", "abc"),
        ("a\u00a0b\u2028c", "a b\nc"),
    ],
)
def test_fetched_words_cannot_steer_the_terminal(dirty: str, shown: str) -> None:
    assert console.clean(dirty) == shown


def test_table_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    console.put_rows(("name", "count"), [("[red]x", "1")])
    assert "[red]x" in terminal.getvalue()
    assert "name" in terminal.getvalue()


def test_table_is_lines_with_tabs_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    console.put_rows(("name", "count"), [("a\tb\nc", "1"), ("d", "2")])
    assert capsys.readouterr().out == "a b c\t1\nd\t2\n"


def test_long_line_is_not_wrapped_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    console.put("word " * 100)
    console.put_facts({"a": "1", "bcd": "2"})
    assert capsys.readouterr().out == f"{'word ' * 100}\na    1\nbcd  2\n"


def test_progress_is_silent_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with console.progress("pages") as bar:
        bar.advance(bar.add_task("load", total=2))
    assert capsys.readouterr().err == ""


def test_page_is_readable_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    reading.put_page(STORY)
    assert capsys.readouterr().out == (
        "Harbour Daily: Talks Go On\n"
        "by Ada, Ben · 2026-03-01 · Harbour\n"
        "https://blog.example/a/\n"
        "The pier\n"
        "\n"
        "First words.\n"
        "• one\n"
        "  two\n"
        "▷ https://t.example/1\n"
        "\n"
        "Brief 1: 1930 GMT: Vote\n"
        "│ Aye.\n"
        "\n"
        "Related posts\n"
        "• Before  https://blog.example/b/\n"
        "\n"
        "2 comments, perhaps not all\n"
        "Cleo  2026-03-01T10:00Z\n"
        "  Yes.\n"
        "   nobody named (pingback) [awaiting]\n"
        "     No.\n"
        "unclaimed-text: 12 words\n"
    )


def test_page_is_wrapped_and_coloured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    reading.line("word " * 30, indent=2, style="bold", mark=("│ ", "│ "))
    rows = terminal.getvalue().splitlines()
    assert len(rows) == 3
    assert all(row.startswith("  │ ") for row in rows)
    assert "\x1b[1m" in terminal.getvalue()


def test_thread_that_is_elsewhere_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    info = CommentsInfo(not_archived="disqus")
    reading.put_page(replace(STORY, comments=(), comments_info=info, related=(), issues=()))
    assert capsys.readouterr().out.endswith("0 comments; those of disqus are not on the page\n")


def test_list_page_shows_what_it_points_to(capsys: pytest.CaptureFixture[str]) -> None:
    page = Page(
        url="https://blog.example/",
        captured_at=NOW,
        status=200,
        kind="list",
        template="wordpress/classic",
        normalizer="1.0",
        list=(ListItem(url="https://blog.example/a/", title="A"),),
    )
    reading.put_page(page)
    assert capsys.readouterr().out == "list: https://blog.example/\n• A  https://blog.example/a/\n"
