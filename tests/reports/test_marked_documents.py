"""Documents with their statements marked: nothing of the text changes, everything marked is named and numbered."""

import re
from dataclasses import dataclass
from importlib import resources

import lxml.html
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from analysis.corpus.schemas import STATEMENTS, empty, typed
from analysis.reports import document_with_most_statements, marked_document

TEXT = (
    "“We agree,” Mayor Ana Ruiz said.\n\n"
    "Nobody spoke here.\n\n"
    "The aim, she said, was “peace” and calm. The union urged the board to act.\n"
)
HOSTILE = [
    "<script>alert(1)</script>",
    "</p></article></mark><h1>",
    '"><img src=x onerror=alert(1)>',
    "&amp; &lt;b&gt; & &#60;",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "<style>*{display:none}</style>",
    "<!-- --> <![CDATA[ ]]>",
    "$x$ \\frac{1}{2}",
]


@dataclass
class Corpus:
    """What a marked document asks of a study."""

    documents: pd.DataFrame
    statements: pd.DataFrame


def corpus(text=TEXT, rows=(), **about):
    document = {"doc_id": "a", "title": "Talks", "date": pd.Timestamp("2024-03-05"), "date_precision": "day"}
    document |= {"source": "The Daily Example", "url": "https://example.org/a", "language": "en", "text": text}
    statements = typed(pd.DataFrame(list(rows)), STATEMENTS) if rows else empty(STATEMENTS)
    return Corpus(pd.DataFrame([document | about]), statements)


def statement(start, end, text=TEXT, *, kind="direct", cue=(-1, -1), speaker=(-1, -1), addressee=(-1, -1), **other):
    row = {"doc_id": "a", "statement_id": f"a:{start}-{end}", "kind": kind, "start": start, "end": end}
    row["content"] = text[max(start, 0) : max(end, 0)]
    for name, (first, last) in {"cue": cue, "speaker": speaker, "addressee": addressee}.items():
        row |= {name: text[first:last] if first >= 0 else "", f"{name}_start": first, f"{name}_end": last}
    row |= {"verb": "say", "act": "say", "stance": "neutral", "negated": False, "modal": "", "speaker_name": ""}
    row |= {"speaker_spans": f"{speaker[0]}:{speaker[1]}" if speaker[0] >= 0 else ""}
    return row | {"confidence": 0.9, "rule": "speaker after", "name_rule": "full name"} | other


def where(words, text=TEXT):
    start = text.index(words)
    return start, start + len(words)


def said_by_three():
    return [
        statement(*where("We agree,"), cue=where("said"), speaker=where("Mayor Ana Ruiz"), speaker_name="Ana Ruiz"),
        statement(
            *where("The aim, she said, was “peace” and calm"),
            kind="mixed",
            cue=(where("said, was")[0], where(", was")[0]),
            speaker=where("she"),
            rule="speaker within",
            negated=True,
            modal="would",
        ),
        statement(
            *where("to act"),
            kind="indirect",
            cue=where("urged"),
            speaker=where("The union"),
            addressee=where("the board"),
            speaker_name="the union",
            verb="urge",
            act="urge",
            stance="assertive",
        ),
    ]


def page_of(shown):
    """Parse strictly what is shown: every element closed, every attribute quoted."""
    html = shown._repr_html_()
    etree.fromstring(f"<div>{html}</div>".replace('<meta charset="utf-8">', ""))
    return lxml.html.fragment_fromstring(html)


def without_labels(element):
    """Return the text of an element without its numbers and its labels for screen readers."""
    for label in element.xpath(".//sup | .//*[@class='unseen']"):
        label.drop_tree()
    return element.text_content()


def shown_text(page):
    return "".join(without_labels(paragraph) for paragraph in page.find_class("paragraph"))


def marked(page, kind):
    for label in page.xpath(".//sup | .//*[@class='unseen']"):
        label.drop_tree()
    parts = page.xpath(f".//div[@class='text']//*[contains(concat(' ', @class, ' '), ' {kind} ')]")
    return [part.text_content() for part in parts if part.text_content()]


def spoken(page):
    """Return the text as a screen reader reads it."""
    return " ".join("".join(paragraph.text_content() for paragraph in page.find_class("paragraph")).split())


def test_content_cue_speaker_and_addressee_are_marked_each_in_its_own_way():
    study = corpus(rows=said_by_three())
    assert marked(page_of(marked_document("a", study)), "direct") == ["We agree,"]
    assert "".join(marked(page_of(marked_document("a", study)), "mixed")) == "The aim, she said, was “peace” and calm"
    assert marked(page_of(marked_document("a", study)), "indirect") == ["to act"]
    assert marked(page_of(marked_document("a", study)), "cue") == ["said", "said", "urged"]
    assert marked(page_of(marked_document("a", study)), "speaker") == ["Mayor Ana Ruiz", "she", "The union"]
    assert marked(page_of(marked_document("a", study)), "addressee") == ["the board"]


def test_a_screen_reader_hears_what_is_marked():
    heard = spoken(page_of(marked_document("a", corpus(rows=said_by_three()))))
    assert "“[direct quotation 1, by Ana Ruiz, begins] We agree, [direct quotation 1 ends] ”" in heard
    assert "Mayor Ana Ruiz[speaker of statement 1]" in heard
    assert (
        "[mixed quotation 2, by “she”, begins] The aim, she[speaker of statement 2] said[cue of statement 2]" in heard
    )
    assert "the board[addressee of statement 3] [indirect statement 3, by the union, begins] to act" in heard


def test_a_statement_without_a_speaker_is_read_as_one():
    heard = spoken(page_of(marked_document("a", corpus(rows=[statement(*where("We agree,"))]))))
    assert "[direct quotation 1, by an unknown speaker, begins]" in heard


def test_numbers_lead_from_text_to_table_and_back():
    page = page_of(marked_document("a", corpus(rows=said_by_three())))
    ids = [element.get("id") for element in page.xpath(".//*[@id]")]
    links = {link.get("href") for link in page.xpath(".//a[starts-with(@href, '#')]")}
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links} <= set(ids)
    for row in page.xpath(".//tbody/tr"):
        assert f"#{row.get('id')}" in links
        assert len(row.xpath(".//a")) == 3  # to the content, the speaker and the cue


def test_the_table_says_what_was_found_of_each_statement():
    page = page_of(marked_document("a", corpus(rows=said_by_three())))
    cells = [[cell.text_content() for cell in row] for row in page.xpath(".//tr")]
    assert cells == [
        ["number", "kind", "speaker", "verb", "act", "stance", "confidence", "rule"],
        ["1", "direct", "Ana Ruiz", "say", "say", "neutral", "0.90", "speaker after"],
        ["2", "mixed", "“she”", "would not say", "say", "neutral", "0.90", "speaker within"],
        ["3", "indirect", "the union", "urge", "urge", "assertive", "0.90", "speaker after"],
    ]


def test_title_date_source_and_link_stand_above_the_text():
    page = page_of(marked_document("a", corpus()))
    (about,) = page.find_class("about")
    assert about.text_content() == "Talks · March 5, 2024 · The Daily Example · source text"
    assert [link.get("href") for link in about.iter("a")] == ["https://example.org/a"]


def test_a_document_of_which_nothing_is_known_shows_its_name_and_its_text():
    study = corpus(title=None, date=pd.NaT, date_precision="", source=None, url=None, language=None)
    page = page_of(marked_document("a", study))
    assert page.find_class("about")[0].text_content() == "a"
    assert shown_text(page) == TEXT
    assert "No statement was found in this document." in page.text_content()


def test_the_caption_counts_statements_speakers_and_kinds():
    assert (
        marked_document("a", corpus(rows=said_by_three())).caption
        == "3 statements by 2 named speakers: 1 direct, 1 mixed, 1 indirect."
    )


def test_the_paragraphs_of_the_text_are_those_of_the_page():
    page = page_of(marked_document("a", corpus(rows=said_by_three())))
    first, second, third = [without_labels(paragraph) for paragraph in page.find_class("paragraph")]
    assert first.startswith("“We agree,”") and second.strip() == "Nobody spoke here." and third.endswith("to act.\n")


def test_coordinated_speakers_are_outlined_one_by_one():
    text = "Ana Ruiz and Tom Lee said it rained."
    row = statement(
        *where("it rained", text), text, cue=where("said", text), speaker=(0, 20), speaker_spans="0:8 13:20"
    )
    page = page_of(marked_document("a", corpus(text, [row])))
    assert marked(page, "speaker") == ["Ana Ruiz", "Tom Lee"]


def test_a_speaker_of_many_statements_has_few_numbers_and_says_how_many_more():
    text = "Ana Ruiz: " + "a b c d e f g h i"
    rows = [statement(at, at + 1, text, speaker=(0, 8)) for at in range(10, 27, 2)]
    page = page_of(marked_document("a", corpus(text, rows)))
    (speaker,) = page.xpath(".//sup[contains(@id, 'speaker')]")
    assert len(speaker.xpath("./a")) == 4
    assert "+5 more" in " ".join(speaker.text_content().split())


def test_statements_within_statements_and_across_each_other_keep_the_text_whole():
    rows = [statement(0, 30), statement(5, 12, kind="mixed"), statement(8, 40, kind="indirect"), statement(8, 9)]
    page = page_of(marked_document("a", corpus(rows=rows)))
    assert shown_text(page) == TEXT
    assert not page.xpath(".//mark//mark")


def test_the_innermost_statement_gives_its_mark():
    rows = [statement(0, 10, kind="indirect"), statement(2, 4, kind="direct")]
    page = page_of(marked_document("a", corpus(rows=rows)))
    assert marked(page, "direct") == [TEXT[2:4]]
    page = page_of(marked_document("a", corpus(rows=rows)))
    assert marked(page, "indirect") == [TEXT[0:2], TEXT[4:10]]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_never_becomes_markup(hostile):
    text = f"He said {hostile} twice."
    row = statement(8, 8 + len(hostile), text, speaker_name=hostile, verb=hostile, act=hostile, rule=hostile)
    page = page_of(marked_document("a", corpus(text, [row], title=hostile, source=hostile, url="javascript:alert(1)")))
    assert shown_text(page) == text
    assert {element.tag for element in page.iter()} <= set(
        "article style p cite bdi strong span mark div sup a table thead tbody tr th td".split()
    )
    links = [link.get("href") for link in page.iter("a") if link.get("class") != "csv"]
    assert all(link.startswith("#doc-") for link in links)


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u2066", "\ufffe", "\x85"])
def test_what_a_page_cannot_hold_or_would_turn_it_around_is_a_replacement_character(sign):
    text = f"He said {sign} twice."
    shown = marked_document(
        "a", corpus(text, [statement(8, 9, text, speaker_name=f"A{sign}")], title=sign, source=sign)
    )
    assert shown_text(page_of(shown)) == "He said \ufffd twice."
    assert sign not in shown._repr_html_() + repr(shown)
    assert shown._repr_html_().encode("utf-8")


def test_half_a_character_of_utf_16_does_not_stop_a_page():
    study = corpus()
    study.documents = pd.DataFrame([{"doc_id": "a", "text": "He said \ud800 twice."}], dtype=object)
    assert "He said \ufffd twice." in marked_document("a", study)._repr_html_().encode("utf-8").decode()


def test_two_documents_on_a_page_share_no_id():
    ids = []
    for doc_id in ("a", "b"):
        study = corpus(doc_id=doc_id, rows=[row | {"doc_id": doc_id} for row in said_by_three()])
        ids += [element.get("id") for element in page_of(marked_document(doc_id, study)).xpath(".//*[@id]")]
    assert len(ids) == len(set(ids)) > 0


def test_some_statements_alone_can_be_shown():
    study = corpus(rows=said_by_three())
    shown = marked_document("a", study, study.statements[study.statements["speaker_name"] == "the union"])
    assert shown.data["content"].tolist() == ["to act"]


def test_of_a_long_document_only_paragraphs_with_statements_are_shown():
    silent = "Nobody spoke on this day. " * 10
    text = "\n\n".join([silent, silent, "Ana Ruiz said it rained.", silent, "Tom Lee said it snowed.", silent])
    rows = [
        statement(*where(what, text), text, speaker=where(who, text))
        for what, who in (("it rained", "Ana Ruiz"), ("it snowed", "Tom Lee"))
    ]
    shown = marked_document("a", corpus(text, rows), characters=100)
    assert shown_text(page_of(shown)) == "Ana Ruiz said it rained.\n\nTom Lee said it snowed.\n\n"
    assert [note.text_content() for note in page_of(shown).xpath(".//div/p[@class='note']")] == [
        "… 2 paragraphs left out",
        "… 1 paragraph left out",
        "… 1 paragraph left out",
    ]
    assert "4 paragraphs left out" in shown.note
    assert shown_text(page_of(marked_document("a", corpus(text, rows)))) == text


def test_a_paragraph_too_long_to_show_is_cut_around_its_first_statement():
    text = "word " * 2000 + "Ana Ruiz said it rained. " + "word " * 2000 + "Tom Lee said it snowed."
    rows = [
        statement(*where(what, text), text, speaker=where(who, text))
        for what, who in (("it rained", "Ana Ruiz"), ("it snowed", "Tom Lee"))
    ]
    shown = marked_document("a", corpus(text, rows), characters=1000)
    read = shown_text(page_of(shown))
    assert len(read) <= 1000 and read in text and "Ana Ruiz said it rained." in read
    assert shown.data["content"].tolist() == ["it rained"]
    assert "Shown: the first 1 of 2 statements." in shown.note


def test_a_statement_that_does_not_fit_the_text_is_told_and_harms_no_other():
    rows = [statement(*where("We agree,")), statement(3, 9) | {"content": "changed"}, statement(500, 600)]
    shown = marked_document("a", corpus(rows=rows))
    assert shown.data["content"].tolist() == ["We agree,"]
    assert "2 statements do not fit the text as it is now" in shown.note


def test_a_document_that_is_not_there_is_told_with_the_one_that_is_meant():
    with pytest.raises(ValueError, match=r"there is no document 'report-1': did you mean report_1\?"):
        marked_document("report-1", corpus(doc_id="report_1"))


def test_a_frame_that_is_no_table_of_statements_is_refused():
    with pytest.raises(ValueError, match="statements"):
        marked_document("a", corpus(), pd.DataFrame({"doc_id": ["a"]}))


def test_nothing_to_show_is_said():
    study = corpus()
    chosen = document_with_most_statements(study.statements)
    assert "there is no document to show" in page_of(marked_document(chosen, study)).text_content()


def test_as_plain_text_the_marks_are_signs():
    lines = repr(marked_document("a", corpus(rows=said_by_three()))).split("\n")
    assert "“[1 We agree, 1]” <Mayor Ana Ruiz>1 _said_1." in lines
    assert (
        "[2 The aim, <she>2 _said_2, was “peace” and calm 2]. <The union>3 _urged_3 ~the board~3 [3 to act 3]." in lines
    )
    assert lines[-1] == "3. indirect, the union: urge, urge, assertive (speaker after, confidence 0.90)"


def luminance(color):
    """Relative luminance as WCAG 2.2 defines it."""
    whole = color if len(color) == 7 else "#" + "".join(letter * 2 for letter in color[1:])
    parts = [int(whole[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", ["direct", "mixed", "indirect"])
@pytest.mark.parametrize(("scheme", "paper"), [(0, "#ffffff"), (1, "#16191c")])
def test_marked_text_and_the_lines_around_it_have_enough_contrast(kind, scheme, paper):
    style = (resources.files("analysis.reports") / "templates" / "marked_document.css.j2").read_text(encoding="utf-8")
    pairs = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+):light-dark\((#\w+),(#\w+)\)", style)}
    assert contrast(pairs["on-mark"][scheme], pairs[kind][scheme]) >= 4.5
    assert contrast(pairs[f"{kind}-line"][scheme], paper) >= 3


SIGNS = st.text(alphabet=st.sampled_from("ab “”'\n\n\t<&>\"é漢\u0301א\u200f\U0001f600{}$"), max_size=60)


@st.composite
def documents_with_statements(draw):
    text = draw(SIGNS)
    places = st.tuples(st.integers(-1, len(text)), st.integers(-1, len(text))).map(lambda pair: tuple(sorted(pair)))
    kinds = st.sampled_from(["direct", "mixed", "indirect"])
    rows = st.lists(st.tuples(places, kinds, places, places, places), max_size=8, unique_by=lambda row: row[0])
    given_rows = [
        statement(*content, text, kind=kind, cue=cue, speaker=speaker, addressee=addressee)
        for content, kind, cue, speaker, addressee in draw(rows)
    ]
    return text, given_rows


@given(documents_with_statements())
def test_whatever_is_marked_the_text_stays_as_it_is_and_every_number_occurs(document):
    text, rows = document
    shown = marked_document("a", corpus(text, rows))
    page = page_of(shown)
    numbers = [link.get("id").rpartition("-")[2] for link in page.xpath(".//sup/a[contains(@id, 'content')]")]
    fitting = [row for row in rows if 0 <= row["start"] < row["end"]]
    assert sorted(map(int, numbers)) == list(range(1, len(fitting) + 1))
    assert len(page.xpath(".//tbody/tr")) == len(fitting)
    assert spoken(page).count(" ends]") == len(fitting)
    assert shown_text(page) == text


@given(documents_with_statements(), st.integers(1, 40))
def test_no_more_is_shown_than_asked_for_and_all_of_it_is_of_the_text(document, characters):
    text, rows = document
    page = page_of(marked_document("a", corpus(text, rows), characters=characters))
    paragraphs = [without_labels(paragraph) for paragraph in page.find_class("paragraph")]
    assert sum(map(len, paragraphs)) <= characters
    assert all(paragraph in text for paragraph in paragraphs)
    assert bool(paragraphs) == bool(text)
