"""Patterns such as genocid* -> the terms of a vocabulary that they stand for."""

from bisect import bisect_left
from time import monotonic

import numpy as np
import regex

from analysis.text.terms import PLAIN, fold

SECONDS = 10
LONGEST = 1000
FLAGS = regex.IGNORECASE | regex.FULLCASE
# Regular expressions that a search by the first letters answers too: words, each with any ending or none.
WORDS = regex.compile(r"[\p{L}\p{N}'-]+(?:\.\*)?(?:\|[\p{L}\p{N}'-]+(?:\.\*)?)*")


def matching_terms(vocabulary: np.ndarray, pattern: str, *, regex: bool = False) -> np.ndarray:
    r"""Return the terms that a pattern stands for; it must match a whole term.

    Parameters
    ----------
    vocabulary : object array of str, shape (terms,)
        Case-folded and sorted, as `Tokens.vocabulary` is.
    pattern : str
        A word, in which * stands for any characters, also none, and ? for one character; a backslash takes its
        meaning from the sign after it. Case does not matter.
    regex : bool
        Whether the pattern is a regular expression instead, as the package regex reads it, without regard to case.

    Returns
    -------
    int64 array
        The numbers of the terms, ascending.

    Raises
    ------
    ValueError
        The pattern is no text, empty, holds a space, is no valid one, or takes too long.

    >>> vocabulary = np.array(["genocidal", "genocide", "genre", "u?"], dtype=object)
    >>> matching_terms(vocabulary, "Genocid*").tolist(), matching_terms(vocabulary, r"?\?").tolist()
    ([0, 1], [3])
    >>> matching_terms(vocabulary, "gen(re|ocide)", regex=True).tolist()
    [1, 2]
    """
    if regex:
        return _matching_expression(vocabulary, check_expression(pattern))
    pieces = split_wildcards(pattern)
    if any(isinstance(piece, str) and any(map(str.isspace, piece)) for piece in pieces):
        raise ValueError(
            f"the pattern {pattern!r} holds a space, and stands for single terms: "
            f"make the phrase one by tokens.compound([{pattern!r}]), and look for it with _ in the place of the space"
        )
    return matching_pieces(vocabulary, [fold(piece) if isinstance(piece, str) else piece for piece in pieces])


def split_wildcards(pattern: str) -> list[str | int]:
    r"""Return the pieces of a pattern with wildcards: text, 0 for each * and 1 for each ?.

    Parameters
    ----------
    pattern : str
        As `matching_terms` takes it.

    Raises
    ------
    ValueError
        The pattern is no text, empty, or ends with a backslash.

    >>> split_wildcards(r"A*\*?")
    ['A', 0, '*', 1]
    """
    if not isinstance(pattern, str):
        raise ValueError(f"the pattern is {pattern!r}: it must be a text, such as road or genocid*")
    pattern = pattern.strip()
    if not pattern:
        raise ValueError("the pattern is empty: give a word, such as road or genocid*")
    if len(pattern) > LONGEST:
        raise ValueError(f"the pattern has {len(pattern):,} characters: at most {LONGEST:,} are allowed")
    pieces: list[str | int] = []
    characters = iter(pattern)
    for character in characters:
        if character in "*?":
            pieces.append("*?".index(character))
            continue
        if character == "\\":
            character = next(characters, "")
            if not character:
                raise ValueError(f"the pattern {pattern!r} ends with a backslash: write \\\\ for one that is meant")
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def matching_pieces(vocabulary: np.ndarray, pieces: list[str | int]) -> np.ndarray:
    """Return the terms that the pieces of a pattern stand for.

    Parameters
    ----------
    vocabulary : object array of str, shape (terms,)
        Case-folded and sorted.
    pieces : list of str or int
        As `split_wildcards` gives them, but folded.

    Returns
    -------
    int64 array
        The numbers of the terms, ascending.

    >>> matching_pieces(np.array(["a", "ab", "b"], dtype=object), ["a", 0]).tolist()
    [0, 1]
    """
    first, last = 0, len(vocabulary)
    rest = pieces
    if pieces and isinstance(pieces[0], str):
        rest = pieces[1:]
        first, last = _range_of(vocabulary, pieces[0])
        if not rest:
            found = last > first and vocabulary[first] == pieces[0]
            return np.arange(first, first + found, dtype=np.int64)
    if rest and all(piece == 0 for piece in rest):
        return np.arange(first, last, dtype=np.int64)
    matches = regex.compile(_expression(pieces)).fullmatch
    return np.array([i for i in range(first, last) if matches(vocabulary[i])], dtype=np.int64)


def check_expression(pattern: str) -> regex.Pattern:
    """Return the compiled regular expression that a user wrote.

    Parameters
    ----------
    pattern : str
        As the package regex reads it; curly apostrophes and the hyphens of Unicode stand for the plain ones, as in
        terms.

    Raises
    ------
    ValueError
        It is empty, too long, or no regular expression; the message says what is wrong, and where.

    >>> check_expression("(a")
    Traceback (most recent call last):
    ValueError: (a is no regular expression: missing ) at character 3
    """
    if not pattern:
        raise ValueError("the regular expression is empty: give one, such as genocid.*")
    if len(pattern) > LONGEST:
        raise ValueError(f"the regular expression has {len(pattern):,} characters: at most {LONGEST:,} are allowed")
    try:
        return regex.compile(pattern.translate(PLAIN), FLAGS)
    except regex.error as error:
        where = "" if error.pos is None else f" at character {error.pos + 1}"
        raise ValueError(f"{pattern} is no regular expression: {error.msg}{where}") from None
    except (OverflowError, RecursionError, MemoryError):
        raise ValueError(f"{pattern} is too large a regular expression: take smaller repetitions") from None


def _matching_expression(vocabulary: np.ndarray, expression: regex.Pattern) -> np.ndarray:
    if WORDS.fullmatch(expression.pattern):
        words = [fold(word) for word in expression.pattern.split("|")]
        pieces = [[word.removesuffix(".*"), 0] if word.endswith(".*") else [word] for word in words]
        return np.unique(np.concatenate([matching_pieces(vocabulary, some) for some in pieces]))
    end = monotonic() + SECONDS
    found = []
    try:
        for number, term in enumerate(vocabulary):
            # A timeout of 0 or less would be none at all.
            if expression.fullmatch(term, timeout=max(end - monotonic(), 1e-6)):
                found.append(number)
    except TimeoutError:
        raise ValueError(
            f"{expression.pattern} takes more than {SECONDS} seconds: write it without a repetition in a repetition, "
            f"such as (a+)+"
        ) from None
    return np.array(found, dtype=np.int64)


def _range_of(vocabulary: np.ndarray, beginning: str) -> tuple[int, int]:
    first = bisect_left(vocabulary, beginning)
    return first, bisect_left(vocabulary, True, lo=first, key=lambda term: not term.startswith(beginning))


def _expression(pieces: list[str | int]) -> str:
    """Write pieces as a regular expression that never goes back: the first place of each part after a * will do."""
    parts = [""]
    for piece in pieces:
        if piece == 0:
            parts.append("")
        else:
            parts[-1] += "." if piece == 1 else regex.escape(piece)
    if len(parts) == 1:
        return parts[0]
    first, *middle, last = parts
    return first + "".join(f"(?>.*?{part})" for part in middle) + f".*{last}"
