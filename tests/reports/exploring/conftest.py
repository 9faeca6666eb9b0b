"""A front end that can ask a person, as JupyterLab is one."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def somebody(monkeypatch):
    """Somebody sits at the notebook whose cell runs."""
    parent = {"content": {"allow_stdin": True}}
    kernel = SimpleNamespace(get_parent=lambda channel: parent)
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=kernel))
