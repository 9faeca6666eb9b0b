"""Many reports: one failure stops no other, and whatever ends the command, what is there is whole."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.reports.publishing import batch, files
from analysis.reports.publishing.faults import FullDiskError
from analysis.reports.publishing.jobs import Job
from analysis.reports.publishing.spawning import Spawned

from .cells import FOREVER, comes, lives, pid_in, write_cells
from .small import corpus

TEMPLATES = Path(__file__).parents[3] / "notebooks"
DISCOURSE = [sys.executable, "-c", "from analysis.cli import main; main()"]
PARAMETERS = 'word: str = "none"  # any word\nprocessed: str = ""  # folder of processed tables'
SHOWN = "from analysis import reports\nreports.Finding(f'The word is {word}')"
LIST = """
- {notebook: failing}
- {notebook: good, parameters: {word: one}}
- {notebook: dying}
- {notebook: endless}
- {notebook: good, parameters: {word: two}}
"""
posix = pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("corpus")).folder


@pytest.fixture
def notebooks(tmp_path):
    return write_notebooks(tmp_path / "notebooks")


def write_notebooks(folder):
    write_cells(folder / "good.ipynb", SHOWN, parameters=PARAMETERS)
    fail = 'value = "<b>\\x1b[31mno</b>"\nraise ValueError(f"{value} such thing")'
    write_cells(folder / "failing.ipynb", "fine = 1", fail, parameters=PARAMETERS)
    die = "import os, sys\nprint('last words', file=sys.__stderr__)\nos._exit(1)"
    write_cells(folder / "dying.ipynb", die, parameters=PARAMETERS)
    write_cells(folder / "endless.ipynb", FOREVER, parameters=PARAMETERS)
    return folder


def command(tables, notebooks, folder, entries, *options):
    (folder / "list.yaml").write_text(entries, encoding="utf-8")
    (folder / "tmp").mkdir(exist_ok=True)
    places = ["--processed", tables, "--notebooks", notebooks, "--out", folder / "out", "--sets", folder / "list.yaml"]
    return [*map(str, [*DISCOURSE, "report", *places, *options])], os.environ | {"TMPDIR": str(folder / "tmp")}


@pytest.fixture(scope="module")
def run_with_failures(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("batch")
    arguments, environment = command(
        tables, write_notebooks(folder / "notebooks"), folder, LIST, "--timeout", "3", "--jobs", "2"
    )
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False, timeout=300)
    return done, folder


def test_reports_that_fail_die_or_never_end_stop_no_other(run_with_failures):
    done, folder = run_with_failures
    assert done.returncode == 1
    assert {path.name for path in (folder / "out").iterdir()} == {
        "index.html",
        "good--word-one.html",
        "good--word-two.html",
        "failing.error.html",
        "dying.error.html",
        "endless.error.html",
    }


def test_the_summary_says_in_a_few_lines_which_failed_and_why(run_with_failures):
    done, _ = run_with_failures
    assert "2 of 5 reports rendered, 3 failed." in done.stdout
    assert "ValueError: <b>no</b> such thing (cell 3: raise ValueError" in done.stderr
    assert "the process that ran the cell ended" in done.stderr
    assert "stopped after 3 seconds (see --timeout)" in done.stderr
    assert "failing.error.html" in done.stderr
    assert len(done.stderr.splitlines()) == 9, done.stderr  # of each its name, why, and where to read more


def test_nothing_runs_on_and_no_temporary_file_stays(run_with_failures):
    _, folder = run_with_failures
    assert list((folder / "tmp").iterdir()) == []
    assert not lives(pid_in(folder / "notebooks"))


def test_a_page_tells_of_a_failed_report_what_is_needed_to_mend_it(run_with_failures):
    _, folder = run_with_failures
    page = (folder / "out" / "failing.error.html").read_text(encoding="utf-8")
    assert "Cell 3 of the notebook failing.ipynb" in page
    assert "value = &#34;&lt;b&gt;\\x1b[31mno&lt;/b&gt;&#34;" in page  # its source, escaped
    assert "&lt;b&gt;no&lt;/b&gt; such thing" in page  # its message, without codes for a terminal
    assert "\x1b" not in page
    assert "Traceback" in page
    assert "<code>discourse report failing</code>" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "<script" not in page
    assert '<meta name="report-error" content="{' in page


def test_a_report_that_fails_leaves_the_earlier_one_and_its_error_goes_when_it_renders_again(tables, notebooks):
    out = notebooks.parent / "out"
    job = Job(notebooks / "good.ipynb", {"processed": str(tables)})
    (first,) = batch.run([job], out)
    page = first.paths[0].read_bytes()
    write_cells(notebooks / "good.ipynb", "1 / 0", parameters=PARAMETERS)
    (failed,) = batch.run([job], out)
    assert "ZeroDivisionError" in failed.error
    assert first.paths[0].read_bytes() == page
    assert f'<a href="{first.paths[0].name}">' in failed.page.read_text(encoding="utf-8")
    write_cells(notebooks / "good.ipynb", SHOWN, parameters=PARAMETERS)
    (again,) = batch.run([job], out)
    assert (again.error, sorted(path.name for path in out.iterdir())) == ("", ["good.html"])


def test_what_has_not_changed_is_told_and_not_rendered_unless_it_is_forced(tables, notebooks):
    job = Job(notebooks / "good.ipynb", {"processed": str(tables)})
    told = []
    for force in (False, False, True):
        batch.run([job], notebooks.parent / "out", force=force, done=told.append)
    assert [outcome.unchanged for outcome in told] == [False, True, False]


def test_a_template_gives_the_same_page_however_it_is_run(tables, tmp_path):
    job = Job(TEMPLATES / "organization-report.ipynb", {"processed": str(tables), "organization": "X"})
    ((forked,), (stock,)) = (batch.run([job], tmp_path / engine, engine=engine) for engine in ("forked", "stock"))
    assert (forked.error, stock.error) == ("", "")
    assert forked.paths[0].read_bytes() == stock.paths[0].read_bytes()


@posix
@pytest.mark.parametrize("spawned", [True, False])
def test_a_process_that_dies_costs_its_own_report_only(tables, notebooks, monkeypatch, spawned):
    jobs = [Job(notebooks / "good.ipynb", {"processed": str(tables), "word": word}) for word in ("one", "two")]
    begun, real = [], batch._begin

    def kill_first(job, *arguments):
        begun.append(job)
        if len(begun) > 1:
            return real(job, *arguments)
        process = Spawned(batch._publish, job, *arguments) if spawned else real(job, *arguments)
        os.kill(process.pid, signal.SIGKILL)
        return process

    monkeypatch.setattr(batch, "_begin", kill_first)
    first, second = batch.run(jobs, notebooks.parent / "out")
    assert "ended by the system (SIGKILL)" in first.error
    assert (second.error, second.paths[0].name) == ("", "good--word-two.html")


@contextmanager
def started(tables, notebooks, folder, entries):
    """Start the command, wait until it has rendered one report and is at an endless one, and end all at the end."""
    arguments, environment = command(tables, notebooks, folder, entries, "--jobs", "1")
    program = subprocess.Popen(
        arguments,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background have it ignored
    )
    try:
        assert comes(lambda: pid_in(notebooks), 120)
        yield program
    finally:
        program.kill()
        program.communicate()


ENTRIES = "- {notebook: good}\n- {notebook: endless}\n- {notebook: good, parameters: {word: two}}\n"


@posix
def test_ctrl_c_stops_all_and_says_how_many_are_done(tables, notebooks, tmp_path):
    with started(tables, notebooks, tmp_path, ENTRIES) as program:
        os.killpg(program.pid, signal.SIGINT)
        output, errors = program.communicate(timeout=60)
    assert program.returncode == 130
    assert "Stopped: 1 of 3 reports rendered." in errors
    assert "Traceback" not in output + errors
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.html"]
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not lives(pid_in(notebooks))


@posix
def test_a_command_that_is_killed_leaves_no_process_and_the_next_one_removes_what_it_left(tables, notebooks, tmp_path):
    with started(tables, notebooks, tmp_path, ENTRIES) as program:
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
        assert comes(lambda: not lives(pid_in(notebooks)))
    out = tmp_path / "out"
    assert [path.name for path in out.iterdir()] == ["good.html"]
    (out / f".good.html.{program.pid}.part").write_bytes(b"<html")  # as if it had been killed while it wrote
    (out / f".mine.html.{os.getpid()}.part").write_bytes(b"<html")  # that of a process that lives
    batch.run([], out)
    assert sorted(path.name for path in out.iterdir()) == [f".mine.html.{os.getpid()}.part", "good.html"]
    assert comes(lambda: list((tmp_path / "tmp").iterdir()) == [])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_message_that_says_what_is_written_and_what_not(tables, notebooks, monkeypatch, number):
    names = ("good", "failing", "good")
    words = ("one", "two", "three")
    jobs = [
        Job(notebooks / f"{name}.ipynb", {"processed": str(tables), "word": word})
        for name, word in zip(names, words, strict=True)
    ]

    def fsync(_descriptor):  # only the page of the failure is written by this process
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", fsync)
    out = notebooks.parent / "out"
    with pytest.raises(FullDiskError) as caught:
        batch.run(jobs, out)
    message = str(caught.value)
    assert f"the disk of {out} is full" in message
    assert "Written and whole: good word=one." in message
    assert "Not written: failing word=two, good word=three." in message
    assert [path.name for path in out.iterdir()] == ["good--word-one.html"]


def test_a_file_that_cannot_be_written_to_its_end_is_the_one_before(tmp_path, monkeypatch):
    path = tmp_path / "a.html"
    files.write_atomically(path, b"before")

    def fsync(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fsync)
    with pytest.raises(OSError, match="No space left on device") as caught:
        files.write_atomically(path, b"after")
    assert Path(caught.value.filename) == path
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("a.html", b"before")]
