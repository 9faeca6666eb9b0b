"""What the numbers of a summary count -> the documents, sentences and names that open below it."""

import pandas as pd

from analysis.corpus.schemas import STATEMENT_KINDS
from analysis.discourse import named_speech, with_names
from analysis.reports.document_evidence import documents_below, names_below
from analysis.reports.openings import openings
from analysis.reports.speech_evidence import statement_openings
from analysis.reports.words import count_of
from analysis.study import Study


def summary_openings(study: Study) -> list[dict]:
    """Return what the numbers of the summary of a corpus count.

    Parameters
    ----------
    study : Study
        The corpus.
    """
    documents = study.documents
    named = named_below(study.mentions)
    return [
        *documents_below(documents),
        *_actors(documents),
        *_lengths(study),
        *openings([{"": study.mentions}], study)[0],
        *named,
        *documents_below(documents[documents["duplicate_of"].notna()], "repeat another"),
    ]


def mention_openings(mentions: pd.DataFrame, others: pd.DataFrame, study: Study) -> list[dict]:
    """Return what the numbers of the summary of an organization count.

    Parameters
    ----------
    mentions, others : DataFrame
        Those of the organization; of these, those by others than itself.
    study : Study
        The corpus.
    """
    return [
        *openings([{"": mentions, "by other actors": others}], study)[0],
        *_naming(mentions, study, "naming it"),
    ]


def naming_openings(study: Study) -> list[dict]:
    """Return what the numbers of the summary of who is named count.

    Parameters
    ----------
    study : Study
        The corpus.
    """
    named = named_below(study.mentions)
    return [*named, *openings([{"": study.mentions}], study)[0], *_naming(study.mentions, study)]


def speech_openings(statements: pd.DataFrame, study: Study) -> list[dict]:
    """Return what the numbers of the summary of statements count.

    Parameters
    ----------
    statements : DataFrame
        All, as `discourse.statements` gives it.
    study : Study
        The corpus.
    """
    named = with_names(statements)
    nobody = statements["speaker_name"] == ""
    as_written = statements[~nobody & ~statements["statement_id"].isin(named["statement_id"])]
    kinds = {f"{kind} statements": statements[statements["kind"] == kind] for kind in STATEMENT_KINDS}
    parts = kinds | {"as written only": as_written, "of nobody that could be told": statements[nobody]}
    speaking = study.documents[study.documents["doc_id"].isin(statements["doc_id"])]
    return [
        *documents_below(speaking, "with statements"),
        *statement_openings([parts], study)[0],
        *_speakers(named),
    ]


def speaker_openings(own: pd.DataFrame, statements: pd.DataFrame, study: Study) -> list[dict]:
    """Return what the numbers of the summary of a speaker count.

    Parameters
    ----------
    own, statements : DataFrame
        Those of the speaker; those of all speakers, of whose words the share is.
    study : Study
        The corpus.
    """
    parts = {f"{kind} statements": own[own["kind"] == kind] for kind in STATEMENT_KINDS}
    speaking = study.documents[study.documents["doc_id"].isin(own["doc_id"])]
    return [
        *statement_openings([parts], study)[0],
        *documents_below(speaking),
        *_speakers(statements, "all with a name"),
    ]


def named_below(mentions: pd.DataFrame) -> list[dict]:
    """Return the entry that lists organizations with how often they are named, those in most documents first.

    Parameters
    ----------
    mentions : DataFrame
        Those counted.
    """
    counts = (
        mentions.groupby("organization")["doc_id"]
        .agg(["size", "nunique"])
        .sort_values(["nunique", "size"], ascending=False, kind="stable")
    )
    said = [_in_documents(*row, "mention") for row in counts.itertuples(index=False, name=None)]
    return names_below(pd.Series(said, index=counts.index, dtype=object), "", "organization", "organization")


def _speakers(statements: pd.DataFrame, name: str = "with a name") -> list[dict]:
    said = named_speech(statements, as_written=True)
    counts = said.groupby("speaker_name")["doc_id"].agg(["size", "nunique"])
    counts = counts.sort_values("size", ascending=False, kind="stable")
    words = [_in_documents(*row, "statement") for row in counts.itertuples(index=False, name=None)]
    return names_below(pd.Series(words, index=counts.index, dtype=object), name, "speaker", "speaker")


def _actors(documents: pd.DataFrame) -> list[dict]:
    counts = documents["actor"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    said = counts.map(lambda number: count_of(number, "document"))
    return names_below(said, "", "organization", "actor")


def _naming(mentions: pd.DataFrame, study: Study, name: str = "naming one") -> list[dict]:
    naming = study.documents[study.documents["doc_id"].isin(mentions["doc_id"])]
    return documents_below(naming, name)


def _lengths(study: Study) -> list[dict]:
    """Return the documents with their tokens and sentences, the longest first."""
    tokens = pd.Series(study.tokens.lengths, index=study.tokens.doc_ids)
    sentences = study.sentences.groupby("doc_id").size()
    documents = study.documents.assign(
        _tokens=study.documents["doc_id"].map(tokens).fillna(0).astype("int64"),
        _sentences=study.documents["doc_id"].map(sentences).fillna(0).astype("int64"),
    )
    longest = documents.sort_values("_tokens", ascending=False, kind="stable")
    count = f"{count_of(len(study.tokens), 'token')} in {count_of(len(study.sentences), 'sentence')}, by document"
    return documents_below(longest, order=(), count=count, about=_size)


def _size(row: dict) -> str:
    return f"{count_of(row['_tokens'], 'token')} in {count_of(row['_sentences'], 'sentence')}"


def _in_documents(number: int, documents: int, noun: str) -> str:
    return f"{count_of(number, noun)} in {count_of(documents, 'document')}"
