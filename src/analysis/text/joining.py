"""Tokens of several sets of documents -> tokens of all."""

from collections.abc import Iterable

import numpy as np

from analysis.text.tokens import Tokens, cumulated


def concatenate(parts: list[Tokens], doc_ids: Iterable[str]) -> Tokens:
    """Join the tokens of several sets of documents, in the order of `doc_ids`.

    Parameters
    ----------
    parts : list of Tokens
        Of different documents.
    doc_ids : iterable of str
        The documents wanted, in their order; each stands in one of the parts.
    """
    vocabulary = np.unique(np.concatenate([part.vocabulary for part in parts]))
    ids = np.concatenate([np.searchsorted(vocabulary, part.vocabulary)[part.ids] for part in parts])
    starts = np.concatenate([part.starts for part in parts])
    ends = np.concatenate([part.ends for part in parts])
    lengths = np.concatenate([part.lengths for part in parts])
    offsets = cumulated(lengths)
    places = {doc_id: i for i, doc_id in enumerate(np.concatenate([part.doc_ids for part in parts]))}
    wanted = np.array(list(doc_ids), dtype=object)
    order = np.array([places[doc_id] for doc_id in wanted], dtype=np.int64)
    new_offsets = cumulated(lengths[order])
    take = np.repeat(offsets[:-1][order] - new_offsets[:-1], lengths[order]) + np.arange(new_offsets[-1])
    used, ids = np.unique(ids[take], return_inverse=True)
    return Tokens(ids.astype(np.int32), starts[take], ends[take], new_offsets, wanted, vocabulary[used])
