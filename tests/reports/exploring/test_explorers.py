"""An organization, a speaker or a term can be chosen, in a period; whatever is chosen is shown or said."""

import pytest

from analysis import reports
from analysis.discourse import with_names

from ..named import HOSTILE, Page
from ..spoken import CORPORA, built
from .widgets import field, parts_of, shown


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    return built(tmp_path_factory.mktemp("spoken"))


def fields_of(explorer):
    return explorer.fields(explorer.html)


def test_the_organization_that_most_documents_name_is_shown_first(study):
    explorer = reports.explore_organizations(study)
    assert "United Nations is named 5 times in 4 of 6 documents" in explorer.html
    names = field(fields_of(explorer), "Organization")
    assert names.options[0] == ("United Nations (4)", "United Nations")


def test_another_organization_is_shown_once_it_is_chosen(study):
    fields = fields_of(reports.explore_organizations(study))
    field(fields, "Organization").value = "Red Cross"
    assert "Red Cross is named 1 time in 1 of 6 documents" in shown(fields)
    assert "United Nations is named" not in shown(fields)


def test_a_search_narrows_the_names_and_shows_the_first_that_holds_its_words(study):
    fields = fields_of(reports.explore_organizations(study))
    field(fields, "Search").value = "CROSS red"
    assert [name for _, name in field(fields, "Organization").options] == ["Red Cross"]
    assert "Red Cross is named 1 time" in shown(fields)
    field(fields, "Search").value = ""
    assert len(field(fields, "Organization").options) == 3


def test_a_search_that_finds_no_name_says_so(study):
    fields = fields_of(reports.explore_organizations(study))
    field(fields, "Search").value = "<b>nobody"
    assert "no name holds" in shown(fields)
    assert "<b>nobody" not in shown(fields)
    assert "is named" not in shown(fields)


def test_a_period_counts_only_its_documents_and_all_of_it_the_undated_too(study):
    fields = fields_of(reports.explore_organizations(study))
    period = field(fields, "Period")
    assert period.get_interact_value() == ("2023-01", "2023-04")
    period.value = ("2023-02", "2023-02")
    assert "United Nations is named 2 times in 1 of 3 documents" in shown(fields)
    period.value = ("2023-01", "2023-04")
    assert "United Nations is named 5 times in 4 of 6 documents" in shown(fields)


def test_a_period_without_documents_is_said_and_not_shown_as_zero(study):
    fields = fields_of(reports.explore_organizations(study))
    field(fields, "Period").value = ("2023-03", "2023-03")
    assert "no document is dated from 2023-03 to 2023-03" in shown(fields)
    assert "is named" not in shown(fields)


def test_names_that_are_hostile_are_text(study):
    fields = fields_of(reports.explore_organizations(study, HOSTILE.strip()))
    for html in (shown(fields), reports.explore_organizations(study, HOSTILE.strip()).html):
        assert "script" not in Page(html).tags
        assert "alert(&#39;1&#39;)" in html


def test_a_misspelt_organization_is_refused_with_the_one_that_was_meant(study):
    with pytest.raises(ValueError, match="United Nations"):
        reports.explore_organizations(study, "United Nation")


def test_a_speaker_can_be_chosen(spoken):
    explorer = reports.explore_speakers(with_names(spoken.statements), spoken, "Tom Lee")
    assert "Tom Lee has 4 statements" in explorer.html
    fields = fields_of(explorer)
    assert field(fields, "Speaker").value == "Tom Lee"
    field(fields, "Speaker").value = "Ana Ruiz"
    assert "Ana Ruiz has 3 statements" in shown(fields)
    field(fields, "Period").value = ("2023-02", "2023-02")
    assert "Ana Ruiz says nothing in these documents" in shown(fields)


def test_a_term_can_be_typed_and_a_pattern_that_cannot_be_read_is_explained(spoken):
    fields = fields_of(reports.explore_terms(spoken, "road"))
    field(fields, "Term").value = "late"
    assert "“late”" in shown(fields)
    field(fields, "Term").value = ""
    assert "no term to look at" in shown(fields)
    field(fields, "Term").value = "unheard-of"
    assert "unheard-of" in shown(fields)
    assert not any("Traceback" in shown(part) for part in parts_of(fields))


def test_the_counts_behind_a_figure_open_their_sentences(study, spoken):
    behind = "Data behind this figure"
    for explorer, hit in (
        (reports.explore_organizations(study, "Red Cross"), "Red Cross"),
        (reports.explore_terms(spoken, "road"), "road"),
    ):
        (figure,) = [part for part in explorer.html.split("<figure")[1:] if behind in part]
        assert hit in Page("<figure" + figure[: figure.index("</figure>")] + "</figure>").marks


@pytest.mark.parametrize("corpus", ["one document", "nobody speaks", "no groups"])
def test_every_corpus_has_views_and_fields(corpus, tmp_path):
    study = built(tmp_path, CORPORA[corpus])
    explorers = [
        reports.explore_organizations(study),
        reports.explore_speakers(with_names(study.statements), study),
        reports.explore_terms(study, "road"),
        reports.explore_concordance(study, "road"),
    ]
    for explorer in explorers:
        assert explorer.html.strip()
        assert explorer.fields is None or shown(fields_of(explorer)).strip()
