"""An executed notebook -> one page of HTML that stands alone."""

import platform
import re
from importlib import metadata, resources

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from analysis.reports.publishing.about import About

NAMED_VERSIONS = (
    "discourse-analysis",
    "ftfy",
    "matplotlib",
    "networkx",
    "numpy",
    "nupunkt",
    "pandas",
    "papermill",
    "scipy",
)


def page(executed: nbformat.NotebookNode, about: About) -> str:
    """Return what an executed notebook shows as a page of HTML.

    Parameters
    ----------
    executed : NotebookNode
        The notebook with its outputs.
    about : About
        What the report is of.
    """
    return _exporter().from_notebook_node(
        _without_repetition(executed),
        resources={
            "title": about.title,
            "scope": about.scope,
            "about": about.as_json(),
            "parameters": {name: str(value) or "(not set)" for name, value in about.values.items()},
            "data": about.data,
            "versions": versions(),
            "command": about.command,
        },
    )[0]


def versions() -> dict[str, str]:
    """Return the versions that a report names: Python's and those of the packages that decide what it shows."""
    return {"Python": platform.python_version()} | {name: metadata.version(name) for name in NAMED_VERSIONS}


def _without_repetition(executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave out cells that show what was shown before, and sections left empty: what is not there is said once."""
    sections: list[list[nbformat.NotebookNode]] = [[]]
    said: set[str] = set()
    for cell in executed.cells:
        if cell.cell_type == "markdown":
            sections.append([])
        texts = _texts(cell)
        cell.metadata["repeats"] = bool(texts) and said.issuperset(texts)
        said.update(texts)
        sections[-1].append(cell)
    executed.cells = []
    for section in sections:
        new = [cell for cell in section if not cell.metadata.pop("repeats")]
        if len(new) == len(section) or any(map(_texts, new)):
            executed.cells += new
    return executed


def _texts(cell: nbformat.NotebookNode) -> list[str]:
    """Return what a cell shows, without tags; pictures are compared as they are."""
    shown = [output.get("data", {}).get("text/html") or str(output) for output in cell.get("outputs", [])]
    return [" ".join(re.sub(r"<[^<>]*>", " ", html).split()) if "<img" not in html else html for html in shown]


def _exporter() -> HTMLExporter:
    templates = str(resources.files("analysis.reports") / "templates")
    config = Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": ["notebook-only"]}})
    return HTMLExporter(
        extra_template_basedirs=[templates], template_name="report", exclude_anchor_links=True, config=config
    )
