"""Frames -> tables with captions, and the evidence behind counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from analysis.discourse import by_others, grouping, mention_counts
from analysis.reports.display import TEMPLATES, Finding, Table, cell, label
from analysis.reports.words import count_of
from analysis.study import Study
from analysis.text import in_sentences

GROUPING_COLUMNS = ("group", "actor", "source", "country", "author")


def summary(study: Study) -> Finding:
    """Say in one sentence what a corpus holds."""
    documents = study.documents
    parts = [count_of(len(documents), "document")]
    if actors := documents["actor"].nunique():
        parts[0] += f" by {count_of(actors, 'actor')}"
    dates = documents.loc[documents["date"].notna(), ["date", "date_precision"]].sort_values("date")
    if len(dates):
        coarsest = next(name for name in ("year", "month", "day") if name in set(dates["date_precision"]))
        first, last = (_known(dates.iloc[place], coarsest) for place in (0, -1))
        parts[0] += f", {first} to {last}" if first != last else f", {first}"
    parts.append(f"{count_of(len(study.tokens), 'token')} in {count_of(len(study.sentences), 'sentence')}")
    if named := study.mentions["organization"].nunique():
        parts.append(f"{count_of(len(study.mentions), 'mention')} of {count_of(named, 'organization')}")
    return Finding("; ".join(parts) + ".")


def _known(dated: pd.Series, precision: str = "") -> str:
    day = dated["date"]
    forms = {"day": f"{day:%B} {day.day}, {day.year}", "month": f"{day:%B} {day.year}", "year": f"{day.year}"}
    return forms[precision or dated["date_precision"]]


def organization_summary(organization: str, mentions: pd.DataFrame, study: Study) -> Finding:
    """Say in one sentence how often an organization is named, and how often by others than itself.

    Parameters
    ----------
    organization : str
        Its standard name.
    mentions : DataFrame
        Its mentions in the study.
    study : Study
        The corpus.
    """
    naming, total = mentions["doc_id"].nunique(), len(study.documents)
    text = f"{organization} is named {count_of(len(mentions), 'time')} in {naming:,} of {count_of(total, 'document')}"
    if study.documents["actor"].notna().any():
        others = by_others(mentions, study.documents, study.gazetteer)
        text += f", {others['doc_id'].nunique():,} of them by other actors"
    return Finding(text + ".")


def choose_grouping(documents: pd.DataFrame, by: str = "") -> str:
    """Return the column to compare documents by.

    Parameters
    ----------
    documents : DataFrame
        With the user's own columns.
    by : str
        A column, or "month"; when empty, the first of group, actor, source, country and author with two
        values or more, and "" if there is none.

    Raises
    ------
    ValueError
        There is no such column; all columns are listed.

    >>> choose_grouping(pd.DataFrame({"actor": ["A", "B"]}))
    'actor'
    """
    if by:
        grouping(documents, by)
        return by
    several = (name for name in GROUPING_COLUMNS if name in documents and documents[name].nunique() > 1)
    return next(several, "")


def term_table(frequencies: pd.DataFrame, top: int = 20) -> Table:
    """Show the most frequent terms with counts, rates and intervals.

    Parameters
    ----------
    frequencies : DataFrame
        As `stats.frequencies` gives it.
    top : int
        How many rows of each group to show.
    """
    fixed = ["term", "count", "documents", "per_million", "low", "high"]
    groups = [name for name in frequencies.columns if name not in [*fixed, "group_tokens", "group_documents"]]
    shown = frequencies.groupby(groups, sort=False).head(top) if groups else frequencies.head(top)
    caption = f"{count_of(len(shown), 'term')} of {len(frequencies):,}, by number of tokens."
    note = "Per million tokens; low and high bound the 95% interval (bootstrap over documents). Stop words have no row."
    return Table(shown[[*groups, *fixed]], caption, note)


def organization_table(mentions: pd.DataFrame, study: Study, top: int = 20) -> Table:
    """Show the most-named organizations: mentions, documents, and documents of other actors.

    Parameters
    ----------
    mentions : DataFrame
        As `discourse.mentions` gives it.
    study : Study
        The corpus, for the documents and the gazetteer.
    top : int
        How many organizations to show.
    """
    counts = mention_counts(mentions, study.documents)
    others = mention_counts(by_others(mentions, study.documents, study.gazetteer), study.documents)
    by_other = others.set_index("organization")["documents"].reindex(counts["organization"], fill_value=0)
    counts["documents_of_others"] = by_other.to_numpy()
    shown = counts.sort_values(["documents", "mentions", "organization"], ascending=[False, False, True]).head(top)
    columns = ["organization", "mentions", "documents", "documents_of_others", "share", "low", "high"]
    shown = shown[columns].rename(columns={"low": "share_low", "high": "share_high"})
    caption = f"{len(shown):,} of {count_of(len(counts), 'named organization')}, by number of documents."
    note = "Documents of others: those whose actor is not the organization itself. Share of all documents, 95% Wilson interval."
    return Table(shown, caption, note)


def alias_table(mentions: pd.DataFrame) -> Table:
    """Show under which names an organization is mentioned.

    Parameters
    ----------
    mentions : DataFrame
        Those of one organization.

    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "alias": ["UN", "UN"], "organization": ["United Nations"] * 2})
    >>> alias_table(named).data.values.tolist()
    [['UN', 2, 1]]
    """
    counts = mentions.groupby("alias")["doc_id"].agg(mentions="size", documents="nunique").reset_index()
    shown = counts.sort_values(["mentions", "alias"], ascending=[False, True], ignore_index=True)
    caption = f"{count_of(len(shown), 'name')} in use."
    if len(shown):
        caption = f"“{shown.loc[0, 'alias']}” is the most frequent of {count_of(len(shown), 'name')} in use."
    return Table(shown, caption)


def problem_table(problems: pd.DataFrame) -> Table:
    """Show what could not be read or looks wrong in the raw files.

    Parameters
    ----------
    problems : DataFrame
        As `corpus.read` gives it.
    """
    errors = int((problems["severity"] == "error").sum())
    caption = f"{count_of(len(problems), 'problem')} in the raw files, {errors:,} of them texts that could not be read."
    return Table(problems, caption if len(problems) else "No problems in the raw files.")


def document_table(documents: pd.DataFrame, top: int = 10) -> Table:
    """Show the first documents of a corpus.

    Parameters
    ----------
    documents : DataFrame
        As `corpus.read` gives it.
    top : int
        How many to show.
    """
    shown = documents[["doc_id", "date", "actor", "title"]].dropna(axis="columns", how="all").head(top)
    return Table(shown, f"The first {len(shown):,} of {count_of(len(documents), 'document')}.")


@dataclass(frozen=True)
class Evidence:
    """The sentences behind counts, each with its hit marked and its source; folded by group."""

    caption: str
    note: str
    groups: list[dict]

    def _repr_html_(self) -> str:
        template = TEMPLATES.get_template("evidence.html.j2")
        return template.render(caption=self.caption, note=self.note, groups=self.groups)


def evidence(hits: pd.DataFrame, study: Study, by: str = "organization", limit: int = 200) -> Evidence:
    """Show the sentences that a count is made of.

    Parameters
    ----------
    hits : DataFrame
        The rows that were counted: doc_id, start, end; mentions, or any rows of the kind.
    study : Study
        The corpus, for sentences and sources.
    by : str
        A column of hits or of documents to fold the sentences by; groups with most hits come first.
    limit : int
        How many sentences of a group to show.
    """
    documents = study.documents.drop(columns=[name for name in hits.columns if name != "doc_id"], errors="ignore")
    placed = in_sentences(hits, study.sentences).merge(documents, on="doc_id", how="left")
    groups = placed[by].fillna("(none)") if by else pd.Series("all", index=placed.index)
    sizes = groups.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    shown = [
        _evidence_group(label(name), placed[groups == name].sort_values(["date", "doc_id", "start"]), limit)
        for name in sizes.index
    ]
    caption = f"Evidence: {count_of(len(placed), 'mention')} in {count_of(placed['doc_id'].nunique(), 'document')}."
    return Evidence(caption, "Open a line to read the sentences that it counts.", shown)


def _evidence_group(name: str, hits: pd.DataFrame, limit: int) -> dict:
    sentences = list(hits.groupby(["doc_id", "sentence"], sort=False))
    count = f"{count_of(len(hits), 'mention')} in {count_of(hits['doc_id'].nunique(), 'document')}"
    shown = [_evidence_sentence(same) for _, same in sentences[:limit]]
    return {"label": name, "count": count, "hits": shown, "left_out": max(0, len(sentences) - limit)}


def _evidence_sentence(hits: pd.DataFrame) -> dict:
    first = hits.iloc[0]
    title = cell(first["title"]) or first["doc_id"]
    about = [cell(first["actor"]), _dated(first), first["doc_id"] if title != first["doc_id"] else ""]
    return {
        "pieces": list(_pieces(hits)),
        "title": title,
        "about": [part for part in about if part],
        "url": safe_link(cell(first["url"])),
    }


def _dated(hit: pd.Series) -> str:
    return _known(hit) if hit["date_precision"] else ""


def _pieces(hits: pd.DataFrame) -> Iterator[dict]:
    """Cut a sentence into the parts that are hits and those that are not."""
    text, begin = hits["sentence_text"].iloc[0], hits["sentence_start"].iloc[0]
    done = 0
    for start, end in zip(hits["start"] - begin, hits["end"] - begin, strict=True):
        yield {"text": text[done:start], "hit": False}
        yield {"text": text[start:end], "hit": True}
        done = end
    yield {"text": text[done:], "hit": False}


def safe_link(url: str) -> str:
    """Return a link that leads to a web page, or nothing.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
