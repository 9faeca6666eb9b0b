"""What a build was made from: its inputs, its settings, and the program."""

import hashlib
import json
import platform
import unicodedata
from collections.abc import Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from analysis import __version__

# A change in one of these may change a table: all is built anew then.
DECISIVE_PACKAGES = (
    *("babel", "charset-normalizer", "ftfy", "lxml", "markdown-it-py", "numba", "numpy"),
    *("nupunkt", "pandas", "py3langid", "pyarrow", "pypdfium2", "python-calamine", "regex"),
    *("rapidfuzz", "rensa", "striprtf", "trafilatura"),
)
DECISIVE_ROOMS = ("corpus", "text", "discourse", "data", "pipeline")
# A change in one of these may change the statements, and nothing else.
RULES_OF_SPEECH = ("discourse/speech", "discourse/quotations.py", "data/languages", "data/statements")
SPEECH = "speech"  # what their digest is called
TOLD = ("data/methods",)  # what is told of methods changes no table


def make_manifest(
    inputs: Mapping[str, str], settings: Mapping[str, Any], gazetteer: str, counts: Mapping[str, int]
) -> dict[str, Any]:
    """Make the manifest of a build.

    Parameters
    ----------
    inputs : mapping of str to str
        File name -> SHA-256 of its bytes; "" for one that cannot be opened.
    settings : mapping
        The user's choices: columns, steps, threshold.
    gazetteer : str
        SHA-256 of the gazetteer; "" for none.
    counts : mapping of str to int
        How many rows each table has.
    """
    decisive = json.dumps([dict(inputs), gazetteer, dict(settings)], sort_keys=True)
    return {
        "data": hashlib.sha256(decisive.encode()).hexdigest(),
        "counts": dict(counts),
        **settings,
        "gazetteer": gazetteer,
        "inputs": dict(inputs),
        "made_by": made_by(),
    }


def digest_of(path: Path | None) -> str:
    """Return the SHA-256 of a file; "" for none, and for one that cannot be opened, which is a row of problems.

    >>> digest_of(None)
    ''
    """
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def made_by() -> dict[str, str]:
    """Name all that decides what the tables hold, beside the inputs and the settings."""
    return made_parts() | {SPEECH: _digest(_code(RULES_OF_SPEECH))}


def made_parts() -> dict[str, str]:
    """Name all that decides what is made of a text, beside the inputs, the settings and the rules of speech."""
    elsewhere = set(_code([*RULES_OF_SPEECH, *TOLD]))
    return {
        "discourse-analysis": __version__,
        "code": _digest([path for path in _code([*DECISIVE_ROOMS, "study.py"]) if path not in elsewhere]),
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        **_versions(DECISIVE_PACKAGES),
    }


def digests_of_found(gazetteer: str) -> dict[str, str]:
    """Name what decides what is found in a text, beside the text and `made_parts`: by the name of what is found.

    Parameters
    ----------
    gazetteer : str
        SHA-256 of the gazetteer; "" for none.
    """
    speech = hashlib.sha256(f"{gazetteer} {made_by()[SPEECH]}".encode()).hexdigest()
    return {"matches": gazetteer, "statements": speech}


def _code(names: Sequence[str]) -> list[Path]:
    """List the modules and word lists that stand in some folders of the package, or are named themselves."""
    package = _package()
    places = [package / name for name in names]
    found = [path for place in places for path in (place.rglob("*") if place.is_dir() else [place])]
    return sorted(path for path in found if path.suffix in (".py", ".csv"))


def _package() -> Path:
    return Path(str(resources.files("analysis")))


def _digest(paths: Sequence[Path]) -> str:
    code = hashlib.sha256()
    for path in paths:
        code.update(path.relative_to(_package()).as_posix().encode() + b"\0" + path.read_bytes())
    return code.hexdigest()


def _versions(names: Sequence[str]) -> dict[str, str]:
    return {name: metadata.version(name) for name in names}
