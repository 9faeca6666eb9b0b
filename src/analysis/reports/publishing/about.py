"""What a report says of itself: what it is of, what it was made from, and how to make it again."""

import json
import shlex
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.reports.publishing.parameters import Parameter


@dataclass(frozen=True)
class About:
    """What a report is of.

    Attributes
    ----------
    title : str
        Its title, with the parameters that it names filled in.
    scope : str
        The parameters that differ from their defaults and that the title does not name.
    notebook : str
        The name of the notebook that it was rendered from.
    given : dict
        The parameters that were given, without the folder of the tables.
    values : dict
        Every parameter's value, without the folder of the tables.
    data : str
        The hash of what the tables were built from.
    """

    title: str
    scope: str
    notebook: str
    given: dict[str, Any]
    values: dict[str, Any]
    data: str

    @property
    def command(self) -> str:
        """The command that renders the report again."""
        settings = [f"--set {shlex.quote(f'{name}={value}')}" for name, value in self.given.items()]
        return " ".join(["discourse report", self.notebook, *settings])

    def as_json(self) -> str:
        """Return what the index needs to know of a report."""
        return json.dumps({"title": self.title, "scope": self.scope, "notebook": self.notebook, "data": self.data})


def about(
    notebook: Path,
    declared: Mapping[str, Parameter],
    values: Mapping[str, Any],
    given: Mapping[str, Any],
    data: str,
) -> About:
    """Return what a report of a notebook with some values is of.

    Parameters
    ----------
    notebook : Path
        The notebook; its metadata entry "title" becomes the title, with $name standing for a parameter.
    declared : mapping of str to Parameter
        Its parameters.
    values : mapping of str to Any
        Every parameter's value.
    given : mapping of str to Any
        The parameters that were given.
    data : str
        The hash of what the tables were built from.
    """
    heading = nbformat.read(notebook, as_version=4).metadata.get("title", notebook.stem)
    shown = {name: value for name, value in values.items() if name != "processed"}
    chosen = {name: value for name, value in shown.items() if name in given}
    scope = ", ".join(
        f"{name} {value}"
        for name, value in chosen.items()
        if f"${name}" not in heading and value != declared[name].default
    )
    return About(string.Template(heading).safe_substitute(values), scope, notebook.stem, chosen, shown, data)
