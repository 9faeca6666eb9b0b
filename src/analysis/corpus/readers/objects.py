"""JSON: a list of objects, an object, an object around a list of them, or one object a line; one object a text."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO

import regex
from ftfy.fixes import fix_surrogates

from analysis.corpus.readers.sources import open_lines, open_pieces, up_to_break
from analysis.corpus.rows import Row, UnreadableError

LARGEST_ITEM = 1 << 26  # characters
PIECE = 1 << 16  # characters
DEEPEST = 100
# Names that a list of texts goes by within an object.
LISTS = ("articles", "data", "documents", "docs", "entries", "items", "posts", "records", "results", "rows", "texts")
# An object that has one of these is a text itself, whatever lists it holds.
TEXT_NAMES = ("text", "content", "body", "full_text", "fulltext")
NO_OBJECT = 'the line holds no JSON object: write {"text": "…"}'
SPACE = regex.compile(r"[ \t\n\r]*")
DECODER = json.JSONDecoder(strict=False)  # a line end within a string is no reason to lose it


def read_jsonl(file: BinaryIO) -> Iterator[Row]:
    """Read a file of one JSON object a line.

    >>> import io
    >>> [row.fault for row in read_jsonl(io.BytesIO(b'{"text": "Closed"}\\n[1]'))]
    ['', 'the line holds no JSON object: write {"text": "…"}']
    """
    lines, encoding, source = open_lines(file)
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    with closing(lines):
        yield from up_to_break((_read_line(line, number, encoding) for number, line in numbered), source)


def _read_line(line: str, number: int, encoding: str) -> Row:
    if len(line) > LARGEST_ITEM:
        return Row(number, encoding, fault=f"the line has more than {LARGEST_ITEM:,} characters: split it")
    try:
        return _from_object(DECODER.decode(line), number, encoding)
    except (ValueError, RecursionError) as error:
        return Row(number, encoding, fault=f"the line is no valid JSON ({error})")


def read_json(file: BinaryIO) -> Iterator[Row]:
    """Read a JSON file: a list of objects, an object, an object around a list of objects, or several objects.

    The list within an object is the one called articles, data, items or the like, else its only list of
    objects; but an object with a text is one text.

    >>> import io
    >>> [row.fields for row in read_json(io.BytesIO(b'[{"text": "Closed"}]'))]
    [{'text': 'Closed'}]
    >>> [row.fields for row in read_json(io.BytesIO(b'{"count": 1, "articles": [{"text": "Closed"}]}'))]
    [{'text': 'Closed'}]
    """
    pieces, encoding, source = open_pieces(file)
    number = 0
    try:
        for number, (item, is_alone) in enumerate(_items(_Values(pieces)), start=1):
            yield _from_object(item, None if is_alone else number, encoding)
    except UnreadableError:
        raise
    except (ValueError, RecursionError) as error:
        if source.fault:
            raise source.fault from None
        where = f"after its item {number:,}, and the rest is not read" if number else "and nothing of it is read"
        raise UnreadableError(f"the file is no valid JSON, {where} ({error}): mend or download it again") from None


class _Values:
    """Reads JSON values one after the other from pieces of text, and holds one of them at a time."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._place = 0
        self._is_whole = False

    def peek(self) -> str:
        """Return the next character that is no space; "" at the end."""
        self._place = SPACE.match(self._text, self._place).end()
        while self._place == len(self._text) and not self._is_whole:
            self._fill()
            self._place = SPACE.match(self._text, self._place).end()
        return self._text[self._place : self._place + 1]

    def take(self, character: str) -> bool:
        """Go past a character, if it is the next."""
        found = self.peek() == character
        self._place += found
        return found

    def expect(self, character: str) -> None:
        if not self.take(character):
            found = self.peek()
            raise ValueError(f"{character!r} expected, " + (f"{found!r} found" if found else "but the file ends"))

    def value(self) -> Any:
        """Read the next value."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._place)
            except json.JSONDecodeError:
                if self._is_whole:
                    raise
            else:
                if end < len(self._text) or self._is_whole:  # else a number may go on
                    self._place = end
                    return value
            if len(self._text) - self._place > LARGEST_ITEM:
                raise ValueError(f"one value has more than {LARGEST_ITEM:,} characters, or is damaged")
            self._fill()

    def _fill(self) -> None:
        """Take in as much again as is left over, so that a long value is not tried too often."""
        kept = self._text[self._place :]
        parts, length = [kept], 0
        while length < max(PIECE, len(kept)):
            piece = next(self._pieces, None)
            if piece is None:
                self._is_whole = True
                break
            parts.append(piece)
            length += len(piece)
        self._text, self._place = "".join(parts), 0


def _items(values: _Values) -> Iterator[tuple[Any, bool]]:
    """Yield what the file lists, each with whether it is all that the file holds."""
    if values.take("["):
        yield from ((item, False) for item in _list(values))
        if values.peek():
            raise ValueError("more follows after the end of the list")
        return
    if values.peek() != "{":
        raise ValueError("it holds neither an object nor a list of objects")
    is_first = True
    while values.peek():
        yield from _object(values, is_first)
        is_first = False
        values.take(",")


def _list(values: _Values) -> Iterator[Any]:
    """Yield the items of a list whose bracket has been taken."""
    if values.take("]"):
        return
    yield values.value()
    while values.take(","):
        if values.peek() == "]":  # a comma after the last item
            break
        yield values.value()
    values.expect("]")


def _object(values: _Values, is_first: bool) -> Iterator[tuple[Any, bool]]:
    """Yield an object, or the items of the list that it is there to hold."""
    values.expect("{")
    known: dict[str, Any] = {}
    is_around_a_list = False
    while values.peek() == '"':
        name = values.value()
        values.expect(":")
        if not values.take("["):
            known[name] = values.value()
        elif values.peek() == "{" and name.lower() in LISTS and not _has_text(known):
            is_around_a_list = True
            yield from ((item, False) for item in _list(values))
        else:
            known[name] = list(_list(values))
        if not values.take(","):
            break
    values.expect("}")
    if is_around_a_list and not _has_text(known):
        return
    lists = [value for value in known.values() if isinstance(value, list) and any(isinstance(v, dict) for v in value)]
    if len(lists) == 1 and not _has_text(known):
        yield from ((item, False) for item in lists[0])
    else:
        yield known, is_first and not values.peek()


def _has_text(item: dict[str, Any]) -> bool:
    return any(name.lower() in TEXT_NAMES for name in item)


def _from_object(item: Any, number: int | None, encoding: str) -> Row:
    if not isinstance(item, dict):
        return Row(number, encoding, fault=NO_OBJECT)
    if _is_deep(item):
        return Row(number, encoding, fault=f"its values are nested more than {DEEPEST} deep: flatten them")
    return Row(number, encoding, {fix_surrogates(name): value for name, value in item.items()})


def _is_deep(item: dict) -> bool:
    level: list[Any] = [item]
    for _ in range(DEEPEST):
        inner = [value for outer in level for value in (outer.values() if isinstance(outer, dict) else outer)]
        level = [value for value in inner if isinstance(value, (dict, list))]
        if not level:
            return False
    return True
