"""RTF, the older exchange format of word processors."""

import codecs
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import regex
from ftfy.fixes import fix_surrogates

from analysis.corpus.readers.properties import no_such_file, useful_properties
from analysis.corpus.rows import Row, UnreadableError, read_all

LARGEST_RTF = 1 << 27  # bytes; pictures are written as text in it
DEEPEST = 2000  # groups within groups
TOO_DEEP = "the groups of the file lie too deep within each other: open it in its program and save it again"
CUT_OFF = "the file ends before its text does, and what there is of it is kept: copy or download it again"
LOST_LETTERS = "{} letters are damaged, and a mark stands for each: look whether the text is right"

MOST_FONTS = 2000

# Escaped signs, binary data, which may hold anything, and the marks of groups.
TOKEN = regex.compile(r"\\[\\{}]|\\bin(?P<length>\d{1,9}) ?|(?P<brace>[{}])")
FIRST_WORD = regex.compile(r"\{\s*+(?:\\\*\s*+)?\\(?P<word>[a-z]+)")
HEAD = regex.compile(r"\{\\rtf\d*")
NOTES, INFO, FONTS = "footnote", "info", "fonttbl"
UNSEEN = frozenset({"pict", "objdata", "themedata", "datastore", "colorschememapping", "fldinst", "annotation"})
CUT_OUT = UNSEEN | {NOTES, INFO, FONTS}
INFO_TEXT = r"\{\\%s(?![a-z])\s?((?:[^{}\\]|\\[\s\S])*+)"
CREATED = regex.compile(r"\{\\creatim([^{}]*)\}")
DATE_PART = regex.compile(r"\\(yr|mo|dy|hr|min|sec)(\d{1,4})")
FONT = regex.compile(r"\\f(?P<font>\d{1,6})|\\fcharset(?P<characters>\d{1,3})")
CODE_PAGE = regex.compile(r"\\ansicpg(\d{1,5})")
WESTERN = "cp1252"
CODE_PAGES = {"10000": "mac_roman", "10007": "mac_cyrillic", "65001": "utf-8"}  # by other names than cp…
OLDER = ((r"\\mac(?![a-z])", "mac_roman"), (r"\\pca(?![a-z])", "cp850"), (r"\\pc(?![a-z])", "cp437"))
CONTROL = regex.compile(r"\\(?P<sign>[^a-zA-Z])|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?")
HIGH_BYTE = regex.compile("[\x80-\xff]")
HIDES = regex.compile(r"\\v0(?!\d)")

# Signs of our own for what striprtf writes alike: it has one kind of line end, and bars for cells.
PARAGRAPH, CELL = "\ue000", "\ue001"
OWN_SIGNS = dict.fromkeys(("par", "sect", "page", "row", "nestrow", "\n", "\r"), PARAGRAPH) | {
    "cell": CELL,
    "nestcell": CELL,
}
CELL_END = " | "


def read_rtf(file: BinaryIO) -> Iterator[Row]:
    """Read an RTF file as one document: paragraphs, a paragraph for each row of a table, and footnotes at its end.

    The cells of a row are separated by " | ". Deletions under review, pictures, comments, headers and footers
    are left out.
    """
    data = read_all(file, LARGEST_RTF).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data.startswith(b"{\\rtf"):
        raise UnreadableError(no_such_file("no RTF file", data))
    source, apart, is_whole = _take_apart(data.decode("latin-1"))
    decoder = _Decoder(source, apart.get(FONTS, []))
    paragraphs = decoder.paragraphs(source)
    for note in apart.get(NOTES, []):
        paragraphs += decoder.paragraphs("{\\rtf1 {" + note[FIRST_WORD.match(note).end() :] + "}")
    text = "\n\n".join(paragraphs)
    notes = () if is_whole else (("cut-off", CUT_OFF),)
    if lost := text.count("\N{REPLACEMENT CHARACTER}"):
        notes = (*notes, ("damaged-letters", LOST_LETTERS.format(lost)))
    fields = _properties("".join(apart.get(INFO, [])), decoder)
    yield Row(None, "", fields | {"text": text}, notes=notes, dated_by="properties")


def _take_apart(source: str) -> tuple[str, dict[str, list[str]], bool]:
    """Return a file's text without pictures, notes and the like; notes, fonts and properties; and whether it ends."""
    kept: list[str] = []
    apart: dict[str, list[str]] = {}
    start = place = depth = cut_from = 0
    cut_depth, name = -1, ""
    while match := TOKEN.search(source, place):
        place = match.end()
        if match["length"]:
            kept += [source[start : match.start()]] if cut_depth < 0 else []
            start = place = place + int(match["length"])
        elif match["brace"] == "{":
            depth += 1
            if depth > DEEPEST:
                raise UnreadableError(TOO_DEEP)
            word = FIRST_WORD.match(source, match.start())
            if cut_depth < 0 and word and word["word"] in CUT_OUT:
                kept.append(source[start : match.start()])
                cut_depth, cut_from, name = depth, match.start(), word["word"]
        elif match["brace"]:
            if depth == cut_depth:
                apart.setdefault(name, []).append("" if name in UNSEEN else source[cut_from:place])
                cut_depth, start = -1, place
            depth -= 1
            if depth == 0:
                return "".join([*kept, source[start:place]]), apart, True
    return "".join([*kept, source[start:] if cut_depth < 0 else ""]), apart, False


class _Decoder:
    """Turns RTF into paragraphs, by the code page and the fonts of its file."""

    def __init__(self, source: str, fonts: list[str]) -> None:
        self.encoding = _code_page(source)
        self.fonts = _font_table("".join(fonts), self.encoding)
        self.hides = (
            HIDES.search(source) is None
        )  # else hidden text ends without its group, and may be all that follows

    def paragraphs(self, source: str) -> list[str]:
        """Return the paragraphs of a group that begins with \\rtf; the cells of a row are one paragraph."""
        from striprtf.striprtf import rtf_to_text

        prepared = CONTROL.sub(self._control, HIGH_BYTE.sub(lambda match: f"\\'{ord(match[0]):02x}", source))
        head = HEAD.match(prepared).end()
        try:
            text = rtf_to_text(prepared[:head] + self.fonts + prepared[head:], self.encoding, errors="replace")
        except (ValueError, TypeError, LookupError, OverflowError) as error:
            raise UnreadableError(f"the file is no RTF as it should be ({error}): save it again") from None
        blocks = (_joined_cells(block) for block in fix_surrogates(text).split(PARAGRAPH))
        return [block for block in blocks if block]

    def _control(self, match: regex.Match[str]) -> str:
        """Write a control word so that striprtf does with it what it should."""
        word, number = match["word"] or match["sign"], match["number"]
        if word in OWN_SIGNS:
            return f"{{\\uc0\\u{ord(OWN_SIGNS[word])}}}"
        if (word == "deleted" and number != "0") or (word == "v" and number is None and self.hides):
            return "\\*"
        if word in ("ansicpg", "bin"):
            return "{}"
        if word == "uc" and number is None:
            return "\\uc1 "
        if word == "u" and number is not None and not -0x10000 <= int(number) <= 0x10FFFF:
            return "\\u65533 "
        return match[0]


def _code_page(source: str) -> str:
    if match := CODE_PAGE.search(source):
        name = CODE_PAGES.get(match[1], f"cp{match[1]}")
    else:
        name = next((name for pattern, name in OLDER if regex.search(pattern, source[:200])), WESTERN)
    return name if _is_known(name) else WESTERN


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _font_table(fonts: str, code_page: str) -> str:
    """Write the list of fonts again, as short as it can be: which character set each has, if that says something.

    Programs that know the code page of the file only give every font the Western set; then the code page counts.
    """
    from striprtf.striprtf import charset_map

    sets: dict[str, int] = {}
    font = ""
    for match in FONT.finditer(fonts):
        if match["font"]:
            font = match["font"]
        elif font and len(sets) < MOST_FONTS:
            sets[font] = int(match["characters"])
    if code_page != WESTERN and set(sets.values()) <= {0, 1, 2}:
        return ""
    known = {font: number for font, number in sets.items() if _is_known(charset_map.get(number, ""))}
    return "{\\fonttbl" + "".join(f"{{\\f{font}\\fcharset{number} x;}}" for font, number in known.items()) + "}"


def _joined_cells(block: str) -> str:
    cells = ("\n".join(line.strip(" ") for line in cell.split("\n")).strip() for cell in block.split(CELL))
    return CELL_END.join(filter(None, cells))


def _properties(info: str, decoder: _Decoder) -> dict[str, str]:
    said = dict.fromkeys(("title", "author"), "")
    for name in said:
        if match := regex.search(INFO_TEXT % name, info):
            said[name] = " ".join(decoder.paragraphs("{\\rtf1 " + match[1] + "}"))
    return useful_properties(said["title"], said["author"], _created(info))


def _created(info: str) -> str:
    match = CREATED.search(info)
    parts = {name: int(number) for name, number in DATE_PART.findall(match[1])} if match else {}
    try:
        day = datetime(parts.get("yr", 0), parts.get("mo", 0), parts.get("dy", 0))
        return day.replace(hour=parts.get("hr", 0), minute=parts.get("min", 0), second=parts.get("sec", 0)).isoformat()
    except ValueError:
        return ""
