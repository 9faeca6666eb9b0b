"""The help of `discourse report`: which reports there are, and which parameters one takes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.reports.publishing.parameters import declared

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def said(*arguments):
    result = CliRunner().invoke(main, ["report", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("name", ["organization-report", "02-terms"])
def test_the_help_of_a_report_names_every_parameter_with_its_help(name, option):
    code, text = said(name, option)
    assert code == 0
    for parameter in declared(NOTEBOOKS / f"{name}.ipynb").values():
        assert (f" {parameter.name} {parameter.help}" in text) is (parameter.name != "processed")
    assert f"Example: discourse report {name} --set " in text


def test_the_help_may_be_asked_for_before_or_after_the_name_and_beside_settings():
    assert said("overview", "-h") == said("-h", "overview") == said("overview", "--set", "top=x", "--help")


def test_the_help_without_a_name_lists_the_reports_with_their_titles(tmp_path, monkeypatch):
    code, text = said("--help")
    assert code == 0
    assert "overview Overview of the corpus speaker-report What SPEAKER says" in text
    assert "There is no notebook in" in said("--notebooks", tmp_path, "-h")[1]


def test_the_help_of_no_report_says_which_there_are():
    code, text = said("overviw", "--help")
    assert code == 1
    assert "there is no notebook 'overviw'" in text
    assert "Did you mean overview?" in text


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["overview", "--set", "top=1", "--set", "top=2"], "--set top is given twice"),
        (["overview", "--sets", "x.yaml"], "either the NAME of one report or lists"),
    ],
)
def test_what_could_mean_two_things_is_refused(arguments, part):
    code, text = said(*arguments)
    assert code == 2
    assert part in text
