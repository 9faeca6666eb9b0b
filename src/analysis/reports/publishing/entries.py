"""YAML files that list reports -> their entries, with everything as it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.messages import shown
from analysis.reports.publishing.ranking import FIRST
from analysis.reports.publishing.refusals import ParameterError, quoted, shortened, suggest

KEYS = ("notebook", "parameters", "for_each", "top", "at_least")
LARGEST = 1_000_000  # bytes
TOP = 10  # reports of for_each, where the entry does not say how many


@dataclass(frozen=True)
class Entry:
    """What an entry asks for: a notebook with values, and for whom there is one report each.

    Attributes
    ----------
    place : str
        Where it stands, for messages.
    notebook : str
        The notebook's name.
    parameters : dict
        Values as they are written.
    for_each : str
        "organization", "speaker" or empty.
    top : int or None
        How many reports at most.
    at_least : int
        How many mentions or statements each has at least.
    """

    place: str
    notebook: str
    parameters: dict[str, Any]
    for_each: str = ""
    top: int | None = None
    at_least: int = 1


class _AsWritten(yaml.BaseLoader):
    """Reads every value as text, so that NO, 1.10 and 007 stay what they are, and no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                fault = f"{shortened(key.value)} stands twice"
                raise yaml.constructor.ConstructorError(None, None, fault, key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def lists_in(places: Sequence[Path]) -> list[Path]:
    """Return the files that list reports: those named, and of folders all that end in .yaml, sorted.

    Parameters
    ----------
    places : sequence of Path
        Files and folders.

    Raises
    ------
    ParameterError
        A folder has no such file.
    """
    files: list[Path] = []
    for place in places:
        if place.is_dir():
            found = sorted(path for path in place.glob("*.yaml") if path.is_file() and path.name[0] != ".")
            if not found:
                raise ParameterError(f"{place} holds no .yaml file that lists reports: write one, or name a report")
            files += found
        else:
            files.append(place)
    return files


def read_entries(file: Path) -> list[Entry | ParameterError]:
    """Read the entries of a YAML file.

    Parameters
    ----------
    file : Path
        The file: a list whose entries have the keys `KEYS`.

    Returns
    -------
    list of Entry or ParameterError
        The entries in their order; in the place of those that cannot be taken, what is wrong with them.
    """
    try:
        entries = _loaded(file)
    except ParameterError as error:
        return [error]
    read: list[Entry | ParameterError] = []
    for number, entry in enumerate(entries, 1):
        try:
            read.append(_entry(entry, f"{shown(file)}, entry {number}"))
        except ParameterError as error:
            read.append(error)
    return read


def _loaded(file: Path) -> list[dict[str, Any]]:
    """Read a YAML file that holds a list of mappings."""
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ParameterError(f"{shown(file)} has more than {LARGEST:,} bytes: no list of reports is as long")
        entries = yaml.load(data.decode("utf-8-sig"), Loader=_AsWritten)  # noqa: S506 (it makes nothing but text)
    except FileNotFoundError:
        raise ParameterError(f"there is no file {shown(file)} that lists reports") from None
    except OSError as error:
        raise ParameterError(f"{shown(file)} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ParameterError(f"{shown(file)} is no valid YAML in UTF-8: {error}") from None
    except RecursionError:
        raise ParameterError(f"{shown(file)} is no valid YAML: it is nested too deeply") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ParameterError(f"{shown(file)}: write a list of entries, each beginning with '- notebook: NAME'")
    return entries


def _entry(entry: dict[str, Any], place: str) -> Entry:
    faults = [
        f"{place}: there is no key {quoted(key)}.{suggest(str(key)[:80], KEYS)}" for key in entry if key not in KEYS
    ]
    parameters = entry.get("parameters") or {}
    if not isinstance(parameters, dict):
        faults.append(f"{place}: write the parameters as 'name: value' lines")
    if not isinstance(entry.get("notebook", ""), str):
        faults.append(f"{place}: the notebook is {quoted(entry['notebook'])}: name one")
    if "for_each" in entry and (not isinstance(entry["for_each"], str) or entry["for_each"] not in FIRST):
        faults.append(f"{place}: for_each can be {' or '.join(FIRST)}, not {quoted(entry['for_each'])}")
    for key in ("top", "at_least"):
        if key in entry and "for_each" not in entry:
            faults.append(f"{place}: {key} says how many reports for_each makes: add for_each: {' or '.join(FIRST)}")
        if key in entry and not _is_count(entry[key]):
            faults.append(f"{place}: {key} must be a whole number from 1, not {quoted(entry[key])}")
    ParameterError.raise_if(faults)
    top = int(entry["top"]) if "top" in entry else None if "at_least" in entry else TOP
    least = int(entry.get("at_least", 1))
    return Entry(place, entry.get("notebook", ""), parameters, entry.get("for_each", ""), top, least)


def _is_count(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10 and int(value) > 0
