"""A notebook that runs: in a fresh kernel, however that is started, which ends with it whatever its cells do."""

import json
import os
import signal
import subprocess
import sys

import pytest

from analysis.reports.publishing.running import RenderError, execute

from .cells import FOREVER, comes, lives, pid_in, shown, write_cells

SURROUNDINGS = """import builtins, gc, json, os, signal, sys, threading
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd, logging, warnings
plt.subplots(1, 1, figsize=(1, 1))
plt.close("all")
print(json.dumps({
    "pandas": [pd.get_option(f"display.{name}") for name in ("max_columns", "max_rows", "width", "max_colwidth")],
    "settings": {name: repr(value) for name, value in sorted(matplotlib.rcParams.items())},
    "backend": matplotlib.get_backend(),
    "cwd": os.getcwd(),
    "path": sys.path,
    "arguments": sys.argv[:2],
    "module": __name__,
    "shell": type(get_ipython()).__name__,
    "builtins": sorted(set(dir(builtins)) - {"_"}),
    "environment": sorted(set(os.environ) - {"JPY_PARENT_PID"}),
    "interrupt": repr(signal.getsignal(signal.SIGINT)).split(" at ")[0],
    "ended child": repr(signal.getsignal(signal.SIGCHLD)),
    "main thread": threading.current_thread() is threading.main_thread(),
    "collects": gc.isenabled(),
    "recursion": sys.getrecursionlimit(),
    "warnings": [repr(entry[:1] + entry[2:]) for entry in warnings.filters if entry[2] is DeprecationWarning],
    "log": logging.getLogger().level,
}))"""

CHANGED = """import os, random, sys
import matplotlib, numpy as np, pandas as pd, analysis
pd.DataFrame.head = lambda self: "changed"
pd.set_option("display.max_rows", 3)
matplotlib.rcParams["lines.linewidth"] = 99
os.environ["CHANGED"] = "yes"
random.seed(1); np.random.seed(1)
os.chdir("/")
sys.path.insert(0, "/changed")
analysis.changed = True
changed = True"""

LOOK = """import os, sys
import matplotlib, numpy as np, pandas as pd, analysis
print(pd.DataFrame({"a": [1]}).head() is None, type(pd.DataFrame().head()).__name__)
print(pd.get_option("display.max_rows"), matplotlib.rcParams["lines.linewidth"], os.environ.get("CHANGED"))
print(os.path.basename(os.getcwd()), "/changed" in sys.path, hasattr(analysis, "changed"), "changed" in globals())"""

IMPORT = "from pathlib import Path\nfrom analysis.reports.publishing.running import execute\n"

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked on this system")


def test_a_kernel_has_the_same_surroundings_however_it_is_started(tmp_path):
    notebook = write_cells(tmp_path / "a.ipynb", SURROUNDINGS)
    forked, stock = (json.loads(shown(execute(notebook, {}, engine=engine))) for engine in ("forked", "stock"))
    assert forked == stock


def test_a_figure_of_pyplot_and_a_frame_are_shown_alike_however_the_kernel_is_started(tmp_path):
    show = "import pandas as pd, matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()"
    frame = "pd.DataFrame({f'column {number}': [number] for number in range(30)})"
    notebook = write_cells(tmp_path / "a.ipynb", show, frame)
    forked, stock = (execute(notebook, {}, engine=engine) for engine in ("forked", "stock"))
    assert [cell.outputs for cell in forked.cells] == [cell.outputs for cell in stock.cells]
    assert any("image/png" in output.get("data", {}) for output in forked.cells[0].outputs)


def test_nothing_that_one_report_sets_is_seen_by_the_next(tmp_path):
    execute(write_cells(tmp_path / "a.ipynb", CHANGED), {})
    seen = shown(execute(write_cells(tmp_path / "b.ipynb", LOOK), {}))
    assert seen == f"False DataFrame\n60 1.5 None\n{tmp_path.name} False False False\n"


def test_numbers_drawn_at_random_differ_from_report_to_report(tmp_path):
    notebook = write_cells(tmp_path / "a.ipynb", "import random, numpy as np\nprint(random.random(), np.random.rand())")
    first, second = (shown(execute(notebook, {})).split() for _ in range(2))
    assert not set(first) & set(second)


def test_a_matplotlibrc_beside_the_notebook_counts(tmp_path):
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n", encoding="utf-8")
    notebook = write_cells(tmp_path / "a.ipynb", "import matplotlib\nprint(matplotlib.rcParams['lines.linewidth'])")
    assert shown(execute(notebook, {})) == "7.0\n"


@pytest.mark.parametrize("engine", ["forked", "stock"])
def test_an_error_names_the_cell_and_tells_where_in_it(tmp_path, engine):
    sources = ("fine = 1", 'value = "\\x1b[31mred\\x1b[0m"\n\nraise KeyError(value)')
    notebook = write_cells(tmp_path / "a.ipynb", *sources, parameters="top: int = 2")
    with pytest.raises(RenderError) as caught:
        execute(notebook, {"top": 3}, engine=engine)
    error = caught.value
    assert (error.cell, error.name, error.source) == (3, "KeyError", sources[1])  # the cell of parameters is the first
    assert "raise KeyError(value)" in error.traceback
    assert "\x1b" not in str(error) + error.value + error.traceback
    assert "\n" not in str(error)


def test_an_error_that_lets_the_cells_below_run_is_told_of_its_own_cell(tmp_path):
    sources = ("get_ipython().run_cell('1/0')", "fine = 1", "fine = 2")
    with pytest.raises(RenderError) as caught:
        execute(write_cells(tmp_path / "a.ipynb", *sources, parameters="top: int = 2"), {"top": 3})
    assert (caught.value.cell, caught.value.name, caught.value.source) == (2, "ZeroDivisionError", sources[0])


def test_a_cell_that_exits_gives_no_report_of_half_a_notebook(tmp_path):
    sources = ("print(1)", "import sys\nsys.exit()", "print(2)")
    with pytest.raises(RenderError, match="were not run") as caught:
        execute(write_cells(tmp_path / "a.ipynb", *sources), {})
    assert (caught.value.cell, caught.value.name, caught.value.source) == (2, "SystemExit", sources[1])


@pytest.mark.parametrize("engine", ["forked", "stock"])
def test_a_cell_that_never_ends_and_heeds_no_interrupt_is_stopped_with_its_kernel(tmp_path, engine):
    notebook = write_cells(tmp_path / "a.ipynb", "fine = 1", FOREVER)
    with pytest.raises(RenderError, match="stopped after 1 second") as caught:
        execute(notebook, {}, engine=engine, timeout=1)
    assert (caught.value.cell, caught.value.source) == (2, FOREVER)
    assert comes(lambda: not lives(pid_in(tmp_path)))


@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), signal.SIGSEGV)"])
def test_a_kernel_that_dies_is_told_and_the_next_report_runs(tmp_path, end):
    with pytest.raises(RenderError, match="the process that ran the cell ended") as caught:
        execute(write_cells(tmp_path / "a.ipynb", f"import os, signal\n{end}"), {})
    assert caught.value.cell == 1
    assert shown(execute(write_cells(tmp_path / "b.ipynb", "print(1)"), {})) == "1\n"


def test_what_a_cell_has_started_ends_with_the_kernel(tmp_path):
    start = "import subprocess, sys\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    write = "from pathlib import Path\nPath('kernel.pid').write_text(str(child.pid))"
    execute(write_cells(tmp_path / "a.ipynb", start, write), {})
    assert comes(lambda: not lives(pid_in(tmp_path)))


@forks
def test_a_kernel_ends_with_the_program_that_is_killed_also_in_code_that_cannot_be_interrupted(tmp_path):
    stuck = "import os, re\nfrom pathlib import Path\nPath('kernel.pid').write_text(str(os.getpid()))"
    notebook = write_cells(tmp_path / "a.ipynb", stuck, "sum(range(10**14))")
    code = f"{IMPORT}execute(Path({str(notebook)!r}), {{}})"
    environment = os.environ | {"TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    program = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
    try:
        assert comes(lambda: pid_in(tmp_path))
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
    assert comes(lambda: not lives(pid_in(tmp_path)))
    assert comes(lambda: not list((tmp_path / "tmp").glob("discourse-*")))


@forks
def test_a_script_without_a_main_guard_can_render_and_leaves_nothing_behind(tmp_path):
    notebook = write_cells(tmp_path / "a.ipynb", "print(41 + 1)")
    script = tmp_path / "script.py"
    script.write_text(
        f"{IMPORT}print(execute(Path({str(notebook)!r}), {{}}).cells[0].outputs[0].text)\n", encoding="utf-8"
    )
    (tmp_path / "tmp").mkdir()
    environment = os.environ | {"TMPDIR": str(tmp_path / "tmp")}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("42\n\n", "")
    assert list((tmp_path / "tmp").glob("discourse-*")) == []


def test_an_engine_that_is_none_is_refused(tmp_path):
    with pytest.raises(ValueError, match="can be forked or stock"):
        execute(write_cells(tmp_path / "a.ipynb", "1"), {}, engine="fast")
