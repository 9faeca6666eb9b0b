"""Notebooks and their parameters -> reports: run, written as pages that stand alone, and led to by an index."""
