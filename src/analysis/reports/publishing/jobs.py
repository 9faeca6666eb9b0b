"""Reports that are asked for, by name or in a list -> jobs, all checked before any of them runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.reports.publishing.casting import PROCESSED, says_something, written
from analysis.reports.publishing.checking import checked, sifted
from analysis.reports.publishing.corpus_checks import Corpus, check_against
from analysis.reports.publishing.declaring import Template, template
from analysis.reports.publishing.describing import find_notebook
from analysis.reports.publishing.entries import Entry, lists_in, read_entries
from analysis.reports.publishing.files import file_name
from analysis.reports.publishing.ranking import FIRST
from analysis.reports.publishing.refusals import ParameterError, shortened, suggest
from analysis.study import Study

MOST_FAULTS = 20  # told of one batch


@dataclass(frozen=True)
class Job:
    """One report to render: a notebook, and the values that are given for its parameters, in their types."""

    notebook: Path
    parameters: dict[str, Any]

    def __str__(self) -> str:
        """Name the report for a person."""
        values = [f"{name}={shortened(written(value))}" for name, value in self.parameters.items() if name != PROCESSED]
        return " ".join([self.notebook.stem, *values])


def read_jobs(lists: Path | Sequence[Path], notebooks: Path, study: Study) -> list[Job]:
    """Read the reports that YAML files list, and check all of them against the corpus.

    Each entry names a notebook, values for its parameters, and if wanted `for_each: organization` (or speaker), which
    makes one report of each of those that most documents name (of the speakers with a name who speak in most): with
    `top: N` of N at most, with `at_least: N` of those with N mentions (statements) or more. All values are taken as
    they are written (NO, 1.10 and 007 stay text) and cast by the notebook's declarations. A report that is asked for
    twice is rendered once.

    Parameters
    ----------
    lists : Path or sequence of Path
        Files; of a folder all that end in .yaml.
    notebooks : Path
        The folder of notebooks.
    study : Study
        The corpus; its folder becomes the reports' parameter `processed`.

    Raises
    ------
    ParameterError
        A file is no list of such entries, an entry names what is not there, or two reports would be the same file.
        All that is wrong is told, with the file and the number of the entry.
    """
    asked = _Asked(notebooks, Corpus(study))
    for file in lists_in([lists] if isinstance(lists, Path) else lists):
        for entry in read_entries(file):
            asked.add(entry)
    faults = list(dict.fromkeys(asked.faults))
    more = [f"and {len(faults) - MOST_FAULTS:,} more faults"] if len(faults) > MOST_FAULTS else []
    ParameterError.raise_if([*faults[:MOST_FAULTS], *more])
    return [job for job, _, _ in asked.jobs.values()]


def single_job(name: str, given: Mapping[str, Any], notebooks: Path, study: Study) -> Job:
    """Return the job of one report asked for by name, checked against the corpus.

    Parameters
    ----------
    name : str
        The notebook's name.
    given : mapping of str to Any
        Values of its parameters.
    notebooks : Path
        The folder of notebooks.
    study : Study
        The corpus.

    Raises
    ------
    ParameterError
        There is no such notebook, or values are wrong: all that is.
    """
    notebook = find_notebook(name, notebooks)
    return _checked(notebook, template(notebook), given, Corpus(study))[0]


class _Asked:
    """The jobs that entries ask for, by the file that each writes, and what is wrong with entries."""

    def __init__(self, notebooks: Path, corpus: Corpus) -> None:
        self.notebooks, self.corpus = notebooks, corpus
        self.jobs: dict[str, tuple[Job, dict[str, Any], str]] = {}
        self.faults: list[str] = []
        self._templates: dict[Path, Template] = {}

    def add(self, entry: Entry | ParameterError) -> None:
        """Add the reports of an entry; what is wrong becomes faults."""
        if isinstance(entry, ParameterError):
            self.faults += entry.faults
            return
        try:
            notebook = find_notebook(entry.notebook, self.notebooks)
            read = self._templates.setdefault(notebook, template(notebook))
            for given in _each(entry, read, self.corpus):
                job, values = _checked(notebook, read, given, self.corpus)
                self._add(job, values, entry.place)
        except ParameterError as error:
            self.faults += [f"{entry.place}: {fault}" for fault in error.faults]

    def _add(self, job: Job, values: dict[str, Any], place: str) -> None:
        name = file_name(job.notebook.stem, job.parameters)
        _, others, elsewhere = self.jobs.setdefault(name, (job, values, place))
        if others != values:
            raise ParameterError(f"{name}.html would be written twice, for {elsewhere} too, with other values")


def _each(entry: Entry, read: Template, corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Return the values of each report that an entry asks for."""
    if not entry.for_each:
        yield entry.parameters
        return
    if entry.for_each not in read.parameters:
        has = suggest(entry.for_each, read.parameters)
        raise ParameterError(f"{entry.notebook} has no parameter {entry.for_each!r} that for_each could set.{has}")
    if entry.for_each in entry.parameters:
        raise ParameterError(f"{entry.for_each} is given, and for_each would set it: leave one of them out")
    values = checked(read.parameters, entry.parameters)
    try:
        part = corpus.part(values)
    except ValueError as error:
        raise ParameterError(str(error)) from None
    compared = {values[name] for name, other in read.parameters.items() if entry.for_each in other.domain.kinds}
    given = compared & set(map(str, entry.parameters.values()))  # nobody is compared with himself
    for name in FIRST[entry.for_each](part, entry.top, entry.at_least):
        if name not in given:
            yield {entry.for_each: name, **entry.parameters}


def _checked(notebook: Path, read: Template, given: Mapping[str, Any], corpus: Corpus) -> tuple[Job, dict[str, Any]]:
    """Return the job with its given values in their types, and the values of all its parameters."""
    if PROCESSED in given:
        raise ParameterError("the folder of the tables is no parameter here: name it with --processed")
    values, faults = sifted(read.parameters, given)
    # What is given and can be read is held against the corpus also where other values cannot.
    wanted = {name: entry for name, entry in read.parameters.items() if not faults or values[name] != entry.default}
    try:
        check_against(wanted, values, corpus)
    except ParameterError as error:
        faults += error.faults
    ParameterError.raise_if(faults)
    tables = {PROCESSED: str(corpus.study.folder.resolve())} if PROCESSED in read.parameters else {}
    said = {name: values[name] for name in given if says_something(read.parameters[name], values[name])}
    return Job(notebook, said | tables), values
