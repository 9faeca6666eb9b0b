"""The rows of the problems table: what could not be read, or looks wrong."""

import pandas as pd

from analysis.corpus.encodings import DAMAGED

DECLARED = " (declared)"


def problem(path: str, row: int | None, kind: str, message: str, severity: str) -> dict:
    """Make a row of the problems table.

    >>> problem("a.txt", None, "empty", "no text", "error")["kind"]
    'empty'
    """
    return {
        "path": path,
        "row": pd.NA if row is None else row,
        "kind": kind,
        "message": message,
        "severity": severity,
    }


def guessed_encoding(path: str, encoding: str) -> list[dict]:
    """Make the problem of a file whose encoding was guessed, if it was.

    One that the file itself declares ends in DECLARED; "" is that of formats that settle it.

    >>> guessed_encoding("a.txt", "utf-8"), len(guessed_encoding("a.txt", "cp1252"))
    ([], 1)
    """
    if not encoding or encoding.startswith("utf") or encoding.endswith(DECLARED):
        return []
    if encoding == DAMAGED:
        message = "some bytes are not UTF-8 and stand as \N{REPLACEMENT CHARACTER} in the text: mend them"
        return [problem(path, None, "damaged-encoding", message, "warning")]
    message = f"not UTF-8; read as {encoding}, which is a guess: look at its accents, or save it as UTF-8"
    return [problem(path, None, "encoding-guessed", message, "warning")]
