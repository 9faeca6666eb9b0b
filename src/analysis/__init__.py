"""Discourse analysis of statements and news reports: who speaks, who is named, in which words.

The rooms of the house, from the ground up: `corpus` reads raw files, `text` cuts them into sentences and
tokens, `stats` counts terms, `discourse` finds who is named, `study` opens what `pipeline` has built,
`ledger` says what a folder of raw files would give, and `reports` turns tables into figures and rendered
notebooks. Each is imported when it is first used.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["corpus", "discourse", "ledger", "load", "pipeline", "project", "reports", "stats", "study", "text"]


def __getattr__(name: str) -> Any:
    if name == "load":
        return import_module("analysis.study").load
    if name in __all__:
        return import_module(f"analysis.{name}")
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
