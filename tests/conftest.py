"""What the tests of several rooms share."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

from analysis import pipeline
from analysis.corpus import read
from analysis.study import Study

# The same examples on every machine and run, and no verdict by the clock.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")

Write = Callable[[str, str | bytes], Path]


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The raw folder that comes with the project."""
    return Path(__file__).parents[1] / "data" / "raw"


@pytest.fixture(scope="session")
def sample(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The shipped corpus, built once (by each worker, in a folder of its own): open it, change nothing."""
    return pipeline.build(shipped, tmp_path_factory.mktemp("sample")).study


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """An empty folder for raw files."""
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture
def write(raw: Path) -> Write:
    """Write a raw file by its relative name; text is written in UTF-8, its line ends as they are."""

    def write(name: str, content: str | bytes) -> Path:
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read_files(raw: Path, write: Write) -> Callable[..., tuple[pd.DataFrame, pd.DataFrame]]:
    """Write some raw files, by name, and read the folder."""

    def read_files(files: dict[str, str | bytes], columns: dict[str, str] | None = None):
        for name, content in files.items():
            write(name, content)
        return read(raw, columns)

    return read_files


@pytest.fixture(scope="session")
def assert_same() -> Callable[[Study, Study], None]:
    """Check that two studies hold the same, table by table."""

    def assert_same(one: Study, two: Study) -> None:
        for name in ("documents", "problems", "cleaning", "sentences", "mentions", "statements", "gazetteer"):
            pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
        pd.testing.assert_frame_equal(one.tokens.frame(), two.tokens.frame())
        assert one.tokens.vocabulary.tolist() == two.tokens.vocabulary.tolist()
        assert one.manifest == two.manifest

    return assert_same
