"""One reader a format: an open file -> rows. To add a format, write a reader and name its ending in READERS."""

from analysis.corpus.readers.books import read_epub
from analysis.corpus.readers.mail import read_eml
from analysis.corpus.readers.markup import read_xml
from analysis.corpus.readers.objects import read_json, read_jsonl
from analysis.corpus.readers.office import read_docx, read_odt
from analysis.corpus.readers.pages import read_html, read_mhtml
from analysis.corpus.readers.pdf import read_pdf
from analysis.corpus.readers.plain import read_markdown, read_text
from analysis.corpus.readers.rtf import read_rtf
from analysis.corpus.readers.sheets import read_parquet, read_sheets
from analysis.corpus.readers.tables import read_csv, read_tsv
from analysis.corpus.rows import Reader

TABLE_READERS = (read_csv, read_tsv, read_json, read_jsonl, read_sheets, read_parquet)
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".xlsx": read_sheets,
    ".xlsm": read_sheets,
    ".xlsb": read_sheets,
    ".xls": read_sheets,
    ".ods": read_sheets,
    ".parquet": read_parquet,
    ".xml": read_xml,
    ".tei": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".eml": read_eml,
    ".epub": read_epub,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".docm": read_docx,
    ".odt": read_odt,
    ".rtf": read_rtf,
}


# Formats whose rows are texts with columns of their own, one of which the user may choose as the text.
TABLES = frozenset(ending for ending, reader in READERS.items() if reader in TABLE_READERS)


def readable_endings() -> str:
    """Name the endings that can be read, for messages.

    >>> readable_endings()
    '.txt, .md, ... .zip (each also with .gz)'
    """
    return ", ".join([*READERS, ".zip"]) + " (each also with .gz)"
