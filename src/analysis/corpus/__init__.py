"""Raw files -> documents: reading, cleaning, dating, repeated texts; and the tables that every floor shares."""

from analysis.corpus.boilerplate import repeated_lines
from analysis.corpus.cleaning import clean
from analysis.corpus.dates import parse_date
from analysis.corpus.duplicates import reprint_clusters, without_duplicates
from analysis.corpus.files import CorpusError
from analysis.corpus.readers import readable_endings
from analysis.corpus.reading import read

__all__ = [
    "CorpusError",
    "clean",
    "parse_date",
    "read",
    "readable_endings",
    "repeated_lines",
    "reprint_clusters",
    "without_duplicates",
]
