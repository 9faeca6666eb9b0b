"""Time, memory, recall and precision of the search for duplicates: python benchmarks/duplicates.py [DOCUMENTS]

Makes a corpus of texts of about 400 made-up words whose frequencies fall as those of a language do. A twentieth
repeat another word for word, three twentieths with up to 4 % of their words replaced, a twentieth with 10 % replaced
(most of these are below the threshold). What is right is found through an index of all 5-grams as plain words.
Each measurement has a process of its own, which reads the texts from a file; its peak memory includes Python, the
libraries and the texts. datasketch is measured beside, where it is installed.
"""

import importlib.util
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from analysis.corpus.assembling import earliest_first
from analysis.corpus.duplicates import THRESHOLD, find_duplicates, fingerprint, shingles, signature, words

LENGTH = 400  # words
EXACT, NEAR, RELATED = 0.05, 0.15, 0.05  # shares of the corpus
VOCABULARY = 30_000
SIZES = (1_000, 2_000, 5_000, 10_000, 20_000)
SEED = 20_230_222


def make_corpus(documents: int) -> list[str]:
    """Write texts of words drawn by Zipf's law, and copies of them with more or fewer words replaced."""
    rng = np.random.default_rng(SEED)
    letters = np.array(list("abcdefghijklmnoprstuvyz"))
    vocabulary = np.array(["".join(rng.choice(letters, rng.integers(2, 11))) for _ in range(VOCABULARY)])
    weights = 1 / np.arange(1, VOCABULARY + 1)
    weights /= weights.sum()
    planted = int(documents * (EXACT + NEAR + RELATED))
    texts = [
        rng.choice(vocabulary, max(30, int(rng.normal(LENGTH, LENGTH / 4))), p=weights)
        for _ in range(documents - planted)
    ]
    for number in range(planted):
        share = 0 if number < documents * EXACT else rng.uniform(0, 0.04) if number < documents * 0.2 else 0.1
        copy = texts[rng.integers(documents - planted)].copy()
        changed = rng.random(len(copy)) < share
        copy[changed] = rng.choice(vocabulary, changed.sum(), p=weights)
        texts.append(copy)
    return [" ".join(text) for text in texts]


def true_pairs(texts: list[str]) -> dict[int, tuple[int, float]]:
    """Find each text's original as `find_duplicates` defines it, through an index of all 5-grams of plain words."""
    sets = [_plain_shingles(words(text)) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = {}
    repeats = {}
    for number, own in enumerate(sets):
        shared: dict[int, int] = {}
        for shingle in own:
            for other in holders.get(shingle, ()):
                shared[other] = shared.get(other, 0) + 1
        scores = {other: count / (len(own) + len(sets[other]) - count) for other, count in shared.items()}
        best = max(scores, key=lambda other: (scores[other], -other), default=None)
        if best is not None and scores[best] >= THRESHOLD:
            repeats[number] = (best, scores[best])
            continue
        for shingle in own:
            holders.setdefault(shingle, []).append(number)
    return repeats


def _plain_shingles(found: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(found[place:] for place in range(5)), strict=False))


def with_analysis(texts: list[str]) -> dict[int, int]:
    """Find duplicates as a build does, with texts at hand."""
    signatures = np.stack([signature(shingles(text)) for text in texts])
    found = find_duplicates(
        [fingerprint(text) for text in texts],
        signatures,
        earliest_first(pd.Series(pd.NaT, index=range(len(texts)))),
        lambda wanted: (shingles(texts[number]) for number in wanted),
    )
    return {int(number): int(of) for number, of in found["original"].dropna().items()}


def with_datasketch(texts: list[str]) -> dict[int, int]:
    """Find duplicates as the manual of datasketch shows: MinHash, MinHashLSH, and the estimated similarity."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=128)
    kept: dict[int, MinHash] = {}
    repeats = {}
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(shingle).encode() for shingle in _plain_shingles(words(text))])
        scores = {other: sketch.jaccard(kept[other]) for other in index.query(sketch)}
        best = max(scores, key=lambda other: (scores[other], -other), default=None)
        if best is not None and scores[best] >= THRESHOLD:
            repeats[number] = best
        else:
            index.insert(number, sketch)
            kept[number] = sketch
    return repeats


WAYS = {"analysis.corpus.find_duplicates": with_analysis, "datasketch": with_datasketch}


def run(way: str, path: Path) -> tuple[dict[int, int], float, float, float]:
    """Return what a way finds, with its seconds, CPU-seconds and peak memory in MB."""
    texts = path.read_text().splitlines()
    WAYS[way](texts[:20])  # imports and caches
    start, processor = time.perf_counter(), time.process_time()
    found = WAYS[way](texts)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    return found, seconds, processor, _peak()


def _peak() -> float:
    """Return this process's highest memory in MB, or nan where no /proc tells it (getrusage counts the parent's)."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), float("nan"))


def measure(ways: list[str], documents: int) -> None:
    """Print a line of the table for each way."""
    texts = make_corpus(documents)
    true = true_pairs(texts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "texts"
        path.write_text("\n".join(texts))
        for way in ways:
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                found, seconds, processor, peak = pool.submit(run, way, path).result()
            right = sum(number in true for number in found)
            recall, precision = right / len(true), right / max(len(found), 1)
            print(
                f"| {way} | {documents:,} | {len(true):,} | {seconds:.1f} | {processor:.1f} | {peak:,.0f} "
                f"| {recall:.3f} | {precision:.3f} |",
                flush=True,
            )


def main(documents: int) -> None:
    """Print how the ways do on a corpus, and how ours grows with it."""
    ways = [way for way in WAYS if way != "datasketch" or importlib.util.find_spec("datasketch")]
    print("| way | documents | duplicates | seconds | CPU-seconds | peak MB | recall | precision |")
    print("|---|---|---|---|---|---|---|---|")
    for size in SIZES:
        measure(ways[:1], size)
    measure(ways, documents)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000)
