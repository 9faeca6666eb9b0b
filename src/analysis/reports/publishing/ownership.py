"""Whether a file that stands where a page is to be written is one of ours, or somebody's own."""

import re
from pathlib import Path

from analysis.reports.publishing.about import HEAD_BYTES, read_about

OURS = re.compile(rb'<meta name="(?:report(?:-error)?"|generator" content="discourse-analysis")')
INDEX_BEFORE = (b"<title>Reports</title>", b"default-src 'none'")  # of versions that did not name themselves


class ForeignFileError(ValueError):
    """A page would be written over a file that somebody else made."""


def is_ours(path: Path) -> bool:
    """Tell whether a file is a report, an error page or an index that was written here.

    Parameters
    ----------
    path : Path
        A file, of anybody; one that is not there is not ours.

    >>> is_ours(Path("/no/such/file"))
    False
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return bool(OURS.search(head)) or all(mark in head for mark in INDEX_BEFORE) or read_about(path) is not None


def refuse_foreign(path: Path) -> None:
    """Refuse to write a page over somebody's own file; an empty one, or a link to another, is nobody's loss.

    Parameters
    ----------
    path : Path
        Where the page is to be written.

    Raises
    ------
    ForeignFileError
        There is something that is not ours.
    """
    if path.is_symlink() or not path.exists() or (path.is_file() and not path.stat().st_size) or is_ours(path):
        return
    raise ForeignFileError(
        f"{path} was not written by `discourse report`, which would replace it: "
        f"move it, or choose another folder (--out)"
    )
