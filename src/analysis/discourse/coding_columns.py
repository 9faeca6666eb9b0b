"""The columns of a file that a person filled in -> those that are misspelt, by which cells would be lost unseen."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

CLOSE = 0.8  # likeness of two names from which one is taken for a misspelling of the other


def misspelt_columns(columns: Iterable[str], known: Collection[str]) -> list[tuple[str, str]]:
    """Find columns that nobody knows and that are like a known one which is not there.

    Parameters
    ----------
    columns : iterable of str
        Those of a file. One's own columns are no fault, nor are they when they are like one that is there.
    known : collection of str
        The names that count.

    Returns
    -------
    list of (str, str)
        The column as it is written, and the one that is meant.

    >>> misspelt_columns(["doc_id", "speakername", "mood"], ["doc_id", "speaker_name"])
    [('speakername', 'speaker_name')]
    """
    there = list(columns)
    plain = {_plain(name): name for name in known if name not in there}
    found = []
    for name in there:
        close = get_close_matches(_plain(name), plain, n=1, cutoff=CLOSE) if name not in known else []
        found += [(name, plain[meant]) for meant in close]
    return found


def misspelt_message(columns: Iterable[str], known: Collection[str]) -> str:
    """Say which columns of a file are misspelt and how to mend them; nothing when none is.

    >>> misspelt_message(["speakername"], ["speaker_name"])
    "there is no column 'speakername': did you mean speaker_name? Rename it (or remove it, if it is one of your own)"
    >>> misspelt_message(["mood"], ["speaker_name"])
    ''
    """
    told = [f"{name!r}: did you mean {meant}?" for name, meant in misspelt_columns(columns, known)]
    mend = "Rename it (or remove it, if it is one of your own)"
    return f"there is no column {' or '.join(told)} {mend}" if told else ""


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, str(name).lower()))
