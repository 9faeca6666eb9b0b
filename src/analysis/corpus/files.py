"""Folders -> files -> bytes -> text: what is read, in which order, and how its bytes become characters."""

import codecs
import gzip
import io
import os
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex
from charset_normalizer import from_bytes
from ftfy.fixes import fix_surrogates

LARGEST_FILE = 1 << 30
METADATA_NAMES = ("metadata.csv", "metadata.tsv", "metadata.json", "metadata.jsonl")
# Files at the top of a raw folder that speak about the corpus and are no part of it.
ABOUT_THE_CORPUS = ("organizations.csv", "gold.csv", *METADATA_NAMES)
ABOUT = regex.compile(r"readme[._-]|(?:readme|license|licence|codebook)(?:\.[a-z]+)?$")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DAMAGED = "damaged utf-8"
WESTERN = "cp1252"  # Windows' Western page, by far the most usual of the older encodings
WESTERN_MARKS = frozenset("‚„…‘’“”•–—\xa0".encode(WESTERN))
CONTROLS = regex.compile(r"[\x00-\x08\x0e-\x1f]")


class CorpusError(ValueError):
    """What is wrong with a whole corpus, in words for the person who owns it."""


class UnreadableError(ValueError):
    """What is wrong with one file, in words for the person who owns it."""


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


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text, and say by which encoding.

    A byte order mark decides; else UTF-8 when every byte fits it; else the best guess of
    charset-normalizer, which the caller should show to the user.

    Raises
    ------
    UnreadableError
        The bytes are no text.

    >>> decode("Médecins".encode())
    ('Médecins', 'utf-8')
    >>> decode("Stepanakert".encode("utf-16"))
    ('Stepanakert', 'utf-16')
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding), encoding
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _mostly_utf8(data) or _guess(data)
    if len(CONTROLS.findall(text[:100_000])) > len(text[:100_000]) / 100:
        raise UnreadableError("the file holds binary data, not text: look at what it is, and name it so")
    return text, encoding


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the file begins as {encoding} but breaks at byte {error.start:,}: save it as UTF-8"
        raise UnreadableError(message) from None


def _mostly_utf8(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-8 with a few broken bytes, each as a replacement character; None for anything else."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(character > "\x7f" for character in text) - broken
    return (text, DAMAGED) if whole > 9 * broken else None


def _guess(data: bytes) -> tuple[str, str]:
    """Guess the encoding by how the text would look; Windows' Western page where it looks nearly as well."""
    beyond_ascii = {byte for byte in set(data) if byte > 127}
    if b"\x00" not in data and beyond_ascii <= WESTERN_MARKS:
        return data.decode(WESTERN), WESTERN
    matches = [] if b"\x00" in data else list(from_bytes(data))
    if not matches:
        raise UnreadableError("the file is neither text nor in a known encoding: open it and save it as UTF-8")
    best = matches[0]
    western = next((match for match in matches if WESTERN in match.could_be_from_charset), None)
    if western and western.coherence >= best.coherence and western.chaos <= best.chaos + 0.1:
        return str(western), WESTERN
    return str(best), best.encoding
