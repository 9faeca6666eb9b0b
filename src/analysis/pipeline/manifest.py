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
    *("rensa", "striprtf", "trafilatura"),
)
DECISIVE_ROOMS = ("corpus", "text", "discourse", "data", "pipeline")


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
    code = hashlib.sha256()
    package = Path(str(resources.files("analysis")))
    for room in DECISIVE_ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.suffix in (".py", ".csv"):
                code.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    code.update((package / "study.py").read_bytes())
    return {
        "discourse-analysis": __version__,
        "code": code.hexdigest(),
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        **_versions(DECISIVE_PACKAGES),
    }


def _versions(names: Sequence[str]) -> dict[str, str]:
    return {name: metadata.version(name) for name in names}
