"""Any bytes give a page or an error; kinds of pages; no word is read twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalizers.errors import NormalizeError
from normalizers.form import to_json
from normalizers.issues import CODES, issue
from normalizers.normalize import NORMALIZER
from normalizers.regions.fallback import second_reading
from normalizers.text import squash
from normalizers.tree import parse, text_of
from tests.reading import LONG, MORE, read, story, texts

LISTED = "".join(
    f"<article class='post'><h2><a href='/2020/0{n}/s{n}/'>Story {n}</a></h2><p>{LONG}</p></article>"
    for n in range(1, 5)
)
THREAD = "<ol class='comments'>" + "".join(
    f"<li id='comment-{n}'><cite>Ann</cite><p>Words of {n}.</p></li>" for n in (17, 18)
) + "</ol>"  # fmt: skip


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, "article"), (301, "other"), (401, "protected"), (403, "error"), (404, "gone"),
     (410, "gone"), (500, "error")],
)  # fmt: skip
def test_status_decides_first(status, kind):
    assert kind == read(story(), status=status).kind


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        ("<body class='error404'><p>a", "http://b.example/x", "gone"),
        ("<title>404 - lost</title><p>a", "http://b.example/x", "gone"),
        ("<body class='attachment'><p>a", "http://b.example/x", "attachment"),
        ("<body class='page page-id-2'><p>a", "http://b.example/about/", "page"),
        ("<body class='single'><p>a", "http://b.example/x", "article"),
        ("<body class='search search-results'><p>a", "http://b.example/x", "list"),
        ("<body class='home blog'><p>a", "http://b.example/", "list"),
        (LISTED, "http://b.example/", "list"),
        (LISTED, "http://b.example/anything", "list"),
        (LISTED, "http://b.example/2020/01/s1/", "article"),
        (f"<p>{LONG}</p>", "http://b.example/", "article"),
        (f"<link rel='canonical' href='/2020/01/s1/'>{LISTED}", "http://b.example/", "article"),
        (f"<meta name='twitter:url' content='/2020/01/s1/'>{LISTED}", "http://b.example/", "article"),
        (f"<link rel='canonical' href='/2020/01/'>{LISTED}", "http://b.example/2020/01/", "list"),
        (LISTED + THREAD, "http://b.example/", "article"),
        (f"{LISTED}<div class='sidebar'>{THREAD}</div>", "http://b.example/", "list"),
        (f"<body class='not-front node-type-blog'>{LISTED}", "http://b.example/", "article"),
        (f"<body class='path-node page-node-type-page'>{LISTED}", "http://b.example/", "article"),
        (f"<body class='front node-type-panel'>{LISTED}", "http://b.example/", "list"),
        (f"{LISTED}<div class='node' id='node-7'>{LONG}</div>", "http://b.example/", "article"),
        (f"{LISTED}<div class='node node-teaser' id='node-7'>a</div>", "http://b.example/", "list"),
        (
            "<h2><a href=/1>a</a></h2><h2><a href=/2>b</a></h2><h2><a href=/3>c</a></h2>",
            "http://b.example/tag/x/",
            "list",
        ),
        (
            '<script type="application/ld+json">{"@type": "CollectionPage"}</script>' + LISTED,
            "http://b.example/x",
            "list",
        ),
        ("<article class=post>a</article><article class=post>b</article>", "http://b.example/", "list"),
        (
            f"<article class=post><p>{LONG}</p><p>{LONG}</p></article><article class=post>b</article>",
            "http://b.example/?paged=2",
            "list",
        ),
        (f"<meta property='og:type' content='article'>{LISTED}", "http://b.example/x", "article"),
        (
            "<div><form action='/wp-login.php?action=postpass'><input name=post_password></form></div>",
            "http://b.example/x",
            "protected",
        ),
        ("<input name=post_password>", "http://b.example/x", "article"),
        (
            "<div><form class='post-password-form'></form>" + "<p>a</p>" * 9 + "</div>",
            "http://b.example/x",
            "article",
        ),
    ],
)  # fmt: skip
def test_kind_of_page(html, url, kind):
    assert kind == read(html, url).kind


def test_list_without_marked_entries_is_its_headlines():
    html = (
        "<body class='archive'><h2><a href='/2020/01/a/'>A</a></h2><h3><a href='/2020/01/b/'>B</a>"
        "</h3><h3><a href='http://other.example/c'>C</a></h3><h3><a href='/category/x/'>D</a></h3>"
    )
    assert [item.title for item in read(html, "http://b.example/category/x/").list] == ["A", "B"]


def test_list_of_one_entry_and_of_linked_entries():
    one = "<body class='archive'><article><h2><a href='/2020/01/a/'>A</a></h2></article>"
    assert [item.title for item in read(one).list] == ["A"]
    links = (
        "<body class='archive'><a class='post' href='/2020/01/a/'>A<p>Words of A.</p><p>Words of A.</p>"
        "</a><a class='post' href='/2020/01/b/'>B</a>"
    )
    assert [item.url for item in read(links).list] == [
        "http://b.example/2020/01/a/",
        "http://b.example/2020/01/b/",
    ]


def test_excerpts_of_a_list_are_no_longer_than_they_must_be():
    words = "".join(f"<p>paragraph {n} {'x' * 200}</p>" for n in range(20))
    html = f"<body class='archive'><article><h2><a href='/2020/01/a/'>A</a></h2>{words}</article>"
    (item,) = read(html).list
    assert len(item.excerpt) == 1_500


def test_list_dates_are_read_as_marked():
    html = (
        "<link rel='https://api.w.org/' href=/><body class='archive'>"
        "<article class=hentry><h2><a href='/2020/01/a/'>A</a></h2><time datetime='soon'>soon</time>"
        "<span class='entry-date'>none</span></article>"
        "<article class=hentry><h2><a href='/2020/01/b/'>B</a></h2>"
        "<abbr class='published' title='2020-01-02T03:04:05Z'>x</abbr></article>"
    )
    assert [item.date for item in read(html).list] == [None, "2020-01-02T03:04:05+00:00"]


def test_page_without_text_says_so():
    page = read("<title></title><body class='single'>")
    assert {issue.code for issue in page.issues} == {"no-title", "no-body"}


def test_text_that_no_region_took_is_told():
    beside = f"<section><p>{LONG}</p><p>{MORE}</p></section>"
    html = story("<link rel='https://api.w.org/' href=/>").replace(
        "class='x'", "class='entry-content'"
    )
    page = read(html.replace("</article>", f"{beside}</article>"))
    assert page.residual == (LONG, MORE)
    assert "unclaimed-text" in {issue.code for issue in page.issues}


def test_thin_reading_asks_for_a_second_one():
    """A page whose words stand in a place of no weight: between links."""
    lines = "".join(f"<li><a href='/{n}'>{LONG}</a></li>" for n in range(3))
    page = read(f"<title>Boats</title><h1>Boats</h1><p>{LONG[:60]}</p><ul>{lines}</ul>")
    assert page.template in ("generic/plain", "fallback")


def test_second_reading_is_used_where_ours_has_nothing():
    html = f"<title>Boats</title><article><h1>Boats</h1><form><p>{LONG}</p><p>{MORE}</p></form></article>"
    page = read(html)
    assert page.template in ("generic/plain", "fallback")


def test_pages_of_thousands_of_tags_are_read_once():
    html = f"<article><p>{LONG}</p><p>{MORE}</p></article>"
    assert second_reading(html, "http://b.example/", f"{LONG}{MORE}")
    assert second_reading(html + "<i></i>" * 3_000, "http://b.example/", f"{LONG}{MORE}") == ()


def test_comments_of_other_systems_are_told():
    page = read(
        story(after="<div id='disqus_thread'></div><script src='//x.disqus.com/embed.js'></script>")
    )
    assert page.comments_info.not_archived == "disqus"
    assert "comments-not-archived" in {issue.code for issue in page.issues}


def test_codes_of_issues_are_documented():
    assert issue("no-title", "a").detail == "a"
    assert all(CODES.values())
    with pytest.raises(KeyError):
        issue("unheard-of", "a")


def test_version_stands_in_the_page():
    assert read(story()).normalizer == NORMALIZER


# ---------------------------------------------------------------- the laws
TAGS = ["p", "div", "b", "a", "li", "ul", "h1", "h2", "td", "table", "br", "hr", "article", "form",
        "blockquote", "iframe", "pre", "select", "title", "script", "i", "span", "svg", "br"]  # fmt: skip
NAMES = ["entry-content", "post", "comments", "comment", "related-posts", "author", "date", "share",
         "comment-list", "entry-title", "hentry", "post-body", "children", "reply", "x"]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [f"<div class='{name}'>" for name in NAMES] + [f"<li id='{n}-7'>" for n in NAMES]
    ),
    st.sampled_from(
        ["1930 GMT: ", "See also ", "[youtube]x[/youtube]", "May 3, 2012", "&#0;", LONG]
    ),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12),
)
HTML = st.lists(PIECES, max_size=40).map("".join)
QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def outcome(body):
    """The page in its promised form, or the reason why there is none."""
    try:
        return to_json(read(body))
    except NormalizeError as error:
        return str(error)


@QUIET
@given(st.binary(max_size=300))
def test_any_bytes_give_a_page_or_an_error(body):
    for data in (body, b"<html>" + body, b"<p class='entry-content'>" + body):
        assert outcome(data) == outcome(data)


@QUIET
@given(HTML)
def test_no_word_is_read_twice(html):
    """Counted in letters: a time glued to a word before it is divided from it."""
    page = read(f"<html><body>{html}")
    shown = Counter(squash(text_of(parse(f"<html><body>{html}", "u").body)))
    blocks = [*(page.article.blocks if page.article else ())]
    blocks += [block for brief in page.briefs for block in brief.blocks]
    blocks += [block for comment in page.comments for block in comment.blocks]
    taken = Counter(letter for block in blocks for letter in squash(block.text))
    taken += Counter(letter for brief in page.briefs for letter in squash(brief.headline))
    assert not taken - shown


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" + b"a\x00b " * 5_000,
        b"<html>" + b"<i>" * 47_000,
        (
            "<ol class='comment-list'>" + "<li class='comment'><p>a</p><ol class=children>" * 150
        ).encode(),
        (
            "<ol class='comment-list'>" + "<li id='comment-1' class='comment'>a</li>" * 2_000
        ).encode(),
        b"<div title='" + b"x" * 1_000_000 + b"'>a</div>",
        b"&amp;" * 200_000,
        ("<p>" + "é" * 300).encode() + ("<p>" + "é" * 300).encode("cp1252"),
    ],
)
def test_hostile_pages_end(body):
    assert outcome(body)


def test_texts_of_a_story_are_its_paragraphs():
    assert texts(read(story())) == [LONG, MORE]
