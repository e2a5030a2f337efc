"""What the page says around its thread, what is no thread, and hostile threads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.errors import TooComplexError
from normalizers.site import Site
from normalizers.values import CommentsInfo
from tests.build_threads import URL, context, html5_comment, read, read_all, read_info, says

THREAD = f"<ol class='comment-list'>{html5_comment(91)}</li></ol>"
FORM = "<div id='respond'><form id='commentform'><textarea></textarea></form></div>"


def test_page_without_a_thread_says_nothing() -> None:
    assert read_info("<p>Story.</p>") == CommentsInfo(complete=True)


def test_stated_count_is_read_without_the_title_it_quotes() -> None:
    html = f"<div id='comments'><h2>1,204 thoughts on “5 ways”</h2>{THREAD}</div>{FORM}"
    info = read_info(html)
    assert (info.stated_count, info.open, info.complete) == (1204, True, False)


def test_count_may_stand_alone() -> None:
    html = f"<p class='comment-count'>1 comment</p><div id='comments'>{THREAD}</div>"
    info = read_info(html)
    assert (info.stated_count, info.complete, info.systems) == (1, True, ("wordpress",))


def test_counts_of_other_stories_are_not_that_of_the_thread() -> None:
    others = "".join(
        f"<li><a href='/{n}/'>Story {n}</a> <small class='comments_count'>({n})</small></li>"
        for n in (11, 6)
    )
    info = read_info(f"<ul>{others}</ul><div id='comments'>{FORM}</div>")
    assert (info.stated_count, info.complete) == (None, True)


def test_long_space_without_heading_states_no_count() -> None:
    html = f"<div id='comments'><p>{'In 2012 many words were said here. ' * 4}</p></div>"
    assert read_info(html).stated_count is None


def test_closed_threads_say_so() -> None:
    html = f"<div id='comments'>{THREAD}<p class='nocomments'>Closed.</p></div>"
    assert read_info(html).open is False


def test_pages_of_a_thread_are_listed() -> None:
    html = f"""<div id="comments">{THREAD}<nav class="comment-navigation"><a
    href="{URL}comment-page-1/#comments">Older</a>
    <a href="{URL}comment-page-1/#comments">1</a><a href="/about">About</a></nav></div>"""
    info = read_info(html)
    assert (info.pages, info.complete) == ((f"{URL}comment-page-1/",), False)


def test_pages_of_other_threads_are_no_pages_of_this_one() -> None:
    html = f"""<link rel="canonical" href="/the-story/"><link rel="stylesheet" href="x.css">
    <ol class="commentlist"><li class="comment" id="comment-91"><cite>A</cite><p>One.</p></li></ol>
    <div class="comment-navigation"><a href="/the-story/comment-page-2/?corder=desc">2</a>
    <a href="{URL}?cpage=3#comments">3</a><a href="/another/comment-page-2/#comment-7">Bo on
    Another</a><a href="/?p=7&cpage=2">Cy</a></div>"""
    _, info, _ = read_all(html, context())
    site = "http://blog.example"
    assert info.pages == (f"{site}/the-story/comment-page-2/?corder=desc", f"{URL}?cpage=3")


def test_pages_of_a_post_known_by_its_number() -> None:
    html = """<ol class="commentlist"><li class="comment" id="comment-91"><cite>A</cite><p>One.</p>
    </li></ol><div class="comment-navigation"><a href="/?p=5&cpage=2">2</a><a
    href="/?p=7&cpage=2">Cy</a></div>"""
    _, info, _ = read_all(html, context(url="http://blog.example/?p=5"))
    assert info.pages == ("http://blog.example/?p=5&cpage=2",)


@pytest.mark.parametrize(
    ("markup", "system"),
    [
        ("<div id='disqus_thread'></div>", "disqus"),
        ("<div class='fb-comments'></div>", "facebook"),
        ("<iframe id='jetpack_remote_comment'></iframe>", "jetpack"),
        ("<script src='https://giscus.app/client.js'></script>", "giscus"),
        ("<div data-ghost-comments></div>", "ghost"),
    ],
)
def test_comments_of_scripts_are_named_as_not_archived(markup: str, system: str) -> None:
    info = read_info(f"<p>Story.</p>{markup}")
    assert (info.not_archived, info.complete, info.systems) == (system, False, (system,))


@pytest.mark.parametrize(
    "html",
    [
        "<aside><ul><li class='comment'><cite>Ann</cite> on Story</li></ul></aside>",
        """<div id="sidebar"><ul id="recent-comments"><li class="comment"><cite>A</cite> x</li>
        </ul></div>""",
        "<div class='comment'><p>A comment on the news of May 3, 2012.</p></div>",
        "<p class='comment-count'><a href='#comments'>3 comments</a></p>",
        "<div id='comments'><h1>Story</h1><div>May 3, 2012</div><div>May 4, 2012</div></div>",
        "<div id='comments'><ul><li>May 3, 2012</li></ul></div>",
        "<div id='comments'></div>",
        "<div id='comment-91'></div>",
        "<div id='comments-12'><p>x</p></div><input id='comment-12'><a name='c1'></a>",
    ],
)
def test_what_is_no_comment(html: str) -> None:
    assert read(html) == ()


def test_thread_beside_a_system_of_scripts_is_not_complete() -> None:
    assert read_info(f"{THREAD}<div class='fb-comments'></div>").complete is False
    assert read_info(f"{THREAD}<iframe id='jetpack_remote_comment'></iframe>").complete is True


def test_comments_in_a_column_are_read_where_a_thread_is_named_there() -> None:
    html = """<aside><div class="comments"><div class="comment"><cite>Ann</cite><p>x</p></div>
    </div></aside>"""
    assert [c.author for c in read(html)] == ["Ann"]


def test_comment_outside_any_named_space_needs_a_mark_of_its_writer() -> None:
    html = """<div class="comment"><div class="comment_name"><a rel="external nofollow" class="url"
    href="http://a.example">Ann</a> writes</div><div
    class="comment_date">11/09/12 at 11:18 am</div><p>x</p></div>"""
    assert [c.author for c in read(html)] == ["Ann"]


def test_story_is_never_taken_for_the_space_of_a_thread() -> None:
    html = f"<div class='comments-area'><p>{'Many words of a story. ' * 200}</p></div>"
    _, _, tree = read_all(html, context())
    assert tree.body is not None
    assert "Many words" in tree.body.text()


def test_headings_far_from_the_list_and_long_texts_stay() -> None:
    html = f"<p>Story.</p>{THREAD}"
    _, _, tree = read_all(html, context())
    assert tree.body is not None
    assert "Story." in tree.body.text()


def test_numbers_of_a_comment_in_its_form_make_no_second_comment() -> None:
    html = f"{THREAD}<div id='comment-91'>Report this comment</div>"
    assert len(read(html)) == 1


def test_links_to_comments_and_badges_beside_an_author_are_no_words_of_a_reader() -> None:
    items = "".join(
        f"<li class='comment' id='comment-{n}'><header class='comment-author vcard'><div><b>{name}</b>"
        f"<span>Author</span></div><a href='#comment-{n}'>Permalink</a></header><p>Words of {n}.</p></li>"
        for n, name in ((91, "Ann"), (92, "Bo R."), (93, "Cy"))
    )
    comments = read(f"<ol class='comment-list'>{items}</ol>")
    assert [(c.author, says(c)) for c in comments] == [
        ("Ann", "Words of 91."),
        ("Bo R.", "Words of 92."),
        ("Cy", "Words of 93."),
    ]


def test_site_declares_zone_and_order() -> None:
    site = Site(name="a", date_order="DMY", timezone="Europe/Paris")
    html = """<ol class="commentlist"><li class="comment" id="comment-91"><cite>A</cite>
    <small>03/04/2012 10:00</small><p>One.</p></li></ol>"""
    comments, _, _ = read_all(html, context(site=site))
    assert comments[0].posted_at == "2012-04-03T10:00:00+02:00"


def test_site_may_put_the_month_first() -> None:
    html = """<ol class="commentlist"><li class="comment" id="comment-91"><cite>A</cite>
    <small>03/04/2012</small><p>One.</p></li></ol>"""
    comments, _, _ = read_all(html, context(site=Site(name="a", date_order="MDY")))
    assert comments[0].posted_at == "2012-03-04"


def test_day_of_the_story_comes_from_its_data() -> None:
    html = """<meta property="article:published_time" content="2015-02-01T10:00:00Z"><ol
    class="commentlist">
    <li class="comment" id="comment-91"><cite>A</cite> <small>May 3 at 10:00 am</small><p>One.</p>
    </li></ol>"""
    comments, _, _ = read_all(html, context(url="http://blog.example/a/"))
    assert comments[0].posted_at == "2015-05-03T10:00:00"


def test_dates_without_year_stay_unread_where_no_year_is_told() -> None:
    html = """<ol class="commentlist"><li class="comment" id="comment-91"><cite>A</cite>
    <small>May 3 at 10:00 am</small><p>One.</p></li></ol>"""
    comments, _, _ = read_all(html, context(url="http://blog.example/a/"))
    assert comments[0].posted_at is None


def nested(depth: int) -> str:
    html = ""
    for number in range(100 + depth, 100, -1):
        html = f"{html5_comment(number)}<ul class='children'>{html}</ul></li>"
    return f"<ol class='comment-list'>{html}</ol>"


def test_two_hundred_deep_are_read() -> None:
    assert [c.depth for c in read(nested(200))] == list(range(1, 201))


def test_five_hundred_deep_are_beyond_the_bounds() -> None:
    with pytest.raises(TooComplexError):
        read(nested(500))


def test_thousands_of_anchors_nested_end() -> None:
    html = "".join(f"<div><a name='comment-{n}'></a>" for n in range(1000, 1500))
    assert read(f"<div class='comments'>{html}") == ()


_PIECES = st.sampled_from(
    [
        "<div class='comment' id='comment-{}'>",
        "<li class='comment'>",
        "<a name='comment-{}'></a>",
        "<dt id='c1{}'>",
        "<dd>",
        "</div>",
        "</li>",
        "<ul class='children'>",
        "</ul>",
        "<cite>Ann</cite>",
        "<br>",
        "May 3, 2012 at 5:30 pm",
        "<p>Words said.",
        "<time datetime='2012-05-03'>x</time>",
        "<div id='comments'>",
        "<h2>3 comments</h2>",
        "<form><textarea>",
        "<table><tr><td>cell",
        "<a href='#comment-{}'>permalink</a>",
        "<div class='reply'>Reply",
        "<p class='posted'>Posted by: Ann at May 3, 2012</p>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_no_thread_raises_and_keys_are_never_shared(pieces: list[str]) -> None:
    html = "".join(piece.format(100 + place) for place, piece in enumerate(pieces))
    first, second = read(html), read(html)
    assert first == second
    keys = [comment.key for comment in first]
    assert len(set(keys)) == len(keys)
    assert all(c.parent_key is None or c.parent_key in keys[: c.position] for c in first)
    assert all(says(c) or c.author for c in first)
