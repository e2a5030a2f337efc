"""Where things lie in an archive folder. Paths only: nothing here reads or writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder of one archive.

    >>> Layout(Path("eawv")).index
    PosixPath('eawv/index.cdxj')
    """

    root: Path

    @property
    def config(self) -> Path:
        """Sites, politeness, schedule, operator."""
        return self.root / "palimpsest.toml"

    @property
    def warc(self) -> Path:
        """The truth: our own WARC files, `*.open` while written."""
        return self.root / "warc"

    @property
    def imports(self) -> Path:
        """WARC and WACZ files of others, as they came."""
        return self.root / "imports"

    @property
    def index(self) -> Path:
        """Sorted, one line a capture."""
        return self.root / "index.cdxj"

    @property
    def index_state(self) -> Path:
        """Which files the index holds."""
        return self.root / ".index.json"

    @property
    def exclusions(self) -> Path:
        """What is kept and not shown, with reasons."""
        return self.root / "excluded.jsonl"

    @property
    def database(self) -> Path:
        """The view."""
        return self.root / "archive.db"

    @property
    def crawls(self) -> Path:
        """One folder a crawl: report, log, state."""
        return self.root / "crawls"

    @property
    def lock(self) -> Path:
        """Held by the one run that writes."""
        return self.root / ".lock"
