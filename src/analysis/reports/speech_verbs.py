"""With which verbs speakers are reported: who "claims", and who "says" -> a figure, and tables that open sentences."""

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from analysis.discourse import named_speech, reporting_verbs, stance_contrasts
from analysis.reports.display import DATA_ROWS, Chart, Table, first_rows
from analysis.reports.drawing import BLUE, ORANGE, axes_with_rows, distinct, styled
from analysis.reports.openings import FEW_SENTENCES, OpeningTable
from analysis.reports.rules import counting_rule, resamples_for
from analysis.reports.speech_evidence import NOBODY, open_statements
from analysis.reports.trends import LONGEST
from analysis.reports.words import count_of, some_of, verb_name
from analysis.reports.writing import cut, percent
from analysis.study import Study

STANCES = {"distancing": (ORANGE, "s", -0.16), "assertive": (BLUE, "o", 0.16)}
UNSURE = "Wilson’s intervals take statements as independent: where few documents hold them, they are too narrow."
CUED = f"share: of the statements that a cue reports, with its 95% Wilson interval. {UNSURE}"
NO_CUE = "No cue reports a statement of a speaker with a name."
NO_DISTANCE = "No speaker with a name is reported with a distancing verb."
FEWEST = 5  # statements of a speaker who is compared


def stance_chart(statements: pd.DataFrame, study: Study, top: int = 12) -> Chart:
    """Draw how often each speaker is reported with distance ("claimed") and with an assertive verb.

    Parameters
    ----------
    statements : DataFrame
        Those that count; of one speaker, or of several.
    study : Study
        The corpus.
    top : int
        How many speakers to draw: those with most statements that a cue reports.
    """
    if statements.empty:
        return Chart(None, NOBODY)
    documents = study.documents
    counts = reporting_verbs(statements, documents, "stance", zeros=True, duplicates="all", as_written=True)
    if counts.empty:
        return Chart(None, NO_CUE, note=counting_rule(documents))
    size = counts.groupby("speaker_name")["group_statements"].first().sort_index()
    speakers = first_rows(size.sort_values(ascending=False, kind="stable"), top)
    drawn = counts[counts["speaker_name"].isin(speakers.index) & counts["stance"].isin(STANCES)]
    names = distinct(list(speakers.index), LONGEST)
    rows = [f"{name} (n={number:,})" for name, number in zip(names, speakers, strict=True)]
    figure, axes = axes_with_rows(rows, lines=len(rows) * 1.25 + 1.2)
    place = {name: row for row, name in enumerate(speakers.index)}
    with styled():
        for stance, (color, marker, offset) in STANCES.items():
            part = drawn[drawn["stance"] == stance]
            at = part["speaker_name"].map(place).astype(float) + offset
            axes.hlines(at, part["share_low"], part["share_high"], color=color, linewidth=2, alpha=0.55)
            axes.plot(part["share"], at, marker, color=color, markersize=5.5, clip_on=False, zorder=3)
        axes.grid(axis="x", color="#e3e6e8", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.set_xlim(0, min(1.0, max(0.05, float(drawn["share_high"].max()) * 1.05)) if len(drawn) else 1)
        axes.xaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))
        axes.set_xlabel("share of the statements that a cue reports")
        handles = [
            Line2D([], [], color=color, marker=marker, label=f"{stance} verbs")
            for stance, (color, marker, _) in STANCES.items()
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False, fontsize=8.5)
    caption = _distance(counts, statements, study)
    some = f" {len(speakers)} of {len(size)} speakers, by statements that a cue reports (n)."
    note = (
        "Distancing verbs (claimed, alleged) leave the truth to the speaker, assertive ones (warned, insisted) say "
        f"more than that it was said; all others are neutral. Lines are 95% Wilson intervals. {UNSURE}{some} "
        f"{counting_rule(documents)}"
    )
    shares = "; ".join(
        f"{cut(row.speaker_name)} {row.stance} {percent(row.share)}" for row in drawn.head(6).itertuples()
    )
    alt = f"Shares of distancing and assertive verbs of {count_of(len(speakers), 'speaker')}: {shares}. {caption}"
    data = drawn.rename(columns={"speaker_name": "speaker"}).drop(columns="negated").reset_index(drop=True)
    said = named_speech(statements, as_written=True)
    said = _at_cues(said[said["verb"] != ""])
    keys = ["speaker_name", "stance"]
    listed = drawn.head(DATA_ROWS)
    return Chart(figure, caption, alt, note, data, open_statements(listed, said, study, keys, limit=FEW_SENTENCES))


def reporting_table(statements: pd.DataFrame, study: Study, of: str = "verb", top: int = 15) -> Table:
    """Show with which verbs speakers are reported; each row opens its statements, the cue marked.

    Parameters
    ----------
    statements : DataFrame
        Those that count; of one speaker, or of several.
    study : Study
        The corpus.
    of : str
        "verb", "act" or "stance".
    top : int
        How many rows to show: those with most statements.
    """
    if statements.empty:
        return Table(pd.DataFrame(), NOBODY)
    columns = ["verb", "stance"] if of == "verb" else [of]
    counts = reporting_verbs(statements, study.documents, columns, duplicates="all", as_written=True)
    if counts.empty:
        return Table(pd.DataFrame(), NO_CUE)
    ranked = counts.sort_values(["statements", "documents"], ascending=False, kind="stable")
    shown = first_rows(ranked, top).reset_index(drop=True)
    said = named_speech(statements, as_written=True)
    said = _at_cues(said[said["verb"] != ""])
    opened = open_statements(shown, said, study, ["speaker_name", *columns])
    several = counts["speaker_name"].nunique() > 1
    left_out = (
        ["group_statements"] + ([] if several else ["speaker_name"]) + ([] if shown["negated"].any() else ["negated"])
    )
    table = shown.drop(columns=left_out).rename(columns={"speaker_name": "speaker"})
    table = table.assign(verb=table["verb"].map(verb_name)) if of == "verb" else table
    negated = " negated: of which the cue is denied (did not say)." if "negated" in table else ""
    of_rows = f"{len(shown):,} of {count_of(len(counts), 'row')}, by statements."
    note = f"{of_rows} {CUED}{negated} {counting_rule(study.documents)}"
    return OpeningTable(table, _most_frequent(ranked, of), note, opened, every=ranked)


def stance_table(
    statements: pd.DataFrame,
    study: Study,
    reference: str | None = None,
    top: int = 15,
    minimum: int = FEWEST,
    speaker: str = "",
) -> Table:
    """Show which speakers are reported with distance ("claimed") more often than others; rows open their statements.

    Parameters
    ----------
    statements : DataFrame
        Those that count, of all speakers.
    study : Study
        The corpus.
    reference : str, optional
        The speaker that all others are compared with; left out, each is compared with all others together.
    top : int
        How many speakers to show: those with the largest differences, be they above or below 0.
    minimum : int
        Speakers with fewer statements that a cue reports are left out.
    speaker : str
        The only one to show, if it is given.
    """
    if statements.empty:
        return Table(pd.DataFrame(), NOBODY)
    found = _contrasts(statements, study, reference, minimum)
    found = found[found["speaker_name"] == speaker] if speaker else found
    if speaker and found.empty:
        return Table(pd.DataFrame(), f"{speaker} has fewer than {count_of(minimum, 'statement')} that a cue reports.")
    if found.empty or not found[["of_stance", "others_of_stance"]].to_numpy().any():
        return Table(pd.DataFrame(), NO_DISTANCE, counting_rule(study.documents))
    order = found["difference"].abs().sort_values(ascending=False, kind="stable").index
    shown = first_rows(found.loc[order], top).sort_values("difference", ascending=False, ignore_index=True)
    said = named_speech(statements, as_written=True)
    said = _at_cues(said[said["stance"] == "distancing"])
    points = {f"points{bound}": (shown[f"difference{bound}"] * 100).round(1) for bound in ("", "_low", "_high")}
    table = shown[["speaker_name", "statements", "of_stance", "share", "share_low", "share_high"]]
    table = table.rename(columns={"speaker_name": "speaker", "of_stance": "with distance"})
    table = table.assign(others=shown["others_share"], **points)
    versus = reference or "all other speakers together"
    note = (
        f"Speakers with {count_of(minimum, 'statement')} or more that a cue reports. {CUED} others: the share of "
        f"{versus}. points: the difference in percentage points, with its 95% interval from a bootstrap over "
        f"documents, widened by Newcombe’s where few documents report with distance. {counting_rule(study.documents)}"
    )
    opened = open_statements(shown, said, study, ["speaker_name"])
    return OpeningTable(table, _distanced(found, versus), note, opened, every=found)


def _distanced(found: pd.DataFrame, versus: str) -> str:
    """Say who is reported with distance most clearly."""
    clear = found[_is_clear(found)]
    if clear.empty:
        if len(found) == 1:
            only = found.iloc[0]
            of_all = f"{only['of_stance']:,} of {count_of(int(only['statements']), 'statement')}"
            shares = f"({percent(only['share'])}; {versus} {percent(only['others_share'])})"
            return f"{only['speaker_name']} is reported with distance for {of_all} {shares}: no clear difference."
        return f"No speaker is reported with distance clearly more or less often than {versus}."
    row = clear.loc[clear["difference"].abs().idxmax()]
    more = "more" if row["difference"] > 0 else "less"
    of_all = f"{row['of_stance']:,} of {count_of(int(row['statements']), 'statement')}"
    others = " Others differ clearly too." if len(clear) > 1 else ""
    return f"{row['speaker_name']} is reported with distance {more} often than {versus}: {of_all}.{others}"


def _most_frequent(ranked: pd.DataFrame, of: str) -> str:
    """Say with which verb a speaker is reported most often, and whether others are used as often."""
    first = ranked.iloc[0]
    of_all = f"{first['statements']:,} of {count_of(int(first['group_statements']), 'statement')}"
    caption = (
        f"The most frequent {of}: “{verb_name(first[of])}”, for {of_all} of {first['speaker_name']} that a cue reports"
    )
    others = int((ranked["statements"] == first["statements"]).sum()) - 1
    return f"{caption}; {count_of(others, 'other row')} with as many statements." if others else f"{caption}."


def _distance(counts: pd.DataFrame, statements: pd.DataFrame, study: Study) -> str:
    """Say who is reported with distance most often, and whether that differs clearly from all others."""
    distancing = counts[(counts["stance"] == "distancing") & (counts["statements"] > 0)]
    if distancing.empty:
        return NO_DISTANCE
    total, of_all = int(distancing["statements"].sum()), int(counts["statements"].sum())
    are = "is" if total == 1 else "are"
    text = f"{total:,} of {count_of(of_all, 'statement')} with a cue {are} reported with distance"
    if counts["speaker_name"].nunique() == 1:
        return f"{text}."
    contrast = _contrasts(statements, study, None, FEWEST).set_index("speaker_name")
    often = distancing[distancing["speaker_name"].isin(contrast.index)]
    if often.empty:
        return f"{text}, none of them of a speaker with {FEWEST} or more."
    first = often[often["statements"] == often["statements"].max()]
    if first["statements"].iloc[0] == 1:
        return f"{text}, none of a speaker with {FEWEST} or more twice."
    if len(first) > 1:
        return f"{text}; most often {some_of(list(first['speaker_name']))}, for {first['statements'].iloc[0]:,} each."
    first = first.iloc[0]
    row = contrast.loc[first["speaker_name"]]
    clear = "a clear" if _is_clear(row) else "no clear"
    return (
        f"{text}; most often {first['speaker_name']}: {first['statements']:,} of {first['group_statements']:,} "
        f"({percent(first['share'])}), {clear} difference from all others ({percent(row['others_share'])})."
    )


def _at_cues(said: pd.DataFrame) -> pd.DataFrame:
    """Return statements with the places of their cues; a colon says nothing without what follows it."""
    colon = said["verb"] == ":"
    start, end = (said[name].where(colon, said[f"cue_{name}"]) for name in ("start", "end"))
    return said.assign(start=start, end=end)


def _is_clear(found: pd.DataFrame | pd.Series) -> pd.Series | bool:
    """Say whether differences are clear of chance; one statement is none, whatever its interval."""
    more = (found["difference_low"] > 0) & (found["of_stance"] > 1)
    return more | (found["difference_high"] < 0)


def _contrasts(statements: pd.DataFrame, study: Study, reference: str | None, minimum: int) -> pd.DataFrame:
    documents = study.documents
    how = {"duplicates": "all", "as_written": True, "resamples": resamples_for(documents)}
    return stance_contrasts(statements, documents, reference, minimum=minimum, **how)
