"""What the tests of statistics share: small documents, rows of a frame, and the values of other programs."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.text import Tokens, tokenize

REFERENCE = Path(__file__).parents[1] / "reference"


def documents_of(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts}, dtype=str)


def tokens_of(*texts: str) -> Tokens:
    return tokenize(documents_of(*texts))


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def reference(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


def inaugural_addresses() -> pd.DataFrame:
    """Return the four inaugural addresses that the peers were given, their tokens joined by spaces."""
    words = reference("inaugural_tokens")["tokens"]
    return pd.DataFrame({"doc_id": list(words), "text": list(words.values())}, dtype=str)
