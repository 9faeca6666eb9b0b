"""Documents -> who is named in them, and by whom."""

from analysis.discourse.counts import by_others, grouping, mention_counts, mentions_of
from analysis.discourse.gazetteer import load_gazetteer
from analysis.discourse.organizations import mentions
from analysis.discourse.surroundings import contexts

__all__ = ["by_others", "contexts", "grouping", "load_gazetteer", "mention_counts", "mentions", "mentions_of"]
