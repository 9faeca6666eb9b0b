"""Statements of a corpus, and their speed: python benchmarks/quotations.py GOLD.jsonl SYSTEM.jsonl [--parse]

GOLD.jsonl has a JSON object a line: doc_id, text, and what coders found (gold), only to compare with.
SYSTEM.jsonl is written in the same form, for any program that compares the two: doc_id, and quotes, of each

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
from pathlib import Path
from typing import Any

import pandas as pd
from coded import scores, spans

from analysis.discourse import statements
from analysis.discourse.speech.lists import read_language

WARMING = "Mayor Ana Ruiz said the road was open. “It is,” she added."


def read(path: Path) -> list[dict[str, Any]]:
    """Read the documents."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def verbs_of_saying() -> frozenset[str]:
    """Give the forms of the verbs whose indirect speech has to be found: those of saying, and according to."""
    cues = read_language("en").cues.items()
    forms = (first for first, entries in cues if any(form.verb.tier == "say" and not form.rest for form in entries))
    return frozenset({*forms, "according"})


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
        for start, end in spans(text, row)
    ]


def main() -> None:
    """Write what is found, and print how much and how fast."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("system", type=Path)
    parser.add_argument("--parse", action="store_true", help="take subjects and clauses from a parse")
    chosen = parser.parse_args()
    rows = read(chosen.gold)
    documents = pd.DataFrame({name: [row[name] for row in rows] for name in ("doc_id", "text")}, dtype=str)
    statements(pd.DataFrame({"doc_id": ["0"], "text": [WARMING]}), parse=chosen.parse)
    begin = time.process_time()
    found = statements(documents, parse=chosen.parse)
    seconds = time.process_time() - begin
    by_document = dict(list(found.groupby("doc_id")))
    written = {
        doc_id: quotes(text, by_document.get(doc_id, found.iloc[:0]))
        for doc_id, text in documents.itertuples(index=False)
    }
    with chosen.system.open("w", encoding="utf-8") as file:
        for doc_id, given in written.items():
            file.write(json.dumps({"doc_id": doc_id, "quotes": given}, ensure_ascii=False) + "\n")
    characters = documents["text"].str.len().sum()
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in found["kind"].value_counts().items())
    print(f"{len(documents):,} documents, {len(found):,} statements ({kinds})")
    print(f"{characters:,} characters, {characters / seconds:,.0f} per CPU-second")
    if all("gold" in row for row in rows):
        print(scores(rows, written, verbs_of_saying()).to_string())


if __name__ == "__main__":
    main()
