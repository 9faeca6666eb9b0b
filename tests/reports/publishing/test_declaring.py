"""What a notebook declares: one line a parameter, with its type, default, help and the values that it may have."""

import ast
import json
from pathlib import Path

import papermill
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from analysis.reports.publishing.describing import describe, overview
from analysis.reports.publishing.parameters import ParameterError, checked, declared, outside, template

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def written(folder, *lines, tags=("parameters",), first="# Report\nWho speaks?", title="Who names $name"):
    """Write a notebook of two cells."""
    cells = [
        {"id": "first", "cell_type": "markdown", "metadata": {}, "source": first},
        {
            "id": "parameters",
            "cell_type": "code",
            "execution_count": None,
            "metadata": {"tags": list(tags)},
            "outputs": [],
            "source": [f"{line}\n" for line in lines],
        },
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "report.ipynb"
    notebook = {"cells": cells, "metadata": {"title": title, "kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path):
    return lambda *lines, **more: written(tmp_path, *lines, **more)


def test_a_notebook_declares_names_types_defaults_and_help(write):
    found = declared(
        write(
            'name: str = ""  # whose',
            "top: int = 10",
            "share: float = 0.5",
            "all: bool = False",
            'terms: list[str] = ["a", "b"]  # which [organization]',
            "years: list[int] = []  # when [1990 to 2030]",
        )
    )
    assert list(found) == ["name", "top", "share", "all", "terms", "years"]
    assert [(entry.type, entry.default) for entry in found.values()] == [
        *[("str", ""), ("int", 10), ("float", 0.5), ("bool", False), ("list[str]", ["a", "b"]), ("list[int]", [])]
    ]
    assert [found[name].help for name in ("name", "top", "terms")] == ["whose", "", "which"]


def test_papermill_reads_every_notebook_of_the_project_the_same():
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        inspected = papermill.inspect_notebook(str(notebook))
        read = {name: (found["inferred_type_name"], found["default"]) for name, found in inspected.items()}
        ours = declared(notebook)
        assert list(read) == list(ours), notebook.stem
        for name, (kind, default) in read.items():
            assert (kind, ast.literal_eval(default)) == (ours[name].type, ours[name].default), name
            assert inspected[name]["help"].startswith(ours[name].help), name


def test_a_notebook_without_a_parameters_cell_declares_nothing(write):
    assert declared(write("top: int = 10", tags=())) == {}


def test_a_notebook_that_is_not_there_or_is_none_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"there is no notebook .*no\.ipynb"):
        declared(tmp_path / "no.ipynb")
    for name, text in [("a", "no JSON"), ("b", "[]"), ("c", '{"cells": [3]}'), ("d", "[" * 100_000), ("e", "\xff")]:
        path = tmp_path / f"{name}.ipynb"
        path.write_bytes(text.encode("latin-1"))
        with pytest.raises(ParameterError, match=rf"{name}\.ipynb is no notebook"):
            declared(path)


@pytest.mark.parametrize("line", ["top = 10", "top: list = []", "top: Path = 1", "top: dict[str, int] = {}"])
def test_a_parameter_without_a_type_that_can_be_checked_is_refused(write, line):
    with pytest.raises(
        ParameterError, match=r"report.ipynb: annotate the parameter top as one of str, int, float, bool, list"
    ):
        declared(write(line))


@pytest.mark.parametrize("default", ["2 * 5", "Path.cwd()", "other", "[" * 60 + "]" * 60 + "[0]"])
def test_a_default_that_is_no_plain_value_is_refused_and_never_run(write, default):
    with pytest.raises(ParameterError, match=r"report.ipynb: the default of top is no (plain value|int)"):
        declared(write(f"top: int = {default}"))


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("import os", "line 1 of the parameters declares none"),
        ("a, b: int = 1", "the parameters are no Python"),
        ("a = b = 1", "line 1 of the parameters declares none"),
        ("x.y: int = 1", "line 1 of the parameters declares none"),
        ("top: int = 1\ntop: int = 2", "the parameter top is declared twice"),
        ("top: int = 'a'", "the default of top is no int: 'a'"),
        ("top: int = True", "the default of top is no int: True"),
        ("terms: list[str] = [1]", "the default of terms is no list[str]"),
        ("name: str = '#1'", "name is written so that papermill would not read it"),
        ("top: int = 1  # as a=b", "top is written so that papermill would not read it"),
        ("terms: list[str] = [\n    'a',\n]", "terms is written so that papermill would not read it"),
        ("top: int = 0  # how many [1 to 100]", "the default of top is none of its values: top is 0: it must be from"),
        ("unit: str = 'page'  # [document | sentence]", "the default of unit is none of its values"),
        ("start: str = '30 February 2023'  # [date or empty]", "the default of start is none of its values"),
        ("start: str = ''  # [date]", "the default of start is none of its values: start is empty"),
        ("by: str = ''  # [colum or empty]", "the domain of by: 'colum' is no kind of value. Did you mean column?"),
        ("by: str = ''  # []", "the domain of by: [] says no value"),
        ("by: str = ''  # [empty]", "the domain of by: [empty] allows nothing"),
        ("by: str = 'a'  # [a | a]", "the domain of by: [a | a] has a choice twice"),
        ("by: str = 'a'  # [1 to 3]", "the domain of by: [1 to 3] fits no str"),
        ("top: int = 1  # [date]", "the domain of top: [date] fits no int"),
        ("all: bool = True  # [yes | no]", "the domain of all: [yes | no] fits no bool"),
        ("top: int = 1  # [9 to 3]", "the domain of top: the range 9 to 3 begins above its end"),
    ],
)
def test_a_fault_of_a_declaration_names_the_notebook_and_the_parameter(write, line, part):
    with pytest.raises(ParameterError) as error:
        declared(write(*line.split("\n")))
    assert str(error.value).startswith("report.ipynb")
    assert part in str(error.value)


@pytest.mark.parametrize(
    ("line", "allowed", "refused"),
    [
        ('unit: str = "a"  # of [a | b | empty]', ["a", "b", ""], ["c", "A", "a ", " "]),
        ("top: int = 5  # of [1 to 100]", [1, 100], [0, 101, -5]),
        ("share: float = 0.5  # of [0 to 1]", [0.0, 1.0, 0.25], [-0.1, 1.1]),
        ('gold: str = "auto"  # of ["auto" or file or empty]', ["auto", "", "x.csv"], [" "]),
        ('who: str = "a"  # of [speaker]', ["b"], [""]),
        ("years: list[int] = []  # of [1990 to 2030]", [[1990, 2030]], [[1989], [2000, 2031]]),
        ('name: str = ""  # any text', ["", " ", "x"], []),
    ],
)
def test_the_brackets_at_the_end_say_which_values_are_allowed(write, line, allowed, refused):
    (parameter,) = declared(write(line)).values()
    assert [outside(parameter, value) for value in allowed] == [""] * len(allowed)
    assert all(f"{parameter.name} is " in outside(parameter, value) for value in refused)


PIECES = ["a: int = 1", "b: str = 'x'", "c: list[str] = ['a']", "  # help", " [1 to 3]", " [a | b]", "[date or empty]"]


@for_all(
    st.lists(st.sampled_from([*PIECES, "\n", "\\\n", "\x0c", ";", "\r", "\u2028", "(", "'''", "=", "\x00"]), max_size=9)
)
def test_whatever_a_cell_holds_it_declares_parameters_or_is_refused(tmp_path_factory, pieces):
    path = written(tmp_path_factory.getbasetemp(), "".join(pieces))
    try:
        found = declared(path)
    except ParameterError as error:
        assert str(error).startswith("report.ipynb")
    else:
        assert checked(found, {}) == {name: parameter.default for name, parameter in found.items()}


def test_a_list_without_an_entry_is_refused_where_its_values_are_said_and_empty_is_none(write):
    with pytest.raises(ParameterError, match="who is empty: it must be a standard name of the gazetteer"):
        checked(declared(write('who: list[str] = ["a"]  # of [organization]')), {"who": ""})


def test_the_help_of_a_template_says_what_it_shows_and_all_of_each_parameter(write):
    path = write(
        'name: str = "Some Body"  # whose report [organization]',
        "top: int = 15  # how many [1 to 100]",
        'unit: str = "page"  # what counts [page | line]',
        'terms: list[str] = ["a", "b, c"]  # what to follow',
        'processed: str = ""  # folder',
    )
    text = " ".join(describe(path).split())
    for part in (
        *["report: Who names NAME", "Who speaks?"],
        "name whose report (a standard name of the gazetteer; default: Some Body)",
        "top how many (whole number from 1 to 100; default: 15)",
        "unit what counts (page or line; default: page)",
        'terms what to follow (list of texts, parted by commas; default: a,"b, c")',
        "Example: discourse report report --set 'name=Some Body'",
    ):
        assert part in text
    assert "processed" not in text


def test_the_list_of_templates_names_each_with_its_title_also_where_one_is_broken(write):
    path = write('name: str = ""')
    (path.parent / "broken.ipynb").write_text("{}", encoding="utf-8")
    lines = [" ".join(line.split()) for line in overview(path.parent).splitlines()]
    assert lines[2] == "report Who names NAME"
    assert lines[1].startswith("broken cannot be used:")
    assert overview(path.parent / "none").startswith("There is no notebook in")


def test_what_a_notebook_shows_is_what_its_first_cell_says_below_the_heading(write):
    read = template(write('name: str = ""', first="# Title\nOne\nline.\n\n## More\nTwo."))
    assert (read.title, read.shows) == ("Who names $name", "One line.  Two.")


def test_parameters_of_one_name_may_have_the_same_values_in_every_notebook():
    domains = {}
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        for name, parameter in declared(notebook).items():
            domains.setdefault(name, set()).add(parameter.domain)
    assert [name for name, found in domains.items() if len(found) > 1 and name not in ("speaker", "reference")] == []
    checkable = ("organization", "by", "source", "start", "end", "unit", "duplicates", "top", "minimum", "gold")
    assert [name for name in checkable if any(domain.is_open for domain in domains[name])] == []
