"""What data/methods says of each function, measure and procedure that a methods section may name."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from analysis.methods import Call, Several, Value

FOLDER = resources.files("analysis") / "data" / "methods"


class Entry(NamedTuple):
    """What data/methods/methods.csv says of a function, or of a measure or procedure that it may use."""

    name: str
    title: str
    uses: str
    definition: str
    sources: str
    limits: str


@cache
def entries_by_name() -> dict[str, Entry]:
    """Return what data/methods/methods.csv says, by name, in its order, which is that of the corpus."""
    return {row["name"]: Entry(**row) for row in _rows("methods.csv")}


@cache
def references_by_source() -> dict[str, str]:
    """Return the references in full, by author and year, in the order of the alphabet."""
    return {row["source"]: row["reference"] for row in _rows("references.csv")}


def used_by(entry: Entry, call: Call) -> list[str]:
    """Return the names of the measures and procedures that a call asks for.

    The column `uses` says so: "bootstrap if resamples" where that argument is given and not 0, "contingency of
    measures" for each of the values of that argument, or the bare name.

    >>> entry = Entry("stats.keyness", "Keyness", "contingency of measures; bootstrap if resamples", "", "", "")
    >>> used_by(entry, Call(entry.name, (("measures", ("g2", "mi"), True), ("resamples", 0, False))))
    ['contingency.g2', 'contingency.mi']
    """
    values = {name: value for name, value, _ in call.arguments}
    used = []
    for use in parted(entry.uses):
        if " of " in use:
            group, _, argument = use.partition(" of ")
            used += [f"{group}.{value}" for value in as_tuple(values.get(argument))]
        elif " if " in use:
            name, _, argument = use.partition(" if ")
            used += [name] * bool(values.get(argument))
        else:
            used.append(use)
    return [name for name in dict.fromkeys(used) if name in entries_by_name()]


def is_shared(name: str) -> bool:
    """Say whether a procedure has an entry of its own, as several functions share it; others belong to a function.

    >>> is_shared("bootstrap"), is_shared("contingency.g2")
    (True, False)
    """
    return "." not in name


def parted(listed: str) -> list[str]:
    """Part what a cell lists by semicolons.

    >>> parted("Gries 2008; Lijffijt and Gries 2012"), parted("")
    (['Gries 2008', 'Lijffijt and Gries 2012'], [])
    """
    return [part.strip() for part in listed.split(";") if part.strip()]


def as_tuple(value: Value) -> tuple:
    """Return the values of an argument that takes one or several; none where it is None, or only their number is known.

    >>> as_tuple("g2"), as_tuple(("g2", "mi")), as_tuple(Several(40))
    (('g2',), ('g2', 'mi'), ())
    """
    if value is None or isinstance(value, Several):
        return ()
    return value if isinstance(value, tuple) else (value,)


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)
