"""The file of corrections: kept without losing a row of others, refused with the mend."""

import pandas as pd
import pytest

from analysis.discourse.coding_files import (
    write_coding,
)
from analysis.discourse.correction_files import (
    CorrectionsError,
    read_corrections,
    write_corrections,
)

from .coding import built, changed, corrected


def test_what_is_written_is_read_as_it_was(tmp_path):
    coded = changed(0, content="the road", speaker_name="=Eva", note="two\nlines; “so”")
    coded.loc[1, "action"] = "delete"
    made = corrected(coded)
    path = tmp_path / "corrections.csv"
    assert write_corrections(made, path) == 2
    back = read_corrections(path)
    pd.testing.assert_frame_equal(back.drop(columns="row"), made)
    assert back["row"].tolist() == [1, 2]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_rows_of_others_and_columns_of_ones_own_are_never_lost(tmp_path):
    path = tmp_path / "corrections.csv"
    write_corrections(corrected(changed(0, act="deny"), coder="Eva"), path)
    own = read_corrections(path).assign(checked="by Tom").drop(columns="row")
    own.to_csv(path, index=False, sep=";")
    assert write_corrections(corrected(changed(1, act="warn"), coder="Tom"), path) == 1
    back = read_corrections(path)
    assert back[["coder", "act", "checked"]].values.tolist() == [["Eva", "deny", "by Tom"], ["Tom", "warn", ""]]
    assert [file.name for file in tmp_path.iterdir()] == ["corrections.csv"]


def test_importing_twice_adds_nothing_and_overrules_nobody_who_came_after(tmp_path):
    path = tmp_path / "corrections.csv"
    eva = corrected(changed(0, act="deny"), coder="Eva")
    assert write_corrections(eva, path) == 1
    assert write_corrections(eva.assign(date="2024-06-02"), path) == 0
    assert write_corrections(corrected(changed(0, act="warn"), coder="Tom", date="2024-06-02"), path) == 1
    assert write_corrections(eva.assign(date="2024-06-03"), path) == 0
    assert built(read_corrections(path)).loc[0, "act"] == "warn"
    assert write_corrections(corrected(changed(0, act="accuse"), coder="Eva", date="2024-06-03"), path) == 1
    assert built(read_corrections(path)).loc[0, "act"] == "accuse"


def test_a_misspelt_or_lost_column_of_the_kept_file_is_refused_as_names_would_be_emptied(tmp_path):
    path = tmp_path / "corrections.csv"
    made = corrected(changed(0, speaker_name="Eva Novak"))
    write_coding(made.rename(columns={"speaker_name": "speakername"}), path)
    with pytest.raises(CorrectionsError, match=r"corrections\.csv, row 1.*did you mean speaker_name\?"):
        read_corrections(path)
    write_coding(made.drop(columns="speaker_name"), path)
    with pytest.raises(CorrectionsError, match=r"row 2, column changed: there is no column 'speaker_name'"):
        read_corrections(path)


def test_days_are_told_from_each_other_however_they_are_written(tmp_path):
    path = tmp_path / "corrections.csv"
    write_corrections(corrected(changed(0, act="deny"), coder="Eva", date="2024-06-01"), path)
    write_corrections(corrected(changed(0, act="warn"), coder="Tom", date="2024-05-31"), path)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("'2024-05-31", "'20240531"), encoding="utf-8")
    assert built(read_corrections(path)).loc[0, "act"] == "deny"


@pytest.mark.parametrize(
    ("name", "cell", "parts"),
    [
        ("action", "remove", ["column action", "'remove'", "change, delete, add"]),
        ("date", "31 May", ["column date", "'31 May'", "2024-05-31"]),
        ("changed", "act source", ["column changed", "'source'", "speaker_name"]),
        ("kind", "spoken", ["column kind", "direct, mixed, indirect"]),
        ("start", "x", ["column start", "'x' is no place", "whole number"]),
        ("start", "9" * 30, ["column start", "is no place"]),
        ("cue_end", "-7", ["column cue_end", "'-7' is no place"]),
        ("coder", "", ["column coder", "empty"]),
        ("found_content", "", ["column found_content", "import the coded file again"]),
    ],
)
def test_a_wrong_cell_of_the_file_is_refused_with_row_column_and_mend_and_nothing_is_written(
    tmp_path, name, cell, parts
):
    path = tmp_path / "corrections.csv"
    made = corrected(changed(0, act="deny"))
    made.astype("str").assign(**{name: cell}).to_csv(path, index=False)
    before = path.read_bytes()
    with pytest.raises(CorrectionsError) as error:
        write_corrections(made, path)
    assert all(part in str(error.value) for part in ["corrections.csv, row 2", *parts]), error.value
    assert path.read_bytes() == before
