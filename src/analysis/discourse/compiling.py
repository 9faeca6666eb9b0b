"""Functions compiled by numba, whose machine code is kept on disk as long as it is that of the sources."""

from pathlib import Path

from numba import njit

FOLDER = Path(__file__).parent


def forget_outdated(folder: Path) -> None:
    """Remove machine code that is older than some source beside it.

    Numba asks only whether the function's own file has changed; but what it calls, and the constants it takes from
    elsewhere, are in its machine code too.

    Parameters
    ----------
    folder : Path
        The folder of the sources.

    >>> forget_outdated(Path("/no/such/folder"))
    """
    newest = max((path.stat().st_mtime for path in folder.glob("*.py")), default=0)
    for path in folder.glob("__pycache__/*.nb[ic]"):
        try:
            if path.stat().st_mtime < newest:
                path.unlink()
        except OSError:  # another process was faster, or may do it and this one may not
            continue


forget_outdated(FOLDER)
compiled = njit(cache=True)
