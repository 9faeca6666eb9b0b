"""Statements -> a table for a person to correct -> its rows, with what the machine said beside what the person says."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.files import CorpusError
from analysis.corpus.schemas import STATEMENTS, describe, typed
from analysis.corpus.ticking import read_ticked, write_ticking
from analysis.discourse.coding_columns import misspelt_message

PASSAGES = ("content", "speaker", "cue", "addressee")  # what stands in the text; each has its start and end
LABELS = ("kind", "speaker_name", "verb", "act")  # what somebody says of it
FIELDS = (*PASSAGES, *LABELS)
COLUMNS = (
    *("doc_id", "statement_id", "action", "kind", "start", "end", "content", "speaker", "speaker_name"),
    *("cue", "verb", "act", "addressee", "sentence", "coder", "note", "found"),
)
PLACE = ("doc_id", "start", "end")
CORRECTED = "corrected"  # the rule of what a person has decided
BLANKS = {"int64": -1, "float64": 0.0, "bool": False}
NEEDED = ("doc_id", "content")
LONGEST_CELL = 30_000  # characters; Excel cuts a cell after 32,767
CUT = " […] "


class CodingError(ValueError):
    """What is wrong with a file that a person filled in: row, column and mend."""


def coding_table(statements: pd.DataFrame, documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Make a table of the statements for a person to correct, each with its sentence.

    Parameters
    ----------
    statements : DataFrame
        With the columns of `corpus.schemas.STATEMENTS`; all, or those that are to be looked at.
    documents : DataFrame
        With doc_id (str) and text (str).
    sentences : DataFrame
        As `text.split_sentences` gives it.

    Returns
    -------
    DataFrame
        One row a statement, in the order given. To be corrected at will: kind, content, speaker, cue, addressee (words
        copied from the same document), start and end (code points, where content is emptied), speaker_name (several
        parted by "; "), verb, act (one that the lists of verbs have). action is empty: delete takes the statement away.
        coder is empty: who coded the row, where several coded one file. note is empty: whatever is to be kept in mind.
        sentence is where the statement and its cue stand. found is what the machine said, by which a change is known:
        it is not for people.

    >>> from analysis.text import split_sentences
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Rain fell. Ana Ruiz said the road was open."]})
    >>> found = completed(pd.DataFrame({"doc_id": ["a"], "start": [25], "end": [42], "content": ["the road was open"]}))
    >>> table = coding_table(found, documents, split_sentences(documents))
    >>> table[["statement_id", "action", "content", "sentence"]].values.tolist()
    [['a:25-42', '', 'the road was open', 'Ana Ruiz said the road was open.']]
    """
    table = statements[[name for name in COLUMNS if name in statements]].reset_index(drop=True)
    for name in FIELDS:
        table[name] = [as_cell(value) for value in table[name]]
    table["sentence"] = [as_cell(text) for text in _sentences_of(statements, documents, sentences)]
    table["found"] = [as_found(row) for row in statements.to_dict("records")]
    table = table.assign(**dict.fromkeys(("action", "coder", "note"), ""))
    whole = {name: "int64" if name in ("start", "end") else "str" for name in COLUMNS}
    return table.reindex(columns=list(COLUMNS)).astype(whole)


def completed(statements: pd.DataFrame) -> pd.DataFrame:
    """Return statements that were made by hand with all columns of the table, those that were not given empty.

    Parameters
    ----------
    statements : DataFrame
        With doc_id (str), start and end (int, code points), content (str), and any other columns.

    Returns
    -------
    DataFrame
        With the columns of `corpus.schemas.STATEMENTS` and all others; kind is indirect where it was not given.

    >>> row = completed(pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [4], "content": ["Open"]})).loc[0]
    >>> row["statement_id"], row["kind"], row["speaker_name"]
    ('a:0-4', 'indirect', '')
    """
    ids = [statement_id(*place) for place in zip(*(statements[name] for name in PLACE), strict=True)]
    given = {name: statements[name] for name in statements if name != "statement_id"}
    return typed(statements.assign(**blank_statement() | {"statement_id": ids} | given), STATEMENTS)


def blank_statement() -> dict[str, Any]:
    """Return a statement of which nothing is known.

    >>> blank_statement()["speaker_start"], blank_statement()["kind"]
    (-1, 'indirect')
    """
    blank = {name: BLANKS.get(kind, "") for name, kind in describe(STATEMENTS)[["column", "type"]].values}
    return blank | {"kind": "indirect"}


def columns_of(passage: str) -> tuple[str, str, str]:
    """Name the columns of a passage: its words, where they begin and where they end.

    >>> columns_of("content"), columns_of("speaker")
    (('content', 'start', 'end'), ('speaker', 'speaker_start', 'speaker_end'))
    """
    stem = f"{passage}_".removesuffix("content_")
    return passage, f"{stem}start", f"{stem}end"


def statement_id(doc_id: str, start: int, end: int) -> str:
    """Name a statement by its document and place.

    >>> statement_id("a", 0, 4)
    'a:0-4'
    """
    return f"{doc_id}:{start}-{end}"


def as_cell(text: str) -> str:
    """Return a text as a spreadsheet can hold it: a very long one without its middle.

    >>> as_cell("open"), len(as_cell("a" * 50_000))
    ('open', 30005)
    """
    half = LONGEST_CELL // 2
    return text if len(text) <= LONGEST_CELL else f"{text[:half]}{CUT}{text[-half:]}"


def as_found(statement: dict[str, Any]) -> str:
    """Write what the machine said of a statement into one cell; of the content, which has its own, a digest.

    >>> json.loads(as_found({"kind": "direct", "start": 3, "end": 7, "content": "open"}))["end"]
    7
    """
    kept: dict[str, Any] = {}
    for name in PASSAGES:
        if statement.get(name):
            _, start, end = columns_of(name)
            kept |= {start: int(statement[start]), end: int(statement[end])}
            kept[name] = digest(statement[name]) if name == "content" else statement[name]
    for name in LABELS:
        kept[name] = statement.get(name, "")
    return json.dumps(kept, ensure_ascii=False)


def digest(text: str) -> str:
    """Return what tells a text from another one, white space aside.

    >>> digest("the  road") == digest("the\\nroad")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode(errors="surrogatepass")).hexdigest()[:16]


def _sentences_of(statements: pd.DataFrame, documents: pd.DataFrame, sentences: pd.DataFrame) -> list[str]:
    """Return the text of the sentences that each statement and its cue stand in."""
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    borders = {
        doc_id: (same["start"].to_numpy(), same["end"].to_numpy())
        for doc_id, same in sentences.sort_values(["doc_id", "start"]).groupby("doc_id", sort=False)
    }
    found = []
    for row in statements[["doc_id", "start", "end", "cue_start", "cue_end"]].itertuples(index=False):
        with_cue = row.cue_start >= 0
        first = min(row.start, row.cue_start) if with_cue else row.start
        last = max(row.end, row.cue_end) if with_cue else row.end
        if row.doc_id in borders:
            starts, ends = borders[row.doc_id]
            before = np.searchsorted(starts, first, side="right")
            after = np.searchsorted(ends, last)
            first = min(first, starts[max(before - 1, 0)])
            last = max(last, ends[min(after, len(ends) - 1)])
        found.append(texts.get(row.doc_id, "")[int(first) : int(last)])
    return found


def write_coding(table: pd.DataFrame, path: Path | str) -> None:
    """Write the table to a CSV for a spreadsheet, where a person corrects it.

    Parameters
    ----------
    table : DataFrame
        As `coding_table` gives it.
    path : path
        The file to write, in UTF-8 with a byte order mark, by which Excel knows it. A cell that a spreadsheet would
        take for a formula gets an apostrophe before it; `read_coding` takes it off.
    """
    write_ticking(table, path)


def read_coding(path: Path | str) -> pd.DataFrame:
    """Read a file of statements that a person has corrected.

    Parameters
    ----------
    path : path
        A CSV as `write_coding` writes it and a spreadsheet saves it (separated by commas, semicolons or tabs),
        its rows and columns in any order. Needed are the columns doc_id and content; a column that is left out
        changes nothing.

    Returns
    -------
    DataFrame
        The columns of `coding_table` that the file has (all str), and row (int64), the row's number as a
        spreadsheet shows it, the header being row 1.

    Raises
    ------
    CodingError
        The file cannot be read, or a column is missing or misspelt.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "coded.csv"
    >>> _ = path.write_text("doc_id;content;speaker_name\\na;the road was open;Ana Ruiz\\n")
    >>> read_coding(path).values.tolist()
    [['a', 'the road was open', 'Ana Ruiz', 2]]
    """
    try:
        rows = [cells | {"row": number} for number, cells in read_ticked(path, NEEDED)]
    except (CorpusError, OSError) as error:
        raise CodingError(str(error)) from None
    if fault := misspelt_message(rows[0] if rows else NEEDED, (*COLUMNS, "row")):
        raise CodingError(f"{Path(path).name}, row 1: {fault}")
    there = [name for name in COLUMNS if (name in rows[0] if rows else name in NEEDED)]
    return pd.DataFrame(rows, columns=[*there, "row"]).astype(dict.fromkeys(there, "str") | {"row": "int64"})
