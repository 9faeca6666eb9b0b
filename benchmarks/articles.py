"""Score article extraction on saved web pages: python benchmarks/articles.py FOLDER

FOLDER holds html/NAME.html.gz (pages, UTF-8) and ground-truth.json, {NAME: {"articleBody": text, "url": ...}}, as the
article-extraction-benchmark of Zyte does (https://github.com/scrapinghub/article-extraction-benchmark, MIT license).

The measure is theirs: texts are cut into words (runs of \\w), and these into all shingles of four words, counted with
their repetitions. For each page, precision is the share of the found shingles that are in the true text, recall the
share of the true ones that are found; both are averaged over pages (precision over those where something was found),
and F1 is the harmonic mean of the two averages.
"""

import gzip
import importlib.util
import io
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from analysis.corpus.readers.pages import read_html
from analysis.corpus.rows import UnreadableError

Extract = Callable[[bytes], str]
WORD = re.compile(r"\w+")
SHINGLE = 4


def ours(page: bytes) -> str:
    """Extract with this project."""
    try:
        return next(read_html(io.BytesIO(page))).fields["text"]
    except UnreadableError:
        return ""


def with_trafilatura(page: bytes) -> str:
    """Extract with trafilatura as it comes, without comments, and with its metadata as ours."""
    import trafilatura

    found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    return found.text if found else ""


def with_trafilatura_precision(page: bytes) -> str:
    """Extract with trafilatura's precise mode."""
    import trafilatura

    found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True, favor_precision=True)
    return found.text if found else ""


def with_readability(page: bytes) -> str:
    """Extract with readability-lxml, whose summary is HTML, and take the text of that."""
    from lxml.html import fromstring
    from readability import Document

    return fromstring(Document(page.decode("utf-8", "replace")).summary()).text_content()


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the shingles of a text; of a shorter one, all of its words as one shingle."""
    words = WORD.findall(text)
    return Counter(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)) if words)


def score(extract: Extract, pages: dict[str, bytes], truth: dict[str, str]) -> tuple[float, float, float, float]:
    """Return F1, precision, recall, and pages per second of processor time."""
    start = time.process_time()
    found = {name: extract(page) for name, page in pages.items()}
    seconds = time.process_time() - start
    precisions, recalls = [], []
    for name in pages:
        wanted, got = shingles(truth[name]), shingles(found[name])
        shared = (wanted & got).total()
        precisions += [shared / got.total()] if got else []
        recalls += [shared / wanted.total()] if wanted else []
    precision, recall = mean(precisions), mean(recalls)
    return 2 * precision * recall / (precision + recall), precision, recall, len(pages) / seconds


def main() -> None:
    """Print a line for each program that is installed."""
    logging.disable()
    folder = Path(sys.argv[1])
    truth = {
        name: known["articleBody"]
        for name, known in json.loads((folder / "ground-truth.json").read_text(encoding="utf-8")).items()
    }
    pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    programs: dict[str, Extract] = {
        "analysis": ours,
        "trafilatura": with_trafilatura,
        "trafilatura precision": with_trafilatura_precision,
        "readability": with_readability,
    }
    first = next(iter(pages.values()))
    print(f"{'':22} {'F1':>6} {'precision':>10} {'recall':>7} {'pages per CPU-s':>16}   ({len(pages)} pages)")
    for name, extract in programs.items():
        if importlib.util.find_spec(name.split()[0]):
            extract(first)  # imports and word lists are loaded before the clock starts
            f1, precision, recall, speed = score(extract, pages, truth)
            print(f"{name:22} {f1:6.3f} {precision:10.3f} {recall:7.3f} {speed:16.1f}")


if __name__ == "__main__":
    main()
