"""The machine code that numba keeps beside the sources."""

import os

from analysis.text.compiling import forget_outdated


def test_machine_code_older_than_some_source_is_removed_and_newer_kept(tmp_path):
    (tmp_path / "__pycache__").mkdir()
    for name, time in (("old.py", 10), ("new.py", 30), ("__pycache__/old.nbi", 20), ("__pycache__/new.nbc", 40)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (time, time))
    (tmp_path / "__pycache__" / "old.pyc").write_text("")
    forget_outdated(tmp_path, tmp_path / "__pycache__")
    assert sorted(path.name for path in (tmp_path / "__pycache__").iterdir()) == ["new.nbc", "old.pyc"]
