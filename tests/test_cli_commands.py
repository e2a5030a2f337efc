"""The other commands on the sample archive: look, keep, hand on."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from archive.cli import demonstrate
from tests.commands import Said, lines


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
    assert [url for _, url in state["next_due"] if "night-market" in url] == []  # it is gone
    assert state["ladder"] == ["1 h", "6 h", "1 d", "7 d", "30 d"]
    assert list(state["due"]) == ["now", "within a day", "within 7 days", "within 30 days"]
    words = said("status", made)[1]
    assert "next due" in words
    assert "1 h, 6 h, 1 d, 7 d, 30 d after a story or an edit of it, then monthly" in words


def test_status_dates_the_ladder_of_an_edited_story_from_the_edit(made: Path, said: Said) -> None:
    edited = {edit["page"]["url"] for edit in lines(said("edits", made, "--json")[1])}
    state = lines(said("status", made, "--json")[1])[0]
    assert edited & {url for _, url in state["next_due"]}


@pytest.mark.parametrize(
    ("last", "health"),
    [
        ({}, "well"),
        ({"state": "interrupted"}, "the last crawl: interrupted"),
        ({"failures": [{"url": "BLOGx/", "cause": "timeout: 9 s"}] * 2}, "2 failed by timeout"),
        ({"failures": [{"url": "http://other.example/", "cause": "dns: no"}]}, "well"),
        ({"robots": {"BLOG": {"how": "unavailable (503)"}}}, "robots.txt: unavailable (503)"),
    ],
)
def test_status_tells_how_each_blog_answered(
    copy: Path, said: Said, last: dict[str, Any], health: str
) -> None:
    blog = lines(said("status", copy, "--json")[1])[0]["blogs"][0]
    assert (blog["health"], blog["stories"], blog["gone"]) == ("well", 9, 1)
    newest = max((copy / "crawls").glob("*/report.json"), key=lambda path: path.parent.name)
    told = json.loads(json.dumps(last).replace("BLOG", blog["url"]))
    newest.write_text(json.dumps(json.loads(newest.read_text("utf-8")) | told), "utf-8")
    assert lines(said("status", copy, "--json")[1])[0]["blogs"][0]["health"] == health


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
    assert "1 fault, " in words
    assert said("verify", copy, "--json")[0] == 1
    code, out, _ = said("repair", copy)
    assert code == 0
    assert "are in" in out
    assert said("repair", copy, "--json")[1] == ""


def test_verify_tells_of_a_damaged_database_and_of_the_files_all_the_same(
    copy: Path, said: Said
) -> None:
    (copy / "archive.db").write_bytes(b"no database")
    code, out, words = said("verify", copy)
    assert code == 1
    assert out.startswith("fault: archive.db at byte 0: the database cannot be compared")
    assert "2 files" in words


def test_index_that_is_missing_is_told_once_a_file(copy: Path, said: Said) -> None:
    (copy / "index.cdxj").unlink()
    code, out, _ = said("verify", copy)
    assert code == 1
    assert (out.count("the index holds 0 lines"), out.count("the database has")) == (2, 0)
    said("repair", copy)
    assert said("verify", copy)[0] == 0


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


def test_demo_replaces_its_own_archive(
    copy: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("_visit", "_show"):
        monkeypatch.setattr(demonstrate, step, lambda *_: None)
    assert said("demo", "--folder", copy, "--port", "0")[0] == 0
    assert [path.name for path in copy.iterdir()] == ["palimpsest.toml"]


def test_demo_replaces_nothing_else(said: Said, tmp_path: Path) -> None:
    said("init", tmp_path / "mine", "--url", "https://blog.example/")
    code, _, words = said("demo", "--folder", tmp_path / "mine")
    assert code == 1
    assert "is an archive of yours" in words
    (tmp_path / "full").mkdir()
    (tmp_path / "full/notes.txt").write_text("mine")
    assert "is not empty" in said("demo", "--folder", tmp_path / "full")[2]
