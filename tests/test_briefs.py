"""Briefs: what the page as a whole says is a headline, and what is a section of the story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build_briefs import PROSE, elsewhere, headlines, kinds, split, texts

HEAD = "Engineers Close Lower Gate After Storm"
NEXT = "Union Calls Strike at the Harbour"


@pytest.mark.parametrize(
    "markup",
    [
        f"<h2>{HEAD}</h2>",
        f"<h4>{HEAD}</h4>",
        f"<p><strong>{HEAD}</strong></p>",
        f'<p style="text-align: center"><u><b>{HEAD}</b></u></p>',
        f'<h4><a href="https://wire.example/gate">{HEAD}</a></h4>',
        f"<hr><p><strong>{HEAD.upper()}</strong></p>",
    ],
)
@pytest.mark.parametrize("read", [split, elsewhere])
def test_set_off_headline_opens_a_brief(read, markup):
    found = read(f"{PROSE}{markup}<p>It was closed.</p><p>It stays so.</p>")
    assert [headline.casefold() for headline in headlines(found)] == [HEAD.casefold()]
    assert texts(found.briefs[0].blocks) == ["It was closed.", "It stays so."]
    assert len(found.blocks) == 1


def test_run_in_headline_leaves_its_text_to_the_brief():
    found = split(f"{PROSE}<p><strong>{HEAD}</strong><br>It was <a href='/x'>closed</a>.</p>")
    assert headlines(found) == [HEAD]
    block = found.briefs[0].blocks[0]
    assert (block.text, block.links[0].text) == ("It was closed.", "closed")


def test_links_of_headlines_are_kept_beside():
    found = split(f"{PROSE}<h4><a href='https://wire.example/gate'>{HEAD}</a></h4>{PROSE}")
    assert [link.url for link in found.headline_links] == ["https://wire.example/gate"]


def test_bold_words_inside_a_line_are_no_headline():
    found = split(f"{PROSE}<p><strong>{HEAD}</strong> and the lower one too.</p>")
    assert headlines(found) == []


def test_section_headings_of_the_story_stay_in_the_body():
    found = split(f"{PROSE}<h3>What Happens Next?</h3>{PROSE}<h2>The Background</h2>{PROSE}")
    assert headlines(found) == []
    assert kinds(found.blocks) == ["paragraph", "heading"] * 2 + ["paragraph"]


def test_section_heading_before_anchored_briefs_stays_in_the_body():
    found = split(
        f"{PROSE}<h3>Where Does the Board Stand Now?</h3>{PROSE}"
        f'<h3><a name="gate"></a>Gate Opens</h3>{PROSE}'
        f'<h3><a name="rain"></a>{NEXT}</h3>{PROSE}'
    )
    assert headlines(found) == ["Gate Opens", NEXT]
    assert [brief.anchor for brief in found.briefs] == ["gate", "rain"]
    assert kinds(found.blocks) == ["paragraph", "heading", "paragraph"]


def test_sections_of_the_story_come_before_the_briefs():
    """The words of one section read as a headline; those that follow it do not."""
    sections = f"<h3>The Long Cost of the Flood</h3>{PROSE}<h3>What Will the Board Do?</h3>{PROSE}"
    assert headlines(split(PROSE + sections)) == []
    assert headlines(split(f"{PROSE}{sections}<h3>{HEAD}</h3>{PROSE}")) == [HEAD]


def test_short_headline_after_a_certain_one_is_one_too():
    markup = f"{PROSE}<h3>{NEXT}</h3>{PROSE}<h3>Filter on Water Stays</h3>{PROSE}"
    assert headlines(split(f"<p>LATEST: {NEXT}</p>{markup}")) == [NEXT, "Filter on Water Stays"]


def test_lines_of_another_form_before_a_certain_headline_are_sections():
    line = f"<p><b>A Long Road to the Harbour</b></p>{PROSE}"
    pointed = f"<p>LATEST: {NEXT}</p>{PROSE}{line}<h3>{NEXT}</h3>{PROSE}"
    assert headlines(split(f"{pointed}{line}")) == [NEXT, "A Long Road to the Harbour"]
    assert kinds(split(pointed).blocks) == ["see_also", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(("title", "expected"), [("Delta Daily", 2), ("Delta Analysis", 1)])
def test_sections_of_an_essay_are_told_by_what_stands_below(title, expected):
    """News tells its headline again in its first sentence."""
    named = f"<h3>How the Board Lost Its Gate</h3>{PROSE}"
    news = f"<h3>{HEAD}</h3><p>The engineers have closed the lower gate.</p>"
    found = split(f"{PROSE}{named}{news}", title=f"{title}: A Year of Rain")
    assert headlines(found)[-expected:] == [*["How the Board Lost Its Gate"][: expected - 1], HEAD]
    assert len(found.briefs) == expected


def test_short_bold_line_over_a_text_is_a_heading():
    lines = "<p><b>The Board</b></p><p>One.</p><p><b><i>By Our Writer</i></b></p><p>Two.</p>"
    found = split(f"{PROSE}{lines}<p><b>It held.</b></p><p>Three.</p><p><b>The End</b></p>")
    assert [block.text for block in found.blocks if block.kind == "heading"] == ["The Board"]


def test_headline_over_an_image_is_no_label():
    markup = f"{PROSE}<h3>{HEAD}</h3><img src='/gate.jpg'><h3>{NEXT}</h3>{PROSE}"
    assert headlines(split(markup)) == [HEAD, NEXT]


def test_short_headline_is_one_beside_others_of_its_form():
    found = split(
        f"{PROSE}<h3>{HEAD}</h3>{PROSE}<h3>{NEXT}</h3>{PROSE}<h3>Rain Stops Play</h3>{PROSE}"
    )
    assert headlines(found) == [HEAD, NEXT, "Rain Stops Play"]


def test_question_beside_headlines_is_a_section():
    found = split(f"{PROSE}<h3>{HEAD}</h3>{PROSE}<h3>{NEXT}</h3>{PROSE}<h3>And Now?</h3>{PROSE}")
    assert headlines(found) == [HEAD, NEXT]


def test_question_after_a_colon_may_be_a_headline():
    assert headlines(split(f"{PROSE}<h3>Video: Is the Gate Still Open?</h3>{PROSE}")) == [
        "Video: Is the Gate Still Open?"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The board said so on Friday.",
        "Three Demands of the Union:",
        "“We Will Not Leave the Square,”",
        " ".join(["Word"] * 30),
    ],
)
def test_bold_sentence_is_no_headline(line):
    assert headlines(split(f"{PROSE}<p><b>{line}</b></p>{PROSE}")) == []


def test_bold_line_that_opens_or_ends_a_story_is_none():
    assert headlines(split(f"<p><b>{HEAD}</b></p>{PROSE}<p><b>{NEXT}</b></p>")) == []


def test_story_cut_into_pages_may_open_and_end_with_a_headline():
    found = split(f"<p><b>{HEAD}</b></p>{PROSE}<p><b>{NEXT}</b></p>", page_number=2)
    assert headlines(found) == [HEAD, NEXT]
    first = split(f"<p><b>{HEAD}</b></p>{PROSE}<p><b>{NEXT}</b></p>", page_count=2)
    assert headlines(first) == [NEXT]


def test_only_heading_at_the_head_of_a_story_is_its_second_headline():
    assert headlines(split(f"<h3>{HEAD}</h3>{PROSE}")) == []
    assert headlines(split(f"<h3>{HEAD}</h3>{PROSE}<h3>{NEXT}</h3>{PROSE}")) == [HEAD, NEXT]


def test_bold_lines_in_a_row_are_no_headlines():
    assert headlines(split(f"{PROSE}<p><b>{HEAD}</b></p><p><b>{NEXT}</b></p>")) == []


def test_title_of_the_story_again_is_no_headline():
    title = "Delta Daily: Dam Holds in the Storm"
    assert headlines(split(f"{PROSE}<h3>{title}</h3>{PROSE}", title=title)) == []


def test_heading_over_headings_is_a_label():
    found = split(f"{PROSE}<h3>Latest Updates, From Top to Bottom</h3><h3>{HEAD}</h3>{PROSE}")
    assert headlines(found) == [HEAD]
    assert found.blocks[-1].kind == "heading"


def test_brief_may_hold_an_embed_alone():
    found = split(f"{PROSE}<h3>{HEAD}</h3><iframe src='https://www.youtube.com/embed/a'></iframe>")
    assert kinds(found.briefs[0].blocks) == ["embed"]


def test_counted_headings_are_sections():
    steps = f"<h3>1. Open the Lower Gate First</h3>{PROSE}<h3>2. Close the Upper Gate</h3>{PROSE}"
    assert headlines(split(PROSE + steps)) == []


def test_headings_over_long_texts_divide_an_essay():
    long = "<p>" + "The river rose again in the night. " * 60 + "</p>"
    markup = f"{PROSE}<h3>{HEAD}</h3>{long}<h3>{NEXT}</h3>{long}"
    assert headlines(split(markup)) == []


def test_headings_over_long_texts_are_headlines_where_timed_entries_are_set_alike():
    long = "<p>" + "The river rose again in the night. " * 60 + "</p>"
    timed = f"<h3>UPDATE 0650 GMT: {HEAD}</h3>{PROSE}"
    found = elsewhere(f"{PROSE}<h3>{HEAD}</h3>{long}{timed}<h3>{NEXT}</h3>{long}")
    assert headlines(found) == [HEAD, f"UPDATE 0650 GMT: {HEAD}", NEXT]


def test_headings_under_headings_are_an_outline():
    rain = f"<h3>Rain Falls on the Upper Hills</h3>{PROSE}"
    markup = f"{PROSE}<h2>{HEAD}</h2>{PROSE}<h3>{NEXT}</h3>{PROSE}{rain}"
    assert headlines(split(markup)) == []


def test_unknown_site_must_show_more():
    sentence = "<h3>Help the young trees through their first winter</h3>"
    several = "".join(f"<h3>Gate Number {n} Opens in the Delta</h3>{PROSE}" for n in "ABCDEFG")
    mixed = f"<h3>{HEAD}</h3>{PROSE}<h3>Sources</h3>{PROSE}<h3>Notes</h3>{PROSE}"
    assert headlines(elsewhere(f"{PROSE}{sentence}{PROSE}")) == []
    assert headlines(elsewhere(f"{PROSE}{several}")) == []
    assert headlines(elsewhere(f"{PROSE}{mixed}")) == []
    assert len(headlines(split(f"{PROSE}{several}"))) == 7


def test_capitals_tell_nothing_in_german_whatever_language_the_menus_are_in():
    heading = "<h3>Der Damm Hält Trotz Starken Regens</h3>"
    prose = (
        "<p>Der Damm hielt, und die Felder sind trocken. Das Wasser ist mit den Booten fort.</p>"
    )
    german = f"{prose}{heading}{prose}"
    other = f"{PROSE}{heading}{PROSE}"
    assert [headlines(elsewhere(german, language=tag)) for tag in ("de", "en")] == [[], []]
    assert [len(headlines(elsewhere(other, language=tag))) for tag in ("de", "en")] == [1, 1]


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [("gate", 1), ("gate-opens", 0), ("h-gate-opens", 0), ("toc_3", 0)],
)
def test_anchor_made_by_hand_is_evidence(anchor, expected):
    """A short heading with an anchor is a brief where its form is certain."""
    markup = f'{PROSE}<h3 id="{anchor}">Gate Opens</h3>{PROSE}'
    assert (
        len(headlines(split(f"<p>LATEST: {NEXT}</p>{markup}<h3>{NEXT}</h3>{PROSE}")))
        == expected + 1
    )


def test_quoted_speech_has_the_capitals_of_a_sentence():
    markup = f"{PROSE}<p><b>Layla Haddad: “you cannot talk with a locked gate”</b></p>{PROSE}"
    assert len(headlines(elsewhere(markup))) == 1


def test_headline_that_is_all_speech_is_judged_by_its_capitals():
    named = f"{PROSE}<p><b>Board: “We Will Not Leave the Gate”</b></p>{PROSE}"
    assert len(headlines(elsewhere(named))) == 1
    spoken = f"{PROSE}<p><b>“We will not leave the lower gate”</b></p>{PROSE}"
    assert headlines(elsewhere(spoken)) == []


def test_letters_without_capitals_are_judged_by_their_number():
    markup = f"{PROSE}<h3>المهندسون يغلقون البوابة السفلى بعد العاصفة</h3>{PROSE}"
    assert len(headlines(split(markup))) == 1


def test_keys_are_made_of_words_and_told_apart():
    arabic = f"<h3>المهندسون يغلقون البوابة السفلى بعد العاصفة</h3>{PROSE}"
    found = split(f"<p><b>1930 GMT:</b> One.</p><p><b>1930 GMT:</b> Two.</p>{arabic}")
    keys = [brief.key for brief in found.briefs]
    assert keys[:2] == ["1930-gmt", "1930-gmt-2"]
    assert keys[2].isalnum()


def test_words_keep_their_order_and_stand_once():
    briefs = f"<h3>{HEAD}</h3><p>One.</p><p><b>1930 GMT:</b> Two.</p>"
    found = split(f"{PROSE}{briefs}<p>ORIGINAL ENTRY: Three.</p>")
    assert texts(found.blocks)[1:] == ["ORIGINAL ENTRY: Three."]
    assert [texts(brief.blocks) for brief in found.briefs] == [["One."], ["Two."]]


@given(
    st.lists(
        st.sampled_from([PROSE, f"<h3>{HEAD}</h3>", "<p><b>1930 GMT:</b> A.</p>", "<hr>", "<p>x"])
    )
)
def test_no_word_is_lost_or_doubled(parts):
    found = split("".join(parts))
    words = " ".join(
        [
            *texts(found.blocks),
            *(word for brief in found.briefs for word in (brief.headline, *texts(brief.blocks))),
            *found.clutter,
            found.caption or "",
        ]
    )
    assert words.count("1930 GMT:") == parts.count("<p><b>1930 GMT:</b> A.</p>")
    assert words.count("river") == parts.count(PROSE)
