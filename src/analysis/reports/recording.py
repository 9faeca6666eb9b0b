"""Which functions a notebook calls, kept for its methods section."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from weakref import finalize

from analysis.methods import CHANNEL, Call, Listener

if TYPE_CHECKING:
    from logging import LogRecord

MOST_CALLS = 1000  # that differ, of one function; a loop over all terms of a corpus is to fill no memory


class Calls:
    """The calls of functions that measure or find something, from the moment that this was made.

    It listens until `stop` is called, until the `with` block that it opens ends, or until nobody holds it any more.
    """

    def __init__(self) -> None:
        recorder = _Recorder()
        self._made = recorder.made
        CHANNEL.addHandler(recorder)
        self._stop = finalize(self, CHANNEL.removeHandler, recorder)
        self._stop.atexit = False

    def stop(self) -> None:
        """Listen no longer; what was heard stays."""
        self._stop()

    def __enter__(self) -> "Calls":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def __iter__(self) -> Iterator[Call]:
        """Return the calls that differ: by function, as each was first called, and then in their order."""
        return iter([call for calls in list(self._made.values()) for call in list(calls)])

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(map(len, list(self._made.values())))

    def __repr__(self) -> str:
        return f"<Calls: {', '.join(self._made) or 'none so far'}>"


class _Recorder(Listener):
    """Keeps what is told, each thing once."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, dict[Call, None]] = {}

    def emit(self, record: "LogRecord") -> None:
        calls = self.made.setdefault(record.call.function, {})
        if len(calls) < MOST_CALLS:
            calls[record.call] = None


def record_calls() -> Calls:
    """Keep which functions are called from now on, with their settings, for `methods`.

    Returns
    -------
    Calls
        What was called; it fills by itself.

    >>> import pandas as pd
    >>> from analysis.text import tokenize
    >>> with record_calls() as calls:
    ...     tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["The road is closed."]}))
    >>> [call.function for call in calls]
    ['text.tokenize']
    """
    return Calls()
