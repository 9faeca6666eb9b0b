"""What a report says of itself: what it is of, what it was made from, and how to make it again."""

import hashlib
import html
import json
import re
import shlex
import string
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from analysis.reports.publishing.parameters import PROCESSED, Parameter, says_something, template, written
from analysis.study import Study

REPORT = re.compile(
    rb"""<meta\s+(?:name="report"\s+content=(?:"([^"]*)"|'([^']*)')|content=(?:"([^"]*)"|'([^']*)')\s+name="report")"""
)
HEAD_BYTES = 1 << 16  # they hold it, if no title is longer than all titles are
LONGEST_ABOUT = 1 << 24
DERIVED = ("title", "scope", "corpus", "documents", "first", "last")  # from what else is there
PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class About:
    """What a report is of, and what it was made from.

    Attributes
    ----------
    title : str
        Its title, with the parameters that it names filled in.
    scope : str
        The parameters that differ from their defaults and that the title does not name.
    notebook : str
        The name of the notebook that it was rendered from.
    given : dict
        The parameters that were given, without the folder of the tables.
    values : dict
        Every parameter's value, without the folder of the tables.
    data : str
        The hash of what the tables were built from.
    tables : str
        SHA-256 of the manifest of the tables: what they were built from, by which program.
    template : str
        SHA-256 of the notebook.
    code : str
        SHA-256 of the project's own code, templates and word lists.
    files : dict
        For each parameter that names a file, the SHA-256 of that file.
    versions : dict
        Python's version and those of the packages that decide what a report shows.
    corpus : str
        The name of the corpus, if its manifest has one.
    documents : int
        How many documents it is of.
    first, last : str
        The first and the last day that they are dated, as 2023-02-22; empty where none has a date.
    """

    title: str
    scope: str
    notebook: str
    given: dict[str, Any]
    values: dict[str, Any]
    data: str
    tables: str = ""
    template: str = ""
    code: str = ""
    files: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    corpus: str = ""
    documents: int = 0
    first: str = ""
    last: str = ""

    @property
    def command(self) -> str:
        """The command that renders the report again."""
        settings = [f"--set {shlex.quote(f'{name}={written(value)}')}" for name, value in self.given.items()]
        return " ".join(["discourse report", self.notebook, *settings])

    @property
    def fingerprint(self) -> str:
        """One digest of all that decides what the report shows; the same one means that nothing has changed."""
        decisive = {name: value for name, value in asdict(self).items() if name not in DERIVED}
        return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> str:
        """Return all of it as JSON, for the head of the page."""
        return json.dumps(asdict(self) | {"fingerprint": self.fingerprint})


def about(
    notebook: Path,
    declared: Mapping[str, Parameter],
    values: Mapping[str, Any],
    given: Mapping[str, Any],
    origins: Mapping[str, Any],
) -> About:
    """Return what a report of a notebook with some values is of.

    Parameters
    ----------
    notebook : Path
        The notebook; its metadata entry "title" becomes the title, with $name standing for a parameter.
    declared : mapping of str to Parameter
        Its parameters.
    values : mapping of str to Any
        Every parameter's value.
    given : mapping of str to Any
        The parameters that were given.
    origins : mapping of str to Any
        What the report is made from, as `freshness.origins` gives it.
    """
    heading = template(notebook).title
    shown = {name: value for name, value in values.items() if name != PROCESSED}
    chosen = {name: value for name, value in shown.items() if name in given and says_something(declared[name], value)}
    scope = ", ".join(
        f"{name} {written(value)}"
        for name, value in chosen.items()
        if f"${name}" not in heading and value != declared[name].default
    )
    title = string.Template(heading).safe_substitute(values)
    return About(title, scope, notebook.stem, chosen, shown, **origins)


def described(about: About, part: Study) -> About:
    """Return the same with what it says of its documents.

    Parameters
    ----------
    about : About
        What a report is of.
    part : Study
        The part of the corpus that it is of.
    """
    days = part.documents["date"].dropna()
    first, last = (f"{day:%Y-%m-%d}" for day in (days.min(), days.max())) if len(days) else ("", "")
    name = str(part.manifest.get("name", ""))
    return replace(about, corpus=name, documents=len(part.documents), first=first, last=last)


def read_about(path: Path | str) -> About | None:
    """Read what a report says of itself, from the head of its page alone.

    Parameters
    ----------
    path : path
        A file, of anybody.

    Returns
    -------
    About or None
        None for a file that is no report of ours, or whose head is damaged.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    with Path(path).open("rb") as file:
        head = file.read(HEAD_BYTES)
        found = REPORT.search(head) or REPORT.search(head + file.read(LONGEST_ABOUT))
    if not found:
        return None
    content = next(group for group in found.groups() if group is not None)
    return _from_json(html.unescape(content.decode("utf-8", "replace")))


def _from_json(content: str) -> About | None:
    try:
        facts = json.loads(content)
        return _checked({name.name: facts[name.name] for name in fields(About) if name.name in facts})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _checked(facts: dict[str, Any]) -> About | None:
    """Return what a page says of itself if all of it is of the type that it should be of."""
    texts = ("title", "scope", "notebook", "data", "tables", "template", "code", "corpus", "first", "last")
    if not all(isinstance(facts.get(name, ""), str) for name in texts):
        return None
    if type(facts.get("documents", 0)) is not int:
        return None
    if not all(_is_plain(facts.get(name, {})) for name in ("given", "values", "files", "versions")):
        return None
    lacking = {"scope": "", "given": {}, "values": {}}  # of reports of earlier versions
    return About(**(lacking | facts))


def _is_plain(values: Any) -> bool:
    """Tell whether something maps names to values, or to lists of values, that a parameter can have."""
    return isinstance(values, dict) and all(
        isinstance(value, PLAIN) or (isinstance(value, list) and all(isinstance(one, PLAIN) for one in value))
        for value in values.values()
    )
