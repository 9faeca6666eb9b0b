"""Score sentence splitters on a CoNLL-U file: python benchmarks/sentences.py FILE.conllu"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from analysis.text import split_sentences

Spans = list[tuple[int, int]]


def paragraphs(file: Path) -> Iterator[list[str]]:
    """Yield the gold sentences of each paragraph."""
    sentences: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# newdoc", "# newpar")) and sentences:
            yield sentences
            sentences = []
        if line.startswith("# text = "):
            sentences.append(line.removeprefix("# text = ").strip())
    if sentences:
        yield sentences


def ours(text: str) -> Spans:
    """Split with this project."""
    found = split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    return list(zip(found["start"], found["end"], strict=True))


def with_pysbd(text: str) -> Spans:
    """Split with pysbd."""
    import pysbd

    return [(span.start, span.end) for span in pysbd.Segmenter(clean=False, char_span=True).segment(text)]


def with_syntok(text: str) -> Spans:
    """Split with syntok."""
    from syntok import segmenter

    sentences = [sentence for paragraph in segmenter.process(text) for sentence in paragraph]
    return [(tokens[0].offset, tokens[-1].offset + len(tokens[-1].value)) for tokens in sentences]


def borders(text: str, spans: Spans) -> set[int]:
    """Return where sentences end, white space aside, without the end of the text."""
    ends = {len(text[:end].rstrip()) for _, end in spans}
    return {end for end in ends if 0 < end < len(text.rstrip())}


def score(split: Callable[[str], Spans], file: Path) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the borders within paragraphs."""
    right = found = wanted = 0
    for sentences in paragraphs(file):
        text = " ".join(sentences)
        ends = [sum(map(len, sentences[: i + 1])) + i for i in range(len(sentences))]
        gold = borders(text, [(0, end) for end in ends])
        mine = borders(text, split(text))
        right, found, wanted = right + len(mine & gold), found + len(mine), wanted + len(gold)
    return right / found, right / wanted, 2 * right / (found + wanted)


def main() -> None:
    """Print a line for each splitter that is installed."""
    splitters = {"analysis": ours, "pysbd": with_pysbd, "syntok": with_syntok}
    for name, split in splitters.items():
        if importlib.util.find_spec(name):
            precision, recall, f1 = score(split, Path(sys.argv[1]))
            print(f"{name:10} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
