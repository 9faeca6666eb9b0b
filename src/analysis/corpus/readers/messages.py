"""Internet messages (RFC 5322, MIME), the form of e-mails and of web pages saved with their pictures."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from ftfy.fixes import fix_surrogates

from analysis.corpus.rows import UnreadableError

MOST_PARTS = 10_000
DEEPEST_PARTS = 50  # messages within messages; real ones have four levels
LONGEST_HEADER = 20_000

__all__ = ["Message", "decode_words", "header", "parameter", "parse_message", "parts_of", "payload"]


def parse_message(data: bytes) -> Message:
    """Parse a message.

    Raises
    ------
    UnreadableError
        It is none, or its parts are nested without end.
    """
    try:
        # The modern policy parses each header when it is looked at, and stumbles over broken ones.
        message = message_from_bytes(data, policy=policy.compat32)
    except RecursionError:
        raise UnreadableError("its parts are nested too deeply: save the text of the message alone") from None
    except Exception as error:  # of many kinds, for messages that break the rules
        reason = f"{type(error).__name__}: {error}"[:200]
        raise UnreadableError(f"the message is damaged ({reason}): export it again") from None
    if not message.keys():
        raise UnreadableError("the file has no headers as a message has (From:, Date:): look at what it is")
    return message


def header(message: Message, name: str) -> str:
    """Return a header on one line, encoded words decoded (RFC 2047); empty where there is none.

    >>> header(message_from_bytes("Subject: =?utf-8?q?The_road=E2=80=A6?=".encode()), "subject")
    'The road…'
    """
    value = next((value for known, value in message.raw_items() if known.lower() == name.lower()), "")
    return " ".join(decode_words(_characters(str(value)[:LONGEST_HEADER])).split())


def decode_words(raw: str) -> str:
    """Decode the encoded words in a header's text (RFC 2047); broken ones are shown as they stand."""
    try:
        text = str(make_header(decode_header(raw)))
    except Exception:  # unknown encodings, damaged base64 and the like
        text = raw
    return fix_surrogates(text).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _characters(value: str) -> str:
    """Give back the characters of a header that holds bytes beyond ASCII, which none should."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def parameter(part: Message, name: str, of: str = "Content-Type") -> str:
    """Return what a header of a part says under a name, as in charset=utf-8; empty where it does not."""
    try:
        return collapse_rfc2231_value(part.get_param(name, "", of)).strip()
    except Exception:  # parameters that break the rules
        return ""


def payload(part: Message) -> bytes:
    """Return the bytes of a part, whatever it was wrapped in for the journey."""
    try:
        data = part.get_payload(decode=True)
    except Exception:  # damaged base64 and the like
        data = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return data if isinstance(data, bytes) else b""


def parts_of(message: Message) -> Iterator[Message]:
    """Yield the parts of a message that are no containers, in their order.

    Raises
    ------
    UnreadableError
        There are too many of them.
    """
    waiting = [(message, 0)]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part, depth = waiting.pop()
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list) and part.get_content_maintype() == "multipart" and depth < DEEPEST_PARTS:
            waiting += [(child, depth + 1) for child in reversed(children)]
        else:
            yield part
    raise UnreadableError(f"it has more than {MOST_PARTS:,} parts: save the text of the message alone")
