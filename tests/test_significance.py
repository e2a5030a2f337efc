"""What an edit is said to be about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.diff.folding import exact, letters, stable_id, typographic
from archive.diff.significance import judge


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("At least 12 died.", "At least 21 died.", "number"),
        ("Three men died.", "Four men died.", "number"),
        ("A seven-year-old boy.", "An eight-year-old boy.", "number"),
        ("It is twenty-one of us.", "It is twenty-two of us.", "number"),
        ("به ۱۲ نفر", "به ۲۱ نفر", "number"),
        ("It cost $5 million.", "It cost $50 million.", "money"),
        ("He paid five euros.", "He paid five pounds.", "money"),
        ("It rose by 5 percent in all.", "It rose by 6 percent in all.", "percent"),
        ("It rose 5%.", "It rose 6%.", "percent"),
        ("He came on 12 March.", "He came on 14 March.", "date"),
        ("He came on Monday.", "He came on Tuesday.", "date"),
        ("It ends in May.", "It ends in June.", "date"),
        ("It was on 3 March.", "It was on 3 Mar.", "date"),
        ("They did go.", "They didn’t go.", "negation"),
        ("A legal act passed.", "An illegal act passed.", "negation"),
        ("القوات لم تدخل المدينة.", "القوات تدخل المدينة.", "negation"),
        ("شهردار از استعفا خبر نداد.", "شهردار از استعفا خبر داد.", "negation"),
        ("Il est venu.", "Il n'est pas venu.", "negation"),
        ("Der Mann kam nicht und ist weg.", "Der Mann kam und ist weg.", "negation"),
        ("Он не пришёл.", "Он пришёл.", "negation"),
        ("Bu doğru değil.", "Bu doğru.", "negation"),
        ("He is in Iran now.", "He is in Iraq now.", "name"),
        ("So said the US army.", "So said the NATO army.", "name"),
        ("He left. Ahmed stayed.", "He left. And Karim stayed.", "name"),
        ("He said “we won”.", "He said “we lost”.", "quote"),
        ("He says it is so.", "He denies it is so.", "attribution"),
        ("The man is a killer.", "The man is an alleged killer.", "hedge"),
        ("The road is narrow.", "The road is broken.", "wording"),
        ("Die Regierung hat und ist da.", "Die Opposition hat und ist da.", "wording"),
        ("So said Ahmed’s brother.", "So said Karim’s brother.", "name"),
        ("So said the al-Assad army.", "So said the al-Maliki army.", "name"),
        ("Trois hommes sont morts.", "Quatre hommes sont morts.", "number"),
        ("قتل ثلاثة رجال.", "قتل خمسة رجال.", "number"),
        ("Он заплатил 5 рублей.", "Он заплатил 6 рублей.", "money"),
        ("۵ هزار تومان داد.", "۶ هزار تومان داد.", "money"),
        ("ارتفع ٣٫٥٪ اليوم.", "ارتفع ٣٫٧٪ اليوم.", "percent"),
        ("Yüzde 5 arttı.", "Yüzde 6 arttı.", "percent"),
        ("Es war am 3. Mai.", "Es war am 4. Mai.", "date"),
        ("Il est venu lundi.", "Il est venu mardi.", "date"),
        ("در ۵ مهر آمد.", "در ۵ آبان آمد.", "date"),
        ("روز دوشنبه آمد.", "روز سه‌شنبه آمد.", "date"),
        ("Personne n’est venu ici.", "Il est venu ici.", "negation"),
        ("Это невозможно.", "Это возможно.", "negation"),
        ("ولا يوجد حل.", "ويوجد حل.", "negation"),
        ("قال «انتصرنا» أمس.", "قال «خسرنا» أمس.", "quote"),
        ("Dün Ankara’ya gitti.", "Dün İzmir’e gitti.", "name"),
        ("دخل الجيش المدينة.", "دخل الجنود المدينة.", "wording"),
        ("Он пришел домой.", "Он пришёл домой.", "wording"),
    ],
)
def test_edit_has_its_class_and_is_not_minor(old, new, name):
    said = judge(old, new)
    assert name in said.classes
    assert not said.minor
    assert len(said.why) == len(said.classes)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("“Yes”, he said – so", '"Yes", he said - so', "typography"),
        ("« Oui »", "“Oui”", "typography"),
        ("۱۲ نفر", "12 نفر", "typography"),
        ("كتاب علي", "کتاب علی", "typography"),
        ("He came and he left.", "He came, and he left.", "punctuation"),
        ("in 1,200 homes of the town", "in 1200 homes of the town", "punctuation"),
        ("a time dependent force", "a time-dependent force", "punctuation"),
        ("the Universe is large", "the universe is large", "case"),
        ("the govenment is here", "the government is here", "spelling"),
        ("the accomodations are here", "the accommodation are here", "spelling"),
        ("he took road of the north", "he took the road of the north", "grammar"),
        ("the results was good", "the results were good", "grammar"),
        ("the theory of this", "the theories of this", "grammar"),
        ("see Fig. 2 of the book", "see Figure 2 of the book", "abbreviation"),
        ("see Figs. and Eqs. of it", "see Figures and Equations of it", "abbreviation"),
        ("it is known of this", "it is known of this (see [CITATION])", "reference"),
    ],
)
def test_mending_of_the_surface_is_minor(old, new, name):
    said = judge(old, new)
    assert said.classes == (name,)
    assert said.minor
    assert said.severity == "low"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the us army is here", "the US army is here"),
        ("a causal link of this", "a casual link of this"),
        ("a suspect of the raid fled", "suspects of the raid fled"),
        ("it is now of age", "it is not of age"),
        ("le govenment arrive", "le government arrive"),
        ("the cat of the house", "the car of the house"),
        ("the old house of all", "the big old house of all"),
        ("a 3-in pipe is here", "a 3-inch pipe is here"),
        ("the north of it", "the nave of it"),
    ],
)
def test_what_may_change_the_sense_is_not_minor(old, new):
    assert not judge(old, new).minor


def test_language_of_the_page_decides():
    old, new = "le govenment", "le government"
    assert judge(old, new, "en-GB").minor
    assert not judge(old, new, "fr").minor
    assert judge("Die Stadt", "Die Burg", "de").classes == ("wording",)


def test_turkish_denies_within_a_word():
    assert "negation" in judge("Bakan gelmeyecek.", "Bakan gelecek.", "tr").classes
    assert "negation" not in judge("The remain camp.", "The rein camp.", "en").classes


def test_words_of_another_language_tell_no_date_or_number_in_english():
    said = judge("It is the mars of the cent.", "It is the moon of the mille.", "en")
    assert not {"date", "number"} & {*said.classes}


def test_title_case_tells_no_names():
    said = judge("The Mayor Of Our Town", "The Major Of Our Town")
    assert "name" not in said.classes


def test_reasons_are_in_words():
    assert judge("At least 12 died.", "At least 21 died.").why == ("a number changed: 12 → 21",)
    assert judge("Rain fell here.", "Much fell here.").why[0].endswith("Rain → Much")
    assert judge("We found, when it is dark of it.", "We saw that it is dim of it.").why == (
        "the wording changed: found, when → saw that; dark → dim",
    )
    assert judge("He left.", "He left at 5.").why == ("a number changed: 5 added",)
    assert judge("He left at 5.", "He left.").why == ("a number changed: 5 removed",)


def test_number_at_the_end_of_a_compound_is_none():
    assert judge("Our distributed team.", "Our remote-first team.").classes == ("wording",)


def test_same_text_is_minor_typography():
    assert judge("Same.", "Same.").classes == ("typography",)


number = st.integers(0, 9999)


@given(number, number, st.sampled_from(["{} men died.", "Page {}", "قتل {} شخصا", "({})", "a{}b"]))
@settings(deadline=None)
def test_changed_number_is_never_minor(one, other, frame):
    said = judge(frame.format(one), frame.format(other))
    assert (one == other) or ("number" in said.classes and not said.minor)


@given(st.text(max_size=30), st.text(max_size=30))
@settings(deadline=None)
def test_judging_never_fails_and_is_the_same_twice(old, new):
    assert judge(old, new) == judge(old, new)


def test_folding_keeps_what_a_reader_sees():
    assert exact("a\u200bb  c\u00ad") == "ab c"
    assert typographic("“Yes” -- it’s…") == '"Yes" - it\'s...'
    assert letters("O’Neil-Smith 2") == "oneilsmith2"


def test_names_of_changes_are_the_same_in_every_run():
    assert stable_id("a", None, 1) == "7693f8c3cc4b"
    assert stable_id("a", None) != stable_id("a", "")
    assert stable_id("a", "b") == stable_id("a", "b")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Why the Dam Deal Is Not Dead", "Why the Dam Deal May Be Dead"),
        ("He saw the sun.", "He saw the moon."),
        ("The rally began at noon here.", "The march began at noon here."),
    ],
)
def test_words_that_only_look_like_dates_are_none(old, new):
    assert "date" not in judge(old, new).classes


def test_months_say_nothing_of_how_sure_something_is():
    assert judge("It ends in May.", "It ends in June.").classes == ("date",)
    assert "hedge" in judge("It ends in May.", "It may end in May.").classes


def test_about_hedges_numbers_alone():
    assert "hedge" in judge("It killed 12 men.", "It killed about 12 men.").classes
    assert "hedge" in judge("It killed nearly three men.", "It killed three men.").classes
    assert judge("The outreach around it.", "The outreach of it.").classes == ("wording",)


def test_and_with_another_comma_is_punctuation():
    assert judge("It rose, and fell.", "It rose and, fell.").classes == ("punctuation",)


def test_numbers_are_told_as_they_are_written():
    judged = judge("It was 214,300 dollars.", "It was 241,300 dollars.")
    assert judged.why == ("a number changed: 214,300 → 241,300", "an amount of money changed")
    assert "number" not in judge("About 1,200 of them came.", "About 1200 of them came.").classes


def test_a_class_is_named_once():
    assert judge("Three men of 12 left.", "Four men of 21 left.").classes == ("number",)


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Der Schaden beträgt 1.500 Euro.", "Der Schaden beträgt 1500 Euro.", "de"),
        ("Le coût est de 1 200 euros.", "Le coût est de 1200 euros.", "fr"),
        ("Le coût est de 1\u202f200 euros.", "Le coût est de 1 200 euros.", "fr"),
        ("Ущерб составил 12 500 рублей.", "Ущерб составил 12500 рублей.", "ru"),
        ("قُتل ١٬٢٠٠ شخص.", "قُتل 1200 شخص.", "ar"),
    ],
)
def test_marks_between_thousands_are_those_of_the_language(old, new, language):
    assert judge(old, new, language).minor


@pytest.mark.parametrize("language", ["de", "fr", "tr", None])
def test_comma_before_decimals_is_none_between_thousands(language):
    judged = judge("1,500 Liter Öl.", "1500 Liter Öl.", language)
    assert ("number" in judged.classes, judged.minor) == (True, False)


@pytest.mark.parametrize(
    ("affirmed", "denied"),
    [
        ("Bunu biliyor.", "Bunu bilmiyor."),
        ("Yarın gelir.", "Yarın gelmez."),
        ("Oraya yazar.", "Oraya yazmaz."),
        ("Katılabilir.", "Katılamaz."),
        ("Gelebilir.", "Gelemez."),
        ("Biz hazırız.", "Biz hazır değiliz."),
        ("Kapı vardı.", "Kapı yoktu."),
    ],
)
def test_what_turkish_denies_within_a_verb_is_a_negation_both_ways(affirmed, denied):
    assert "negation" in judge(affirmed, denied, "tr").classes
    assert "negation" in judge(denied, affirmed, "tr").classes


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Der Umsatz stieg um sieben Prozent.", "Der Umsatz stieg um neun Prozent.", "de"),
        ("Цены выросли на пять процентов.", "Цены выросли на семь процентов.", "ru"),
        ("It rose by two percent in May.", "It rose by three percent in May.", "en"),
    ],
)
def test_number_in_words_tells_what_it_counts(old, new, language):
    assert {"number", "percent"} <= {*judge(old, new, language).classes}


def test_persian_says_with_its_persons_what_it_is_not():
    judged = judge("او گفت: «ما آماده هستیم».", "او گفت: «ما آماده نیستیم».", "fa")
    assert {"negation", "quote"} <= {*judged.classes}


def test_turkish_is_known_by_its_letters_where_no_language_is_told():
    assert "negation" in judge("Hükümet kararı açıkladı.", "Hükümet kararı açıklamadı.").classes


def test_thousands_of_words_that_are_all_others_are_judged():
    old, new = (
        " ".join(f"{name}{chr(97 + n % 26)}" for n in range(3000)) for name in ("alder", "birch")
    )
    assert "wording" in judge(f"The {old} came.", f"The {new} came.").classes
