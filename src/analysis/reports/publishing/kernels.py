"""A real IPython kernel, forked from a process that has loaded what notebooks use."""

import os
import sys
import time
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from analysis.reports.publishing.nursery import Child, Nursery


class ForkedProvisioner(LocalProvisioner):
    """Starts kernels by a fork; everything else is as for those that Jupyter starts."""

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        """Fork a kernel with the arguments, the folder and the environment that it would have been started with."""
        folder = str(settings.get("cwd") or os.getcwd())  # noqa: PTH109
        arguments = cmd[cmd.index("-f") :]
        child = Nursery.of_this_process().fork(run_kernel, arguments, folder, dict(settings.get("env") or os.environ))
        self.process, self.pid, self.pgid, self.cwd = _Process(child), child.pid, None, folder
        return self.connection_info


class _Process:
    """A child in the form in which Jupyter looks after a process."""

    stdin = stdout = stderr = None

    def __init__(self, child: Child) -> None:
        self._child = child
        self.poll = child.poll
        self.send_signal = child.signal
        self.kill = self.terminate = child.end

    def wait(self) -> int | None:
        code = self._child.poll()
        self._child.end()
        return code


def run_kernel(_line: Connection, arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be a kernel, in a process just forked.

    Parameters
    ----------
    arguments : list of str
        Those of `python -m ipykernel_launcher`.
    folder : str
        The working directory.
    environment : dict of str to str
        The whole environment.
    """
    import matplotlib
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    os.environ.clear()
    os.environ.update(environment)
    os.environ.setdefault("PYDEVD_USE_FRAME_EVAL", "NO")  # as the debugger says, which was loaded before this process
    time.tzset()
    os.chdir(folder)
    sys.argv = [find_spec("ipykernel_launcher").origin, *arguments]
    np.random.seed()
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)
    if Path("matplotlibrc").is_file():
        matplotlib.rc_file("matplotlibrc")
    matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]  # as if it were only now imported
    app.start()
