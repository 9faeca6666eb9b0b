"""Where things are: the project's folders, found from any working directory."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """The folders of one project.

    >>> Project(Path("/somewhere")).raw.as_posix()
    '/somewhere/data/raw'
    """

    root: Path

    @property
    def raw(self) -> Path:
        """The folder of raw files: read, never written."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """The folder of tables that the pipeline writes."""
        return self.root / "data" / "processed"

    @property
    def notebooks(self) -> Path:
        """The folder of notebooks and report templates."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """The folder of parameter files and rendered reports."""
        return self.root / "reports"


def find(start: Path | str | None = None) -> Project:
    """Find the project that a folder belongs to.

    The nearest folder at or above `start` that holds both data/ and notebooks/ is the project's root; where
    there is none, the checkout that this package is installed from is taken, so that a notebook finds its
    data from any working directory.

    Parameters
    ----------
    start : path, optional
        Where to begin; the working directory when left out.

    Raises
    ------
    FileNotFoundError
        No project stands at or above `start`, and the package is not installed from a checkout.

    >>> find().notebooks.name
    'notebooks'
    """
    here = Path(start or Path.cwd()).resolve()
    checkout = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, checkout):
        if (folder / "data").is_dir() and (folder / "notebooks").is_dir():
            return Project(folder)
    raise FileNotFoundError(
        f"no project at or above {here}: a project is a folder that holds data/ and notebooks/. "
        "Run the command inside one, or name the folders yourself (--raw, --processed, --notebooks, --out)."
    )
