"""A rendered report, rendered again from what it says of itself -> what differs, and why."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.reports.publishing.about import About, read_about
from analysis.reports.publishing.comparing import Difference, compare
from analysis.reports.publishing.leftovers import PREFIX
from analysis.reports.publishing.linking import unlinked
from analysis.reports.publishing.seals import is_whole

LARGEST = 64 << 20  # bytes of a page
LONGEST_CELL = 600.0  # seconds
NOTHING_SEEN = "only its markup or its styles differ: it shows the same words, numbers, images and links"


class VerificationError(ValueError):
    """Why a file cannot be rendered again."""


@dataclass(frozen=True)
class Verification:
    """What came of rendering a report again.

    Attributes
    ----------
    path : Path
        The file.
    sha256 : str
        Of the file as it is.
    edited : bool
        Whether the file was changed after it was rendered.
    origins : tuple of str
        What it was made from and is otherwise now, a sentence each.
    differences : tuple of Difference
        What the new page shows otherwise.
    identical : bool
        Whether both pages are the same byte for byte, but for links to other reports in their folders.
    """

    path: Path
    sha256: str
    edited: bool
    origins: tuple[str, ...]
    differences: tuple[Difference, ...]
    identical: bool


def verify(
    path: Path | str, notebooks: Path, processed: Path | str = "", *, timeout: float = LONGEST_CELL
) -> Verification:
    """Render a report again from the notebook and the parameters that its page names, and compare.

    The file is only read. Nothing is run but a notebook of the notebooks' folder, with parameters that it declares
    and that are checked; what is rendered goes to a temporary folder.

    Parameters
    ----------
    path : path
        The page of a report.
    notebooks : Path
        The folder of the notebooks.
    processed : path, optional
        The folder of the tables; the project's when left out or empty.
    timeout : float
        Seconds after which a cell is stopped.

    Raises
    ------
    VerificationError
        The file is no report, its notebook or one of its parameters is no longer there, or it cannot be run.
    NotBuiltError
        There are no tables.
    """
    path = Path(path)
    page, there = _read(path)
    notebook, given = _asked_for(there, notebooks)
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as folder:
        new, now = _again(notebook, given, processed, Path(folder), timeout)
    edited = not is_whole(page)
    old, new = unlinked(page), unlinked(new)
    same = old == new
    found = () if same else tuple(compare(old.encode("utf-8"), new.encode("utf-8"), footer=edited))
    return Verification(
        path,
        hashlib.sha256(page.encode("utf-8")).hexdigest(),
        edited,
        tuple(_otherwise(there, now)),
        found,
        same,
    )


def _read(path: Path) -> tuple[str, About]:
    """Read a page, and what it says of itself."""
    if not path.is_file():
        raise VerificationError(f"there is no file {path}")
    if path.stat().st_size > LARGEST:
        raise VerificationError(f"{path} has more than {LARGEST >> 20} MB: it is no report that `discourse` rendered")
    there = read_about(path)
    if there is None:
        raise VerificationError(f"{path} is no report that `discourse report` rendered, or its head is damaged")
    try:
        return path.read_bytes().decode("utf-8"), there
    except UnicodeDecodeError as error:
        raise VerificationError(f"{path} is damaged: it is not in UTF-8 from byte {error.start:,} on") from None


def _asked_for(there: About, notebooks: Path) -> tuple[Path, dict[str, Any]]:
    """Return the notebook and the parameters that a page names, if they are among those that there are."""
    from analysis.reports.publishing.jobs import find_notebook
    from analysis.reports.publishing.parameters import PROCESSED, ParameterError, checked, declared

    given = {name: value for name, value in there.given.items() if name != PROCESSED}
    try:
        notebook = find_notebook(there.notebook, notebooks)
        checked(declared(notebook), given)
    except ParameterError as error:
        raise VerificationError(f"it cannot be rendered again: {error}") from None
    return notebook, given


def _again(
    notebook: Path, given: Mapping[str, Any], processed: Path | str, folder: Path, timeout: float
) -> tuple[str, About]:
    """Render a report into a folder, and return its page and what it says of itself."""
    from analysis.reports.publishing.parameters import PROCESSED, ParameterError, declared
    from analysis.reports.publishing.rendering import check_corpus, planned, publish
    from analysis.reports.publishing.running import RenderError

    where = {PROCESSED: str(processed)} if processed and PROCESSED in declared(notebook) else {}
    try:
        plan = planned(notebook, {**given, **where}, folder)
        check_corpus(plan)
        publish(notebook, {**given, **where}, folder, timeout=timeout, force=True)
    except (ParameterError, RenderError) as error:
        raise VerificationError(f"it cannot be rendered again: {error}") from None
    return plan.path.read_text(encoding="utf-8"), plan.about


def _otherwise(then: About, now: About) -> Iterator[str]:
    """Say which of its origins have changed since a report was rendered."""
    if then.data != now.data:
        yield (
            f"the data: {_short(then.data)} → {_short(now.data)}, other texts, gazetteer or columns "
            "(a report of another corpus? --processed names the folder of its tables)"
        )
    elif then.tables != now.tables:
        yield "the tables were built by another version of the program or of a library"
    if then.template != now.template:
        yield f"the notebook {now.notebook}.ipynb: {_short(then.template)} → {_short(now.template)}"
    if then.code != now.code:
        yield f"the program's own code: {_short(then.code)} → {_short(now.code)}"
    for name in sorted({*then.files, *now.files}):
        if then.files.get(name) != now.files.get(name):
            yield f"the file of the parameter {name}: {_short(then.files.get(name))} → {_short(now.files.get(name))}"
    for name in dict.fromkeys([*then.versions, *now.versions]):
        if then.versions.get(name) != now.versions.get(name):
            yield f"{name}: {then.versions.get(name, 'not named')} → {now.versions.get(name, 'not named')}"
    for name in dict.fromkeys([*then.values, *now.values]):
        if then.values.get(name) != now.values.get(name) and name not in now.given:
            old, new = (str(of.values.get(name, "not there")) or "empty" for of in (then, now))
            yield f"the default of {name}: {old:.60} → {new:.60}"


def _short(digest: str | None) -> str:
    return f"SHA-256 {digest[:16]}" if digest else "none"
