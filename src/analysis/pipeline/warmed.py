"""What a worker needs, loaded and used once: processes forked from one that imported this begin to work at once."""

from contextlib import suppress

import pandas as pd

from analysis.corpus.cleaning import choose_steps
from analysis.corpus.preparing import prepare
from analysis.discourse.matching import match_aliases
from analysis.pipeline.extracting import extract_statements
from analysis.pipeline.stages import process_part, read_files
from analysis.text import split_sentences, tokenize
from analysis.text.compiling import TEXT

ALIAS = {"organization": "A", "alias": "A", "language": "en", "match": "name", "valid_from": "", "valid_to": ""}
WORK = (read_files, process_part)  # what workers are asked for: importing it is the point


def _use_once() -> None:
    """Let compiled functions load their machine code, and tables be read, as they otherwise would in each worker."""
    documents = pd.DataFrame({"doc_id": ["a"], "text": [TEXT], "language": ["en"]})
    gazetteer = pd.DataFrame([ALIAS | {"ambiguous": ""}])
    prepare(TEXT, choose_steps())
    split_sentences(documents)
    tokenize(documents)
    match_aliases(documents, gazetteer)
    extract_statements(documents, gazetteer)


with suppress(Exception):  # a worker that begins slowly says better what is wrong than none
    _use_once()
