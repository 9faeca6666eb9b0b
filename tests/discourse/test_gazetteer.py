"""Reading a gazetteer: what is taken over, and what is refused with row, column and mend."""

import pytest

from analysis.discourse import load_gazetteer
from analysis.discourse.gazetteer import GazetteerError

HEADER = "organization,alias,match\n"


@pytest.fixture
def write(tmp_path):
    def written(text, encoding="utf-8"):
        path = tmp_path / "organizations.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


def refused(path):
    with pytest.raises(GazetteerError) as error:
        load_gazetteer(path)
    return str(error.value)


def test_every_row_is_an_alias_with_its_policy_and_the_users_own_columns(write):
    text = 'match,alias,organization,note\nexact,UN,United Nations,"a, b"\nany,UN experts,United Nations,\n'
    frame = load_gazetteer(write(text))
    assert frame.columns.tolist() == [
        *["organization", "alias", "language", "match", "valid_from", "valid_to", "ambiguous", "note"]
    ]
    assert frame["alias"].tolist() == ["UN", "UN experts"]
    assert frame["match"].tolist() == ["exact", "any"]
    assert frame["note"].tolist() == ["a, b", ""]


def test_spaces_around_cells_are_cut_and_letters_composed(write):
    frame = load_gazetteer(write(HEADER + " Me\u0301decins , Me\u0301decins\u00a0, name \n"))
    assert frame.loc[0, ["organization", "alias", "match"]].tolist() == ["Médecins", "Médecins", "name"]


def test_words_that_pandas_takes_for_nothing_are_names(write):
    frame = load_gazetteer(write(HEADER + "NA,NA,exact\nNull,null,any\n"))
    assert frame["alias"].tolist() == ["NA", "null"]


def test_a_byte_order_mark_is_no_part_of_the_header(write):
    assert load_gazetteer(write(HEADER + "UN,UN,exact\n", "utf-8-sig"))["alias"].tolist() == ["UN"]


def test_an_alias_that_stands_twice_counts_once(write):
    assert load_gazetteer(write(HEADER + "UN,UN,exact\nUN,UN,exact\nUN,Un,any\n"))["alias"].tolist() == ["UN", "Un"]


def test_blank_lines_are_passed_over(write):
    assert load_gazetteer(write(HEADER + "\nUN,UN,exact\n,,\n\nEU,EU,exact\n\n"))["alias"].tolist() == ["UN", "EU"]


def test_a_header_alone_is_an_empty_gazetteer(write):
    assert load_gazetteer(write(HEADER)).empty


@pytest.mark.parametrize("column", ["organization", "alias", "match"])
def test_a_missing_column_is_named_beside_those_found(write, column):
    names = [name for name in ("organization", "alias", "match", "note") if name != column]
    message = refused(write(",".join(names) + "\na,b,c\n"))
    assert f"{column!r} is missing" in message
    assert f"columns found: {', '.join(names)}" in message


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (",UN,exact", ["row 3", "organization is empty", "fill it in or remove the row"]),
        ("UN, ,exact", ["row 3", "alias is empty", "fill it in or remove the row"]),
        ("UN", ["row 3", "alias is empty"]),
        ("UN,UN,", ["row 3", "match ''", "exact, name, any"]),
        ("UN,UN,Exact", ["row 3", "match 'Exact'", "exact, name, any"]),
        ("UN,—!?,exact", ["row 3", "alias '—!?'", "no letter or digit"]),
    ],
)
def test_a_bad_cell_is_refused_with_its_row_and_what_to_do(write, row, parts):
    message = refused(write(f"{HEADER}EU,EU,exact\n{row}\n"))
    assert all(part in message for part in ["organizations.csv", *parts])


def test_rows_are_numbered_as_a_spreadsheet_shows_them(write):
    assert "row 5" in refused(write(HEADER + '"E\nU",EU,exact\n\nUN,UN,exact\nX,X,often\n'))


@pytest.mark.parametrize("second", ["UN", "un", "U\u00adN"])
def test_an_alias_of_two_organizations_is_refused_with_both_rows(write, second):
    message = refused(write(f"{HEADER}United Nations,UN,exact\nEU,EU,exact\nUnion,{second},exact\n"))
    assert all(
        part in message for part in ["row 4, column alias", "'Union'", "'United Nations' in row 2", "one of them"]
    )


def test_an_alias_of_two_organizations_is_refused_though_its_apostrophe_differs(write):
    message = refused(write(f"{HEADER}A,Women’s Union,name\nB,women's  UNION,name\n"))
    assert "row 3" in message
    assert "in row 2" in message


def test_a_comma_too_many_is_refused_with_its_row(write):
    assert "row 2" in refused(write(HEADER + "Office, the,Office,exact\nUN,UN,exact\n"))
    assert "line 3" in refused(write(HEADER + "UN,UN,exact\nOffice, the,Office,exact\n"))


def test_a_missing_file_is_told_apart_from_a_wrong_one(tmp_path):
    assert "there is no gazetteer" in refused(tmp_path / "no.csv")
    assert "organization, alias, match" in refused(tmp_path)


@pytest.mark.parametrize(("text", "encoding"), [(HEADER + "É,É,name\n", "latin-1"), (HEADER, "utf-16"), ("", "utf-8")])
def test_a_file_that_is_no_csv_in_utf_8_is_refused(write, text, encoding):
    assert "cannot be read as CSV in UTF-8" in refused(write(text, encoding))


def test_the_gazetteer_of_the_sample_holds_the_names_its_readme_promises(sample):
    policies = sample.gazetteer.drop_duplicates("alias").set_index("alias")["match"]
    assert policies.loc[["UN", "Amnesty International", "UN experts"]].tolist() == ["exact", "name", "any"]
    assert sample.gazetteer["alias"].is_unique
