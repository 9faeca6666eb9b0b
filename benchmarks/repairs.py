"""Check the repair of wrongly decoded text on test cases: python benchmarks/repairs.py FOLDER

FOLDER holds files of cases as ftfy's tests have them (in-the-wild.json, synthetic.json, negative.json and
known-failures.json): lists of objects with "label", "original", and "fixed-encoding" or "fixed". Prints how many
cases of each file come out right, and each that does not. In negative cases nothing is wrong, or little;
known failures are those of ftfy itself.
"""

import json
import sys
from pathlib import Path

from analysis.corpus.cleaning import clean

FILES = ("in-the-wild", "synthetic", "negative", "known-failures")


def failures(cases: list[dict]) -> list[tuple[str, str, str]]:
    """Return label, what was wanted and what came out, of the cases that come out otherwise."""
    found = []
    for case in cases:
        wanted = case.get("fixed-encoding", case["fixed"]).strip()
        mended, _ = clean(case["original"], ["encoding"])
        if mended != wanted:
            found.append((case["label"], wanted, mended))
    return found


def main(folder: Path) -> None:
    """Print a table of the files, then the failures."""
    lists = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in FILES}
    found = {name: failures(cases) for name, cases in lists.items()}
    print("| cases | right | of |\n|---|---|---|")
    for name, cases in lists.items():
        print(f"| {name} | {len(cases) - len(found[name])} | {len(cases)} |")
    for name in FILES:
        for label, wanted, mended in found[name]:
            print(f"\n{name}: {label}\n  wanted {wanted!r}\n  got    {mended!r}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
