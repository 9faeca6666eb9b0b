"""Values that people give for parameters: of known names, of the right types, among those that are allowed."""

from collections.abc import Mapping
from typing import Any

from analysis.reports.publishing.casting import Parameter, cast
from analysis.reports.publishing.refusals import ParameterError, meant, nearest, quoted, suggest

PERIOD = ("start", "end")


def checked(parameters: Mapping[str, Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value for every parameter: the given one in its declared type, else the default.

    Parameters
    ----------
    parameters, given
        As `sifted` takes them.

    Raises
    ------
    ParameterError
        Names are not declared, or values do not fit their type or are none of those allowed: all that is wrong.

    >>> checked({"by": Parameter("by", "str", "", "")}, {"bye": "actor"})
    Traceback (most recent call last):
    analysis.reports.publishing.refusals.ParameterError: there is no parameter 'bye'. Did you mean by? Allowed: by.
    """
    values, faults = sifted(parameters, given)
    ParameterError.raise_if(faults)
    return values


def sifted(parameters: Mapping[str, Parameter], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return a value for every parameter, and what is wrong with those given; where one is wrong, it is the default.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        As `declared` gives it.
    given : mapping of str to Any
        Values, as text or in the declared type.

    >>> sifted({"top": Parameter("top", "int", 10, "")}, {"top": "many"})
    ({'top': 10}, ["top is 'many': it must be a whole number"])
    """
    faults = [
        f"there is no parameter {quoted(name)}.{suggest(str(name)[:80], parameters)}"
        for name in given
        if name not in parameters
    ]
    values = {name: parameter.default for name, parameter in parameters.items()}
    for name, parameter in parameters.items():
        if name not in given:
            continue
        try:
            value = cast(parameter, given[name])
        except ParameterError as error:
            faults += error.faults
            continue
        if fault := outside(parameter, value):
            faults.append(fault)
        else:
            values[name] = value
    if fault := _backwards(parameters, values):
        faults.append(fault)
        values |= {name: parameters[name].default for name in PERIOD}
    return values, faults


def outside(parameter: Parameter, value: Any) -> str:
    """Say that a value is none of those that its parameter may have; nothing if it is, so far as can be told without
    the corpus.

    Parameters
    ----------
    parameter : Parameter
        As `declared` gives it.
    value : Any
        Of its type.

    >>> from analysis.reports.publishing.domains import parse_domain
    >>> outside(Parameter("top", "int", 10, "", parse_domain("1 to 100")), 500)
    'top is 500: it must be from 1 to 100'
    """
    domain = parameter.domain
    if domain.is_open:
        return ""
    if parameter.is_list and not value:
        return "" if domain.empty else f"{parameter.name} is empty: it must be {domain}"
    entries = value if parameter.is_list else [value]
    return next(filter(None, (_outside(parameter, entry) for entry in entries)), "")


def _outside(parameter: Parameter, value: Any) -> str:
    name, domain = parameter.name, parameter.domain
    if domain.bounds:
        low, high = domain.bounds
        return "" if low <= value <= high else f"{name} is {value}: it must be {domain}"
    if not value.strip():
        allowed = domain.empty and not value
        return "" if allowed else f"{name} is {'empty' if not value else quoted(value)}: it must be {domain}"
    if domain.kinds or value in domain.choices:
        return ""
    return f"{name} is {quoted(value)}: it must be {domain}.{meant(nearest(value, domain.choices, 1))}"


def _backwards(parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> str:
    """Say that a period ends before it begins; nothing if it does not."""
    start, end = (
        values[name] if name in parameters and "date" in parameters[name].domain.kinds else "" for name in PERIOD
    )
    if start and end and start[: len(end)] > end:  # 2023-05 does not end before 2023-05-20 begins
        return f"start is {start} and end is {end}: a period cannot end before it begins"
    return ""
