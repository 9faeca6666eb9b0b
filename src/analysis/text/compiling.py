"""Functions compiled by numba, whose machine code is kept on disk as long as it is that of the sources."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from numba import njit

# What processes try compiled functions on before they have work, so that the machine code is loaded.
TEXT = "The NATO-led force, said A. B. Doe, left “the city” on Monday; the UN’s envoy welcomed it. Él dijo que sí."


def compiled(function: Callable) -> Callable:
    """Compile a function when it is first called, and keep its machine code on the disk.

    Parameters
    ----------
    function : callable
        Of numbers, arrays and named tuples of arrays.

    >>> compiled(max).__name__
    Traceback (most recent call last):
    TypeError: ...
    """
    dispatcher = njit(cache=True)(function)
    forget_outdated(Path(function.__code__.co_filename).parent, Path(dispatcher._cache.cache_path))
    return dispatcher


@cache
def forget_outdated(sources: Path, kept: Path) -> None:
    """Remove machine code that is older than some source.

    Numba asks only whether the function's own file has changed; but what it calls, and the constants it takes from
    elsewhere, are in its machine code too.

    Parameters
    ----------
    sources, kept : Path
        The folder of the sources, and where their machine code is kept.

    >>> forget_outdated(Path("/no/such/folder"), Path("/nor/this"))
    """
    newest = max((path.stat().st_mtime for path in sources.glob("*.py")), default=0)
    for path in kept.glob("*.nb[ic]"):
        try:
            if path.stat().st_mtime < newest:
                path.unlink()
        except OSError:  # another process was faster, or may do it and this one may not
            continue
