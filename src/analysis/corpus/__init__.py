"""Raw files -> documents: reading, repairing, dating; and the tables that every floor shares."""

from analysis.corpus.cleaning import repair
from analysis.corpus.dating import parse_date
from analysis.corpus.files import CorpusError
from analysis.corpus.readers import readable_endings
from analysis.corpus.reading import read

__all__ = ["CorpusError", "parse_date", "read", "readable_endings", "repair"]
