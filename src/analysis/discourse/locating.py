"""A passage as somebody wrote it down -> where it stands in a text, whatever white space it was copied with."""

from collections.abc import Iterator
from itertools import islice

import regex

# What goes on within a word; scripts that put no space between words have no such border.
JOINED = r"[\w--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
CUTS_WORD = regex.compile(rf"(?<={JOINED})(?={JOINED})", regex.V1)
SAME_SIGNS = str.maketrans(dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—", "-"))
LOST = regex.compile(r"\?\?|�")  # what letters become that an encoding does not have
LONGEST_PATTERN = 20_000  # characters; a longer passage is looked for with the white space that it has


def same_words(one: str, other: str) -> bool:
    """Say whether two passages are the same but for white space, which spreadsheets change.

    >>> same_words("the road\\nis open", "the road is open")
    True
    """
    return one == other or one.split() == other.split()


def places_of(text: str, passage: str) -> Iterator[tuple[int, int]]:
    """Yield where a passage stands in a text, whole words only: he is not in the.

    Parameters
    ----------
    text : str
        A document.
    passage : str
        The words; white space of any kind between them matches any other.

    Yields
    ------
    (int, int)
        Start and end in code points, from the first place on.

    >>> list(places_of("The mayor said he\\nagreed. He said he agreed.", "he agreed"))
    [(15, 24), (34, 43)]
    """
    if len(passage) > LONGEST_PATTERN:
        yield from _exact_places(text, passage.strip())
        return
    words = passage.split()
    if not words:
        return
    pattern = regex.compile(r"\s++".join(map(regex.escape, words)))
    places = (match.span() for match in pattern.finditer(text, overlapped=True))
    yield from (place for place in places if is_whole(text, *place))


def _exact_places(text: str, passage: str) -> Iterator[tuple[int, int]]:
    place = text.find(passage)
    while place >= 0:
        if is_whole(text, place, place + len(passage)):
            yield place, place + len(passage)
        place = text.find(passage, place + 1)


def is_whole(text: str, start: int, end: int) -> bool:
    """Say whether a passage neither begins nor ends within a word.

    >>> is_whole("The road", 4, 8), is_whole("The road", 5, 8)
    (True, False)
    """
    return not any(CUTS_WORD.match(text, place) for place in (start, end))


def nearest_place(text: str, passage: str, near: int) -> tuple[int, int] | None:
    """Return where a passage stands nearest to a place of the text, or None when it does not stand in it.

    Parameters
    ----------
    text : str
        A document.
    passage : str
        The words.
    near : int
        A place in the text (code points); of two places as far from it, the earlier one is returned.

    >>> nearest_place("He said he agreed.", "he", 9), nearest_place("He said he agreed.", "she", 9)
    ((8, 10), None)
    """
    return min(places_of(text, passage), key=lambda place: (abs(place[0] - near), place[0]), default=None)


def only_place(text: str, passage: str) -> tuple[int, int] | None:
    """Return where a passage stands in a text, or None when it stands nowhere, or more than once.

    >>> only_place("He said he agreed.", "he"), only_place("He, he said, agreed; he did.", "he")
    ((8, 10), None)
    """
    places = places_of(text, passage)
    first = next(places, None)
    return None if next(places, None) else first


def moved_place(text: str, passage: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a passage stands now: where it stood if it is there still, else its only place.

    Parameters
    ----------
    text : str
        A document, which may have changed.
    passage : str
        The words that stood there.
    start, end : int
        Where they stood (code points).

    Returns
    -------
    (int, int) or None
        None when the words are gone, or are parts of other ones, or stand elsewhere more than once: which of them was
        meant nobody knows.

    >>> moved_place("Later. The road is open.", "The road is open", 0, 16), moved_place("No.", "Yes", 0, 3)
    ((7, 23), None)
    """
    if 0 <= start < end <= len(text) and same_words(text[start:end], passage) and is_whole(text, start, end):
        return start, end
    return only_place(text, passage)


def near_miss(text: str, passage: str) -> str:
    """Say why words may not stand in a text as they were written, for a message; nothing when nobody knows.

    Parameters
    ----------
    text : str
        A document in which the passage does not stand.
    passage : str
        The words as somebody wrote them.

    >>> near_miss("“We agree,” she said.", '"we agree,"')
    "the document has '“We agree,”', with other marks or capitals"
    >>> near_miss("Она согласна.", "???")
    'its letters were lost by the encoding in which the file was saved: save it as CSV in UTF-8'
    """
    place = next(places_of(_folded(text), _folded(passage)), None)
    if place is not None:
        there = text[slice(*place)]
        return f"the document has {shortened(there)}, with other marks or capitals"
    if LOST.search(passage):
        return "its letters were lost by the encoding in which the file was saved: save it as CSV in UTF-8"
    if passage.strip() and passage.strip() in text:
        return "it stands there only as a part of other words"
    return ""


def stands_twice(text: str, passage: str) -> bool:
    """Say whether a passage stands in a text more than once, in whole words.

    >>> stands_twice("He said he agreed.", "he"), stands_twice("He said he agreed and he did.", "he")
    (False, True)
    """
    return len(list(islice(places_of(text, passage), 2))) > 1


def shortened(words: str) -> str:
    """Return words as a message can hold them.

    >>> shortened("open"), len(shortened("a" * 100))
    ("'open'", 62)
    """
    return repr(words if len(words) <= 60 else f"{words[:57]}...")


def _folded(text: str) -> str:
    """Return a text of the same length with one kind of marks and no capitals."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text.translate(SAME_SIGNS))
