"""Statements -> the words that are said in them, without those that report them."""

import numpy as np
import pandas as pd

from analysis.text.quoting import quotation_spans
from analysis.text.tokenizing import tokenize

# A row is one span, so that what interrupts it stands within: The aim, she said, was peace.
INTERRUPTIONS = (("cue_start", "cue_end"), ("speaker_start", "speaker_end"))


def words_said(statements: pd.DataFrame) -> pd.DataFrame:
    """Cut the contents of statements into words, leaving out a cue or a speaker that stands between them.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it: doc_id, statement_id, kind, start, content, and the offsets of cue and speaker if
        they may stand within a content.

    Returns
    -------
    DataFrame
        One row a token, in the order of the statements: doc_id, statement_id, start, end (code points in the
        document), quoted (bool: it stands within quotation marks), term (categorical).

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:0-30"], "kind": ["mixed"], "start": [0],
    ...                      "content": ["The “aim”, she said, was peace"], "cue_start": [15], "cue_end": [19],
    ...                      "speaker_start": [11], "speaker_end": [14]})
    >>> words_said(said)[["term", "quoted"]].values.tolist()
    [['the', False], ['aim', True], ['was', False], ['peace', False]]
    """
    contents = pd.DataFrame(
        {"doc_id": np.arange(len(statements)).astype(str), "text": statements["content"].to_numpy()}
    )
    tokens = tokenize(contents.astype({"doc_id": str, "text": str}))
    row, begin = tokens.documents, statements["start"].to_numpy(dtype=np.int64)
    start, end = begin[row] + tokens.starts, begin[row] + tokens.ends
    said = np.ones(len(row), dtype=bool)
    for first, last in INTERRUPTIONS:
        if first in statements:
            low, high = (statements[name].to_numpy(dtype=np.int64)[row] for name in (first, last))
            said &= (low < 0) | (end <= low) | (start >= high)
    words = pd.DataFrame(
        {
            "doc_id": statements["doc_id"].to_numpy()[row],
            "statement_id": statements["statement_id"].to_numpy()[row],
            "start": start,
            "end": end,
            "quoted": _quoted(statements, contents, row, tokens.starts),
            "term": pd.Categorical.from_codes(tokens.ids, categories=pd.Index(tokens.vocabulary, dtype="str")),
        }
    )
    return words[said].reset_index(drop=True)


def _quoted(statements: pd.DataFrame, contents: pd.DataFrame, row: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Say of each token whether it stands within quotation marks: all of a direct statement, none of an indirect."""
    kind = statements["kind"].to_numpy()
    quoted = (kind == "direct")[row]
    spans = quotation_spans(contents[kind == "mixed"])
    if spans.empty:
        return quoted
    # Places of all contents on one line, so that one search finds the quotation before each token.
    line = np.int64(contents["text"].str.len().max() + 1)
    begins = spans["doc_id"].astype(np.int64).to_numpy() * line + spans["start"].to_numpy()
    ends = begins + (spans["end"] - spans["start"]).to_numpy()
    places = row.astype(np.int64) * line + starts
    before = np.searchsorted(begins, places, side="right") - 1
    return quoted | ((before >= 0) & (places < ends[before]))
