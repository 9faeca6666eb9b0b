"""Progress of long work: bars in a notebook and on a terminal, and nothing where nobody looks."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from analysis.reports.exploring.live import somebody_is_there

Progress = Callable[[str, int, int], None]
SECONDS = 0.1  # between two changes of a bar


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Give a function that shows how far long work is, as `pipeline.build` and `ledger.take` call it.

    In JupyterLab each step has a bar below the cell, on a terminal bars that vanish at the end. Under papermill, in
    a pipe or in a test nothing is shown.

    >>> with progress_bar() as progress:
    ...     progress("reading", 1, 2)
    """
    if somebody_is_there():
        from IPython.display import display

        bars = Bars()
        display(bars.box)
        yield bars.show
    elif sys.stderr is not None and sys.stderr.isatty():
        with _on_terminal() as show:
            yield show
    else:
        yield lambda _step, _done, _total: None


class Bars:
    """Bars of a notebook, one a step, in a box to be shown."""

    def __init__(self) -> None:
        from ipywidgets import VBox

        self.box = VBox()
        self._steps: dict[str, tuple[Any, Any]] = {}
        self._shown = 0.0

    def show(self, step: str, done: int, total: int) -> None:
        """Show how far a step is; changes that follow each other faster than can be seen are left out.

        Parameters
        ----------
        step : str
            Its name.
        done, total : int
            What is done, and what is to do.
        """
        if step in self._steps and done < total and time.monotonic() - self._shown < SECONDS:
            return
        bar, text = self._steps.get(step) or self._begin(step)
        bar.max, bar.value = max(total, 1), done if total else 1
        text.value = f"{done:,} of {total:,}"
        self._shown = time.monotonic()

    def _begin(self, step: str) -> tuple[Any, Any]:
        from ipywidgets import HBox, IntProgress, Label

        bar, text = IntProgress(min=0, max=1, description=step), Label()
        self._steps[step] = bar, text
        self.box.children = [*self.box.children, HBox([bar, text])]
        return bar, text


@contextmanager
def _on_terminal() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Rows

    tasks: dict[str, Any] = {}
    with Rows(console=Console(stderr=True), transient=True) as rows:

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = rows.add_task(step, total=total)
            rows.update(tasks[step], completed=done, total=total)

        yield show
