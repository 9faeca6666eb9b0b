"""Who speaks, how, and where -> findings, and tables whose counts open their statements."""

import pandas as pd

from analysis.corpus.schemas import STATEMENT_KINDS
from analysis.discourse import (
    grouping,
    named_speech,
    share_of_voice,
    speaker_counts,
    statements_of,
    with_names,
)
from analysis.reports.display import Finding, Table, first_rows
from analysis.reports.finding_evidence import speaker_openings, speech_openings
from analysis.reports.naming_tables import SHORT_DATES
from analysis.reports.openings import OpeningTable, without_flat_intervals
from analysis.reports.rules import counting_rule, resamples_for
from analysis.reports.speech_evidence import NOBODY, open_statements, statement_openings
from analysis.reports.words import count_of, date_text, most, some_of
from analysis.reports.writing import label, percent
from analysis.stats.intervals import wilson_interval
from analysis.study import Study

WORDS = (
    "direct: statements all within quotation marks; mixed: partly so; the others are indirect. words: tokens of what "
    "is said, without the cue; quoted: of these within quotation marks."
)
VOICE = "share: of the words of all speakers with a name, with its 95% interval from a bootstrap over documents."
LONGEST_CONTENT = 160
ENDS = ("first", "last")


def speech_summary(statements: pd.DataFrame, study: Study) -> Finding:
    """Say how much of a corpus is somebody's statement, and who speaks most.

    Parameters
    ----------
    statements : DataFrame
        All, as `discourse.statements` gives it.
    study : Study
        The corpus.
    """
    total = len(study.documents)
    if statements.empty:
        return Finding(f"No statement is found in {count_of(total, 'document')}. {study.scope}".strip())
    speaking = statements["doc_id"].nunique()
    low, high = (percent(float(bound)) for bound in wilson_interval(speaking, total))
    share = f"{percent(speaking / total)}; 95% interval {low} to {high}"
    kinds = statements["kind"].value_counts().reindex(STATEMENT_KINDS, fill_value=0)
    of_kind = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())
    where = f"in {speaking:,} of {count_of(total, 'document')} ({share})"
    first = f"{count_of(len(statements), 'statement')} {where}: {of_kind}."
    return Finding(f"{first} {_who(statements)} {study.scope}".strip(), speech_openings(statements, study))


def _who(statements: pd.DataFrame) -> str:
    named = with_names(statements)
    if named.empty:
        return NOBODY
    counts = named_speech(named)["speaker_name"].value_counts().sort_index()
    have = "has" if len(counts) == 1 else "have"
    finding = most("statement", counts, len(named), verb="makes")
    speakers = count_of(len(counts), "speaker")
    nameless = int((statements["speaker_name"] == "").sum())
    as_written = len(statements) - len(named) - nameless
    roles = f"{as_written:,} {'is' if as_written == 1 else 'are'} of speakers known as written only (“the minister”)"
    nobody = f"{nameless:,} of nobody that could be told"
    return f"{speakers} with a name {have} {len(named):,} of them; {roles}, {nobody}. {finding}"


def speaker_summary(speaker: str, statements: pd.DataFrame, study: Study) -> Finding:
    """Say in one sentence how much one speaker says, and with which share of voice.

    Parameters
    ----------
    speaker : str
        A name of the column speaker_name.
    statements : DataFrame
        Those of all speakers that count.
    study : Study
        The corpus.
    """
    own = statements_of(statements, speaker)
    counts = _speakers(statements, study)
    row = without_flat_intervals(counts, "share").set_index("speaker_name").loc[speaker]
    kinds = ", ".join(f"{row[kind]:,} {kind}" for kind in STATEMENT_KINDS if row[kind])
    known = row["share_low"] == row["share_low"]
    bounds = f"; 95% interval {percent(row['share_low'])} to {percent(row['share_high'])}" if known else ""
    share = f" They are {percent(row['share'])} of what all speakers with a name say{bounds}." if row["words"] else ""
    where = f"in {row['documents']:,} of {count_of(len(study.documents), 'document')}"
    text = (
        f"{speaker} has {count_of(len(own), 'statement')} {where} ({kinds}), {count_of(row['words'], 'word')}.{share}"
    )
    return Finding(f"{text} {study.scope}".strip(), speaker_openings(own, statements, study))


def speaker_table(statements: pd.DataFrame, study: Study, top: int = 15) -> Table:
    """Show who speaks most, in how many statements, words and documents; each row opens its statements.

    Parameters
    ----------
    statements : DataFrame
        Those that count, as `discourse.with_names` gives them.
    study : Study
        The corpus.
    top : int
        How many speakers to show: those with most words.
    """
    counts = _speakers(statements, study)
    if counts.empty:
        return Table(pd.DataFrame(), NOBODY)
    shown = first_rows(without_flat_intervals(counts, "share"), top)
    columns = [
        "statements",
        "direct",
        "mixed",
        "words",
        "words_quoted",
        "share",
        "share_low",
        "share_high",
        "documents",
    ]
    table = shown[["speaker_name", *columns]].rename(columns={"speaker_name": "speaker", "words_quoted": "quoted"})
    of_all = f"{len(shown):,} of {count_of(len(counts), 'speaker')}, by words."
    note = f"{of_all} {WORDS} {VOICE} {counting_rule(study.documents)}"
    opened = open_statements(shown, named_speech(statements, as_written=True), study, ["speaker_name"])
    return OpeningTable(table, _loudest(counts), note, opened, every=counts)


def speech_dates_table(statements: pd.DataFrame, study: Study, top: int = 15) -> Table:
    """Show when speakers are heard first and last; each row opens the statements of both days.

    Parameters
    ----------
    statements : DataFrame
        Those that count; of one speaker, or of several.
    study : Study
        The corpus.
    top : int
        How many speakers to show: those who say most, of all who speak in a dated document.
    """
    if statements.empty:
        return Table(pd.DataFrame(), NOBODY)
    counts = _speakers(statements, study)
    dated = counts[counts["first_date"].notna()]
    if dated.empty:
        return Table(
            pd.DataFrame(), "No statement of a speaker with a name has a date.", counting_rule(study.documents)
        )
    shown = first_rows(dated, top).reset_index(drop=True)
    said = named_speech(statements, as_written=True)
    said["date"] = said["doc_id"].map(study.documents.set_index("doc_id")["date"])
    parts = []
    for row in shown.to_dict("records"):
        own = said[said["speaker_name"] == row["speaker_name"]]
        parts.append({end: own[own["date"] == row[f"{end}_date"]] for end in ENDS})
    table = shown[["speaker_name", "statements", "documents"]].rename(columns={"speaker_name": "speaker"})
    table = table.assign(first=_dates(shown, "first"), last=_dates(shown, "last"))
    first = shown.iloc[0]
    span = " to ".join(dict.fromkeys(date_text(first[f"{end}_date"], first[f"{end}_precision"]) for end in ENDS))
    caption = f"{first['speaker_name']}: {count_of(int(first['statements']), 'statement')}, {span}."
    some = f"The {len(shown)} who say most, of {count_of(len(dated), 'speaker')} with a dated statement. "
    some = some if len(shown) < len(dated) else ""
    days = "A document of which only the month or the year is known counts as its first day."
    note = f"{some}{days} {counting_rule(study.documents)}"
    return OpeningTable(table, caption, note, statement_openings(parts, study), every=dated)


def voice_table(statements: pd.DataFrame, study: Study, by: str, top: int = 15, *, speaker: str = "") -> Table:
    """Show which speaker says how much in each group of documents; each row opens its statements.

    Parameters
    ----------
    statements : DataFrame
        Those that count, of all speakers; shares are of what they say together.
    study : Study
        The corpus.
    by : str
        A column of documents, or "month" or "year".
    top : int
        How many rows to show: those with most words.
    speaker : str
        Only the rows of this speaker, if it is given; shares stay those of what all say.
    """
    if statements.empty:
        return Table(pd.DataFrame(), NOBODY)
    if not by:
        return Table(pd.DataFrame(), "There is no column to group documents by.")
    documents = study.documents
    counts = share_of_voice(
        statements, documents, by, duplicates="all", as_written=True, resamples=resamples_for(documents)
    )
    counts = counts[counts["speaker_name"] == speaker] if speaker else counts
    if counts.empty and speaker:
        return Table(pd.DataFrame(), f"{speaker} says nothing in a document with a value of {label(by)}.")
    if counts.empty:
        return Table(pd.DataFrame(), f"Nobody with a name speaks in a document with a value of {label(by)}.")
    ranked = without_flat_intervals(counts, "share").sort_values("words", ascending=False, kind="stable")
    shown = first_rows(ranked, top).reset_index(drop=True)
    group = pd.Series(grouping(documents, by).to_numpy(), index=documents["doc_id"])
    said = named_speech(statements, as_written=True)
    opened = open_statements(
        shown.assign(_group=shown[by]), said.assign(_group=said["doc_id"].map(group)), study, ["_group", "speaker_name"]
    )
    table = shown.assign(**{by: shown[by].map(lambda name: label(name, by))})
    columns = [by, "speaker_name", "statements", "words", "share", "share_low", "share_high", "documents"]
    table = table[[*columns, "group_documents"]]
    table = table if by == "speaker" else table.rename(columns={"speaker_name": "speaker"})
    note = (
        f"{len(shown):,} of {count_of(len(counts), 'row')}, by words. share: of the words that speakers with a name "
        f"say in the {label(by)}, with its 95% interval from a bootstrap over its documents. "
        f"{counting_rule(documents, by=by)}"
    )
    table = table.drop(columns=table.columns[1]) if speaker else table
    return OpeningTable(table, _most_in_one(ranked, by), note, opened, every=ranked)


def statement_table(statements: pd.DataFrame, study: Study, top: int = 50, *, speaker: str = "") -> Table:
    """Show statements one by one, the earliest first, each with how it was found; rows open their sentences.

    Parameters
    ----------
    statements : DataFrame
        Of one speaker, or of several.
    study : Study
        The corpus.
    top : int
        How many to show, 100 at most.
    speaker : str
        Only those of this speaker, if it is given.
    """
    said = statements_of(statements, speaker) if speaker else named_speech(statements, as_written=True)
    if said.empty:
        return Table(pd.DataFrame(), NOBODY)
    about = study.documents[["doc_id", "date", "date_precision"]]
    dated = said.merge(about, on="doc_id").sort_values(["date", "doc_id", "start"], kind="stable", ignore_index=True)
    shown = first_rows(dated, top)
    named = {"speaker": shown["speaker_name"]} if said["speaker_name"].nunique() > 1 else {}
    table = pd.DataFrame(
        {
            "what is said": shown["content"].map(_short),
            "cue": _cues(shown),
            **named,
            "addressee": shown["addressee"],
            "kind": shown["kind"],
            "date": _written_dates(shown["date"], shown["date_precision"]),
            "found by": _how(shown),
        }
    )
    table = table.drop(columns=[name for name in ("date", "addressee") if not table[name].astype(bool).any()])
    of_whom = f" of {speaker}" if speaker else ""
    caption = f"{count_of(len(said), 'statement')}{of_whom} in {count_of(said['doc_id'].nunique(), 'document')}."
    first = f"The first {len(shown):,}, by date. " if len(shown) < len(said) else ""
    note = (
        f"{first}found by: the rule for the statement and its speaker, the rule for the name, and the confidence: "
        "how often such rules were right in news reports coded by hand. Open a line to read the sentence."
    )
    opened = statement_openings([{"": shown.iloc[[row]]} for row in range(len(shown))], study)
    for opening in (opening for below in opened for opening in below):
        opening["count"] = "its sentence"
    return OpeningTable(table, caption, note, opened, every=dated)


def attribution_table(statements: pd.DataFrame, study: Study) -> Table:
    """Show by which rules speakers were found, and how many statements have none; rows open their statements.

    Parameters
    ----------
    statements : DataFrame
        All, as `discourse.statements` gives it; or those of one speaker.
    study : Study
        The corpus.
    """
    if statements.empty:
        return Table(pd.DataFrame(), "There is no statement to count.")
    rules = ["rule", "name_rule"]
    found = statements.assign(name_rule=statements["name_rule"].replace("", "(no name)"))
    counts = found.groupby(rules).agg(
        statements=("doc_id", "size"), documents=("doc_id", "nunique"), confidence=("confidence", "mean")
    )
    ranked = counts.reset_index().sort_values(["statements", *rules], ascending=[False, True, True], ignore_index=True)
    shown = ranked.head(50)
    nameless = len(statements) - len(with_names(statements))
    as_written = nameless - int((statements["speaker_name"] == "").sum())
    of_all = count_of(len(statements), "statement")
    caption = f"Of {of_all}, {nameless:,} {'has' if nameless == 1 else 'have'} no speaker with a name."
    caption += f" {as_written:,} of these {'has' if as_written == 1 else 'have'} one as written." if as_written else ""
    note = (
        "rule: how statement and speaker were found; name rule: how the name was. confidence: the mean; how often such "
        "rules were right in news reports coded by hand. A speaker is left without a name rather than guessed."
    )
    table = shown.assign(confidence=shown["confidence"].round(2))
    return OpeningTable(table, caption, note, open_statements(shown, found, study, rules), every=ranked)


def _speakers(statements: pd.DataFrame, study: Study) -> pd.DataFrame:
    documents = study.documents
    return speaker_counts(statements, documents, duplicates="all", as_written=True, resamples=resamples_for(documents))


def _loudest(counts: pd.DataFrame) -> str:
    first, second = counts.iloc[0], counts["words"].iloc[1] if len(counts) > 1 else -1
    if first["words"] == second or not first["words"]:
        return _equals(counts)
    known = first["share_low"] < first["share_high"]
    bounds = f" (95% interval {percent(first['share_low'])} to {percent(first['share_high'])})" if known else ""
    words = f"{first['words']:,} of {count_of(int(first['group_words']), 'word')}"
    return f"{first['speaker_name']} says most: {words}, {percent(first['share'])}{bounds}."


def _equals(counts: pd.DataFrame) -> str:
    """Say how many speakers there are where no one says most."""
    first = counts.loc[counts["words"] == counts["words"].max(), "speaker_name"]
    if len(first) == len(counts):
        return f"{count_of(len(counts), 'speaker')}, of whom none says more than another."
    return f"{count_of(len(counts), 'speaker')}; {some_of(list(first))} say most, equally much."


def _most_in_one(ranked: pd.DataFrame, by: str) -> str:
    """Say who says most in one group, or that several say as much."""
    first = ranked[ranked["words"] == ranked["words"].max()]
    places = [label(name, by) for name in first[by]]
    if len(first) > 1:
        most_words = f"most words in one {label(by)}, {int(first['words'].iloc[0]):,} each"
        if ranked["speaker_name"].nunique() == 1:
            return f"{first['speaker_name'].iloc[0]} says the {most_words}, in {some_of(places)}."
        pairs = [f"{name} in {place}" for name, place in zip(first["speaker_name"], places, strict=True)]
        return f"The {most_words}: {some_of(pairs)}."
    row = first.iloc[0]
    of_all = f"{row['words']:,} of {count_of(int(row['group_words']), 'word')}"
    return f"{row['speaker_name']} says most in one {label(by)}, {places[0]}: {of_all}."


def _dates(shown: pd.DataFrame, which: str) -> list[str]:
    return _written_dates(shown[f"{which}_date"], shown[f"{which}_precision"])


def _written_dates(dates: pd.Series, precisions: pd.Series) -> list[str]:
    """Write as much of the dates as is known, and shortly, so that the table fits on a page."""
    pairs = zip(dates, precisions, strict=True)
    return [f"{date:{SHORT_DATES[known]}}" if known in SHORT_DATES and pd.notna(date) else "" for date, known in pairs]


def _cues(shown: pd.DataFrame) -> list[str]:
    return [
        f"{modal + ' ' if modal and not cue.startswith(modal) else ''}{'not ' if negated else ''}{cue}"
        for cue, modal, negated in zip(shown["cue"], shown["modal"], shown["negated"], strict=True)
    ]


def _how(shown: pd.DataFrame) -> list[str]:
    return [
        f"{rule}{'; ' + name_rule if name_rule else ''} ({confidence:.2f})"
        for rule, name_rule, confidence in zip(shown["rule"], shown["name_rule"], shown["confidence"], strict=True)
    ]


def _short(content: str) -> str:
    text = " ".join(content.split())
    return text if len(text) <= LONGEST_CONTENT else text[: LONGEST_CONTENT - 1].rstrip() + "…"
