"""TEI: the header says what a text is, the text is its paragraphs, lines, speeches and headings."""

from typing import Any

from analysis.corpus.readers.trees import list_blocks, local_name, text_of

NAMESPACE = "http://www.tei-c.org/ns/1.0"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
TEXTS = ("TEI", "TEI.2")
CORPORA = ("teiCorpus", "teiCorpus.2")
APART = frozenset(
    [
        *("text", "group", "front", "body", "back", "floatingText", "p", "ab", "head", "trailer", "l", "lg", "u", "sp"),
        *("speaker", "stage", "list", "item", "label", "table", "row", "figure", "figDesc", "epigraph", "argument"),
        *("opener", "closer", "postscript", "dateline", "salute", "signed", "byline", "titlePage", "docTitle"),
        *("titlePart", "docAuthor", "docDate", "docImprint", "docEdition", "imprimatur", "castList", "castItem", "cit"),
        *("div", *(f"div{number}" for number in range(8)), "listBibl", "bibl"),
    ]
)
LEFT_OUT = frozenset(["note", "del", "fw", "teiHeader", "index", "interp", "interpGrp", "spanGrp", "desc", "vocal"])
# Of the two readings in a <choice>, that of the text as it is meant.
PREFERRED = ("corr", "reg", "expan")
SPEAKER = "\ufdd0"  # no character: marks a speaker's name until the speech has been read


def is_tei(root: Any) -> bool:
    """Say whether a tree is TEI, of today (P5) or of old (P4)."""
    name = local_name(root)
    return name in (*TEXTS, *CORPORA) and (root.tag.startswith(f"{{{NAMESPACE}}}") or "}" not in root.tag)


def read_tei(root: Any) -> list[dict[str, str]]:
    """Return the fields of each TEI text in a tree: one, or those of a corpus in their order.

    Notes are no part of the running text and stand in the field "notes"; so does nothing that is deleted
    (del) or a running head (fw). Of corrections, normalized and expanded words the better reading is taken.
    A speaker's name stands before the speech, with a colon. Quotation marks are kept as they stand.

    >>> from analysis.corpus.readers.trees import parse_xml
    >>> read_tei(parse_xml(b"<TEI><text><sp><speaker>MAYOR</speaker><p>It is closed.</p></sp></text></TEI>").root)
    [{'text': 'MAYOR: It is closed.'}]
    """
    if local_name(root) in TEXTS:
        return [_read_text(root)]
    header = _child(root, "teiHeader")
    shared = {name: value for name, value in _read_header(header).items() if name in ("source", "language")}
    return [shared | _read_text(text) for text in root.iter() if local_name(text) in TEXTS]


def _read_text(tei: Any) -> dict[str, str]:
    fields = _read_header(_child(tei, "teiHeader"))
    texts = [child for child in tei if local_name(child) == "text"]
    language = tei.get(LANGUAGE) or next((text.get(LANGUAGE) for text in texts if text.get(LANGUAGE)), "")
    if language:
        fields = {"language": language} | fields
    blocks = [block for text in texts for block in list_blocks(text, _is_apart, _is_left_out, _reading)]
    notes = [text_of(note) for text in texts for note in text.iter() if local_name(note) == "note"]
    fields["text"] = "\n\n".join(_with_speakers(blocks))
    return fields | ({"notes": "; ".join(filter(None, notes))} if any(notes) else {})


def _is_apart(element: Any) -> bool:
    name = local_name(element)
    if name in ("quote", "q", "said"):  # a quotation of whole paragraphs or lines
        return any(local_name(child) in APART for child in element)
    return name in APART


def _is_left_out(element: Any) -> bool:
    name = local_name(element)
    if name in LEFT_OUT:
        return True
    parent = element.getparent()
    if parent is None or local_name(parent) != "choice":
        return False
    return name not in PREFERRED and any(local_name(child) in PREFERRED for child in parent)


def _reading(element: Any) -> str | None:
    """Return what stands for an element: a space for the break of a line, a name and its mark for a speaker."""
    name = local_name(element)
    if name in ("lb", "pb", "cb", "milestone"):
        return "" if element.get("break") == "no" else " "
    if name == "cell":
        return f"{text_of(element)} " if element.getnext() is None else f"{text_of(element)} | "
    if name == "speaker" and (speaker := text_of(element)):
        return speaker.rstrip(":") + ":" + SPEAKER
    return None


def _with_speakers(blocks: list[str]) -> list[str]:
    """Put each speaker's name before what is said first."""
    joined: list[str] = []
    for block in blocks:
        if joined and joined[-1].endswith(SPEAKER) and not block.endswith(SPEAKER):
            joined[-1] = f"{joined[-1].removesuffix(SPEAKER)} {block}"
        else:
            joined.append(block)
    return [block.replace(SPEAKER, "") for block in joined]


def _read_header(header: Any) -> dict[str, str]:
    if header is None:
        return {}
    found = {
        "title": _title(header),
        "author": "; ".join(filter(None, (text_of(author) for author in _all(header, "titleStmt", "author")))),
        "date": _date(header),
        "source": _first_text(
            [*_all(header, "publicationStmt", "publisher"), *_all(header, "sourceDesc", "publisher")]
        ),
        "url": _address(header),
        "language": next((item.get("ident", "") for item in _all(header, "langUsage", "language")), ""),
    }
    return {name: value for name, value in found.items() if value}


def _title(header: Any) -> str:
    titles = _all(header, "titleStmt", "title")
    return _first_text([title for title in titles if title.get("type") == "main"] or titles)


def _date(header: Any) -> str:
    """Return the day of the text itself where the header gives it, else that of its edition."""
    for part in ("creation", "sourceDesc", "publicationStmt"):
        for date in _all(header, part, "date"):
            if value := date.get("when") or date.get("when-iso") or date.get("value") or text_of(date):
                return value
    return ""


def _address(header: Any) -> str:
    for part in ("publicationStmt", "sourceDesc"):
        for name in ("idno", "ptr", "ref"):
            for element in _all(header, part, name):
                value = element.get("target") or text_of(element)
                if value.startswith(("http://", "https://")):
                    return value
    return ""


def _all(header: Any, part: str, name: str) -> list[Any]:
    """List the elements of this name within the parts of this name."""
    parts = [element for element in header.iter() if local_name(element) == part]
    return [element for place in parts for element in place.iter() if local_name(element) == name]


def _first_text(elements: list[Any]) -> str:
    return next(filter(None, map(text_of, elements)), "")


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if local_name(child) == name), None)
