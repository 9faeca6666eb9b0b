"""Zip files, as containers of documents and as packed folders: opened only when they are no trap."""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import BinaryIO

import regex

from analysis.corpus.rows import LARGEST_WHOLE, UnreadableError

MOST_MEMBERS = 100_000
LARGEST_DOCUMENT = 2 << 30  # bytes that the parts of one packed document may unpack to, in all
LARGEST_ARCHIVE = 16 << 30  # bytes that a packed folder may unpack to, in all
HARMLESS = 16 << 20  # a part that unpacks to fewer bytes than this is no bomb, however well it was packed
LARGEST_RATIO = 200  # XML sheets are packed to a 50th or 100th, bombs to a 1000th
PIECE = 4096  # bz2 and lzma unpack all that they are given at once, so they get little
PACKED = (".zip", ".7z", ".rar", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz", ".bz2", ".xz")
DRIVE = regex.compile(r"[A-Za-z]:")
DAMAGED_ZIP = "the file is no whole zip file: copy, download or pack it again"
# What zipfile raises for damaged archives: much beside its own error.
DAMAGE = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, OverflowError, struct.error)


@dataclass(frozen=True)
class Member:
    """A file in a packed folder: its name, and why it is not to be read ("" when it is)."""

    name: str
    problem: str
    info: zipfile.ZipInfo


def open_zip(file: BinaryIO, limit: int = LARGEST_DOCUMENT) -> zipfile.ZipFile:
    """Open a document that is packed as a zip file (docx, xlsx, odt, epub and the like).

    Raises
    ------
    UnreadableError
        It is no whole zip file, is locked with a password, or unpacks to more than a document would.

    >>> open_zip(io.BytesIO(b"PK"))
    Traceback (most recent call last):
        ...
    analysis.corpus.rows.UnreadableError: the file is no whole zip file: copy, download or pack it again
    """
    archive = open_archive(file, limit)
    for info in archive.infolist():
        if fault := _locked_or_bomb(info):
            raise UnreadableError(fault)
    return archive


def open_archive(file: BinaryIO, limit: int = LARGEST_ARCHIVE) -> zipfile.ZipFile:
    """Open a zip file that packs a folder; `list_members` says which of its files are to be read.

    Raises
    ------
    UnreadableError
        It is no whole zip file, or holds or unpacks to more than a corpus would.
    """
    try:
        if _directory_size(file) > 1024 * MOST_MEMBERS:
            raise UnreadableError(f"the file packs more than {MOST_MEMBERS:,} files: unpack it yourself")
        archive = zipfile.ZipFile(file)
    except UnreadableError:
        raise
    except DAMAGE:
        raise UnreadableError(DAMAGED_ZIP) from None
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnreadableError(f"the file packs more than {MOST_MEMBERS:,} files: unpack it yourself")
    if sum(info.file_size for info in members) > limit:
        raise UnreadableError(f"the file unpacks to more than {limit:,} bytes: split it")
    if _overlap(members):
        raise UnreadableError("the packed files overlap, as in a zip bomb: nothing in it is read; pack it again")
    return archive


def _directory_size(file: BinaryIO) -> int:
    """Return the length of the list of members, which zipfile would load whole; 0 where there is none."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - (1 << 16) - 98))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        return 0
    sizes = [struct.unpack_from("<L", tail, place + 12)[0]]
    large = tail.rfind(b"PK\x06\x06", 0, place)
    if large >= 0 and len(tail) >= large + 48:
        sizes.append(struct.unpack_from("<Q", tail, large + 40)[0])
    return max(size for size in sizes if size != 0xFFFFFFFF) if any(s != 0xFFFFFFFF for s in sizes) else 0


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Say whether two members claim the same bytes."""
    end = 0
    for info in sorted(members, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + zipfile.sizeFileHeader + info.compress_size
    return False


def _locked_or_bomb(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x1:
        return "the file is locked with a password: save it without one"
    if info.file_size > HARMLESS and info.file_size > LARGEST_RATIO * info.compress_size:
        return f"a few bytes unpack to {info.file_size:,}, as in a zip bomb: it is not read"
    return ""


def read_member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int = LARGEST_WHOLE) -> bytes:
    """Unpack one file of an archive.

    Raises
    ------
    UnreadableError
        There is no such file in it, it is damaged, locked, packed in a way that Python does not know,
        or larger than `limit` bytes.
    """
    shown = name if isinstance(name, str) else name.filename
    unpacked = io.BytesIO()
    try:
        with archive.open(name) as member:
            while piece := member.read(PIECE):
                unpacked.write(piece)
                if unpacked.tell() > limit:
                    raise UnreadableError(f"the packed file {shown!r} is larger than {limit:,} bytes: split it")
    except UnreadableError:
        raise
    except KeyError:
        raise UnreadableError(f"the file has no part {shown!r}: it is damaged, or not what its name says") from None
    except NotImplementedError:
        raise UnreadableError(f"{shown!r} is packed in an unknown way: pack it again, as a usual zip file") from None
    except RuntimeError:  # zipfile's word for a missing password
        raise UnreadableError("the file is locked with a password: save it without one") from None
    except (*DAMAGE, zlib.error, LZMAError):
        raise UnreadableError(f"the packed file {shown!r} is damaged: copy, download or pack it again") from None
    return unpacked.getvalue()


def list_members(archive: zipfile.ZipFile) -> list[Member]:
    """List the files of a packed folder in the order of their names, each with why it is not to be read, if so.

    Folders, hidden files and what macOS adds (__MACOSX) are left out. Names are made alike for every
    system: slashes, composed letters, UTF-8 where they are UTF-8 without saying so.
    """
    return sorted(_members(archive), key=lambda member: (member.name, member.info.header_offset))


def _members(archive: zipfile.ZipFile) -> Iterator[Member]:
    seen = set()
    for info in archive.infolist():
        given = _mended_name(info).replace("\\", "/")
        parts = [part for part in given.split("/") if part not in ("", ".")]
        hidden = any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)
        if given.endswith("/") or hidden or not parts:
            continue
        name = "/".join(parts)
        fault = _unsafe(given, parts, info) or _locked_or_bomb(info)
        if not fault and name in seen:
            fault = "the archive holds a file of this name already, which is read: give this one another name"
        if not fault:
            seen.add(name)
        yield Member(name, fault, info)


def _mended_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; as UTF-8 where it is that although its archive does not say so."""
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.orig_filename.partition("\0")[0]
    return unicodedata.normalize("NFC", name)


def _unsafe(given: str, parts: list[str], info: zipfile.ZipInfo) -> str:
    if given.startswith("/") or DRIVE.match(given) or ".." in parts:
        return "the file would lie outside of its archive: pack it again with names below one folder"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "a link or device, no file: pack what it leads to"
    if PurePosixPath(given).name.lower().endswith(PACKED):
        return "an archive within an archive: unpack it"
    return ""
