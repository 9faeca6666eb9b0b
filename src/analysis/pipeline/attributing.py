"""What was found in texts alone -> the statements of documents, in their language and as a person corrected them."""

import numpy as np
import pandas as pd

from analysis.corpus.problems import problem
from analysis.corpus.schemas import DOCUMENTS, STATEMENTS, empty, typed
from analysis.discourse.corrections import apply_corrections
from analysis.discourse.first_person import with_authors
from analysis.discourse.speech.lists import language_codes
from analysis.pipeline.extracting import extract_statements, main_language

NO_LISTS = (
    "no statements are looked for in this document and others of its language, {language!r}: there are word lists for "
    "{known} alone"
)


class Attribution:
    """Makes the statements of one set of documents after another, and keeps what is wrong with them.

    Parameters
    ----------
    gazetteer : DataFrame
        The aliases, or no row.
    corrections : DataFrame
        As `discourse.corrections.read_corrections` gives them.
    """

    def __init__(self, gazetteer: pd.DataFrame, corrections: pd.DataFrame) -> None:
        self._gazetteer = gazetteer
        self._corrections = corrections
        self._corrected = np.zeros(len(corrections), dtype=bool)
        self._problems: list[dict] = []
        self._without_lists: dict[str, tuple[str, object]] = {}

    def statements(self, found: pd.DataFrame, documents: pd.DataFrame, languages: np.ndarray) -> pd.DataFrame:
        """Return the statements of some documents, in the order of the documents and of their texts.

        Parameters
        ----------
        found : DataFrame
            What was found in the texts, under the ids of the documents, as `extract_statements` gives it.
        documents : DataFrame
            Rows of the documents table.
        languages : array of str
            For each document the language that its text was searched in; where it has another one now, it is
            searched again.
        """
        pairs = zip(documents["language"], languages, strict=True)
        others = documents[[main_language(final) != main_language(detected) for final, detected in pairs]]
        if len(others):
            kept = found[~found["doc_id"].isin(others["doc_id"])]
            found = pd.concat([kept, extract_statements(others, self._gazetteer)], ignore_index=True)
        self._report(found[found["fault"] != ""], documents)
        self._note_languages(documents)
        found = found[found["fault"] == ""]
        places = found["start"].astype("str") + "-" + found["end"].astype("str")
        whole = typed(found.assign(statement_id=found["doc_id"] + ":" + places), STATEMENTS)[list(STATEMENTS.columns)]
        return self._corrected_and_sorted(with_authors(whole, documents), documents)

    def _report(self, faults: pd.DataFrame, documents: pd.DataFrame) -> None:
        places = documents.set_index("doc_id")[["path", "row"]]
        for doc_id, fault in zip(faults["doc_id"], faults["fault"], strict=True):
            path, row = places.loc[doc_id]
            message = f"the rules fail on this text, which has no statements therefore ({fault}): please report it"
            row = None if pd.isna(row) else int(row)
            self._problems.append(problem(path, row, "no-statements", message, "warning"))

    def _note_languages(self, documents: pd.DataFrame) -> None:
        """Hold the first document of each language in which no statements can be found."""
        known = set(language_codes())
        for code, path, row in zip(documents["language"], documents["path"], documents["row"], strict=True):
            language = main_language(code)
            if language not in known:
                self._without_lists.setdefault(language, (path, None if pd.isna(row) else int(row)))

    def _corrected_and_sorted(self, found: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
        concerned = self._corrections["doc_id"].isin(documents["doc_id"]).to_numpy()
        if concerned.any():
            self._corrected |= concerned
            found = self._apply(found, documents, self._corrections[concerned])
        order = pd.Index(documents["doc_id"]).get_indexer(found["doc_id"])
        return found.iloc[np.lexsort((found["start"], order))].reset_index(drop=True)

    def _apply(self, found: pd.DataFrame, documents: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
        corrected, problems = apply_corrections(found, documents, corrections.reset_index(drop=True))
        self._problems += problems.to_dict("records")
        return corrected

    def problems(self) -> list[dict]:
        """Return the problems of all documents taken, and those of corrections of documents that are not there."""
        if not self._corrected.all():
            self._apply(empty(STATEMENTS), empty(DOCUMENTS), self._corrections[~self._corrected])
            self._corrected[:] = True
        known = ", ".join(language_codes())
        return self._problems + [
            problem(path, row, "no-word-lists", NO_LISTS.format(language=language, known=known), "warning")
            for language, (path, row) in self._without_lists.items()
        ]
