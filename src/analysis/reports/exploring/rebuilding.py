"""A button that builds the tables of a project again, with the choices that they were built with."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import pipeline, project
from analysis.corpus.cleaning import DEFAULT_STEPS
from analysis.pipeline.manifest import digest_of
from analysis.reports.display import Finding
from analysis.reports.exploring.bars import Bars
from analysis.reports.exploring.changes import gazetteer_of
from analysis.reports.exploring.live import Explorer, fault, message, said_html
from analysis.reports.words import count_of
from analysis.study import NotBuiltError, load

COMMAND = "To build the tables again, run in a terminal: discourse build"
OTHER_CHOICES = (
    "These tables were built with a gazetteer or from a folder that is not the project's own: build them again as "
    "you built them, in a terminal (discourse build --help)."
)
MOST_PROCESSES = 4


def build_again(processed: Path | str = "") -> Explorer:
    """Offer to build the tables of data/raw, or to build them again; the old ones stay until the new are complete.

    Tables that were built from elsewhere, or with a gazetteer of their own, are not touched.

    Parameters
    ----------
    processed : path, optional
        The folder of processed tables; the project's data/processed when left out or empty.
    """
    try:
        here = project.find()
        manifest = load(processed).manifest
    except NotBuiltError:
        manifest = {}
    except FileNotFoundError:
        return Explorer(Finding(COMMAND)._repr_html_())
    if not _is_of(here, processed, manifest):
        return Explorer(message(OTHER_CHOICES))
    return Explorer(message(COMMAND), lambda _html: _fields(here, manifest))


def _is_of(here: project.Project, processed: Path | str, manifest: Mapping[str, Any]) -> bool:
    """Return whether `discourse build` without options would build these tables."""
    if processed and Path(processed).resolve() != here.processed.resolve():
        return False
    return not manifest or manifest.get("gazetteer") == digest_of(gazetteer_of(here.raw))


def _fields(here: project.Project, manifest: Mapping[str, Any]) -> Any:
    from ipywidgets import Button, VBox

    button = Button(description="Build again" if manifest else "Build the tables", button_style="primary")
    said, bars = said_html(), VBox()

    def build(_button: object) -> None:
        button.disabled, shown = True, Bars()
        bars.children, said.value = [shown.box], message("Building …")
        try:
            done = _build(here, manifest, shown)
            said.value = message(_told(done))
        except Exception as error:  # a callback's traceback would be seen by nobody
            said.value = message(f"Nothing was changed. {fault(error)}")
        button.disabled, bars.children = False, []

    button.on_click(build)
    return VBox([button, bars, said])


def _build(here: project.Project, manifest: Mapping[str, Any], bars: Bars) -> pipeline.Build:
    choices = {name: manifest[name] for name in ("columns", "steps", "threshold") if name in manifest}
    return pipeline.build(
        here.raw,
        here.processed,
        gazetteer=gazetteer_of(here.raw),
        jobs=min(MOST_PROCESSES, os.cpu_count() or 1),
        progress=bars.show,
        **({"steps": DEFAULT_STEPS} | choices),
    )


def _told(done: pipeline.Build) -> str:
    counted = f"{count_of(done.processed, 'document')} processed, {done.unchanged:,} unchanged"
    return f"Built: {counted}. Run the cells of open notebooks again (Run ▸ Restart Kernel and Run All Cells)."
