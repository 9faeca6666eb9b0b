"""A correction -> the same correction where its words stand now, or why it no longer holds."""

from typing import Any

from analysis.discourse.coding_files import PASSAGES, columns_of, statement_id
from analysis.discourse.correction_files import FOUND
from analysis.discourse.locating import moved_place, near_miss, shortened, stands_twice

Record = dict[str, Any]  # a row of the corrections
WHAT = {"found_content": "statement", "found_speaker": "speaker", "found_cue": "reporting expression"}
NONE = ("", -1, -1)


class OutdatedError(ValueError):
    """Why a correction no longer holds."""


def anchored(correction: Record, text: str | None) -> Record:
    """Return a correction with all its places as they are in the text now.

    A correction holds as long as the words of the statement, of its speaker and of its cue stand where they stood
    when it was made, or together elsewhere; words that are not where they should be are taken from their only place.

    Parameters
    ----------
    correction : dict
        A row of what `read_corrections` gives.
    text : str, optional
        The document's text as it is now; None when there is no such document.

    Raises
    ------
    OutdatedError
        Some of the words are gone, or stand in several places and in none that fits.

    >>> row = {"doc_id": "a", "action": "delete", "found_content": "Go!", "found_start": 0, "found_end": 3}
    >>> row |= {"found_speaker": "", "found_cue": ""}
    >>> anchored(row, "Later. Go!")["statement_id"]
    'a:7-10'
    """
    if text is None:
        raise OutdatedError("there is no such document any more")
    place = moved_place(text, correction["found_content"], *_place(correction, "found_content"))
    if place is None:
        raise OutdatedError(_gone("statement", correction["found_content"], text))
    moved = correction | _standing("found_content", text, place)
    moved["statement_id"] = statement_id(correction["doc_id"], *place)
    shift = place[0] - correction["found_start"]
    needed = FOUND[1:] if correction["action"] == "delete" else (*FOUND[1:], *PASSAGES)
    for name in needed:
        moved |= _moved(correction, name, text, shift)
    return moved


def _moved(correction: Record, name: str, text: str, shift: int) -> Record:
    words = correction[name]
    if not words:
        return dict(zip(columns_of(name), NONE, strict=True))
    start, end = _place(correction, name)
    place = moved_place(text, words, start + shift, end + shift)
    if place is not None:
        return _standing(name, text, place)
    if name == "addressee" and name not in correction["changed"].split():
        return dict(zip(columns_of(name), NONE, strict=True))
    raise OutdatedError(_gone(WHAT.get(name, name), words, text))


def _place(correction: Record, name: str) -> tuple[int, int]:
    _, start, end = columns_of(name)
    return correction[start], correction[end]


def _standing(name: str, text: str, place: tuple[int, int]) -> Record:
    return dict(zip(columns_of(name), (text[slice(*place)], *place), strict=True))


def _gone(what: str, words: str, text: str) -> str:
    if stands_twice(text, words):
        return f"the {what} {shortened(words)} stands in several places, and no more where it stood"
    hint = near_miss(text, words)
    return f"the {what} {shortened(words)} is no longer in the text{f' ({hint})' if hint else ''}"
