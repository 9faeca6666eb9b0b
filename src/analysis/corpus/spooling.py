"""Many sets of numbers at hand without holding them in memory."""

from tempfile import SpooledTemporaryFile

import numpy as np

IN_MEMORY = 64 << 20  # bytes, before the sets go to a temporary file


class SpooledSets:
    """Arrays of uint64, written one after the other and read in any order."""

    def __init__(self) -> None:
        """Begin with none."""
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._starts: list[int] = []
        self.sizes: list[int] = []

    def __enter__(self) -> "SpooledSets":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, values: np.ndarray) -> int:
        """Write an array behind the others and return its place among them."""
        self._starts.append(self._file.tell())
        self.sizes.append(len(values))
        self._file.write(np.ascontiguousarray(values, dtype=np.uint64).tobytes())
        return len(self.sizes) - 1

    def read(self, place: int) -> np.ndarray:
        """Read the array at a place."""
        self._file.seek(self._starts[place])
        return np.frombuffer(self._file.read(8 * self.sizes[place]), dtype=np.uint64)
