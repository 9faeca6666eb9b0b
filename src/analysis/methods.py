"""Which functions a methods section has to name: each tells that it was called, to whoever listens.

The functions that measure or find something are marked by `named_in_methods`. Their calls are told over a channel of
the standard library's logging, which costs next to nothing while nobody listens, and which works wherever a call is
made: in another cell of a notebook, in another thread.
"""

import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

CHANNEL = logging.getLogger("analysis.methods")
CHANNEL.propagate = False  # what is told here is for a methods section, not for the log of a program
LONGEST_TEXT = 80
MOST_VALUES = 30
# The room whose calls are told no more, as they are part of the call of that room that is going on.
_WITHIN: ContextVar[str] = ContextVar("within", default="")


class Listener(logging.Handler):
    """A handler that wants to hear of calls: each record that it gets has the attribute `call`."""


class Several(NamedTuple):
    """So many values that only their number is told."""

    count: int


Plain = bool | int | float | str | Several | None
Value = Plain | tuple[Plain, ...]


class Call(NamedTuple):
    """One call of a function.

    Attributes
    ----------
    function : str
        As it is imported, without the name of the package: stats.keyness.
    arguments : tuple of (str, value, bool)
        The name and the value of each argument that can be told, and whether it is the default.
    """

    function: str
    arguments: tuple[tuple[str, Value, bool], ...] = ()


def named_in_methods(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that measures or finds something: a methods section names it when it was called.

    A call is told when it has ended well. What the function itself calls in its own room is part of it and is not
    told; what it calls in a room below, as statistics cut texts into tokens, is.

    Parameters
    ----------
    function : callable
        A public function; its name, signature and docstring stay as they are. Not one that numba compiles.

    >>> named_in_methods(abs).__doc__ == abs.__doc__
    True
    """
    own = room_of(function)

    @wraps(function)
    def telling(*args: P.args, **kwargs: P.kwargs) -> R:
        if not _is_heard() or _WITHIN.get() == own:
            return function(*args, **kwargs)
        entered = _WITHIN.set(own)
        try:
            result = function(*args, **kwargs)
        finally:
            _WITHIN.reset(entered)
        parameters = signature(function)
        tell(f"{own}.{function.__name__}", parameters.bind(*args, **kwargs).arguments, _defaults(parameters))
        return result

    return telling


def tell(function: str, arguments: Mapping[str, Any] | None = None, defaults: Mapping[str, Any] | None = None) -> None:
    """Tell that a function was called, or that what it gave is read from where it was kept.

    Parameters
    ----------
    function : str
        A public function of text, stats or discourse, as stats.keyness.
    arguments : mapping of str to object, optional
        What it was given; what is no setting, as a frame, is not told.
    defaults : mapping of str to object, optional
        What its arguments are when they are left out.

    >>> tell("stats.keyness", {"minimum": 5}, {"minimum": 1})
    """
    if not _is_heard():
        return
    record = CHANNEL.makeRecord(CHANNEL.name, logging.INFO, "", 0, "called %s", (function,), None)
    record.call = Call(function, _settings(arguments or {}, defaults or {}))
    CHANNEL.callHandlers(record)


def room_of(function: Callable) -> str:
    """Return the room that a function stands in.

    >>> from analysis.text import tokenize
    >>> room_of(tokenize)
    'text'
    """
    return function.__module__.removeprefix("analysis.").split(".")[0]


def _is_heard() -> bool:
    # Others, as a test runner, add handlers of their own to every logger.
    return bool(CHANNEL.handlers) and any(isinstance(handler, Listener) for handler in CHANNEL.handlers)


def _defaults(parameters: Signature) -> dict[str, Any]:
    named = parameters.parameters.items()
    return {name: parameter.default for name, parameter in named if parameter.default is not Parameter.empty}


def _settings(arguments: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[tuple[str, Value, bool], ...]:
    given = dict(defaults) | dict(arguments)
    told = {name: plain(value) for name, value in given.items() if can_be_told(value)}
    # What must be given is data, unless it is a text: an organization, a term.
    told = {name: value for name, value in told.items() if name in defaults or _is_text(value)}
    usual = {name: plain(value) for name, value in defaults.items() if can_be_told(value)}
    return tuple((name, value, name in usual and usual[name] == value) for name, value in told.items())


def can_be_told(value: Any) -> bool:
    """Say whether an argument is a setting and not data: a number, a text, nothing, or a collection of such.

    >>> can_be_told(("a", 2)), can_be_told({"a": 2})
    (True, False)
    """
    if isinstance(value, (tuple, list, set, frozenset)):
        return all(_is_one(part) for part in value)
    return _is_one(value)


def plain(value: Any) -> Value:
    """Return a setting as it is told: texts no longer than a line, a long collection by its number.

    >>> plain(["b", "a"]), plain({"b", "a"}), plain("a" * 1000) == "a" * 79 + "…"
    (('b', 'a'), ('a', 'b'), True)
    """
    if not isinstance(value, (tuple, list, set, frozenset)):
        return _one(value)
    if len(value) > MOST_VALUES:
        return Several(len(value))
    parts = [_one(part) for part in value]
    return tuple(sorted(parts, key=repr) if isinstance(value, (set, frozenset)) else parts)


def _is_one(value: Any) -> bool:
    # numpy's numbers have item, as its arrays of one value have, which no setting is.
    return value is None or isinstance(value, (bool, int, float, str)) or (hasattr(value, "item") and value.ndim == 0)


def _is_text(value: Value) -> bool:
    return isinstance(value, (str, Several)) or (
        isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    )


def _one(value: Any) -> Plain:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"{value[: LONGEST_TEXT - 1]}…"
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
