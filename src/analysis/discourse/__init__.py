"""Documents -> who is named in them and by whom, and who says what."""

from typing import Any

from analysis.discourse.candidates import unlisted
from analysis.discourse.coding_files import coding_table, read_coding, write_coding
from analysis.discourse.comentions import co_mention_network, co_mentions, mentions_of_pair
from analysis.discourse.corrections import (
    apply_corrections,
    coded_statements,
    corrections_from,
    mark_missing,
    read_corrections,
    write_corrections,
)
from analysis.discourse.counts import by_others, counted_documents, grouping, mention_counts, mentions_of
from analysis.discourse.gazetteer import load_gazetteer
from analysis.discourse.gold_scores import gold_hits, score_gold
from analysis.discourse.misspelt import misspellings
from analysis.discourse.named_speakers import named_speech, statement_speakers, statements_of, with_names
from analysis.discourse.naming import first_and_last, trend, who_names_whom
from analysis.discourse.organizations import mentions
from analysis.discourse.quotations import statements
from analysis.discourse.quoted import mark_quoted, quoted_share
from analysis.discourse.reporting import reporting_verbs, stance_contrasts
from analysis.discourse.reviewing import accept, read_review, review_table, write_review
from analysis.discourse.shortened import local_names
from analysis.discourse.speech_counts import share_of_voice, speaker_counts
from analysis.discourse.speech_keyness import speaker_keyness, speech_as_documents, speech_tokens, spoken_hits
from analysis.discourse.speech_relations import mentions_in_speech, organizations_in_speech, who_quotes_whom
from analysis.discourse.surroundings import contexts

__all__ = [
    "accept",
    "apply_corrections",
    "by_others",
    "co_mention_network",
    "co_mentions",
    "coded_statements",
    "coding_table",
    "compare_codings",
    "contexts",
    "corrections_from",
    "counted_documents",
    "first_and_last",
    "gold_hits",
    "grouping",
    "load_gazetteer",
    "local_names",
    "mark_missing",
    "mark_quoted",
    "match_codings",
    "mention_counts",
    "mentions",
    "mentions_in_speech",
    "mentions_of",
    "mentions_of_pair",
    "misspellings",
    "named_speech",
    "organizations_in_speech",
    "quoted_share",
    "read_coding",
    "read_corrections",
    "read_review",
    "reporting_verbs",
    "review_table",
    "score_gold",
    "share_of_voice",
    "speaker_counts",
    "speaker_keyness",
    "speech_as_documents",
    "speech_tokens",
    "spoken_hits",
    "stance_contrasts",
    "statement_speakers",
    "statements",
    "statements_of",
    "trend",
    "unlisted",
    "who_names_whom",
    "who_quotes_whom",
    "with_names",
    "write_coding",
    "write_corrections",
    "write_review",
]


def __getattr__(name: str) -> Any:
    # nltk takes a second to import, and only who compares codings needs it.
    if name in ("compare_codings", "match_codings"):
        from analysis.discourse import coding_agreement

        return getattr(coding_agreement, name)
    raise AttributeError(f"module 'analysis.discourse' has no attribute {name!r}")
