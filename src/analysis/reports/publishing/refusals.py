"""What is said of a value that cannot be taken, and which was meant."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

MOST_LISTED = 40  # names; of more only the nearest are told
LONGEST_SHOWN = 80  # characters
LIKE = 78  # of 100, from which a name is like another


class ParameterError(ValueError):
    """What is wrong with parameters, and which would be right.

    Attributes
    ----------
    faults : tuple of str
        One sentence for each thing that is wrong.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults

    @classmethod
    def raise_if(cls, faults: Iterable[str]) -> None:
        """Raise one error that tells all faults, each once; none where there is no fault."""
        found = list(dict.fromkeys(faults))
        if found:
            raise cls(*found)


def suggest(name: str, allowed: Iterable[str]) -> str:
    """Name what was meant, and all that is allowed.

    >>> suggest("organisation", ["organization", "start"])
    ' Did you mean organization? Allowed: organization, start.'
    """
    names = list(allowed)
    near = get_close_matches(name, names, n=2, cutoff=0.6)
    return f"{meant(near)} Allowed: {', '.join(names) or 'none'}."


def meant(near: Collection[str]) -> str:
    """Ask whether one of some names was meant.

    >>> meant(["start", "end"]), meant([])
    (' Did you mean start or end?', '')
    """
    return f" Did you mean {' or '.join(map(shortened, near))}?" if near else ""


def nearest(name: str, names: Collection[str], most: int = 3) -> list[str]:
    """Return the names most like another: the same in other letters, else misspelt, else with parts in common.

    Parameters
    ----------
    name : str
        What was written.
    names : collection of str
        The names that there are.
    most : int
        How many to return.

    >>> nearest("red cross", ["Freedom House", "International Committee of the Red Cross"])
    ['International Committee of the Red Cross']
    """
    from rapidfuzz import fuzz, process, utils

    short = name[:LONGEST_SHOWN]
    near = [other for other in names if other.casefold() == short.casefold()]
    for scorer in (fuzz.ratio, fuzz.WRatio):  # as a whole; if nothing is like that, by parts
        if not near:
            found = process.extract(
                short, names, scorer=scorer, processor=utils.default_process, score_cutoff=LIKE, limit=most
            )
            near = [other for other, *_ in found]
    return near[:most]


def listed_or_nearest(name: str, names: Collection[str], what: str, where: str) -> str:
    """Name what was meant, and all names if they are few; else how many there are and where they are listed.

    Parameters
    ----------
    name : str
        What was written.
    names : collection of str
        The names that there are.
    what : str
        What they are, in the plural.
    where : str
        A sentence on how to see them all.

    >>> listed_or_nearest("actr", ["actor", "group"], "columns", "")
    ' Did you mean actor? The 2 columns: actor, group.'
    """
    question = meant(nearest(name, names))
    if len(names) <= MOST_LISTED:
        return (
            f"{question} The {len(names)} {what}: {', '.join(map(shortened, names))}." if names else " There is none."
        )
    return f"{question} There are {len(names):,} {what}. {where}".rstrip()


def shortened(value: object) -> str:
    """Write a value for a message: in one line, and no longer than a message may be.

    >>> shortened("a\\nb"), len(shortened("x" * 1000000))
    ('a b', 80)
    """
    text = " ".join(str(value)[: 2 * LONGEST_SHOWN].split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def quoted(value: object) -> str:
    """Write a value as it was given, for a message: with marks around it, and no longer than a message may be.

    >>> quoted("a\\nb"), quoted(["a"] * 3), quoted({})
    ("'a\\\\nb'", 'a list of 3', 'a mapping')
    """
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple, set)):
        return f"a list of {len(value)}"
    text = str(value)
    return repr(text) if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]!r}… ({len(text):,} characters)"
