"""The settings of an archive: `palimpsest.toml`, read once, checked whole.

- Every unknown key and every wrong value is named with its line.
- A config is a value; nothing reads the file again behind one's back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import ConfigError
from archive.settings import (
    Capturing,
    Config,
    Operator,
    Politeness,
    Schedule,
    SiteConfig,
    WrongValueError,
    read_text,
    read_url,
)

__all__ = [
    "Capturing",
    "Config",
    "Operator",
    "Politeness",
    "Schedule",
    "SiteConfig",
    "new_config",
    "read_config",
]

_SECTIONS: Mapping[str, type[Any]] = {
    "operator": Operator,
    "politeness": Politeness,
    "schedule": Schedule,
    "capture": Capturing,
}


def read_config(path: Path) -> Config:
    """Read and check the settings of an archive.

    Raises:
        ConfigError: the file is missing, is no TOML, or holds a mistake; with the line.
    """
    text = _read(path)
    data = _parse(path, text)
    for name in data:
        if name not in {*_SECTIONS, "site"}:
            known = ", ".join(sorted({*_SECTIONS, "site"}))
            raise ConfigError(
                path, _line(text, (name,)), f"unknown section [{name}]; known: {known}"
            )
    sites = data.get("site")
    if not isinstance(sites, list) or not sites:
        line = _line(text, ("site",)) if "site" in data else 0
        raise ConfigError(path, line, "want at least one [[site]] with name and url")
    source = _Source(path, text)
    return Config(
        path=path,
        sites=tuple(
            source.section(SiteConfig, ("site", number), table)
            for number, table in enumerate(sites)
        ),
        **{
            name: source.section(kind, (name,), data.get(name, {}))
            for name, kind in _SECTIONS.items()
        },
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        reason = "no such file; `palimpsest init` makes one"
        raise ConfigError(path, 0, reason) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, 0, f"cannot be read: {error}") from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise ConfigError(path, line, f"not valid TOML: {reason}") from error


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    text: str

    def section(self, kind: type[Any], where: tuple[str | int, ...], table: object) -> Any:
        if not isinstance(table, dict):
            raise self.mistake(where, f"{where[0]} is a section: write [{where[0]}]")
        keys = {f.name: f for f in fields(kind)}
        for name in table:
            if name not in keys:
                known = ", ".join(keys)
                raise self.mistake((*where, name), f"unknown key {name}; known: {known}")
        for name, key in keys.items():
            if key.default is MISSING and name not in table:
                raise self.mistake(where, f"[[{where[0]}]] wants a {name}")
        return kind(
            **{
                name: self.value((*where, name), keys[name].metadata["read"], value)
                for name, value in table.items()
            }
        )

    def value(
        self, where: tuple[str | int, ...], read: Callable[[object], Any], value: object
    ) -> Any:
        try:
            return read(value)
        except WrongValueError as error:
            raise self.mistake(where, f"{where[-1]}: {error}") from error

    def mistake(self, where: tuple[str | int, ...], reason: str) -> ConfigError:
        return ConfigError(self.path, _line(self.text, where), reason)


def _line(text: str, where: tuple[str | int, ...]) -> int:
    """The line on which a key is first set.

    tomllib tells no lines of values, so the shortest head of the file that parses and
    holds the key is looked for; the statement begins after the head before it.
    """
    return next((begin for begin, data in _heads(text) if _holds(data, where)), 0)


def _heads(text: str) -> Iterator[tuple[int, Any]]:
    """Each head of the file that parses, with the line on which its last statement begins."""
    lines = text.splitlines()
    begin = 1
    for count in range(1, len(lines) + 1):
        try:
            data = tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        yield begin, data
        begin = count + 1


def _holds(data: Any, where: tuple[str | int, ...]) -> bool:
    for step in where:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


_TEMPLATE = """\
# Settings of this archive. Lines that begin with # show what holds when nothing is said.

[operator]                       # written into every WARC file and the User-Agent
{name}
{contact}
# robots_statement = "robots.txt is obeyed"

[[site]]
name = {site}
url = {url}
# hosts = ["old.blog.example"]   # other hosts that belong to the blog
# timezone = "Europe/London"     # of dates that tell no offset
# seeds = ["{address}archive/"]  # more places to start from

[politeness]
# delay = 1.0                    # seconds between requests; Crawl-delay is obeyed when longer
# concurrency = 1                # requests at a time
# obey_robots = true
# user_agent = "…"               # instead of the one that names this program and the contact
# autothrottle = true            # slow down with the server
# timeout = 60                   # seconds
# retries = 2

[schedule]
# every = "30m"                  # how often the crawl looks for news
# ladder = ["1h", "6h", "24h", "7d", "30d"]   # when a page is looked at again; then monthly

[capture]
# max_bytes = "50MB"             # of one answer; the rest is cut and marked
# requisites = false             # images, styles, scripts and fonts of the pages
# max_lists = 3000               # list pages of one sort that a crawl follows: the end of traps
# warc_bytes = "1GB"             # a WARC file of this size is closed and the next begun
# min_free = "500MB"             # warn when less is free on the disk
"""


def new_config(
    url: str, name: str | None = None, *, operator: str | None = None, contact: str | None = None
) -> str:
    """The text of a new `palimpsest.toml`, with every setting explained.

    Args:
        url: address of the blog.
        name: what to call it; its host when left out.
        operator: who crawls.
        contact: a mail address or page where the operator is reached.

    Raises:
        ConfigError: the URL or a text is none.
    """
    try:
        address = read_url(url)
        said = {
            k: read_text(v) for k, v in (("name", operator), ("contact", contact)) if v is not None
        }
        site = read_text(name or urlsplit(address).hostname)
    except WrongValueError as error:
        raise ConfigError(Path("palimpsest.toml"), 0, str(error)) from error
    return _TEMPLATE.format(
        url=_quoted(address),
        address=address.replace('"', "%22"),
        site=_quoted(site),
        name=f"name = {_quoted(said['name'])}" if "name" in said else '# name = "…"',
        contact=f"contact = {_quoted(said['contact'])}"
        if "contact" in said
        else '# contact = "you@example.org"',
    )


def _quoted(text: str) -> str:
    kept = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", kept) + '"'
