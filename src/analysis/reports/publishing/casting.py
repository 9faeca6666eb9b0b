"""A parameter with its type, and values as people write them -> values of that type, without guessing."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.reports.publishing.domains import ANY, Domain
from analysis.reports.publishing.refusals import ParameterError, quoted

TYPES = {"str": str, "int": int, "float": float, "bool": bool, "list[str]": list, "list[int]": list}
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
LONGEST = 5_000  # characters of a value, of a list all its entries together
LONGEST_NUMBER = 25  # characters
ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*|([^",][^,]*|))(?:,|$)')
PROCESSED = "processed"  # the folder of the tables: no parameter of a person, commands have an option for it
COMMAS = 'write it with commas, and an entry that has a comma in double quotes: road,"Goris, Armenia"'


@dataclass(frozen=True)
class Parameter:
    """One parameter as its notebook declares it: `name: type = default  # help [domain]`."""

    name: str
    type: str
    default: Any
    help: str
    domain: Domain = ANY

    @property
    def is_list(self) -> bool:
        """Whether the parameter is a list of values."""
        return self.type.startswith("list[")

    @property
    def item_type(self) -> str:
        """The type of the parameter, or of the entries of its list."""
        return self.type.removeprefix("list[").removesuffix("]")


def cast(parameter: Parameter, value: Any) -> Any:
    """Turn a value into the parameter's type, without guessing.

    Text of a str stays as it is (NO, 1.10, 007); a date is written as 2023-02-22, or 2023-02 or 2023 where no more is
    given.

    Parameters
    ----------
    parameter : Parameter
        As `declared` gives it.
    value : Any
        Text, or a value of the declared type; of a list also its entries.

    Raises
    ------
    ParameterError
        The value does not fit, or is too long.

    >>> cast(Parameter("top", "int", 10, ""), "20"), cast(Parameter("code", "str", "", ""), "007")
    (20, '007')
    >>> cast(Parameter("terms", "list[str]", [], ""), 'road, "Goris, Armenia"')
    ['road', 'Goris, Armenia']
    """
    if not parameter.is_list:
        return _one(parameter, value)
    try:
        entries = list(value) if isinstance(value, (list, tuple)) else split(value) if value is not None else [None]
    except ValueError as error:
        raise ParameterError(f"{parameter.name} is {quoted(value)}: {error}") from None
    if sum(len(str(entry)) + 1 for entry in entries if not isinstance(entry, (list, tuple, dict))) > LONGEST:
        raise ParameterError(f"{parameter.name} is longer than {LONGEST:,} characters: give fewer entries")
    return [_one(parameter, entry) for entry in entries]


def _one(parameter: Parameter, value: Any) -> Any:
    name, kind = parameter.name, parameter.item_type
    if value is None or isinstance(value, (list, tuple, set, dict, bytes)):
        hint = "give one value; for several reports write one entry each, or for_each"
        if parameter.is_list:
            hint = "write each entry as plain text"
        raise ParameterError(f"{name} is {quoted(value) if value is not None else 'nothing'}: {hint}")
    text = str(value)
    if len(text) > LONGEST:
        raise ParameterError(f"{name} has {len(text):,} characters: {LONGEST:,} are the most")
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ParameterError(f"{name} is {quoted(value)}: it holds signs that no UTF-8 text can hold; write them anew")
    return CASTS[kind](name, text, parameter.domain)


def _text(name: str, text: str, domain: Domain) -> str:
    if "date" not in domain.kinds or not text.strip() or text in domain.choices:
        return text
    from analysis.corpus import parse_date

    try:
        day, precision = parse_date(text)
    except ValueError as error:
        raise ParameterError(f"{name}: {error}") from None
    return f"{day:%Y-%m-%d}"[: {"day": 10, "month": 7, "year": 4}[precision]]


def _truth(name: str, text: str, domain: Domain) -> bool:
    if text.strip().lower() not in TRUTHS:
        raise ParameterError(f"{name} is {quoted(text.strip())}: it must be yes or no")
    return TRUTHS[text.strip().lower()]


def _whole(name: str, text: str, domain: Domain) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text.strip()) or len(text.strip()) > LONGEST_NUMBER:
        raise ParameterError(f"{name} is {quoted(text.strip())}: it must be a whole number{_within(domain)}")
    return int(text)


def _number(name: str, text: str, domain: Domain) -> float:
    fits = re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", text.strip(), re.IGNORECASE)
    if not fits or len(text.strip()) > LONGEST_NUMBER or not math.isfinite(float(text)):
        raise ParameterError(f"{name} is {quoted(text.strip())}: it must be a number{_within(domain)}")
    return float(text)


def _within(domain: Domain) -> str:
    return f" {domain}" if domain.bounds else ""


CASTS: dict[str, Callable[[str, str, Domain], Any]] = {"str": _text, "int": _whole, "float": _number, "bool": _truth}


def says_something(parameter: Parameter, value: Any) -> bool:
    """Tell whether a value that is given says anything: an empty one does not, where empty is the default.

    >>> says_something(Parameter("by", "str", "", ""), ""), says_something(Parameter("gold", "str", "auto", ""), "")
    (False, True)
    """
    return value != "" or parameter.default != ""


def split(written: Any) -> list[str]:
    """Part a list as people write it: by commas, with entries that have one in double quotes; empty entries are none.

    Raises
    ------
    ValueError
        A double quote is not closed, or something stands behind it.

    >>> split(' road, human rights,, "Goris, ""the town"" "')
    ['road', 'human rights', 'Goris, "the town" ']
    """
    text, place, entries = str(written), 0, []
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text):,} characters, and {LONGEST:,} are the most")
    while place < len(text):
        found = ITEM.match(text, place)
        if not found:
            raise ValueError(COMMAS)
        in_quotes, plain = found.groups()
        if in_quotes is not None or plain.strip():
            entries.append(plain.strip() if in_quotes is None else in_quotes.replace('""', '"'))
        place = found.end()
    return entries


def written(value: Any) -> str:
    """Write a value so that `cast` reads the same again; for a command that renders a report again.

    Parameters
    ----------
    value : str, int, float, bool or list of these
        As `cast` gives it.

    >>> written(["road", "Goris, Armenia"]), written(True), written("007")
    ('road,"Goris, Armenia"', 'yes', '007')
    """
    if isinstance(value, (list, tuple)):
        return ",".join(map(_entry, value))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _entry(value: Any) -> str:
    text = written(value)
    plain = text and text == text.strip() and not set(text) & set(',"')
    return text if plain else '"{}"'.format(text.replace('"', '""'))
