"""A notebook and its parameters -> one HTML file that stands alone."""

import hashlib
import json
import os
import platform
import re
import shlex
import string
import tempfile
import unicodedata
from collections.abc import Mapping
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbconvert import HTMLExporter
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis import study
from analysis.reports import parameters as declarations

NAMED_VERSIONS = (
    "discourse-analysis",
    "ftfy",
    "matplotlib",
    "networkx",
    "numpy",
    "nupunkt",
    "pandas",
    "papermill",
    "scipy",
)
LONGEST_NAME = 90
FILES = ("gold", "dictionary")  # parameters that may name a file


class RenderError(RuntimeError):
    """A cell of a notebook failed."""


def render(notebook: Path | str, parameters: Mapping[str, Any] | None = None, out: Path | str = "reports") -> Path:
    """Run a notebook through papermill and write what it shows as one HTML file.

    The file holds no script and loads nothing; a content security policy forbids both. Its footer names the
    parameters, the data and the versions. The same notebook, parameters and data give the same bytes.

    Parameters
    ----------
    notebook : path
        A notebook with a cell tagged "parameters". The metadata entry "title" becomes the report's title,
        with $name standing for a parameter; cells tagged "notebook-only" are left out.
    parameters : mapping of str to Any, optional
        Values for its parameters; the others keep their defaults.
    out : path
        The folder to write to; made when it is not there.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ParameterError
        A parameter is not declared or does not fit its type; nothing has run.
    RenderError
        A cell failed; nothing was written.
    NotBuiltError
        The processed tables that the parameters name are not there.
    """
    notebook, out = Path(notebook), Path(out)
    declared = declarations.declared(notebook)
    values = declarations.checked(declared, parameters or {})
    opened = study.load(values.get("processed", ""))
    manifest = opened.manifest
    if "processed" in values:  # the kernel works in the notebook's folder
        values["processed"] = str(opened.folder.resolve())
    executed = _without_repetition(_execute(notebook, values | _from_here(values)))
    heading = executed.metadata.get("title", notebook.stem)
    title = string.Template(heading).safe_substitute(values)
    shown = {name: value for name, value in values.items() if name != "processed"}
    given = {name: value for name, value in shown.items() if name in (parameters or {})}
    scope = ", ".join(
        f"{name} {value}"
        for name, value in given.items()
        if f"${name}" not in heading and value != declared[name].default
    )
    page = _exporter().from_notebook_node(
        executed,
        resources={
            "title": title,
            "scope": scope,
            "about": json.dumps({"title": title, "scope": scope, "notebook": notebook.stem, "data": manifest["data"]}),
            "parameters": {name: str(value) or "(not set)" for name, value in shown.items()},
            "data": manifest["data"],
            "versions": {"Python": platform.python_version()}
            | {name: metadata.version(name) for name in NAMED_VERSIONS},
            "command": _command(notebook.stem, given),
        },
    )[0]
    path = out / f"{file_name(notebook.stem, parameters or {})}.html"
    write_atomically(path, page.encode("utf-8"))
    return path


def _from_here(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the files that stand in the current folder with their whole paths: the kernel works in another."""
    given = {name: Path(values[name]) for name in FILES if values.get(name)}
    return {name: str(path.resolve()) for name, path in given.items() if path.is_file()}


def _without_repetition(executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave out cells that show what was shown before, and sections left empty: what is not there is said once."""
    sections: list[list[nbformat.NotebookNode]] = [[]]
    said: set[str] = set()
    for cell in executed.cells:
        if cell.cell_type == "markdown":
            sections.append([])
        texts = _texts(cell)
        cell.metadata["repeats"] = bool(texts) and said.issuperset(texts)
        said.update(texts)
        sections[-1].append(cell)
    executed.cells = []
    for section in sections:
        new = [cell for cell in section if not cell.metadata.pop("repeats")]
        if len(new) == len(section) or any(map(_texts, new)):
            executed.cells += new
    return executed


def _texts(cell: nbformat.NotebookNode) -> list[str]:
    """Return what a cell shows, without tags; pictures are compared as they are."""
    shown = [output.get("data", {}).get("text/html") or str(output) for output in cell.get("outputs", [])]
    return [" ".join(re.sub(r"<[^<>]*>", " ", html).split()) if "<img" not in html else html for html in shown]


def _execute(notebook: Path, values: dict[str, Any]) -> nbformat.NotebookNode:
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


def _exporter() -> HTMLExporter:
    templates = str(resources.files("analysis.reports") / "templates")
    config = Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": ["notebook-only"]}})
    return HTMLExporter(
        extra_template_basedirs=[templates], template_name="report", exclude_anchor_links=True, config=config
    )


def _command(notebook: str, given: Mapping[str, Any]) -> str:
    settings = [f"--set {shlex.quote(f'{name}={value}')}" for name, value in given.items()]
    return " ".join(["discourse report", notebook, *settings])


def file_name(notebook: str, parameters: Mapping[str, Any]) -> str:
    """Name a report by its notebook and the parameters given, safe on every file system.

    >>> file_name("organization-report", {"organization": "Human Rights Watch"})
    'organization-report--human-rights-watch'
    >>> file_name("overview", {"by": "../../x"}).startswith("overview--by-x-")
    True
    """
    given = {name: str(value) for name, value in sorted(parameters.items()) if name != "processed" and str(value)}
    values = [value if name == "organization" else f"{name} {value}" for name, value in given.items()]
    name = "--".join(filter(None, map(_plain, [notebook, *values])))
    lossless = re.fullmatch(r"[A-Za-z0-9-]+", notebook) and all(re.fullmatch(r"[A-Za-z0-9 ]+", text) for text in values)
    if not lossless or len(name) > LONGEST_NAME or name == "index":
        digest = hashlib.sha256(json.dumps([notebook, given]).encode()).hexdigest()[:8]
        name = f"{name[:LONGEST_NAME].strip('-')}-{digest}".lstrip("-")
    return name


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    >>> path = Path(tempfile.mkdtemp()) / "a.html"
    >>> write_atomically(path, b"whole"); path.read_bytes()
    b'whole'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
