"""PDF files as they are printed: columns, running lines, broken words, scans, and what is no PDF."""

import io

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analysis.corpus.readers.pdf import read_pdf
from analysis.corpus.rows import Row, UnreadableError

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LEFT, TOP, STEP = 60, 760, 14
FULL = "The commission met in the town hall and spoke of the road and the"  # as wide as lines get in these tests


class Print:
    """A PDF that is drawn line by line, as old typewriters write."""

    def __init__(self, **options) -> None:
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=A4, **options)
        self.font()

    def font(self, name: str = "Times-Roman", size: float = 11) -> "Print":
        self.canvas.setFont(name, size)
        return self

    def lines(self, *lines: str, x: float = LEFT, y: float = TOP, step: float = STEP) -> "Print":
        for number, line in enumerate(lines):
            self.canvas.drawString(x, y - step * number, line)
        return self

    def picture(self) -> "Print":
        self.canvas.drawImage(ImageReader(Image.new("L", (40, 40), 128)), 50, 50, 400, 600)
        return self

    def next_page(self) -> "Print":
        self.canvas.showPage()
        return self.font()

    def data(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()

    def read(self) -> Row:
        return read_one(self.data())

    def text(self) -> str:
        return self.read().fields["text"]


def read_one(data: bytes) -> Row:
    (row,) = read_pdf(io.BytesIO(data))
    return row


def kinds(row: Row) -> list[str]:
    return [kind for kind, _ in row.notes]


def test_lines_of_a_paragraph_become_one_and_a_wider_distance_begins_another():
    page = Print().lines("The road is", "closed again.").lines("It will be", "opened soon.", y=TOP - 50)
    assert page.text() == "The road is closed again.\n\nIt will be opened soon."


def test_an_indented_line_begins_a_paragraph():
    page = Print().lines(FULL, "bridge for an hour, and closed with a vote on it that all of them won.")
    page.lines("  It met again on the next day and spoke of the winter and of the", x=LEFT + 15, y=TOP - 2 * STEP)
    page.lines("deliveries of flour.", y=TOP - 3 * STEP)
    assert [part.split()[0] for part in page.text().split("\n\n")] == ["The", "It"]


def test_a_line_into_which_the_next_word_would_have_fitted_ends_its_paragraph():
    page = Print().lines(
        FULL, "bridge.", "It met again on the next day, and then it was all over for the year", "and all."
    )
    assert page.text() == (
        f"{FULL} bridge.\n\nIt met again on the next day, and then it was all over for the year and all."
    )


def test_a_bold_heading_and_items_of_a_list_stand_apart():
    page = Print().font("Times-Bold").lines(FULL + " rest").font().lines("It met again.", y=TOP - STEP)
    page.lines("• first point", "• second point", y=TOP - 2 * STEP)
    assert page.text() == f"{FULL} rest\n\nIt met again.\n\n• first point\n\n• second point"


def test_columns_are_read_one_after_the_other_in_whatever_order_they_were_drawn():
    left = [f"left column line {word} of its text," for word in NUMBERS[:5]]
    right = [f"right column line {word} of its text," for word in NUMBERS[5:]]
    page = Print().lines(*right, x=320, y=TOP - 40).lines(*left, y=TOP - 40)
    page.font("Times-Bold", 18).lines("A title that goes across both of the columns below")
    assert page.text() == "A title that goes across both of the columns below\n\n" + " ".join(left + right)


def test_columns_with_lines_at_different_heights_are_told_apart():
    left = [f"left column line {number} goes on," for number in "abcdef"]
    right = [f"right column line {number} goes on," for number in "abcdef"]
    page = Print().lines(*left).lines(*right, x=320, y=TOP - 7)
    assert page.text() == " ".join(left + right)


def test_text_across_the_page_between_columns_parts_them():
    def columns(page: Print, name: str, y: float) -> None:
        page.lines(*[f"{name} left text of line {number}" for number in range(4)], y=y)
        page.lines(*[f"{name} right text of line {number}" for number in range(4)], x=320, y=y)

    page = Print()
    columns(page, "upper", TOP)
    page.lines("Here a line goes from the left side of the page to the right side of the whole page.", y=TOP - 90)
    columns(page, "lower", TOP - 130)
    text = page.text()
    places = [text.index(part) for part in ("upper left", "upper right", "Here a line", "lower left", "lower right")]
    assert places == sorted(places)


def test_blocks_drawn_from_the_bottom_up_are_read_from_the_top():
    assert Print().lines("Last.", y=300).lines("First.", y=600).text() == "First.\n\nLast."


def test_a_table_is_read_row_by_row():
    page = Print()
    for number, row in enumerate([("Town", "Trucks"), ("North", "12"), ("South", "7"), ("West", "30")]):
        page.lines(row[0], y=TOP - STEP * number).lines(row[1], x=300, y=TOP - STEP * number)
    assert " ".join(page.text().split()) == "Town Trucks North 12 South 7 West 30"


def with_running_lines(footer, pages: int = 4) -> Row:
    page = Print()
    for number in range(pages):
        page.lines("Road Report 2023", y=810).lines(footer(number), x=290, y=30)
        page.lines(f"Body of page {NUMBERS[number]}.").next_page()
    return page.read()


def test_running_headers_and_page_numbers_are_removed_and_named():
    row = with_running_lines(lambda number: str(number + 7))
    assert row.fields["text"] == "\n\n".join(f"Body of page {word}." for word in ("one", "two", "three", "four"))
    ((kind, message),) = row.notes
    assert kind == "running-lines-removed"
    assert "'Road Report 2023' 4 times" in message
    assert "'page number' 4 times" in message


@pytest.mark.parametrize(
    "footer",
    [
        lambda number: f"Page {number + 1} of 4",
        lambda number: f"- {number + 1} -",
        lambda number: ("iii", "iv", "v", "vi")[number],
        lambda number: f"{number + 1}/4",
        lambda number: f"Ministry of Roads | {number + 1}",
    ],
)
def test_page_numbers_in_any_style_are_removed(footer):
    assert footer(2) not in with_running_lines(footer).fields["text"]


def test_numbers_that_do_not_count_the_pages_stay():
    row = with_running_lines(lambda number: str((812, 17, 344, 90)[number]))
    assert all(number in row.fields["text"] for number in ("812", "17", "344", "90"))


def test_what_stands_on_one_page_only_is_no_running_line():
    assert with_running_lines(lambda number: "7", pages=1).notes == ()


def test_a_title_printed_larger_than_the_header_that_repeats_it_stays():
    page = Print().font(size=20).lines("Road Report").font().lines("It begins.", y=TOP - 40).next_page()
    for word in ("two", "three", "four"):
        page.lines("Road Report", y=810).lines(f"Page {word} has text.").next_page()
    assert page.text().startswith("Road Report\n\nIt begins.")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("the commu-", "nity met"), "the community met"),
        (("the UN-", "backed talks"), "the UN-backed talks"),
        (("the COVID-19-", "related rules"), "the COVID-19-related rules"),
        (("the Franco-", "Swiss border"), "the Franco-Swiss border"),
        (("a long-", "term plan, a long-term one"), "a long-term plan, a long-term one"),
        (("a wide-", "spread wish, a widespread one"), "a widespread wish, a widespread one"),
        (("a non-", "governmental body"), "a non-governmental body"),
        (("a state-of-", "the-art road"), "a state-of-the-art road"),
        (("from 2020-", "2023 there"), "from 2020-2023 there"),
        (("it met -", "and left"), "it met - and left"),
        (("THE COMMU-", "NITY MET"), "THE COMMUNITY MET"),
    ],
)
def test_words_broken_at_line_ends_are_joined_and_own_hyphens_stay(lines, text):
    assert Print().lines(*lines).text() == text


def test_a_sentence_that_goes_on_over_the_page_stays_in_one_paragraph():
    assert Print().lines("The road was").next_page().lines("opened again.").text() == "The road was opened again."


def test_a_word_broken_by_the_page_is_joined():
    assert Print().lines("All of the commu-").next_page().lines("nity met.").text() == "All of the community met."


def test_a_new_sentence_on_a_new_page_begins_a_paragraph():
    assert (
        Print().lines("It was so.").next_page().lines("And then it ended.").text() == "It was so.\n\nAnd then it ended."
    )


def test_a_footnote_does_not_part_the_paragraph_above_it():
    page = Print().lines("The road was").font(size=7).lines("1 See the other report.", y=60).next_page()
    assert page.lines("opened again.").text() == "The road was opened again.\n\n1 See the other report."


def test_title_author_and_day_come_from_the_properties_with_their_zone():
    page = Print(invariant=1).lines("The road is closed.")
    page.canvas.setTitle("Report on the road")
    page.canvas.setAuthor("Road Office")
    row = page.read()
    assert (row.fields["title"], row.fields["author"]) == ("Report on the road", "Road Office")
    assert row.fields["date"] == "2000-01-01T00:00:00+00:00"  # the day that reportlab writes for invariant files
    assert row.dated_by == "properties"


@pytest.mark.parametrize("title", ["Microsoft Word - road final.doc", "untitled", "report_v2.indd", "Document1", " - "])
def test_titles_that_programs_make_up_are_left_out(title):
    page = Print().lines("The road is closed.")
    page.canvas.setTitle(title)
    assert "title" not in page.read().fields


def test_a_scan_is_unreadable_and_told_to_need_ocr():
    with pytest.raises(UnreadableError, match=r"2 pages of pictures and no text .*OCR"):
        Print().picture().next_page().picture().read()


def test_pages_of_pictures_among_others_are_named():
    row = Print().lines("The road is closed.").next_page().picture().next_page().lines("It is open.").read()
    assert row.fields["text"] == "The road is closed.\n\nIt is open."
    ((kind, message),) = row.notes
    assert kind == "pages-without-text"
    assert "page 2," in message


def test_an_empty_page_is_no_scan():
    row = Print().lines("The road is closed.").next_page().next_page().lines("It is open.").read()
    assert row.notes == ()


def test_a_file_without_anything_on_its_pages_is_unreadable():
    with pytest.raises(UnreadableError, match="no text"):
        Print().next_page().read()


def test_a_password_is_asked_for_in_words():
    with pytest.raises(UnreadableError, match="password"):
        Print(encrypt=StandardEncryption("secret", canPrint=0)).lines("The road is closed.").read()


def test_text_that_only_its_owner_may_change_is_read():
    page = Print(encrypt=StandardEncryption("", ownerPassword="secret", canModify=0)).lines("The road is closed.")
    assert page.text() == "The road is closed."


def test_letters_drawn_twice_to_look_bold_are_read_once():
    assert Print().lines("The road").lines("The road", x=LEFT + 0.4).text() == "The road"


def test_what_stands_beyond_the_page_is_not_read():
    assert Print().lines("On the page.").lines("Beyond it.", x=900).lines("Below it.", y=-100).text() == "On the page."


def test_a_page_that_is_printed_sideways_is_read_as_usual():
    page = Print()
    page.canvas.rotate(90)
    page.lines("The road is", "closed.", x=100, y=-200)
    assert page.text() == "The road is closed."


def test_a_note_along_the_margin_does_not_get_into_the_lines():
    page = Print().lines("The road is", "closed.")
    for angle, label in ((90, "DRAFT COPY"), (45, "NOT FINAL")):
        page.canvas.saveState()
        page.canvas.translate(200, TOP - 40)
        page.canvas.rotate(angle)
        page.canvas.drawString(0, 0, label)
        page.canvas.restoreState()
    first, *others = page.text().split("\n\n")
    assert first == "The road is closed."
    assert sorted(others) == ["DRAFT COPY", "NOT FINAL"]


def test_a_large_first_letter_belongs_to_its_word():
    page = Print().font(size=40).lines("T", y=TOP - 24).font()
    page.lines("he commission met", "in the town", x=LEFT + 25)
    assert page.text() == "The commission met in the town"


@pytest.fixture(scope="module")
def dejavu() -> str:
    """A font with ligatures, that matplotlib brings along."""
    pdfmetrics.registerFont(TTFont("DejaVu", f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf"))
    return "DejaVu"


def test_ligatures_are_read_as_letters(dejavu):
    assert Print().font(dejavu).lines("the o\ufb03ce is \ufb01ne").text() == "the office is fine"


def test_text_from_right_to_left_is_read_in_its_own_order(dejavu):
    lines = ("הדרך סגורה היום", "ופתוחה בחורף")
    page = Print().font(dejavu)
    for number, line in enumerate(lines):
        page.canvas.drawRightString(400, TOP - STEP * number, line[::-1])  # as it is printed, from left to right
    assert page.text() == " ".join(lines)


def test_letters_that_do_not_say_what_they_are_are_warned_of(dejavu):
    row = Print().font(dejavu).lines("\ue123\ue124\ue125\ue126 closed").read()
    assert kinds(row) == ["unreadable-glyphs"]


def test_a_very_long_paragraph_is_read_whole():
    page = Print()
    for number in range(20):
        page.lines(*[f"{'road ' * 20}{NUMBERS[number % 10]}{NUMBERS[number // 10]}"] * 50).next_page()
    assert page.text().count("road") == 20 * 50 * 20


def test_a_line_without_any_space_is_read_whole():
    assert Print().font(size=0.1).lines("x" * 5000 + "-", "y" * 5000, step=1).text().count("x") == 5000


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"%PDF-1.4\n%%EOF", b"PK\x03\x04" + bytes(100), b"The road is closed.", bytes(2000)]
)
def test_what_is_no_whole_pdf_is_unreadable(data):
    with pytest.raises(UnreadableError, match=r"the file is no "):
        read_one(data)


def test_a_word_document_named_pdf_is_named_for_what_it_is():
    with pytest.raises(UnreadableError, match=r"packed document .*\.docx"):
        read_one(b"PK\x03\x04" + bytes(100))


def test_a_pdf_that_is_cut_off_is_unreadable_or_warned_of():
    data = Print().lines("The road is closed.").next_page().lines("It is open.").data()
    outcomes = set()
    for share in range(1, 20):
        try:
            outcomes.add(tuple(kinds(read_one(data[: len(data) * share // 20]))))
        except UnreadableError:
            outcomes.add("unreadable")
    assert outcomes <= {"unreadable", ("cut-off",)}


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 800), st.booleans())
def test_random_bytes_are_read_or_refused_in_words(noise, place, is_pdf):
    data = Print(pageCompression=0).lines("The road is closed.").data() if is_pdf else b"%PDF-1.7\n"
    try:
        row = read_one(data[:place] + noise + data[place + len(noise) :])
    except UnreadableError as error:
        assert str(error)
    else:
        assert row.fields["text"].strip()
