"""Processes where none can be forked: each loads what it needs."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any

from analysis.reports.publishing.nursery import Ended


class Spawned:
    """A process that was started anew, in the form of a `nursery.Child`.

    Parameters
    ----------
    function : callable
        At the top of a module; called with the line to this process and the arguments.
    *arguments : Any
        What can be pickled.
    """

    def __init__(self, function: Callable[..., None], *arguments: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(function, theirs, *arguments), daemon=True)
        self._process.start()
        self.pid = self._process.pid
        theirs.close()

    def receive(self) -> Any:
        """Return the next message; an Ended when there will be no other."""
        try:
            return self.line.recv()
        except (EOFError, OSError):
            self._process.join()
            return Ended(self._process.exitcode)

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self.line.close()


def _live(function: Callable[..., None], line: Connection, *arguments: Any) -> None:
    """Do what is asked for, without a word to the terminal, and not longer than the one who asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for that one, who then ends this process
    for place in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), place)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    function(line, *arguments)


def _end_with_parent() -> None:
    wait([multiprocessing.parent_process().sentinel])
    os._exit(1)
