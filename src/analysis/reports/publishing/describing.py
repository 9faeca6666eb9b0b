"""Which notebooks there are, and what each says of itself to a person who asks how to use it."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from analysis.reports.publishing.casting import PROCESSED, Parameter, written
from analysis.reports.publishing.declaring import Template, template
from analysis.reports.publishing.refusals import ParameterError, quoted, suggest

WIDTH = 88
TYPE_NAMES = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "yes or no",
    "list[str]": "list of texts, parted by commas",
    "list[int]": "list of whole numbers, parted by commas",
}


def find_notebook(name: str, notebooks: Path) -> Path:
    """Return the notebook of a name, in the folder of notebooks and in no other.

    Raises
    ------
    ParameterError
        There is none; those that are there are listed.
    """
    names = names_in(notebooks)
    stem = str(name).removesuffix(".ipynb")
    if stem not in names:
        raise ParameterError(
            f"there is no notebook {quoted(name)} in {notebooks}.{suggest(stem.split('/')[-1][:80], names)}"
        )
    return notebooks / f"{stem}.ipynb"


def names_in(notebooks: Path) -> list[str]:
    """Return the names of the notebooks in a folder, sorted."""
    return sorted(path.stem for path in notebooks.glob("*.ipynb") if path.is_file() and path.name[0] != ".")


def describe(notebook: Path) -> str:
    """Say what a notebook shows and which parameters it takes, with an example.

    Parameters
    ----------
    notebook : Path
        The notebook.

    Raises
    ------
    ParameterError
        A declaration has a fault.
    """
    read = template(notebook)
    settable = [parameter for name, parameter in read.parameters.items() if name != PROCESSED]
    parts = [f"{notebook.stem}: {plain_title(read)}", fill(read.shows, WIDTH)]
    if settable:
        width = max(len(parameter.name) for parameter in settable)
        lines = [_lines(parameter, width) for parameter in settable]
        parts.append("\n".join(["Parameters, each set by --set NAME=VALUE:", *lines]))
    else:
        parts.append("It has no parameters.")
    return "\n\n".join(filter(None, [*parts, f"Example: {example(notebook.stem, settable)}"]))


def plain_title(read: Template) -> str:
    """Write a title with its parameters in capitals, as they stand in the usage of a command.

    >>> plain_title(Template("Who names $organization", "", {"organization": Parameter("organization", "str", "", "")}))
    'Who names ORGANIZATION'
    """
    title = read.title
    for name in read.parameters:
        title = title.replace(f"${name}", name.upper())
    return title


def _lines(parameter: Parameter, width: int) -> str:
    """Write a parameter: its name, beside it what it is for, and below that its values and its default."""
    domain = parameter.domain
    values = TYPE_NAMES[parameter.type] if domain.is_open else str(domain)
    if domain.bounds:
        values = f"{TYPE_NAMES[parameter.type]} {domain}"
    if parameter.is_list and not domain.is_open:
        values = f"list, parted by commas; each {values}"
    default = written(parameter.default)
    margin = " " * (width + 4)
    first = fill(parameter.help, WIDTH, **_indent(margin))
    second = fill(f"({values}{f'; default: {default}' if default else ''})", WIDTH, **_indent(margin))
    return f"  {parameter.name:{width}}  " + "\n".join(filter(None, [first, second])).lstrip()


def _indent(margin: str) -> dict[str, str]:
    return {"initial_indent": margin, "subsequent_indent": margin}


def example(name: str, parameters: Sequence[Parameter]) -> str:
    """Write a command that renders a template, with one or two of its parameters.

    >>> example("overview", [Parameter("top", "int", 15, "")])
    'discourse report overview --set top=15'
    """
    telling = [parameter for parameter in parameters if parameter.default not in ("", [], False)][:1]
    telling += [parameter for parameter in parameters if parameter.name == "start" and parameter.default == ""]
    settings = [
        f"--set {shlex.quote(f'{parameter.name}={written(parameter.default) or 2023}')}" for parameter in telling
    ]
    return " ".join(["discourse report", shlex.quote(name), *settings])


def overview(notebooks: Path) -> str:
    """List the templates of a folder, one a line, with what each shows.

    Parameters
    ----------
    notebooks : Path
        The folder of notebooks.
    """
    names = names_in(notebooks)
    if not names:
        return f"There is no notebook in {notebooks}."
    width = max(map(len, names))
    lines = [f"  {name:{width}}  {_title(notebooks / f'{name}.ipynb')}" for name in names]
    return "\n".join(["Reports (NAME), of which `discourse report NAME --help` tells the parameters:", *lines])


def _title(notebook: Path) -> str:
    try:
        return plain_title(template(notebook))
    except ParameterError as error:
        return f"cannot be used: {error.faults[0]}"
