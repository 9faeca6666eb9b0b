"""The parameter gold -> the file of a coding by hand that it stands for."""

from contextlib import suppress
from pathlib import Path

from analysis import project
from analysis.pipeline.manifest import digest_of
from analysis.study import Study

BESIDE = "auto"  # the coding that lies beside the raw texts
INPUTS_COMPARED = 20


def coding_file(study: Study, gold: str, start: Path | None = None) -> Path | None:
    """Return the file that the parameter gold stands for; None for none.

    Parameters
    ----------
    study : Study
        The corpus.
    gold : str
        As `gold_tables.gold_table` takes it.
    start : Path, optional
        The folder that the project is looked for from; the current one when left out.
    """
    return _beside(study, start) if gold == BESIDE else _found(gold, start)


def _found(gold: str, start: Path | None) -> Path | None:
    """Return the path of a coding, from the current folder or else the project's."""
    if not gold or Path(gold).is_absolute() or Path(gold).is_file():
        return Path(gold) if gold else None
    with suppress(FileNotFoundError):
        return project.find(start).root / gold
    return Path(gold)


def _beside(study: Study, start: Path | None) -> Path | None:
    """Return the coding in the project's raw folder, if the corpus was built from the texts in there."""
    inputs = study.manifest.get("inputs", {})
    with suppress(FileNotFoundError):
        raw = project.find(start).raw
        some = sorted(inputs)[:INPUTS_COMPARED]
        if some and (raw / "gold.csv").is_file() and all(digest_of(raw / name) == inputs[name] for name in some):
            return raw / "gold.csv"
    return None
