"""What a command loads before it has anything to do: nobody waits for libraries that are not used."""

import subprocess
import sys

import pytest

HEAVY = [
    *("IPython", "ipykernel", "ipywidgets", "itables", "jinja2", "jupyter_client", "lxml", "matplotlib", "nbclient"),
    *("nbconvert", "nbformat", "nltk", "numba", "numpy", "pandas", "papermill", "playwright", "pyarrow", "scipy"),
    *("xlsxwriter", "zmq"),
]


HELP = "from analysis.cli import main\nmain(['--help'])"


@pytest.mark.parametrize("code", ["import analysis", HELP])
def test_neither_the_package_nor_the_help_of_a_command_loads_a_heavy_library(code):
    code = f"import sys\ntry:\n    exec({code!r})\nexcept SystemExit:\n    pass\nprint('loaded:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.rpartition("loaded:")[2].split()
    assert [name for name in HEAVY if name in loaded] == []
