"""Furniture of a story: broken markup, shortcodes, pointers, captions, notes, boilerplate."""

from __future__ import annotations

import pytest

from tests.build_briefs import PROSE, URL, elsewhere, headlines, kinds, split, texts


def test_broken_markup_that_became_text_goes():
    found = split(f"{PROSE}<p><a href='/2015/12/a/'>Delta Daily: Rain</a> br&gt;<br>Then rain.</p>")
    assert texts(found.blocks)[1] == "Delta Daily: Rain\nThen rain."


@pytest.mark.parametrize(
    "debris", ['="0" allowfullscreen&gt;', "=”0″ /&gt;", "&lt;br&gt;", "br /&gt;"]
)
def test_debris_alone_leaves_no_block(debris):
    assert len(split(f"{PROSE}<p>{debris}</p>{PROSE}").blocks) == 2


def test_code_may_show_markup():
    assert texts(split(f"{PROSE}<pre>a br&gt; b</pre>").blocks)[1] == "a br> b"


def test_shortcode_in_a_paragraph_is_an_embed_in_its_place():
    found = split(
        "<p>Seen: [youtube]http://www.youtube.com/watch?v=abc[/youtube] at noon [sic].</p>"
    )
    assert kinds(found.blocks) == ["paragraph", "embed", "paragraph"]
    assert found.blocks[1].embed is not None
    assert found.blocks[1].embed.url == "http://www.youtube.com/watch?v=abc"
    assert texts(found.blocks)[2] == "at noon [sic]."


def test_shortcode_may_open_a_paragraph():
    found = split(PROSE + "<p>[youtube]http://www.youtube.com/watch?v=abc[/youtube] at noon.</p>")
    assert kinds(found.blocks) == ["paragraph", "embed", "paragraph"]


def test_shortcode_at_the_end_leaves_no_empty_block():
    found = split("<p>Seen: [vimeo]http://vimeo.com/12345678[/vimeo]</p>")
    assert kinds(found.blocks) == ["paragraph", "embed"]


@pytest.mark.parametrize(
    "line",
    [
        "Receive our latest updates by email or RSS SUBSCRIBE TO OUR FEED",
        "Buy Us A Cup of Coffee? Help Us Expand",
        "Iran Election Guide",
        "Donate to EAWV",
        "Article originally appeared on EA WorldView (http://www.enduringamerica.com/).",
        "Ann B. Moreau is Professor of Rivers at the University of Calder.",
    ],
)
def test_boilerplate_of_the_site_is_clutter(line):
    found = split(f"{PROSE}<p>{line}<br>One more line.</p>")
    assert texts(found.blocks)[1:] == ["One more line."]
    assert found.clutter == (line,)
    assert len(elsewhere(f"{PROSE}<p>{line}</p>").blocks) == 2


@pytest.mark.parametrize(
    "pointer",
    [
        "<h3><a href='#gate'>LATEST: Video &mdash; Gate Opens Again</a></h3>",
        "<p><b>LATEST: Video &mdash; Gate Opens Again</b></p>",
        "<p><b>LATEST</b></p><p><a href='#gate'>Video &mdash; Gate Opens Again</a></p>",
    ],
)
def test_latest_leads_to_a_brief_by_anchor_or_by_words(pointer):
    found = split(f"{pointer}{PROSE}<h3><a name='gate'></a>Video: Gate Opens Again</h3>{PROSE}")
    assert kinds(found.blocks) == ["see_also", "paragraph"]
    item = found.blocks[0].see_also[0]
    assert (item.flag, item.title) == ("LATEST", "Video — Gate Opens Again")
    assert headlines(found) == ["Video: Gate Opens Again"]


def test_latest_leads_to_a_headline_with_its_text_behind_a_break():
    found = split(f"<p><b>LATEST: Gate Opens</b></p>{PROSE}<p><b>Gate Opens</b><br>It did.</p>")
    assert kinds(found.blocks) == ["see_also", "paragraph"]
    assert [texts(brief.blocks) for brief in found.briefs] == [["It did."]]


def test_latest_over_its_own_text_is_a_headline():
    found = split(f"{PROSE}<h3>LATEST: Gate Opens</h3>{PROSE}")
    assert [brief.title for brief in found.briefs] == ["Gate Opens"]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("<a href='#latest'>Jump to Latest Update</a>", True),
        ("<em>Jump to <a href='#latest'>Latest Update</a></em>", True),
        ("<a href='#latest'>Jump</a> to the latest", False),
        ("See the <a href='#map'>map below</a>.", False),
        ("The gate is shown on the <a href='#map'>map</a>", False),
    ],
)
def test_links_to_places_of_the_page_are_clutter(line, goes):
    found = split(f"<p>{line}</p>{PROSE}")
    assert len(found.blocks) == 2 - goes
    assert (found.clutter == ("Jump to Latest Update",)) is goes


@pytest.mark.parametrize(
    "markup",
    [
        "<h3 id='gate'><a href='#gate'>Gate</a></h3>",
        "<p>See <a href='#gate'>below</a>.</p>",
        f"<p><a href='{URL}'>The whole page</a></p>",
    ],
)
def test_heading_with_its_own_link_and_words_beside_a_link_stay(markup):
    assert len(split(f"{PROSE}{markup}{PROSE}").blocks) == 3


@pytest.mark.parametrize(
    "markup",
    [
        "<p>PHOTO: Engineers on the dam</p>",
        "<p><img src='a.jpg'><br><b>TOP PHOTO: Engineers on the dam</b></p>",
        "<p><img src='a.jpg'></p><p>Engineers on the dam</p>",
    ],
)
@pytest.mark.parametrize("read", [split, elsewhere])
def test_line_under_the_first_image_is_its_caption(read, markup):
    found = read(markup + PROSE)
    assert found.caption == "Engineers on the dam"
    assert len(found.blocks) == 1


def test_marked_caption_stays_in_its_place_and_is_that_of_the_first_image():
    found = split(f"<figure><img src='a.jpg'><figcaption>The dam</figcaption></figure>{PROSE}")
    assert found.caption == "The dam"
    assert kinds(found.blocks) == ["caption", "paragraph"]


def test_line_before_the_first_rule_is_a_caption_where_the_site_writes_so():
    assert elsewhere(f"<p>Engineers on the dam</p><hr>{PROSE}").caption == "Engineers on the dam"
    assert split(f"<p>Engineers on the dam</p>{PROSE}").caption == "Engineers on the dam"
    assert elsewhere(f"<p>Engineers on the dam</p>{PROSE}").caption is None


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Engineers went down.</p>",
        "<p><b>Engineers went down</b></p>",
        "<p>One line<br>and another</p>",
        "<h2>Engineers Went Down to the Dam</h2>",
        f"<p>{'word ' * 60}</p>",
    ],
)
def test_first_paragraph_of_a_story_is_no_caption(markup):
    assert split(markup + PROSE).caption is None


def test_story_of_one_block_has_no_caption():
    assert split("<p>Engineers on the dam</p>").caption is None


def test_later_photo_lines_stay_as_captions():
    found = split(f"<p>PHOTO: One</p>{PROSE}<p>PHOTO: Two<br>Text of the story.</p>")
    assert found.caption == "One"
    assert kinds(found.blocks) == ["paragraph", "caption", "paragraph"]


def test_hat_tips_and_notes_are_notes():
    found = split(
        f"{PROSE}<p>(h/t Ann in Calder)</p><p>[Editor's Note: Names were changed.]</p>"
        f"<p>Hat tip to Bob.</p>{PROSE}"
    )
    assert kinds(found.blocks) == ["paragraph", "note", "note", "note", "paragraph"]


def test_note_goes_on_until_its_bracket_closes():
    found = split("<p>[Editor’s Note: One.</p><p>Two.]</p><p>Three.</p>")
    assert kinds(found.blocks) == ["note", "note", "paragraph"]


def test_note_whose_bracket_never_closes_is_one_paragraph():
    found = split("<p>[Editor’s Note: One.</p><p>Two.</p><p>Three.</p>")
    assert kinds(found.blocks) == ["note", "paragraph", "paragraph"]
