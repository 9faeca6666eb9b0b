"""What one speaker says more often than another -> a figure of log ratios, and a table that opens the sentences."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.discourse import speaker_counts, speaker_keyness
from analysis.discourse.named_speakers import check_speaker
from analysis.discourse.speech_keyness import hits_by_side, speaker_sides
from analysis.reports.display import Chart, Table
from analysis.reports.keyness_charts import ALPHA, keyness_chart
from analysis.reports.openings import FEW_SENTENCES, MOST_SENTENCES, OpeningTable
from analysis.reports.rules import resamples_for
from analysis.reports.sides import Sides, strongest
from analysis.reports.speech_evidence import NOBODY
from analysis.reports.term_evidence import chance, literal, token_openings
from analysis.reports.words import count_of
from analysis.study import Study
from analysis.text import Tokens, stop_words

ALL_OTHERS = "all other speakers"
INDIRECT = "Indirect speech is told in the words of who reports."


def choose_speakers(statements: pd.DataFrame, study: Study, speaker: str = "", reference: str = "") -> tuple[str, str]:
    """Choose the two speakers to compare: those named, or else who says most and all others.

    Parameters
    ----------
    statements : DataFrame
        Those that count.
    study : Study
        The corpus.
    speaker, reference : str
        Names of the column speaker_name. With no speaker, it is who says most of all but the reference. With no
        reference, it stays empty: all others.

    Returns
    -------
    (str, str)
        The speaker is empty where there is nobody.

    Raises
    ------
    ValueError
        Nobody speaks under such a name, or both are the same.
    """
    counts = speaker_counts(statements, study.documents, duplicates="all", as_written=True, resamples=0)
    for name in filter(None, (speaker, reference)):
        check_speaker(name, counts["speaker_name"])
    if speaker and speaker == reference:
        raise ValueError(f"speaker and reference are both {speaker!r}: choose two, or leave the reference out")
    return speaker or next((name for name in counts["speaker_name"] if name != reference), ""), reference


def speaker_keywords(
    statements: pd.DataFrame, study: Study, speaker: str, reference: str = "", *, minimum: int = 3, quoted: bool = False
) -> pd.DataFrame:
    """Compare the words of one speaker with those of another, or of all others: for `speaker_keyness_chart`.

    Stop words and numbers are not tested.

    Parameters
    ----------
    statements : DataFrame
        Those that count, of all speakers.
    study : Study
        The corpus.
    speaker, reference : str
        Names of the column speaker_name; with no reference, all others.
    minimum : int
        How many tokens, at least, both sides together have of a term that is compared.
    quoted : bool
        Whether only words within quotation marks count.

    Returns
    -------
    DataFrame
        As `stats.keyness` gives it, of both sides; no rows where there is no speaker.
    """
    # Of nobody at all there is still a table, without rows.
    return speaker_keyness(
        statements,
        study.documents,
        speaker or (),
        reference or None,
        quoted=quoted,
        duplicates="all",
        as_written=True,
        alpha=None,
        both_sides=True,
        minimum=minimum,
        exclude=stop_words("en"),
        numbers=False,
        resamples=resamples_for(study.documents),
    )


def speaker_keyness_chart(
    keys: pd.DataFrame,
    statements: pd.DataFrame,
    study: Study,
    speaker: str,
    reference: str = "",
    *,
    top: int = 20,
    quoted: bool = False,
) -> Chart:
    """Draw the log ratios of the terms that tell two speakers apart, with their intervals.

    Parameters
    ----------
    keys : DataFrame
        As `speaker_keywords` gives it.
    statements, study, speaker, reference, quoted
        As `speaker_keywords` takes them.
    top : int
        How many terms to draw: those with the clearest evidence, as many of either side.
    """
    if statements.empty:
        return Chart(None, NOBODY)
    both, in_target = _sides(statements, study, speaker, reference, quoted)
    sides = Sides("speaker_name", speaker, reference or ALL_OTHERS, in_target, ~in_target)
    chart = keyness_chart(keys, sides, top)
    note = chart.note if chart.figure is None else f"{chart.note} {_which(quoted)}"
    names = (speaker, reference or ALL_OTHERS)
    opened = [] if chart.data.empty else _open(chart.data["term"], names, both, in_target, study, FEW_SENTENCES)
    return replace(chart, note=note, openings=opened)


def speaker_keyness_table(
    keys: pd.DataFrame,
    statements: pd.DataFrame,
    study: Study,
    speaker: str,
    reference: str = "",
    *,
    top: int = 20,
    quoted: bool = False,
) -> Table:
    """Show the terms that tell two speakers apart with counts, effect and evidence; rows open the sentences.

    Parameters
    ----------
    keys, statements, study, speaker, reference, top, quoted
        As `speaker_keyness_chart` takes them.
    """
    if statements.empty:
        return Table(pd.DataFrame(), NOBODY)
    shown = strongest(keys, top)
    if shown.empty:
        return Table(pd.DataFrame(), "No term is frequent enough to compare.")
    both, in_target = _sides(statements, study, speaker, reference, quoted)
    table = shown[["term"]].assign(
        speaker=_tokens_and_documents(shown, "target"),
        reference=_tokens_and_documents(shown, "reference"),
        **shown[["log_ratio", "log_ratio_low", "log_ratio_high"]].round(2),
        p=shown["p_adjusted"].map(chance),
    )
    clear = int((shown["p_adjusted"] <= ALPHA).sum())
    caption = (
        f"{clear or 'None'} of the {count_of(len(shown), 'term')} shown {'differ' if clear > 1 else 'differs'} clearly."
    )
    note = (
        f"speaker: {speaker}; reference: {reference or ALL_OTHERS}; of each, tokens and (documents). log ratio: binary "
        f"logarithm of the ratio of rates, below it its 95% interval, from a bootstrap over documents. p: G², adjusted "
        f"(Holm) for {count_of(len(keys), 'term')}. {_which(quoted)}"
    )
    opened = _open(shown["term"], (speaker, reference or ALL_OTHERS), both, in_target, study)
    return OpeningTable(table, caption, note, opened, every=keys)


def _open(
    terms: pd.Series,
    names: tuple[str, str],
    both: Tokens,
    in_target: np.ndarray,
    study: Study,
    limit: int = MOST_SENTENCES,
) -> list[list[dict]]:
    """Return the sentences of each term, those of either speaker apart."""
    parts = [dict(zip(names, hits_by_side(both, in_target, literal(term)), strict=True)) for term in terms]
    return token_openings(parts, study, limit=limit)


def _sides(
    statements: pd.DataFrame, study: Study, speaker: str, reference: str, quoted: bool
) -> tuple[Tokens, np.ndarray]:
    how = {"quoted": quoted, "duplicates": "all", "as_written": True}
    return speaker_sides(statements, study.documents, speaker or (), reference or None, **how)


def _which(quoted: bool) -> str:
    return "Only words within quotation marks." if quoted else INDIRECT


def _tokens_and_documents(shown: pd.DataFrame, side: str) -> list[str]:
    counts = zip(shown[f"count_{side}"], shown[f"documents_{side}"], strict=True)
    return [f"{tokens:,} ({documents:,})" for tokens, documents in counts]
