"""How the file of a report is called, and how it is written: whole or not at all."""

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.reports.publishing.casting import PROCESSED

LONGEST_NAME = 90
PLAIN = re.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
OF_ONE = ("organization", "speaker")  # whose names no two share but for their case


def file_name(notebook: str, parameters: Mapping[str, Any]) -> str:
    """Name a report by its notebook and the parameters given, safe on every file system.

    >>> file_name("organization-report", {"organization": "Human Rights Watch"})
    'organization-report--human-rights-watch'
    >>> file_name("overview", {"by": "../../x"}).startswith("overview--by-x-")
    True
    """
    given = {name: str(value) for name, value in sorted(parameters.items()) if name != PROCESSED}
    values = [value if name == "organization" else f"{name} {value}" for name, value in given.items()]
    name = "--".join(filter(None, map(_plain, [notebook, *values])))
    cased = [text for name, text in given.items() if name not in OF_ONE and isinstance(parameters[name], str)]
    lossless = re.fullmatch(r"[A-Za-z0-9-]+", notebook) and all(map(PLAIN.fullmatch, values))
    lossless = lossless and all(text == text.lower() for text in cased)
    if not lossless or len(name) > LONGEST_NAME or name == "index":
        digest = hashlib.sha256(json.dumps([notebook, given]).encode()).hexdigest()[:8]
        name = f"{name[:LONGEST_NAME].strip('-')}-{digest}".lstrip("-")
    return name


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Parameters
    ----------
    path : Path
        The file; its folder is made when it is not there.
    data : bytes
        What it shall hold.

    Raises
    ------
    OSError
        It could not be written, as when the disk is full; what stood there before still does.

    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "a.html"
    >>> write_atomically(path, b"whole"); path.read_bytes()
    b'whole'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # some disks say only now that they are full
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            raise type(error)(error.errno, error.strerror, str(path)) from error
        raise
