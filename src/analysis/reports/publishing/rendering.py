"""A notebook and its parameters -> one HTML file that stands alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import study
from analysis.reports.publishing import parameters as declarations
from analysis.reports.publishing.about import about
from analysis.reports.publishing.files import file_name, write_atomically
from analysis.reports.publishing.pages import page
from analysis.reports.publishing.running import execute

FILES = ("gold", "dictionary")  # parameters that may name a file


def render(notebook: Path | str, parameters: Mapping[str, Any] | None = None, out: Path | str = "reports") -> Path:
    """Run a notebook through papermill and write what it shows as one HTML file.

    The file holds no script and loads nothing; a content security policy forbids both. Its footer names the
    parameters, the data and the versions. The same notebook, parameters and data give the same bytes.

    Parameters
    ----------
    notebook : path
        A notebook with a cell tagged "parameters". The metadata entry "title" becomes the report's title,
        with $name standing for a parameter; cells tagged "notebook-only" are left out.
    parameters : mapping of str to Any, optional
        Values for its parameters; the others keep their defaults.
    out : path
        The folder to write to; made when it is not there.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ParameterError
        A parameter is not declared or does not fit its type; nothing has run.
    RenderError
        A cell failed; nothing was written.
    NotBuiltError
        The processed tables that the parameters name are not there.
    """
    notebook, out, given = Path(notebook), Path(out), parameters or {}
    declared = declarations.declared(notebook)
    values = declarations.checked(declared, given)
    opened = study.load(values.get("processed", ""))
    if "processed" in values:  # the kernel works in the notebook's folder
        values["processed"] = str(opened.folder.resolve())
    executed = execute(notebook, values | _from_here(values))
    written = page(executed, about(notebook, declared, values, given, opened.manifest["data"]))
    path = out / f"{file_name(notebook.stem, given)}.html"
    write_atomically(path, written.encode("utf-8"))
    return path


def _from_here(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the files that stand in the current folder with their whole paths: the kernel works in another."""
    given = {name: Path(values[name]) for name in FILES if values.get(name)}
    return {name: str(path.resolve()) for name, path in given.items() if path.is_file()}
