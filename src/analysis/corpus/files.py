"""Folders -> files -> bytes: what is read, and in which order; nothing outside of the folder is."""

import gzip
import io
import os
import stat
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import regex
from ftfy.fixes import fix_surrogates

from analysis.corpus.archives import HARMLESS, LARGEST_RATIO
from analysis.corpus.problems import problem
from analysis.corpus.rows import UnreadableError, read_all

HIDDEN = (".", "~$")  # ~$ is how office programs name the lock of an open file
LARGEST_FILE = 1 << 30  # bytes that are held in memory
LARGEST_STREAM = 1 << 34  # bytes that are read piece by piece
METADATA_NAMES = ("metadata.csv", "metadata.tsv", "metadata.json", "metadata.jsonl")
# Files at the top of a raw folder that speak about the corpus and are no part of it.
ABOUT_THE_CORPUS = (
    *("organizations.csv", "organizations-review.csv", "gold.csv", "boilerplate.csv", "corrections.csv"),
    *METADATA_NAMES,
)
ABOUT = regex.compile(r"readme[._-]|(?:readme|license|licence|codebook)(?:\.[a-z]+)?$")
BROKEN_GZIP = (
    "the file's name ends in .gz but it is no whole gzip file (cut off, or not packed at all): "
    "copy, download or pack it again"
)


class CorpusError(ValueError):
    """What is wrong with a whole corpus, in words for the person who owns it."""


def survey(folder: Path) -> tuple[list[Path], list[dict]]:
    """Find the files of a corpus, in the order of their relative names, and what in the folder is none.

    Hidden files and folders, and the files at the top that speak about the corpus (README, LICENSE
    or CODEBOOK with any ending, README_… and the like; the metadata table, organizations.csv, gold.csv,
    boilerplate.csv, corrections.csv), are left out. A link to what lies outside of the folder is not followed;
    one to a hidden place within it is, once; one to what is read by its own name is left out.

    Returns
    -------
    (list of Path, list of dict)
        The files; and rows of the problems table: links that are not followed, folders that cannot be
        read, pipes and devices, names that are one once they are composed and mended.
    """
    found = _Survey(folder)
    paths = [path for path in found.paths if not (path.parent == folder and _is_about_the_corpus(path))]
    paths.sort(key=lambda path: (relative_name(path, folder), path.as_posix()))
    problems = found.problems + _same_names(paths, folder)
    return paths, sorted(problems, key=lambda row: (row["path"], row["kind"]))


def list_files(folder: Path) -> Iterator[Path]:
    """List the files of a corpus, in the order of their relative names, without the problems of `survey`."""
    yield from survey(folder)[0]


class _Survey:
    """Walks a folder: first what stands in it, then what its links lead to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = Path(os.path.realpath(folder))
        self.paths: list[Path] = []
        self.problems: list[dict] = []
        self.links: list[Path] = []
        self.seen: set[str] = set()
        self._walk(folder)
        self.links.sort()
        for link in self.links:  # the links found behind links join the end
            self._follow(link)

    def _walk(self, top: Path) -> None:
        waiting = [top]
        while waiting:
            place = waiting.pop()
            real = os.path.realpath(place)
            if real not in self.seen:
                self.seen.add(real)
                waiting += self._look_into(place)

    def _look_into(self, place: Path) -> list[Path]:
        """Take in what stands in a folder and return its folders."""
        try:
            with os.scandir(place) as scan:
                entries = sorted((entry for entry in scan if not entry.name.startswith(HIDDEN)), key=lambda e: e.name)
        except OSError as error:
            message = f"the folder cannot be read ({error.strerror or error}): give yourself the right to read it"
            self._report(place, "folder-not-readable", message)
            return []
        folders = []
        for path, entry in ((Path(entry.path), entry) for entry in entries):
            if entry.is_symlink():
                self.links.append(path)
            elif entry.is_dir():
                folders.append(path)
            else:
                self._add(path, entry.is_file())
        return folders

    def _add(self, path: Path, is_file: bool) -> None:
        if is_file:
            self.paths.append(path)
        else:  # to open a pipe is to wait for ever
            self._report(path, "not-a-file", "a pipe, socket or device, and not read: put a file here")

    def _follow(self, link: Path) -> None:
        about = link.parent == self.folder and _is_about_the_corpus(link)
        target = Path(os.path.realpath(link))
        if not target.is_relative_to(self.root):
            message = "the link leads to a place outside of the folder: copy what it leads to into the folder"
            self._report(link, "link-outside", message)
        elif not target.exists():
            self._report(link, "broken-link", "the link leads to nothing: mend or remove it")
        elif about:
            self.paths.append(link)
        elif self._is_read_already(target):
            name = _plain_name(target.relative_to(self.root).as_posix())
            message = f"the link leads to {name!r}, which is read by that name: this one is left out"
            self._report(link, "repeated-link", message, "warning")
        elif target.is_dir():
            self._walk(link)
        else:
            self.seen.add(str(target))
            self._add(link, target.is_file())

    def _is_read_already(self, target: Path) -> bool:
        """Say whether a place within the folder is reached without a link, or was by an earlier one."""
        hidden = any(part.startswith(".") for part in target.relative_to(self.root).parts)
        return not hidden or str(target) in self.seen

    def _report(self, path: Path, kind: str, message: str, severity: str = "error") -> None:
        self.problems.append(problem(relative_name(path, self.folder), None, kind, message, severity))


def _is_about_the_corpus(path: Path) -> bool:
    name = path.name.lower()
    return name in ABOUT_THE_CORPUS or ABOUT.match(name) is not None


def _same_names(paths: list[Path], folder: Path) -> list[dict]:
    """Report files whose relative names differ on the disk alone."""
    bearers: dict[str, int] = defaultdict(int)
    for path in paths:
        bearers[relative_name(path, folder)] += 1
    message = "{} files have this name, in composed and decomposed letters or broken ones: rename all but one"
    return [
        problem(name, None, "same-name", message.format(count), "warning")
        for name, count in bearers.items()
        if count > 1
    ]


def find_about(folder: Path, names: Iterable[str]) -> list[Path]:
    """Find the files at the top of a folder that have one of these names, in any case, in the names' order.

    A link that leads out of the folder is left out; `survey` reports it.
    """
    root = os.path.realpath(folder)
    try:
        there = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:  # `survey` reports it
        return []
    inside = [path for path in there if not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(root)]
    return [path for name in names for path in inside if path.name.lower() == name]


def relative_name(path: Path, folder: Path) -> str:
    """Name a file relative to its folder, alike on every system: slashes, composed letters, no broken bytes.

    >>> relative_name(Path("raw/a/b.txt"), Path("raw"))
    'a/b.txt'
    """
    return _plain_name(path.relative_to(folder).as_posix())


def _plain_name(name: str) -> str:
    return unicodedata.normalize("NFC", fix_surrogates(name))


def ending(path: Path) -> str:
    """Return the ending that names a file's format, in lower case and without .gz.

    >>> ending(Path("speeches.JSONL.gz"))
    '.jsonl'
    """
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


@contextmanager
def opened(path: Path, limit: int = LARGEST_STREAM) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked on the way when its name ends in .gz.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        Bytes, unpacked.

    Raises
    ------
    UnreadableError
        The file cannot be opened or read on, is larger than `limit`, or is not the gzip file that its name
        says. Of a gzip file that is cut off, all before the cut is given first, by `read1` and line by line.
    """
    try:
        with _open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise UnreadableError(f"the file is larger than {limit:,} bytes: split it")
            yield unpacked(file, limit) if path.suffix.lower() == ".gz" else file
    except OSError as error:
        raise UnreadableError(f"the file cannot be opened ({error.strerror or error})") from None


def _open_file(path: Path) -> BinaryIO:
    if not stat.S_ISREG(path.stat().st_mode):
        raise UnreadableError("a folder, pipe or device, and no file: give a file")
    return path.open("rb")


def unpacked(file: BinaryIO, limit: int = LARGEST_STREAM) -> BinaryIO:
    """Unpack a gzip file while it is read.

    >>> unpacked(io.BytesIO(gzip.compress(b"The road is closed."))).read()
    b'The road is closed.'
    """
    return io.BufferedReader(_Unpacked(file, limit), 1 << 16)


class _Unpacked(io.RawIOBase):
    """The bytes of a gzip file, which raises an UnreadableError where it is damaged or a bomb."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._size = file.seek(0, io.SEEK_END)
        file.seek(0)
        self._gzip = gzip.GzipFile(fileobj=file)
        self._limit = limit

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        try:
            data = self._gzip.read1(len(buffer))  # what stands before a break is given before the break is met
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise UnreadableError(BROKEN_GZIP) from None
        place = self._gzip.tell()
        if place > self._limit:
            raise UnreadableError(f"the file is larger than {self._limit:,} bytes: split it")
        if place > HARMLESS and place > LARGEST_RATIO * self._size:
            raise UnreadableError(f"a few bytes unpack to more than {place:,}, as in a gzip bomb: it is not read")
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:  # which gzip does not know
            while self.read(1 << 16):
                pass
        start = 0 if whence == io.SEEK_SET else self._gzip.tell()
        return self._gzip.seek(max(0, start + offset))

    def tell(self) -> int:
        return self._gzip.tell()


def read_bytes(path: Path, limit: int = LARGEST_FILE) -> bytes:
    """Read a file's bytes, unpacked when its name ends in .gz.

    Raises
    ------
    UnreadableError
        The file cannot be opened, is not the gzip file that its name says, or is larger than `limit` bytes.
    """
    with opened(path, limit) as file:
        return read_all(file, limit)
