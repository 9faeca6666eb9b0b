"""Where nobody sits at the notebook there is the view alone, and no widget is made."""

import pytest

from analysis.reports import Finding
from analysis.reports.exploring.live import WIDGET, Explorer, fault, html_of, message, somebody_is_there

VIEW = "<p>as it begins</p>"


def label(html):
    from ipywidgets import HTML

    return HTML(html)


def refuse(_html):
    raise AssertionError("a widget was made for nobody")


def test_nobody_is_there_outside_of_a_notebook():
    assert not somebody_is_there()


def test_a_view_for_nobody_makes_no_widget():
    explorer = Explorer(VIEW, refuse)
    assert explorer._repr_html_() == VIEW
    assert explorer._repr_mimebundle_() == {}


def test_somebody_gets_the_fields_and_the_view_stays_for_others(somebody):
    explorer = Explorer(VIEW, label)
    assert set(explorer._repr_mimebundle_()) == {WIDGET}
    assert explorer._repr_mimebundle_()[WIDGET]["model_id"]
    assert explorer._repr_html_() == VIEW


def test_without_the_packages_of_the_extra_lab_there_is_the_view(somebody, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    assert Explorer(VIEW, label)._repr_mimebundle_() == {}


def test_a_view_without_fields_is_a_view_for_everybody(somebody):
    assert Explorer(VIEW)._repr_mimebundle_() == {}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a & b", "two\nlines <b>"])
def test_what_is_said_is_escaped(text):
    assert "<script" not in message(text) and "<b>" not in message(text)
    assert 'role="status"' in message(text)


def test_an_error_that_is_not_meant_for_the_user_names_its_kind():
    assert fault(ZeroDivisionError("division by zero")) == "ZeroDivisionError: division by zero"


def test_parts_stand_one_below_the_other():
    assert html_of(Finding("one"), Finding("two")).index("one") < html_of(Finding("one"), Finding("two")).index("two")
