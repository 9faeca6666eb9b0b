"""A process that has loaded what reports need, from which others are forked: each starts fresh, and at once.

It is no `multiprocessing` forkserver, as that runs the user's script again in every child, and gives a child that
wants children of its own another parent, which would have to load everything anew.
"""

import contextlib
import gc
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import traceback
import weakref
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

from analysis.reports.publishing.leftovers import private_folder, remove_dead_folders

CAN_FORK = hasattr(os, "fork")
PATIENCE = 5.0  # seconds that a killed process may take to end
SERVE = """
import os, sys
os.chdir("/")  # no matplotlibrc of the working directory shall be taken for everybody's
if sys.path[0] == "":
    del sys.path[0]  # nothing in the working directory shall take the place of a library
import builtins
builtins.get_ipython = lambda: type("Shell", (), {"kernel": None})  # pandas looks for a kernel when it sets defaults
import pandas
del builtins.get_ipython
from analysis.reports.publishing.nursery import serve
serve(int(sys.argv[1]), sys.argv[2])
"""


class NurseryError(OSError):
    """The process that others are forked from could not begin."""


class Ended:
    """The last message of a child: its exit code, negative for the signal that ended it."""

    def __init__(self, code: int) -> None:
        self.code = code


class Child:
    """A forked process, as the one who asked for it sees it; it is ended when its line is closed.

    Attributes
    ----------
    line : Connection
        Where its messages come from.
    code : int or None
        Its exit code, negative for a signal; None as long as it lives.
    """

    def __init__(self, line: Connection) -> None:
        self.line = line
        self.code: int | None = None
        self.pid: int = line.recv()

    def receive(self) -> Any:
        """Return the next message; an Ended when there will be no other."""
        try:
            message = self.line.recv()
        except (EOFError, OSError):  # the nursery has ended too
            message = Ended(-signal.SIGKILL)
        if isinstance(message, Ended):
            self.code = message.code
        return message

    def poll(self) -> int | None:
        """Return the exit code, None as long as the process lives; its messages are lost."""
        while self.code is None and self.line.poll():
            self.receive()
        return self.code

    def signal(self, number: int) -> None:
        """Send a signal to the process and to those that it has started."""
        if self.poll() is None:
            _signal(self.pid, number)

    def end(self) -> None:
        """End the process and those that it has started, whatever they do."""
        self.signal(signal.SIGKILL)
        while self.code is None and self.line.poll(PATIENCE):
            self.receive()
        self.line.close()


class Nursery:
    """The process that others are forked from, as a client sees it.

    Parameters
    ----------
    address : str
        The socket on which it listens.
    """

    _known: ClassVar["Nursery | None"] = None

    def __init__(self, address: str) -> None:
        self.address = address
        self._process: subprocess.Popen | None = None
        self._errors: Path | None = None

    @classmethod
    def of_this_process(cls) -> "Nursery":
        """Return the nursery that this process was forked from, or else its own, begun when first asked for."""
        if cls._known is None or cls._known.has_ended():
            cls._known = cls.begin()
        return cls._known

    @classmethod
    def begin(cls) -> "Nursery":
        """Begin a nursery, which ends with this process; children may be asked for before it has loaded."""
        folder = private_folder()
        nursery = cls(str(folder / "nursery"))
        nursery._errors = folder / "errors"
        with socket.socket(socket.AF_UNIX) as listener, nursery._errors.open("wb") as errors:
            listener.bind(nursery.address)
            listener.listen(128)
            nursery._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", SERVE, str(listener.fileno()), nursery.address],
                stdin=subprocess.PIPE,  # it sees the end of this process by it
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=[listener.fileno()],
                start_new_session=True,  # Ctrl-C is for this process, which then ends the others
            )
        weakref.finalize(nursery, _finish, nursery._process, folder, os.getpid())
        return nursery

    def has_ended(self) -> bool:
        """Return whether no child can be had any more."""
        return self._process is not None and self._process.poll() is not None

    def fork(self, function: Callable[..., None], *arguments: Any) -> Child:
        """Run a function in a new process, in the folder and the environment of this one.

        Parameters
        ----------
        function : callable
            At the top of a module; called with the line to this process and the arguments.
        *arguments : Any
            What can be pickled.

        Raises
        ------
        NurseryError
            The process that others are forked from does not work.
        """
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(self.address)
                line = Connection(client.detach())
            line.send((os.getcwd(), dict(os.environ), function, arguments))  # noqa: PTH109
            return Child(line)
        except (EOFError, OSError) as error:
            raise NurseryError(f"no process could be forked{self._last_error()}: use --engine stock") from error

    def _last_error(self) -> str:
        with contextlib.suppress(OSError, AttributeError, IndexError):
            return f" ({self._errors.read_text(errors='replace').strip().splitlines()[-1]})"
        return ""


def _finish(process: subprocess.Popen, folder: Path, owner: int) -> None:
    """End a nursery with all its children, when the process that began it ends."""
    if os.getpid() == owner:  # which a fork of that one is not
        process.stdin.close()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def serve(listener: int, address: str) -> None:
    """Load what reports need and fork children, until the process that began this one ends.

    Parameters
    ----------
    listener : int
        The file descriptor of the socket to listen on.
    address : str
        Where that is.
    """
    from analysis.reports.publishing.preloading import preload

    gc.disable()
    preload()
    gc.collect()
    gc.freeze()  # a collection would otherwise write on pages that all children share
    gc.enable()
    try:
        _Server(socket.socket(fileno=listener), address).run()
    finally:
        remove_dead_folders(also=Path(address).parent)


class _Server:
    def __init__(self, listener: socket.socket, address: str) -> None:
        self._listener = listener
        self._address = address
        self._lines: dict[int, tuple[int, Connection]] = {}  # file descriptor -> process and its line
        self._woken, self._waker = os.pipe()
        for end in (self._woken, self._waker):
            os.set_blocking(end, False)
        self._poll = select.poll()

    def run(self) -> None:
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for wanted in (self._listener.fileno(), self._woken, 0):
            self._poll.register(wanted, select.POLLIN)
        while True:
            ready = {place for place, _ in self._poll.poll()}
            if 0 in ready:  # nobody writes there: the process that began this one has ended
                break
            if self._woken in ready:
                self._reap()
            for gone in ready & set(self._lines):  # the one who asked for that child has ended, or gives it up
                _signal(self._lines[gone][0], signal.SIGKILL)
                self._poll.unregister(gone)
            if self._listener.fileno() in ready:
                self._fork()
        for pid, _ in self._lines.values():
            _signal(pid, signal.SIGKILL)
        while self._lines:
            self._reap(0)

    def _fork(self) -> None:
        line = Connection(self._listener.accept()[0].detach())
        pid = os.fork()
        if pid == 0:
            _live(line, self._forget, self._address)
        self._lines[line.fileno()] = (pid, line)
        self._poll.register(line.fileno(), 0)  # what it says is for its child; only its end is for us

    def _forget(self) -> None:
        """Leave in a child what belongs to its parent."""
        signal.set_wakeup_fd(-1)
        self._listener.close()
        os.close(self._woken)
        os.close(self._waker)
        for _, line in self._lines.values():
            line.close()

    def _reap(self, options: int = os.WNOHANG) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._woken, 4096)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, options))[0]:
                self._tell(*ended)

    def _tell(self, pid: int, status: int) -> None:
        for place, (of, line) in list(self._lines.items()):
            if of == pid:
                with contextlib.suppress(OSError):
                    line.send(Ended(os.waitstatus_to_exitcode(status)))
                with contextlib.suppress(KeyError):
                    self._poll.unregister(place)
                line.close()
                del self._lines[place]


def _live(line: Connection, forget: Callable[[], None], address: str) -> None:
    """Be a child: do what is asked for, and end without a word to anyone else."""
    try:
        os.setsid()  # so that a signal reaches what it starts, too
        forget()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        Nursery._known = Nursery(address)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        line.send(os.getpid())
        folder, environment, function, arguments = line.recv()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        function(line, *arguments)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _signal(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except OSError:  # it has ended, or has not yet a session of its own
        with contextlib.suppress(OSError):
            os.kill(pid, number)
