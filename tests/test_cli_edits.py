"""The journalist's commands on the sample archive: `edits`, `diff`, `history`."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.cli.main import run
from archive.pipeline import load
from tests.build import http
from tests.commands import Said, lines, on_terminal
from tests.loading import STORY, URL, story, written


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
    stream = on_terminal(monkeypatch, LINES="10", COLUMNS="80")
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
