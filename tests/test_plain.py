"""Plain text: title, caption, body, briefs and a thread, told by shape, number, bullet, column."""

from __future__ import annotations

import pytest

from normalizers.errors import NotHtmlError, TooComplexError
from normalizers.regions.text_lines import read_paragraphs
from tests.build_briefs import kinds, page, texts

URL = "http://eaworldview.com/2017/10/delta-daily.txt"
STORY = """\
Delta Daily: Board and Union Try to Keep the Lower Gate Shut

Claimed image of the lower gate in the rain


The board and the union are trying to keep the lower gate shut.

See Delta Daily, Oct 2: Rain Falls on the Upper Hills
Delta Feature: Life Below the Dam

They do so for the third time, and nobody knows for how long.

1. Bread.

An engineer of the board summarizes:

What Happens Next?

Nobody knows.

At Least 12 Wells Closed in Latest Drought in the Hills

At least 12 wells were closed on Friday.

2130 GMT: One more well is closed.
"""
THREAD = """\

Related Posts


  1. First words. 9/8/2017
    More of the first line.

    Who will open the gate? 1/3/2017

  2. Second words.

    • A reply to the second.

      • A reply to the reply.

        With a second paragraph.

        • Depth four.

          • Depth five.

      • Another reply to the reply.

    • Another reply to the second.

  3. Second words.

Leave a Comment
"""


def read(text: str, url: str = URL):
    """A text as a page."""
    return page(text, url=url, kind="text/plain")


def test_story_is_read_by_its_shape():
    found = read(STORY)
    article = found.article
    assert article is not None
    assert (found.platform, found.template, found.kind, found.site) == (
        "text",
        "text",
        "article",
        "eaworldview",
    )
    assert (article.series, article.headline) == (
        "Delta Daily",
        "Board and Union Try to Keep the Lower Gate Shut",
    )
    assert article.lead_image is not None
    assert article.lead_image.caption == "Claimed image of the lower gate in the rain"
    assert kinds(article.blocks) == ["paragraph", "see_also"] + ["paragraph"] * 3 + [
        "heading",
        "paragraph",
    ]
    assert article.blocks[3].text == "1. Bread."
    assert (article.authors, article.published_at) == ((), None)


def test_briefs_are_told_by_their_headlines_and_times():
    found = read(STORY)
    assert [brief.headline for brief in found.briefs] == [
        "At Least 12 Wells Closed in Latest Drought in the Hills",
        "2130 GMT:",
    ]
    assert texts(found.briefs[1].blocks) == ["One more well is closed."]


def test_cross_references_have_no_address():
    article = read(STORY).article
    assert article is not None
    items = [(i.series, i.date_label, i.title, i.url) for i in article.blocks[1].see_also]
    assert items == [
        ("Delta Daily", "Oct 2", "Rain Falls on the Upper Hills", None),
        ("Delta Feature", None, "Life Below the Dam", None),
    ]


@pytest.mark.parametrize("line", ["See the dam from above", "See how the dam holds."])
def test_sentence_that_begins_with_see_is_none(line):
    article = read(f"Delta Daily: Dam\n\nA first line of it.\n\n{line}\n\nA last line.").article
    assert article is not None
    assert kinds(article.blocks) == ["paragraph"] * 3


def test_thread_is_told_by_number_bullet_and_column():
    found = read(STORY + THREAD)
    assert [comment.depth for comment in found.comments] == [1, 1, 2, 3, 4, 5, 3, 2, 1]
    parents = [
        next((n for n, c in enumerate(found.comments) if c.key == comment.parent_key), None)
        for comment in found.comments
    ]
    assert parents == [None, None, 1, 2, 3, 4, 2, 1, None]
    assert {c.parent_evidence for c in found.comments if c.parent_key} == {"indent"}
    assert texts(found.comments[3].blocks) == ["A reply to the reply.", "With a second paragraph."]
    assert texts(found.comments[0].blocks)[0] == "First words. 9/8/2017\nMore of the first line."
    assert [c.position for c in found.comments] == list(range(9))
    assert len({comment.key for comment in found.comments}) == 9
    assert {(c.id, c.author, c.posted_at) for c in found.comments} == {(None, None, None)}


def test_dated_blurbs_of_comments_are_given_besides():
    found = read(STORY + THREAD)
    assert [(b.text, b.date) for b in found.comments[0].dated_blurbs] == [
        ("Who will open the gate?", "2017-01-03")
    ]
    assert found.comments[1].dated_blurbs == ()


def test_headings_of_related_posts_and_of_the_form_are_in_no_part():
    found = read(STORY + THREAD)
    assert found.related == ()
    assert found.residual == ()
    article = found.article
    assert article is not None
    words = " ".join([*texts(article.blocks), *(b.headline for b in found.briefs)])
    assert "Related Posts" not in words
    assert "Leave a Comment" not in words


def test_lines_between_story_and_thread_are_left_over():
    found = read(f"{STORY}\nRelated Posts\n\nDam Breaks\n\n3 Comments\n\n  1. One.\n\n  2. Two.\n")
    assert found.residual == ("Dam Breaks",)
    assert len(found.comments) == 2


def test_related_posts_over_long_prose_end_no_story():
    prose = "The river rose again in the night, and the engineers went down to the dam. " * 4
    found = read(f"Delta Daily: Dam\n\nA line of it.\n\nRelated\n\n{prose}\n\n  1. One.\n")
    article = found.article
    assert article is not None
    assert len(article.blocks) == 3
    assert len(found.comments) == 1


def test_list_before_the_form_is_the_thread():
    found = read("Delta Daily: Dam\n\nA line of it.\n\n  1. One.\n\n  2. Two.\n\nPost a Comment\n")
    assert [texts(c.blocks) for c in found.comments] == [["One."], ["Two."]]


def test_indented_words_before_the_first_mark_are_of_the_story():
    found = read("Delta Daily: Dam\n\nA line of it.\n\n  A verse.\n\n  1. One.\n\nPost a Comment\n")
    article = found.article
    assert article is not None
    assert texts(article.blocks) == ["A line of it.", "A verse."]
    assert len(found.comments) == 1


def test_list_inside_a_list_at_the_end_is_a_thread():
    found = read("Delta Daily: Dam\n\nA line of it.\n\n  1. One.\n\n    • Two.\n")
    assert [c.depth for c in found.comments] == [1, 2]


def test_plain_list_at_the_end_is_part_of_the_story():
    found = read("Delta Daily: Dam\n\nA line of it, and one.\n\n  • One.\n  • Two.\n")
    article = found.article
    assert article is not None
    assert found.comments == ()
    assert kinds(article.blocks) == ["paragraph", "list_item", "list_item"]


def test_thread_without_indentation_goes_on_with_the_last_comment():
    found = read(
        "Delta Daily: Dam\n\nA line of it.\n\nComments\n\n1. One.\n\nMore of one.\n\n2. Two.\n"
    )
    assert [texts(c.blocks) for c in found.comments] == [["One.", "More of one."], ["Two."]]


def test_paragraph_behind_a_reply_goes_to_the_comment_of_its_column():
    text = "T of It: Dam\n\nA line.\n\nComments\n\n  1. One.\n\n    • Reply.\n\n    More of one.\n"
    assert [texts(c.blocks) for c in read(text).comments] == [["One.", "More of one."], ["Reply."]]


def test_form_heading_alone_makes_no_thread():
    found = read("Delta Daily: Dam\n\nA line of it, and one more.\n\nLeave a Reply\n\nName\n")
    assert found.comments == ()
    article = found.article
    assert article is not None
    assert len(article.blocks) == 1


def test_conversion_record_begins_with_the_title_of_the_window():
    text = "Dam Holds in the Delta - EA WorldView\nHome\nAbout\nDam Holds in the Delta\nIt holds.\nStill."
    article = read(text).article
    assert article is not None
    assert article.title == "Dam Holds in the Delta"
    assert texts(article.blocks) == ["It holds.", "Still."]


def test_name_of_the_site_is_taken_from_the_title():
    article = read("Dam Holds in the Delta | EA WorldView\n\nIt holds.\n\nStill.").article
    assert article is not None
    assert article.title == "Dam Holds in the Delta"
    other = read(
        "Dam Holds | EA WorldView\nin rain.\n\nIt holds.", "http://a.example/x.txt"
    ).article
    assert other is not None
    assert (other.title, texts(other.blocks)) == (
        "Dam Holds | EA WorldView",
        ["in rain.", "It holds."],
    )


def test_text_without_a_story_is_an_issue():
    found = read("Dam Holds in the Delta")
    assert [issue.code for issue in found.issues] == ["no-body"]


def test_blank_text_is_no_page():
    with pytest.raises(NotHtmlError):
        read("  \n ")


def test_text_beyond_all_bounds_is_refused():
    with pytest.raises(TooComplexError):
        read("line\n" * 40_000)


def test_numbers_inside_a_paragraph_are_typed_by_hand():
    text = "The demands:\n1. Bread.\n2. Water.\n\n* Dash\n"
    assert [(p.mark, p.lines) for p in read_paragraphs(text)] == [
        (None, ("The demands:", "1. Bread.", "2. Water.")),
        ("*", ("Dash",)),
    ]


def test_dashes_are_no_marks_where_bullets_are():
    text = "• One\n\n– said the mayor\n"
    assert [p.mark for p in read_paragraphs(text)] == ["•", None]


def test_keys_of_stories_are_those_of_their_addresses():
    one, other = (
        read(STORY).article,
        read(STORY, "https://www.eaworldview.com/2017/10/delta-daily.txt"),
    )
    assert one is not None
    assert other.article is not None
    assert one.key == other.article.key


def test_title_behind_menus_is_the_line_that_the_address_spells():
    url = "http://enduringamerica.com/home/2010/3/5/the-delta-5-march-high-water.html"
    text = "Featured\n\nSearch\n\nUPDATED The Delta (5 March): High Water\n\nThe river rose.\n"
    article = page(text, url, "text/plain").article
    assert article is not None
    assert article.title == "UPDATED The Delta (5 March): High Water"
    assert texts(article.blocks) == ["The river rose."]


def test_line_under_the_title_is_a_caption_also_in_capitals():
    text = "Delta Daily: Dam Holds\n\nTrucks of the Board on Sunday\n\nThe river rose.\n"
    article = page(text, URL, "text/plain").article
    assert article is not None
    assert article.lead_image is not None
    assert article.lead_image.caption == "Trucks of the Board on Sunday"


def test_lead_of_a_cross_reference_may_be_in_capitals():
    text = f"{STORY}\nSEE ALSO: The Delta (4 March): Low Water\n"
    found = page(text, URL, "text/plain").briefs[-1].blocks[-1]
    assert (found.kind, found.see_also[0].title) == ("see_also", "Low Water")
