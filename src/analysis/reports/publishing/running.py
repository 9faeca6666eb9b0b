"""A notebook and values for its parameters -> the notebook with its outputs, run by papermill."""

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config


class RenderError(RuntimeError):
    """A cell of a notebook failed."""


def execute(notebook: Path, values: dict[str, Any]) -> nbformat.NotebookNode:
    with tempfile.TemporaryDirectory(prefix="discourse-") as private:
        try:
            return papermill.execute_notebook(
                str(notebook),
                None,
                parameters=values,
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                cwd=str(notebook.parent),
                config=_kernel_sockets(Path(private)),
                extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
            )
        except PapermillExecutionError as error:
            source = error.source.strip().splitlines()[-1] if error.source.strip() else ""
            message = f"{error.ename}: {error.evalue} (cell {error.exec_count}: {source:.80})"
            raise RenderError(message) from error


def _kernel_sockets(private: Path) -> Config:
    """Let the kernel listen in a private folder: no port is open to others, and none is taken twice."""
    if os.name == "nt":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": str(private / "kernel")}})
