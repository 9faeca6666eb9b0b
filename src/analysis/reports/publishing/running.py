"""A notebook and values for its parameters -> the notebook with its outputs, run by papermill."""

import math
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis.reports.publishing.engines import papermill_name
from analysis.reports.publishing.leftovers import private_folder

TERMINAL_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")


class RenderError(RuntimeError):
    """A cell of a notebook failed.

    Attributes
    ----------
    cell : int
        Its number among the cells of code, from 1; 0 when none had begun.
    name, value : str
        The kind of error, and what it says.
    source : str
        The cell's code.
    traceback : str
        Where it happened, as plain text.
    """

    def __init__(self, name: str, value: str, cell: int = 0, source: str = "", traceback: str = "") -> None:
        self.cell, self.name, self.source, self.traceback = cell, name, source, traceback
        self.value = _plain(value)
        last = source.strip().splitlines()[-1] if source.strip() else ""
        place = f" (cell {cell}: {last:.80})" if cell else ""
        super().__init__(" ".join(f"{name}: {self.value}{place}".split()))

    def __reduce__(self) -> tuple:
        """Keep all attributes when it is sent to another process."""
        return type(self), (self.name, self.value, self.cell, self.source, self.traceback)


def execute(
    notebook: Path, values: dict[str, Any], *, engine: str = "forked", timeout: float | None = None
) -> nbformat.NotebookNode:
    """Run a notebook in a kernel of its own, which works in the notebook's folder.

    Parameters
    ----------
    notebook : Path
        The notebook.
    values : dict of str to Any
        Values of its parameters.
    engine : {"forked", "stock"}
        How its kernel is started; what it shows is the same.
    timeout : float, optional
        Seconds after which a cell is stopped; never when it is not given.

    Returns
    -------
    NotebookNode
        The notebook with its outputs.

    Raises
    ------
    RenderError
        A cell failed or was stopped, or the kernel ended.
    """
    begun: dict[int, nbformat.NotebookNode] = {}
    with _kernel_config() as config:
        try:
            executed = papermill.execute_notebook(
                str(notebook),
                None,
                parameters=values,
                engine_name=papermill_name(engine),
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                cwd=str(notebook.parent),
                config=config,
                execution_timeout=math.ceil(timeout) if timeout else None,
                shutdown_kernel="immediate",
                on_cell_start=lambda cell, cell_index: begun.setdefault(cell_index, cell),
                extra_arguments=["--IPKernelApp.log_level=CRITICAL", "--HistoryManager.hist_file=:memory:"],
            )
            _refuse_exit(executed)
            return executed
        except PapermillExecutionError as error:
            name, value, traceback = error.ename, error.evalue, _plain("\n".join(error.traceback))
            begun = {index: cell for index, cell in begun.items() if index <= error.cell_index}
        except CellTimeoutError:
            name, value, traceback = "Timeout", f"the cell was stopped after {timeout:g} seconds (see --timeout)", ""
        except DeadKernelError:
            name, value, traceback = "Died", "the process that ran the cell ended; perhaps there was no memory left", ""
        number, source = _last(begun)
        raise RenderError(name, value, number, source, traceback)


def _refuse_exit(executed: nbformat.NotebookNode) -> None:
    """Raise an error where a cell has ended the run, which papermill takes for success: the rest was not run."""
    for index, cell in enumerate(executed.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                number, source = _last(dict(enumerate(executed.cells[: index + 1])))
                value = "the cell ended the run, and those below it were not run: take the exit out"
                raise RenderError(output.ename, value, number, source, _plain("\n".join(output.traceback)))


def _last(begun: dict[int, nbformat.NotebookNode]) -> tuple[int, str]:
    """Return the number and the source of the last of some cells; that of the parameters given has no number."""
    cells = [begun[index] for index in sorted(begun)]
    own = [
        cell
        for cell in cells
        if cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    return len(own), cells[-1].source if cells else ""


def _plain(text: str) -> str:
    """Remove the codes by which a terminal is told colors.

    >>> _plain("\\x1b[31mred\\x1b[0m")
    'red'
    """
    return TERMINAL_CODES.sub("", text)


@contextmanager
def _kernel_config() -> Iterator[Config]:
    """Let the kernel listen in a private folder: no port is open to others, and none is taken twice."""
    if os.name == "nt":
        yield Config()
        return
    private = private_folder()
    files = {"connection_file": str(private / "kernel.json"), "transport": "ipc", "ip": str(private / "kernel")}
    try:
        yield Config({KernelManager.__name__: files})
    finally:
        shutil.rmtree(private, ignore_errors=True)
