"""Tables -> figures, tables with captions, evidence, and rendered notebooks."""

from analysis.reports.charts import (
    documents_by,
    documents_over_time,
    named_beside,
    organizations,
    organizations_by_group,
    share_by,
    terms,
)
from analysis.reports.concordances import concordance
from analysis.reports.corpus_charts import (
    cleaning_changes,
    document_lengths,
    problem_kinds,
    repeated_texts,
    reprint_table,
)
from analysis.reports.dictionary_charts import dictionary_chart, dictionary_table
from analysis.reports.dispersion_charts import dispersion_chart, dispersion_table
from analysis.reports.display import Chart, Finding, Table
from analysis.reports.exploring.bars import progress_bar
from analysis.reports.exploring.explorers import explore_organizations, explore_speakers, explore_terms
from analysis.reports.exploring.lines import explore_concordance
from analysis.reports.exploring.rebuilding import build_again
from analysis.reports.exploring.sorting import sortable
from analysis.reports.exploring.starting import start_page
from analysis.reports.gold_tables import gold_table
from analysis.reports.hits import evidence
from analysis.reports.keyness_charts import keyness_chart, keyness_table
from analysis.reports.marked_documents import document_with_most_statements, marked_document
from analysis.reports.methods_text import Methods, methods
from analysis.reports.naming_tables import alias_table, first_and_last_table, naming_summary, organization_table
from analysis.reports.networks import co_mention_chart, co_mention_table
from analysis.reports.openings import OpeningTable
from analysis.reports.quotations import quoted_chart, quoted_table
from analysis.reports.recording import Calls, record_calls
from analysis.reports.rules import not_counted, resamples_for, rules_table
from analysis.reports.sides import both_sides, choose_sides, choose_terms, first_keyword
from analysis.reports.speakers import group_table, who_names_whom_chart, who_names_whom_table
from analysis.reports.speech_charts import voice_by_chart, voice_chart, voice_trend
from analysis.reports.speech_grids import (
    choose_source,
    quoting_chart,
    quoting_table,
    speech_organization_chart,
    speech_organization_table,
)
from analysis.reports.speech_keywords import (
    choose_speakers,
    speaker_keyness_chart,
    speaker_keyness_table,
    speaker_keywords,
)
from analysis.reports.speech_tables import (
    attribution_table,
    speaker_summary,
    speaker_table,
    speech_dates_table,
    speech_summary,
    statement_table,
    voice_table,
)
from analysis.reports.speech_verbs import reporting_table, stance_chart, stance_table
from analysis.reports.style_charts import style_chart
from analysis.reports.tables import (
    choose_grouping,
    document_table,
    organization_summary,
    problem_table,
    summary,
    term_table,
)
from analysis.reports.term_evidence import number_terms
from analysis.reports.term_tables import collocation_table, frequency_table
from analysis.reports.term_trends import trend_chart, trend_table
from analysis.reports.times import period_of
from analysis.reports.trends import naming_trend, naming_trends

__all__ = [
    "Calls",
    "Chart",
    "Finding",
    "Methods",
    "OpeningTable",
    "Table",
    "alias_table",
    "attribution_table",
    "both_sides",
    "build_again",
    "choose_grouping",
    "choose_sides",
    "choose_source",
    "choose_speakers",
    "choose_terms",
    "cleaning_changes",
    "co_mention_chart",
    "co_mention_table",
    "collocation_table",
    "concordance",
    "dictionary_chart",
    "dictionary_table",
    "dispersion_chart",
    "dispersion_table",
    "document_lengths",
    "document_table",
    "document_with_most_statements",
    "documents_by",
    "documents_over_time",
    "evidence",
    "explore_concordance",
    "explore_organizations",
    "explore_speakers",
    "explore_terms",
    "first_and_last_table",
    "first_keyword",
    "frequency_table",
    "gold_table",
    "group_table",
    "keyness_chart",
    "keyness_table",
    "marked_document",
    "methods",
    "named_beside",
    "naming_summary",
    "naming_trend",
    "naming_trends",
    "not_counted",
    "number_terms",
    "organization_summary",
    "organization_table",
    "organizations",
    "organizations_by_group",
    "period_of",
    "problem_kinds",
    "problem_table",
    "progress_bar",
    "quoted_chart",
    "quoted_table",
    "quoting_chart",
    "quoting_table",
    "record_calls",
    "render",
    "repeated_texts",
    "reporting_table",
    "reprint_table",
    "resamples_for",
    "rules_table",
    "share_by",
    "sortable",
    "speaker_keyness_chart",
    "speaker_keyness_table",
    "speaker_keywords",
    "speaker_summary",
    "speaker_table",
    "speech_dates_table",
    "speech_organization_chart",
    "speech_organization_table",
    "speech_summary",
    "stance_chart",
    "stance_table",
    "start_page",
    "statement_table",
    "style_chart",
    "summary",
    "term_table",
    "terms",
    "trend_chart",
    "trend_table",
    "voice_by_chart",
    "voice_chart",
    "voice_table",
    "voice_trend",
    "who_names_whom_chart",
    "who_names_whom_table",
]


def __getattr__(name: str):
    # papermill and nbconvert take seconds to import, and notebooks that only draw never need them.
    if name == "render":
        from analysis.reports.publishing.rendering import render

        return render
    raise AttributeError(f"module 'analysis.reports' has no attribute {name!r}")
