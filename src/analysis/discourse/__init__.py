"""Documents -> who is named in them, and by whom."""

from analysis.discourse.candidates import unlisted
from analysis.discourse.comentions import co_mention_network, co_mentions, mentions_of_pair
from analysis.discourse.counts import by_others, counted_documents, grouping, mention_counts, mentions_of
from analysis.discourse.gazetteer import load_gazetteer
from analysis.discourse.misspelt import misspellings
from analysis.discourse.naming import first_and_last, trend, who_names_whom
from analysis.discourse.organizations import mentions
from analysis.discourse.quoted import mark_quoted, quoted_share
from analysis.discourse.reviewing import accept, read_review, review_table, write_review
from analysis.discourse.shortened import local_names
from analysis.discourse.surroundings import contexts

__all__ = [
    "accept",
    "by_others",
    "co_mention_network",
    "co_mentions",
    "contexts",
    "counted_documents",
    "first_and_last",
    "grouping",
    "load_gazetteer",
    "local_names",
    "mark_quoted",
    "mention_counts",
    "mentions",
    "mentions_of",
    "mentions_of_pair",
    "misspellings",
    "quoted_share",
    "read_review",
    "review_table",
    "trend",
    "unlisted",
    "who_names_whom",
    "write_review",
]
