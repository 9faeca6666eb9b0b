"""The calls of functions -> a methods section: what was done, with which settings, after whom, and its limits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.methods import Call, Several, Value
from analysis.reports.display import TEMPLATES
from analysis.reports.method_definitions import (
    Entry,
    entries_by_name,
    is_shared,
    parted,
    references_by_source,
    used_by,
)
from analysis.reports.writing import percent

MOST_VALUES, MOST_SETTINGS = 6, 3
# Settings that take whatever is left, by the function that has decided before what that is.
DECIDED = {
    ("duplicates", "“all”"): "discourse.counted_documents",
    ("as_written", "yes"): "discourse.with_names",
}


class Part(NamedTuple):
    """A measure or procedure that a function was asked for."""

    title: str
    definition: str
    limits: str


@dataclass
class Method:
    """What the section says of one function, or of a procedure that several functions share."""

    title: str
    function: str
    definition: str
    limits: str
    settings: list[tuple[str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    of: list[str] = field(default_factory=list)


@dataclass(frozen=True, repr=False)
class Methods:
    """A methods section, written from the calls that were made.

    Attributes
    ----------
    calls : tuple of Call
        Those that it speaks of.
    """

    calls: tuple[Call, ...]

    def entries(self) -> list[Method]:
        """Return what the section says, in the order of the corpus: texts, measures, discourse, what they share."""
        return _Writing(self.calls).entries()

    def references(self) -> list[tuple[str, str]]:
        """Return the references of all that is named, once each, and the address of each that has one."""
        return _Writing(self.calls).references()

    def __repr__(self) -> str:
        return f"<Methods: {len(self.calls)} calls>"

    def _repr_html_(self) -> str:
        writing = _Writing(self.calls)
        entries = writing.entries()
        return TEMPLATES.get_template("methods.html.j2").render(entries=entries, references=writing.references())


def methods(calls: Iterable[Call]) -> Methods:
    """Write the methods section of a report: each function that was called, defined, with its settings and sources.

    Settings are the arguments that differ from the defaults. The definitions, their sources and their limits stand in
    data/methods.

    Parameters
    ----------
    calls : Calls or iterable of Call
        As `record_calls` gives them.

    >>> from analysis.methods import Call
    >>> [entry.title for entry in methods([Call("text.tokenize")]).entries()]
    ['Tokens']
    """
    return Methods(tuple(calls))


class _Writing:
    """The entries of one section, each definition once."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._called: dict[str, list[Call]] = {}
        for call in calls:
            self._called.setdefault(call.function, []).append(call)
        self._said: set[str] = set()
        self._shared: dict[str, list[tuple[str, Call]]] = {}
        self._sources: set[str] = set()

    def entries(self) -> list[Method]:
        known = entries_by_name()
        unknown = [Entry(name, name, "", "", "", "") for name in sorted(set(self._called) - set(known))]
        called = [entry for name, entry in known.items() if name in self._called]
        written = [self._function(entry, self._called[entry.name]) for entry in called + unknown]
        return written + [self._procedure(known[name], users) for name, users in self._shared.items()]

    def references(self) -> list[tuple[str, str]]:
        self.entries()
        return [_with_address(text) for source, text in references_by_source().items() if source in self._sources]

    def _function(self, entry: Entry, calls: list[Call]) -> Method:
        # What is decided first is what all that follows rests on.
        calls = calls[:1] if entry.name in DECIDED.values() else calls
        told = [setting for setting in settings(calls) if not self._is_decided(entry.name, setting)]
        method = Method(entry.title, entry.name, *self._texts(entry, calls), settings=told)
        for name, users in _users(entry, calls).items():
            used = entries_by_name()[name]
            if is_shared(name):
                self._shared.setdefault(name, []).extend((entry.title, call) for call in users)
            elif name in self._said:
                method.again.append(used.title)
            else:
                self._said.add(name)
                method.parts.append(Part(used.title, *self._texts(used, users)))
        return method

    def _is_decided(self, function: str, setting: tuple[str, str]) -> bool:
        before = DECIDED.get(setting, function)
        return before != function and before in self._called

    def _procedure(self, entry: Entry, users: list[tuple[str, Call]]) -> Method:
        texts = self._texts(entry, [call for _, call in users])
        return Method(entry.title, "", *texts, of=list(dict.fromkeys(title for title, _ in users)))

    def _texts(self, entry: Entry, calls: list[Call]) -> tuple[str, str]:
        """Return the definition, with the values of these calls in it and whom it follows, and the limits."""
        cited = parted(entry.sources)
        self._sources.update(cited)
        filled = entry.definition
        for name, values in values_given(calls).items():
            if f"{{{name}}}" in filled:
                written = [percent(value) if name == "confidence" else shown(value, name) for value in values]
                filled = filled.replace(f"{{{name}}}", " or ".join(written))
        return f"{filled.removesuffix('.')} ({'; '.join(cited)})." if cited else filled, entry.limits


def _users(entry: Entry, calls: list[Call]) -> dict[str, list[Call]]:
    """Return the measures and procedures that calls of a function ask for, each with those calls."""
    users: dict[str, list[Call]] = {}
    for call in calls:
        for name in used_by(entry, call):
            users.setdefault(name, []).append(call)
    return users


def settings(calls: Iterable[Call]) -> list[tuple[str, str]]:
    """Return the arguments that differ from the defaults, with all their values if there are several.

    >>> settings([Call("f", (("window", 3, False), ("seed", 0, True))), Call("f", (("window", 5, True),))])
    [('window', '3, elsewhere 5')]
    """
    calls = list(calls)
    differing = {name for call in calls for name, _, is_default in call.arguments if not is_default}
    listed = []
    for name, values in values_given(calls).items():
        if name in differing:
            first, *others = (shown(value, name) for value in values[:MOST_SETTINGS])
            more = f" and {len(values) - MOST_SETTINGS:,} more" if len(values) > MOST_SETTINGS else ""
            listed.append((name, (f"{first}, elsewhere {' or '.join(others)}" if others else first) + more))
    return listed


def values_given(calls: Iterable[Call]) -> dict[str, list[Value]]:
    """Return the values of each argument, in the order in which they were first given."""
    given: dict[str, dict[str, Value]] = {}
    for call in calls:
        for name, value, _ in call.arguments:
            given.setdefault(name, {}).setdefault(repr(value), value)
    return {name: list(values.values()) for name, values in given.items()}


def shown(value: Value, name: str = "") -> str:
    """Write the value of an argument for people.

    >>> shown(1000), shown(True), shown(("a", "b")), shown(Several(107)), shown(2023, "seed")
    ('1,000', 'yes', '“a”, “b”', '107 values', '2023')
    """
    if isinstance(value, Several):
        return f"{value.count:,} values"
    if isinstance(value, tuple):
        more = f" and {len(value) - MOST_VALUES:,} more" if len(value) > MOST_VALUES else ""
        return ", ".join(shown(part, name) for part in value[:MOST_VALUES]) + more or "none"
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, str):
        return f"“{''.join(sign if sign.isprintable() else ' ' for sign in value)}”"
    return str(value) if name == "seed" or isinstance(value, float) else f"{value:,}"


def _with_address(reference: str) -> tuple[str, str]:
    text, mark, address = reference.partition(" https://doi.org/")
    return text, f"{mark.strip()}{address}"
