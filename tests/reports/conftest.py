"""A small corpus that names organizations, built."""

import json

import pytest

from analysis import pipeline
from analysis.discourse import mentions_of

from .named import GAZETTEER, ROWS


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("naming")
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (folder / "organizations.csv").write_text(GAZETTEER, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


@pytest.fixture(scope="module")
def study(whole):
    return whole.without_duplicates("near")


@pytest.fixture(scope="module")
def un(study):
    return mentions_of(study.mentions, "United Nations")
