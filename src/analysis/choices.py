"""Names that a user gives: the one that is meant, or an error that says which there are."""

from collections.abc import Iterable
from difflib import get_close_matches


def choose(name: str, allowed: Iterable[str], what: str) -> str:
    """Return a name if it is one of those allowed.

    Parameters
    ----------
    name : str
        What the user wrote.
    allowed : iterable of str
        The names that there are.
    what : str
        What they name, such as measure, for the message.

    Raises
    ------
    ValueError
        There is no such name; the message lists all, the likeliest first.

    >>> choose("g2", ["g2", "log_ratio"], "measure")
    'g2'
    >>> choose("logratio", ["g2", "log_ratio"], "measure")
    Traceback (most recent call last):
    ValueError: there is no measure 'logratio': did you mean log_ratio? There are: g2, log_ratio
    """
    names = list(allowed)
    if name in names:
        return name
    close = get_close_matches(str(name).lower().replace("-", "_").replace(" ", "_"), names, n=1, cutoff=0.5)
    meant = f": did you mean {close[0]}?" if close else "."
    raise ValueError(f"there is no {what} {name!r}{meant} There are: {', '.join(names)}")
