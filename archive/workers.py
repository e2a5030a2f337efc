"""Work in other processes that may die: one lost worker costs one item.

- Each worker holds one item at a time. If it dies or takes too long, that item is lost,
  with the reason; a new worker takes its place and the rest goes on.
- Answers come in the order of the items, and no more are read ahead than are needed to
  keep the workers busy.
- What a worker raises comes back as text: not every error can be pickled.
- A worker is a fresh interpreter that imports the function's module and nothing else:
  `multiprocessing` would import the whole command line again, at a second each.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 8  # items in hand for each worker, so that a slow one does not stop the others


@dataclass(frozen=True, slots=True)
class Lost:
    """Why an item gave no answer."""

    reason: str


class Shelter:
    """The workers of one run, used for one kind of work after the other.

    Args:
        jobs: Number of processes, started as they are needed; 0 works in this process,
            without shelter.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers = []

    def map(
        self, function: Callable[[T], R], items: Iterable[T], *, seconds: float = 60.0
    ) -> Iterator[tuple[T, R | Lost]]:
        """What a function makes of each item.

        Args:
            function: Importable by name; items and answers must be picklable.
            items: What to work on; read as it is needed.
            seconds: How long one item may take.

        Yields:
            Each item, in order, with its answer or why it was lost.
        """
        if self._jobs == 0:
            for item in items:
                yield item, _tried(function, item)
            return
        crew = _Crew(function, self._jobs, seconds, self._workers)
        try:
            yield from crew.work(iter(items))
        finally:
            crew.drop_what_is_in_hand()


def sheltered(
    function: Callable[[T], R], items: Iterable[T], *, jobs: int, seconds: float = 60.0
) -> Iterator[tuple[T, R | Lost]]:
    """What a function makes of each item, by workers for this alone: see `Shelter.map`."""
    with Shelter(jobs) as shelter:
        yield from shelter.map(function, items, seconds=seconds)


def _tried(function: Callable[[T], R], item: T) -> R | Lost:
    try:
        return function(item)
    except Exception as error:  # noqa: BLE001 - the fault of one item is told, not raised
        return Lost(f"{type(error).__name__}: {error}")


@dataclass(slots=True)
class _Task(Generic[T, R]):
    item: T
    answer: list[R | Lost] = field(default_factory=list)


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    line: Connection
    task: _Task[Any, Any] | None = None
    until: float = 0.0


class _Crew(Generic[T, R]):
    """The workers, each with at most one task in hand."""

    def __init__(
        self, function: Callable[[T], R], jobs: int, seconds: float, workers: list[_Worker]
    ) -> None:
        self._function = function
        self._jobs = jobs
        self._seconds = seconds
        self._workers = workers

    def work(self, items: Iterator[T]) -> Iterator[tuple[T, R | Lost]]:
        """Every item with its answer, in order."""
        queue: deque[_Task[T, R]] = deque()
        waiting: deque[_Task[T, R]] = deque()
        while True:
            while len(queue) < _AHEAD * self._jobs and (task := self._next(items)):
                queue.append(task)
                waiting.append(task)
            if not queue:
                return
            self._hand_out(waiting)
            while queue and queue[0].answer:
                task = queue.popleft()
                yield task.item, task.answer[0]
            if queue and not queue[0].answer:
                self._take_in()

    def _next(self, items: Iterator[T]) -> _Task[T, R] | None:
        for item in items:
            return _Task(item)
        return None

    def _hand_out(self, waiting: deque[_Task[T, R]]) -> None:
        while waiting and (worker := self._idle()):
            worker.task = waiting.popleft()
            worker.until = time.monotonic() + self._seconds
            try:
                worker.line.send((self._function, worker.task.item))
            except OSError:
                self._bury(worker, "the worker died")

    def _idle(self) -> _Worker | None:
        idle = next((worker for worker in self._workers if worker.task is None), None)
        if idle is None and len(self._workers) < self._jobs:
            idle = self._hire()
        return idle

    def _hire(self) -> _Worker:
        ours, theirs = Pipe()
        handle = theirs.fileno()
        process = subprocess.Popen(  # noqa: S603 - this interpreter, this module
            [sys.executable, "-P", "-c", f"from archive.workers import answer; answer({handle})"],
            pass_fds=[handle],
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _take_in(self) -> None:
        """Wait for the next answer, death or deadline."""
        busy = [worker for worker in self._workers if worker.task]
        left = min(worker.until for worker in busy) - time.monotonic()
        ready = wait([worker.line for worker in busy], timeout=max(0.0, left))
        for worker in busy:
            if worker.line in ready:
                self._answer(worker)
            elif time.monotonic() >= worker.until:
                self._bury(worker, f"took longer than {self._seconds:g} s")

    def _answer(self, worker: _Worker) -> None:
        try:
            answer = worker.line.recv()
        except (EOFError, OSError):
            self._bury(worker, f"the worker died (exit code {worker.process.wait()})")
            return
        if worker.task:
            worker.task.answer.append(answer)
        worker.task = None

    def _bury(self, worker: _Worker, reason: str) -> None:
        if worker.task:
            worker.task.answer.append(Lost(reason))
        self._workers.remove(worker)
        _end(worker)

    def drop_what_is_in_hand(self) -> None:
        """End the workers that are still at an item nobody waits for."""
        for worker in [worker for worker in self._workers if worker.task]:
            self._bury(worker, "not wanted any more")


def _end(worker: _Worker) -> None:
    worker.line.close()
    worker.process.kill()
    worker.process.wait()


def answer(handle: int) -> None:
    """Answer on an open connection until the other end hangs up: all that a worker does."""
    # The terminal sends its interrupt to all: the one that gave the work ends the rest.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(handle) as line:
        serve(line)


def serve(line: Connection) -> None:
    """Take a function and an item, answer with what it makes of it, and so on."""
    while True:
        try:
            function, item = line.recv()
            line.send(_tried(function, item))
        except (EOFError, OSError):  # the one that gave the work is gone
            return
