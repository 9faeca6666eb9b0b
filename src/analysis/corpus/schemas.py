"""The tables of the house: what each column means, and the check that a frame keeps to it."""

import pandas as pd
import pandera.pandas as pa
from pandera.pandas import Column

SEVERITIES = ("error", "warning")
MATCH_POLICIES = ("exact", "name", "any")
AMBIGUITIES = ("", "confirm", "never")
DATE_PRECISIONS = ("day", "month", "year", "")
STATEMENT_KINDS = ("direct", "mixed", "indirect")


def _text(description: str, **rules) -> Column:
    return Column(str, description=description, **rules)


def _optional_text(description: str, **rules) -> Column:
    return Column(str, description=description, nullable=True, **rules)


def _whole(description: str, **rules) -> Column:
    return Column("int64", description=description, **rules)


DOCUMENTS = pa.DataFrameSchema(
    {
        "doc_id": _text("The document's name, the same on every machine and run", unique=True),
        "title": _optional_text("Headline"),
        "date": Column(
            "datetime64[us]",
            nullable=True,
            description="Day, or first day of the month or year that is known",
        ),
        "date_precision": _text(
            "What of the date is known: day, month, year, or nothing", checks=pa.Check.isin(DATE_PRECISIONS)
        ),
        "date_source": _text(
            "Where the date was found: metadata, page, file name, first lines, properties (a program's time stamp)"
        ),
        "date_written": _text("What the date was read from, as it is written there"),
        "source": _optional_text("Who published the text"),
        "url": _optional_text("Where the text can be checked"),
        "actor": _optional_text("Who speaks"),
        "language": _optional_text("ISO 639-1 code: the given one, else the detected one"),
        "language_source": _text("metadata, detected, or nothing", checks=pa.Check.isin(("metadata", "detected", ""))),
        "script": _text("Unicode name of the script of most of its letters"),
        "text": _text("The repaired text; every offset in every table counts its code points"),
        "path": _text("The file it was read from, relative to the raw folder"),
        "row": Column("Int64", nullable=True, description="Row in a table file, from 1; none for a whole file"),
        "format": _text("What kind of file it was read from: txt, html, pdf, csv, ..."),
        "encoding": _text("How the file's bytes were decoded"),
        "repairs": _text("What was mended in the text, by name; empty when nothing was"),
        "sha256": _text("SHA-256 of the raw bytes (a file) or of the raw text (a row)"),
        "duplicate_of": _optional_text("doc_id of the earliest document with the same words, or nearly the same text"),
        "similarity": Column(
            "float64",
            nullable=True,
            description="Share of word 5-grams that stand in both (Jaccard); 1 for the same words",
            checks=pa.Check.in_range(0, 1),
        ),
    },
    name="documents",
)

PROBLEMS = pa.DataFrameSchema(
    {
        "path": _text("The file, relative to the raw folder"),
        "row": Column("Int64", nullable=True, description="Row in the file, from 1; none for the whole file"),
        "kind": _text("Short name of what is wrong"),
        "message": _text("What is wrong and what to do"),
        "severity": _text("error: no document was made of it; warning: one was", checks=pa.Check.isin(SEVERITIES)),
    },
    name="problems",
)

CLEANING = pa.DataFrameSchema(
    {
        "doc_id": _text("The document"),
        "step": _text("The cleaning step"),
        "changes": _whole("How many characters of the text it removed or replaced"),
    },
    name="cleaning",
)

SENTENCES = pa.DataFrameSchema(
    {
        "doc_id": _text("The document"),
        "sentence": _whole("Number of the sentence in its document, from 0"),
        "start": _whole("Where it begins in documents.text"),
        "end": _whole("Where it ends in documents.text"),
        "text": _text("documents.text[start:end]"),
    },
    name="sentences",
)

GAZETTEER = pa.DataFrameSchema(
    {
        "organization": _text("The organization's standard name"),
        "alias": _text("One way of naming it"),
        "language": _optional_text("ISO 639-1 code of the alias"),
        "match": _text(
            "exact: this very case; name: capitalized or all capitals; any: case is ignored",
            checks=pa.Check.isin(MATCH_POLICIES),
        ),
        "valid_from": _text("First year, month or day of the alias; empty for none"),
        "valid_to": _text("Last year, month or day of the alias; empty for none"),
        "ambiguous": _text(
            "confirm: counts where the document names the organization otherwise too; never: no name of one",
            checks=pa.Check.isin(AMBIGUITIES),
        ),
    },
    unique=["organization", "alias"],
    name="gazetteer",
)

MATCHES = pa.DataFrameSchema(
    {
        "doc_id": _text("The document"),
        "start": _whole("Where the alias begins in documents.text"),
        "end": _whole("Where it ends in documents.text"),
        "surface": _text("documents.text[start:end]"),
        "row": _whole("Row of the gazetteer, from 0"),
        "rule": _text("exact, name, any, plural, coordinated"),
        "follows": _whole("Where the mention ends that this one depends on or explains; -1 for none"),
        "heading": _whole("0; 1: an everyday word in a line of capitals; 2: in one that is a question"),
    },
    name="matches",
)

MENTIONS = pa.DataFrameSchema(
    {
        "doc_id": _text("The document"),
        "start": _whole("Where the mention begins in documents.text"),
        "end": _whole("Where it ends in documents.text"),
        "surface": _text("documents.text[start:end]"),
        "alias": _text("The gazetteer's alias that matched"),
        "organization": _text("The organization's standard name"),
        "rule": _text(
            "How it was decided: exact, name, any (the alias's match policy), plural, coordinated (the beginning is "
            "shared with the name before), confirmed (by another alias in the document), appositive (explains the "
            "mention before it), local (a shorter name after the full one); not counted: unconfirmed, out of period"
        ),
    },
    name="mentions",
)


STATEMENTS = pa.DataFrameSchema(
    {
        "doc_id": _text("The document"),
        "statement_id": _text("The statement's name, the same as long as its text is: doc_id:start-end"),
        "kind": _text(
            "direct: all of it stands within quotation marks; mixed: some of it; indirect: none of it",
            checks=pa.Check.isin(STATEMENT_KINDS),
        ),
        "start": _whole("Where the content begins in documents.text"),
        "end": _whole("Where it ends in documents.text"),
        "content": _text("What is said: documents.text[start:end]"),
        "cue": _text("The reporting expression as written: said, called on, according to; empty for none"),
        "cue_start": _whole("Where it begins in documents.text; -1 for none"),
        "cue_end": _whole("Where it ends in documents.text; -1 for none"),
        "verb": _text("The entry of the lexicon that the cue is a form of; empty for none"),
        "act": _text("What kind of act the verb names: say, demand, accuse, ...; empty for none"),
        "stance": _text("What the verb lets the reporter say of the claim: neutral, assertive, distancing"),
        "negated": Column(bool, description="Whether the reporting verb is denied: did not say"),
        "modal": _text("The modal verb before the reporting verb: would, may; empty for none"),
        "speaker": _text("Who speaks, as written: documents.text[speaker_start:speaker_end]; empty when unknown"),
        "speaker_start": _whole("Where the speaker's mention begins in documents.text; -1 for none"),
        "speaker_end": _whole("Where it ends in documents.text; -1 for none"),
        "speaker_spans": _text("start:end of each of several speakers, or of the one, joined by spaces"),
        "speaker_name": _text('The name behind the mention; of several joined by "; "; empty when unknown'),
        "addressee": _text("Whom it is said to, or of whom the act is: as written; empty for none"),
        "addressee_start": _whole("Where the addressee begins in documents.text; -1 for none"),
        "addressee_end": _whole("Where it ends in documents.text; -1 for none"),
        "confidence": Column(
            "float64",
            description="How often the rules that decided were right in news reports coded by hand",
            checks=pa.Check.in_range(0, 1),
        ),
        "rule": _text(
            "How the statement and its speaker were found: speaker before, speaker after, speaker within, according "
            "to, colon, passive, participle, shared verb, same paragraph, running speaker, no speaker; "
            "corrected by a person; with (parse) where a parse decided"
        ),
        "name_rule": _text(
            "How the name was found: full name, single name (of one word), surname, first name, acronym, short form "
            "(the ministry), gazetteer, office, misspelling, pronoun, first person (I, we: the document's actor), as "
            "written (no name), corrected; of several names that of each, if they differ; empty for no name"
        ),
    },
    unique=["statement_id"],
    name="statements",
)


def check(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the frame unchanged when it keeps to the schema.

    Parameters
    ----------
    frame : DataFrame
        Any frame; columns beyond the schema's are let through.
    schema : pandera.DataFrameSchema
        One of this module's tables.

    Raises
    ------
    ValueError
        A column is missing or of the wrong type, or a value is not allowed; all faults are listed.

    >>> check(empty(PROBLEMS), PROBLEMS).columns.tolist()
    ['path', 'row', 'kind', 'message', 'severity']
    """
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        faults = error.failure_cases[["column", "check", "failure_case"]].drop_duplicates().head(10)
        lines = [f"  {row.column}: {row.check} ({row.failure_case!r:.80})" for row in faults.itertuples()]
        raise ValueError("\n".join([f"not a table of {schema.name}:", *lines])) from error


def empty(schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return a frame of no rows with the schema's columns and types.

    >>> len(empty(MENTIONS))
    0
    """
    return typed(pd.DataFrame(columns=list(schema.columns)), schema)


def typed(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the frame with the schema's columns first, each in the schema's type.

    >>> typed(pd.DataFrame({"changes": [1], "step": ["spaces"], "doc_id": ["a"]}), CLEANING).columns.tolist()
    ['doc_id', 'step', 'changes']
    """
    types = _types(schema)
    others = [name for name in frame.columns if name not in types]
    return frame[[*types, *others]].astype(types)


def describe(schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the columns of a table with their types and meanings.

    >>> describe(SENTENCES).head(2)[["column", "type"]].values.tolist()
    [['doc_id', 'str'], ['sentence', 'int64']]
    """
    meanings = [column.description for column in schema.columns.values()]
    return pd.DataFrame(list(_types(schema).items()), columns=["column", "type"]).assign(meaning=meanings)


def _types(schema: pa.DataFrameSchema) -> dict[str, str]:
    """Name each column's type as pandas does; pandera writes str and datetimes in its own way."""
    names = {name: str(column.dtype) for name, column in schema.columns.items()}
    ours = {"string": "str", "datetime64": "datetime64[us]"}
    return {name: ours.get(written.partition("[")[0], written) for name, written in names.items()}
