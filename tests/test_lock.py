"""The lock: one run writes, others step aside."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from archive.errors import EXIT_LOCKED, ArchiveError, LockedError
from archive.layout import Layout
from archive.lock import hold


def test_second_run_is_told_who_holds_the_archive(tmp_path):
    layout = Layout(tmp_path)
    with hold(layout), pytest.raises(LockedError) as caught, hold(layout):
        pass
    assert caught.value.pid == os.getpid()
    assert caught.value.exit_code == EXIT_LOCKED


def test_archive_is_free_again_after_the_run(tmp_path):
    layout = Layout(tmp_path)
    with hold(layout):
        pass
    with hold(layout):
        assert layout.lock.read_text() == f"{os.getpid()}\n"


def test_holder_that_has_not_said_its_name_yet_is_another_run(tmp_path):
    layout = Layout(tmp_path)
    with hold(layout):
        layout.lock.write_text("")
        with pytest.raises(LockedError, match="another run"), hold(layout):
            pass


def test_lock_dies_with_its_process(tmp_path):
    code = (
        "import os,sys; from pathlib import Path; from archive.layout import Layout\n"
        "from archive.lock import hold\n"
        "with hold(Layout(Path(sys.argv[1]))): os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == -9
    with hold(Layout(tmp_path)):
        pass


def test_missing_folder_is_named(tmp_path):
    with (
        pytest.raises(ArchiveError, match=r"cannot write in .*: No such file"),
        hold(Layout(tmp_path / "none")),
    ):
        pass
