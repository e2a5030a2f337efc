"""The blog's own related posts: by the box of a plug-in, by look, by shape."""

from __future__ import annotations

import pytest

from tests.reading import LONG, MORE, read, story, texts

WORDPRESS = "<link rel='https://api.w.org/' href=/>"
LIST = "<ul><li><a href='/2020/01/tide/'>The Tide</a></li><li><a href='/2020/02/fog/'>The Fog</a></li></ul>"


def inside(markup):
    """A page with markup at the end of its story."""
    return read(f"{WORDPRESS}<title>Boats</title><article><h1>Boats</h1><div class='entry-content'>"
                f"<p>{LONG}</p><p>{MORE}</p>{markup}</div></article>")  # fmt: skip


def told(page):
    return [(item.url.removeprefix("http://b.example"), item.title) for item in page.related]


BOTH = [("/2020/01/tide/", "The Tide"), ("/2020/02/fog/", "The Fog")]


@pytest.mark.parametrize(
    "markup",
    [
        f"<div class='yarpp-related'><h3>Related posts:</h3>{LIST}</div>",
        f"<h3>Related Posts</h3>{LIST}",
        f"<p><strong>Some more of ours</strong></p>{LIST}",
        f"<h4>Mehr</h4>{LIST}<div class='share-box'>Share</div><p></p>",
        f"<div class='widget'><h4>Posts Related to Boats</h4>{LIST}</div>",
        (
            "<p><strong>Related posts</strong>:</p><p><a href='/2020/01/tide/'>The Tide</a><br>"
            "<a href='/2020/02/fog/'>The Fog</a></p>"
        ),
        (
            "<section class='related'><article><a href='/2020/01/tide/'><img src=a></a><h4><a href='/2020/01/tide/'>The Tide</a></h4></article>"
            "<article><a href='/2020/02/fog/'><span class='x_title'>The Fog</span><span>and more</span></a></article></section>"
        ),
    ],
)
def test_related_posts_are_read_and_are_no_story(markup):
    page = inside(markup)
    assert told(page) == BOTH
    assert texts(page) == [LONG, MORE]


def test_blurb_and_date_of_an_item():
    page = inside(
        "<div class='related-posts'><ul><li><a href='/2020/01/tide/'>The Tide</a> <small class='excerpt'>It comes.</small>"
        "<span class='date'>May 3, 2012</span><em class='comments-count'>(3)</em><i>5/4/2012</i> (-)</li>"
        "<li><a href='/2020/02/fog/'>The Fog</a><p>It goes.</p><time>soon</time></li>"
        "<li><a href='mailto:a@b.example'>Write</a><a href='/category/x/'>X</a><a href='/2020/03/c/'><img></a></li></ul></div>"
    )
    assert [(i.title, i.blurb, i.date) for i in page.related] == [
        ("The Tide", "It comes.", "2012-05-03"),
        ("The Fog", "It goes.", "soon"),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<h3>Related Posts</h3>",
        "<h3>Related Posts</h3><p> </p>",
        "<div class='related-posts'><h3>Related Posts</h3></div>",
    ],
)
def test_heading_over_nothing_goes(markup):
    page = inside(markup)
    assert page.related == ()
    assert texts(page) == [LONG, MORE]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>See <a href='/2020/01/tide/'>The Tide</a></p>",
        "<h3>Sources</h3><ul><li><a href='http://c.example/1'>One</a></li><li><a href='http://c.example/2'>Two</a></li></ul>",
        "<h3>Steps</h3><ul><li>Cast off and <a href='/2020/01/tide/'>wait</a> for the others to come.</li></ul>",
        f"<h3>Ours</h3>{LIST}<p>And the story goes on after that list.</p>",
        "<p><b>Read more: <a href='/2020/01/tide/'>The Tide</a></b></p>",
        "<h3>Other lists</h3><ul><li><a href='/tag/x/'>X</a></li><li><a href='/tag/y/'>Y</a></li></ul>",
        "<h3>Only one</h3><ul><li><a href='/2020/01/tide/'>The Tide</a></li></ul>",
        "<ul><li><a href='/2020/01/tide/'>The Tide</a></li><li><a href='/2020/02/fog/'>The Fog</a></li></ul>",
        "<h3>Up</h3><ul><li><a href='/2020/05/boats/'>Boats</a></li></ul>",
    ],
)
def test_cross_references_are_no_related_posts(markup):
    assert told(inside(markup)) == []


def test_story_wrapped_once_more_is_looked_into():
    page = inside("<div><p>a</p></div>").article
    assert page is not None
    wrapped = read(
        f"{WORDPRESS}<title>Boats</title><article><h1>Boats</h1><div class='entry-content'><div><p>{LONG}</p><p>{MORE}</p>"
        f"<h3>Related</h3>{LIST}</div></div></article>"
    )
    assert told(wrapped) == BOTH


def test_boxes_outside_the_story_count_where_the_look_says_so():
    box = f"<div class='related-posts'><h3>Related Posts</h3>{LIST}</div>"
    assert told(read(story(after=box))) == BOTH
    assert told(read(story(WORDPRESS, after=box))) == []


@pytest.mark.parametrize("where", ["<aside>", "<div class='sidebar'>", "<nav>", "<div hidden>"])
def test_boxes_beside_the_page_do_not_count(where):
    html = story().replace(
        "</article>", f"</article>{where}<div class='related-posts'>{LIST}</div>"
    )
    assert told(read(html)) == []


def test_boxes_in_no_frame_at_all_count():
    html = f"<title>B</title><div><h1>B</h1><p>{LONG}</p><p>{MORE}</p></div><div><div class='related-posts'>{LIST}</div></div>"
    assert told(read(html)) == BOTH


def test_heading_of_all_is_no_word_of_the_only_item():
    item = "<ul><li><a href='/2020/01/tide/'>The Tide</a> <small>It comes.</small></li></ul>"
    page = inside(f"<div class='related-posts'><div><h3>Related Posts</h3>{item}</div></div>")
    assert [(i.title, i.blurb) for i in page.related] == [("The Tide", "It comes.")]


def test_heading_inside_the_link_of_the_only_item_is_its_title():
    item = "<div><a href='/2020/01/tide/'><h4>More on the Tide</h4></a><p>It comes.</p></div>"
    page = inside(f"<div class='related-posts'>{item}</div>")
    assert [(i.title, i.blurb) for i in page.related] == [("More on the Tide", "It comes.")]


def test_tabs_over_a_list_are_no_related_posts():
    """They lead to the page itself, as "Related articles | More from author" do."""
    page = inside(
        f"<div class='related-posts'><a href='#'>Related</a> <a href='#'>More</a>{LIST}</div>"
    )
    assert told(page) == BOTH


def test_heading_before_a_box_goes_with_it():
    page = inside(f"<h3>Related Posts</h3><div class='crp_related'>{LIST}</div>")
    assert texts(page) == [LONG, MORE]
    assert told(page) == BOTH
    empty = "<div class='related-posts'><a href='/2020/01/tide/'><h4> </h4><span class='a_title'></span>The Tide</a></div>"
    assert told(inside(empty)) == BOTH[:1]


def test_related_list_of_other_sites_is_cut_and_not_told():
    links = "<li><a href='http://a.example/x'>A Course</a></li><li><a href='http://a.example/y'>B</a></li>"
    page = inside(f"<div><h4>Related Training</h4><ul>{links}</ul></div>")
    assert (told(page), texts(page)) == ([], [LONG, MORE])
    page = inside(f"<div><h4>Our sources</h4><ul>{links}</ul></div>")
    assert texts(page)[2:] == ["Our sources", "A Course", "B"]


def test_related_list_with_more_words_than_titles_is_told():
    more = " <small>It comes in the morning, and it goes in the evening...</small></li>"
    page = inside(f"<h3>Related posts:</h3>{LIST.replace('</li>', more)}")
    assert (told(page), texts(page)) == (BOTH, [LONG, MORE])


def test_paragraph_of_links_under_another_heading_is_story():
    page = inside("<p><b>Sources</b></p><p><a href='/2020/01/tide/'>The Tide</a></p>")
    assert (told(page), texts(page)[2:]) == ([], ["Sources", "The Tide"])
