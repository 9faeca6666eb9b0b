"""Speed, memory and finds of the organization matcher: python benchmarks/mentions.py CORPUS [--gazetteer CSV]

CORPUS is a file of JSON Lines (.jsonl or .jsonl.gz) with a field text. Lists of three sizes are looked up in it:

20: the first alias of each organization of the gazetteer that stands in the corpus, of the first 20 of the file.
1,000: the whole gazetteer, and the most frequent pairs of capitalized words of the corpus.
50,000: that, then the capitalized runs of two to five words (of, the and the like may stand within), then the runs of
three to five words that begin with a capital, the most frequent first.

What was added is an organization of its own, and matches by "exact" if it is all in capitals, else by "name". Each
program and size has a process of its own on one core, which first builds, then reads the corpus, then searches once
to warm up and three times for the clock; the best counts. MB are millions of bytes, of text in UTF-8. Slow programs
get fewer documents, evenly spaced, as many as come to about the size that LIMITS tells.

Building is made once and apart from the search, for all programs; `analysis.discourse.mentions` does both at each
call. The search of ours takes case, addresses, overlaps and the rest of the document into account, and makes a frame.
The memory is the highest of the process while it builds, less what it holds before, with all imported and a list of
two aliases searched (Linux; what the allocator already has free counts as held).

The others do what they do of themselves: flashtext2 (case kept) looks for whole words as Unicode's annex 29 cuts
them, ahocorasick_rs for characters (leftmost, longest, no borders of words), spaCy's PhraseMatcher for tokens of
the blank English pipeline (cutting included, longest kept by filter_spans), re for one alternation, longest first,
between \\b. None of them folds white space, hyphens or the case of headlines as ours does, so what they find beside
ours is told: "of ours" is the share of our mentions found with the same start and end, "not ours" counts the rest.
"""

import argparse
import gc
import gzip
import importlib.util
import json
import multiprocessing
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pandas as pd

import analysis
from analysis.discourse import load_gazetteer
from analysis.discourse.deciding import decide
from analysis.discourse.forms import forms
from analysis.discourse.matching import match_aliases

GAZETTEER = Path(__file__).parents[1] / "data/raw/organizations.csv"
SIZES = (20, 1_000, 50_000)
REPEATS = 3
LIMITS = {("spaCy PhraseMatcher", size): 10.0 for size in SIZES} | {("re", 1_000): 4.0, ("re", 50_000): 0.04}
LIMIT = 20.0  # MB, of all others
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")
WORDS = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)*")
SMALL = {"of", "the", "and", "for", "on", "in", "to"}

# Searches documents, given as a frame and as a list of texts: a frame with start and end, or for each document what
# was found there, each with start and end as the last two.
Search = Callable[[pd.DataFrame, list[str]], Any]
Spans = set[tuple[int, int, int]]  # number of the document, start, end


class Measured(NamedTuple):
    """What a process tells about one program and one list."""

    step: int  # one document in so many was searched
    megabytes: float
    seconds: float
    build_seconds: float
    build_megabytes: float
    spans: Spans


def ours(gazetteer: pd.DataFrame) -> Search:
    """Search with this project, in the two steps of `analysis.discourse.mentions`."""
    searched = forms(gazetteer)
    return lambda documents, _: decide(match_aliases(documents, gazetteer, searched), documents, gazetteer, searched)


def with_flashtext2(gazetteer: pd.DataFrame) -> Search:
    """Search with flashtext2."""
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_iter(gazetteer["alias"].tolist())
    return lambda _, texts: [processor.extract_keywords_with_span(text) for text in texts]


def with_ahocorasick(gazetteer: pd.DataFrame) -> Search:
    """Search with ahocorasick_rs alone."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(gazetteer["alias"].tolist(), matchkind=MatchKind.LeftmostLongest)
    return lambda _, texts: [automaton.find_matches_as_indexes(text, overlapping=False) for text in texts]


def with_spacy(gazetteer: pd.DataFrame) -> Search:
    """Search with spaCy's PhraseMatcher."""
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    pipeline = spacy.blank("en")
    matcher = PhraseMatcher(pipeline.vocab, attr="ORTH")
    matcher.add("alias", list(pipeline.tokenizer.pipe(gazetteer["alias"].tolist())))
    return lambda _, texts: [
        [(span.start_char, span.end_char) for span in filter_spans(matcher(document, as_spans=True))]
        for document in pipeline.tokenizer.pipe(texts)
    ]


def with_re(gazetteer: pd.DataFrame) -> Search:
    """Search with a regular expression."""
    longest_first = sorted(gazetteer["alias"], key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
    return lambda _, texts: [[match.span() for match in pattern.finditer(text)] for text in texts]


# Name, what is imported, and how a search is built from a gazetteer.
PROGRAMS: dict[str, tuple[str, Callable[[pd.DataFrame], Search]]] = {
    "analysis": ("analysis", ours),
    "flashtext2": ("flashtext2", with_flashtext2),
    "ahocorasick_rs": ("ahocorasick_rs", with_ahocorasick),
    "spaCy PhraseMatcher": ("spacy", with_spacy),
    "re": ("re", with_re),
}


def read(corpus: Path) -> list[str]:
    """Read the texts of a corpus."""
    with gzip.open(corpus, "rt", encoding="utf-8") if corpus.suffix == ".gz" else corpus.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def lists(texts: list[str], gazetteer: pd.DataFrame) -> list[pd.DataFrame]:
    """Make the lists of aliases of all sizes, or as long as the corpus allows."""
    short, middle, long = SIZES
    first = gazetteer.drop_duplicates("organization")
    standing = first[[any(alias in text for text in texts) for alias in first["alias"]]]
    pairs, runs, others = (
        [alias for alias, _ in ngrams.most_common()] for ngrams in (_pairs(texts), _runs(texts), _others(texts))
    )
    filled = _fill(gazetteer, pairs, middle)
    return [standing.head(short).reset_index(drop=True), filled, _fill(filled, [*runs, *others], long)]


def _pairs(texts: list[str]) -> Counter[str]:
    return Counter(" ".join(ngram) for ngram in _ngrams(texts, [2]) if _capitalized(ngram))


def _runs(texts: list[str]) -> Counter[str]:
    return Counter(" ".join(ngram) for ngram in _ngrams(texts, [2, 3, 4, 5]) if _capitalized(ngram))


def _others(texts: list[str]) -> Counter[str]:
    return Counter(" ".join(ngram) for ngram in _ngrams(texts, [3, 4, 5]) if ngram[0][0].isupper())


def _ngrams(texts: list[str], lengths: list[int]) -> Iterator[tuple[str, ...]]:
    for text in texts:
        for run in WORDS.findall(text):
            words = run.split()
            for length in lengths:
                yield from zip(*(words[place:] for place in range(length)), strict=False)


def _capitalized(words: Sequence[str]) -> bool:
    if not words[0][0].isupper() or not words[-1][0].isupper() or words[0].lower() in SMALL:
        return False
    return all(word[0].isupper() or word in SMALL for word in words[1:-1])


def _fill(gazetteer: pd.DataFrame, aliases: list[str], size: int) -> pd.DataFrame:
    taken = dict.fromkeys(gazetteer["alias"].str.casefold(), "")
    for alias in aliases:
        taken.setdefault(alias.casefold(), alias)
    added = list(islice(filter(None, taken.values()), max(0, size - len(gazetteer))))
    match = ["exact" if alias.isupper() else "name" for alias in added]
    more = pd.DataFrame({"organization": added, "alias": added, "match": match}, dtype=str)
    return pd.concat([gazetteer, more], ignore_index=True).head(size)


def measure(name: str, size: int, corpus: Path, aliases: Path) -> Measured:
    """Build and search, in a process of its own."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    _, build = PROGRAMS[name]
    gazetteer = pd.read_parquet(aliases)
    few = pd.DataFrame({"organization": ["A", "B"], "alias": ["Aa Bb", "CC"], "match": ["name", "exact"]}, dtype=str)
    small = pd.DataFrame({"doc_id": ["0"], "text": ["Here are Aa Bb’s CC, that is all. Où?"]}, dtype=str)
    build(few)(small, small["text"].tolist())  # imports, and what is compiled or loaded at the first call
    gc.collect()
    before = _forget_peak()
    start = time.process_time()
    search = build(gazetteer)
    build_seconds = time.process_time() - start
    build_megabytes = _memory("VmHWM") - before
    step, texts = sample(read(corpus), LIMITS.get((name, size), LIMIT))
    documents = pd.DataFrame({"doc_id": map(str, range(len(texts))), "text": texts}, dtype=str)
    found, seconds = None, float("inf")
    for number in range(REPEATS + 1):
        found = None  # the last result is gone before the clock starts
        start = time.process_time()
        found = search(documents, texts)
        if number:
            seconds = min(seconds, time.process_time() - start)
    return Measured(step, _size(texts), seconds, build_seconds, build_megabytes, _spans(found, step))


def sample(texts: list[str], limit: float) -> tuple[int, list[str]]:
    """Take one document in so many that about as many MB remain."""
    step = max(1, round(_size(texts) / limit))
    return step, texts[::step]


def _size(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def _forget_peak() -> float:
    """Let the highest memory be that of now, and return it."""
    if Path("/proc/self/clear_refs").exists():
        Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(field: str) -> float:
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(field)), float("nan"))


def _spans(found: Any, step: int) -> Spans:
    if isinstance(found, pd.DataFrame):
        numbers = found["doc_id"].astype(int) * step
        return set(zip(numbers.tolist(), found["start"].tolist(), found["end"].tolist(), strict=True))
    return {(number * step, *_place(match)) for number, matches in enumerate(found) for match in matches}


def _place(match: tuple) -> tuple[int, int]:
    if isinstance(match[0], str):  # flashtext2 1.1.0 ends one too far before a text's first character beyond ASCII
        return match[1], match[1] + len(match[0])
    return match[-2:]


def line(name: str, aliases: int, mine: Measured, own: Measured) -> str:
    """Write a row of the table: what a program does, and ours beside it."""
    speed = mine.megabytes / mine.seconds
    of_ours = {span for span in own.spans if span[0] % mine.step == 0}
    cells = [
        f"{mine.megabytes:,.2f}" + (f" (1 document in {mine.step:,})" if mine.step > 1 else ""),
        f"{speed:,.3g}",
        f"{speed / (own.megabytes / own.seconds):,.3g}",
        f"{mine.build_seconds:.3f}",
        f"{mine.build_megabytes:,.1f}",
        f"{len(mine.spans):,}",
        f"{len(mine.spans & of_ours) / len(of_ours):.3f}" if of_ours else "",
        f"{len(mine.spans - of_ours):,}",
    ]
    return f"| {name} | {aliases:,} | {' | '.join(cells)} |"


def main() -> None:
    """Print a table of the programs that are installed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gazetteer", type=Path, default=GAZETTEER)
    chosen = parser.parse_args()
    os.environ.update(dict.fromkeys(THREADS, "1"))
    installed = {name: module for name, (module, _) in PROGRAMS.items() if importlib.util.find_spec(module)}
    versions = {name: f" {version(module)}" for name, module in installed.items() if name not in ("analysis", "re")}
    versions["analysis"] = f" {analysis.__version__}"
    gazetteer = load_gazetteer(chosen.gazetteer)[["organization", "alias", "match"]]
    print(
        "| program | aliases | MB of text | MB per CPU-second | times ours | CPU-seconds to build | MB to build "
        "| mentions | of ours | not ours |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    with TemporaryDirectory() as folder:
        place = Path(folder) / "aliases.parquet"
        for size, aliases in zip(SIZES, lists(read(chosen.corpus), gazetteer), strict=True):
            aliases.to_parquet(place)
            own = None
            for name in installed:
                with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                    mine = pool.submit(measure, name, size, chosen.corpus, place).result()
                own = own or mine
                print(line(name + versions.get(name, ""), len(aliases), mine, own), flush=True)
    if missing := [name for name in PROGRAMS if name not in installed]:
        print(f"\nNot installed, so left out: {', '.join(missing)}")


if __name__ == "__main__":
    main()
