"""What every test may use, and the guard that keeps them all on loopback."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import settings

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
