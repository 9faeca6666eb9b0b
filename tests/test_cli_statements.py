"""The coding round trip from the command line: exported, corrected, kept, applied by the next build, compared."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.study import load

TEXTS = {
    "a.txt": "Mayor Ana Ruiz said the road was open.\n\nThe Ministry of Health urged the council to act.",
    "b.txt": "The council rejected the plan, Tom Lee said.",
}


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    (folder / "raw").mkdir()
    for name, text in TEXTS.items():
        (folder / "raw" / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        build()
    return folder


@pytest.fixture
def built(built_once, tmp_path, monkeypatch):
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build():
    result = run("build", "--raw", "raw", "--processed", "tables", "--jobs", 1)
    assert result.exit_code == 0, result.output
    return result.output


def statements():
    return load("tables").statements


def export(name="coded.csv", *words):
    result = run("statements", "export", name, "--processed", "tables", *words)
    assert result.exit_code == 0, result.output
    return result.output


def rows(name="coded.csv"):
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def code(content, name="coded.csv", /, delimiter=",", **cells):
    """Change cells of the row with this content, and save as a spreadsheet does."""
    table = rows(name)
    for row in table:
        if row["content"] == content:
            row |= cells
    write(table, name, delimiter)


def write(table, name="coded.csv", delimiter=","):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(table)
    Path(name).write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def import_(name="coded.csv", *words, coder="Lee"):
    return run("statements", "import", name, "--coder", coder, "--processed", "tables", "--raw", "raw", *words)


def test_what_a_person_corrects_is_so_after_the_next_build_and_each_one_after(built):
    assert "statements of 2 documents" in export()
    before = statements()
    code("the road was open", speaker_name="Eva Sol", kind="mixed")
    code("to act", action="delete")
    result = import_()
    assert result.exit_code == 0, result.output
    assert "1 changed, 1 deleted, 0 added" in result.output
    assert "2 corrections added, 0 there already" in result.output
    for _ in range(2):
        build()
        after = statements()
        row = after[after["content"] == "the road was open"].iloc[0]
        assert row[["speaker_name", "kind", "rule", "confidence"]].tolist() == ["Eva Sol", "mixed", "corrected", 1.0]
        assert "to act" not in after["content"].tolist()
        assert len(after) == len(before) - 1


def test_a_file_saved_with_semicolons_is_read_too(built):
    export()
    code("to act", delimiter=";", act="demand")
    assert import_().exit_code == 0
    build()
    assert "demand" in statements()["act"].tolist()


def test_a_file_that_nobody_changed_corrects_nothing(built):
    export()
    assert "0 changed, 0 deleted, 0 added" in import_().output
    assert not (built / "raw" / "corrections.csv").exists()


def test_importing_twice_keeps_each_correction_once(built):
    export()
    code("to act", act="demand")
    import_()
    before = (built / "raw" / "corrections.csv").read_bytes()
    assert "0 corrections added, 1 there already" in import_().output
    assert (built / "raw" / "corrections.csv").read_bytes() == before


def test_a_second_export_holds_what_was_corrected_and_can_be_corrected_again(built):
    export()
    code("the road was open", content="road was open")
    import_()
    build()
    export("again.csv")
    code("road was open", "again.csv", speaker_name="Eva Sol")
    assert import_("again.csv").exit_code == 0
    build()
    found = statements()
    assert found.loc[found["content"] == "road was open", "speaker_name"].tolist() == ["Eva Sol"]
    assert "the road was open" not in found["content"].tolist()


def test_a_row_that_was_removed_deletes_nothing_unless_asked_for(built):
    export()
    kept = [row for row in rows() if row["content"] != "to act"]
    write(kept)
    told = import_().output
    assert "1 statement of its documents without a row in it: kept" in told
    assert "0 deleted" in told
    assert "1 deleted" in import_("coded.csv", "--missing-deleted").output
    build()
    assert "to act" not in statements()["content"].tolist()


def test_a_wrong_cell_is_told_with_its_row_and_the_other_rows_are_kept(built):
    export()
    code("to act", kind="spoken")
    code("the road was open", speaker_name="Eva Sol")
    number = [row["content"] for row in rows()].index("to act") + 2
    result = import_()
    assert result.exit_code == 1
    assert f"coded.csv, row {number}, column kind: 'spoken' is not allowed" in result.output
    assert "1 correction added" in result.output


def test_a_correction_whose_text_changed_is_reported_by_the_build_and_not_applied(built):
    export()
    code("the road was open", speaker_name="Eva Sol")
    import_()
    (built / "raw" / "a.txt").write_text("Mayor Ana Ruiz said the road was closed.", encoding="utf-8")
    assert "corrections.csv, row 1" in build()
    assert "Eva Sol" not in statements()["speaker_name"].tolist()
    problems = load("tables").problems
    assert "'the road was open' is no longer in the text" in problems["message"].iloc[-1]


def test_a_file_with_a_persons_work_is_not_written_over_unless_forced(built):
    export()
    code("to act", action="delete")
    refused = run("statements", "export", "coded.csv", "--processed", "tables")
    assert refused.exit_code == 2
    assert "is there" in refused.output
    assert "delete" in {row["action"] for row in rows()}
    export("coded.csv", "--force")
    assert {row["action"] for row in rows()} == {""}


def test_a_sample_is_of_whole_documents_and_the_same_again(built):
    assert "of 1 document\n" in export("one.csv", "--sample", 1)
    export("two.csv", "--sample", 1)
    assert rows("one.csv") == rows("two.csv")
    assert len({row["doc_id"] for row in rows("one.csv")}) == 1


def measures(*words):
    result = run("statements", "compare", *words, "--processed", "tables")
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.output.splitlines()]
    return result.output, {line[0]: float(line[3]) for line in lines if line[1:3] == ["span", "all"]}


def test_the_machine_is_compared_with_a_coder_even_when_the_corrections_are_applied(built):
    export()
    code("to act", action="delete")
    total = len(rows())
    import_()
    build()
    told, found = measures("coded.csv")
    assert "the machine against coded.csv, in 2 documents" in told
    assert found["precision"] == pytest.approx((total - 1) / total, abs=0.001)
    assert found["recall"] == 1


def test_two_coders_are_compared_in_the_documents_that_both_have(built):
    export("one.csv")
    export("two.csv")
    write([row for row in rows("two.csv") if row["doc_id"] == rows("two.csv")[0]["doc_id"]], "two.csv")
    code("the road was open", "two.csv", action="delete")
    told, found = measures("one.csv", "two.csv")
    assert "one.csv against two.csv, in 1 document;" in told
    assert found["recall"] == 1
    assert found["precision"] < 1


def test_figures_of_a_file_that_nobody_coded_say_so_and_what_they_are(built):
    export()
    told, found = measures("coded.csv")
    assert "nothing is coded, no cell was changed" in told
    assert found["precision"] == 1
    assert "matched: the statements that both have" in told
    assert "n: how many statements" in told
    code("to act", act="demand")
    assert "nothing is coded" not in measures("coded.csv")[0]


def test_rows_with_errors_are_left_out_of_both_sides_and_counted(built):
    export()
    code("to act", kind="Indirekt")
    told, found = measures("coded.csv")
    assert "1 row with errors left out, here and on the other side" in told
    assert (found["precision"], found["recall"]) == (1, 1)
    again, found = measures("coded.csv", "coded.csv")
    assert (found["precision"], found["recall"]) == (1, 1)
    assert "nothing is coded" not in told + again


def test_a_row_that_was_removed_is_kept_by_compare_as_by_import_unless_both_are_told_otherwise(built):
    export()
    total = len(rows())
    write([row for row in rows() if row["content"] != "to act"])
    told, found = measures("coded.csv")
    assert "1 statement of its documents without a row in it: kept" in told
    assert found["precision"] == 1
    told, found = measures("coded.csv", "--missing-deleted")
    assert "1 statement of its documents without a row in it: deleted" in told
    assert found["precision"] == pytest.approx((total - 1) / total, abs=0.001)


def test_a_document_without_any_row_is_named_by_compare_and_import(built):
    export()
    left = rows()[0]["doc_id"]
    gone = ({row["doc_id"] for row in rows()} - {left}).pop()
    write([row for row in rows() if row["doc_id"] == left])
    told, _ = measures("coded.csv")
    assert f"1 document with statements, but without any row in it: not compared ({gone})" in told
    imported = import_("coded.csv", "--missing-deleted").output
    assert f"1 document with statements, but without any row in it: kept ({gone})" in imported


def test_a_build_says_how_many_corrections_it_applied(built):
    assert "corrections.csv" not in build()
    export()
    code("to act", act="demand")
    code("the road was open", speaker_name="Eva Sol")
    import_()
    assert "corrections.csv: 2 of 2 corrections applied\n" in build()
    code("the road was open", speaker_name="Tom Lee")
    import_(coder="Kim")
    assert "corrections.csv: 4 of 4 corrections applied; in 1 place coders differ on one day" in build()
    (built / "raw" / "a.txt").write_text("Mayor Ana Ruiz said the road was closed.", encoding="utf-8")
    assert "corrections.csv: 0 of 4 corrections applied, 4 no longer hold" in build()


@pytest.mark.parametrize("name", ["speakername", "speaker name"])
def test_a_misspelt_column_stops_import_and_build_before_any_name_is_lost(built, name):
    export()
    whole = Path("coded.csv").read_text(encoding="utf-8-sig")
    Path("coded.csv").write_text(whole.replace("speaker_name", name, 1), encoding="utf-8")
    result = import_()
    assert result.exit_code == 1
    assert "did you mean speaker_name?" in result.output
    Path("coded.csv").write_text(whole, encoding="utf-8")
    code("to act", act="demand")
    import_()
    kept = built / "raw" / "corrections.csv"
    kept.write_text(kept.read_text(encoding="utf-8-sig").replace("speaker_name", name, 1), encoding="utf-8")
    result = run("build", "--raw", "raw", "--processed", "tables", "--jobs", 1)
    assert result.exit_code == 1
    assert "did you mean speaker_name?" in result.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export", "c.csv", "--processed", "none"], "holds no built corpus"),
        (["export", "no/such/c.csv", "--processed", "tables"], "there is no folder"),
        (["import", "no.csv", "--coder", "Lee", "--processed", "tables", "--raw", "raw"], "no.csv"),
        (
            ["import", "coded.csv", "--coder", "Lee", "--processed", "tables", "--raw", "nowhere"],
            "nowhere is no folder",
        ),
        (["import", "coded.csv", "--coder", "Lee", "--processed", "tables"], "--raw"),
        (["import", "coded.csv", "--coder", " ", "--processed", "tables", "--raw", "raw"], "there is no coder"),
        (["import", "coded.csv", "--processed", "tables", "--raw", "raw"], "--coder"),
        (["import", "raw/a.txt", "--coder", "Lee", "--processed", "tables", "--raw", "raw"], "'doc_id' is missing"),
        (["compare", "coded.csv", "other.csv", "--processed", "tables"], "is it of another corpus?"),
        (["import", "other.csv", "--coder", "Lee", "--processed", "tables", "--raw", "raw"], "--processed"),
        (["compare", "coded.csv", "none.csv", "--processed", "tables"], "there is no document to compare"),
    ],
)
def test_what_is_missing_is_said_in_one_message(built, words, message):
    export()
    (built / "other.csv").write_text("doc_id,content\nz,words\n", encoding="utf-8")
    (built / "none.csv").write_text("doc_id,content\n", encoding="utf-8")
    result = run("statements", *words)
    assert result.exit_code in (1, 2)
    assert message in result.output
    assert "Traceback" not in result.output


def test_corrections_that_cannot_be_read_are_not_written_over(built):
    export()
    code("to act", act="demand")
    (built / "raw" / "corrections.csv").write_text("my,notes\n1,2\n", encoding="utf-8")
    result = import_()
    assert result.exit_code == 1
    assert "is missing" in result.output
    assert (built / "raw" / "corrections.csv").read_text(encoding="utf-8") == "my,notes\n1,2\n"
