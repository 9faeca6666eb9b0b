"""The first page of a project: what is here, when it was built and from what, and where to go on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis import project
from analysis.reports.charts import documents_over_time
from analysis.reports.display import TEMPLATES
from analysis.reports.exploring.changes import Changes, built_at, changes_since
from analysis.reports.tables import summary
from analysis.reports.words import count_of, date_text
from analysis.reports.writing import cut
from analysis.study import NotBuiltError, Study, load

START = "00-start"
MOST_REPORTS = 200
FIRST_SENTENCE = 240
SENTENCE_END = re.compile(r"(?<=[.?!])\s")
COMMANDS = {
    "discourse build": "build the tables again; only what changed is processed",
    "discourse check data/raw": "say what would be read, and what is wrong with it",
    "discourse report": "render the reports that reports/reports.yaml lists",
    "discourse report overview": "render one report",
    "discourse --help": "all commands; each has its own --help",
}


@dataclass(frozen=True, repr=False)
class StartPage:
    """What is here, as a page of links.

    Attributes
    ----------
    corpus : str
        What the corpus holds, in a sentence; empty before the first build.
    todo : list of str
        What to do first, or what changed since the build.
    built : list of (str, str)
        What the tables were made from, by the name of each thing.
    chart : str
        When the documents are from, as HTML; empty where that is not known.
    notebooks, reports : list of dict
        Each with its file, title and what it shows.
    """

    corpus: str
    todo: list[str] = field(default_factory=list)
    built: list[tuple[str, str]] = field(default_factory=list)
    chart: str = ""
    notebooks: list[dict[str, str]] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)

    def _repr_html_(self) -> str:
        return TEMPLATES.get_template("start.html.j2").render(page=self, commands=COMMANDS)


def start_page(processed: Path | str = "") -> StartPage:
    """Show what is here: the corpus, what it was built from and what changed since, the notebooks and the reports.

    Where nothing has been built yet, it says how to do it.

    Parameters
    ----------
    processed : path, optional
        The folder of processed tables; the project's data/processed when left out or empty.
    """
    here = _project()
    about = {"notebooks": _notebooks(here), "reports": _reports(here)} if here else {}
    try:
        study = load(processed)
    except NotBuiltError:
        return StartPage("", _first_steps(here), **about)
    built = built_at(study.folder)
    raw = here.raw if here and study.folder.resolve() == here.processed.resolve() else None
    changes = changes_since(study.manifest, raw, built) if raw else Changes()
    rows = [
        ("built", f"{date_text(built, 'day')}, {built:%H:%M}"),
        ("from", _inputs(study, raw is not None)),
        ("since then", " ".join(changes.sentences()) or _unchanged(raw is not None)),
        ("problems", _problems(study)),
        ("data hash", study.manifest["data"][:12]),
        ("program", f"discourse-analysis {study.manifest.get('made_by', {}).get('discourse-analysis', 'unknown')}"),
    ]
    todo = (
        ["Build the tables again to take up what changed: discourse build, or this notebook’s button in JupyterLab."]
        if changes.sentences()
        else []
    )
    return StartPage(summary(study).text, todo, rows, documents_over_time(study.documents)._repr_html_(), **about)


def _project() -> project.Project | None:
    try:
        return project.find()
    except FileNotFoundError:
        return None


def _first_steps(here: project.Project | None) -> list[str]:
    texts = "data/raw" if here is None or here.raw.is_dir() else "data/raw, which is not there yet"
    return [
        f"Nothing has been built yet. Put your texts into {texts}; README.md says in which form.",
        "Press the button “Build the tables” below, or run in a terminal in the project's folder: discourse build",
        "Run this notebook again: Run ▸ Run All Cells.",
    ]


def _inputs(study: Study, known: bool) -> str:
    files = count_of(len(study.manifest["inputs"]), "file")
    return f"{files} in data/raw" if known else f"{files} of a folder of your own"


def _unchanged(known: bool) -> str:
    return "nothing changed" if known else "not known: these are not the tables of this project's data/raw"


def _problems(study: Study) -> str:
    errors = int((study.problems["severity"] == "error").sum())
    if study.problems.empty:
        return "none"
    warnings = count_of(len(study.problems) - errors, "warning")
    return f"{count_of(errors, 'error')} and {warnings}; the notebook 01-corpus lists them"


def _notebooks(here: project.Project) -> list[dict[str, str]]:
    paths = sorted(here.notebooks.glob("*.ipynb"), key=lambda path: (not path.stem[:1].isdigit(), path.stem))
    return [_notebook(path) for path in paths if path.stem != START]


def _notebook(path: Path) -> dict[str, str]:
    """Return a notebook's title and what its first cell says that it shows."""
    from analysis.reports.publishing.declaring import template
    from analysis.reports.publishing.describing import plain_title
    from analysis.reports.publishing.refusals import ParameterError

    try:
        read = template(path)
    except (OSError, ParameterError):
        return {"file": path.name, "title": path.stem, "shows": "cannot be read", "kind": "notebook"}
    shows = cut(SENTENCE_END.split(read.shows, maxsplit=1)[0], FIRST_SENTENCE)
    kind = "notebook" if path.stem[:1].isdigit() else "template"
    return {"file": path.name, "title": plain_title(read), "shows": shows, "kind": kind}


def _reports(here: project.Project) -> list[dict[str, str]]:
    return list(_rendered(sorted(here.reports.glob("*.html"))[:MOST_REPORTS]))


def _rendered(paths: list[Path]) -> Iterator[dict[str, str]]:
    from analysis.reports.publishing.about import read_about

    for path in paths:
        if path.name == "index.html":
            yield {"file": path.name, "title": "All reports", "shows": "the index, with search"}
        elif about := read_about(path):
            yield {"file": path.name, "title": about.title, "shows": about.scope}
