"""The recorder: takes exchanges from the wire and has them written by a thread of its own.

- The queue is bounded: where the disk is slower than the net, the net waits.
- A record that cannot be written stops the crawl. What was in the queue is then lost,
  but nobody was told that it is kept; the next start fetches it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Self

from archive.warc.records import Exchange

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Exchanges that may wait for the disk. With the largest answers of 50 MB this bounds
# memory at a few of them, as the net is asked for one at a time.
WAITING = 16

Keep = Callable[[Exchange], None]


class Recorder:
    """A Scrapy extension: the one place where exchanges go.

    Attributes:
        fault: why no more can be written, None while all is well.
    """

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self._queue: Queue[Exchange | None] = Queue(WAITING)
        self._thread: Thread | None = None
        self._diverted: Keep | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its extensions."""
        del crawler
        return cls()

    def open(self, write: Keep, stop: Callable[[Exception], object]) -> None:
        """Begin to write.

        Args:
            write: writes one exchange; called in the recorder's thread.
            stop: told once of the first error of `write`, in the recorder's thread.
        """
        self._thread = Thread(target=self._run, args=(write, stop), name="recorder")
        self._thread.start()

    def keep(self, exchange: Exchange) -> None:
        """Take an exchange; waits while too many are unwritten."""
        (self._diverted or self._queue.put)(exchange)

    @contextmanager
    def diverted(self, keep: Keep) -> Iterator[None]:
        """Send exchanges elsewhere for a while: nothing of a self-test is archived."""
        self._diverted = keep
        try:
            yield
        finally:
            self._diverted = None

    def close(self) -> None:
        """Write what waits, then end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _run(self, write: Keep, stop: Callable[[Exception], object]) -> None:
        while (exchange := self._queue.get()) is not None:
            if self.fault is not None:
                continue  # the crawl is stopping: let it not wait for room in the queue
            try:
                write(exchange)
            except Exception as error:  # noqa: BLE001 - whatever it is, the crawl stops
                self.fault = error
                stop(error)
