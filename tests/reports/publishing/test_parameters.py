"""Parameters: declared by a notebook, checked by name, cast by type."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.reports.publishing.parameters import Parameter, ParameterError, cast, checked, declared, suggest


@pytest.fixture
def write(tmp_path):
    def written(*lines, tags=("parameters",)):
        cell = new_code_cell("\n".join(lines), metadata={"tags": list(tags)})
        path = tmp_path / "report.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(new_notebook(cells=[cell], metadata={"kernelspec": kernel}), path)
        return path

    return written


def of(kind):
    return Parameter("value", kind, None, "")


def test_a_notebook_declares_names_types_defaults_and_help(write):
    found = declared(write('name: str = ""  # whose', "top: int = 10", "share: float = 0.5", "all: bool = False"))
    assert list(found) == ["name", "top", "share", "all"]
    assert [(entry.type, entry.default) for entry in found.values()] == [
        *[("str", ""), ("int", 10), ("float", 0.5), ("bool", False)]
    ]
    assert "whose" in found["name"].help


def test_a_notebook_without_a_parameters_cell_declares_nothing(write):
    assert declared(write("top: int = 10", tags=())) == {}


def test_a_notebook_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"there is no notebook .*no\.ipynb"):
        declared(tmp_path / "no.ipynb")


@pytest.mark.parametrize("line", ["top = 10", "top: list = []", "top: Path = 1"])
def test_a_parameter_without_a_type_that_can_be_checked_is_refused(write, line):
    with pytest.raises(ParameterError, match="annotate the parameter top as one of str, int, float, bool"):
        declared(write(line))


@pytest.mark.parametrize("default", ["2 * 5", "Path.cwd()", "other"])
def test_a_default_that_is_no_plain_value_is_refused(write, default):
    with pytest.raises(ParameterError, match="default of top is no plain value"):
        declared(write(f"top: int = {default}"))


def test_given_values_replace_defaults_and_the_others_stay():
    parameters = {"by": Parameter("by", "str", "", ""), "top": Parameter("top", "int", 10, "")}
    assert checked(parameters, {"top": "3"}) == {"by": "", "top": 3}
    assert checked(parameters, {}) == {"by": "", "top": 10}


def test_a_wrong_name_is_refused_with_what_was_meant():
    parameters = {"organization": of("str"), "start": of("str")}
    with pytest.raises(ParameterError, match=r"no parameter 'organisation'.* Did you mean organization\?"):
        checked(parameters, {"organisation": "UN"})
    with pytest.raises(ParameterError, match=r"no parameter 'x'\. Allowed: organization, start\."):
        checked(parameters, {"x": "UN"})


@pytest.mark.parametrize("name", ["top\nimport os", "top = 1; import os", "top ", "", "__import__('os')"])
def test_code_in_the_place_of_a_name_is_refused(name):
    with pytest.raises(ParameterError, match="there is no parameter"):
        checked({"top": of("int")}, {name: "1"})


@pytest.mark.parametrize("text", ["007", "1.10", "NO", "yes", "1e3", " padded ", "", "Ünïcode\n'\"\\", "None"])
def test_text_stays_as_it_is_written(text):
    assert cast(of("str"), text) == text


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("int", "20", 20),
        ("int", " -3 ", -3),
        ("int", "007", 7),
        ("int", 5, 5),
        ("float", "1.10", 1.1),
        ("float", ".5", 0.5),
        ("float", "2", 2.0),
        ("float", "1E-3", 0.001),
        ("float", 0.25, 0.25),
        ("bool", "yes", True),
        ("bool", "NO", False),
        ("bool", "1", True),
        ("bool", True, True),
        ("bool", "False", False),
    ],
)
def test_values_are_cast_to_the_declared_type(kind, given, value):
    found = cast(of(kind), given)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [
        ("int", "1.5", "a whole number"),
        ("int", "ten", "a whole number"),
        ("int", "", "a whole number"),
        ("int", "1_000", "a whole number"),
        ("int", True, "a whole number"),
        ("float", "nan", "a number"),
        ("float", "1,5", "a number"),
        ("float", "inf", "a number"),
        ("bool", "maybe", "yes or no"),
        ("bool", "2", "yes or no"),
        ("bool", "", "yes or no"),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_refused_and_never_guessed(kind, given, wanted):
    with pytest.raises(ParameterError, match=f"value is '.*': it must be {wanted}"):
        cast(of(kind), given)


def test_nothing_alike_is_suggested_where_nothing_is_alike():
    assert suggest("zzz", ["by", "top"]) == " Allowed: by, top."
