"""Documents -> who is named in them, and by whom."""

from analysis.discourse.attributed import named_speech, statement_speakers, statements_of, with_names
from analysis.discourse.candidates import unlisted
from analysis.discourse.comentions import co_mention_network, co_mentions, mentions_of_pair
from analysis.discourse.counts import by_others, counted_documents, grouping, mention_counts, mentions_of
from analysis.discourse.gazetteer import load_gazetteer
from analysis.discourse.misspelt import misspellings
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
    "mentions_in_speech",
    "mentions_of",
    "mentions_of_pair",
    "misspellings",
    "named_speech",
    "organizations_in_speech",
    "quoted_share",
    "read_review",
    "reporting_verbs",
    "review_table",
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
    "write_review",
]
