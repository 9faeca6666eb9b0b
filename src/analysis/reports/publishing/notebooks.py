"""An executed notebook -> a notebook to hand on: with its outputs, without times and paths of this machine."""

import copy
from collections.abc import Mapping
from typing import Any

import nbformat

from analysis.reports.publishing.about import About

INJECTED = "injected-parameters"
OF_CELLS = ("tags",)
OF_NOTEBOOKS = ("kernelspec", "title")


def notebook_text(executed: nbformat.NotebookNode, about: About) -> str:
    """Return an executed notebook as JSON, the same bytes every time.

    Parameters
    ----------
    executed : NotebookNode
        The notebook as it was run.
    about : About
        What the report is of; it stands in the notebook's metadata as "report".

    Returns
    -------
    str
        A notebook that opens in Jupyter. Its cell of given parameters holds what a person gave, so that it runs
        where the folders are others; warnings are left out, as they name files of this machine.
    """
    clean = copy.deepcopy(executed)
    clean.metadata = {name: clean.metadata[name] for name in OF_NOTEBOOKS if name in clean.metadata}
    clean.metadata["language_info"] = {"name": "python"}
    clean.metadata["report"] = {"notebook": about.notebook, "data": about.data, "fingerprint": about.fingerprint}
    for cell in clean.cells:
        _clean(cell, about.given)
    clean.cells = [cell for cell in clean.cells if cell.source or INJECTED not in _tags(cell)]
    return nbformat.writes(nbformat.from_dict(clean)) + "\n"


def _clean(cell: dict[str, Any], given: Mapping[str, Any]) -> None:
    cell.metadata = {name: cell.metadata[name] for name in OF_CELLS if name in cell.metadata}
    if cell.cell_type != "code":
        return
    if INJECTED in _tags(cell):
        if "id" in cell:
            cell.id = INJECTED  # papermill draws one by lot
        cell.source = "".join(f"{name} = {value!r}\n" for name, value in given.items()).rstrip()
    cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    for output in cell.outputs:
        if "metadata" in output:
            output.metadata = {}


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return list(cell.get("metadata", {}).get("tags", []))
