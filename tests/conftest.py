"""What every test may use, and the guard that keeps them all on loopback."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from archive.cli.main import run
from archive.database.schema import View, connect, connect_readonly
from archive.pipeline import load
from tests.build_pages import sample_archive
from tests.commands import Said

# No test asserts a time: a busy machine is slow, not wrong. The same cases in every run.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.load_profile("untimed")

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            pytest.fail(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[View]:
    """An empty database, open for writing."""
    with connect(tmp_path / "archive.db") as opened:
        yield opened


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Exit code, data and words of a command."""

    def say(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return say


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that `palimpsest demo` makes: a real crawl of both editions of the sample."""
    # Made once, whichever of the processes that run the tests asks first.
    run_of_tests = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run_of_tests = run_of_tests.parent
    folder = run_of_tests / "strait-view"
    with (run_of_tests / "strait-view.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".part")
            assert run(["demo", "--folder", str(making), "--port", "0"]) == 0
            making.rename(folder)
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy of that archive, for a test that changes it."""
    folder = tmp_path / "copy"
    shutil.copytree(made, folder)
    return folder


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The sample blog, crawled on three days; read only."""
    layout = sample_archive(tmp_path_factory.mktemp("sample"))
    load(layout, jobs=0)
    with connect_readonly(layout.database) as db:
        yield db
