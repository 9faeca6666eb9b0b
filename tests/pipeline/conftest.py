"""A small corpus, built and to be built."""

import shutil
from collections import Counter

import pytest

from analysis.pipeline import build, extracting, stages

from .small import FILES, STEPS, put


@pytest.fixture
def corpus(raw):
    return put(raw, FILES)


@pytest.fixture
def processed(tmp_path):
    return tmp_path / "processed"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once")
    put(folder / "raw", FILES)
    build(folder / "raw", folder / "tables")
    return folder / "tables"


@pytest.fixture
def built(tables, tmp_path):
    """The tables of `corpus`, built."""
    return shutil.copytree(tables, tmp_path / "built")


@pytest.fixture
def work(monkeypatch):
    """Count the documents that each step is given."""
    counts = Counter()

    def count(module, name, size):
        step = getattr(module, name)
        monkeypatch.setattr(module, name, lambda given, *rest: counts.update({name: size(given)}) or step(given, *rest))

    count(stages, "prepare", lambda text: 1)
    for name in STEPS[1:]:
        count(extracting if name == "statements" else stages, name, len)
    return counts
