"""One reader a format: bytes -> rows. To add a format, write a reader and name it in READERS."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ftfy.fixes import fix_surrogates

from analysis.corpus.files import UnreadableError, decode


@dataclass(frozen=True)
class Row:
    """One text as its file gives it, or what is wrong with its place in the file.

    `number` is None for a whole file, else the row in it, from 1. `fields` holds what the file says
    by its own names; a whole file's text is the field "text". `fault` says why there is nothing to read.
    """

    number: int | None
    encoding: str
    fields: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


Reader = Callable[[bytes], Iterator[Row]]


def read_text(data: bytes) -> Iterator[Row]:
    """Read a plain text or Markdown file as one document.

    >>> [row.fields for row in read_text(b"The road is closed.")]
    [{'text': 'The road is closed.'}]
    """
    text, encoding = decode(data)
    yield Row(None, encoding, {"text": text})


def read_csv(data: bytes) -> Iterator[Row]:
    """Read a table of values separated by the mark that its first line uses most: comma, semicolon, tab or bar.

    >>> [row.fields for row in read_csv(b"id;text\\nA1;Closed")]
    [{'id': 'A1', 'text': 'Closed'}]
    """
    text, encoding = decode(data)
    counts = Counter(character for character in text.partition("\n")[0] if character in ",;\t|")
    mark = counts.most_common(1)[0][0] if counts else ","
    yield from _read_separated(text, encoding, mark)


def read_tsv(data: bytes) -> Iterator[Row]:
    """Read a table of values separated by tabs.

    >>> [row.fields for row in read_tsv(b"id\\ttext\\nA1\\tClosed, again")]
    [{'id': 'A1', 'text': 'Closed, again'}]
    """
    text, encoding = decode(data)
    yield from _read_separated(text, encoding, "\t")


def _read_separated(text: str, encoding: str, mark: str) -> Iterator[Row]:
    usual = csv.field_size_limit(len(text) + 1)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        names = [name.strip() for name in next(lines, [])]
        repeated = [name for name, count in Counter(filter(None, names)).items() if count > 1]
        if repeated:
            raise UnreadableError(f"the column {repeated[0]!r} stands twice in the first line: rename one")
        for number, values in enumerate(_records(lines), start=1):
            if isinstance(values, str):
                yield Row(number, encoding, fault=values)
            elif len(values) == len(names):
                yield Row(number, encoding, _named(names, values))
            elif values:
                fault = (
                    f"{len(values)} values where the first line names {len(names)} columns: check quotes and separators"
                )
                yield Row(number, encoding, fault=fault)
    except csv.Error as error:
        raise UnreadableError(f"the table cannot be read ({error}): save it again as CSV in UTF-8") from None
    finally:
        csv.field_size_limit(usual)


def _named(names: list[str], values: list[str]) -> dict[str, str]:
    """Name the values; a column without a name counts where it holds something."""
    named = {name or f"column {place}": value for place, (name, value) in enumerate(zip(names, values, strict=True), 1)}
    return {name: value for name, value in named.items() if value or name in names}


def _records(lines: Any) -> Iterator[list[str] | str]:
    """Yield the values of each row, or what is wrong with its quotation marks."""
    while True:
        first = lines.line_num + 1
        try:
            yield next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            lost = "and all lines after it are lost" if "end of data" in str(error) else "and it is not read"
            yield (
                f"the quotation marks of line {first} do not fit, {lost}: put a value with quotation marks into "
                f'quotation marks, and write each one within it twice ("")'
            )


def read_json(data: bytes) -> Iterator[Row]:
    """Read a JSON file: a list of objects, or one object.

    >>> [row.fields for row in read_json(b'[{"text": "Closed"}]')]
    [{'text': 'Closed'}]
    """
    text, encoding = decode(data)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the file is no valid JSON ({error})") from None
    if isinstance(content, dict):
        yield _from_object(content, None, encoding)
    elif isinstance(content, list):
        yield from (_from_object(item, number, encoding) for number, item in enumerate(content, start=1))
    else:
        raise UnreadableError("the file holds neither an object nor a list of objects")


def read_jsonl(data: bytes) -> Iterator[Row]:
    """Read a file of one JSON object a line.

    >>> [row.fault for row in read_jsonl(b'{"text": "Closed"}\\n[1]')]
    ['', 'the line holds no JSON object: write {"text": "…"}']
    """
    text, encoding = decode(data)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _from_object(json.loads(line), number, encoding)
            except (ValueError, RecursionError) as error:
                yield Row(number, encoding, fault=f"the line is no valid JSON ({error})")


def _from_object(item: Any, number: int | None, encoding: str) -> Row:
    if isinstance(item, dict):
        return Row(number, encoding, {fix_surrogates(name): value for name, value in item.items()})
    return Row(number, encoding, fault='the line holds no JSON object: write {"text": "…"}')


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".json": read_json,
    ".jsonl": read_jsonl,
}


def readable_endings() -> str:
    """Name the endings that can be read, for messages.

    >>> readable_endings()
    '.txt, .md, .csv, .tsv, .json, .jsonl (each also with .gz)'
    """
    return ", ".join(READERS) + " (each also with .gz)"
