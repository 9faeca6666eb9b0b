"""How much time and memory a build takes: python benchmarks/building.py FOLDER [--documents N] [--characters N]

Writes a made-up corpus to FOLDER (kept there, and used again): sentences of made-up words whose frequencies
fall as those of a language do, a tenth of the documents reprints with small changes; four fifths of the
documents stand in one JSON Lines file each thousand, the rest in text files of their own. Then builds its
tables by two processes, and prints seconds, the largest memory of all processes together (their
proportional set size, read from /proc twice a second; Linux), and the sizes on the disk.
"""

import argparse
import json
import os
import random
import shutil
import threading
import time
from pathlib import Path

from analysis import pipeline

MEGABYTE = 1 << 20


def write_corpus(folder: Path, documents: int, characters: int) -> None:
    """Write a made-up corpus of as many documents of about as many characters."""
    draw = random.Random(20261124)
    words = ["".join(draw.choices("aeioulnrstdkmpgbvz", k=draw.randint(2, 11))) for _ in range(60_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    cumulative = [sum(weights[:1])]
    for weight in weights[1:]:
        cumulative.append(cumulative[-1] + weight)
    originals: list[str] = []
    lines: list[str] = []
    folder.mkdir(parents=True)
    for number in range(documents):
        if originals and draw.random() < 0.1:
            text = draw.choice(originals).replace("the", "that", 2) + " Reprinted."
        else:
            text = _text(draw, words, cumulative, characters)
            originals = [*originals[-2_000:], text]
        if number % 5 == 0:
            place = folder / f"texts/{number // 5_000:03}/{number:07}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        else:
            lines.append(json.dumps({"id": f"D{number:07}", "date": f"20{number % 25:02}-03-01", "text": text}))
        if lines and (len(lines) == 1_000 or number == documents - 1):
            (folder / f"table-{number:07}.jsonl").write_text("\n".join(lines), encoding="utf-8")
            lines = []


def _text(draw: random.Random, words: list[str], cumulative: list[float], characters: int) -> str:
    wanted = int(characters * draw.lognormvariate(0, 0.5) / 6.5)
    chosen = draw.choices(words, cum_weights=cumulative, k=max(5, wanted))
    sentences = [chosen[first : first + 18] for first in range(0, len(chosen), 18)]
    return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)


class MemoryWatch:
    """Watches how much memory this process and all below it take together."""

    def __init__(self) -> None:
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.5):
            self.peak = max(self.peak, sum(map(_proportional_size, _family(os.getpid()))))


def _family(parent: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(after_name[1]), []).append(int(place.name))
    found, waiting = [], [parent]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _proportional_size(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def main() -> None:
    """Write the corpus if need be, build it, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--characters", type=int, default=5_000)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    raw, tables = chosen.folder / "raw", chosen.folder / "tables"
    if not raw.exists():
        write_corpus(raw, chosen.documents, chosen.characters)
    size = sum(path.stat().st_size for path in raw.rglob("*") if path.is_file())
    shutil.rmtree(tables, ignore_errors=True)
    for name in ("from scratch", "again, nothing changed"):
        begun = time.perf_counter()
        with MemoryWatch() as memory:
            built = pipeline.build(raw, tables, jobs=chosen.jobs)
        seconds = time.perf_counter() - begun
        counts = built.study.manifest["counts"]
        print(
            f"{name}: {counts['documents']:,} documents, {size / MEGABYTE:,.0f} MB, {counts['tokens']:,} tokens: "
            f"{seconds:,.0f} s, peak {memory.peak / MEGABYTE:,.0f} MB"
        )
    for place in ("", ".parts"):
        files = [
            path for path in (tables / place).rglob("*") if path.is_file() and (place or ".parts" not in path.parts)
        ]
        print(f"  {place or 'tables'}: {sum(path.stat().st_size for path in files) / MEGABYTE:,.0f} MB on the disk")


if __name__ == "__main__":
    main()
