"""Mentions against a table of traps, written by hand: traps.yaml says what each is and what must be found."""

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.discourse import mentions

COLUMNS = ("organization", "alias", "match", "ambiguous", "valid_from", "valid_to")
PRECISIONS = {"": "", "0000": "year", "0000-00": "month", "0000-00-00": "day"}

GROUPS = yaml.load((Path(__file__).parent / "traps.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
GAZETTEER = GROUPS.pop("gazetteer")
TRAPS = [pytest.param(trap, id=f"{group}: {trap['trap']}") for group, traps in GROUPS.items() for trap in traps]


def unmarked(marked):
    """Return the text without its marks, and where each mark began and ended."""
    marked = re.sub("⟨(.+?)×([0-9]+)⟩", lambda run: run[1] * int(run[2]), marked, flags=re.DOTALL)
    pieces = re.split("[⟦⟧]", marked)
    places = [sum(map(len, pieces[:number])) for number in range(1, len(pieces))]
    return "".join(pieces), list(zip(places[::2], places[1::2], strict=True))


def table(trap, texts):
    documents = pd.DataFrame({"doc_id": [str(number) for number in range(len(texts))], "text": texts})
    if date := trap.get("date", ""):
        documents["date"] = pd.to_datetime(pd.Series([date] * len(texts)), format="ISO8601")
        documents["date_precision"] = PRECISIONS[re.sub("[0-9]", "0", date)]
    return documents


def rows(trap):
    filled = [row + [""] * (len(COLUMNS) - len(row)) for row in GAZETTEER + trap.get("rows", [])]
    return pd.DataFrame(filled, columns=COLUMNS).assign(language="")


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_gives_the_marked_mentions_and_no_other(trap):
    marked = trap["text"] if isinstance(trap["text"], list) else [trap["text"]]
    texts, places = zip(*map(unmarked, marked), strict=True)
    marks = [(number, *place) for number, of_text in enumerate(places) for place in of_text]
    expected = [
        (str(number), start, end, texts[number][start:end], *found.split(" ", 1))
        for (number, start, end), found in zip(marks, trap.get("found", []), strict=True)
    ]
    asked = {"undecided": True} if "undecided" in trap else {}
    found = mentions(table(trap, list(texts)), rows(trap), **asked)
    columns = ["doc_id", "start", "end", "surface", "organization", "rule"]
    assert list(found[columns].itertuples(index=False, name=None)) == expected


def test_no_two_traps_share_a_name():
    names = [trap["trap"] for traps in GROUPS.values() for trap in traps]
    assert sorted(set(names)) == sorted(names)
