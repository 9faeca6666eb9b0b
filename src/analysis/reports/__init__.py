"""Tables -> figures, tables with captions, evidence, and rendered notebooks."""

from analysis.reports.charts import (
    documents_by,
    documents_over_time,
    named_beside,
    naming_over_time,
    organizations,
    organizations_by_group,
    share_by,
    terms,
)
from analysis.reports.corpus_charts import (
    cleaning_changes,
    document_lengths,
    problem_kinds,
    repeated_texts,
    reprint_table,
)
from analysis.reports.display import Chart, Finding, Table
from analysis.reports.hits import evidence
from analysis.reports.tables import (
    alias_table,
    choose_grouping,
    document_table,
    organization_summary,
    organization_table,
    problem_table,
    summary,
    term_table,
)

__all__ = [
    "Chart",
    "Finding",
    "Table",
    "alias_table",
    "choose_grouping",
    "cleaning_changes",
    "document_lengths",
    "document_table",
    "documents_by",
    "documents_over_time",
    "evidence",
    "named_beside",
    "naming_over_time",
    "organization_summary",
    "organization_table",
    "organizations",
    "organizations_by_group",
    "problem_kinds",
    "problem_table",
    "render",
    "repeated_texts",
    "reprint_table",
    "share_by",
    "summary",
    "term_table",
    "terms",
]


def __getattr__(name: str):
    # papermill and nbconvert take seconds to import, and notebooks that only draw never need them.
    if name == "render":
        from analysis.reports.rendering import render

        return render
    raise AttributeError(f"module 'analysis.reports' has no attribute {name!r}")
