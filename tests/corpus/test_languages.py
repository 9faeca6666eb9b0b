"""Languages and scripts: told for texts as short as a sentence, and not guessed without reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.languages import detect_language, dominant_script

SENTENCES = {
    "en": "The ministry said the road would reopen on Tuesday.",
    "fr": "Le ministère a déclaré que la route rouvrirait mardi.",
    "de": "Das Ministerium teilte mit, die Straße werde am Dienstag wieder geöffnet.",
    "es": "El ministerio dijo que la carretera se reabriría el martes.",
    "ru": "Министерство сообщило, что дорога откроется во вторник.",
    "uk": "Міністерство повідомило, що дорогу відкриють у вівторок.",
    "hy": "Նախարարությունը հայտնել է, որ ճանապարհը կվերաբացվի երեքշաբթի։",
    "az": "Nazirlik bildirib ki, yol çərşənbə axşamı yenidən açılacaq.",
    "tr": "Bakanlık, yolun salı günü yeniden açılacağını bildirdi.",
    "ar": "قالت الوزارة إن الطريق سيعاد فتحه يوم الثلاثاء.",
    "fa": "وزارتخانه اعلام کرد که جاده روز سه‌شنبه بازگشایی می‌شود.",
    "ka": "სამინისტროს ცნობით, გზა სამშაბათს გაიხსნება.",
    "he": "המשרד מסר כי הכביש ייפתח מחדש ביום שלישי.",
    "el": "Το υπουργείο ανακοίνωσε ότι ο δρόμος θα ανοίξει ξανά την Τρίτη.",
    "pl": "Ministerstwo poinformowało, że droga zostanie otwarta we wtorek.",
    "am": "ሚኒስቴሩ መንገዱ ማክሰኞ ዕለት እንደሚከፈት አስታወቀ።",
    "zh": "该部表示，这条道路将于星期二重新开放，届时将恢复公共交通服务。",
    "ja": "同省は道路が火曜日に再開されると発表し、住民はこれを歓迎している。",
}
SCRIPTS = {
    **{"ru": "Cyrillic", "uk": "Cyrillic", "hy": "Armenian", "ar": "Arabic", "fa": "Arabic", "ka": "Georgian"},
    **{"he": "Hebrew", "el": "Greek", "am": "Ethiopic", "zh": "Han"},
}


@pytest.mark.parametrize("language", SENTENCES)
def test_the_language_of_one_sentence_is_told(language):
    found, probability = detect_language(SENTENCES[language])
    assert found == language
    assert 0.4 <= probability <= 1


@pytest.mark.parametrize("language", SENTENCES)
def test_capitals_do_not_hide_a_language(language):
    assert detect_language(SENTENCES[language].upper())[0] == language


@pytest.mark.parametrize("text", ["", "OK", "12:30, 22.02.2023", "Reuters, AFP", "1 2 3 4 5 6 7 8 9 " * 20])
def test_too_little_text_has_no_language(text):
    assert detect_language(text) == ("", 0.0)


@pytest.mark.parametrize("text", ["kçlsjdf qwpoeiru asldkfj zmxncv qpwoeiruty alskdj", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ " * 5])
def test_what_is_no_language_or_one_that_is_not_known_is_left_undecided(text):
    assert detect_language(text) == ("", 0.0)


@pytest.mark.parametrize(("text", "language"), [("abcdeղհջկ փխծշ ձճժր " * 9, "hy"), ("გზა ჰჯ ხწ ძცჩ შყღქ " * 9, "ka")])
def test_a_script_of_one_language_decides_for_it(text, language):
    assert detect_language(text) == (language, pytest.approx(1))


def test_a_quotation_within_a_long_text_does_not_change_its_language():
    text = (SENTENCES["en"] + " ") * 20 + SENTENCES["hy"] + (SENTENCES["en"] + " ") * 20
    assert detect_language(text)[0] == "en"
    assert dominant_script(text) == "Latin"


def test_a_long_text_is_judged_by_more_than_its_beginning():
    text = "Reuters\n" + "* * * 12345 " * 100 + (SENTENCES["ru"] + " ") * 200
    assert detect_language(text)[0] == "ru"


@pytest.mark.parametrize("language", SENTENCES)
def test_the_script_of_most_letters_is_named(language):
    expected = "Hiragana" if language == "ja" else SCRIPTS.get(language, "Latin")
    found = dominant_script(SENTENCES[language])
    assert found == expected or (language == "ja" and found == "Han")


def test_a_text_without_letters_has_no_script():
    assert dominant_script("12:30 – 14:00!") == dominant_script("") == ""


@given(st.text())
def test_any_text_has_a_code_of_two_letters_or_none(text):
    language, probability = detect_language(text)
    assert len(language) in (0, 2)
    assert 0 <= probability <= 1
    assert (language == "") == (probability == 0)
