"""Notebooks of a few cells, and what is left of processes."""

import os
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
FOREVER = """from pathlib import Path
import os, time
Path("kernel.pid").write_text(str(os.getpid()))
while True:
    try:
        while True:
            time.sleep(0.01)
    except KeyboardInterrupt:
        pass"""


def write_cells(path, *sources, parameters=""):
    """Write a notebook of these cells of code."""
    cells = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    if parameters:
        cells.insert(0, new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)
    return path


def lives(pid):
    """Tell whether a process is there and not yet a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.parent.parent.is_dir() or (stat.is_file() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z")


def comes(condition, seconds=60.0):
    """Wait until something is the case, and tell whether it has come to be."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def pid_in(folder):
    """Return the process that a kernel has written down in its folder; 0 as long as there is none."""
    file = Path(folder) / "kernel.pid"
    text = file.read_text() if file.is_file() else ""
    return int(text) if text else 0


def shown(executed):
    """Return all text that the cells of a notebook have printed."""
    return "".join(output.get("text", "") for cell in executed.cells for output in cell.get("outputs", []))
