"""What a program that was ended by force leaves behind: found and removed by the next one."""

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path

PREFIX = "discourse-"
LONGEST_FOLDER = 60  # the path of a socket may have 104 bytes on some systems


def private_folder() -> Path:
    """Make a folder for sockets that is named by this process and that nobody else may open."""
    usual = tempfile.gettempdir()
    place = usual if len(os.fsencode(usual)) <= LONGEST_FOLDER or not Path("/tmp").is_dir() else "/tmp"  # noqa: S108
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))


def remove_dead_folders(also: Path | None = None) -> None:
    """Remove the private folders of processes that have ended.

    Parameters
    ----------
    also : Path, optional
        A folder to be removed though its process may live.
    """
    if os.name == "nt":  # kernels listen on ports there
        return
    places = {tempfile.gettempdir(), "/tmp"}  # noqa: S108
    found = [folder for place in places for folder in Path(place).glob(f"{PREFIX}*")]
    for folder in {*found, *([also] if also else [])}:
        owner = re.match(rf"{PREFIX}(\d+)-", folder.name)
        if folder == also or (owner and _is_ours(folder) and not _lives(int(owner[1]))):
            shutil.rmtree(folder, ignore_errors=True)


def remove_parts(out: Path) -> None:
    """Remove files from a folder of reports that processes which have ended did not write to their end.

    >>> remove_parts(Path("/no/such/folder"))
    """
    pictures = out.glob("*-files/.*.part")  # beside a report in Markdown
    for path in [*out.glob(".*.part"), *pictures]:
        owner = re.search(r"\.(\d+)\.part$", path.name)
        if owner and not _lives(int(owner[1])):
            with contextlib.suppress(OSError):
                path.unlink()


def _is_ours(folder: Path) -> bool:
    try:
        return not folder.is_symlink() and folder.is_dir() and folder.stat().st_uid == os.getuid()
    except OSError:
        return False


def _lives(pid: int) -> bool:
    if os.name == "nt":  # no signal asks there without harm
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
