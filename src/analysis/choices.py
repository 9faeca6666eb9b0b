"""Names that a user gives: the one that is meant, or an error that says which there are."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


def choose(name: str, allowed: Iterable[str], what: str, known_as: Mapping[str, str] | None = None) -> str:
    """Return a name if it is one of those allowed.

    Parameters
    ----------
    name : str
        What the user wrote.
    allowed : iterable of str
        The names that there are.
    what : str
        What they name, such as measure, for the message.
    known_as : mapping of str to str, optional
        Other names that some are known by elsewhere; they are not taken, but the message tells the name here.

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
    if not isinstance(name, str):
        raise ValueError(f"the {what} is no text but of the kind {type(name).__name__}. There are: {', '.join(names)}")
    if name in names:
        return name
    written = name.lower().replace("-", "_").replace(" ", "_")
    elsewhere = (known_as or {}).get(written)
    close = [elsewhere] if elsewhere else get_close_matches(written, names, n=1, cutoff=0.5)
    meant = f": did you mean {close[0]}?" if close else "."
    raise ValueError(f"there is no {what} {name!r}{meant} There are: {', '.join(names)}")
