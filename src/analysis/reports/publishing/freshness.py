"""What a report is made from, and whether one that stands there still says what it would say today."""

import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from analysis.pipeline.manifest import digest_of
from analysis.reports.gold_files import BESIDE, coding_file
from analysis.reports.publishing.about import About, read_about
from analysis.reports.publishing.parameters import Parameter
from analysis.reports.publishing.seals import is_whole
from analysis.reports.publishing.versions import decisive_versions
from analysis.study import Study

CODE = (".py", ".j2", ".csv", ".json")


def origins(
    notebook: Path, declared: Mapping[str, Parameter], values: Mapping[str, Any], study: Study
) -> dict[str, Any]:
    """Return digests of all that decides what a report shows, beside its parameters.

    Parameters
    ----------
    notebook : Path
        The notebook that is rendered.
    declared : mapping of str to Parameter
        Its parameters.
    values : mapping of str to Any
        Their values; those that name a file stand for what is in it.
    study : Study
        The corpus.

    Returns
    -------
    dict
        data, tables, template, code, files and versions, as `About` explains them.
    """
    return {
        "data": study.manifest["data"],
        "tables": hashlib.sha256(json.dumps(study.manifest, sort_keys=True).encode()).hexdigest(),
        "template": digest_of(notebook),
        "code": code_digest(Path(str(resources.files("analysis")))),
        "files": {name: digest_of(path) for name, path in named_files(notebook, declared, values, study).items()},
        "versions": decisive_versions(),
    }


def named_files(
    notebook: Path, declared: Mapping[str, Parameter], values: Mapping[str, Any], study: Study
) -> dict[str, Path]:
    """Return the files that parameters name: by their path, or as the coding that lies beside the texts.

    Parameters
    ----------
    notebook, declared, values, study
        As `origins` takes them.
    """
    from analysis.reports.publishing.corpus_checks import whole_paths

    named = {name: Path(path) for name, path in whole_paths(declared, values).items()}
    beside = coding_file(study, BESIDE, notebook.resolve().parent) if values.get("gold") == BESIDE else None
    return named | ({"gold": beside} if beside else {})


def code_digest(package: Path) -> str:
    """Return one SHA-256 of the code, the templates and the word lists below a folder.

    Parameters
    ----------
    package : Path
        The folder.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.suffix in CODE):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_fresh(path: Path, about: About) -> bool:
    """Tell whether a page stands there that was made from the same, and that nobody changed since.

    Parameters
    ----------
    path : Path
        Where the page would be written to.
    about : About
        What it would be of.
    """
    try:
        there = read_about(path)
        if there is None or there.fingerprint != about.fingerprint:
            return False
        return is_whole(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return False
