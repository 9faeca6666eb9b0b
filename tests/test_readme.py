import doctest
import re
import shlex
from pathlib import Path

import click
import pandas as pd
import pytest

import analysis
from analysis.cli import main

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:\$ )?(discourse .*)$", README, re.MULTILINE)


def test_the_python_session_of_the_readme_gives_what_it_shows(sample, monkeypatch):
    monkeypatch.setattr(analysis, "load", lambda: sample, raising=False)
    session = "\n".join(re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    assert len(test.examples) > 5
    report: list[str] = []
    with pd.option_context("display.width", 110, "display.max_columns", 20):
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        assert runner.run(test, out=report.append).failed == 0, "".join(report)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_has_the_options_it_is_shown_with(command):
    name, *words = shlex.split(command, comments=True)[1:]
    shown = main.commands[name]
    if isinstance(shown, click.Group):
        shown = shown.commands[words[0]]
    known = {option for parameter in shown.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_readme_shows_every_command():
    shown = {tuple(shlex.split(command)[1:3]) for command in COMMANDS}
    assert {command for command, *_ in shown} == set(main.commands)
    groups = {name: group for name, group in main.commands.items() if isinstance(group, click.Group)}
    for name, group in groups.items():
        assert {words[1] for words in shown if words[0] == name} == set(group.commands)


def test_the_console_session_of_the_readme_has_the_counts_of_the_sample(sample):
    counts = sample.manifest["counts"]
    shown = [f"{name} {counts[name]:,}" for name in ("documents", "tokens", "sentences", "mentions", "statements")]
    assert [text for text in shown if text not in README] == []
