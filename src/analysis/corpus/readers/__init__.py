"""One reader a format: an open file -> rows. To add a format, write a reader and name its ending in READERS."""

from analysis.corpus.readers.plain import read_text
from analysis.corpus.readers.tables import read_csv, read_json, read_jsonl, read_tsv
from analysis.corpus.rows import Reader

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
