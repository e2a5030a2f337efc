"""The command line, as `python -m archive`."""

from __future__ import annotations

from archive.cli.main import main

main()
