"""Tasks -> what they yield, worked on by processes that may die on one of them and cost nothing else."""

import math
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

MOST_MEMORY = 3 << 30  # bytes that a worker may take before its file is given up
MOST_FALSE_STARTS = 5
LOADED_ONCE = "analysis.pipeline.warmed"
PATIENCE = 300.0  # seconds without a sign of life before a worker is given up

Work = Callable[[Any], Iterator[Any]]


@dataclass(frozen=True)
class Died:
    """The end of a worker within a task: why it ended, in words for the owner of the file."""

    reason: str


class End:
    """The end of a task that went well."""


@dataclass
class _Worker:
    process: Any
    connection: Connection
    task: Any = None
    work: Any = None
    heard: float = math.inf  # until it has started, which takes as long as it takes


class Pool:
    """Some processes that work on tasks; with none, the tasks are worked on here.

    Parameters
    ----------
    jobs : int
        How many processes; 0 works in this process, which a hostile file may then end.
    patience : float
        Seconds without a message after which a worker counts as stuck and is ended.

    >>> with Pool(0) as pool:
    ...     pool.submit(lambda task: iter([task * 2]), 21)
    ...     [message for _, message in pool.events() if not isinstance(message, End)]
    [42]
    """

    def __init__(self, jobs: int = 0, patience: float = PATIENCE) -> None:
        self._jobs = jobs
        self._patience = patience
        self._waiting: deque[tuple[Work, Any]] = deque()
        self._workers: list[_Worker] = []
        self._false_starts = 0
        # A fork of a process with threads may hang, and Arrow has threads.
        way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(way)
        if way == "forkserver":  # workers are then forked with what they need, and a test run's thousands start at once
            self._context.set_forkserver_preload([LOADED_ONCE])

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers:
            with suppress(OSError, ValueError):
                worker.connection.send(None)
            worker.connection.close()
            worker.process.join(0.5 if worker.task is None else 0)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers = []

    def submit(self, work: Work, task: Any) -> None:
        """Add a task: a function at the top of a module that yields messages, and what it is called with."""
        self._waiting.append((work, task))

    def events(self) -> Iterator[tuple[Any, Any]]:
        """Yield each task with each of its messages, until no task is left; tasks may be added meanwhile.

        The last message of a task is an End, or a Died. An error that a task raises is raised here.
        """
        if self._jobs == 0:
            yield from self._work_here()
            return
        while self._waiting or any(worker.task is not None for worker in self._workers):
            self._hand_out()
            busy = [worker for worker in self._workers if worker.task is not None]
            ready = wait([worker.connection for worker in busy], timeout=1.0)
            for worker in busy:
                if worker.connection in ready:
                    yield from self._hear(worker)
                elif time.monotonic() - worker.heard > self._patience:
                    task = worker.task
                    self._discard(worker)
                    yield task, Died(f"it was worked on for more than {self._patience:.0f} seconds")

    def _work_here(self) -> Iterator[tuple[Any, Any]]:
        while self._waiting:
            work, task = self._waiting.popleft()
            for message in work(task):
                yield task, message
            yield task, End()

    def _hand_out(self) -> None:
        idle = [worker for worker in self._workers if worker.task is None]
        while self._waiting and (idle or len(self._workers) < self._jobs):
            worker = idle.pop() if idle else self._start()
            work, task = self._waiting.popleft()
            worker.task = task
            if worker.heard < math.inf:
                worker.heard = time.monotonic()
            try:
                worker.connection.send((work, task))
            except OSError:  # it has ended while it had nothing to do
                self._start_again(worker, work, task)
                return
            worker.work = work

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _hear(self, worker: _Worker) -> Iterator[tuple[Any, Any]]:
        task = worker.task
        try:
            kind, message = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            code = worker.process.exitcode
            if worker.heard == math.inf:
                self._start_again(worker, worker.work, task)
                return
            self._discard(worker)
            yield task, Died(_reason(code))
            return
        worker.heard = time.monotonic()
        if kind == "ready":
            return
        if kind == "error":
            raise message
        if kind == "died":
            self._discard(worker)
            yield task, Died(f"it needs more than {MOST_MEMORY >> 30} GB of memory")
            return
        if kind == "end":
            worker.task = None
            yield task, End()
        else:
            yield task, message

    def _start_again(self, worker: _Worker, work: Work, task: Any) -> None:
        """Give the task of a worker that never began with it to another one."""
        self._discard(worker)
        self._false_starts += 1
        if self._false_starts >= MOST_FALSE_STARTS:
            raise RuntimeError(
                "the processes end before they begin: call build under `if __name__ == '__main__':`, or with jobs=0"
            )
        self._waiting.appendleft((work, task))

    def _discard(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join()
        self._workers.remove(worker)


def _reason(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"the program that read it was ended by the system ({signal.Signals(-code).name})"
    return "the program that read it ended without a word"


def _serve(connection: Connection) -> None:
    """Work on tasks as they come, until there are no more, or nobody to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started this process ends it
    _limit_memory()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(("ready", None))
        while (item := connection.recv()) is not None:
            work, task = item
            try:
                for message in work(task):
                    connection.send(("message", message))
                connection.send(("end", None))
            except (BrokenPipeError, ConnectionResetError):
                raise
            except MemoryError:
                connection.send(("died", None))
            except Exception as error:
                connection.send(("error", _portable(error)))


def _portable(error: Exception) -> Exception:
    """Return the error in a form that can be sent; what was raised stays visible where it cannot."""
    error.__cause__ = error.__context__ = None
    return error if isinstance(error, (OSError, ValueError)) else RuntimeError(f"{type(error).__name__}: {error}")


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(resource.RLIMIT_DATA)
            limit = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
            resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
