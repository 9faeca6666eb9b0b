"""Compare mentions with those of the slow reference in tests/discourse: python benchmarks/agreement.py CORPUS

CORPUS is a file of JSON Lines (.jsonl or .jsonl.gz) with a field text. Prints every mention that only one of the two
finds, with the text around it, and how many they agree on; the exit code is 1 if they differ.
"""

import argparse
import sys
from pathlib import Path

import pandas as pd
from mentions import GAZETTEER, read

from analysis.discourse import load_gazetteer, mentions

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from discourse.oracle import reference_mentions

COLUMNS = ["doc_id", "start", "end", "surface", "alias", "organization", "rule"]


def main() -> None:
    """Compare document by document."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gazetteer", type=Path, default=GAZETTEER)
    chosen = parser.parse_args()
    gazetteer = load_gazetteer(chosen.gazetteer)
    texts = read(chosen.corpus)
    agreed = differing = 0
    for number, text in enumerate(texts):
        documents = pd.DataFrame({"doc_id": [str(number)], "text": [text]}, dtype=str)
        quick = mentions(documents, gazetteer, undecided=True)[COLUMNS].itertuples(index=False, name=None)
        found, wanted = set(quick), set(reference_mentions(documents, gazetteer, undecided=True))
        for row in sorted(found ^ wanted):
            print(f"only {'found' if row in found else 'wanted'}: {row} in {text[max(0, row[1] - 60) : row[2] + 30]!r}")
        agreed, differing = agreed + len(found & wanted), differing + len(found ^ wanted)
    print(f"{len(texts):,} documents, {agreed:,} mentions in both, {differing:,} in one only")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
