"""Work in other processes that may die: one lost worker costs one item."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from multiprocessing import Pipe

import pytest

from archive.workers import Lost, Shelter, _Worker, answer, serve, sheltered


def work(item: str | int) -> str:
    """What the workers of these tests do: some items are deadly."""
    if item == "die":
        os._exit(9)
    if item == "sleep":
        time.sleep(60)
    if item == "raise":
        raise ValueError("no such thing")
    return f"did {item}"


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_answers_come_in_the_order_of_the_items(jobs):
    items = list(range(25))
    assert list(sheltered(work, items, jobs=jobs)) == [(n, f"did {n}") for n in items]


def test_a_worker_that_dies_costs_one_item():
    told = dict(sheltered(work, ["a", "die", "b", "c"], jobs=1))
    assert told.pop("die").reason == "the worker died (exit code 9)"
    assert told == {"a": "did a", "b": "did b", "c": "did c"}


def test_an_item_that_takes_too_long_is_lost():
    told = dict(sheltered(work, ["sleep", "a"], jobs=1, seconds=4.0))
    assert told == {"sleep": Lost("took longer than 4 s"), "a": "did a"}


@pytest.mark.parametrize("jobs", [0, 1])
def test_what_a_worker_raises_comes_back_as_text(jobs):
    assert list(sheltered(work, ["raise", "a"], jobs=jobs)) == [
        ("raise", Lost("ValueError: no such thing")),
        ("a", "did a"),
    ]


def test_no_items_need_no_workers():
    assert list(sheltered(work, [], jobs=2)) == []


def test_workers_end_when_the_answers_are_not_wanted_any_more():
    with Shelter(1) as shelter:
        answers = shelter.map(work, range(100))
        next(answers)
        answers.close()
        assert list(shelter.map(work, ["a"])) == [("a", "did a")]
        (worker,) = shelter._workers
    assert worker.process.returncode == -signal.SIGKILL


def test_workers_are_used_again():
    with Shelter(1) as shelter:
        list(shelter.map(work, [1]))
        (first,) = shelter._workers
        assert list(shelter.map(len, ["four"])) == [("four", 4)]
        assert shelter._workers == [first]


def test_items_are_not_read_far_ahead():
    taken = []

    def items():
        for n in range(1000):
            taken.append(n)
            yield n

    with Shelter(1) as shelter:
        next(shelter.map(work, items()))
        assert len(taken) < 20


class _Line:
    """The other end of a worker: items in, answers out, then it hangs up."""

    def __init__(self, *items):
        self.items = list(items)
        self.answers = []

    def recv(self):
        if not self.items:
            raise EOFError
        return self.items.pop(0)

    def send(self, answer):
        self.answers.append(answer)


def test_a_worker_answers_until_the_other_end_hangs_up():
    line = _Line((work, "a"), (work, "raise"))
    serve(line)
    assert line.answers == ["did a", Lost("ValueError: no such thing")]


def test_a_worker_whose_giver_died_ends_in_silence():
    line = _Line((work, "a"), (work, "b"))
    line.send = lambda _: os.close(-1)
    serve(line)
    assert line.items == [(work, "b")]


def test_a_worker_leaves_interrupts_to_the_one_that_gave_the_work(monkeypatch):
    ignored = []
    monkeypatch.setattr(signal, "signal", lambda *args: ignored.append(args))
    ours, theirs = Pipe()
    ours.send((work, "a"))
    handle = os.dup(theirs.fileno())
    theirs.close()
    ended = threading.Thread(target=answer, args=(handle,))
    ended.start()
    assert ours.recv() == "did a"
    ours.close()
    ended.join(10)
    assert ignored == [(signal.SIGINT, signal.SIG_IGN)]


def test_a_worker_that_died_before_its_item_costs_that_item():
    ours, theirs = Pipe()
    theirs.close()
    with Shelter(1) as shelter:
        shelter._workers.append(_Worker(subprocess.Popen(["true"]), ours))
        told = list(shelter.map(work, ["a", "b"]))
    assert told == [("a", Lost("the worker died")), ("b", "did b")]
