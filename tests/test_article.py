"""Where the story stands, its title, authors, dates and labels."""

from __future__ import annotations

import pytest

from normalizers.regions.people import clean_names
from normalizers.site import Site
from tests.reading import LONG, MORE, read, story, texts

ANY = Site(name=None)
WORDPRESS = "<link rel='https://api.w.org/' href=/>"


def article(html, url="http://b.example/2020/05/boats/"):
    return read(html, url).article


# ---------------------------------------------------------------- the body
def test_text_around_the_title_goes_before_more_text_elsewhere():
    panel = "".join(f"<p>{MORE} {n}</p>" for n in range(3))
    html = (
        f"<title>Boats</title><div>{panel}</div><div><h1>Boats</h1><p>{LONG}</p><p>{MORE}</p></div>"
    )
    assert texts(read(html)) == [LONG, MORE]


def test_heavy_text_elsewhere_wins_over_a_line_at_the_title():
    text = "".join(f"<p>{LONG} {MORE} {n}</p>" for n in range(6))
    html = f"<title>Boats</title><div><h1>Boats</h1></div><div><div>{text}</div></div>"
    assert len(texts(read(html))) == 6


def test_furniture_by_name_weighs_nothing_unless_it_is_the_page():
    share = f"<div class='share-box'><p>{LONG}</p></div>"
    assert LONG not in texts(read(f"<title>Boats</title><div class='has sidebar'><h1>Boats</h1>{share}"
                                  f"<div><p>{MORE}</p><p>{MORE} 2</p><p>{MORE} 3</p></div></div>"))  # fmt: skip


def test_named_container_with_next_to_nothing_gives_way():
    html = f"{WORDPRESS}<title>Boats</title><div class='entry-content'>Short.</div><div><h1>Boats</h1><p>{LONG}</p></div>"
    assert texts(read(html)) == [LONG]


def test_short_story_beside_its_title_is_kept():
    html = (
        f"{WORDPRESS}<title>Boats</title><div class='post'><h2>Boats</h2><div class='entry-content'>"
        f"Two boats.</div></div><div id='side'><p>{LONG}</p></div>"
    )
    assert texts(read(html)) == ["Two boats."]


def test_heaviest_of_several_named_containers_is_the_story():
    teaser = f"<div class='entry-content'><p>{LONG[:90]}</p></div>"
    html = f"{WORDPRESS}<title>B</title><h1>B</h1><div class='entry-content'><p>{LONG}</p><p>{MORE}</p></div>{teaser}"
    assert texts(read(html)) == [LONG, MORE]


def test_title_byline_and_labels_inside_the_story_are_no_story():
    html = (
        f"<title>Boats</title><div><h1>Boats</h1><p>by Ann Lee, 4 March 2004</p><p>{LONG}</p><p>{MORE}</p>"
        "<p>Filed in: <a rel='tag' href='/tag/port'>Port</a></p><p>This was written by Ann Lee</p></div>"
    )
    assert texts(read(html)) == [LONG, MORE]


def test_page_of_nothing_has_no_story():
    assert texts(read("<title>Boats</title><h1>Boats</h1>")) in ([], ["Boats"])


# ---------------------------------------------------------------- the title
@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Site » Boats</title><div id='header'><h1><a href='/'>Site</a></h1></div><h2>Boats</h2>", "Boats"),
        ("<title>Boats - Site</title><h1 class='site-title'>Site</h1><h2>Boats</h2>", "Boats"),
        ("<title>Boats | Site</title><meta property='og:site_name' content='Site'>", "Boats"),
        ("<title>Site | Boats</title><meta property='og:site_name' content='Site'>", "Boats"),
        ("<title>A long title of boats | Site</title>", "A long title of boats"),
        ("<title>Boats</title><meta property='og:title' content='Boats and Ships'><h3>Boats and Ships</h3>", "Boats and Ships"),
        ("<title></title><h1>Boats</h1>", "Boats"),
        ("<title></title><meta property='og:title' content='Ships'>", "Ships"),
        ("<title>Other words</title><link rel='https://api.w.org/' href=/><h1 class='entry-title'>Boats</h1>", "Boats"),
        ('<title>x</title><script type="application/ld+json">{"@type": "Article", "headline": "Boats"}</script><h4>Boats</h4>', "Boats"),
        ("<title>Boats: Site</title><meta property='og:site_name' content='Site'><h1>Site</h1>", "Boats: Site"),
        ("<title></title><meta property='og:title' content=''><meta property='og:title' content='X'>", "X"),
        ("<title> | </title>", ""),
    ],
)  # fmt: skip
def test_title(html, title):
    assert title == article(f"{html}<p>{LONG}</p><p>{MORE}</p>").title


# ---------------------------------------------------------------- the authors
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Posted by Ann Lee and Bo Ek on March 3, 2012", ["Ann Lee", "Bo Ek"]),
        ("Von R. R. am 07.08.2013", ["R. R."]),
        ("By Emily Way Fact-checked by Paul", ["Emily Way"]),
        ("Ann Lee, Editor", ["Ann Lee"]),
        ("Ann Lee Senior Writer", ["Ann Lee"]),
        ("Publié par Anne Roux", ["Anne Roux"]),
        ("ann1984", ["ann1984"]),
        ("No Author", []),
        ("admin", []),
        ("https://b.example/ann", []),
        ("ann@b.example", []),
        ("View all posts", []),
        ("12345", []),
        ("a b c d e f g h", []),
        ("", []),
    ],
)
def test_names_in_a_byline(text, names):
    assert names == clean_names(text, ANY)


def test_site_may_name_who_is_no_author():
    assert clean_names("Desk", Site(name="b", not_authors=("Desk",))) == []


JSON_LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "before", "after", "authors"),
    [
        ("", "<span class='author vcard'><a class='fn'>Ann Lee</a></span>", "", ("Ann Lee",)),
        ("", "<p class=byline>by <a href='/author/ann'>Ann Lee</a>, <a href='/author/bo'>Bo Ek</a></p>", "", ("Ann Lee", "Bo Ek")),
        ("", "<div><a rel=author>Ann Lee</a></div><section><p><a rel=author>Cy Orr</a></p></section>", "", ("Ann Lee",)),
        ("", "<div>Posted on May 3, 2012 by Ann Lee</div>", "", ("Ann Lee",)),
        ("", "<div class='popular'><p>By Cy Orr</p></div><div>By Admin</div><div>Posted on May 3, 2012 by Ann Lee</div>", "", ("Ann Lee",)),
        ("", "", "<div class='author-box'><h3>Ann Lee</h3></div>", ("Ann Lee",)),
        ("", "", "<div class='x-author-box'><h4 class='x-author-box__name'>Ann Lee</h4></div>", ("Ann Lee",)),
        ("", "<div class='popular'><a rel=author>Cy Orr</a></div><figure><a rel=author>Di Ash</a></figure>", "", ()),
        ("<meta name=author content='Ann Lee'>", "", "", ("Ann Lee",)),
        ("<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ann Lee'>", "", "", ("Ann Lee",)),
        (JSON_LD.format('{"@type": "Article", "author": {"name": "Ann Lee"}}'), "<a rel=author>Ann</a>", "", ("Ann Lee",)),
        (JSON_LD.format('{"@type": "Article", "author": ["Ann Lee", {"name": "Bo Ek"}]}'), "", "", ("Ann Lee", "Bo Ek")),
        (JSON_LD.format('{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ann Lee"}]}'), "", "", ("Ann Lee",)),
        (JSON_LD.format('{"@type": "Article", "author": 7}'), "", "", ()),
        (JSON_LD.format("{broken"), "", "", ()),
        (JSON_LD.format("[" * 100_000), "", "", ()),
        (JSON_LD.format('"text"'), "", "", ()),
    ],
)  # fmt: skip
def test_authors(head, before, after, authors):
    assert authors == article(story(head, before, after)).authors


def test_sources_that_disagree_are_told():
    page = read(story("<meta name=author content='Bo Ek'>", "<a rel=author>Ann Lee</a>"))
    assert page.article.authors == ("Ann Lee",)
    assert [issue.code for issue in page.issues] == ["authors-disagree"]


def test_sure_mark_is_found_outside_the_story_too():
    html = f"<title>Boats</title><div class='post'><h1>Boats</h1><p>{LONG}</p></div><div><a rel='author'>Ann Lee</a></div>"
    assert article(html).authors == ("Ann Lee",)


# ---------------------------------------------------------------- the dates
@pytest.mark.parametrize(
    ("head", "before", "url", "date"),
    [
        ("<meta property='article:published_time' content='2012-05-03T10:00:00Z'>", "", "", "2012-05-03T10:00:00+00:00"),
        ("", "<time datetime='2012-05-03T10:00:00+02:00'>3 May</time>", "", "2012-05-03T10:00:00+02:00"),
        ("", "<span class=date>May 3, 2012</span>", "", "2012-05-03"),
        ("", "<div class=related-date>May 3, 2012</div>", "", None),
        ("", "<p class=meta><b class=updated>June 1, 2012</b> Ann, May 3, 2012</p>", "", "2012-05-03"),
        ("", "<p class='meta updated'>May 3, 2012</p>", "", "2012-05-03"),
        ("", "<b class='published updated'>May 3, 2012</b>", "", "2012-05-03"),
        ("", "<b class='modified'>June 1, 2012</b> <b class=time>5/3/2012</b>", "", "2012-05-03"),
        ("", "<b class=date>3/5/2012</b>", "http://b.example/2012/05/boats/", "2012-05-03"),
        ("", "<b class=date>3/5/2012</b>", "http://b.example/2012/03/boats/", "2012-03-05"),
        ("", "<b class=date>3/5/2012</b>", "http://b.example/2012/07/boats/", "2012-03-05"),
        ("", "<b class=date>3/5/2012</b> <b class=date>29/5/2012</b>", "", "2012-05-03"),
        ("", "<b class=date>3/5/2012</b> <i class=recent><time datetime='2012-05-04'>4/5/2012</time></i>", "", "2012-05-03"),
        ("", "<p>Ann, May 3, 2012</p>", "", "2012-05-03"),
        ("<meta name=date content='nonsense'>", "", "http://b.example/2012/5/3/boats", "2012-05-03"),
        ("", "", "http://b.example/2012/05/boats/", None),
        (JSON_LD.format('{"@type": "Article", "datePublished": "2012-05-03", "dateModified": 5}'), "", "", "2012-05-03"),
        (JSON_LD.format('{"@type": "Article", "datePublished": ""}'), "", "", None),
    ],
)  # fmt: skip
def test_publication(head, before, url, date):
    assert date == article(story(head, before), url or "http://b.example/boats").published_at


def test_days_that_disagree_are_told():
    head = "<meta property='article:published_time' content='2012-05-03T10:00:00Z'>"
    page = read(story(head, "<time datetime='2012-06-01'>June 1, 2012</time>"))
    assert page.article.published_at == "2012-05-03T10:00:00+00:00"
    assert [issue.code for issue in page.issues] == ["dates-disagree"]


SAID = "<meta property='article:published_time' content='{}'>"


@pytest.mark.parametrize(
    ("said", "shown", "date"),
    [
        ("2012-05-03T02:25:54+00:00", "May 2, 2012 9:25 pm", "2012-05-02T21:25:00-05:00"),
        ("2012-05-02T21:00:00-05:00", "3 May 2012 - 2:00 am", "2012-05-03T02:00:00+00:00"),
        ("2012-05-03T02:25:54+00:00", "May 2, 2012 9:31 pm", "2012-05-03T02:25:54+00:00"),
        ("2012-05-03T02:25:54", "May 2, 2012 9:25 pm", "2012-05-03T02:25:54"),
        ("2012-06-05T02:25:54+00:00", "6 May 2012", "2012-05-06"),
        ("2012-06-05T02:25:54+00:00", "5/6/2012", "2012-06-05T02:25:54+00:00"),
    ],
)
def test_day_is_that_of_the_clock_readers_are_shown(said, shown, date):
    assert article(story(SAID.format(said), f"<b class=date>{shown}</b>")).published_at == date


def test_day_and_month_that_changed_places_in_an_attribute_are_put_right():
    shown = "<abbr class=published title='06-08-2012T14:12:32+0200'>6. August 2012</abbr>"
    assert article(story("", shown)).published_at == "2012-08-06"


def test_note_under_the_story_tells_its_date():
    links = "<a href='/cat'>boats</a> and everything in it, " * 5
    note = f"<p class=postmetadata>This entry was posted on May 3rd, 2012 and is filed under {links}</p>"
    assert article(story("", "", note)).published_at == "2012-05-03"


def test_date_of_publication_goes_before_that_of_a_change_beside_it():
    times = (
        "<time class='entry-date updated' datetime='2012-06-01'>1</time>"
        "<time class='entry-date published' datetime='2012-05-03'>2</time>"
    )
    head = f"{WORDPRESS}<title>Boats</title>"
    html = f"{head}<article><h1>Boats</h1>{times}<div class='entry-content'><p>{LONG}</p></div></article>"
    assert article(html).published_at == "2012-05-03"


def test_date_in_a_side_column_counts_where_it_is_the_only_one():
    def page(more):
        return article(f"<h1>Boats</h1><div><p>{LONG}</p></div><div class=sidebar><div><div><div>"
                       f"<p class=post-date>May 3, 2012</p>{more}</div></div></div></div>")  # fmt: skip

    assert page("").published_at == "2012-05-03"
    assert page("<p class=post-date>May 4, 2012</p>").published_at is None


def test_line_that_begins_with_a_date_tells_it_where_nothing_has_a_class():
    deep = f"<div><b>Posted: May 3, 2012</b><p class=postmetadata>{MORE}</p></div>"
    inner = f"<p>May 4, 2012 | Ann</p><p>{LONG}</p><p>May 5, 2012</p>"
    assert article(f"{deep}<h1>Boats</h1><p>{LONG}</p>").published_at == "2012-05-03"
    assert article(f"<div id=x><h3>A</h3>{inner}</div>").published_at == "2012-05-04"
    late = f"<div id=x><p>{LONG}</p><p>{MORE}</p><p>May 5, 2012</p></div>"
    assert article(late).published_at is None


def test_foot_of_a_story_is_not_that_of_the_page():
    line = "<div class=footer><p><time>May 3, 2012</time> <b class=author>Ann Lee</b></p></div>"
    found = article(f"<main><h1>Boats</h1><div class=post-body><p>{LONG}</p></div>{line}</main>")
    assert (found.published_at, found.authors) == ("2012-05-03", ("Ann Lee",))
    found = article(f"<h1>Boats</h1><div class=post-body><p>{LONG}</p></div>{line}")
    assert (found.published_at, found.authors) == (None, ())


def test_parts_of_a_page_builder_are_not_beside_the_story():
    part = "<div class='elementor-widget'><time>May 3, 2012</time></div>"
    assert article(story("", part)).published_at == "2012-05-03"


# ---------------------------------------------------------------- the rest
def test_labels_and_numbers():
    head = (
        f"{WORDPRESS}<link rel=shortlink href='/?p=12'><meta property='og:url' content='/2020/05/boats/'>"
        "<base href='http://b.example/'>"
    )
    after = (
        "<a rel='category tag'>Port</a><a rel='category tag'>Uncategorized</a><a rel=tag>Ships</a>"
    )
    found = article(story(head, "", after))
    assert (found.key, found.post_id) == ("wp-12", "12")
    assert (found.categories, found.tags) == (("Port",), ("Ships",))
    assert read(story(head)).canonical_url == "http://b.example/2020/05/boats/"


def test_keys_without_a_platform():
    assert article(story("<meta name=postid content=9>")).key == "post-9"
    assert article(story("<meta name=postid content=x>")).key.startswith("url-")
    assert article(story().replace("<article>", "<article id=post-31>")).key == "post-31"
    assert article(story(), "http://b.example/a").key != article(story(), "http://b.example/b").key


def test_canonical_of_another_host_is_not_believed():
    assert read(story("<link rel=canonical href='http://c.example/'>")).canonical_url is None


def test_lead_image_and_its_caption():
    box = "<div><figure><span class='post-thumbnail'><img data-src='/a.jpg'></span><figcaption>A boat</figcaption></figure></div>"
    image = article(story(WORDPRESS, box)).lead_image
    assert (image.url, image.caption) == ("http://b.example/a.jpg", "A boat")
    bare = article(
        story(
            WORDPRESS + "<meta property='og:image' content='/b.jpg'>",
            "<p class='post-thumbnail'></p>",
        )
    )
    assert (bare.lead_image.url, bare.lead_image.caption) == ("http://b.example/b.jpg", None)


def test_pages_of_a_post():
    links = "<p class='page-links'><a>1</a><a>2</a><i>x</i></p>"
    found = article(story(WORDPRESS, "", links), "http://b.example/2020/05/boats/2/")
    assert (found.page_number, found.page_count) == (2, 2)
    first = article(story(WORDPRESS, "", links))
    assert (first.page_number, first.page_count) == (1, 2)


@pytest.mark.parametrize(
    "numbers",
    [
        "<p>Pages: <b class='post-page-numbers'>1</b> <a class='post-page-numbers' href='2/'>2</a></p>",
        "<div><p><b>Pages:</b> 1 <a href='/2020/05/boats/2/'>2</a> <a href='?p=1&page=3'>3</a></p></div>",
        "<a class='post-page-numbers' href='2/'>Next page</a>",
    ],
)
def test_links_to_other_pages_of_a_post_are_no_text(numbers):
    assert texts(read(story(WORDPRESS, "", "", numbers))) == [LONG, MORE]


def test_number_in_a_sentence_that_leads_to_a_page_stays():
    sentence = "<p>The ferry left berth <a href='/berths/2/'>2</a> in the early morning.</p>"
    assert len(texts(read(story(WORDPRESS, "", "", sentence)))) == 3


def test_language_from_the_page():
    assert read("<html lang='pt-BR'><p>a").language == "pt"
    assert read("<meta property='og:locale' content='fr_FR'><p>a").language == "fr"
    assert read("<html lang='portuguese'><p>a").language is None


def test_more_turns_of_the_sources():
    """Two names that agree in part, lines that name nobody, an empty box of the author."""
    data = JSON_LD.format('{"@type": "Article", "author": ["Ann Lee", "Bo Ek"]}')
    assert article(story(data, "<a rel=author>Ann Lee</a>")).authors == ("Ann Lee",)
    assert (
        article(story("", "<p>by admin</p><div class='author-bio'><b>admin</b></div>")).authors
        == ()
    )
    inside = f"<p>{LONG}</p><p>Words by the sea, by Ann Lee of the port</p>"
    assert article(story(body=inside)).authors == ()
    assert article(
        story("<meta name=author content=''><meta name=author content='Bo'>")
    ).authors == ("Bo",)
    assert article(story("", "<p>x</p>" + "<i>y</i>" * 12)).published_at is None


def test_huge_page_is_not_read_twice():
    page = read("<title>Boats</title><h1>Boats</h1><script>" + "a" * 1_600_000 + "</script>")
    assert page.template == "generic/plain"


def test_links_that_lead_nowhere_are_left_out():
    links = "<a href='#top'>a</a><a href='javascript:x'>b</a><a href=''>c</a><a href='/x'>d</a><a href='/x'>e</a>"
    found = read(story(before=f"<nav>{links}</nav><ul>{links}</ul>")).links
    assert [link.url for link in found].count("http://b.example/x") <= 1
    assert all("#" not in link.url for link in found)


def test_halves_of_a_story_named_alike_are_one():
    html = "<title>Boats</title><h1>Boats</h1><div id=x>{}{}</div>"
    first = f"<div class=itemIntroText><p>{LONG}</p><p>{LONG} 2</p></div>"
    second = f"<div class=itemFullText><p>{MORE}</p></div>"
    assert len(texts(read(html.format(first, second)))) == 3
    assert len(texts(read(html.format(second, first)))) == 3
    side = f"<div class=itemMore><h3>More</h3><p>{MORE}</p></div>"
    assert len(texts(read(html.format(first, side)))) == 2
    other = f"<div class=text><p>{MORE}</p></div>"
    assert len(texts(read(html.format(first, other)))) == 2


def test_heading_that_leads_to_the_folder_of_the_blog_is_its_name():
    html = (
        "<title>Port Side: Boats</title><h1><a href='/port/'>Port Side</a></h1>"
        f"<h3><a href='/port/2007/boats.html'>Boats</a></h3><p>{LONG}</p>"
    )
    assert article(html, "http://b.example/port/2007/boats.html").title == "Boats"


def test_numbers_alone_at_the_ends_of_a_story_are_counts():
    html = f"{WORDPRESS}<title>B</title><h1>B</h1><div class='entry-content'><p>120</p><p>{LONG}</p><p>3</p></div>"
    assert texts(read(html)) == [LONG]


def test_title_with_a_number_beside_it_is_no_story():
    lead = "<h2>Boats 12 comments</h2><p class='x'>by Ann Lee, 3 May 2020</p>"
    html = f"{WORDPRESS}<title>Boats</title><div class='entry-content'>{lead}<p>{LONG}</p></div>"
    assert texts(read(html)) == [LONG]


def test_form_for_an_address_is_cut_with_the_plea_around_it():
    form = "<div><form><input name='EMAIL'></form></div>"
    plea = f"<div><p>Get our letter, it is free.</p>{form}</div>"
    html = f"{WORDPRESS}<title>B</title><h1>B</h1><div class='entry-content'>{{}}</div>"
    story = f"<p>{LONG}</p><p>{MORE}</p>"
    assert texts(read(html.format(story + plea))) == [LONG, MORE]
    assert texts(read(html.format(f"<div>{story}{form}</div>"))) == [LONG, MORE]


def test_box_with_the_portrait_of_the_author_is_no_story():
    box = f"<div><img class='avatar' src='a'><h3>About Ann</h3><p>{LONG[:60]}</p></div>"
    html = f"{WORDPRESS}<title>B</title><h1>B</h1><div class='entry-content'><p>{LONG}</p><p>{MORE}</p>{box}</div>"
    assert texts(read(html)) == [LONG, MORE]


# ---------------------------------------------------------------- who wrote it
def authors(byline, text=f"<p>{LONG}</p>", head=""):
    html = f"{WORDPRESS}<title>Boats</title>{head}<article><h1>Boats</h1>{byline}"
    return article(f"{html}<div class='entry-content'>{text}</div></article>").authors


def test_byline_of_a_teaser_in_the_story_yields_to_the_one_around_it():
    teaser = f"<p>{LONG}</p><div class='card'><a rel='author' href='/author/bo/'>Bo Ek</a></div>"
    assert authors("<p class='author'>Ann Lee</p>", teaser) == ("Ann Lee",)
    assert authors("", teaser) == ("Bo Ek",)


def test_names_joined_on_a_line_are_authors_and_those_with_another_part_are_not():
    ann, bo, cy = (
        f"<a href='/author/{name[0]}/'>{name}</a>" for name in ("Ann Lee", "Bo Ek", "Cy Dow")
    )
    assert authors(f"<p>By {ann} and {bo}</p><p>Fact-checked by {cy}</p>") == ("Ann Lee", "Bo Ek")


def test_words_behind_a_linked_name_are_its_title():
    byline = "<p class='author-name'><a href='/author/ann/'>Ann Lee</a>, Home and Garden Expert</p>"
    assert authors(byline) == ("Ann Lee",)


def test_name_that_data_leave_out_counts_when_it_is_more_than_a_word():
    head = "<meta name='author' content='Ann Lee'>"
    assert authors("<p class='author'>Ann Lee, Politics</p>", head=head) == ("Ann Lee",)
    assert authors("<p class='author'>Ann Lee, Bo Ek</p>", head=head) == ("Ann Lee", "Bo Ek")


def test_signed_line_goes_before_the_account_that_published():
    head = "<meta name='author' content='Desk'>"
    signed = f"<p>By Bo Ek, MPH</p><p>{LONG}</p><p>{MORE}</p>"
    assert authors("", signed, head) == ("Bo Ek",)
    assert authors("", f"<p>{LONG}</p><p>Written by Cy Dow</p>", head) == ("Cy Dow",)
    assert authors("<div><p>By: Dee Orr</p><span>Share</span></div>", head=head) == ("Dee Orr",)


def test_line_in_the_story_completes_the_first_name_of_its_data():
    text = f"<p>A column by Ann Lee</p><p>{LONG}</p>"
    assert authors("", text, "<meta name='author' content='Ann'>") == ("Ann Lee",)
    assert authors("", text, "<meta name='author' content='Bo Ek'>") == ("Bo Ek",)


def test_words_of_the_title_and_words_that_are_no_name_are_no_byline():
    html = f"<title>A day by Sea</title><h1>A day</h1><h2>A day by Sea</h2><p>{LONG}</p>"
    assert article(html).authors == ()
    assert authors("<p>Found by some friends of ours</p>") == ()


def test_links_to_pages_about_people_name_the_author():
    links = "<p><a href='/autoren/ann-lee'>Ann Lee</a>, <a href='/autoren/bo-ek'>Bo Ek</a></p>"
    far = "<div><div><div><div><a href='/team/cy'>Cy Dow</a></div></div></div></div>"
    assert authors(links + far) == ("Ann Lee", "Bo Ek")


def test_mark_far_from_the_story_names_its_author_where_it_stands_alone():
    def page(more, head="<meta name='author' content='alee'>"):
        bar = f"<div class='bar'><a rel='author' href='/author/alee/'>Ann Lee</a>{more}</div>"
        story = f"<article><h1>Boats</h1><div class='entry-content'><p>{LONG}</p></div></article>"
        return article(f"{WORDPRESS}<title>Boats</title>{head}{bar}{story}").authors

    assert page("") == ("Ann Lee",)
    assert page("<p><a rel='author' href='/author/bo/'>Bo Ek</a></p>") == ("alee",)
    assert page("<p><a rel='author' href='/author/bo/'>Bo Ek</a></p>", "") == ("Ann Lee", "Bo Ek")


def test_label_behind_a_class_of_bylines_is_no_author():
    labels = "<p class='byline'><a rel='tag' href='/search/label/port'>port</a></p>"
    assert authors(labels) == ()
    assert authors("<span class='author'>نویسنده: مریم کریمی</span>") == ("مریم کریمی",)


def test_date_behind_a_name_is_no_part_of_it():
    byline = "<p class='posted'>Posted by Abe at March 14, 2004 10:20 PM</p>"
    assert authors(byline) == ("Abe",)


def test_first_mark_that_names_somebody_counts():
    assert authors("<p class='author'>admin</p><p class='author'>Ann Lee</p>") == ("Ann Lee",)


def test_name_beside_the_date_is_the_author_where_nothing_has_a_class():
    assert authors("<p><span>Ann Lee</span><span>May 3, 2020</span></p>") == ("Ann Lee",)
    assert authors("<p><span>May 3, 2020</span> <span>Ann B. Lee</span></p>") == ("Ann B. Lee",)
    assert authors("<p><span class='cat'>Old Boats</span><span>May 3, 2020</span></p>") == ()
    assert authors("<p><span>May 3, 2020</span><span><a href='/x'>Old Boats</a></span></p>") == ()
    assert authors("<p><span>a date</span><span>May 3, 2020</span></p>") == ()
