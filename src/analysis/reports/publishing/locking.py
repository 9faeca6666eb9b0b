"""One command at a time changes the pages of a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.study import building


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other command changes the pages of a folder, and let none do so meanwhile.

    Whoever links pages reads them first: a page that another command wrote in between would be lost. It is held only
    while files are written, never while a notebook runs; and it must not be asked for where it is held already.

    Parameters
    ----------
    folder : Path
        The folder; made when it is not there.

    >>> from tempfile import mkdtemp
    >>> with alone_in(Path(mkdtemp()) / "reports"):
    ...     pass
    """
    folder.mkdir(parents=True, exist_ok=True)
    with building(folder):  # the same lock as for a folder of tables
        yield
