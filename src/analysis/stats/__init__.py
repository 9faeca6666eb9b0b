"""Tokens -> tables of counts, with their uncertainty."""

from analysis.stats.frequency import frequencies

__all__ = ["frequencies"]
