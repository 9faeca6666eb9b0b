"""Pages are written over pages of ours alone, and by one command at a time."""

import os
import threading

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.reports.publishing import batch, linking, rendering
from analysis.reports.publishing.faults import Failure, write_error_page
from analysis.reports.publishing.jobs import Job
from analysis.reports.publishing.locking import alone_in
from analysis.reports.publishing.ownership import ForeignFileError, is_ours
from analysis.reports.publishing.site import write_index

from .small import corpus, write_notebook

try:
    import fcntl
except ImportError:
    fcntl = None

locks = pytest.mark.skipif(fcntl is None, reason="there are no locks of folders on this system")
MINE = "<!DOCTYPE html><title>Reports</title><p>My own page"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    write_notebook(folder / "notebooks" / "small.ipynb")
    return folder, str(corpus(folder / "corpus").folder)


@pytest.fixture
def report(small, tmp_path):
    folder, tables = small
    places = ["--processed", tables, "--notebooks", str(folder / "notebooks"), "--out", str(tmp_path)]
    return lambda *arguments: CliRunner().invoke(main, ["report", *arguments, *places])


def test_an_index_that_somebody_else_made_is_not_written_over_and_nothing_is_run(report, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "run", None)
    (tmp_path / "index.html").write_text(MINE, encoding="utf-8")
    result = report("small")
    assert result.exit_code == 1
    assert "index.html was not written by `discourse report`" in result.output
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == MINE


def test_a_page_that_somebody_else_made_is_not_written_over_and_nothing_is_run(small, tmp_path, monkeypatch):
    folder, tables = small
    monkeypatch.setattr(rendering, "_run", None)
    (tmp_path / "small.html").write_text(MINE, encoding="utf-8")
    with pytest.raises(ForeignFileError, match=r"small\.html was not written by `discourse report`"):
        rendering.publish(folder / "notebooks" / "small.ipynb", {"processed": tables}, tmp_path)
    assert (tmp_path / "small.html").read_text(encoding="utf-8") == MINE


def test_an_index_and_an_error_page_of_ours_and_an_empty_file_are_written_over(tmp_path):
    index = tmp_path / "index.html"
    index.touch()
    write_index(tmp_path, "now")
    assert is_ours(write_index(tmp_path, "now"))
    index.write_text(
        index.read_text("utf-8").replace('<meta name="generator" content="discourse-analysis">', ""), "utf-8"
    )
    assert is_ours(write_index(tmp_path, "now"))  # the index of an earlier version
    job = Job(tmp_path / "none.ipynb", {})
    (tmp_path / "none.html").write_text(MINE, encoding="utf-8")
    page = write_error_page(job, Failure("no"), tmp_path)
    assert is_ours(page)
    assert "rendered before" not in page.read_text("utf-8")  # the other page is no report
    assert "delete the page" in page.read_text("utf-8")
    index.write_text(MINE, encoding="utf-8")
    with pytest.raises(ForeignFileError, match=r"index\.html"):
        write_index(tmp_path, "now")


def blocked(folder, action):
    """Tell whether an action waits for the lock of a folder, and does its work when it has it."""
    with alone_in(folder):
        thread = threading.Thread(target=action)
        thread.start()
        thread.join(0.5)
        waits = thread.is_alive()
    thread.join(60)
    return waits and not thread.is_alive()


@locks
def test_a_page_is_not_written_while_another_command_links_the_pages(small, tmp_path, monkeypatch):
    folder, tables = small
    monkeypatch.setattr(rendering, "_run", lambda *_: ("<p>new</p>", ""))
    notebook = folder / "notebooks" / "small.ipynb"
    assert blocked(tmp_path, lambda: rendering.publish(notebook, {"processed": tables}, tmp_path))
    assert (tmp_path / "small.html").read_text(encoding="utf-8") == "<p>new</p>"


@locks
def test_a_command_links_pages_while_no_other_writes_any_and_renders_without_a_lock(report, tmp_path, monkeypatch):
    free = {}

    def look(what):
        folder = os.open(tmp_path, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free[what] = True
        except BlockingIOError:
            free[what] = False
        finally:
            os.close(folder)
        return []

    monkeypatch.setattr(batch, "run", lambda *_, **__: look("rendering"))
    monkeypatch.setattr(linking, "link_reports", lambda _: look("linking"))
    assert report("small").exit_code == 0
    assert free == {"rendering": True, "linking": False}
    assert (tmp_path / "index.html").is_file()


def test_an_empty_name_does_not_mean_all_reports(report):
    result = report("")
    assert result.exit_code == 2
    assert "the NAME is empty" in result.output


@pytest.mark.parametrize("seconds", ["nan", "inf"])
@pytest.mark.parametrize("command", ["report", "verify"])
def test_a_time_that_never_ends_is_no_time(command, seconds):
    result = CliRunner().invoke(main, [command, "small", "--timeout", seconds])
    assert result.exit_code == 2
    assert f"{seconds} is not a number" in result.output
