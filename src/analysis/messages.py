"""What a command says to the person who called it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path)


@contextmanager
def errors_as_messages(code: int = 1) -> Iterator[None]:
    """Turn errors that are written for the user into one message, without a traceback.

    Parameters
    ----------
    code : int
        The exit code.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        if isinstance(error, OSError) or type(error).__module__.startswith("analysis"):
            message = click.ClickException(str(error))
            message.exit_code = code
            raise message from error
        raise


def shown(path: Path) -> str:
    """Write a path as short as it can be written here.

    >>> shown(Path("data/raw"))
    'data/raw'
    """
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def pair(text: str, option: str) -> tuple[str, str]:
    """Part what an option says into a name and a value.

    >>> pair("top=7", "--set")
    ('top', '7')
    """
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise click.UsageError(f"{option} {text!r}: write it as NAME=VALUE")
    return name.strip(), value
