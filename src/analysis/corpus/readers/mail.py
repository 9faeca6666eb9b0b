"""E-mails, one a file."""

from collections.abc import Iterator
from email.utils import format_datetime, getaddresses, parsedate_to_datetime
from typing import BinaryIO

import regex

from analysis.corpus.encodings import decode
from analysis.corpus.readers.blocks import plain_text
from analysis.corpus.readers.declared import declared_in_page, decode_declared
from analysis.corpus.readers.messages import (
    DEEPEST_PARTS,
    MOST_PARTS,
    Message,
    decode_words,
    header,
    parameter,
    parse_message,
    parts_of,
    payload,
)
from analysis.corpus.rows import Row, UnreadableError, read_all

# One of these is in every e-mail.
USUAL = ("From", "To", "Date", "Subject", "Message-ID", "Received")
READ = ("text/plain", "text/html")
WEEKDAY = regex.compile(r"[A-Z][a-z]{2}, ")
QUOTED = regex.compile(r"(?:>[ ]?)*")
SHOWN_NAMES = 20


def read_eml(file: BinaryIO) -> Iterator[Row]:
    r"""Read an e-mail: its text with what it quotes and its signature, but without what is attached.

    Fields are text, title (the subject), author (the sender's name, else address), date, to, and source (the
    mailing list, else the organization), where known.

    Raises
    ------
    UnreadableError
        The file is no e-mail.

    >>> import io
    >>> mail = b"From: Press <press@example.org>\nSubject: The road\n\nIt is closed.\n"
    >>> [row.fields for row in read_eml(io.BytesIO(mail))]
    [{'text': 'It is closed.', 'title': 'The road', 'author': 'Press'}]
    """
    message = parse_message(read_all(file))
    if not any(header(message, name) for name in USUAL):
        raise UnreadableError("the file has no headers as an e-mail has (From:, Date:, Subject:): look at what it is")
    body = _body_parts(message, 0)
    texts = [_text_of(part) for part in body]
    encodings = {encoding: None for text, encoding in texts if text}
    doubtful = next((encoding for encoding in encodings if not encoding.startswith("utf")), "utf-8")
    text = "\n\n".join(text for text, _ in texts if text)
    yield Row(None, doubtful, {"text": text, **_facts(message)}, notes=_attached(message, body))


def _facts(message: Message) -> dict[str, str]:
    facts = {
        "title": header(message, "Subject"),
        "author": _names(header(message, "From") or header(message, "Sender")),
        "date": _date(header(message, "Date")),
        "to": header(message, "To"),
        "source": _names(header(message, "List-Id")) or header(message, "Organization"),
    }
    return {name: value for name, value in facts.items() if value}


def _names(people: str) -> str:
    """Return the names of senders or lists, the addresses of those without one."""
    try:
        named = [name or address for name, address in getaddresses([people])]
    except Exception:  # headers that break the rules: shown as they stand
        named = []
    return "; ".join(filter(None, named)) or people


def _date(written: str) -> str:
    """Return a date as it stands, with the day of the week that old programs leave out."""
    try:
        return written if WEEKDAY.match(written) else format_datetime(parsedate_to_datetime(written))
    except (ValueError, TypeError, OverflowError, IndexError):
        return written


def _body_parts(part: Message, depth: int) -> list[Message]:
    """Return the parts that show as the text of an e-mail; of alternatives, the plain one if it says anything."""
    children = part.get_payload() if part.get_content_maintype() == "multipart" else None
    if not isinstance(children, list):
        return [part] if part.get_content_type() in READ and not _is_attached(part) else []
    if depth == DEEPEST_PARTS:
        return []
    found = [_body_parts(child, depth + 1) for child in children[:MOST_PARTS]]
    if part.get_content_subtype() != "alternative":
        return [leaf for leaves in found for leaf in leaves]
    said = [leaves for leaves in found if any(_text_of(leaf)[0] for leaf in leaves)]
    plain = [leaves for leaves in said if any(leaf.get_content_type() == "text/plain" for leaf in leaves)]
    return (plain or said or [[]])[0]


def _is_attached(part: Message) -> bool:
    disposition = header(part, "Content-Disposition").partition(";")[0].strip().lower()
    return disposition == "attachment" or bool(_file_name(part))


def _file_name(part: Message) -> str:
    named = parameter(part, "filename", "Content-Disposition") or parameter(part, "name")
    return " ".join(decode_words(named).split())


def _text_of(part: Message) -> tuple[str, str]:
    data = payload(part)
    declared = parameter(part, "charset")
    if part.get_content_type() == "text/html":
        html, encoding = decode_declared(data, declared or declared_in_page(data))
        return plain_text(html), encoding
    text, encoding = decode_declared(data, declared) if declared else decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if parameter(part, "format").lower() == "flowed":
        text = _unflowed(text, parameter(part, "delsp").lower() == "yes")
    return (text.strip("\n") if text.strip() else ""), encoding


def _unflowed(text: str, without_space: bool) -> str:
    """Join the lines that format=flowed broke: those that end in a space (RFC 3676)."""
    lines: list[str] = []
    open_quote = None  # the quotation marks of the line before, where that goes on
    for line in text.split("\n"):
        marks = QUOTED.match(line)[0]
        rest = line[len(marks) :].removeprefix(" ") if not marks else line[len(marks) :]
        flows = rest.endswith(" ") and rest != "-- "
        content = rest[:-1] if flows and without_space else rest
        if open_quote is not None and open_quote == marks.count(">") and rest != "-- ":
            lines[-1] += content
        else:
            lines.append(marks + content)
        open_quote = marks.count(">") if flows else None
    return "\n".join(lines)


def _attached(message: Message, body: list[Message]) -> tuple[tuple[str, str], ...]:
    read = {id(part) for part in body}
    others = [part for part in parts_of(message) if id(part) not in read]
    attached = [part for part in others if part.get_content_type() not in READ or _is_attached(part)]
    names = [_file_name(part) or f"one of the kind {part.get_content_type()}" for part in attached]
    if not names:
        return ()
    more = f" and {len(names) - SHOWN_NAMES:,} more" if len(names) > SHOWN_NAMES else ""
    shown = ", ".join(names[:SHOWN_NAMES]) + more
    return (
        ("attachment-not-read", f"what is attached is not read: {shown}; save it beside the e-mail to have it read"),
    )
