"""Reading a gazetteer: what is taken over, and what is refused with row, column and mend."""

from importlib import resources

import pandas as pd
import pytest

from analysis.discourse import load_gazetteer, mentions
from analysis.discourse.forms import is_acronym
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


FULL = "organization,alias,match,valid_from,valid_to,ambiguous\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_parted_as_spreadsheets_of_many_countries_part_them(write, delimiter):
    frame = load_gazetteer(write((HEADER + "United Nations,UN,exact\n").replace(",", delimiter)))
    assert frame.loc[0, ["organization", "alias", "match"]].tolist() == ["United Nations", "UN", "exact"]


def test_another_delimiter_is_told_as_columns_that_are_missing(write):
    message = refused(write("organization|alias|match\nUnited Nations|UN|exact\n"))
    assert "'organization' is missing (columns found: organization|alias|match)" in message


def test_a_file_of_an_old_windows_program_is_told_how_to_save_it(write):
    message = refused(write(HEADER + "Médecins Sans Frontières,MSF,exact\n", "cp1252"))
    assert "cannot be read as CSV in UTF-8" in message
    assert "save it again as CSV UTF-8" in message


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("", ""),
        ("no", ""),
        ("confirm", "confirm"),
        ("Yes", "confirm"),
        ("TRUE", "confirm"),
        ("x", "confirm"),
        ("never", "never"),
    ],
)
def test_the_mark_of_an_ambiguous_alias_may_be_a_tick(write, written, policy):
    text = f"{FULL}Court,International Court of Justice,name,,,\nCourt,ICJ,exact,,,{written}\n"
    assert load_gazetteer(write(text))["ambiguous"].tolist() == ["", policy]


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("UN,UN,exact,,,perhaps", ["row 2", "ambiguous 'perhaps'", "nothing, confirm, never"]),
        ("UN,UN,exact,1.1.1999,,", ["row 2, column valid_from", "'1.1.1999' is no date", "1999-05-31"]),
        ("UN,UN,exact,,1999-13,", ["row 2, column valid_to", "'1999-13' is no date"]),
        ("UN,UN,exact,,1999-02-30,", ["row 2, column valid_to", "'1999-02-30' is no date"]),
        ("UN,UN,exact,2000,1999-12-31,", ["row 2, column valid_to", "'1999-12-31' is before valid_from '2000'"]),
        (
            "Court,ICJ,exact,,,confirm",
            ["row 2, column ambiguous", "could never be confirmed", "unambiguous alias of 'Court'"],
        ),
        ("UN,@UN,exact,,,", ["row 2, column alias", "'@UN' is an address"]),
        ("UN,https://un.org,exact,,,", ["row 2, column alias", "is an address"]),
        ("UN,un.org,any,,,", ["row 2, column alias", "is an address"]),
        ("UN,UN\0,exact,,,", ["row 2, column alias", "NUL"]),
        ('UN,"United\n\nNations",name,,,', ["row 2, column alias", "empty line"]),
        ("WHO,WHO,any,,,", ["row 2, column match", "'WHO' is an English word", "write exact"]),
        ("USAID,AID,name,,,", ["row 2, column match", "'AID' is an English word", "write exact"]),
        ("X,x,any,,,", ["row 2, column match", "'x' is one letter", "write exact or more"]),
    ],
)
def test_an_alias_that_finds_nothing_or_far_too_much_is_refused_with_row_column_and_mend(write, row, parts):
    message = refused(write(f"{FULL}{row}\n"))
    assert all(part in message for part in parts), message


@pytest.mark.parametrize("alias", ["WHO", "AID", "CARE", "US"])
def test_an_acronym_that_is_a_word_is_fine_in_its_very_case(write, alias):
    assert load_gazetteer(write(f"{HEADER}A,{alias},exact\n"))["alias"].tolist() == [alias]


def test_all_that_is_wrong_is_told_at_once_up_to_ten_rows(write):
    message = refused(write(HEADER + "UN,UN,often\n" * 3 + "EU,,exact\n" * 12))
    lines = message.splitlines()
    assert [line.split(", row ")[1].split(":")[0] for line in lines[:10]] == [*"2345", *"6789", "10", "11"]
    assert lines[10:] == [lines[0].split(", row")[0] + ": and 5 more rows are wrong"]


def test_an_acronym_of_two_organizations_is_fine_if_both_are_to_be_confirmed(write):
    names = "Court,International Court of Justice,name,,,\nJurists,Commission of Jurists,name,,,\n"
    rows = "Court,ICJ,exact,,,confirm\nJurists,ICJ,exact,,,{}\n"
    assert len(load_gazetteer(write(FULL + names + rows.format("confirm")))) == 4
    message = refused(write(FULL + names + rows.format("")))
    assert all(part in message for part in ["row 5", "'Jurists' here", "'Court' in row 4", "write confirm"])


def test_a_name_of_two_organizations_one_after_the_other_is_fine(write):
    rows = "Old,Justice Ministry,name,,{},\nNew,Justice Ministry,name,2000,,\n"
    assert len(load_gazetteer(write(FULL + rows.format("1999")))) == 2
    assert "give them periods that do not overlap" in refused(write(FULL + rows.format("2000-01-01")))


def test_rows_that_tell_different_things_of_one_alias_are_refused_and_equal_ones_are_one(write):
    rows = "A,CHR,exact,1946,1990,\nA,CHR,exact,{},\n"
    assert len(load_gazetteer(write(FULL + rows.format("1946,1990")))) == 1
    message = refused(write(FULL + rows.format("2000,")))
    assert all(part in message for part in ["row 3, column alias", "row 2 already", "another valid_from and valid_to"])


@pytest.mark.parametrize("year", ["1099", "1648", "2400"])
def test_a_period_may_begin_in_any_century(write, year):
    assert load_gazetteer(write(f"{FULL}Order,Order of Saint John,name,{year},,\n"))["valid_from"].tolist() == [year]


def test_what_is_never_a_name_is_no_name_of_another_organization(write):
    message = refused(write(f"{FULL}Street,Red Cross,name,,,never\nRed Cross,Red Cross,name,,,\n"))
    assert all(part in message for part in ["row 3", "'Red Cross' here", "'Street' in row 2"])


@pytest.mark.parametrize("alias", ["UN (Geneva)", "C++ Group", "a|b", "[UN]", "UN.*", "^UN$", "\\\\UN", "U?N"])
def test_signs_of_regular_expressions_in_an_alias_stand_for_themselves(write, alias):
    names = load_gazetteer(write(f'{HEADER}X,"{alias}",exact\n'))
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": [f"by {alias} now", "by UN C UUN Geneva ab now"]})
    assert mentions(documents, names)[["doc_id", "surface"]].values.tolist() == [["a", alias]]


def test_names_written_from_right_to_left_are_read_and_found(write):
    names = load_gazetteer(write(HEADER + "UN,\u200fالأمم المتحدة\u200f,any\nHRW,האו״ם,any\n"))
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["قالت الأمم المتحدة؛ דוח האו״ם"]})
    assert mentions(documents, names)["organization"].tolist() == ["UN", "HRW"]


def test_the_shipped_gazetteer_is_sound_and_large_and_speaks_many_languages():
    names = load_gazetteer(resources.files("analysis.data") / "organizations" / "organizations.csv")
    about = pd.read_csv(resources.files("analysis.data") / "organizations" / "about.csv", keep_default_na=False)
    assert about["organization"].is_unique
    assert set(about["organization"]) == set(names["organization"])
    assert names["organization"].nunique() >= 250
    languages = names.groupby("language")["organization"].nunique()
    assert (languages[["en", "fr", "es", "ru", "ar", "hy", "az"]] >= 100).all()
    assert not names.loc[names["alias"].map(is_acronym), "match"].isin(["any"]).any()


def test_the_gazetteer_of_the_sample_holds_the_names_its_readme_promises(sample):
    policies = sample.gazetteer.drop_duplicates("alias").set_index("alias")["match"]
    assert policies.loc[["UN", "Amnesty International", "UN experts"]].tolist() == ["exact", "name", "any"]
    assert sample.gazetteer["alias"].is_unique
