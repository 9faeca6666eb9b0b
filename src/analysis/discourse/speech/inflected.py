"""Names in other cases than the nominative: Петровой -> Петрова, by the endings that a language lists."""

from collections.abc import Callable, Iterable, Sequence

Cases = Sequence[tuple[str, str]]
SHORTEST_STEM = 2


def nominatives(word: str, cases: Cases) -> set[str]:
    """Return what a word can be in the nominative: itself, or with another ending.

    Parameters
    ----------
    word : str
        In lower case.
    cases : sequence of (str, str)
        An ending, and that of the nominative in its place.

    >>> sorted(nominatives("петровой", [("ой", "а"), ("у", "")]))
    ['петрова', 'петровой']
    """
    found = {word}
    for ending, nominative in cases:
        stem = len(word) - len(ending)
        if stem >= SHORTEST_STEM and word.endswith(ending):
            found.add(word[:stem] + nominative)
    return found


def is_inflected(words: Sequence[str], nominative: Sequence[str], cases: Cases) -> bool:
    """Say whether words are the last ones of a name in another case, each of them in it or without any ending of it.

    >>> is_inflected(("елены", "петровой"), ("елена", "петрова"), [("ой", "а"), ("ы", "а")])
    True
    """
    if len(words) > len(nominative):
        return False
    pairs = zip(words, nominative[len(nominative) - len(words) :], strict=True)
    return all(name in nominatives(word, cases) for word, name in pairs)


def share_nominative(words: Sequence[str], others: Sequence[str], cases: Cases) -> bool:
    """Say whether two expressions can be cases of one.

    >>> share_nominative(("министра",), ("министру",), [("а", ""), ("у", "")])
    True
    """
    return len(words) == len(others) and all(
        nominatives(word, cases) & nominatives(other, cases) for word, other in zip(words, others, strict=True)
    )


def folded_cases(cases: Cases, fold: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the endings as the words of names are compared: without diacritics."""
    return [(fold(ending), fold(nominative)) for ending, nominative in cases]


def candidates(word: str, surnames: Iterable[str], cases: Cases) -> list[str]:
    """Return the surnames that a word can be a case of.

    >>> candidates("петровой", ["петрова", "руис"], [("ой", "а")])
    ['петрова']
    """
    known = surnames if isinstance(surnames, dict) else set(surnames)
    return sorted(name for name in nominatives(word, cases) if name in known)
