"""What a user, or a file from elsewhere, can make `discourse report` do: render what is there, into one folder."""

import json
import re
from pathlib import Path

import nbformat
import pytest
import yaml
from click.testing import CliRunner

from analysis import pipeline
from analysis.cli import main

CODE = 'import pathlib; pathlib.Path("pwned").touch()'
VALUES = [
    f"X\n{CODE}",
    f"X\r{CODE}",
    f"X\u2028{CODE}",
    f'"\n{CODE}\n"',
    f'"""\n{CODE}\n"""',
    f"'); {CODE}; ('",
    f"\\\n{CODE}\n#",
    "\\",
    "{{ 7*7 }} {% raw %} ${7*7} %s {0} $name",
    'f\'{__import__("os").system("touch pwned")}\'',
    "`touch pwned` $(touch pwned); touch pwned",
    "../../../etc/passwd",
    "Ա \u202egnp.exe 😀 \x1b[31m",
]
PARAMETERS = [f"value_{number}" for number in range(len(VALUES))]
NAMES = [
    "../shown",
    "../../work/notebooks/shown",
    "notebooks/../shown",
    "..",
    ".",
    "/shown",
    "shown/../../shown",
    "~/shown",
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    (folder / "texts.csv").write_text("text,actor\nThe UN came.,Iran\n", encoding="utf-8")
    pipeline.build(folder, folder / ".tables")
    return folder / ".tables"


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A working folder with one notebook, which shows the code points of what it is given; another stands outside."""
    shown = nbformat.v4.new_notebook(metadata={"title": "What was given: $name", "kernelspec": KERNEL})
    declared = [f'{name}: str = ""  # any text' for name in ("name", *PARAMETERS)] + ['processed: str = ""  # folder']
    shown.cells = [
        nbformat.v4.new_code_cell("\n".join(declared), metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(f"[list(map(ord, value)) for value in ({', '.join(PARAMETERS)})]"),
    ]
    for place in (tmp_path / "work" / "notebooks", tmp_path):
        place.mkdir(parents=True, exist_ok=True)
        nbformat.write(shown, place / "shown.ipynb")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@pytest.fixture
def report(work, tables):
    def report(*arguments):
        places = ["--processed", str(tables), "--notebooks", "notebooks", "--out", "reports", "--jobs", "1"]
        return CliRunner().invoke(main, ["report", *arguments, *places])

    return report


def files(work):
    """All files at and around a working folder, but those in its folder of reports."""
    found = (path for path in work.parent.rglob("*") if path.is_file())
    return {str(path.relative_to(work.parent)) for path in found if work / "reports" not in path.parents}


@pytest.fixture
def untouched(work):
    """Check afterwards that nothing was written but reports."""
    before = files(work)
    yield
    assert files(work) == before


@pytest.mark.usefixtures("untouched")
def test_a_value_is_a_value_whatever_it_looks_like(report, work):
    entry = {"notebook": "shown", "parameters": dict(zip(PARAMETERS, VALUES, strict=True))}
    (work / "reports").mkdir()
    (work / "reports" / "list.yaml").write_text(yaml.safe_dump([entry]), encoding="utf-8")
    result = report("--sets", "reports/list.yaml")
    assert result.exit_code == 0, result.output
    (page,) = (work / "reports").glob("shown-*.html")
    given = re.search(r"\[\[[\d,\s\[\]]*\]\]", page.read_text(encoding="utf-8"))[0]
    assert json.loads(given) == [list(map(ord, value)) for value in VALUES]
    assert not list(work.parent.rglob("pwned"))


@pytest.mark.usefixtures("untouched")
def test_the_same_holds_on_the_command_line(report, work):
    result = report("shown", "--set", f"name={VALUES[0]}")
    assert result.exit_code == 0, result.output
    assert not list(work.parent.rglob("pwned"))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "name", [f"name\n{CODE}\n", f"name: str = 1; {CODE} #", "name\x00", " name; import os", "__name__"]
)
def test_a_parameter_that_is_none_is_refused_be_it_code(report, work, name):
    result = report("shown", "--set", f"{name}=1")
    assert result.exit_code != 0
    assert "no parameter" in result.output
    assert not (work / "reports").exists()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("listed", [False, True])
def test_a_name_leads_to_no_notebook_outside_of_the_folder(report, work, name, listed):
    if listed:
        (work / "reports").mkdir()
        (work / "reports" / "list.yaml").write_text(yaml.safe_dump([{"notebook": name}]), encoding="utf-8")
    result = report("--sets", "reports/list.yaml") if listed else report(name)
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Error: " in result.output
    assert not list((work / "reports").glob("*.html"))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['touch pwned']",
        "- notebook: !!python/object/apply:os.system ['touch pwned']",
        "&a [*a, *a]",
        "- {notebook: shown, parameters: {'name\n\nimport os': 1}}",
        "- {notebook: shown, out: ../elsewhere, path: /tmp/x}",
    ],
)
def test_a_list_of_reports_that_holds_something_else_is_refused(report, work, text):
    (work / "reports").mkdir()
    (work / "reports" / "list.yaml").write_text(text, encoding="utf-8")
    result = report("--sets", "reports/list.yaml")
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit), result.exception
    assert not list((work / "reports").glob("*.html"))


def test_a_link_in_the_folder_is_replaced_and_not_followed(report, work):
    (work / "mine.txt").write_text("mine")
    (work / "reports").mkdir()
    for name in ("shown.html", "index.html"):
        (work / "reports" / name).symlink_to(work / "mine.txt")
    assert report("shown").exit_code == 0
    assert (work / "mine.txt").read_text() == "mine"
    assert "<h1" in Path(work / "reports" / "shown.html").read_text(encoding="utf-8")
