"""EA WorldView: its hosts, its addresses, and one post in all the looks it was captured in."""

from __future__ import annotations

import pytest

from normalizers.sites import DEFAULT, SITES, site_for
from normalizers.sites.eaworldview import EAWORLDVIEW
from normalizers.urls import story_key
from tests.build_briefs import PROSE, page
from tests.golden_update import read_case


@pytest.mark.parametrize(
    "host",
    [
        "eaworldview.com",
        "www.eaworldview.com",
        "enduringamerica.com",
        "www.enduringamerica.com",
        "enduringamerica.squarespace.com",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_host_of_every_era_is_the_blogs(scheme, host):
    assert site_for(f"{scheme}://{host}/2012/11/30/dam.html") is EAWORLDVIEW


@pytest.mark.parametrize(
    "url", ["http://blog.example/2012/11/dam/", "mailto:a@b.example", "http://["]
)
def test_other_hosts_have_the_default_site(url):
    assert site_for(url) is DEFAULT
    assert DEFAULT.name is None


def test_names_of_the_roster_are_unique():
    assert len({site.name for site in SITES}) == len(SITES)


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("post", "/2017/09/dam-holds/"),
        ("post", "/2026/01/dam-holds"),
        ("post", "/2009/10/07/dam-holds/"),
        ("post", "/2017/09/dam-holds/2/"),
        ("post", "/home/2010/11/30/dam-holds.html"),
        ("post", "/november-2010/2010/11/30/dam-holds.html"),
        ("page", "/about/"),
        ("page", "/iran-election-guide/"),
        ("list", "/"),
        ("list", "/home/"),
        ("list", "/home/?currentPage=3"),
        ("list", "/tag/dam?currentPage=3"),
        ("list", "/home/tag/ea-delta"),
        ("list", "/author/x/page/2"),
        ("list", "/category/delta/page/3/"),
        ("list", "/2017/09/"),
        ("list", "/2017/09/30/"),
        ("list", "/page/4/"),
        ("feed", "/feed/"),
        ("feed", "/2017/09/dam-holds/feed/"),
        ("feed", "/home/rss.xml"),
        ("comments", "/2017/09/dam-holds/comment-page-2/"),
        ("skip", "/2017/09/dam-holds/?replytocom=86736"),
        ("skip", "/home/2010/11/30/dam-holds.html?printerFriendly=true"),
        ("skip", "/2017/09/dam-holds/?share=twitter"),
        ("skip", "/wp-content/uploads/2017/09/dam-680x365_c.jpg"),
        ("skip", "/universal/scripts/global.js"),
        ("skip", "/?s=dam"),
    ],
)
def test_addresses_tell_their_kind(kind, path):
    assert EAWORLDVIEW.kind_of(f"http://eaworldview.com{path}") == kind


def test_one_post_has_one_key_in_all_spellings():
    spellings = [
        "http://eaworldview.com/2017/09/dam-holds/",
        "https://www.eaworldview.com/2017/09/dam-holds",
        "http://eaworldview.com/2017/09/dam-holds/?replytocom=86736#respond",
        "http://eaworldview.com/2017/09/dam-holds/#gate",
    ]
    assert len({story_key(url) for url in spellings}) == 1


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("post", "http://blog.example/2017/09/dam-holds/"),
        ("post", "http://blog.example/2017/09/dam-holds.html"),
        ("post", "http://blog.example/?p=12"),
        ("list", "http://blog.example/"),
        ("list", "http://blog.example/search/label/dam"),
        ("list", "http://blog.example/2017/09/"),
        ("feed", "http://blog.example/feeds/posts/default"),
        ("comments", "http://blog.example/2017/09/dam-holds/comment-page-2/#comments"),
        ("skip", "http://blog.example/wp-login.php"),
        ("unknown", "http://blog.example/about-the-dam/"),
    ],
)
def test_default_site_knows_what_platforms_have_in_common(kind, url):
    assert site_for(url).kind_of(url) == kind


def test_templates_stand_newest_first_and_have_names_of_their_own():
    names = [template.name for template in EAWORLDVIEW.templates]
    assert names == [
        "wordpress/extra",
        "wordpress/tagdiv",
        "wordpress/eaworldview-2017",
        "squarespace5/journal",
        "squarespace5/print",
        "wordpress/eaworldview-2013",
    ]


@pytest.mark.parametrize(
    ("case", "kind", "platform", "template"),
    [
        ("squarespace5-journal", "article", "squarespace5", "squarespace5/journal"),
        ("squarespace5-timed-entries", "article", "squarespace5", "squarespace5/journal"),
        ("squarespace5-print", "article", "squarespace5", "squarespace5/print"),
        ("squarespace5-list", "list", "squarespace5", "squarespace5/journal"),
        ("eaworldview-2013-liveblog", "article", "wordpress", "wordpress/eaworldview-2013"),
        ("eaworldview-2013-list", "list", "wordpress", "wordpress/eaworldview-2013"),
        ("eaworldview-2017-post", "article", "wordpress", "wordpress/eaworldview-2017"),
        ("tagdiv-post", "article", "wordpress", "wordpress/tagdiv"),
        ("tagdiv-list", "list", "wordpress", "wordpress/tagdiv"),
        ("extra-post", "article", "wordpress", "wordpress/extra"),
        ("extra-list", "list", "wordpress", "wordpress/extra"),
        ("text-post", "article", "text", "text"),
    ],
)
def test_every_look_is_known_by_its_marks(case, kind, platform, template):
    page = read_case(case)
    assert (page["kind"], page["platform"], page["template"]) == (kind, platform, template)
    assert page["site"] == "eaworldview"
    assert (page["article"] is None) == (kind == "list")


@pytest.mark.parametrize(
    ("case", "stamps"),
    [
        ("squarespace5-journal", ["2040", "2015", "1845", "1730", "1655", "0705"]),
        ("eaworldview-2013-liveblog", ["1310", "1220", None, None, "1915", "1840"]),
        ("eaworldview-2013-updates", ["DEC 14", "DEC 13", None, None]),
        ("extra-post", ["1245", "0930", None]),
    ],
)
def test_briefs_of_every_era_keep_page_order_and_time(case, stamps):
    labels = [brief["time_label"] for brief in read_case(case)["briefs"]]
    assert [label and label.removesuffix(" GMT") for label in labels] == stamps


@pytest.mark.parametrize(
    ("case", "caption"),
    [
        ("eaworldview-2013-liveblog", "The ferry at the pier on Tuesday"),
        ("eaworldview-2017-post", "Claimed image of the lower gate in the rain"),
        ("tagdiv-post", "The water tower in Calder"),
        ("extra-post", "The bridge over the delta, January 19, 2026 (Calder Wire)"),
    ],
)
def test_caption_of_the_lead_image_is_found_in_every_look(case, caption):
    assert read_case(case)["article"]["lead_image"]["caption"] == caption


def test_boilerplate_is_in_no_part_of_a_page():
    for case in ("squarespace5-journal", "squarespace5-print", "eaworldview-2013-updates"):
        page = read_case(case)
        blocks = [*page["article"]["blocks"], *(b for x in page["briefs"] for b in x["blocks"])]
        text = " ".join(block["text"] for block in blocks)
        for words in (
            "SUBSCRIBE",
            "Cup of Coffee",
            "originally appeared",
            "is Professor",
            "Donate",
        ):
            assert words not in text


@pytest.mark.parametrize(
    "box",
    [
        "<h3>Related Posts</h3>{}",
        "<div class='yarpp-related'><h3>Related posts:</h3>{}</div>",
        "<section><h4>Related Posts</h4>{}</section>",
        "</article><div class='related-posts'><h3>Related Posts</h3>{}</div>",
    ],
)
def test_related_posts_may_stand_behind_the_content(box):
    links = "<ul><li><a href='/2014/08/a/'>One</a></li><li><a href='/2014/08/b/'>Two</a></li></ul>"
    found = page(
        f"<body class='single'><article><h1 class='entry-title'>Delta: Dam Holds</h1>"
        f"<div class='entry-content'>{PROSE}{PROSE}</div>{box.format(links)}</article>"
    )
    assert [item.title for item in found.related] == ["One", "Two"]
    assert found.template == "wordpress/eaworldview-2013"
