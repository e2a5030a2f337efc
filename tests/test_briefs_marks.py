"""Marked blocks: the runs of a block are its text, and a cut loses no word and no link."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normalizers.marks import MarkedBlock, Run, cut, lines, links_of, set_runs
from normalizers.values import Block, Link

runs = st.builds(
    Run,
    text=st.text(alphabet="ab \n", max_size=6),
    bold=st.booleans(),
    url=st.sampled_from([None, "/x", "/y"]),
)


def block(*parts: Run) -> MarkedBlock:
    """A paragraph of some runs."""
    return set_runs(MarkedBlock(block=Block(kind="paragraph", text="")), parts)


@given(st.lists(runs), st.integers(min_value=0, max_value=30))
def test_cut_keeps_every_letter(parts, at):
    whole = block(*parts)
    first, second = cut(whole, min(at, len(whole.text)))
    for part in (whole, first, second):
        assert "".join(run.text for run in part.runs) == part.text == part.text.strip()
    assert (first.text + second.text).split() or not whole.text
    assert "".join((first.text + second.text).split()) == "".join(whole.text.split())


@given(st.lists(runs))
def test_lines_are_the_lines_of_the_text(parts):
    whole = block(*parts)
    told = [line.text for line in lines(whole) if line.text]
    assert told == [line.strip() for line in whole.text.split("\n") if line.strip()]


def test_block_of_blanks_has_no_words_and_no_lines():
    assert block(Run(text=" "), Run(text="\n")).text == ""
    assert list(lines(block(Run(text=" ")))) == []


def test_neighbouring_runs_of_one_link_are_one_link():
    parts = (Run(text="Dam ", url="/x", bold=True), Run(text="Holds", url="/x"), Run(text=" now"))
    assert links_of(parts) == (Link(url="/x", text="Dam Holds"),)


def test_second_part_has_its_own_anchor_and_nothing_before_it():
    whole = MarkedBlock(
        block=Block(kind="paragraph", text="ab", anchor="one"),
        runs=(Run(text="a"), Run(text="b", anchor="two")),
        after_rule=True,
        after_image=True,
    )
    first, second = cut(whole, 1)
    assert (first.block.anchor, first.after_rule, first.kind) == ("one", True, "paragraph")
    assert (second.block.anchor, second.after_rule, second.after_image) == ("two", False, False)
    assert cut(whole, 2)[1].block.anchor is None
