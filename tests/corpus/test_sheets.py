"""Spreadsheets and parquet: what their cells hold, as text that can be quoted."""

import gzip
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odfdo import Document, Table
from pyarrow import parquet

from analysis.corpus.files import opened, unpacked
from analysis.corpus.readers import READERS, read_parquet, read_sheets, sheets
from analysis.corpus.rows import UnreadableError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DAY, MOMENT = 1, 2  # styles of cells that hold a day, and a day with a time
STYLES = f'''<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>
<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'''


def text(address: str, value: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(address: str, value: float, style: int = 0) -> str:
    return f'<c r="{address}" s="{style}"><v>{value}</v></c>'


def rows_of(*rows: list[str]) -> str:
    """The rows of a sheet, from 1: each a list of cells."""
    return "".join(f'<row r="{place}">{"".join(cells)}</row>' for place, cells in enumerate(rows, 1) if cells)


def table(*rows: list[str]) -> str:
    """The rows of a sheet, of texts alone."""
    return rows_of(*([text(f"{chr(65 + n)}{place}", v) for n, v in enumerate(r)] for place, r in enumerate(rows, 1)))


def workbook(method: int = zipfile.ZIP_DEFLATED, **named: str) -> bytes:
    """An .xlsx file of sheets, by name."""
    numbers = range(1, len(named) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SHEET}.worksheet+xml"/>' for n in numbers
    )
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(named, 1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}<Relationship '
        f'Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }
    for place, content in enumerate(named.values(), 1):
        parts[f"xl/worksheets/sheet{place}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{content}</sheetData></worksheet>'
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def read_rows(data: bytes) -> list:
    return list(read_sheets(io.BytesIO(data)))


def fields(data: bytes) -> list[dict]:
    return [row.fields for row in read_rows(data)]


ONE = workbook(Texts=table(["id", "text"], ["A", "The road is closed."], [], ["B", "“Why?” &amp; so on\nand on"]))


def test_a_sheet_gives_one_row_a_text_numbered_below_its_names():
    rows = read_rows(ONE)
    assert [row.fields for row in rows] == [
        {"id": "A", "text": "The road is closed."},
        {"id": "B", "text": "“Why?” & so on\nand on"},
    ]
    assert [row.number for row in rows] == [1, 3]
    assert {row.encoding for row in rows} == {""}


NAMES = ["text", "n", "x", "day", "at", "yes", "sum"]


def test_cells_are_what_a_reader_of_the_sheet_sees():
    names = [text(f"{letter}1", name) for letter, name in zip("ABCDEFG", NAMES, strict=True)]
    cells = [
        *(
            text("A2", "one"),
            number("B2", 3),
            number("C2", 1.5),
            number("D2", 44979, DAY),
            number("E2", 44979.5625, MOMENT),
        ),
        *('<c r="F2" t="b"><v>1</v></c>', '<c r="G2"><f>1+1</f><v>2</v></c>'),
    ]
    found = fields(workbook(S=rows_of(names, cells)))[0]
    # 44979 is 22 February 2023 by Excel's count of days from 1900, and 0.5625 is 13:30
    wanted = {"text": "one", "n": 3, "x": 1.5, "day": "2023-02-22", "at": "2023-02-22T13:30:00", "yes": True, "sum": 2}
    assert found == wanted
    assert [type(value) for value in found.values()] == [str, int, float, str, str, bool, int]


def test_a_formula_is_never_computed():
    cell = '<c r="A2" t="str"><f>HYPERLINK("https://example.org","x")</f><v>as saved</v></c>'
    assert fields(workbook(S=rows_of([text("A1", "text")], [cell]))) == [{"text": "as saved"}]


def test_the_names_may_stand_anywhere_and_empty_cells_are_nothing():
    content = rows_of([], [], [text("C3", "id"), text("D3", "text")], [text("D4", "one"), text("F4", "extra")])
    assert fields(workbook(S=content)) == [{"id": None, "text": "one", "column 6": "extra"}]


def test_several_sheets_are_numbered_on_and_say_where_a_row_stands():
    rows = read_rows(workbook(May=table(["text"], ["one"], ["two"]), June=table([], ["text"], ["three"]), Empty=""))
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.fields for row in rows] == [
        {"sheet": "May", "sheet_row": 2, "text": "one"},
        {"sheet": "May", "sheet_row": 3, "text": "two"},
        {"sheet": "June", "sheet_row": 3, "text": "three"},
    ]


def test_a_sheet_without_texts_beside_one_with_them_is_left_out_with_a_warning():
    rows = read_rows(workbook(Texts=table(["text"], ["one"]), Codes=table(["code", "meaning"], ["1", "x"])))
    assert [row.fields["text"] for row in rows] == ["one"]
    assert [(kind, "'Codes'" in message) for row in rows for kind, message in row.notes] == [
        ("sheet-without-texts", True)
    ]


def test_sheets_whose_texts_go_by_an_own_name_are_all_read():
    rows = read_rows(workbook(A=table(["speech"], ["one"]), B=table(["speech"], ["two"])))
    assert [row.fields["speech"] for row in rows] == ["one", "two"]


def test_a_name_that_stands_twice_costs_its_sheet_alone():
    rows = read_rows(workbook(A=table(["text", "text"], ["one", "two"]), B=table(["text"], ["three"])))
    assert [("twice" in row.fault, row.fields.get("text")) for row in rows] == [(True, None), (False, "three")]
    assert [row.number for row in rows] == [1, 2]


def test_a_stray_cell_at_the_end_of_a_sheet_does_not_fill_the_memory():
    far = workbook(
        S=rows_of([text("A1", "text")], [text("A2", "one")]) + f'<row r="1048576">{text("XFD1048576", "x")}</row>'
    )
    with pytest.raises(UnreadableError, match="stray"):
        read_rows(far)


def test_a_few_cells_that_stand_there_a_million_times_do_not_fill_the_memory():
    document = Document("spreadsheet")
    document.body.clear()
    sheet = Table("S")
    sheet.append_row(row_of(["text"]))
    sheet.append_row(row_of(["one"]))
    document.body.append(sheet)
    packed = io.BytesIO()
    document.save(packed)

    def repeated(times: int) -> bytes:
        changed = io.BytesIO()
        with zipfile.ZipFile(packed) as given, zipfile.ZipFile(changed, "w") as archive:
            for name in given.namelist():
                content = given.read(name).replace(
                    b"</table:table-row><table:table-row", b"</table:table-row><table:table-row %s"
                )
                archive.writestr(name, content.replace(b"%s", b'table:number-rows-repeated="%d"' % times))
        return changed.getvalue()

    assert len(read_rows(repeated(1000))) == 1000
    with pytest.raises(UnreadableError, match="stray"):
        read_rows(repeated(1_000_000_000))


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = workbook(S=rows_of([text("A1", "text")], [text("A2", "x" * (20 << 20))]))
    with pytest.raises(UnreadableError, match="zip bomb"):
        read_rows(bomb)


def test_a_spreadsheet_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1000)
    with pytest.raises(UnreadableError, match="more than 1,000 bytes"):
        read_rows(ONE)


def test_a_locked_spreadsheet_says_that_it_is_locked():
    # An Office file with a password is an OLE file whose directory names its part in UTF-16.
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    with pytest.raises(UnreadableError, match="password"):
        read_rows(data)


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"id,text\nA,one\n",
            b"<html><table></table></html>",
            ONE[: len(ONE) // 2],
            b"\xd0\xcf\x11\xe0" + bytes(600),
        ),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000,
        b"PK\x05\x06" + bytes(18),
    ],
    ids=["nothing", "csv", "html", "cut off", "empty OLE", "broken OLE", "empty zip"],
)
def test_what_is_no_whole_spreadsheet_is_refused_in_words(data):
    with pytest.raises(UnreadableError, match=r"no whole (zip|spreadsheet)"):
        read_rows(data)


def test_a_spreadsheet_with_nothing_in_it_has_no_rows():
    assert read_rows(workbook(S="")) == []
    assert read_rows(workbook(S=table(["id", "text"]))) == []


def test_an_open_document_spreadsheet_is_read(tmp_path):
    document = Document("spreadsheet")
    document.body.clear()
    sheet = Table("Texts")
    for row in (
        ["id", "text", "day", "n"],
        ["A", "The road is closed.", date(2023, 2, 22), 3],
        ["B", "Why?", None, 1.5],
    ):
        sheet.append_row(row_of(row))
    document.body.append(sheet)
    document.save(tmp_path / "a.ods")
    assert fields((tmp_path / "a.ods").read_bytes()) == [
        {"id": "A", "text": "The road is closed.", "day": "2023-02-22", "n": 3},
        {"id": "B", "text": "Why?", "day": None, "n": 1.5},
    ]


def row_of(values: list):
    from odfdo import Row

    row = Row()
    row.set_values(values)
    return row


def test_a_packed_spreadsheet_reads_like_the_plain_one(write):
    with opened(write("a.xlsx.gz", gzip.compress(ONE))) as file:
        assert [row.fields["id"] for row in read_sheets(file)] == ["A", "B"]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_any_damage_to_a_spreadsheet_gives_rows_or_a_refusal_in_words(place, there):
    data = bytearray(workbook(zipfile.ZIP_STORED, S=table(["id", "text"], ["A", "one"])))
    place %= len(data)
    data[place : place + len(there)] = there
    try:
        read_rows(bytes(data))
    except UnreadableError as error:
        assert str(error)


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(data):
    for read in (read_sheets, read_parquet):
        with pytest.raises(UnreadableError):
            list(read(io.BytesIO(data)))


def parquet_of(table: pa.Table, **options) -> bytes:
    file = io.BytesIO()
    parquet.write_table(table, file, **options)
    return file.getvalue()


def parquet_fields(data: bytes) -> list[dict]:
    rows = list(read_parquet(io.BytesIO(data)))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.fields for row in rows]


def test_parquet_gives_one_row_a_text_with_values_as_json_knows_them():
    given_table = pa.table(
        {
            "text": ["The road is closed.", None],
            "n": [3, None],
            "x": [1.0, 2.5],
            "day": pa.array([date(2023, 2, 22), None]),
            "at": pa.array([datetime(2023, 2, 22, 13, 30), datetime(2023, 2, 22)]),
            "zone": pa.array([1677072600, None], pa.timestamp("s", "Asia/Tbilisi")),
            "tags": [["road", "bridge"], []],
            "place": [{"town": "X", "since": date(2020, 1, 1)}, None],
            "sum": [Decimal("1.50"), Decimal("2.00")],
            "bytes": [b"caf\xc3\xa9", b""],
        }
    )
    first, second = parquet_fields(parquet_of(given_table))
    assert first == {
        "text": "The road is closed.",
        "n": 3,
        "x": 1.0,
        "day": "2023-02-22",
        "at": "2023-02-22T13:30:00",
        "zone": "2023-02-22T17:30:00+04:00",
        "tags": ["road", "bridge"],
        "place": {"town": "X", "since": "2020-01-01"},
        "sum": 1.5,
        "bytes": "café",
    }
    assert (second["text"], second["n"], second["day"], second["at"]) == (None, None, None, "2023-02-22")


def test_a_day_that_python_has_no_place_for_costs_no_row():
    times = pa.array([2**40, 0], pa.timestamp("s"))
    rows = parquet_fields(parquet_of(pa.table({"text": ["one", "two"], "at": times})))
    assert [row["text"] for row in rows] == ["one", "two"]
    assert rows[1]["at"] == "1970-01-01"


def test_many_rows_and_a_huge_text_come_in_order(monkeypatch):
    monkeypatch.setattr(sheets, "ROWS_AT_ONCE", 3)
    texts = [*(f"text {number}" for number in range(10)), "x" * 5_000_000]
    assert [row["text"] for row in parquet_fields(parquet_of(pa.table({"text": texts}), row_group_size=4))] == texts


def test_parquet_that_is_cut_off_or_none_is_refused_in_words():
    data = parquet_of(pa.table({"text": ["one"] * 100}))
    for broken in (data[:-1], data[: len(data) // 2], data[:4], b"", b"id,text\nA,one\n"):
        with pytest.raises(UnreadableError, match="no whole parquet file"):
            parquet_fields(broken)


def test_damage_within_parquet_costs_the_rows_behind_it_in_their_group_alone():
    texts = [f"{number:06}" for number in range(150)]
    data = bytearray(parquet_of(pa.table({"text": texts}), row_group_size=50))
    column = parquet.ParquetFile(io.BytesIO(bytes(data))).metadata.row_group(1).column(0)
    begin, length = column.dictionary_page_offset, column.total_compressed_size
    data[begin : begin + length] = bytes(length)
    rows = list(read_parquet(io.BytesIO(bytes(data))))
    assert [row.fields["text"] for row in rows if not row.fault] == texts[:50] + texts[100:]
    assert [row.number for row in rows if row.fault] == [51]
    assert [row.number for row in rows if not row.fault] == [*range(1, 51), *range(101, 151)]


def test_two_parquet_columns_of_one_name_are_refused():
    data = parquet_of(pa.Table.from_arrays([pa.array(["one"]), pa.array(["two"])], names=["text", "text"]))
    with pytest.raises(UnreadableError, match="two columns 'text'"):
        parquet_fields(data)


def test_packed_parquet_reads_like_the_plain_one():
    packed = gzip.compress(parquet_of(pa.table({"text": ["one", "two"]})))
    assert [row.fields["text"] for row in read_parquet(unpacked(io.BytesIO(packed)))] == ["one", "two"]
    with pytest.raises(UnreadableError, match="cut off"):
        list(read_parquet(unpacked(io.BytesIO(packed[:-9]))))


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_any_damage_to_parquet_gives_rows_or_a_refusal_in_words(place, there):
    data = bytearray(parquet_of(pa.table({"text": ["one", "two"], "n": [1, 2]})))
    place %= len(data)
    data[place : place + len(there)] = there
    try:
        list(read_parquet(io.BytesIO(bytes(data))))
    except UnreadableError as error:
        assert str(error)


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"])
def test_the_endings_of_spreadsheets_are_read(ending):
    assert READERS[ending] is read_sheets
