"""The processed tables of one corpus, opened when they are first looked at."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import project
from analysis.corpus import parse_date
from analysis.corpus.duplicates import reprint_clusters
from analysis.discourse import counted_documents
from analysis.discourse.organizations import own_organizations
from analysis.methods import tell
from analysis.text import Tokens
from analysis.text.stored import StoredTokens

try:
    import fcntl
except ImportError:
    fcntl = None

TABLES = (
    *("documents", "problems", "cleaning", "sentences", "tokens", "vocabulary"),
    *("mentions", "undecided", "statements", "gazetteer"),
)
LOCAL, APPOSITIVE = "local", "appositive"
NOT_COUNTED = (LOCAL, APPOSITIVE)  # unless asked for
READY = ".ready"


class NotBuiltError(FileNotFoundError):
    """There are no processed tables yet."""


class RebuiltError(RuntimeError):
    """The tables changed under a study that was reading them."""


class Study:
    """The tables of a processed corpus, read from Parquet on first use; its `manifest` says what made them.

    Parameters
    ----------
    processed : Path
        A folder that `analysis.pipeline.build` has written.
    local_names : bool
        Whether shorter names that take up a full one, as the Committee, count as mentions.
    appositives : bool
        Whether a name in brackets right after another of the same organization counts too: Name (ACRONYM).

    Raises
    ------
    NotBuiltError
        The folder holds no built corpus.
    """

    def __init__(self, processed: Path, *, local_names: bool = False, appositives: bool = False) -> None:
        self._rules_left_out = [
            rule for rule, wanted in ((LOCAL, local_names), (APPOSITIVE, appositives)) if not wanted
        ]
        with building(processed):
            finish_interrupted_move(processed)
        self.folder = processed
        try:
            self.manifest: dict[str, Any] = _manifest(processed)
        except FileNotFoundError:
            raise NotBuiltError(
                f"{processed} holds no built corpus: run `discourse build` first "
                f"(or `discourse build --raw YOUR_TEXTS --processed {processed}`)"
            ) from None

    def __repr__(self) -> str:
        counts = self.manifest["counts"]
        names = ("documents", "sentences", "tokens", "mentions", "statements")
        whole = ", ".join(f"{counts[name]:,} {name}" for name in names if name in counts)
        return f"<Study of {self.folder}: {whole}{'; ' if self.scope else ''}{self.scope}>"

    @property
    def scope(self) -> str:
        """What part of the corpus this is, in a sentence; nothing for the whole."""
        return ""

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a document."""
        return self._read("documents")

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row for each thing that could not be read or looks wrong."""
        return self._read("problems")

    @cached_property
    def cleaning(self) -> pd.DataFrame:
        """One row a cleaning step that changed a document."""
        return self._read("cleaning")

    @cached_property
    def reprints(self) -> pd.DataFrame:
        """The clusters of documents that repeat each other, wholly or nearly."""
        return reprint_clusters(self.documents)

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """One row a sentence."""
        tell("text.split_sentences")
        return self._read("sentences")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a mention of an organization that counts."""
        wanted = {"local_names": LOCAL, "appositives": APPOSITIVE}
        counted = {name: rule not in self._rules_left_out for name, rule in wanted.items()}
        tell("discourse.mentions", counted, dict.fromkeys(counted, False))
        found = self._read("mentions")
        return found[~found["rule"].isin(self._rules_left_out)].reset_index(drop=True)

    @cached_property
    def undecided(self) -> pd.DataFrame:
        """One row for an alias that stands there and is not counted: unconfirmed, or out of its period."""
        return self._read("undecided")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row an attributed statement, with its cue and its speaker."""
        found = self._read("statements")
        tell("discourse.statements", {"corrected": bool(found["rule"].eq("corrected").any())}, {"corrected": False})
        return found

    @cached_property
    def gazetteer(self) -> pd.DataFrame:
        """One row an alias; empty when the corpus was built without a gazetteer."""
        return self._read("gazetteer")

    @cached_property
    def own_organizations(self) -> pd.DataFrame:
        """Which organizations the documents themselves are of, by their actors."""
        return own_organizations(self.documents, self.gazetteer)

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens, in the order of the documents."""
        tell("text.tokenize")
        return StoredTokens(self.folder / "tokens.parquet", self.folder / "vocabulary.parquet", self._unless_rebuilt)

    def between(self, start: str = "", end: str = "") -> "Study":
        """Return the part of the study whose documents are dated within a period.

        Parameters
        ----------
        start, end : str
            First and last day, both included, as 2023-02-22; a month or a year (2023-02, 2023) is taken
            from its first or to its last day; empty is open. With either given, undated documents are left
            out; a document of which only the month or the year is known counts as its first day.

        Raises
        ------
        ValueError
            A date cannot be read, or no document is dated within the period.
        """
        dates = self.documents["date"]
        keep = pd.Series(True, index=dates.index)
        if start:
            keep &= dates >= parse_date(start)[0]
        if end:
            keep &= dates <= _last_day(end)
        if not keep.any():
            span = f"{dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if dates.notna().any() else "no dates at all"
            raise ValueError(
                f"no document is dated from {start or 'the first'} to {end or 'the last'}: they have {span}"
            )
        if keep.all():
            return self
        period = f"Only documents dated {f'from {start} ' if start else ''}{f'to {end}' if end else ''}".rstrip()
        undated = int(dates.isna().sum())
        left_out = f"; {undated:,} without a date left out" if undated else ""
        return _Part(self, keep.to_numpy(), f"{self.scope} {period}{left_out}.".strip())

    def without_duplicates(self, duplicates: str = "none") -> "Study":
        """Return the part of the study whose documents repeat no other.

        A reprint is left out wherever its original stands, be it outside of a period chosen later.

        Parameters
        ----------
        duplicates : str
            Which repeats stay: "all" of them, those that are only "near" their original, or "none".

        Raises
        ------
        ValueError
            `duplicates` is something else.
        """
        keep = counted_documents(self.documents, duplicates)
        tell("discourse.counted_documents", {"duplicates": duplicates})
        if keep.all():
            return self
        left_out = len(keep) - int(keep.sum())
        what = "exact repeats of others" if duplicates == "near" else "repeats of others"
        scope = f"{left_out:,} {'document' if left_out == 1 else 'documents'} left out as {what}."
        return _Part(self, keep, f"{self.scope} {scope}".strip())

    def _read(self, table: str) -> pd.DataFrame:
        return self._unless_rebuilt(lambda: pd.read_parquet(self.folder / f"{table}.parquet"))

    def _unless_rebuilt(self, read: Callable[[], Any]) -> Any:
        """Read a table, if the tables are still those of the manifest that this study opened."""
        try:
            table, fault = read(), None
        except (OSError, ValueError) as error:  # a file that is replaced while it is read looks damaged
            table, fault = None, error
        if _manifest(self.folder) != self.manifest:
            raise RebuiltError(
                f"the tables in {self.folder} were built anew since this study was opened: load it again"
            )
        if fault:
            raise fault
        return table


def _last_day(written: str) -> pd.Timestamp:
    day, precision = parse_date(written)
    return day + {"month": pd.offsets.MonthEnd(0), "year": pd.offsets.YearEnd(0)}.get(precision, pd.Timedelta(0))


class _Part(Study):
    """Some documents of a study, with the rows that belong to them."""

    def __init__(self, whole: Study, keep: np.ndarray, scope: str) -> None:
        self.folder = whole.folder
        self.manifest = whole.manifest
        self._scope = scope
        self._whole = whole
        self._keep = keep

    @property
    def scope(self) -> str:
        return self._scope

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self._whole.documents[self._keep].reset_index(drop=True)

    @cached_property
    def sentences(self) -> pd.DataFrame:
        return self._within(self._whole.sentences)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return self._within(self._whole.mentions)

    @cached_property
    def undecided(self) -> pd.DataFrame:
        return self._within(self._whole.undecided)

    @cached_property
    def statements(self) -> pd.DataFrame:
        return self._within(self._whole.statements)

    @cached_property
    def cleaning(self) -> pd.DataFrame:
        return self._within(self._whole.cleaning)

    @cached_property
    def tokens(self) -> Tokens:
        return self._whole.tokens.select(self._keep)

    def _within(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["doc_id"].isin(self.documents["doc_id"])].reset_index(drop=True)


def load(
    processed: Path | str = "", *, duplicates: str = "all", local_names: bool = False, appositives: bool = False
) -> Study:
    """Open a processed corpus.

    Parameters
    ----------
    processed : path, optional
        The folder of its tables; the project's data/processed when left out or empty, found from any
        working directory.
    duplicates : str
        Which documents that repeat another are in the tables: "all"; "near", only those that have changed it, so
        that what was printed twice counts once; "none".
    local_names : bool
        Whether shorter names that take up a full one, as the Committee, count as mentions.
    appositives : bool
        Whether a name in brackets right after another of the same organization counts too: Name (ACRONYM).

    Returns
    -------
    Study
        With the tables documents, problems, cleaning, sentences, tokens, mentions, undecided, statements,
        gazetteer, reprints, and the manifest.

    Raises
    ------
    NotBuiltError
        The folder holds no built corpus.
    ValueError
        There is no such choice of duplicates.

    >>> load("/no/such/folder")
    Traceback (most recent call last):
    analysis.study.NotBuiltError: ...
    """
    folder = Path(processed) if processed else project.find().processed
    study = Study(folder, local_names=local_names, appositives=appositives)
    return study.without_duplicates(duplicates)


@contextmanager
def building(processed: Path) -> Iterator[None]:
    """Wait for the right to change a folder of tables, and hold it; a process that ends gives it back.

    Parameters
    ----------
    processed : Path
        The folder.
    """
    if fcntl is None or not processed.is_dir():  # Windows has no such lock, and no folder needs none
        yield
        return
    folder = os.open(processed, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks know no locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def finish_interrupted_move(processed: Path) -> None:
    """Move the last pieces of a finished build into place, if its process ended while it did so itself.

    The manifest goes first: whoever reads a new table then finds that the manifest has changed too.
    """
    ready = processed / READY
    if ready.is_dir():
        for path in sorted(ready.iterdir(), key=lambda path: (path.name != "manifest.json", path.name)):
            path.replace(processed / path.name)
        ready.rmdir()


def _manifest(processed: Path) -> dict[str, Any]:
    return json.loads((processed / "manifest.json").read_text(encoding="utf-8"))
