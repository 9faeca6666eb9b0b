"""The parameters that a notebook declares, and the values that people give for them."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import papermill

TYPES = {"str": str, "int": int, "float": float, "bool": bool}
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class ParameterError(ValueError):
    """What is wrong with a parameter, and which would be right."""


@dataclass(frozen=True)
class Parameter:
    """One parameter as its notebook declares it: `name: type = default  # help`."""

    name: str
    type: str
    default: Any
    help: str


def declared(notebook: Path | str) -> dict[str, Parameter]:
    """Read the parameters that a notebook declares in its cell tagged "parameters".

    Parameters
    ----------
    notebook : path
        A notebook whose cell annotates each parameter with str, int, float or bool.

    Raises
    ------
    ParameterError
        There is no such notebook, or a parameter's type or default is none that can be checked.
    """
    notebook = Path(notebook)
    if not notebook.is_file():
        raise ParameterError(f"there is no notebook {notebook}")
    found = papermill.inspect_notebook(str(notebook))
    return {name: _parameter(notebook, entry) for name, entry in found.items()}


def _parameter(notebook: Path, entry: Mapping[str, str]) -> Parameter:
    name, kind = entry["name"], entry["inferred_type_name"]
    if kind not in TYPES:
        raise ParameterError(f"{notebook.name}: annotate the parameter {name} as one of {', '.join(TYPES)}, not {kind}")
    try:
        default = ast.literal_eval(entry["default"])
    except (ValueError, SyntaxError):
        raise ParameterError(f"{notebook.name}: the default of {name} is no plain value: {entry['default']}") from None
    return Parameter(name, kind, default, entry["help"])


def checked(parameters: Mapping[str, Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value for every parameter: the given one in its declared type, else the default.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        As `declared` gives it.
    given : mapping of str to Any
        Values, as text or in the declared type.

    Raises
    ------
    ParameterError
        A name is not declared, or a value does not fit its type.

    >>> checked({"by": Parameter("by", "str", "", "")}, {"bye": "actor"})
    Traceback (most recent call last):
    analysis.reports.publishing.parameters.ParameterError: there is no parameter 'bye'. Did you mean by? ...
    """
    for name in given:
        if name not in parameters:
            raise ParameterError(f"there is no parameter {name!r}.{suggest(name, parameters)}")
    return {
        name: cast(parameter, given[name]) if name in given else parameter.default
        for name, parameter in parameters.items()
    }


def cast(parameter: Parameter, value: Any) -> Any:
    """Turn a value into the parameter's type, without guessing.

    Raises
    ------
    ParameterError
        The value does not fit.

    >>> cast(Parameter("top", "int", 10, ""), "20"), cast(Parameter("code", "str", "", ""), "007")
    (20, '007')
    """
    text = str(value).strip()
    if parameter.type == "str":
        return str(value)
    if parameter.type == "bool" and text.lower() in TRUTHS:
        return TRUTHS[text.lower()]
    pattern = {"int": r"[+-]?\d+", "float": r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"}.get(parameter.type)
    if pattern and re.fullmatch(pattern, text, re.IGNORECASE):
        return TYPES[parameter.type](text)
    wanted = {"int": "a whole number", "float": "a number", "bool": "yes or no"}[parameter.type]
    raise ParameterError(f"{parameter.name} is {text!r}: it must be {wanted}")


def suggest(name: str, allowed: Mapping[str, Any] | list[str]) -> str:
    """Name what was meant, or all that is allowed.

    >>> suggest("organisation", ["organization", "start"])
    ' Did you mean organization? Allowed: organization, start.'
    """
    near = get_close_matches(name, list(allowed), n=2, cutoff=0.6)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"{meant} Allowed: {', '.join(allowed)}."
