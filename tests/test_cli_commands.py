"""The commands on an archive of the sample blog, made by a real crawl of both editions."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.cli.main import run
from archive.layout import Layout
from archive.pipeline import load
from tests.build import http
from tests.test_cli_frame import Terminal
from tests.test_pipeline import STORY, URL, story, written

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that `palimpsest demo` makes."""
    folder = tmp_path_factory.mktemp("demo") / "strait-view"
    assert run(["demo", "--folder", str(folder), "--port", "0"]) == 0
    return folder


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Exit code, data and words of a command."""

    def say(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return say


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy of the archive that a test may change."""
    folder = tmp_path / "copy"
    shutil.copytree(made, folder)
    return folder


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def told(out: str) -> set[tuple[str, str, str | None]]:
    return {(e["part"], e["op"], e["part_key"]) for e in lines(out)}


def test_every_edit_of_the_second_edition_is_found_once(made: Path, said: Said) -> None:
    code, out, _ = said("edits", made, "--json")
    found = [(e["page"]["post_id"], e["part"], e["op"]) for e in lines(out)]
    quiet = {"modified", "related", "links", "residual"}
    assert code == 0
    assert sorted(edit for edit in found if edit[1] not in quiet) == [
        ("284", "body", "added"),
        ("284", "body", "edited"),
        ("291", "page", "removed"),
        ("295", "body", "edited"),
        ("295", "body", "edited"),
        ("295", "headline", "edited"),
        ("298", "brief", "added"),
        ("301", "body", "edited"),
        ("301", "brief", "added"),
        ("301", "comment", "added"),
        ("301", "comment", "edited"),
        ("301", "comment", "removed"),
    ]


def test_edits_are_plain_lines_in_a_pipe(made: Path, said: Said) -> None:
    code, out, _ = said("edits", made, "--part", "headline")
    assert code == 0
    assert "[-Is Not-]{+May Be+}" in out
    assert "no notice found" in out
    assert "\x1b" not in out


def test_edits_say_what_is_not_shown(made: Path, said: Said) -> None:
    _, shown, words = said("edits", made)
    _, everything, silent = said("edits", made, "--all")
    assert "are not shown: --all" in words
    assert silent == ""
    assert len(everything) > len(shown)


def test_no_edit_is_said(made: Path, said: Said) -> None:
    code, out, _ = said("edits", made, "--since", "2000-01-01", "--until", "2020-01-01")
    assert code == 0
    assert out.startswith("Edits since 2000-01-01 00:00 UTC\nNo differences")


@pytest.mark.parametrize("kind", ["html", "markdown", "csv", "atom"])
def test_edits_are_written_in_every_form(made: Path, said: Said, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "edits"
    code, out, _ = said("edits", made, "--format", kind, "--output", target)
    assert (code, out) == (0, "")
    assert "May Be" in target.read_text()


def test_edits_are_counted(made: Path, said: Said) -> None:
    assert "Why the Dam Deal May Be Dead" in said("edits", made, "--stat")[1]


def test_long_report_is_paged_on_a_terminal(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paged: list[str] = []
    stream = Terminal()
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LINES", "10")
    monkeypatch.setattr("click.echo_via_pager", lambda text, **_: paged.append(text))
    assert run(["edits", str(made)]) == 0
    assert "\x1b[31;9m" in paged[0]
    assert run(["edits", str(made), "--stat"]) == 0
    assert "Why the Dam Deal" in stream.getvalue()


def test_diff_compares_the_first_state_with_the_newest(made: Path, said: Said) -> None:
    code, out, words = said("diff", made, "dam", "deal", "--json")
    assert code == 0
    assert ("headline", "edited", None) in told(out)
    assert "Compared: the captures of" in words
    assert "sentences of the text unchanged" in said("diff", made, "dam deal", "--side-by-side")[1]


def test_diff_of_a_state_with_itself_is_empty(made: Path, said: Said) -> None:
    code, out, _ = said("diff", made, "dam deal", "--from", "now", "--to", "now", "--json")
    assert (code, out) == (0, "")


def test_diff_before_the_first_capture_is_refused(made: Path, said: Said) -> None:
    code, _, words = said("diff", made, "dam deal", "--from", "2020-01-01")
    assert code == 1
    assert "no capture of" in words


def test_story_is_shown_with_its_parts_and_sources(made: Path, said: Said) -> None:
    code, out, _ = said("show", made, "valmera", "ceasefire", "line")
    assert code == 0
    for words in ("Brief 1: Council Wins", "6 comments", "Nora Lindqvist", "Where this is kept"):
        assert words in out
    assert "P. Aldous" not in out


def test_story_is_shown_as_it_was(made: Path, said: Said) -> None:
    _, out, _ = said("edits", made, "--part", "headline", "--json")
    before = lines(out)[0]["between"][0]
    code, page, _ = said("show", made, "wp-295", "--at", before, "--json")
    assert code == 0
    assert lines(page)[0]["article"]["headline"].endswith("Is Not Dead")


def test_thread_of_several_pages_is_shown_whole(made: Path, said: Said) -> None:
    _, out, _ = said("show", made, "shelling eases", "--json")
    page = lines(out)[0]
    assert [c["id"] for c in page["comments"]] == [
        *("731", "733", "732", "734", "735", "737", "736", "738"),
    ]
    assert page["comments_info"]["complete"] is True


def test_content_pages_are_joined(made: Path, said: Said) -> None:
    _, out, _ = said("show", made, "long road back", "--json")
    texts = [block["text"] for block in lines(out)[0]["article"]["blocks"]]
    assert any("By Thursday we had chalk" in text for text in texts)
    assert any("brought a bell" in text for text in texts)


def test_unknown_page_is_told_with_a_suggestion(made: Path, said: Said) -> None:
    code, _, words = said("show", made, "valmera dayly")
    assert code == 1
    assert "no page is meant by 'valmera dayly'" in words
    assert words.count("\n") == 1


def test_search_finds_wordings_that_are_gone(made: Path, said: Said) -> None:
    code, out, words = said("search", made, "bought by the council", "--json")
    assert code == 0
    assert [(hit["kind"], hit["author"], hit["is_shown"]) for hit in lines(out)] == [
        ("comment", "P. Aldous", False)
    ]
    assert words == "1 hit\n"


def test_search_prints_a_line_a_hit(made: Path, said: Said) -> None:
    code, out, _ = said("search", made, "northern gate")
    assert code == 0
    assert "trucks crossed at the northern gate" in out


def test_search_without_a_hit_fails(made: Path, said: Said) -> None:
    assert said("search", made, "xyzzy")[0] == 1


def test_status_tells_figures_and_what_is_due(made: Path, said: Said) -> None:
    code, out, _ = said("status", made, "--json")
    state = lines(out)[0]
    assert code == 0
    assert (state["stories"], state["gone"], state["crawls"]) == (9, 1, 2)
    assert len(state["next_due"]) == 5
    assert "next due" in said("status", made)[1]


def test_status_of_a_new_archive_says_that_nothing_was_crawled(tmp_path: Path, said: Said) -> None:
    assert said("init", tmp_path / "new", "--url", "https://blog.example/")[0] == 0
    code, out, _ = said("status", tmp_path / "new")
    assert code == 0
    assert "none yet" in out


def test_verify_finds_the_archive_sound(made: Path, said: Said) -> None:
    code, out, words = said("verify", made)
    assert (code, out) == (0, "")
    assert "no faults" in words


def test_verify_names_file_and_byte_of_a_torn_file_and_repair_mends_it(
    copy: Path, said: Said
) -> None:
    warc = next((copy / "warc").glob("*.warc.gz"))
    warc.chmod(0o644)
    whole = warc.read_bytes()
    warc.write_bytes(whole[:-100])
    code, out, words = said("verify", copy)
    assert code == 1
    assert f"{warc.name} at byte " in out
    assert "faults" in words
    assert said("verify", copy, "--json")[0] == 1
    code, out, _ = said("repair", copy)
    assert code == 0
    assert "are in" in out
    assert said("repair", copy, "--json")[1] == ""


def test_load_twice_changes_nothing(copy: Path, said: Said) -> None:
    code, _, words = said("load", copy, "--jobs", "1")
    assert code == 0
    assert "Loaded 0 captures of 0 files" in words


def test_rebuild_gives_the_same_export(copy: Path, said: Said) -> None:
    before = said("export", copy, "--format", "jsonl")[1]
    assert said("rebuild", copy, "--jobs", "1")[0] == 0
    assert said("export", copy, "--format", "jsonl")[1] == before


def test_excluded_story_leaves_the_view_and_comes_back(copy: Path, said: Said) -> None:
    pattern = "*/2026/03/the-dam-deal/*"
    assert said("exclude", copy, pattern, "--reason", "a test")[0] == 0
    said("rebuild", copy, "--jobs", "1")
    assert said("show", copy, "wp-295")[0] == 1
    assert said("exclude", copy, pattern, "--undo", "--reason", "a test")[0] == 0
    said("rebuild", copy, "--jobs", "1")
    assert said("show", copy, "wp-295")[0] == 0


def test_export_is_one_line_a_story(made: Path, said: Said, tmp_path: Path) -> None:
    code, out, _ = said("export", made, "--format", "jsonl")
    assert code == 0
    assert len(lines(out)) == 9
    target = tmp_path / "stories.jsonl"
    said("export", made, "--format", "jsonl", "--output", target)
    assert target.read_text() == out


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_tables_are_exported(made: Path, said: Said, tmp_path: Path, kind: str) -> None:
    code, out, _ = said("export", made, "--format", kind, "--output", tmp_path / "tables")
    assert code == 0
    assert str(tmp_path / f"tables/edits.{kind}") in out.splitlines()
    if kind == "csv":
        with (tmp_path / "tables/stories.csv").open(newline="") as file:
            assert len(list(csv.DictReader(file))) == 9


def test_package_is_exported_and_can_be_imported_elsewhere(
    made: Path, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    package = tmp_path / "strait.wacz"
    assert said("export", made, "--format", "wacz", "--output", package)[0] == 0
    other = tmp_path / "other"
    said("init", other, "--url", "https://blog.example/")
    code, out, _ = said("import", other, package)
    assert code == 0
    assert "taken as imports/strait.wacz" in out
    assert "here already" in said("import", other, package)[1]
    assert json.loads(said("import", other, package, "--json")[1])["outcome"] == "known"
    assert said("show", other, "dam deal")[0] == 0


def test_export_into_a_folder_that_is_not_there_is_refused(
    made: Path, said: Said, tmp_path: Path
) -> None:
    code, _, words = said("export", made, "--format", "csv", "--output", tmp_path / "no/where")
    assert code == 1
    assert "make it first" in words


def test_import_of_a_file_that_is_no_warc_is_refused(
    copy: Path, said: Said, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.warc"
    wrong.write_text("no WARC at all")
    code, out, _ = said("import", copy, wrong)
    assert code == 1
    assert "refused" in out


def test_warc_files_are_normalized_without_an_archive(made: Path, said: Said) -> None:
    warcs = sorted((made / "warc").glob("*.warc.gz"))
    code, out, _ = said("normalize", *warcs, "--jobs", "1")
    pages = lines(out)
    assert code == 0
    assert pages[0]["source"]["warc"] == f"warc/{warcs[0].name}"
    many = said("normalize", *warcs, *warcs, "--jobs", "2")[1]
    assert lines(many) == pages + pages


def test_demo_replaces_its_own_archive_and_no_other(copy: Path, said: Said, tmp_path: Path) -> None:
    said("init", tmp_path / "mine", "--url", "https://blog.example/")
    code, _, words = said("demo", "--folder", tmp_path / "mine")
    assert code == 1
    assert "is an archive of yours" in words
    (tmp_path / "full").mkdir()
    (tmp_path / "full/notes.txt").write_text("mine")
    assert "is not empty" in said("demo", "--folder", tmp_path / "full")[2]
    assert said("demo", "--folder", copy, "--port", "0")[0] == 0
    assert Layout(copy).database.exists()


# --------------------------------------------------------------------------- history


def history_of(root: Path, *crawls: list[tuple[str, bytes]]) -> None:
    """An archive of these crawls, a day apart, loaded."""
    layout = written(root, *crawls)
    layout.config.write_text('[[site]]\nname = "strait"\nurl = "http://strait.example/"\n')
    load(layout, jobs=0)


def test_history_tells_what_each_visit_showed_first(made: Path, said: Said) -> None:
    code, out, _ = said("history", made, "dam", "deal")
    title, _, visits, _, first, second = out.splitlines()
    assert (code, title) == (0, "Valmera Analysis: Why the Dam Deal May Be Dead")
    assert visits.startswith("2 visits between 20")
    assert first.endswith("  first seen")
    assert second.endswith("  headline edited, 2 × text edited")


def test_history_of_a_story_that_is_gone_says_so(made: Path, said: Said) -> None:
    _, out, _ = said("history", made, "wp-291")
    assert out.splitlines()[-1].endswith("  page no longer shown")


def test_timeline_marks_what_came_and_what_went(made: Path, said: Said) -> None:
    _, out, _ = said("history", made, "wp-301", "--timeline")
    told = [line for line in out.splitlines() if line.startswith(("+ ", "- "))]
    assert "- Relief agencies said 12 trucks crossed at the northern gate before it" in told[0]
    assert "+ Relief agencies said 21 trucks crossed at the northern gate before it" in told[1]
    assert out.count("    taken out between 20") == 1
    assert out.count("    first shown between 20") == 4
    assert out.count("\nBrief\n") == 3


def test_history_as_json_has_a_line_a_visit_or_a_sentence(made: Path, said: Said) -> None:
    visits = lines(said("history", made, "wp-295", "--json")[1])
    edits = lines(said("edits", made, "--json")[1])
    wanted = [edit["id"] for edit in edits if edit["page"]["post_id"] == "295"]
    assert ([visit["edits"] for visit in visits], len(visits)) == ([[], wanted], 2)
    sentences = lines(said("history", made, "wp-295", "--timeline", "--json")[1])
    headlines = [(s["text"], s["shown"]) for s in sentences if s["part"] == "headline"]
    assert headlines == [
        ("Valmera Analysis: Why the Dam Deal Is Not Dead", False),
        ("Valmera Analysis: Why the Dam Deal May Be Dead", True),
    ]


def test_history_folds_what_is_the_same_and_names_what_could_not_be_read(
    tmp_path: Path, said: Said
) -> None:
    history_of(
        tmp_path,
        [(URL, story("Up"))],
        *[[(URL, story("Up"))]] * 2,
        [(URL, http(status="503 Busy"))],
        [(URL, story("Down"))],
        [(URL, story("Up"))],
    )
    _, out, _ = said("history", tmp_path, "wp-7")
    assert out.splitlines()[4:] == [
        "2026-09-01 06:00  first seen",
        "2026-09-02 06:00  unchanged at 2 visits to 2026-09-03 06:00",
        "2026-09-04 06:00  blocked",
        "2026-09-05 06:00  headline edited",
        "2026-09-06 06:00  headline back again",
    ]
    _, out, _ = said("history", tmp_path, "wp-7", "--timeline")
    assert out.splitlines()[4:9] == [
        "Headline",
        "~ Up",
        "    gone and back again, 1 time",
        "- Down",
        "    first shown between 2026-09-03 06:00 and 2026-09-05 06:00 UTC",
    ]


def test_history_of_one_visit_has_no_span(tmp_path: Path, said: Said) -> None:
    more = f'<div class="page-links">1 <a class="post-page-numbers" href="{URL}2/">2</a></div>'
    html = STORY.format(title="A bridge opens", url=URL, post=7)
    history_of(tmp_path, [(URL, http(html.replace("</div>", f"{more}</div>").encode()))])
    _, out, _ = said("history", tmp_path, "wp-7")
    assert out.splitlines()[2:] == [
        "1 visit at 2026-09-01 06:00 UTC",
        "",
        "2026-09-01 06:00  only a part of its pages was read",
    ]
