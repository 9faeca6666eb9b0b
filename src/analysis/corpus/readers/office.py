"""Documents of word processors: docx and odt.

Both are XML files in a zip file, and only those with text are unpacked and parsed here: libraries for editing
such documents load all of them, and leave out footnotes, text boxes or tracked changes.
"""

import posixpath
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from zipfile import ZipFile

import regex
from lxml import etree

from analysis.corpus.archives import open_zip, read_member
from analysis.corpus.readers.properties import no_such_file, useful_properties
from analysis.corpus.readers.trees import local_name
from analysis.corpus.rows import Row, UnreadableError

LARGEST_PART = 1 << 27  # bytes of XML; its tree takes five to ten times as much memory
CELL_END = " | "
SPACE = regex.compile(r"[ \t\r\n]+")
DAMAGED = "the document's part {!r} is damaged: open the document in its program and save it again"
LOCKED = "the document is locked with a password: save it without one"
OLD_WORD = "the file is a document of an old Office program: open it in Word or LibreOffice and save it as .docx"
TOO_DEEP = "the document's tables or boxes lie too deep within each other: copy its text to a new document"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
START = 1024  # bytes that tell what a file is

# What holds no text of the document, by its local name.
UNSEEN_IN_DOCX = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "rt",
        "docPr",
    ]
)
UNSEEN_IN_ODT = frozenset(
    [
        "tracked-changes",
        "annotation",
        "annotation-end",
        "forms",
        "ruby-text",
        "hidden-text",
        "hidden-paragraph",
        "covered-table-cell",
        "title",
        "desc",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "event-listeners",
        "binary-data",
    ]
)
NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
OFF = frozenset({"0", "false", "off"})


def read_docx(file: BinaryIO) -> Iterator[Row]:
    """Read a Word document as one document: paragraphs, lists, and a paragraph for each row of a table.

    The cells of a row are separated by " | ". Insertions under review are read, deletions are not; text boxes
    follow their paragraph, footnotes and endnotes the text; headers, footers, comments, hidden text and the
    numbers that Word adds to lists are left out.
    """
    with _open(file, "no Word document (.docx)") as archive:
        place = _related(archive, "", "officeDocument")
        root = _parse(archive, place) if place else None
        if root is None or local_name(root) != "document":
            raise UnreadableError("the file holds no Word document: look at what it is, and name it so")
        body = _Word(root).text()
        notes = [
            _Word(_parse(archive, part)).text()
            for kind in ("footnotes", "endnotes")
            if (part := _related(archive, place, kind)) in archive.namelist()
        ]
        said = _facts(archive, _related(archive, "", "core-properties"))
    fields = useful_properties(
        said.get("title", ""),
        said.get("creator", ""),
        said.get("created", ""),
        said.get("language", ""),
    )
    yield Row(None, "", fields | {"text": "\n\n".join(filter(None, [body, *notes]))}, dated_by="properties")


def read_odt(file: BinaryIO) -> Iterator[Row]:
    """Read an OpenDocument text as one document: paragraphs, lists, and a paragraph for each row of a table.

    The cells of a row are separated by " | ". Text boxes follow their paragraph, notes the text; comments,
    hidden text and what changes under review delete are left out.
    """
    with _open(file, "no OpenDocument text (.odt)") as archive:
        names = archive.namelist()
        kind = read_member(archive, "mimetype", START) if "mimetype" in names else b""
        if kind and not kind.startswith(b"application/vnd.oasis.opendocument.text"):
            raise UnreadableError(f"the file is no text but {kind.decode('ascii', 'replace')!r}: name it so")
        if "encrypted-package" in names or _is_encrypted(archive):
            raise UnreadableError(LOCKED)
        text = _OpenText(_parse(archive, "content.xml")).text()
        said = _facts(archive, "meta.xml")
    fields = useful_properties(
        said.get("title", ""),
        said.get("initial-creator", "") or said.get("creator", ""),
        said.get("creation-date", "") or said.get("date", ""),
        said.get("language", ""),
    )
    yield Row(None, "", fields | {"text": text}, dated_by="properties")


def _open(file: BinaryIO, wanted: str) -> ZipFile:
    start = file.read(START)
    file.seek(0)
    if start.startswith(OLE):
        raise UnreadableError(LOCKED if ENCRYPTED_PACKAGE in file.read() else OLD_WORD)
    if not start.startswith(b"PK"):
        raise UnreadableError(no_such_file(wanted, start))
    return open_zip(file)


def _parse(archive: ZipFile, name: str) -> Any:
    """Parse a part of a document without loading anything or following any entity."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(read_member(archive, name, LARGEST_PART), parser)
    except (etree.LxmlError, ValueError):
        raise UnreadableError(DAMAGED.format(name)) from None


def _related(archive: ZipFile, place: str, kind: str) -> str:
    """Find the part of a docx that another part ("" for the whole) names as its footnotes, properties and the like."""
    folder, name = posixpath.split(place)
    list_name = posixpath.join(folder, "_rels", f"{name}.rels")
    if list_name not in archive.namelist():
        return ""
    for relation in _parse(archive, list_name):
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
    return ""


def _is_encrypted(archive: ZipFile) -> bool:
    name = "META-INF/manifest.xml"
    return name in archive.namelist() and next(_parse(archive, name).iter("{*}encryption-data"), None) is not None


def _facts(archive: ZipFile, name: str) -> dict[str, str]:
    """Return the properties of a document; none where their part is damaged, as the text is worth more."""
    try:
        elements = list(_parse(archive, name).iter()) if name in archive.namelist() else []
    except UnreadableError:
        return {}
    return {local_name(element): element.text for element in elements if element.text and element.text.strip()}


class _Document:
    """One pass over the XML of a document that gathers its blocks, the notes within it after its text."""

    unseen: frozenset[str]
    paragraphs: frozenset[str]
    row: str

    def __init__(self, root: Any) -> None:
        self.root = root
        self.notes: list[str] = []

    def text(self) -> str:
        """Return the text, paragraphs separated by an empty line."""
        try:
            blocks = list(self.blocks(self.root))
        except RecursionError:
            raise UnreadableError(TOO_DEEP) from None
        return "\n\n".join(filter(None, blocks + self.notes))

    def blocks(self, element: Any) -> Iterator[str]:
        for child in self.seen(element):
            name = local_name(child)
            if name in self.paragraphs:
                yield from self.paragraph(child)
            elif name == self.row:
                yield from self.cells(child)
            else:
                yield from self.blocks(child)

    def seen(self, element: Any) -> Iterator[Any]:
        for child in element:
            if local_name(child) and local_name(child) not in self.unseen:
                yield child

    def cells(self, row: Any) -> Iterator[str]:
        """Return the text of a row as one block; where only one cell has any, its blocks."""
        found = [list(filter(None, self.blocks(cell))) for cell in self.seen(row)]
        found = [blocks for blocks in found if blocks]
        if len(found) == 1:
            yield from found[0]
        elif found:
            yield CELL_END.join("\n".join(blocks) for blocks in found)

    def paragraph(self, element: Any) -> Iterator[str]:
        pieces: list[str] = []
        boxes: list[str] = []
        self.gather(element, pieces, boxes)
        yield "\n".join(line.strip(" ") for line in "".join(pieces).split("\n")).strip()
        yield from boxes

    def gather(self, element: Any, pieces: list[str], boxes: list[str]) -> None:
        raise NotImplementedError


class _Word(_Document):
    """The text of a part of a docx."""

    unseen = UNSEEN_IN_DOCX
    paragraphs = frozenset({"p"})
    row = "tr"
    marks = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}  # noqa: RUF012

    def __init__(self, root: Any) -> None:
        super().__init__(root)
        self.fields: list[bool] = []  # for each field that is open: whether its code is being read, not its result

    def text(self) -> str:
        text = super().text()
        if self.fields:  # a field never ends: what seemed its code may be text
            self.marks = self.marks | {"fldChar": ""}
            self.fields = []
            text = super().text()
        return text

    def seen(self, element: Any) -> Iterator[Any]:
        for child in super().seen(element):
            name = local_name(child)
            if name == "AlternateContent":  # the same thing for newer and older programs
                yield from list(super().seen(child))[:1]
            elif not (name in ("footnote", "endnote") and _attribute(child, "type") in NO_NOTES):
                yield child

    def gather(self, element: Any, pieces: list[str], boxes: list[str]) -> None:
        for child in self.seen(element):
            name = local_name(child)
            if name in self.marks:
                pieces.append(self.marks[name])
            elif name == "t":
                pieces.append("" if any(self.fields) else child.text or "")
            elif name == "fldChar":
                self.enter_field(_attribute(child, "fldCharType"))
            elif name == "txbxContent":
                boxes += self.blocks(child)
            elif not (name == "r" and _is_hidden(child)):
                self.gather(child, pieces, boxes)

    def enter_field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()


def _attribute(element: Any, name: str) -> str:
    """Return an attribute, in whatever namespace it is: there are two of Word's."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _is_hidden(run: Any) -> bool:
    return any(_attribute(mark, "val") not in OFF for mark in run.iterfind("{*}rPr/{*}vanish"))


class _OpenText(_Document):
    """The text of an odt."""

    unseen = UNSEEN_IN_ODT
    paragraphs = frozenset({"p", "h"})
    row = "table-row"
    marks: dict[str, Callable[[Any], str]] = {  # noqa: RUF012
        "tab": lambda element: "\t",
        "line-break": lambda element: "\n",
        "s": lambda element: " ",
    }

    def gather(self, element: Any, pieces: list[str], boxes: list[str]) -> None:
        pieces.append(_collapsed(element.text))
        for child in element:
            name = local_name(child)
            if name == "note":
                self.notes += [block for body in child.iterfind("{*}note-body") for block in self.blocks(body)]
            elif name in self.marks:
                pieces.append(self.marks[name](child))
            elif name in ("text-box", "table"):
                boxes += self.blocks(child)
            elif name and name not in self.unseen:
                self.gather(child, pieces, boxes)
            pieces.append(_collapsed(child.tail))


def _collapsed(text: str | None) -> str:
    return SPACE.sub(" ", text or "")
