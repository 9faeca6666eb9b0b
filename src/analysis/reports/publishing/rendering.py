"""A notebook and its parameters -> one HTML file that stands alone, and the same in other formats if wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import study
from analysis.reports.publishing import formats as kinds
from analysis.reports.publishing import parameters as declarations
from analysis.reports.publishing.about import About, about, described, read_about
from analysis.reports.publishing.files import file_name, write_atomically
from analysis.reports.publishing.freshness import is_fresh, origins
from analysis.reports.publishing.linking import unlinked
from analysis.reports.publishing.locking import alone_in
from analysis.reports.publishing.ownership import refuse_foreign
from analysis.reports.publishing.seals import sealed

HTML = "html"


@dataclass(frozen=True)
class Rendered:
    """The files of a report, the page first, and whether all of them were there already, of the same origins."""

    paths: tuple[Path, ...]
    unchanged: bool


@dataclass(frozen=True)
class Plan:
    """A report to render: its notebook, the checked values for it, what it will be of, and its page's path."""

    notebook: Path
    declared: dict[str, declarations.Parameter]
    values: dict[str, Any]
    study: study.Study
    about: About
    path: Path


def publish(
    notebook: Path,
    given: Mapping[str, Any],
    out: Path,
    *,
    formats: Sequence[str] = (HTML,),
    engine: str = "forked",
    timeout: float | None = None,
    force: bool = False,
) -> Rendered:
    """Render a report, if it is not there as it would be now.

    Parameters
    ----------
    notebook : Path
        A notebook with a cell tagged "parameters".
    given : mapping of str to Any
        Values for its parameters; the others keep their defaults.
    out : Path
        The folder to write to; made when it is not there.
    formats : sequence of str
        What to write, of html, pdf, notebook and md. The page of HTML is always written: the index and the other
        formats are made of it. A format that the page before was written in is written again with it.
    engine : str
        How the notebook is run, as in `running.execute`.
    timeout : float, optional
        Seconds after which a cell is stopped.
    force : bool
        Whether to render a report anew that is unchanged.

    Raises
    ------
    ParameterError
        A parameter is not declared or does not fit its type; nothing has run.
    RenderError
        A cell failed; nothing was written.
    FormatError
        There is no such format, or it would be written over the notebook itself; or there is no program that writes
        it: the page of HTML is written then.
    ForeignFileError
        A file stands in the place of the page that somebody else made; nothing has run.
    NotBuiltError
        The processed tables that the parameters name are not there.
    """
    others = kinds.chosen(formats)
    plan = planned(notebook, given, out)
    _spare_notebook(plan, others)
    refuse_foreign(plan.path)
    fresh = not force and is_fresh(plan.path, plan.about)
    wanted = _outdated(plan, others) if fresh else kinds.chosen([*others, *_standing(plan)])
    paths = (plan.path, *(kinds.path_of(plan.path, kind) for kind in others))
    if fresh and not wanted:
        return Rendered(paths, unchanged=True)
    if fresh and kinds.NOTEBOOK not in wanted:
        page, executed = unlinked(plan.path.read_text(encoding="utf-8")), ""
    else:
        page, executed = _run(plan, engine, timeout, kinds.NOTEBOOK in wanted)
        with alone_in(plan.path.parent):
            write_atomically(plan.path, page.encode("utf-8"))
    for kind in wanted:
        kinds.write(kind, plan.path, page, plan.about, executed)
    return Rendered(paths, unchanged=False)


def unchanged(notebook: Path, given: Mapping[str, Any], out: Path, formats: Sequence[str] = (HTML,)) -> Rendered | None:
    """Return the files of a report if all of them are there as they would be now; quickly, and nothing is run.

    Parameters
    ----------
    notebook, given, out, formats
        As `publish` takes them.

    Returns
    -------
    Rendered or None
        None where something has changed.

    Raises
    ------
    ParameterError, FormatError, NotBuiltError
        As `publish` raises them.
    """
    others = kinds.chosen(formats)
    plan = planned(notebook, given, out)
    if not is_fresh(plan.path, plan.about) or _outdated(plan, others):
        return None
    return Rendered((plan.path, *(kinds.path_of(plan.path, kind) for kind in others)), unchanged=True)


def _spare_notebook(plan: Plan, others: Sequence[str]) -> None:
    """Refuse to write a report over the notebook that it is rendered from."""
    if any(kinds.path_of(plan.path, kind).resolve() == plan.notebook.resolve() for kind in others):
        raise kinds.FormatError(f"this would write over {plan.notebook} itself: choose another folder (--out)")


def _standing(plan: Plan) -> list[str]:
    """Return the formats that the page there now was written in too: beside a new one they would be out of date."""
    before = read_about(plan.path) if plan.path.is_file() else None
    if before is None:
        return []
    return [kind for kind in kinds.ENDINGS if kinds.is_fresh(kinds.path_of(plan.path, kind), kind, before)]


def _outdated(plan: Plan, others: Sequence[str]) -> list[str]:
    return [kind for kind in others if not kinds.is_fresh(kinds.path_of(plan.path, kind), kind, plan.about)]


def _run(plan: Plan, engine: str, timeout: float | None, with_notebook: bool) -> tuple[str, str]:
    """Run a planned report, and return its page and, if wanted, its notebook with outputs."""
    from analysis.reports.publishing import pages
    from analysis.reports.publishing.corpus_checks import Corpus, whole_paths
    from analysis.reports.publishing.notebooks import notebook_text
    from analysis.reports.publishing.running import execute

    values = plan.values | whole_paths(plan.declared, plan.values)  # the kernel works in a folder of its own
    executed = execute(plan.notebook, values, engine=engine, timeout=timeout)
    notebook = notebook_text(executed, plan.about) if with_notebook else ""  # first, as a page leaves cells out
    of = described(plan.about, Corpus(plan.study).part(plan.values))
    return sealed(pages.page(executed, of)), notebook


def planned(notebook: Path, given: Mapping[str, Any], out: Path) -> Plan:
    """Check the parameters of a report and open its tables; nothing is run, and no heavy library imported.

    Parameters
    ----------
    notebook, given, out
        As `publish` takes them.

    Raises
    ------
    ParameterError, NotBuiltError
        As `publish` raises them.
    """
    notebook, out = Path(notebook), Path(out)
    declared = declarations.declared(notebook)
    values = declarations.checked(declared, given)
    opened = study.load(values.get("processed", ""))
    if "processed" in values:  # the kernel works in the notebook's folder
        values["processed"] = str(opened.folder.resolve())
    of = about(notebook, declared, values, given, origins(notebook, declared, values, opened))
    return Plan(notebook, declared, values, opened, of, out / f"{file_name(notebook.stem, of.given)}.html")


def render(
    notebook: Path | str,
    parameters: Mapping[str, Any] | None = None,
    out: Path | str = "reports",
    *,
    to: str = HTML,
    engine: str = "forked",
    timeout: float | None = None,
) -> Path:
    """Run a notebook through papermill and write what it shows as one HTML file.

    The file holds no script and loads nothing; a content security policy forbids both. Its footer names the
    parameters, the data and the versions. The same notebook, parameters and data give the same bytes.

    Parameters
    ----------
    notebook : path
        A notebook with a cell tagged "parameters". The metadata entry "title" becomes the report's title,
        with $name standing for a parameter; cells tagged "notebook-only" are left out.
    parameters : mapping of str to Any, optional
        Values for its parameters; the others keep their defaults.
    out : path
        The folder to write to; made when it is not there.
    to : str
        "html"; or "pdf", "notebook" or "md", which are written beside the page of HTML.
    engine : str
        How the notebook is run: "forked" from a process that has the libraries loaded, or "stock".
    timeout : float, optional
        Seconds after which a cell is stopped; none when left out.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ParameterError
        A parameter is not declared or does not fit its type; nothing has run.
    RenderError
        A cell failed; nothing was written.
    FormatError
        There is no such format, or no program that writes it.
    ForeignFileError
        A file stands in the place of the page that somebody else made; nothing has run.
    NotBuiltError
        The processed tables that the parameters name are not there.
    """
    check_corpus(planned(Path(notebook), parameters or {}, Path(out)))
    done = publish(
        Path(notebook), parameters or {}, Path(out), formats=(to,), engine=engine, timeout=timeout, force=True
    )
    return done.paths[-1]


def check_corpus(plan: Plan) -> None:
    """Refuse values that name what the corpus does not hold.

    Raises
    ------
    ParameterError
        All that is wrong.
    """
    from analysis.reports.publishing.corpus_checks import check_against

    check_against(plan.declared, plan.values, plan.study)
