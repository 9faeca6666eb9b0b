"""What the gazetteer lacks, from the command line: written for a person to tick, and added when ticked."""

import csv
import io

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.discourse.gazetteer import SHIPPED
from analysis.study import load

GAZETTEER = "organization,alias,match,ambiguous\nUnited Nations,UN,exact,\nCourt,International Court of Justice,name,\n"
TEXTS = {
    "a.txt": "The Heritage Council for Peace (HCP) wrote to the UN. The Heritage Council for Peace met, the HCP said.",
    "b.txt": "The International Cuort of Justice met. The ICJ met.",
}


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "raw").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "raw" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def built(folder):
    (folder / "raw" / "organizations.csv").write_text(GAZETTEER + "Court,ICJ,exact,confirm\n", encoding="utf-8")
    assert build().exit_code == 0
    return folder


def build():
    return run("build", "--raw", "raw", "--processed", "tables", "--jobs", 1)


def reviewed(folder):
    result = run("organizations", "review", "--processed", "tables")
    assert result.exit_code == 0, result.output
    return result.output


def rows(folder):
    text = (folder / "organizations-review.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def tick(folder, name, **changed):
    table = rows(folder)
    for row in table:
        if row["alias"] == name:
            row |= {"accept": "yes", **changed}
    with (folder / "organizations-review.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


def accepted():
    return run("organizations", "accept", "organizations-review.csv", "--raw", "raw")


def test_a_review_holds_unknown_and_misspelt_names_and_aliases_that_were_not_counted(built):
    output = reviewed(built)
    found = [(row["kind"], row["alias"], row["organization"]) for row in rows(built)]
    assert found == [
        ("unlisted", "Heritage Council for Peace", "Heritage Council for Peace"),
        ("unlisted", "HCP", "Heritage Council for Peace"),
        ("misspelling", "International Cuort of Justice", "Court"),
        ("unconfirmed", "ICJ", "Court"),
    ]
    assert "2  names that the gazetteer does not have" in output
    assert "1  names that look misspelt" in output
    assert "discourse organizations accept organizations-review.csv --raw YOUR_TEXTS" in output


def test_a_review_of_nothing_is_a_table_without_rows(folder):
    for name in TEXTS:
        (folder / "raw" / name).write_text("The road is closed.", encoding="utf-8")
    build()
    assert "0  names that the gazetteer does not have" in reviewed(folder)
    assert rows(folder) == []


def test_a_review_alone_changes_no_count(built):
    before = load(built / "tables").mentions
    reviewed(built)
    build()
    assert load(built / "tables").mentions.equals(before)


def test_what_is_ticked_counts_from_the_next_build_on_and_nothing_else(built):
    reviewed(built)
    tick(built, "HCP")
    assert "1 row added, 0 there already" in accepted().output
    build()
    assert load(built / "tables").mentions["surface"].tolist() == ["HCP", "UN", "HCP"]


def test_a_misspelt_name_that_is_ticked_is_an_alias_of_its_organization(built):
    reviewed(built)
    tick(built, "International Cuort of Justice")
    accepted()
    build()
    named = load(built / "tables").mentions[["surface", "organization", "rule"]].values.tolist()
    assert named[1:] == [["International Cuort of Justice", "Court", "name"], ["ICJ", "Court", "confirmed"]]


def test_rows_are_added_in_the_files_own_columns_delimiter_and_line_ends(folder):
    path = folder / "raw" / "organizations.csv"
    path.write_bytes(b"alias;organization;match;note\r\nUN;United Nations;exact;old\r\n")
    build()
    reviewed(folder)
    tick(folder, "HCP", organization="Heritage; Council")
    assert accepted().exit_code == 0
    added = b'HCP;"Heritage; Council";exact;\r\n'
    assert path.read_bytes() == b"alias;organization;match;note\r\nUN;United Nations;exact;old\r\n" + added


def test_accepting_twice_adds_nothing(built):
    reviewed(built)
    tick(built, "HCP")
    accepted()
    before = (built / "raw" / "organizations.csv").read_bytes()
    assert "0 rows added, 1 there already" in accepted().output
    assert (built / "raw" / "organizations.csv").read_bytes() == before


def test_nothing_ticked_is_said_and_adds_nothing(built):
    reviewed(built)
    before = (built / "raw" / "organizations.csv").read_bytes()
    assert "no row is ticked" in accepted().output
    assert (built / "raw" / "organizations.csv").read_bytes() == before


def test_a_review_in_which_rows_are_ticked_is_not_written_over_unless_forced(built):
    reviewed(built)
    tick(built, "HCP")
    refused = run("organizations", "review", "--processed", "tables")
    assert refused.exit_code == 2
    assert "has ticked rows" in refused.output
    assert run("organizations", "review", "--processed", "tables", "--force").exit_code == 0
    assert {row["accept"] for row in rows(built)} == {""}


def test_a_file_of_something_else_is_not_written_over(built):
    (built / "organizations-review.csv").write_text("my,notes\n", encoding="utf-8")
    refused = run("organizations", "review", "--processed", "tables")
    assert refused.exit_code == 2
    assert "is no review" in refused.output
    assert (built / "organizations-review.csv").read_text(encoding="utf-8") == "my,notes\n"


def test_names_that_a_newer_gazetteer_has_are_not_proposed_again(built):
    reviewed(built)
    tick(built, "HCP")
    accepted()
    path = built / "raw" / "organizations.csv"
    result = run("organizations", "review", "--processed", "tables", "--gazetteer", path, "--force")
    assert "1  names that the gazetteer does not have" in result.output
    assert "HCP" not in [row["alias"] for row in rows(built)]
    assert "organizations accept organizations-review.csv --gazetteer raw/organizations.csv" in result.output


@pytest.mark.parametrize(
    ("name", "changed", "parts"),
    [
        ("HCP", {"match": "often"}, ["row 3, column match", "'often'", "exact, name, any"]),
        ("HCP", {"alias": "UN"}, ["row 3, column alias", "'United Nations'", "one of them"]),
        ("HCP", {"accept": "maybe"}, ["row 3, column accept", "'maybe'", "yes (or x)"]),
        ("HCP", {"alias": "who", "match": "any"}, ["'who' is an English word", "nothing was added"]),
        ("ICJ", {}, ["row 5, column accept", "is in the gazetteer"]),
    ],
)
def test_a_wrong_tick_adds_nothing_and_says_row_column_and_mend(built, name, changed, parts):
    reviewed(built)
    tick(built, name, **changed)
    before = (built / "raw" / "organizations.csv").read_bytes()
    result = accepted()
    assert result.exit_code == 1
    assert all(part in result.output for part in parts), result.output
    assert (built / "raw" / "organizations.csv").read_bytes() == before


def test_without_a_gazetteer_of_its_own_a_corpus_is_searched_for_the_shipped_names(folder):
    assert "gazetteer: the shipped one (raw has no organizations.csv)" in build().output
    assert load(folder / "tables").mentions["organization"].tolist() == ["United Nations"]


def test_the_first_row_that_is_accepted_begins_a_gazetteer_as_a_copy_of_the_shipped_one(folder):
    build()
    reviewed(folder)
    tick(folder, "HCP")
    assert "begun as a copy of the shipped gazetteer" in accepted().output
    lines = (folder / "raw" / "organizations.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:-1] == SHIPPED.read_text(encoding="utf-8").splitlines()
    assert lines[-1].startswith("Heritage Council for Peace,HCP,")


def test_a_gazetteer_that_could_not_take_the_first_row_is_not_begun(folder):
    build()
    reviewed(folder)
    tick(folder, "HCP", alias="about", match="any")
    result = accepted()
    assert result.exit_code == 1
    assert "'about' is an English word" in result.output
    assert "begun as a copy" not in result.output
    assert sorted(path.name for path in (folder / "raw").iterdir()) == sorted(TEXTS)


def test_the_gazetteer_is_found_by_its_name_in_any_case_as_a_build_finds_it(built):
    path = (built / "raw" / "organizations.csv").rename(built / "raw" / "Organizations.CSV")
    reviewed(built)
    tick(built, "HCP")
    assert "raw/Organizations.CSV: 1 row added" in accepted().output
    assert path.read_text(encoding="utf-8").endswith(",HCP,exact,\n")
    assert sorted(file.name for file in (built / "raw").iterdir()) == ["Organizations.CSV", *sorted(TEXTS)]


def test_nothing_is_added_to_the_projects_gazetteer_from_outside_of_the_project(built):
    reviewed(built)
    tick(built, "HCP")
    result = run("organizations", "accept", "organizations-review.csv")
    assert result.exit_code == 2
    assert "--raw" in result.output


def test_no_cell_of_a_review_is_a_formula_and_its_names_are_counted_as_they_stand_in_the_texts(folder):
    names = ["Heritage, Council", 'Council "Peace"', "مجلس التراث", "Conseil\u202bX\u202c", "+Peace", "A  B\nC"]
    written = [*names[:-1], "A B C"]  # of white space in a name, one space is kept
    (folder / "raw" / "a.txt").write_text(
        "=cmd|1, the Heritage Council met.\n\n" + "; ".join(written), encoding="utf-8"
    )
    (folder / "raw" / "organizations.csv").write_text("organization,alias,match\nCourt,XYZ,exact\n", encoding="utf-8")
    build()
    reviewed(folder)
    table = rows(folder)
    assert any("=cmd" in row["contexts"] for row in table)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row.values())
    with (folder / "organizations-review.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["accept", "organization", "alias", "match"])
        writer.writerows(["x", f"=Council {number}", name, "exact"] for number, name in enumerate(names))
    assert "6 rows added" in accepted().output
    build()
    found = load(folder / "tables").mentions
    assert found["organization"].tolist() == [f"=Council {number}" for number in range(6)]


def test_a_name_that_a_spreadsheet_would_take_for_a_formula_comes_back_as_it_is(built):
    reviewed(built)
    tick(built, "HCP", organization='\'=HYPERLINK(1), "Council"', alias="'+HCP")
    assert accepted().exit_code == 0
    added = (built / "raw" / "organizations.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert next(csv.reader([added]))[:2] == ['=HYPERLINK(1), "Council"', "+HCP"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["review", "--processed", "none"], "holds no built corpus"),
        (["review", "--processed", "tables", "--out", "no/such/folder.csv"], "there is no folder"),
        (["review", "--processed", "tables", "--gazetteer", "no.csv"], "there is no gazetteer no.csv"),
        (["accept", "no.csv", "--raw", "raw"], "no.csv"),
        (["accept", "no.csv", "--raw", "nowhere"], "nowhere is no folder"),
        (["accept", "no.csv", "--raw", "raw/a.txt"], "raw/a.txt is no folder"),
        (["accept", "no.csv", "--gazetteer", "none.csv"], "there is no gazetteer none.csv"),
    ],
)
def test_what_is_missing_is_said_in_one_message(built, words, message):
    result = run("organizations", *words)
    assert result.exit_code in (1, 2)
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_review_among_the_texts_is_not_read_as_one(built):
    run("organizations", "review", "--processed", "tables", "--out", "raw/organizations-review.csv")
    assert "documents 2 (0 processed, 2 unchanged)" in build().output
