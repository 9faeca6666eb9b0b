"""An organization, a speaker or a term to look at closely, chosen from all that there are."""

import pandas as pd

from analysis.discourse import mentions_of, named_speech
from analysis.reports.display import Chart, Table
from analysis.reports.exploring.choosers import chosen_part, name_chooser, period_slider, ranked
from analysis.reports.exploring.live import Explorer, html_of, with_fields
from analysis.reports.hits import evidence
from analysis.reports.naming_tables import alias_table
from analysis.reports.speech_charts import voice_trend
from analysis.reports.speech_tables import speaker_summary, statement_table
from analysis.reports.tables import choose_grouping, organization_summary
from analysis.reports.term_evidence import NO_TERM, quoted_term
from analysis.reports.term_tables import collocation_table
from analysis.reports.term_trends import trend_chart
from analysis.reports.times import period_of
from analysis.reports.trends import naming_trend
from analysis.stats import change_points, trends
from analysis.study import Study

NO_ORGANIZATION = "No organization of the gazetteer is named, so there is none to look at."
NO_SPEAKER = "Nobody with a name speaks, so there is nobody to look at."
MOST_SENTENCES = 20


def explore_organizations(study: Study, organization: str = "") -> Explorer:
    """Show when one organization is named, under which names and in which sentences; others can be chosen.

    Parameters
    ----------
    study : Study
        The corpus.
    organization : str
        The one shown first, by its standard name; the one that most documents name when left out.

    Raises
    ------
    ValueError
        There is no such organization.
    """
    counts = ranked(study.mentions.groupby("organization")["doc_id"].nunique())
    if counts.empty:
        return Explorer(html_of(Table(pd.DataFrame(), NO_ORGANIZATION)))
    first = organization or str(counts.index[0])
    if first not in counts.index:  # of the gazetteer, and named nowhere
        counts[first] = len(mentions_of(study.mentions, first, study.gazetteer))

    def fields(html: str):
        chooser, slider = name_chooser(counts, "organization", first), period_slider(study.documents)
        return _chosen(chooser, slider, html, lambda name: _organization(name, chosen_part(study, slider)))

    return Explorer(_organization(first, study), fields)


def explore_speakers(statements: pd.DataFrame, study: Study, speaker: str = "") -> Explorer:
    """Show what one speaker says, and when how much; others can be chosen.

    Parameters
    ----------
    statements : DataFrame
        Those that count, as `discourse.with_names` gives them.
    study : Study
        The corpus.
    speaker : str
        The one shown first; the one heard in most documents when left out.

    Raises
    ------
    ValueError
        There is no such speaker.
    """
    said = named_speech(statements, as_written=True)
    counts = ranked(said.groupby("speaker_name")["doc_id"].nunique())
    if counts.empty:
        return Explorer(html_of(Table(pd.DataFrame(), NO_SPEAKER)))
    first = speaker or str(counts.index[0])

    def fields(html: str):
        chooser, slider = name_chooser(counts, "speaker", first), period_slider(study.documents)
        return _chosen(chooser, slider, html, lambda name: _speaker(name, statements, chosen_part(study, slider)))

    return Explorer(_speaker(first, statements, study), fields)


def explore_terms(study: Study, term: str, top: int = 20) -> Explorer:
    """Show what stands near a term, and when it is used how often; another term or pattern can be typed.

    Parameters
    ----------
    study : Study
        The corpus.
    term : str
        The term or pattern shown first, such as genocid*.
    top : int
        How many words that stand near it to show.

    Raises
    ------
    ValueError
        The pattern cannot be read.
    """

    def fields(html: str):
        from ipywidgets import HBox, Text

        typed = Text(term, description="Term", placeholder="a word, or a pattern as road*", continuous_update=False)
        slider = period_slider(study.documents)
        watched = [field for field in (typed, slider) if field is not None]
        return with_fields(
            [HBox(watched)], watched, html, lambda: _term(typed.value.strip(), chosen_part(study, slider), top)
        )

    return Explorer(_term(term, study, top), fields)


def _chosen(chooser, slider, html: str, draw):
    """Put a list of names and a slider above what `draw` gives for the name chosen."""
    from ipywidgets import HBox

    fields = [field for field in (chooser.box, slider) if field is not None]
    watched = [field for field in (chooser.names, slider) if field is not None]

    def view() -> str:
        if chooser.names.value is None:
            raise ValueError(f"no name holds {chooser.search.value!r}: type part of it, or nothing to see all")
        return draw(chooser.names.value)

    return with_fields([HBox(fields)], watched, html, view)


def _organization(name: str, study: Study) -> str:
    mentions = mentions_of(study.mentions, name, study.gazetteer)
    return html_of(
        organization_summary(name, mentions, study),
        naming_trend(mentions, study, name),
        alias_table(mentions, study),
        evidence(mentions, study, choose_grouping(study.documents) or "organization", MOST_SENTENCES),
    )


def _speaker(name: str, statements: pd.DataFrame, study: Study) -> str:
    here = statements[statements["doc_id"].isin(study.documents["doc_id"])].reset_index(drop=True)
    if name not in set(named_speech(here, as_written=True)["speaker_name"]):
        return html_of(Table(pd.DataFrame(), f"{name} says nothing in these documents. {study.scope}".strip()))
    return html_of(
        speaker_summary(name, here, study), voice_trend(here, study, name), statement_table(here, study, speaker=name)
    )


def _term(term: str, study: Study, top: int) -> str:
    if not term:
        return html_of(Table(pd.DataFrame(), NO_TERM))
    return html_of(collocation_table(term, study, top), _trend(term, study))


def _trend(term: str, study: Study) -> Chart:
    period = period_of(study.documents)
    found = trends(study.tokens, study.documents, [term], freq=period)
    if found.empty:
        return Chart(None, f"{quoted_term(term)} stands in no document with a known {period}.")
    return trend_chart(found, change_points(found), study, period)
