"""Sights in the tables: first and last of sentences, and of what stories name."""

from __future__ import annotations

from archive.database.load import store
from normalizers.values import Block, LeadImage
from tests.build_pages import BASE, brief, full_page, page, paragraph, receipt
from tests.loading import put, rows, settle_all, visit


def said(*texts, title="A bridge opens", **more):
    return page(story={"title": title, "blocks": tuple(map(paragraph, texts))}, **more)


def sentences(db, *columns):
    return rows(db, f"SELECT text, {', '.join(columns)} FROM sentences ORDER BY position")


def at(day):
    return f"2026-09-{day + 1:02}T06:00:00Z"


def test_sentences_have_first_and_last_sight_and_the_captures_around(db):
    put(db, visit(0, said("One. Two.")), visit(1, said("One. Three.")), visit(2, said("Three.")))
    assert sentences(db, "not_before", "first_seen", "last_seen", "gone_by", "visits") == [
        ("A bridge opens", None, at(0), at(2), None, 3),
        ("One.", None, at(0), at(1), at(2), 2),
        ("Two.", None, at(0), at(0), at(1), 1),
        ("Three.", at(0), at(1), at(2), None, 2),
    ]


def test_a_headline_that_swings_is_one_that_returned(db):
    shown = [said("One.", title=title) for title in ("Up", "Down", "Up", "Down", "Down")]
    put(db, *(visit(day, one) for day, one in enumerate(shown)))
    assert sentences(db, "part", "returns", "gone_by") == [
        ("Up", "headline", 1, at(3)),
        ("Down", "headline", 1, None),
        ("One.", "body", 0, None),
    ]


def test_a_sentence_that_went_to_a_brief_is_the_same(db):
    shown = said("Two.", briefs=(brief("b", "One."),))
    put(db, visit(0, said("One.", "Two.")), visit(1, shown), visit(2, shown))
    assert sentences(db, "part", "brief_key", "visits") == [
        ("A bridge opens", "headline", None, 3),
        ("Two.", "body", None, 3),
        ("Headline of b", "brief_headline", "b", 2),
        ("One.", "brief", "b", 3),
    ]


def test_other_quotation_marks_and_captions_are_no_other_sentences(db):
    blocks = (paragraph("“Yes,” he said."), Block(kind="caption", text="The bridge."))
    put(db, visit(0, page(story={"blocks": blocks})), visit(1, said('"Yes," he said.')))
    assert sentences(db, "visits") == [("A bridge opens", 2), ('"Yes," he said.', 2)]


def test_a_visit_that_lacks_content_pages_takes_no_sentence_away(db):
    part = page(story={"blocks": (paragraph("One."),), "page_count": 2})
    put(db, visit(0, said("One. Two.")), visit(1, part), visit(2, said("One. Two.")))
    assert sentences(db, "visits", "returns")[1:] == [("One.", 2, 0), ("Two.", 2, 0)]


def test_sentences_of_a_story_that_is_gone_are_gone_with_it_or_before(db):
    shown = said("One. Two.", title=""), said("One.", title="")
    put(db, *(visit(day, one) for day, one in enumerate(shown)), visit(2, None, outcome="gone"))
    assert sentences(db, "gone_by") == [("One.", at(2)), ("Two.", at(1))]


def test_captures_loaded_later_slot_into_the_sights_of_sentences(db):
    put(db, visit(0, said("One.")), visit(4, said("One. Two.")))
    store(db, receipt("c9"), visit(2, said("One. Two."), warc="warc/c9-00001.warc.gz"))
    settle_all(db)
    assert sentences(db, "not_before", "first_seen", "visits")[2] == ("Two.", at(0), at(2), 2)


def test_links_tags_authors_and_images_have_sights(db):
    put(db, visit(0, full_page()), visit(1, full_page()))
    assert rows(db, "SELECT region, host FROM links ORDER BY id") == [
        ("body", "elsewhere.example"),
        ("related", "strait.example"),
    ]
    assert rows(db, "SELECT kind, name FROM tags ORDER BY id") == [
        ("category", "Roads"),
        ("tag", "bridge"),
    ]
    assert rows(db, "SELECT name FROM authors") == [("Ada Finch",)]
    assert rows(db, "SELECT url, caption FROM images") == [(f"{BASE}/boat.png", "A boat")]
    assert rows(db, "SELECT year, host, links FROM link_hosts") == [
        ("2026", "elsewhere.example", 1)
    ]
    assert rows(db, "SELECT DISTINCT substr(last_seen, 9, 2) FROM links") == [("02",)]


def test_a_lead_image_is_an_image_and_its_caption_a_block(db):
    lead = LeadImage(url=f"{BASE}/lead.jpg", caption="The bridge at dawn")
    put(db, visit(0, page(story={"lead_image": lead})))
    assert rows(db, "SELECT caption FROM images") == [("The bridge at dawn",)]
    assert rows(db, "SELECT count(*) FROM version_blocks WHERE part = 'lead_caption'") == [(1,)]
