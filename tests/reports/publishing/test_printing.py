"""A browser that prints ends with the command, whatever ends that."""

import os
import subprocess
import sys

import pytest

from .cells import comes, lives, pid_in

PRINT = (
    "from analysis.reports.publishing.printing import _run; _run(['sh', '-c', 'echo $$ >kernel.pid; sleep 300 & wait'])"
)


@pytest.mark.skipif(os.name == "nt", reason="groups of processes are those of POSIX")
def test_a_browser_ends_with_the_command_that_is_killed(tmp_path):
    with subprocess.Popen([sys.executable, "-c", PRINT], cwd=tmp_path) as command:
        try:
            assert comes(lambda: pid_in(tmp_path))
            assert lives(pid_in(tmp_path))
        finally:
            command.kill()
    assert comes(lambda: not lives(pid_in(tmp_path)))
