"""The command `normalize`: pages as lines of JSON, in the order of the records."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.inputs import read_input
from archive.cli.lines import Item, Line, line_of, lost_line
from archive.cli.target import jobs_option
from archive.errors import EXIT_DONE, EXIT_FAILED, EXIT_PARTLY
from archive.workers import Lost, Shelter

# So many captures without a page are told of in words, each with its reason.
_TOLD = 10
# So many captures are read before other processes are worth their start.
_FEW = 48


@click.command(
    cls=Command,
    examples=(
        "palimpsest normalize page.html --url https://blog.example/2026/03/a-post/",
        "palimpsest normalize crawl.warc.gz others.wacz > pages.jsonl",
        "palimpsest normalize extracted.txt | jq '.comments | length'",
    ),
)
@click.argument(
    "inputs",
    metavar="INPUT...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@click.option("--url", help="Where a single HTML or text file came from.")
@jobs_option
def normalize(inputs: tuple[Path, ...], url: str | None, jobs: int) -> int:
    """Print one line of JSON for each captured page. No archive is needed.

    INPUT is a WARC file (.warc, .warc.gz, WET), a WACZ package, an HTML file, a text that
    an extractor left of a page (.txt), or - for a page on stdin.
    """
    items = chain.from_iterable(read_input(path, url) for path in inputs)
    pages = faults = damaged = 0
    for line in lines(items, jobs):
        sys.stdout.write(line.text + "\n")
        pages += line.fault is None
        if line.fault:
            faults += 1
            damaged += line.is_damage
            if faults <= _TOLD:
                console.say(line.fault, "yellow")
    if faults > _TOLD:
        console.say(f"… {faults - _TOLD} more: see the lines with an error", "yellow")
    if faults and not pages:
        return EXIT_FAILED
    return EXIT_PARTLY if damaged else EXIT_DONE


def lines(items: Iterable[Item], jobs: int) -> Iterator[Line]:
    """The lines for these captures, in their order, made by `jobs` processes."""
    source = iter(items)
    first = list(islice(source, _FEW))
    processes = 0 if jobs == 1 or len(first) < _FEW else jobs
    with Shelter(processes) as shelter:
        for item, line in shelter.map(line_of, chain(first, source)):
            yield lost_line(item, line) if isinstance(line, Lost) else line
