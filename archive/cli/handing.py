"""Commands that hand an archive on: `export` and `serve`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from archive.cli import console
from archive.cli.command import Command
from archive.cli.target import archive_argument
from archive.config import read_config
from archive.database.export import story_lines, write_csv, write_parquet
from archive.database.schema import connect_readonly
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.warc import replay, wacz
from archive.warc.signing import local_key


def _jsonl(layout: Layout, output: Path | None) -> None:
    with connect_readonly(layout.database) as db:
        if output is None:
            for line in story_lines(db):
                console.put_json(line)
            return
        part = output.with_name(f".{output.name}.part")
        with part.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{console.as_json(line)}\n" for line in story_lines(db))
        part.replace(output)
        console.say(f"{output} is written.")


def _csv(layout: Layout, output: Path | None) -> None:
    with connect_readonly(layout.database) as db:
        _tell(write_csv(db, output or Path(f"{_name(layout)}-csv")))


def _parquet(layout: Layout, output: Path | None) -> None:
    with connect_readonly(layout.database) as db:
        _tell(write_parquet(db, output or Path(f"{_name(layout)}-parquet")))


def _wacz(layout: Layout, output: Path | None) -> None:
    target = output or Path(f"{_name(layout)}.wacz")
    site = read_config(layout.config).sites[0]
    about = wacz.Described(
        title=site.name,
        software=f"Palimpsest/{version('palimpsest-archive')}",
        created=datetime.now(UTC),
        main_url=site.url,
    )
    count = wacz.write(layout, target, about, local_key(_key_path()))
    console.put(str(target))
    console.say(f"{count} captures, signed with the key in {_key_path()}.")


def _cdxj(layout: Layout, output: Path | None) -> None:
    target = output or Path(f"{_name(layout)}.cdxj")
    count = replay.write_cdxj(layout, target)
    console.put(str(target))
    console.say(
        f"{count} captures; in pywb's config.yaml: index_paths: {target.resolve()}, "
        f"archive_paths: {layout.root.resolve()}/"
    )


def _name(layout: Layout) -> str:
    return layout.root.resolve().name or "archive"


def _key_path() -> Path:
    """The signing key of this user; never in the archive, which is handed on."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "palimpsest" / "signing-key.pem"


def _tell(paths: tuple[Path, ...]) -> None:
    for path in paths:
        console.put(str(path))


_FORMATS: Mapping[str, Callable[[Layout, Path | None], None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "wacz": _wacz,
    "cdxj": _cdxj,
}


@click.command(
    cls=Command,
    examples=(
        "palimpsest export myblog --format jsonl > stories.jsonl",
        "palimpsest export myblog --format csv --output tables",
        "palimpsest export myblog --format wacz --output myblog.wacz",
        "palimpsest export myblog --format cdxj --output myblog.cdxj",
    ),
)
@archive_argument
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(_FORMATS)),
    required=True,
    help="What to write; see above.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="A file (jsonl, wacz, cdxj) or a folder (csv, parquet); jsonl goes to stdout if left out.",
)
def export(layout: Layout, kind: str, output: Path | None) -> None:
    """Write ARCHIVE in a form that other programs read.

    jsonl: one line a story, its content pages and comment pages joined, newest state.
    csv, parquet: one file a table. wacz: the captures, indexed and signed, for
    ReplayWeb.page. cdxj: an index for pywb, which reads the WARC files where they lie.
    Excluded captures are left out.
    """
    if output is not None and not output.parent.is_dir():
        raise ArchiveError(f"{output.parent} is no folder: make it first")
    _FORMATS[kind](layout, output)


@click.command(
    cls=Command, examples=("palimpsest serve myblog", "palimpsest serve myblog --port 8080")
)
@archive_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="On loopback; 0 takes any that is free.",
)
def serve(layout: Layout, port: int) -> None:
    """Open the database of ARCHIVE in the browser: Datasette on loopback, read only.

    Every table and column is described; the questions of docs/queries.md are offered.
    """
    from archive import web  # noqa: PLC0415 - half the time of every start, needed here only

    def told(address: str) -> None:
        console.put(address)
        console.say("Ctrl-C ends it.")
        sys.stdout.flush()

    web.serve(layout, port, told)
