"""Values of parameters, held against the corpus before anything runs: who is named, who speaks, which columns."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis import project
from analysis.discourse import grouping, statement_speakers, with_names
from analysis.reports.publishing.casting import Parameter
from analysis.reports.publishing.refusals import ParameterError, listed_or_nearest, meant, nearest, quoted, shortened
from analysis.reports.writing import label
from analysis.stats.dictionary_files import shipped_dictionaries
from analysis.study import Study, load
from analysis.text import parse_query

BESIDE_COLUMNS = ("document", "month", "year")  # what grouping() takes for by that is no column
COMPARED = ("group", "speaker")  # kinds of which two parameters must not have the same value
WHERE = {
    "organization": "The report 03-organizations lists those that are named most.",
    "speaker": "The report 04-statements lists those who speak most.",
    "group": "The report 01-corpus draws the groups.",
    "column": "The report 01-corpus shows the documents with their columns.",
}


class Corpus:
    """A corpus whose parts and names are looked up once, for many values to be checked.

    Parameters
    ----------
    study : Study
        As `analysis.load` gives it for all documents.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._parts: dict[tuple, Study] = {}
        self._speakers: dict[tuple, frozenset[str]] = {}

    def part(self, values: Mapping[str, Any]) -> Study:
        """Return the part of the corpus that values of parameters choose, as the notebooks do.

        Raises
        ------
        ValueError
            No document is dated within the period.
        """
        rules = {name: bool(values.get(name, False)) for name in ("local_names", "appositives")}
        period = [str(values.get(name, "")) for name in ("start", "end")]
        key = (*rules.values(), values.get("duplicates", "all"), *period)
        if key not in self._parts:
            whole = load(self.study.folder, **rules) if any(rules.values()) else self.study
            self._parts[key] = whole.without_duplicates(values.get("duplicates", "all")).between(*period)
        return self._parts[key]

    def speakers(self, part: Study, as_written: bool) -> frozenset[str]:
        """Return the names of those who speak in a part of the corpus."""
        key = (id(part), as_written)
        if key not in self._speakers:
            found = statement_speakers(with_names(part.statements, as_written=as_written))
            self._speakers[key] = frozenset(found["speaker_name"])
        return self._speakers[key]

    @cached_property
    def organizations(self) -> frozenset[str]:
        """The standard names of the gazetteer, and of all that is named."""
        return frozenset(self.study.gazetteer["organization"]) | frozenset(self.study.mentions["organization"])

    @cached_property
    def aliases(self) -> dict[str, list[str]]:
        """For each alias, the organizations that it stands for."""
        pairs = self.study.gazetteer[["alias", "organization"]].drop_duplicates()
        return pairs.groupby("alias")["organization"].agg(list).to_dict()


def check_against(parameters: Mapping[str, Parameter], values: Mapping[str, Any], study: Study | Corpus) -> None:
    """Refuse values that name what a corpus does not hold.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        As `declared` gives it.
    values : mapping of str to Any
        As `checked` gives it.
    study : Study or Corpus
        The whole corpus; for many reports a `Corpus`, which looks up each name once.

    Raises
    ------
    ParameterError
        All that is wrong: a period without documents; organizations, speakers, columns, groups or files that are not
        there, of which the nearest are suggested; queries that cannot be read.
    """
    corpus = study if isinstance(study, Corpus) else Corpus(study)
    try:
        part = corpus.part(values)
    except ValueError as error:
        raise ParameterError(str(error)) from None
    faults = [
        _fault(parameter, entry, values, corpus, part)
        for name, parameter in parameters.items()
        for entry in (values[name] if parameter.is_list else [values[name]])
        if parameter.domain.kinds and entry and entry not in parameter.domain.choices
    ]
    ParameterError.raise_if(filter(None, [*faults, *_same(parameters, values)]))


def _fault(parameter: Parameter, value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    """Say why a value is none of the kinds that its parameter may have; nothing if it is."""
    found = [CHECKS[kind](value, values, corpus, part) for kind in parameter.domain.kinds if kind in CHECKS]
    if not found or "" in found:
        return ""
    given = "" if value != parameter.default else " (if you say nothing)"
    return f"{parameter.name} is {quoted(value)}{given}: {found[0]}"


def _organization(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    names = corpus.organizations
    if value in names:
        return ""
    if value in corpus.aliases:
        return f"that is an alias.{meant(corpus.aliases[value])} Give the standard name."
    near = nearest(value, sorted({*names, *corpus.aliases}), 6)
    standard = dict.fromkeys(name for other in near for name in ([other] if other in names else corpus.aliases[other]))
    listed = listed_or_nearest("", sorted(names), "organizations of the gazetteer", WHERE["organization"])
    return f"that is no organization of the gazetteer.{meant(list(standard)[:3])}{listed}"


def _speaker(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    as_written = bool(values.get("as_written", False))
    names = corpus.speakers(part, as_written)
    if value in names:
        return ""
    if value in corpus.speakers(corpus.study, as_written):
        return f"nobody of this name speaks in this part of the corpus. {part.scope}".rstrip()
    return f"nobody of this name speaks.{listed_or_nearest(value, sorted(names), 'speakers', WHERE['speaker'])}"


def _column(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    return _one_of(value, [str(name) for name in part.documents], "column")


def _grouping(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    columns = [str(name) for name in part.documents]
    return _one_of(value, [*columns, *(name for name in BESIDE_COLUMNS if name not in columns)], "column")


def _group(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    from analysis.reports.tables import choose_grouping  # with all that draws, which nobody else needs here

    try:
        by = choose_grouping(part.documents, str(values.get("by", "")))
    except ValueError:
        return ""  # told of by
    if not by:
        return "there is no column to find it in: give by, such as actor"
    groups = grouping(part.documents, by).dropna().drop_duplicates().map(lambda group: label(group, by))
    return _one_of(value, sorted(set(groups)), "group", f"group of {by}")


def _one_of(value: str, names: Collection[str], kind: str, what: str = "") -> str:
    if value in names:
        return ""
    return f"there is no such {what or kind}.{listed_or_nearest(value, names, f'{kind}s', WHERE[kind])}"


def _dictionary(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    shipped = shipped_dictionaries()
    if value in shipped:
        return ""
    near = meant(nearest(value, shipped, 1))
    return f"that is no shipped dictionary, nor a file in {_places()}.{near} Shipped: {', '.join(shipped)}."


def _file(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    return "" if file_of(value) else f"there is no such file in {_places()}"


def _query(value: str, values: Mapping[str, Any], corpus: Corpus, part: Study) -> str:
    try:
        parse_query(value)
    except ValueError as error:
        what, *drawn = str(error).splitlines()
        return "; ".join([what, *drawn[2:]])  # without the query and a mark below it: a fault is one line
    return ""


CHECKS: dict[str, Callable[[str, Mapping[str, Any], Corpus, Study], str]] = {
    "organization": _organization,
    "speaker": _speaker,
    "column": _column,
    "grouping": _grouping,
    "group": _group,
    "dictionary": _dictionary,
    "file": _file,
    "query": _query,
}


def file_of(value: str) -> Path | None:
    """Find the file that a value names: from the current folder, then from the project's; None if there is none.

    >>> file_of("no/such/file.csv") is None
    True
    """
    try:
        return next((path.resolve() for path in (folder / value for folder in _folders()) if path.is_file()), None)
    except (OSError, ValueError):  # no system has a file of such a name
        return None


def whole_paths(parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> dict[str, str]:
    """Return the values that name a file as whole paths: a notebook runs in a folder of its own.

    Parameters
    ----------
    parameters, values
        As `check_against` takes them.
    """
    named = [
        name
        for name, parameter in parameters.items()
        if "file" in parameter.domain.kinds and values[name] and values[name] not in parameter.domain.choices
    ]
    shipped = shipped_dictionaries() if any("dictionary" in parameters[name].domain.kinds for name in named) else ()
    found = {name: file_of(values[name]) for name in named if values[name] not in shipped}
    return {name: str(path) for name, path in found.items() if path}


def _folders() -> list[Path]:
    try:
        return [Path.cwd(), project.find().root]
    except FileNotFoundError:
        return [Path.cwd()]


def _places() -> str:
    return " nor in ".join(dict.fromkeys(shortened(folder) for folder in _folders()))


def _same(parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> list[str]:
    """Say that what is compared is compared with itself."""
    faults = []
    for kind in COMPARED:
        names = [name for name, parameter in parameters.items() if kind in parameter.domain.kinds and values[name]]
        if len(names) == 2 and values[names[0]] == values[names[1]]:
            value = quoted(values[names[0]])
            faults.append(f"{names[0]} and {names[1]} are both {value}: choose two, or leave the {names[1]} out")
    return faults
