"""The review: a table to tick, what is refused in it, and how its rows reach the gazetteer."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.schemas import MENTIONS
from analysis.discourse import load_gazetteer
from analysis.discourse.gazetteer import GazetteerError
from analysis.discourse.reviewing import COLUMNS, ReviewError, accept, read_review, review_table, write_review

HRW = "Human Rights Watch"
GAZETTEER = pd.DataFrame(
    [(HRW, HRW, "en", "name", ""), ("Jurists", "ICJ", "en", "exact", "confirm"), ("UN", "UN", "", "exact", "")],
    columns=["organization", "alias", "language", "match", "ambiguous"],
)
NONE = pd.DataFrame(columns=list(MENTIONS.columns))
HEADER = "accept,organization,alias,match"


@pytest.fixture
def write(tmp_path):
    def written(text, name="review.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


def table(*texts, undecided=NONE, **columns):
    documents = pd.DataFrame({"doc_id": [f"d{number}" for number in range(len(texts))], "text": list(texts), **columns})
    return review_table(documents, NONE, undecided, GAZETTEER)


def refused(path):
    with pytest.raises(ReviewError) as error:
        read_review(path, GAZETTEER)
    return str(error.value)


def test_the_table_holds_new_names_misspellings_and_what_was_not_decided():
    undecided = pd.DataFrame(
        [
            ("d0", 0, 3, "ICJ", "ICJ", "Jurists", "unconfirmed"),
            ("d1", 4, 6, "UN", "UN", "UN", "out of period"),
            ("d1", 4, 6, "UN", "UN", "UN", "exact"),
        ],
        columns=list(MENTIONS.columns),
    )
    found = table(
        "ICJ and the Caucasus Heritage Watch (CHW)", "The UN and Human Right Watch", undecided=undecided, language="fr"
    )
    assert found.columns.tolist() == list(COLUMNS)
    shown = found[["kind", "organization", "alias", "language", "match", "ambiguous", "mentions", "nearest"]]
    assert shown.values.tolist() == [
        ["unlisted", "Caucasus Heritage Watch", "Caucasus Heritage Watch", "fr", "name", "", 1, ""],
        ["unlisted", "Caucasus Heritage Watch", "CHW", "fr", "exact", "", 1, ""],
        ["misspelling", HRW, "Human Right Watch", "en", "name", "", 1, HRW],
        ["unconfirmed", "Jurists", "ICJ", "en", "exact", "confirm", 1, "Jurists"],
        ["out of period", "UN", "UN", "", "exact", "", 1, "UN"],
    ]
    assert (found["accept"] == "").all()
    assert found["contexts"].iloc[4] == "The ⟦UN⟧ and Human Right Watch"


def test_an_acronym_that_the_gazetteer_has_gets_no_row():
    assert table("the Union of Nations (UN)")["alias"].tolist() == ["Union of Nations"]


def test_a_table_of_nothing_has_the_same_columns():
    assert table("Nothing.").columns.tolist() == list(COLUMNS)
    assert table("Nothing.", language="en").columns.tolist() == list(COLUMNS)
    assert table().empty


def test_a_ticked_row_comes_back_as_it_was_written(tmp_path):
    found = table("the Heritage Watch (HW) and Human Right Watch")
    found.loc[found["alias"] != "HW", "accept"] = ["yes", "X"]
    write_review(found, tmp_path / "review.csv")
    rows = read_review(tmp_path / "review.csv", GAZETTEER)
    assert rows.values.tolist() == [
        ["Heritage Watch", "Heritage Watch", "", "name", "", "", ""],
        [HRW, "Human Right Watch", "en", "name", "", "", ""],
    ]


def test_the_file_begins_with_the_mark_by_which_excel_knows_utf_8(tmp_path):
    write_review(table("the Fédération Léman"), tmp_path / "review.csv")
    assert (tmp_path / "review.csv").read_bytes().startswith(b"\xef\xbb\xbfaccept,kind,organization,alias,")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-x", "@SUM(A1)", "'=1", "1999-05", "\t=1"])
def test_no_cell_is_a_formula_or_a_date_to_a_spreadsheet(tmp_path, cell):
    found = table("the Heritage Watch").assign(accept="yes", alias=cell + "b", valid_from="1999-05")
    write_review(found, tmp_path / "review.csv")
    text = (tmp_path / "review.csv").read_bytes().decode("utf-8-sig")
    assert ",'1999-05," in text
    assert f",{cell}b," not in text or cell == "1999-05"
    rows = read_review(tmp_path / "review.csv", GAZETTEER)
    assert rows[["alias", "valid_from"]].values.tolist() == [[f"{cell}b".strip(), "1999-05"]]


@pytest.mark.parametrize("tick", ["yes", "Yes", "y", "x", "X", "1", "true", " yes "])
def test_a_row_is_taken_by_any_usual_yes(write, tick):
    assert len(read_review(write(f"{HEADER}\n{tick},A,A,name\n"), GAZETTEER)) == 1


@pytest.mark.parametrize("tick", ["", "no", "N", "0", "false"])
def test_a_row_is_left_by_nothing_or_a_no_and_may_then_be_incomplete(write, tick):
    assert read_review(write(f"{HEADER}\n{tick},,A,\n"), GAZETTEER).empty


@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_files_separated_by_semicolons_or_tabs_are_read(write, sign):
    text = "accept,organization,alias,match\r\nyes,A,B,name\r\n".replace(",", sign)
    assert read_review(write(text, encoding="utf-8-sig"), GAZETTEER)["alias"].tolist() == ["B"]


def test_files_in_an_older_encoding_are_read(write):
    path = write("accept;organization;alias;match\nyes;Médecins du Monde;Médecins;name\n", encoding="cp1252")
    assert read_review(path, GAZETTEER)["alias"].tolist() == ["Médecins"]


def test_columns_and_rows_may_stand_in_any_order_and_unneeded_ones_be_lost(write):
    rows = read_review(write("match,Note,Alias,accept,organization\nname,n,B,x,A\n,,,,\nany,,C,x,A\n"), GAZETTEER)
    assert rows[["organization", "alias", "match"]].values.tolist() == [["A", "B", "name"], ["A", "C", "any"]]
    assert rows.columns.tolist() == [
        "organization",
        "alias",
        "language",
        "match",
        "valid_from",
        "valid_to",
        "ambiguous",
    ]


def test_a_row_ticked_twice_is_taken_once(write):
    assert len(read_review(write(f"{HEADER}\nx,A,B,name\nx,A,B,name\n"), GAZETTEER)) == 1


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("maybe,A,A,name", ["column accept", "'maybe' is not allowed", "write yes (or x)", "no or nothing"]),
        ("x,,A,name", ["column organization", "empty", "fill it in"]),
        ("x,A, ,name", ["column alias", "empty"]),
        ("x,A,—,name", ["column alias", "no letter or digit"]),
        ("x,A,A,Name", ["column match", "'Name' is not allowed", "exact, name, any"]),
        ("x,A,A,", ["column match", "'' is not allowed"]),
        (f"x,A,{HRW},name", ["column alias", f"stands for '{HRW}' in the gazetteer", "'A' here", "leave it to one"]),
        ("x,A,human rights  watch,name", ["column alias", "leave it to one"]),
        ("x,B,B,name", ["column alias", "'C' in row 2"]),
    ],
)
def test_a_bad_cell_is_refused_with_row_column_and_mend(write, row, parts):
    message = refused(write(f"{HEADER}\nx,C,B,name\n{row}\n"))
    assert all(part in message for part in ["review.csv, row 3", *parts])


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        ("1999-5,,", ["column valid_from", "'1999-5' is no date", "1999, 1999-05 or 1999-05-01"]),
        (",May 1999,", ["column valid_to", "'May 1999'"]),
        (",,perhaps", ["column ambiguous", "'perhaps' is not allowed", "nothing, confirm, never"]),
    ],
)
def test_bad_periods_and_marks_are_refused(write, cells, parts):
    message = refused(write(f"{HEADER},valid_from,valid_to,ambiguous\nx,A,B,name,{cells}\n"))
    assert all(part in message for part in ["row 2", *parts])


def test_an_alias_of_two_organizations_is_taken_where_both_are_to_be_confirmed(write):
    rows = read_review(write(f"{HEADER},ambiguous\nx,Court,ICJ,exact,confirm\n"), GAZETTEER)
    assert rows["organization"].tolist() == ["Court"]
    assert "confirm in the column ambiguous of both" in refused(write(f"{HEADER}\nx,Court,ICJ,exact\n"))


@pytest.mark.parametrize("kind", ["unconfirmed", "out of period"])
def test_a_row_that_stands_for_information_cannot_be_added(write, kind):
    message = refused(write(f"{HEADER},kind\nx,Jurists,ICJ,exact,{kind}\n"))
    assert all(part in message for part in ["row 2, column accept", "in the gazetteer", "change its row"])


@pytest.mark.parametrize("column", ["accept", "organization", "alias", "match"])
def test_a_missing_column_is_named_beside_those_found(write, column):
    names = [name for name in HEADER.split(",") if name != column]
    message = refused(write(",".join(names) + "\n"))
    assert f"{column!r} is missing" in message
    assert ", ".join(names) in message


@pytest.mark.parametrize("text", ["", 'accept,organization,alias,match\nx,A,"B,name\n'])
def test_what_is_no_table_is_refused(write, text):
    assert "review.csv" in refused(write(text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "cannot be read" in refused(tmp_path / "none.csv")


ROWS = pd.DataFrame(
    [("New", "Neue, die", "de", "name", "", "", "")],
    columns=["organization", "alias", "language", "match", "valid_from", "valid_to", "ambiguous"],
)


@pytest.mark.parametrize(
    ("before", "added"),
    [
        ("organization,alias,match\nUN,UN,exact\n", 'New,"Neue, die",name\n'),
        ("organization,alias,match\r\nUN,UN,exact\r\n", 'New,"Neue, die",name\r\n'),
        ("organization,alias,match\nUN,UN,exact", '\nNew,"Neue, die",name\n'),
        ('note,match,language,alias,organization\n" n ",exact,,UN,UN\n\n', ',name,de,"Neue, die",New\n'),
        ("\ufefforganization,alias,match\nUN,U\u0301N,exact\n", 'New,"Neue, die",name\n'),
        ("organization,alias,match\n", 'New,"Neue, die",name\n'),
    ],
    ids=["plain", "line ends of windows", "no last line end", "other columns", "mark and decomposed letters", "empty"],
)
def test_rows_are_appended_and_the_bytes_before_them_stay(write, before, added):
    rows = ROWS if "language" in before else ROWS.drop(columns="language")
    path = write(before, "organizations.csv")
    assert accept(rows, path) == 1
    assert path.read_bytes() == (before + added).encode()
    assert load_gazetteer(path)["alias"].tolist()[-1] == "Neue, die"


def test_rows_that_are_there_already_are_not_added_twice(write):
    path = write("organization,alias,match,language\nCafé,Cafe\u0301,exact,\n", "organizations.csv")
    both = pd.concat([ROWS, ROWS, ROWS.assign(organization="Café", alias="Café")])
    assert [accept(both, path), accept(both, path)] == [1, 0]
    assert len(load_gazetteer(path)) == 2


def test_nothing_is_written_where_nothing_is_new(write):
    path = write('organization,alias,match\nNew,"Neue, die",name\n', "organizations.csv")
    before = path.stat().st_mtime_ns
    assert accept(ROWS, path) == 0
    assert accept(ROWS.head(0), path) == 0
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("bad", [{"match": "often"}, {"alias": "UN"}, {"organization": ""}])
def test_a_bad_row_never_damages_the_list(write, tmp_path, bad):
    path = write("organization,alias,match,language\nUN,UN,exact,\n", "organizations.csv")
    before = path.read_bytes()
    with pytest.raises(GazetteerError) as error:
        accept(ROWS.assign(**bad), path)
    assert f"{path}, row 3" in str(error.value)
    assert "nothing was added" in str(error.value)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["organizations.csv"]


def test_a_cell_for_which_the_list_has_no_column_is_refused(write):
    path = write("organization,alias,match\nUN,UN,exact\n", "organizations.csv")
    with pytest.raises(ReviewError, match=r"no column 'valid_from' for 'Neue, die' \(1999\): add it to the first line"):
        accept(ROWS.assign(language="", valid_from="1999"), path)


def test_a_list_that_is_behind_a_link_is_changed_where_it_is(write, tmp_path):
    path = write("organization,alias,match,language\nUN,UN,exact,\n", "organizations.csv")
    path.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert accept(ROWS, link) == 1
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5, unique_by=lambda row: row[1].casefold()))
def test_whatever_the_cells_hold_the_written_table_reads_back(tmp_path_factory, cells):
    cells = [(name, f"x{number}{alias}") for number, (name, alias) in enumerate(cells)]
    rows = [("yes", "unlisted", name, alias, "", "name", "", "", "", 1, 1, "", "") for name, alias in cells]
    path = tmp_path_factory.mktemp("review") / "review.csv"
    write_review(pd.DataFrame(rows, columns=list(COLUMNS)), path)
    read = read_review(path, GAZETTEER.head(0))
    assert read[["organization", "alias"]].values.tolist() == [list(row) for row in cells]
