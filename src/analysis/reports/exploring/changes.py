"""What changed since a corpus was built: its raw files, its gazetteer, the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.corpus.files import METADATA_NAMES, CorpusError, find_about
from analysis.corpus.layout import BOILERPLATE_NAME, CORRECTIONS_NAME, lay_out
from analysis.discourse.gazetteer import SHIPPED
from analysis.pipeline.manifest import digest_of, made_by
from analysis.reports.words import count_of

BESIDE = (*METADATA_NAMES, BOILERPLATE_NAME, CORRECTIONS_NAME)
MOST_NAMED = 3


@dataclass(frozen=True)
class Changes:
    """What is other than when the tables were built.

    Attributes
    ----------
    changed, new, gone : list of str
        Raw files by name.
    gazetteer : bool
        Whether a build would take another gazetteer.
    program : bool
        Whether the program, or a library that decides what the tables hold, is another.
    fault : str
        Why it cannot be told; empty when it can.
    """

    changed: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    gazetteer: bool = False
    program: bool = False
    fault: str = ""

    def sentences(self) -> list[str]:
        """Say it, a sentence for each kind of change; nothing when all is as it was.

        >>> Changes(new=["a.txt"], program=True).sentences()
        ['1 raw file is new: a.txt.', 'The program is another than that which built the tables.']
        """
        said = [self.fault] if self.fault else []
        said += [
            f"{count_of(len(names), 'raw file')} {'is' if len(names) == 1 else 'are'} {what}: {_some(names)}."
            for what, names in (("changed", self.changed), ("new", self.new), ("gone", self.gone))
            if names
        ]
        said += ["A build would take another gazetteer now."] if self.gazetteer else []
        said += ["The program is another than that which built the tables."] if self.program else []
        return said


def built_at(folder: Path) -> datetime:
    """Return when the tables of a folder were built, in local time."""
    return datetime.fromtimestamp((folder / "manifest.json").stat().st_mtime)


def changes_since(manifest: Mapping[str, Any], raw: Path, built: datetime) -> Changes:
    """Compare a raw folder and the program with what tables were built from.

    Only files that were touched after the build are read again.

    Parameters
    ----------
    manifest : mapping
        Of the tables, as `Study.manifest` gives it.
    raw : Path
        The raw folder that they were built from.
    built : datetime
        When they were built.
    """
    program = manifest.get("made_by") != made_by()
    try:
        layout = lay_out(raw, manifest.get("columns"))
    except (CorpusError, OSError) as error:
        return Changes(program=program, fault=f"The raw files cannot be looked at: {error}.")
    before = manifest["inputs"]
    files = {path.name: path for path in find_about(raw, list(BESIDE))} | layout.files
    if before and not set(before) & set(layout.files):
        return Changes(program=program, fault=f"The tables were built from other texts than those in {raw.name}.")
    touched = [name for name in files if name in before and _touched(files[name]) >= built.timestamp()]
    return Changes(
        changed=[name for name in touched if digest_of(files[name]) != before[name]],
        new=sorted(set(files) - set(before)),
        gone=sorted(set(before) - set(files)),
        gazetteer=digest_of(gazetteer_of(raw)) != manifest.get("gazetteer"),
        program=program,
    )


def gazetteer_of(raw: Path) -> Path:
    """Return the gazetteer that `discourse build` takes for a raw folder when none is named."""
    return next(iter(find_about(raw, ["organizations.csv"])), SHIPPED)


def _touched(path: Path) -> float:
    """Return when a file was written, or put where it is: an older file that takes its place has an older date."""
    known = path.stat()
    return max(known.st_mtime, known.st_ctime)


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
