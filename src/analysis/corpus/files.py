"""Folders -> files -> bytes: what is read, and in which order."""

import gzip
import io
import os
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex
from ftfy.fixes import fix_surrogates

from analysis.corpus.rows import UnreadableError

LARGEST_FILE = 1 << 30
METADATA_NAMES = ("metadata.csv", "metadata.tsv", "metadata.json", "metadata.jsonl")
# Files at the top of a raw folder that speak about the corpus and are no part of it.
ABOUT_THE_CORPUS = ("organizations.csv", "gold.csv", *METADATA_NAMES)
ABOUT = regex.compile(r"readme[._-]|(?:readme|license|licence|codebook)(?:\.[a-z]+)?$")


class CorpusError(ValueError):
    """What is wrong with a whole corpus, in words for the person who owns it."""


def list_files(folder: Path) -> Iterator[Path]:
    """List the files of a corpus, in the order of their relative paths.

    Hidden files and folders, and the files at the top that speak about the corpus (README, LICENSE
    or CODEBOOK with any ending, README_… and the like; the metadata table, organizations.csv, gold.csv), are left out.
    """
    found = [path for path in _walk(folder) if not (path.parent == folder and _is_about_the_corpus(path))]
    yield from sorted(found, key=lambda path: (relative_name(path, folder), path.as_posix()))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that are not hidden, through linked folders too, each folder once."""
    seen = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = Path(place).resolve()
        folders[:] = [] if real in seen else [name for name in folders if not name.startswith(".")]
        if real not in seen:
            yield from (Path(place, name) for name in names if not name.startswith("."))
        seen.add(real)


def _is_about_the_corpus(path: Path) -> bool:
    name = path.name.lower()
    return name in ABOUT_THE_CORPUS or ABOUT.match(name) is not None


def find_about(folder: Path, names: Iterable[str]) -> list[Path]:
    """Find the files at the top of a folder that have one of these names, in any case, in the names' order."""
    there = sorted(path for path in folder.iterdir() if path.is_file())
    return [path for name in names for path in there if path.name.lower() == name]


def relative_name(path: Path, folder: Path) -> str:
    """Name a file relative to its folder, alike on every system: slashes, composed letters, no broken bytes.

    >>> relative_name(Path("raw/a/b.txt"), Path("raw"))
    'a/b.txt'
    """
    return unicodedata.normalize("NFC", fix_surrogates(path.relative_to(folder).as_posix()))


def ending(path: Path) -> str:
    """Return the ending that names a file's format, in lower case and without .gz.

    >>> ending(Path("speeches.JSONL.gz"))
    '.jsonl'
    """
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def read_bytes(path: Path, limit: int = LARGEST_FILE) -> bytes:
    """Read a file's bytes, unpacked when its name ends in .gz.

    Raises
    ------
    UnreadableError
        The file cannot be opened, is not the gzip file that its name says, or is larger than `limit` bytes.
    """
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".gz":
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(limit + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise UnreadableError("the file's name ends in .gz but it is no whole gzip file: pack it again") from None
    except OSError as error:
        raise UnreadableError(f"the file cannot be opened ({error.strerror or error})") from None
    if len(data) > limit:
        raise UnreadableError(f"the file is larger than {limit:,} bytes: split it")
    return data
