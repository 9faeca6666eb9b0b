"""How often each rule for statements is right: python benchmarks/confidence.py GOLD.jsonl [...] --out FILE.csv

GOLD.jsonl has a JSON object a line: doc_id, text, and gold, what coders found: quote_start, quote_end, speaker_text.
Written is the table behind the column confidence, src/analysis/data/statements/confidence.csv, whose README says what
counts as right.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from coded import OVERLAP, names_same, with_marks, words_at

from analysis.discourse import statements

NO_SPEAKER, WITHIN = "no speaker", "speaker within"


def outcomes(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Give the rule and the kind of each statement found, and whether a coder has it too."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = statements(pd.DataFrame({name: [row[name] for row in rows] for name in ("doc_id", "text")}, dtype=str))
    coded = {row["doc_id"]: row for row in rows}
    for row in found.itertuples():
        yield row.rule, row.kind, is_right(row, coded[row.doc_id])


def is_right(row: Any, document: dict[str, Any]) -> bool:
    """Say whether a coder has a statement with these words and this speaker."""
    text = document["text"]
    start, end = with_marks(text, row.start, row.end) if row.kind == "direct" else (row.start, row.end)
    own = words_at(text, start, end)
    for quote in document["gold"]:
        theirs = words_at(text, quote["quote_start"], quote["quote_end"])
        shared = len(own & theirs)
        whole = min(len(own), len(theirs)) if row.rule == WITHIN else len(own | theirs)
        if whole and shared / whole >= OVERLAP:
            return row.rule == NO_SPEAKER or names_same(row.speaker, quote["speaker_text"] or "")
    return False


def main() -> None:
    """Count over all files, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    right: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for path in chosen.gold:
        for rule, kind, is_same in outcomes(path):
            for key in ((rule, kind), (rule, "")):
                of[key] += 1
                right[key] += is_same
    rows = [(*key, right[key], of[key]) for key in sorted(of)]
    table = pd.DataFrame(rows, columns=["rule", "kind", "right", "of"])
    table.to_csv(chosen.out, index=False, lineterminator="\n")
    print(table[table["kind"] == ""].to_string(index=False))


if __name__ == "__main__":
    main()
