"""Squarespace 5: journals in variants, lists of stubs, and the print view."""

from __future__ import annotations

from tests.build_briefs import PROSE, page, texts

URL = "http://enduringamerica.com/home/2010/11/30/dam-holds.html"
DATE = '<span class="posted-on">Tuesday, November 30, 2010 at 9:18AM</span>'
TITLE = '<h2 class="title"><a class="journal-entry-navigation-current" href="#">{}</a></h2>'


def entry(title: str, body: str, labels: str = "") -> str:
    """One entry of a journal."""
    return (
        '<div class="journal-entry-wrapper"><div class="journal-entry">'
        '<div class="journal-entry-text">'
        f"{TITLE.format(title)}"
        f'<div class="journal-entry-tag journal-entry-tag-post-title">{DATE}</div>{body}'
        f'<div class="journal-entry-tag journal-entry-tag-post-body">{labels}</div>'
        "</div></div></div>"
    )


def journal(*entries: str) -> str:
    """A page of a journal."""
    return (
        "<html><head><title>EA WorldView - Home - Dam</title></head><body>"
        f'<div id="contentWrapper"><div id="content">{"".join(entries)}</div></div></body></html>'
    )


def test_entry_is_read_in_its_parts():
    labels = '<a href="/home/author/ines">Ines Calder</a> in <a href="/home/tag/dam">Dam</a>'
    body = f'<div class="body">{PROSE}<p>It was the third time.</p></div>'
    found = page(journal(entry("Delta Feature: Dam Holds", body, labels)), URL)
    article = found.article
    assert article is not None
    assert (article.series, article.headline) == ("Delta Feature", "Dam Holds")
    assert (article.authors, article.categories) == (("Ines Calder",), ("Dam",))
    assert article.published_at == "2010-11-30T09:18:00+00:00"
    assert texts(article.blocks)[1:] == ["It was the third time."]


def test_author_whose_name_is_no_link_stands_before_the_labels():
    labels = 'Ines Calder in <a href="/home/tag/dam">Dam</a>'
    article = page(
        journal(entry("Dam Holds", f'<div class="body">{PROSE}</div>', labels)), URL
    ).article
    assert article is not None
    assert (article.authors, article.categories) == (("Ines Calder",), ("Dam",))


def test_entry_without_a_body_element_is_read_less_its_furniture():
    article = page(journal(entry("Delta Feature: Dam Holds", PROSE)), URL).article
    assert article is not None
    assert len(article.blocks) == 1


def test_list_of_stubs_is_no_article():
    stub = '<div class="body"><p>Words.</p><p><a href="{0}">Click to read more ...</a></p></div>'
    entries = [
        entry(f"Delta Daily: {n}", stub.format(f"/home/2010/11/{n}/x.html")).replace(
            'href="#"', f'href="/home/2010/11/{n}/x.html"'
        )
        for n in (28, 29, 30)
    ]
    found = page(journal(*entries), "http://enduringamerica.com/home/?currentPage=3")
    assert (found.kind, found.article) == ("list", None)
    assert [(item.title, item.url) for item in found.list] == [
        (f"Delta Daily: {n}", f"http://enduringamerica.com/home/2010/11/{n}/x.html")
        for n in (28, 29, 30)
    ]


def test_print_view_gives_title_date_author_and_labels():
    found = page(
        "<html><head><title>EA WorldView - Home - Dam</title></head><body>"
        "<h2>Delta Feature: Dam</h2><p>Tuesday, November 30, 2010 at 10:20</p>"
        f'<p>Ines Calder in <a href="/home/tag/dam">Dam</a></p>{PROSE * 3}'
        "<p>Article originally appeared on EA WorldView (http://enduringamerica.com/).</p>"
        "</body></html>",
        f"{URL}?printerFriendly=true",
    )
    article = found.article
    assert article is not None
    assert found.template == "squarespace5/print"
    assert (article.authors, article.categories) == (("Ines Calder",), ("Dam",))
    assert article.published_at == "2010-11-30T10:20:00+00:00"
    assert len(article.blocks) == 3


def test_caption_of_an_image_is_no_word_of_the_paragraph():
    caption = '<span class="thumbnail-caption">The dam</span>'
    image = f'<span class="full-image-float-left"><img src="/a.jpg"/>{caption}</span>'
    body = f"<p>{image}It holds well.</p>"
    article = page(
        journal(entry("Delta Feature: Dam", f'<div class="body">{body}</div>')), URL
    ).article
    assert article is not None
    assert article.lead_image is not None
    assert article.lead_image.caption == "The dam"
    assert texts(article.blocks) == ["It holds well."]
