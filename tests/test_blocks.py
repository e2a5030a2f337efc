"""From nodes to blocks: what ends one, what kind it is, how it is set."""

from __future__ import annotations

import pytest

from normalizers.regions.blocks import read_blocks, read_parts
from normalizers.regions.embeds import kind_of, shortcode_of
from normalizers.tree import parse

BASE = "http://b.example/x/"


def blocks_of(html, enter=None):
    return read_blocks(parse(f"<body>{html}", BASE).body, BASE, enter)


def plain(html):
    return [(m.kind, m.text) for m in blocks_of(html)]


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("a<br>b<br><br>c", [("paragraph", "a\nb"), ("paragraph", "c")]),
        ("<div>a<p>b</p>c</div>", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
        ("a <!-- x -->b<b> c</b>d", [("paragraph", "a b cd")]),
        ("<ul><li>a<p>b</p></li><li>c</ul>", [("list_item", "a"), ("paragraph", "b"), ("list_item", "c")]),
        ("<blockquote><p>a</p><ul><li>b</ul></blockquote>", [("quote", "a"), ("list_item", "b")]),
        ("<h2>a</h2><dl><dt>b<dd>c</dl>", [("heading", "a"), ("paragraph", "b"), ("paragraph", "c")]),
        ("<p class='wp-caption-text'>a</p><figcaption>b</figcaption>", [("caption", "a"), ("caption", "b")]),
        ("<pre>a  b\n c<br>d\n</pre>", [("code", "a  b\n c\nd")]),
        ("<pre> \n </pre>", []),
        ("<table><tr><th>a<td>b<tr><td>c</table>", [("table", "a b\nc")]),
        ("<table><caption>t</caption><tr><td></table>", [("table", "t")]),
        ("<table><tr><td></table>", []),
        ("<table><tr><td><p>a</p></table>", [("paragraph", "a")]),
        ("[youtube]http://youtu.be/x[/youtube]", [("embed", "[youtube]http://youtu.be/x[/youtube]")]),
        ("<form>a</form><button>b</button><p hidden>c</p><p>d", [("paragraph", "d")]),
    ],
)  # fmt: skip
def test_kinds_and_ends(html, wanted):
    assert wanted == plain(html)


def test_setting_is_kept_in_runs():
    (marked,) = blocks_of(
        "<p align=center><b>a</b> <span style='font-weight: bold'>b</span> <u>c</u>"
        "<i style='text-decoration: underline'> d</i> <a href='../y'>e</a></p>"
    )
    assert marked.text == "a b c d e"
    assert "".join(run.text for run in marked.runs) == marked.text
    assert marked.centred
    assert [(r.text, r.bold, r.italic, r.underlined, r.url) for r in marked.runs] == [
        ("a b", True, False, False, None),
        (" c", False, False, True, None),
        (" d", False, True, True, None),
        (" e", False, False, False, "http://b.example/y"),
    ]


@pytest.mark.parametrize(
    "how", ["style='text-align: center'", "class='aligncenter'", "class='left'"]
)
def test_centred(how):
    assert blocks_of(f"<p {how}>a</p>")[0].centred == ("left" not in how)


def test_what_stands_before_a_block_is_known():
    first, second, third = blocks_of(
        "<p><img>a</p><hr><p>b</p><a name=c></a><p>c <a id=d></a>d</p>"
    )
    assert (first.after_image, first.after_rule) == (True, False)
    assert (second.after_image, second.after_rule) == (False, True)
    assert third.block.anchor == "c"
    assert [run.anchor for run in third.runs] == [None, "d"]


def test_embeds_stand_in_order():
    embeds = [
        m.block.embed
        for m in blocks_of(
            "<p>a<iframe data-src='//www.youtube.com/embed/x'></iframe>b</p><video><source src='v.mp4'></video>"
            "<blockquote class='twitter-tweet'>t <a href='https://twitter.com/x/status/1'>May</a></blockquote>"
            "<object data='about:blank'><param name=movie value='http://c.example/p'></object>"
            "<div class='fb-post' data-href='http://facebook.com/p'></div><embed>"
        )
    ]
    assert [(e.kind, e.url) if e else None for e in embeds] == [
        None,
        ("youtube", "http://www.youtube.com/embed/x"),
        None,
        ("video", "http://b.example/x/v.mp4"),
        ("twitter", "https://twitter.com/x/status/1"),
        ("frame", "http://c.example/p"),
        ("facebook", "http://facebook.com/p"),
        ("frame", None),
    ]


def test_shortcodes_of_players_only():
    assert shortcode_of("[gallery ids=1]") is None
    assert shortcode_of("words [youtube]x[/youtube]") is None
    assert shortcode_of("[vimeo 1234567]").kind == "vimeo"
    assert shortcode_of("[audio]").url is None
    assert kind_of("http://player.vimeo.com/1") == "vimeo"


def test_reader_may_refuse_elements():
    kept = blocks_of("<p>a</p><div id=no>b</div>", lambda node: node.attributes.get("id") != "no")
    assert [m.text for m in kept] == ["a"]
    body = parse("<p>a</p><p>b</p>", BASE).body
    assert [m.text for m in read_parts(body.css("p"), BASE)] == ["a", "b"]
