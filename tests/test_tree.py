"""Bounds before parsing; nodes that are cut; what the page hides."""

from __future__ import annotations

import pytest

from normalizers.bounds import MAX_ATTRIBUTES, MAX_CHARS, MAX_DEPTH, MAX_TAGS
from normalizers.errors import TooComplexError
from normalizers.tree import (
    ancestors,
    attr,
    children,
    cut,
    cut_all,
    every,
    first,
    inside,
    is_cut,
    outermost,
    parse,
    same,
    text_of,
    walk,
)


def tree_of(html):
    return parse(html, "http://b.example/")


HOSTILE = {
    "nested": "<div>" * 100_000,
    "nested, with stray ends": "<div></x>" * 10_000,
    "nested behind quotes": '<div title="</div>">' * 10_000,
    "nested behind scripts": "<div><script></div></script>" * 10_000,
    "nested behind comments": "<div><!-- </div> -->" * 10_001,
    "formats": "".join(f"<font color={n}><p>" for n in range(3_000)),
    "formats made again": "<p>" + "".join(f"<b c={n}>" for n in range(399)) + "<p>x" * 2_000,
    "formats made behind a table": (
        "<p>" + "".join(f"<b c={n}>" for n in range(399)) + "<table><td></table>" + "<p>x" * 2_000
    ),
    "elements made of formats": "<p>" + "".join(f"<b c={n}>" for n in range(300)) + "<p>x" * 400,
    "attributes": "<a " + " ".join(f"a{n}" for n in range(50_000)) + ">",
    "attributes without blanks": "<a " + "".join(f'a{n}=""' for n in range(50_000)) + ">",
    "attributes by slashes": "<a " + "/".join(f"a{n}" for n in range(50_000)) + ">",
    "attributes behind a script": (
        '<script>a<b x="</script><a y=">" ' + " ".join(f"a{n}" for n in range(50_000)) + ">"
    ),
    "attributes of several tags": ("<a " + " ".join(f"a{n}" for n in range(6_000)) + ">") * 8,
    "attributes with quoted ends": "<a " + " ".join(f'a{n}=">"' for n in range(50_000)) + ">",
    "ends of paragraphs": "</p>" * (MAX_TAGS + 1),
    "climb": "<div>" * 500 + "<span>a</span>" * 2_500,
    "tags": "<i>" * (MAX_TAGS + 1),
    "characters": "a" * (MAX_CHARS + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_pages_that_would_take_forever_are_refused_at_once(name):
    with pytest.raises(TooComplexError):
        tree_of(HOSTILE[name])


HARMLESS = {
    "long attribute": f'<img src="data:{"a b=c/d" * 40_000}">',
    "many paragraphs": "<p>a" * 20_000,
    "well nested": "<div><b x=y>a</b></div>" * 5_000,
    "stray ends of formats": "<div></i><b x=y>a</b></div>" * 5_000,
    "unclosed inside closed": "<div><span></div>" * 3_000,
    "text full of signs": "a = b / c\n" * 30_000,
    "unclosed script": "<script>" + "<div>" * 4_000,
    "stray angle brackets": "<" * 100_000,
    "options": "<select>" + "<option>" * 20_000,
    "formats left open in cells": "<table>"
    + "".join(f"<tr><td><font size={n}>a" for n in range(300))
    + "</table>"
    + "<p>a" * 2_000,
    "formats all alike": "".join(f"<p><font size={n % 9}>a" for n in range(400)) + "<p>a" * 1_000,
    "formats closed": "".join(f"<p><i class={n}>a</i>" for n in range(2_000)),
    "entities": "&amp;&nosuch;&#0;" * 20_000,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_pages_of_the_same_size_are_parsed(name):
    assert tree_of(HARMLESS[name]).body is not None


def test_bounds_are_far_above_the_real():
    assert MAX_DEPTH >= 512
    assert MAX_ATTRIBUTES >= 1_000


def test_cut_nodes_stay_readable_and_are_found_no_more():
    tree = tree_of("<div id=a><p>one</p><p>two</p></div>")
    box = tree.css_first("#a")
    inner = box.css_first("p")
    cut(box)
    assert [p.text() for p in box.css("p")] == ["one", "two"]
    assert tree.css("p") == []
    assert is_cut(inner)
    assert not is_cut(tree.body)


def test_the_frame_of_a_page_is_never_cut():
    tree = tree_of("<p>a")
    cut_all([tree.body, tree.root])
    assert tree.body.text() == "a"


def test_walks_leave_out_what_a_reader_does_not_see():
    tree = tree_of(
        "<div>a<script>b</script><p style='display: none'>c</p><p hidden>d</p>"
        "<span class='sr-only'>e</span><b>f</b><!-- g --><br>h</div>"
    )
    assert text_of(tree.css_first("div")) == "af h"
    assert len(list(walk(tree.css_first("div")))) == 14


def test_text_of_one_word_and_of_none():
    tree = tree_of("<b> a </b><i></i>")
    assert text_of(tree.css_first("b")) == "a"
    assert text_of(tree.css_first("i")) == ""


def test_kinship():
    tree = tree_of("<div id=a><p id=b><i>c</i></p></div><p id=d>")
    a, b = tree.css_first("#a"), tree.css_first("#b")
    assert [n.tag for n in ancestors(b)] == ["div", "body", "html"]
    assert inside(b, a)
    assert not inside(a, b)
    assert same(a, tree.css_first("div"))
    assert same(None, None)
    assert not same(a, None)
    assert [n.tag for n in children(tree.body)] == ["div", "p"]
    assert outermost([a, b])[0] == a
    assert attr(a, "id") == "a"
    assert first(tree, ("#none", "#d")).tag == "p"
    assert first(tree, ("#none",)) is None
    assert len(every(tree, ("p", "#b"))) == 2
    assert every(tree, ()) == []
