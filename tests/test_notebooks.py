"""The notebooks: short, without outputs or functions of their own, and running on the sample."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.reports.publishing.parameters import TYPES, checked, declared

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
TEMPLATES = ["organization-report", "overview", "speaker-report"]
EXPLORATIONS = [path for path in NOTEBOOKS if path.stem not in TEMPLATES]


def cells(path, kind="code"):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def syntax(path):
    return ast.parse("\n".join(cell.source for cell in cells(path)))


def test_there_are_templates_and_explorations():
    assert {path.stem for path in NOTEBOOKS} > set(TEMPLATES)
    assert len(EXPLORATIONS) >= 3


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_a_notebook_is_valid_and_names_a_kernel_and_a_title(notebook):
    read = nbformat.read(notebook, as_version=nbformat.NO_CONVERT)
    nbformat.validate(read)
    assert read.nbformat == 4
    assert read.metadata["kernelspec"]["name"] == "python3"
    assert read.metadata["title"]
    names = [cell["id"] for cell in read.cells]
    assert len(set(names)) == len(names)


def test_a_notebook_is_kept_without_outputs(notebook):
    for cell in cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_a_notebook_begins_with_its_title_and_the_question_that_it_answers(notebook):
    heading, question = nbformat.read(notebook, as_version=4).cells[0].source.split("\n", 1)
    assert heading.startswith("# ")
    assert "?" in question


def test_a_notebook_names_no_folder_of_one_machine(notebook):
    texts = [node.value for node in ast.walk(syntax(notebook)) if isinstance(node, ast.Constant)]
    assert [text for text in texts if isinstance(text, str) and re.match(r"[/~\\]|[A-Za-z]:[/\\]", text)] == []


def test_a_notebook_defines_nothing(notebook):
    defining = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
    assert [node for node in ast.walk(syntax(notebook)) if isinstance(node, defining)] == []
    assert not any(line.startswith(("%", "!")) for cell in cells(notebook) for line in cell.source.split("\n"))


def test_one_cell_declares_the_parameters_and_each_has_type_default_and_help(notebook):
    tagged = [cell for cell in cells(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    parameters = declared(notebook)
    assert list(parameters) == [node.target.id for node in ast.parse(tagged[0].source).body]
    assert all(entry.help and type(entry.default) is TYPES[entry.type] for entry in parameters.values())
    assert checked(parameters, {}) == {name: entry.default for name, entry in parameters.items()}
    assert parameters["processed"].default == ""


def test_every_name_that_a_notebook_takes_from_the_package_exists(notebook):
    names = []
    for node in ast.walk(syntax(notebook)):
        if isinstance(node, ast.ImportFrom):
            names += [(node.module, entry.name) for entry in node.names]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "reports":
            names.append(("analysis.reports", node.attr))
    assert {("analysis", "load"), ("analysis", "reports")} & set(names)
    for module, name in names:
        assert module.split(".")[0] == "analysis"
        assert not name.startswith("_")
        assert hasattr(importlib.import_module(module), name)


def test_every_parameter_is_used(notebook):
    read = {
        node.id for node in ast.walk(syntax(notebook)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert set(declared(notebook)) <= read


@pytest.mark.parametrize("name", ["03-organizations", "organization-report"])
def test_what_counts_as_a_mention_is_a_parameter(name):
    parameters = declared(PROJECT / "notebooks" / f"{name}.ipynb")
    defaults = {"unit": "document", "local_names": False, "appositives": False, "duplicates": "near"}
    assert {wanted: parameters[wanted].default for wanted in defaults} == defaults


def test_a_unit_that_is_none_is_refused_with_those_that_are(sample, tmp_path):
    with pytest.raises(papermill.PapermillExecutionError, match="choose from document, paragraph, sentence"):
        papermill.execute_notebook(
            PROJECT / "notebooks" / "03-organizations.ipynb",
            None,
            {"processed": str(sample.folder), "unit": "page"},
            progress_bar=False,
            cwd=str(tmp_path),
        )


def test_the_notebooks_are_clean():
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", *NOTEBOOKS],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", EXPLORATIONS, ids=lambda path: path.stem)
def test_an_exploration_runs_on_the_sample_and_shows_something_in_every_cell_that_ends_in_a_value(
    path, sample, tmp_path
):
    executed = papermill.execute_notebook(
        path,
        None,
        {"processed": str(sample.folder)},
        engine_name="discourse-forked",
        progress_bar=False,
        cwd=str(tmp_path),
    )
    shown = []
    for cell in executed.cells:
        if cell.cell_type == "code" and isinstance(ast.parse(cell.source).body[-1], ast.Expr):
            html = [output["data"]["text/html"] for output in cell.outputs if "text/html" in output.get("data", {})]
            assert len(html) == 1, cell.source
            assert not [name for output in cell.outputs for name in output["data"] if "widget" in name], cell.source
            shown += html
        assert not [output for output in cell.get("outputs", []) if output["output_type"] in ("stream", "error")]
    assert "widgets" not in executed.metadata
    assert shown
    assert any("data:image/png;base64" in html for html in shown)
