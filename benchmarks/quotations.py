"""Statements of a corpus, and their speed: python benchmarks/quotations.py GOLD.jsonl SYSTEM.jsonl [--parse]

GOLD.jsonl has a JSON object a line: doc_id, text, and what coders found (gold), which is not looked at. SYSTEM.jsonl is
written in the same form, for any program that compares the two: doc_id, and quotes, of each

quote_start, quote_end: what is said. Coders mark quotations with their marks, and leave out the words that tell who
speaks; so a direct quotation is written with its marks, and a clause that its cue interrupts (The aim, she said, was
peace), which is one row of our table, as the two parts around the cue.
speaker_text, speaker_ref: the speaker as mentioned, and as resolved; empty where nobody is.
cue, kind, rule: as in the table.

Printed are the number of statements, by kind, and the characters per CPU-second of one process, without its start: the
word lists, and the model of --parse, are loaded by a first call on one sentence.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.discourse import statements

MARKS = "“”„\"«»‹›‘’'`"
WARMING = "Mayor Ana Ruiz said the road was open. “It is,” she added."


def read(path: Path) -> pd.DataFrame:
    """Read ids and texts."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    return pd.DataFrame({name: [row[name] for row in rows] for name in ("doc_id", "text")}, dtype=str)


def quotes(text: str, found: pd.DataFrame) -> list[dict[str, Any]]:
    """Write the statements of a document as coders mark them."""
    return [
        {
            "quote_start": start,
            "quote_end": end,
            "speaker_text": row.speaker,
            "speaker_ref": row.speaker_name,
            "cue": row.cue,
            "kind": row.kind,
            "rule": row.rule,
        }
        for row in found.itertuples()
        for start, end in parts(text, row)
    ]


def parts(text: str, row: Any) -> Iterator[tuple[int, int]]:
    """Give the span of a statement, with its marks, or its two parts around cue and speaker."""
    start, end = row.start, row.end
    if row.kind == "direct":
        yield with_marks(text, start, end)
    elif start <= min(row.cue_start, row.speaker_start) and max(row.cue_end, row.speaker_end) <= end:
        yield start, min(row.cue_start, row.speaker_start)
        yield max(row.cue_end, row.speaker_end), end
    else:
        yield start, end


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span by the marks around it, which one space may part from it."""
    before, after = start, end
    while before > 0 and text[before - 1].isspace():
        before -= 1
    while before > 0 and text[before - 1] in MARKS:
        before -= 1
        start = before
    while after < len(text) and text[after] in MARKS:
        after += 1
    return start, after


def main() -> None:
    """Write what is found, and print how much and how fast."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("system", type=Path)
    parser.add_argument("--parse", action="store_true", help="take subjects and clauses from a parse")
    chosen = parser.parse_args()
    documents = read(chosen.gold)
    statements(pd.DataFrame({"doc_id": ["0"], "text": [WARMING]}), parse=chosen.parse)
    begin = time.process_time()
    found = statements(documents, parse=chosen.parse)
    seconds = time.process_time() - begin
    by_document = dict(list(found.groupby("doc_id")))
    with chosen.system.open("w", encoding="utf-8") as file:
        for doc_id, text in documents.itertuples(index=False):
            given = quotes(text, by_document.get(doc_id, found.iloc[:0]))
            file.write(json.dumps({"doc_id": doc_id, "quotes": given}, ensure_ascii=False) + "\n")
    characters = documents["text"].str.len().sum()
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in found["kind"].value_counts().items())
    print(f"{len(documents):,} documents, {len(found):,} statements ({kinds})")
    print(f"{characters:,} characters, {characters / seconds:,.0f} per CPU-second")


if __name__ == "__main__":
    main()
