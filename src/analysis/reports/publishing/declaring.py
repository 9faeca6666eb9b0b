"""A notebook's cell tagged "parameters" -> what it declares."""

import ast
import io
import json
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.reports.publishing.casting import TYPES, Parameter, cast
from analysis.reports.publishing.checking import outside
from analysis.reports.publishing.domains import ANY, Domain, parse_domain
from analysis.reports.publishing.refusals import ParameterError

BRACKETS = re.compile(r"\[([^\[\]]*)\]$")
FORM = "declare each parameter in one line: name: type = default  # help [domain]"


@dataclass(frozen=True)
class Template:
    """A notebook as it says of itself what it is.

    Attributes
    ----------
    title : str
        Its title, with $name standing for a parameter.
    shows : str
        What it shows, as its first cell says it below the heading; empty if it does not.
    parameters : dict
        Its parameters by name.
    """

    title: str
    shows: str
    parameters: dict[str, Parameter]


def declared(notebook: Path | str) -> dict[str, Parameter]:
    """Read the parameters that a notebook declares in its cell tagged "parameters".

    Parameters
    ----------
    notebook : path
        A notebook whose cell annotates each parameter with one of `TYPES`. A comment behind it says in a few words
        what it is for, and in square brackets at its end which values it may have (see `domains`).

    Raises
    ------
    ParameterError
        There is no such notebook, or a declaration has a fault; the message names notebook and parameter.
    """
    return template(notebook).parameters


def template(notebook: Path | str) -> Template:
    """Read what a notebook says of itself: title, what it shows, and its parameters.

    Parameters
    ----------
    notebook : path
        As `declared` takes it.

    Raises
    ------
    ParameterError
        As for `declared`.
    """
    notebook = Path(notebook)
    try:
        read = json.loads(notebook.read_bytes())
        cells = [(cell["cell_type"], "".join(cell["source"]), _tags(cell)) for cell in read["cells"]]
        title = str(read["metadata"].get("title", notebook.stem))
    except (FileNotFoundError, IsADirectoryError):
        raise ParameterError(f"there is no notebook {notebook}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ParameterError(f"{notebook} is no notebook of Jupyter (format 4)") from None
    declarations = next((text for kind, text, tags in cells if kind == "code" and "parameters" in tags), "")
    first = next((text for kind, text, _ in cells if kind == "markdown"), "")
    shows = " ".join(line.strip() for line in first.splitlines() if not line.startswith("#"))
    return Template(title, shows.strip(), _parameters(notebook.name, declarations))


def _tags(cell: dict[str, Any]) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def _parameters(notebook: str, source: str) -> dict[str, Parameter]:
    try:
        body = ast.parse(source).body
        comments = {
            token.start[0]: token.string.lstrip("#").strip()
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT
        }
    except (SyntaxError, ValueError, tokenize.TokenError, RecursionError) as error:
        raise ParameterError(f"{notebook}: the parameters are no Python: {error}") from None
    found: dict[str, Parameter] = {}
    for node in body:
        name = _name(notebook, node)
        if name in found:
            raise ParameterError(f"{notebook}: the parameter {name} is declared twice")
        try:
            found[name] = _parameter(name, node, source, comments.get(node.end_lineno, ""))
        except ValueError as error:
            raise ParameterError(f"{notebook}: {error}") from None
    return found


def _name(notebook: str, node: ast.stmt) -> str:
    targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets if isinstance(node, ast.Assign) else []
    if len(targets) != 1 or not isinstance(targets[0], ast.Name):
        raise ParameterError(f"{notebook}, line {node.lineno} of the parameters declares none: {FORM}")
    return targets[0].id


def _parameter(name: str, node: ast.AnnAssign | ast.Assign, source: str, comment: str) -> Parameter:
    kind = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else "nothing"
    if kind not in TYPES:
        raise ValueError(f"annotate the parameter {name} as one of {', '.join(TYPES)}, not {kind}")
    line = source.splitlines()[node.lineno - 1]
    try:
        default = ast.literal_eval(node.value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        raise ValueError(f"the default of {name} is no plain value: {ast.unparse(node.value or node)}") from None
    if node.lineno != node.end_lineno or line.count("=") != 1 or "#" in ast.unparse(node.value):
        raise ValueError(
            f"{name} is written so that papermill would not read it: {FORM}, with one = in all and no # but that"
        )
    brackets = BRACKETS.search(comment)
    words = comment[: brackets.start()].strip() if brackets else comment
    parameter = Parameter(name, kind, default, words, _domain(name, kind, brackets[1] if brackets else None))
    _check_default(parameter)
    return parameter


def _domain(name: str, kind: str, written: str | None) -> Domain:
    if written is None:
        return ANY
    try:
        domain = parse_domain(written)
    except ValueError as error:
        raise ValueError(f"the domain of {name}: {error}") from None
    numbers = kind in ("int", "float", "list[int]")
    if kind == "bool" or numbers != bool(domain.bounds):
        raise ValueError(f"the domain of {name}: [{written}] fits no {kind}")
    return domain


def _check_default(parameter: Parameter) -> None:
    """Refuse a default that is of another type, or that may not be given."""
    entries = parameter.default if parameter.is_list else [parameter.default]
    wanted = TYPES[parameter.item_type]
    if type(entries) is not list or not all(type(entry) is wanted for entry in entries):
        raise ValueError(f"the default of {parameter.name} is no {parameter.type}: {parameter.default!r}")
    try:
        fault = outside(parameter, cast(parameter, parameter.default))
    except ParameterError as error:
        fault = str(error)
    if fault:
        raise ValueError(f"the default of {parameter.name} is none of its values: {fault}")
