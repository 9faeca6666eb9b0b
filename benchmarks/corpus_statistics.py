"""Speed and memory of tokenizing and counting: python benchmarks/corpus_statistics.py CORPUS [--megabytes MB]

CORPUS is a file of JSON Lines (.jsonl or .jsonl.gz) with a field text, or a folder of such files. Its texts are
repeated, each time under other names, until they come to the size wanted; MB are millions of bytes of UTF-8. Repeated
text has fewer different words than new text of that size would have.

Every row is measured in a process of its own, in CPU-seconds of that process unless it says otherwise. Nothing is
imported there before the clock starts, which is why the imports are in the functions. Four tables are printed:

starting: tokenizing and counting for the first time and again, with no machine code on the disk, and with that which
the first process left there; and importing analysis.text and tokenizing a folder of small texts (--texts).
counting: tokenizing and a sparse table of documents and terms, or what comes closest to it, by programs that are
installed; the best of three. The others get as much text as LIMITS tells.
asking: tokens are written as a build writes them, opened, and asked; seconds on the clock. The first call reads the
columns that it needs and makes its indexes; of the later ones the median of five is shown. The word asked for is the
one whose count comes closest to WORD_COUNT. All pairs of adjacent words are in CPU-seconds, and the first call of
these includes what is to be imported.
growing: tokenizing from an iterable of frames, of which one is in memory at a time, then counting. The peak is that of
a whole process that tokenizes (Linux), and "allowed" is what three arrays of int32 take, with another 300 MB.
"""

import argparse
import gzip
import importlib.util
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, cycle, repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TEXTS = Path(__file__).parents[1] / "data/raw/statements"
REPEATS, ASKED = 3, 5
DOCUMENTS_AT_ONCE, ROWS_AT_ONCE = 100, 10_000
SPEED_MEGABYTES, START_MEGABYTES, PAIR_MEGABYTES = 50, 10, 50
LIMITS = {"nltk wordpunct_tokenize": 15, "nltk NLTKWordTokenizer": 5}
WORD_COUNT = 70_000
MONTHS = 300
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
BYTES, BASE = 4 * 3, 300  # a token, and MB


def read(corpus: Path) -> Iterator[str]:
    """Yield the texts of a corpus."""
    for path in sorted(corpus.rglob("*.jsonl*")) if corpus.is_dir() else [corpus]:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)["text"]


def repeated(corpus: Path, megabytes: float, *, kept: bool) -> Iterator[str]:
    """Yield the texts again and again until they come to so many MB; they are kept in memory, or read again."""
    size = 0
    for text in cycle(read(corpus)) if kept else chain.from_iterable(map(read, repeat(corpus))):
        size += len(text.encode())
        if size > megabytes * 1e6:
            return
        yield text


def frames(corpus: Path, megabytes: float, *, kept: bool = True) -> Iterator["pd.DataFrame"]:
    """Yield the repeated texts as frames of some documents, each with a name of its own."""
    import pandas as pd

    texts, number = [], 0
    for number, text in enumerate(repeated(corpus, megabytes, kept=kept), 1):
        texts.append(text)
        if len(texts) == DOCUMENTS_AT_ONCE:
            yield pd.DataFrame(
                {"doc_id": [f"{i:07}" for i in range(number - len(texts), number)], "text": texts}, dtype=str
            )
            texts = []
    yield pd.DataFrame({"doc_id": [f"{i:07}" for i in range(number - len(texts), number)], "text": texts}, dtype=str)


def whole_frame(corpus: Path, megabytes: float) -> "pd.DataFrame":
    """Return the repeated texts as one frame."""
    import pandas as pd

    return pd.concat(list(frames(corpus, megabytes)), ignore_index=True)


def apart(function: Callable, *arguments: Any) -> Any:
    """Call a function in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def _timed(call: Callable, clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    call()
    return clock() - start


def start_counting(corpus: Path) -> tuple[float, float]:
    """Return the CPU-seconds of the first call and of the best of three later ones."""
    documents = whole_frame(corpus, START_MEGABYTES)

    def count() -> None:
        from analysis.text import tokenize

        tokenize(documents).counts()

    return _timed(count), min(_timed(count) for _ in range(REPEATS))


def start_with_texts(folder: Path) -> tuple[float, float, int]:
    """Return seconds on the clock and CPU-seconds of importing and tokenizing, and how many tokens there are."""
    seconds, processor = time.perf_counter(), time.process_time()
    import pandas as pd

    from analysis.text import tokenize

    paths = sorted(folder.glob("*.txt"))
    columns = {"doc_id": [path.stem for path in paths], "text": [path.read_text(encoding="utf-8") for path in paths]}
    tokens = tokenize(pd.DataFrame(columns, dtype=str))
    return time.perf_counter() - seconds, time.process_time() - processor, len(tokens)


def ours(documents: "pd.DataFrame") -> Any:
    """Count with this project."""
    from analysis.text import tokenize

    return tokenize(documents).counts()


def with_sklearn(documents: "pd.DataFrame") -> Any:
    """Count with scikit-learn, whose tokens are the runs of two or more letters, digits and underscores."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer().fit_transform(documents["text"])


def with_wordpunct(documents: "pd.DataFrame") -> Any:
    """Count with nltk's simplest tokenizer, and a Counter for each document."""
    from collections import Counter

    from nltk.tokenize import wordpunct_tokenize

    return [Counter(wordpunct_tokenize(text.lower())) for text in documents["text"]]


def with_word_tokenizer(documents: "pd.DataFrame") -> Any:
    """Count with the tokenizer of nltk.word_tokenize, without its search for sentences."""
    from collections import Counter

    from nltk.tokenize import NLTKWordTokenizer

    cut = NLTKWordTokenizer().tokenize
    return [Counter(cut(text.lower())) for text in documents["text"]]


# Name, what is imported, and how it counts.
PROGRAMS: dict[str, tuple[str, Callable]] = {
    "analysis": ("analysis", ours),
    "scikit-learn CountVectorizer": ("sklearn", with_sklearn),
    "nltk wordpunct_tokenize": ("nltk", with_wordpunct),
    "nltk NLTKWordTokenizer": ("nltk", with_word_tokenizer),
}


def speed(name: str, corpus: Path, megabytes: float) -> float:
    """Return MB per CPU-second of a program, the best of three, after a call that imports what it needs."""
    documents, count = whole_frame(corpus, megabytes), PROGRAMS[name][1]
    count(documents.head(100))
    count(documents) if name == "analysis" else None  # compiled code is loaded for large corpora only
    size = documents["text"].str.encode("utf-8").str.len().sum() / 1e6
    return size / min(_timed(lambda: count(documents)) for _ in range(REPEATS))


def write_index(corpus: Path, megabytes: float, folder: Path) -> tuple[int, int, int]:
    """Write documents, tokens and vocabulary; return how many documents, tokens and terms there are."""
    import numpy as np
    import pandas as pd
    import pyarrow.parquet as pq

    from analysis.text import Tokens, tokenize
    from analysis.text.stored import tokens_table

    documents = whole_frame(corpus, megabytes)
    tokens, count = tokenize(documents), len(documents)
    schema = tokens_table(Tokens.none(tokens.doc_ids[:0])).schema
    with pq.ParquetWriter(folder / "tokens.parquet", schema, compression="zstd") as writer:
        for first in range(0, count, ROWS_AT_ONCE):
            some = np.arange(first, min(first + ROWS_AT_ONCE, count))
            writer.write_table(tokens_table(tokens.take(some)))
    terms = pd.DataFrame({"term": tokens.vocabulary}, dtype=str)
    terms.to_parquet(folder / "vocabulary.parquet", index=False, compression="zstd")
    months = pd.date_range("2000-01-01", periods=MONTHS, freq="MS").to_numpy()
    documents["date"] = months[np.arange(count) * MONTHS // count]
    documents.to_parquet(folder / "documents.parquet", index=False)
    return count, len(tokens), len(tokens.vocabulary)


def questions(folder: Path) -> tuple[dict[str, Callable], str]:
    """Return what is asked of the tokens in a folder."""
    import numpy as np
    import pandas as pd

    from analysis.stats import collocations, keyness, kwic, trends
    from analysis.text.stored import StoredTokens

    documents = pd.read_parquet(folder / "documents.parquet")
    open_tokens = lambda: StoredTokens(folder / "tokens.parquet", folder / "vocabulary.parquet")  # noqa: E731
    totals = open_tokens().totals
    number = int(np.argmin(np.abs(totals - WORD_COUNT)))
    word = open_tokens().vocabulary[number]
    tokens, tenth, months = open_tokens(), np.arange(len(documents)) % 10 == 0, documents["date"]
    asked = {
        "opening": open_tokens,
        "100 lines of kwic": lambda: kwic(tokens, documents, word, limit=100),
        "collocations, window of 5": lambda: collocations(tokens, word, window=5),
        "keyness of a tenth of the documents, no resamples": lambda: keyness(tokens, tenth, resamples=0),
        f"trends over {MONTHS} months, no resamples": lambda: trends(tokens, documents, word, resamples=0),
        f"trends over {MONTHS} months, 1,000 resamples": lambda: trends(tokens, documents, word),
        f"document-term table of {MONTHS} months": lambda: tokens.dtm(by=months),
    }
    return asked, f"“{word}”, {totals[number]:,} tokens"


def ask(folder: Path) -> tuple[list[tuple[str, float, float]], str]:
    """Return each question with the seconds of its first answer and the median of later ones."""
    asked, word = questions(folder)
    rows = []
    for name, call in asked.items():
        first = _timed(call, time.perf_counter)
        rows.append((name, first, median(_timed(call, time.perf_counter) for _ in range(ASKED))))
    return rows, word


def pair(corpus: Path, megabytes: float) -> tuple[float, float, int]:
    """Return the CPU-seconds of G² of all bigrams, first and best of three, and how many there are."""
    from analysis.stats import collocations
    from analysis.text import tokenize

    tokens = tokenize(whole_frame(corpus, megabytes))
    found = []

    def count() -> None:
        found[:] = [len(collocations(tokens, window=(0, 1), measures=("g2",), minimum=5, both_sides=True))]

    return _timed(count), min(_timed(count) for _ in range(REPEATS)), found[0]


def grow(corpus: Path, megabytes: float) -> float:
    """Return the CPU-seconds of tokenizing and counting, less those of making the frames: the best of two."""
    from analysis.text import tokenize

    tokenize(frames(corpus, START_MEGABYTES)).counts()  # imports, and what is compiled or loaded at the first call
    making = min(_timed(lambda: sum(map(len, frames(corpus, megabytes)))) for _ in range(2))
    return min(_timed(lambda: tokenize(frames(corpus, megabytes)).counts()) for _ in range(2)) - making


def fill_memory(corpus: Path, megabytes: float) -> tuple[int, float]:
    """Return how many tokens there are, and the peak memory of a process that tokenizes, in MB."""
    from analysis.text import tokenize

    return len(tokenize(frames(corpus, megabytes, kept=False))), _peak()


def _peak() -> float:
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM")), float("nan"))


def show_starting(corpus: Path, texts: Path) -> None:
    """Print what the first calls cost."""
    print("| call | CPU-seconds at first | later |\n|---|---|---|")
    with TemporaryDirectory() as cache:
        os.environ["NUMBA_CACHE_DIR"] = cache
        for state in ("no machine code on the disk", "machine code on the disk"):
            first, later = apart(start_counting, corpus)
            print(f"| tokenizing and counting {START_MEGABYTES} MB, {state} | {first:.2f} | {later:.2f} |", flush=True)
        del os.environ["NUMBA_CACHE_DIR"]
    seconds, processor, tokens = apart(start_with_texts, texts)
    print(f"| importing analysis.text and tokenizing {tokens:,} tokens | {processor:.2f} ({seconds:.2f} s) | |\n")


def show_counting(corpus: Path) -> None:
    """Print how fast programs count."""
    print("| program | MB of text | MB per CPU-second | ours is faster by |\n|---|---|---|---|")
    own, missing = None, []
    for name, (module, _) in PROGRAMS.items():
        if not importlib.util.find_spec(module):
            missing.append(name)
            continue
        size = LIMITS.get(name, SPEED_MEGABYTES)
        found = apart(speed, name, corpus, size)
        own = own or found
        print(f"| {name} | {size} | {found:.1f} | {own / found:.1f} |", flush=True)
    print(f"\nNot installed, so left out (pip install scikit-learn nltk): {', '.join(missing)}\n" if missing else "")


def show_asking(corpus: Path, megabytes: float) -> None:
    """Print how long an index takes to answer."""
    with TemporaryDirectory() as folder:
        documents, tokens, terms = apart(write_index, corpus, megabytes, Path(folder))
        rows, word = apart(ask, Path(folder))
    print(f"{megabytes:,.0f} MB: {documents:,} documents, {tokens:,} tokens, {terms:,} terms; {word}\n")
    print("| question | first, ms | later, ms |\n|---|---|---|")
    for name, first, later in rows:
        print(f"| {name} | {first * 1e3:,.1f} | {later * 1e3:,.1f} |")
    first, later, found = apart(pair, corpus, PAIR_MEGABYTES)
    print(f"| G² of {found:,} bigrams, of {PAIR_MEGABYTES} MB (CPU) | {first * 1e3:,.0f} | {later * 1e3:,.0f} |\n")


def show_growing(corpus: Path, megabytes: float) -> None:
    """Print how time and memory grow."""
    print("| MB | tokens | CPU-seconds | MB per CPU-second | peak MB | allowed MB |\n|---|---|---|---|---|---|")
    for size in (megabytes / 16, megabytes / 4, megabytes):
        seconds, (tokens, peak) = apart(grow, corpus, size), apart(fill_memory, corpus, size)
        cells = [f"{size:g}", f"{tokens:,}", f"{seconds:.2f}", f"{size / seconds:.0f}", f"{peak:,.0f}"]
        print(f"| {' | '.join(cells)} | {BYTES * tokens / 1e6 + BASE:,.0f} |", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--megabytes", type=float, default=200, help="size of the index and of the largest corpus")
    parser.add_argument("--texts", type=Path, default=TEXTS, help="folder of small texts")
    chosen = parser.parse_args()
    os.environ.update(dict.fromkeys(THREADS, "1"))
    print(f"Texts of {chosen.corpus.name}, repeated.\n")
    show_starting(chosen.corpus, chosen.texts)
    show_counting(chosen.corpus)
    show_asking(chosen.corpus, chosen.megabytes)
    show_growing(chosen.corpus, chosen.megabytes)


if __name__ == "__main__":
    main()
