"""Tables: csv, tsv, json, jsonl; one row a text."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from ftfy.fixes import fix_surrogates

from analysis.corpus.encodings import decode
from analysis.corpus.rows import Row, UnreadableError, read_all


def read_csv(file: BinaryIO) -> Iterator[Row]:
    """Read a table of values separated by the mark that its first line uses most: comma, semicolon, tab or bar.

    >>> [row.fields for row in read_csv(io.BytesIO(b"id;text\\nA1;Closed"))]
    [{'id': 'A1', 'text': 'Closed'}]
    """
    text, encoding = decode(read_all(file))
    counts = Counter(character for character in text.partition("\n")[0] if character in ",;\t|")
    mark = counts.most_common(1)[0][0] if counts else ","
    yield from _read_separated(text, encoding, mark)


def read_tsv(file: BinaryIO) -> Iterator[Row]:
    """Read a table of values separated by tabs.

    >>> [row.fields for row in read_tsv(io.BytesIO(b"id\\ttext\\nA1\\tClosed, again"))]
    [{'id': 'A1', 'text': 'Closed, again'}]
    """
    text, encoding = decode(read_all(file))
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


def read_json(file: BinaryIO) -> Iterator[Row]:
    """Read a JSON file: a list of objects, or one object.

    >>> [row.fields for row in read_json(io.BytesIO(b'[{"text": "Closed"}]'))]
    [{'text': 'Closed'}]
    """
    text, encoding = decode(read_all(file))
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


def read_jsonl(file: BinaryIO) -> Iterator[Row]:
    """Read a file of one JSON object a line.

    >>> [row.fault for row in read_jsonl(io.BytesIO(b'{"text": "Closed"}\\n[1]'))]
    ['', 'the line holds no JSON object: write {"text": "…"}']
    """
    text, encoding = decode(read_all(file))
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
