"""Commands that make the database: `load` and `rebuild`, and the bar that they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from archive import pipeline
from archive.cli import console
from archive.cli.command import Command
from archive.cli.target import archive_argument, jobs_option
from archive.errors import EXIT_DONE, EXIT_PARTLY
from archive.layout import Layout
from archive.lock import hold
from archive.pipeline import LoadReport, Progress

_STEPS = {"read": "reading captures", "settle": "working out stories"}


@click.command(cls=Command, examples=("palimpsest load myblog", "palimpsest load myblog --jobs 2"))
@archive_argument
@jobs_option
def load(layout: Layout, jobs: int) -> int:
    """Load what is new in the WARC files of ARCHIVE into its database.

    Loading twice changes nothing. `crawl`, `capture` and `import` load by themselves.
    """
    with hold(layout):
        return load_now(layout, jobs)


@click.command(cls=Command, examples=("palimpsest rebuild myblog",))
@archive_argument
@jobs_option
def rebuild(layout: Layout, jobs: int) -> int:
    """Make the database of ARCHIVE again, from its WARC files alone.

    The old database stays until the new one is whole. Public ids stay the same.
    """
    with hold(layout), _telling() as tell:
        report = pipeline.rebuild(layout, jobs=jobs, progress=tell)
    return _told(report)


def load_now(layout: Layout, jobs: int | None = None) -> int:
    """Load with a bar, the archive being held; the exit code."""
    with _telling() as tell:
        report = pipeline.load(layout, jobs=jobs, progress=tell)
    return _told(report)


@contextmanager
def _telling() -> Iterator[Callable[[Progress], None]]:
    with console.progress("MB") as bar:
        task = bar.add_task("", total=None)

        def tell(progress: Progress) -> None:
            words = f"{_STEPS[progress.step]}, {progress.pages} pages, {progress.stories} stories"
            done, size = round(progress.done / 1e6), round(progress.size / 1e6)
            bar.update(task, description=words, completed=done, total=max(size, 1))

        yield tell


def _told(report: LoadReport) -> int:
    console.say(
        f"Loaded {report.captures} captures of {report.files} files: {report.pages} pages, "
        f"{report.stories} stories worked out, {report.failures} failures"
    )
    return EXIT_PARTLY if report.failures else EXIT_DONE
