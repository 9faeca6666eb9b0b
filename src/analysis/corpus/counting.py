"""Documents and problems -> tables that say what was read and what is wrong with it."""

import pandas as pd

PROBLEM_COLUMNS = ["severity", "kind", "problems", "files", "example"]


def count_formats(documents: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Count files, documents and characters by the format that they were read from.

    Parameters
    ----------
    documents, problems : DataFrame
        As `corpus.read` gives them; a column `characters` may stand for the texts.

    Returns
    -------
    DataFrame
        format, files, documents, characters, and errors and warnings (problems of these files); problems of
        files that gave no document stand under the ending of the file. Sorted by documents, then format.

    >>> documents = pd.DataFrame({"format": ["txt"], "path": ["a.txt"], "text": ["Closed."]})
    >>> problems = pd.DataFrame({"path": ["b.pdf"], "severity": ["error"]})
    >>> count_formats(documents, problems).values.tolist()
    [['txt', 1, 1, 7, 0, 0], ['pdf', 0, 0, 0, 1, 0]]
    """
    lengths = documents["characters"] if "characters" in documents else documents["text"].str.len()
    by = documents.groupby("format")
    counts = pd.DataFrame(
        {
            "files": by["path"].nunique(),
            "documents": by.size(),
            "characters": lengths.groupby(documents["format"]).sum(),
        }
    )
    known = documents.drop_duplicates("path").set_index("path")["format"]
    of = problems["path"].map(known).fillna(problems["path"].map(_ending)).rename("format")
    for name, severity in (("errors", "error"), ("warnings", "warning")):
        faults = of[problems["severity"] == severity].value_counts()
        counts = counts.join(faults.rename(name), how="outer")
    counts = counts.fillna(0).astype("int64").rename_axis("format").reset_index()
    return counts.sort_values(["documents", "format"], ascending=[False, True], ignore_index=True)


def _ending(path: str) -> str:
    name = path.rpartition("/")[2].lower().removesuffix(".gz")
    return name.rpartition(".")[2] if "." in name.strip(".") else "(none)"


def count_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Count problems by severity and kind, each with an example.

    Parameters
    ----------
    problems : DataFrame
        As `corpus.read` gives it.

    Returns
    -------
    DataFrame
        severity, kind, problems, files, example; errors first, then the most frequent.

    >>> problems = pd.DataFrame({"path": ["a.txt"], "row": [None], "kind": ["empty"], "message": ["no text"],
    ...                          "severity": ["error"]})
    >>> count_problems(problems).values.tolist()
    [['error', 'empty', 1, 1, 'a.txt: no text']]
    """
    if problems.empty:
        return pd.DataFrame(columns=PROBLEM_COLUMNS).astype({"problems": "int64", "files": "int64"})
    rows = problems.assign(example=[_place(*row) for row in zip(problems["path"], problems["row"], strict=True)])
    rows["example"] = rows["example"] + ": " + rows["message"]
    counts = rows.groupby(["severity", "kind"]).agg(
        problems=("path", "size"), files=("path", "nunique"), example=("example", "first")
    )
    order = ["severity", "problems", "kind"]
    return counts.reset_index().sort_values(order, ascending=[True, False, True], ignore_index=True)[PROBLEM_COLUMNS]


def _place(path: str, row: object) -> str:
    return path if pd.isna(row) else f"{path}, row {row}"


def count_values(documents: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count documents by the values of a column; those without one stand under "(unknown)".

    Parameters
    ----------
    documents : DataFrame
        As `corpus.read` gives it.
    column : str
        One of its columns, as language, script, date_source or date_precision.

    >>> count_values(pd.DataFrame({"language": ["en", "", "en"]}), "language").values.tolist()
    [['en', 2], ['(unknown)', 1]]
    """
    values = documents[column].replace("", None).fillna("(unknown)")
    counts = values.value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    return counts.rename("documents").rename_axis(column).reset_index()


def count_repeats(documents: pd.DataFrame) -> pd.DataFrame:
    """Count the documents that repeat no other, those with the same words as one, and those nearly like one.

    >>> documents = pd.DataFrame({"duplicate_of": [None, "a", "a"], "similarity": [None, 1.0, 0.8]})
    >>> count_repeats(documents).values.tolist()
    [['repeats no other', 1], ['same words', 1], ['nearly the same', 1]]
    """
    repeated = documents["duplicate_of"].notna()
    same = repeated & (documents["similarity"] == 1)
    counts = [int((~repeated).sum()), int(same.sum()), int((repeated & ~same).sum())]
    return pd.DataFrame({"text": ["repeats no other", "same words", "nearly the same"], "documents": counts})


def count_changes(cleaning: pd.DataFrame) -> pd.DataFrame:
    """Count what each cleaning step changed.

    Parameters
    ----------
    cleaning : DataFrame
        doc_id, step, changes (characters removed or replaced).

    >>> cleaning = pd.DataFrame({"doc_id": ["a", "b"], "step": ["spaces"] * 2, "changes": [3, 1]})
    >>> count_changes(cleaning).values.tolist()
    [['spaces', 2, 4]]
    """
    counts = cleaning.groupby("step").agg(documents=("doc_id", "nunique"), changes=("changes", "sum")).reset_index()
    return counts.sort_values(["documents", "step"], ascending=[False, True], ignore_index=True)
