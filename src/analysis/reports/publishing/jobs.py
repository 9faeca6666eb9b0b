"""A file of parameter sets -> the reports to render."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.discourse import mention_counts, speaker_counts
from analysis.reports.publishing.parameters import ParameterError, declared, suggest
from analysis.study import Study

ENTRY_KEYS = ("notebook", "parameters", "for_each", "top")


@dataclass(frozen=True)
class Job:
    """One report to render."""

    notebook: Path
    parameters: dict[str, Any]

    def __str__(self) -> str:
        """Name the report for a person."""
        values = [f"{name}={value}" for name, value in self.parameters.items() if name != "processed"]
        return " ".join([self.notebook.stem, *values])


def read_jobs(file: Path, notebooks: Path, study: Study) -> list[Job]:
    """Read the reports that a YAML file lists.

    Each entry names a notebook, its parameters, and if wanted `for_each: organization` (or speaker) with `top: N`,
    which makes one report for each of the N organizations that most documents name (of the N speakers with a name
    who speak in most documents). All values are taken as they are written (NO, 1.10 and 007 stay text) and cast by
    the notebook's declarations.

    Parameters
    ----------
    file : Path
        The YAML file.
    notebooks : Path
        The folder of notebooks.
    study : Study
        The corpus; its folder becomes the reports' parameter `processed`.

    Raises
    ------
    ParameterError
        The file is no list of such entries, or names what is not there.
    """
    try:
        entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (strings only)
    except FileNotFoundError:
        raise ParameterError(f"there is no file {file} that lists reports") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ParameterError(f"{file} is no valid YAML in UTF-8: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ParameterError(f"{file}: write a list of entries, each beginning with '- notebook: NAME'")
    return [
        job
        for number, entry in enumerate(entries, 1)
        for job in _jobs(entry, f"{file}, entry {number}", notebooks, study)
    ]


def _jobs(entry: Mapping[str, Any], place: str, notebooks: Path, study: Study) -> Iterable[Job]:
    for key in entry:
        if key not in ENTRY_KEYS:
            raise ParameterError(f"{place}: there is no key {key!r}.{suggest(key, list(ENTRY_KEYS))}")
    notebook = find_notebook(entry.get("notebook", ""), notebooks)
    given = entry.get("parameters") or {}
    if not isinstance(given, dict):
        raise ParameterError(f"{place}: write the parameters as 'name: value' lines")
    _refuse_processed(given)
    fixed = given | _where(notebook, study)
    if "for_each" not in entry:
        return [Job(notebook, fixed)]
    if entry["for_each"] not in FIRST:
        raise ParameterError(f"{place}: for_each can be {' or '.join(FIRST)}, not {entry['for_each']!r}")
    if not str(entry.get("top", "10")).isdecimal():
        raise ParameterError(f"{place}: top must be a whole number, not {entry['top']!r}")
    part = study.between(str(fixed.get("start", "")), str(fixed.get("end", "")))
    names = FIRST[entry["for_each"]](part, int(entry.get("top", "10")))
    return [Job(notebook, {entry["for_each"]: name} | fixed) for name in names]


def _where(notebook: Path, study: Study) -> dict[str, str]:
    return {"processed": str(study.folder.resolve())} if "processed" in declared(notebook) else {}


def _refuse_processed(given: Mapping[str, Any]) -> None:
    if "processed" in given:
        raise ParameterError("the folder of the tables is no parameter here: name it with --processed")


def most_named(study: Study, top: int) -> list[str]:
    """Return the organizations that most documents name.

    Parameters
    ----------
    study : Study
        The corpus.
    top : int
        How many to return.
    """
    counts = mention_counts(study.mentions, study.documents, duplicates="all", resamples=0)
    order = counts.sort_values(["documents", "mentions", "organization"], ascending=[False, False, True])
    return order["organization"].head(top).tolist()


def most_heard(study: Study, top: int) -> list[str]:
    """Return the speakers with a name who speak in most documents; repeats of others are none.

    Parameters
    ----------
    study : Study
        The corpus.
    top : int
        How many to return.
    """
    counts = speaker_counts(study.statements, study.documents, duplicates="none", resamples=0)
    order = counts.sort_values(["documents", "statements", "speaker_name"], ascending=[False, False, True])
    return order["speaker_name"].head(top).tolist()


FIRST = {"organization": most_named, "speaker": most_heard}


def find_notebook(name: str, notebooks: Path) -> Path:
    """Return the notebook of a name, in the folder of notebooks.

    Raises
    ------
    ParameterError
        There is none; those that are there are listed.
    """
    names = sorted(path.stem for path in notebooks.glob("*.ipynb"))
    stem = str(name).removesuffix(".ipynb")
    if stem not in names:
        raise ParameterError(f"there is no notebook {name!r} in {notebooks}.{suggest(stem, names)}")
    return notebooks / f"{stem}.ipynb"


def single_job(name: str, given: Mapping[str, Any], notebooks: Path, study: Study) -> Job:
    """Return the job of one report asked for by name.

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
    """
    notebook = find_notebook(name, notebooks)
    _refuse_processed(given)
    return Job(notebook, dict(given) | _where(notebook, study))
