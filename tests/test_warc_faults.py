"""A writer that is killed at any moment loses nothing that it reported."""

from __future__ import annotations

from benchmarks.faults import main


def test_nothing_reported_is_lost_when_writers_are_killed(tmp_path):
    assert main(["--kills", "8", "--crawls", "0", "--seed", "7", "--folder", str(tmp_path)]) == 0
