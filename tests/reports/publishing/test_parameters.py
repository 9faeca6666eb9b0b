"""Values of parameters: refused by name, cast by type, and handed on exactly as they were given."""

import datetime
import json

import papermill
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from analysis.reports.publishing.domains import ANY, parse_domain
from analysis.reports.publishing.parameters import Parameter, ParameterError, cast, checked, declared, suggest, written

from .test_declaring import written as notebook


def of(kind, domain=""):
    return Parameter("value", kind, None, "", parse_domain(domain) if domain else ANY)


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


def test_all_that_is_wrong_is_told_at_once():
    parameters = {"top": Parameter("top", "int", 1, ""), "all": Parameter("all", "bool", True, "")}
    with pytest.raises(ParameterError) as error:
        checked(parameters, {"tip": "1", "top": "many", "all": "maybe"})
    assert [fault.split(":")[0].split(".")[0] for fault in error.value.faults] == [
        *["there is no parameter 'tip'", "top is 'many'", "all is 'maybe'"]
    ]


@pytest.mark.parametrize("name", ["top\nimport os", "top = 1; import os", "top ", "", "__import__('os')", "x" * 10**6])
def test_code_in_the_place_of_a_name_is_refused_in_one_short_line(name):
    with pytest.raises(ParameterError, match="there is no parameter") as error:
        checked({"top": of("int")}, {name: "1"})
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("text", ["007", "1.10", "NO", "yes", "1e3", " padded ", "", "Ünïcode\n'\"\\", "None", "[a]"])
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
        ("bool", "0", False),
        ("list[str]", "road, human rights,,", ["road", "human rights"]),
        ("list[str]", 'road,"Goris, Armenia"', ["road", "Goris, Armenia"]),
        ("list[str]", '"say ""no""", 007', ['say "no"', "007"]),
        ("list[str]", "", []),
        ("list[str]", ["NO", "a, b", " 1.10"], ["NO", "a, b", " 1.10"]),
        ("list[str]", ("a",), ["a"]),
        ("list[int]", "1, 2,03", [1, 2, 3]),
        ("list[int]", ["4", 5], [4, 5]),
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
        ("int", "٣", "a whole number"),
        ("int", "9" * 5000, "a whole number"),
        ("int", True, "a whole number"),
        ("float", "nan", "a number"),
        ("float", "1,5", "a number"),
        ("float", "inf", "a number"),
        ("float", "1e999", "a number"),
        ("float", float("nan"), "a number"),
        ("bool", "maybe", "yes or no"),
        ("bool", "2", "yes or no"),
        ("bool", "", "yes or no"),
        ("list[int]", "1,x", "a whole number"),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_refused_and_never_guessed(kind, given, wanted):
    with pytest.raises(ParameterError, match=f"value is '.*: it must be {wanted}") as error:
        cast(of(kind), given)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("kind", "given", "hint"),
    [
        ("str", ["a", "b"], "value is a list of 2: give one value; for several reports"),
        ("int", [1], "value is a list of 1: give one value"),
        ("str", {"a": "b"}, "value is a mapping: give one value"),
        ("str", None, "value is nothing: give one value"),
        ("str", b"a", "give one value"),
        ("list[str]", [["a"]], "value is a list of 1: write each entry as plain text"),
        ("list[str]", None, "value is nothing"),
        ("list[str]", 'a,"b', "write it with commas, and an entry that has a comma in double quotes"),
        ("list[str]", 'a,"b"c', "write it with commas"),
    ],
)
def test_a_value_of_another_shape_is_refused_with_a_word_on_what_to_write(kind, given, hint):
    with pytest.raises(ParameterError) as error:
        cast(of(kind), given)
    assert hint in str(error.value)


@pytest.mark.parametrize("kind", ["str", "int", "float", "bool", "list[str]", "list[int]"])
@pytest.mark.parametrize("huge", ["x" * 10**6, "1" * 10**6, ["1" * 10**6], ["x"] * 10**6, '"' * 10**6, "," * 10**6])
def test_a_value_of_a_megabyte_is_refused_in_a_short_message(kind, huge):
    with pytest.raises(ParameterError) as error:
        cast(of(kind), huge)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("text", ["\ud800", "a\udcff", ["a", "\udfff"]])
def test_text_that_no_page_could_hold_is_refused(text):
    with pytest.raises(ParameterError, match="no UTF-8 text can hold"):
        cast(of("list[str]" if isinstance(text, list) else "str"), text)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("2023-02-22", "2023-02-22"),
        ("2023-1-5", "2023-01-05"),
        ("2023-01", "2023-01"),
        ("2023", "2023"),
        (2023, "2023"),
        ("22 February 2023", "2023-02-22"),
        (datetime.date(2023, 2, 22), "2023-02-22"),
        ("2024-02-29", "2024-02-29"),
        ("", ""),
    ],
)
def test_dates_are_read_as_far_as_they_are_given(given, value):
    assert cast(of("str", "date or empty"), given) == value


@pytest.mark.parametrize("given", ["2023-02-30", "2023-13", "yesterday", "1,5", "03/04/2023", "02.30.2023", "99999"])
def test_what_is_no_day_of_the_calendar_is_refused_with_how_to_write_it(given):
    with pytest.raises(ParameterError, match=r"value: '.*' (is not a date|may be .*).*2023-\d\d-\d\d"):
        cast(of("str", "date or empty"), given)


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2023-02", "2023-01", False),
        ("2023-05-20", "2023-05", True),
        ("2023-05-20", "2023-05-19", False),
        ("2023", "2022-12-31", False),
        ("2023-12", "2023", True),
        ("", "2023", True),
        ("2023", "", True),
    ],
)
def test_a_period_that_ends_before_it_begins_is_refused(start, end, fits):
    parameters = {name: Parameter(name, "str", "", "", parse_domain("date or empty")) for name in ("start", "end")}
    if fits:
        assert checked(parameters, {"start": start, "end": end}) == {"start": start, "end": end}
    else:
        with pytest.raises(ParameterError, match=f"start is {start} and end is {end}: a period cannot end before"):
            checked(parameters, {"start": start, "end": end})


def test_choices_and_ranges_are_told_with_what_was_meant():
    parameters = {
        "unit": Parameter("unit", "str", "document", "", parse_domain("document | paragraph | sentence")),
        "top": Parameter("top", "int", 10, "", parse_domain("1 to 10000")),
    }
    with pytest.raises(ParameterError) as error:
        checked(parameters, {"unit": "Paragraf", "top": "0"})
    assert error.value.faults == (
        "unit is 'Paragraf': it must be document, paragraph or sentence. Did you mean paragraph?",
        "top is 0: it must be from 1 to 10000",
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@for_all(st.lists(TEXTS, max_size=8))
def test_a_list_written_for_a_command_is_read_as_the_same_list(texts):
    assert cast(of("list[str]"), written(texts)) == texts


@for_all(st.one_of(st.tuples(st.just("str"), TEXTS), st.tuples(st.just("bool"), st.booleans())))
def test_a_value_written_for_a_command_is_read_as_the_same_value(kind_and_value):
    kind, value = kind_and_value
    assert cast(of(kind), written(value)) == value
    assert cast(of(kind), cast(of(kind), value)) == value


HOSTILE = [
    *["'", '"', "'''", '"""', "\\", "\\\\", "\\n", "a\\", '\\"', "\\'", "\\N{DIGIT ONE}", "\\u0041", "\\x41"],
    *["a\nimport os", "a\rb", "\r\n", "\t", "\x00", "\x0b\x0c\x1c\x1d\x85", "a\u2028b\u2029c", "\ufeff", "\u202e"],
    *["{x}", "{0}", "%s", "$x", "`id`", "$(id)", "#", "# type: int", "__import__('os').getcwd()", "<script>", "]", ","],
    *["\x1b[31m", "é", "e\u0301", "😀", "Դեմ", " padded ", "", "None", "nan", "True", "007", "NO", '"); import os; ("'],
    "x" * 300,
]


def test_hostile_values_arrive_in_the_notebook_exactly_as_they_were_given(tmp_path):
    names = [f"text_{number}" for number in range(len(HOSTILE))]
    lines = [f'{name}: str = ""' for name in names]
    more = ["texts: list[str] = []", "numbers: list[int] = []", "share: float = 0.5", "all: bool = False"]
    path = notebook(tmp_path, *lines, *more)
    read = json.loads(path.read_text(encoding="utf-8"))
    show = f"import json\nprint(json.dumps([{', '.join(names)}, texts, numbers, share, all]))"
    cell = {"id": "show", "cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": show}
    path.write_text(json.dumps(read | {"cells": [*read["cells"], cell]}), encoding="utf-8")
    given = dict(zip(names, HOSTILE, strict=True))
    given |= {"texts": HOSTILE, "numbers": "1,-2", "share": "1e-7", "all": "yes"}
    values = checked(declared(path), given)
    done = papermill.execute_notebook(
        str(path), None, values, progress_bar=False, kernel_name="python3", cwd=str(tmp_path)
    )
    (printed,) = [output["text"] for cell in done.cells for output in cell.get("outputs", [])]
    assert json.loads(printed) == [*HOSTILE, HOSTILE, [1, -2], 1e-07, True]


def test_nothing_alike_is_suggested_where_nothing_is_alike():
    assert suggest("zzz", ["by", "top"]) == " Allowed: by, top."
