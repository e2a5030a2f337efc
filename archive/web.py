"""The database in a browser: Datasette on loopback, opened read only.

Every table and column is described, and the questions of `docs/queries.md` are offered
by name. Nothing can be written: SQLite itself opens the file read only.
"""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn  # the server that Datasette brings
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm

from archive.database.dictionary import datasette_metadata
from archive.database.schema import connect_readonly, register_functions
from archive.errors import ArchiveError
from archive.layout import Layout

_HOST = "127.0.0.1"
_PLUGIN = "palimpsest-functions"
_SETTINGS = {"sql_time_limit_ms": 5000, "max_returned_rows": 5000, "suggest_facets": False}


class _Functions:
    """The functions of the archive's queries, for every connection of Datasette."""

    @staticmethod
    @hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
    def prepare_connection(conn: sqlite3.Connection) -> None:
        register_functions(conn)


def application(layout: Layout) -> Datasette:
    """Datasette over the database of an archive.

    Raises:
        SchemaError: Another version of this program made the database.
        ArchiveError: There is no database yet.
    """
    with connect_readonly(layout.database):
        pass
    if not pm.has_plugin(_PLUGIN):
        pm.register(_Functions, name=_PLUGIN)
    style = f"data:text/css,{quote(_STYLE)}"
    return Datasette(
        files=[str(layout.database)],
        metadata=datasette_metadata(layout.database.stem) | {"extra_css_urls": [style]},
        settings=_SETTINGS,
    )


def serve(layout: Layout, port: int, told: Callable[[str], None]) -> None:
    """Serve the database of an archive until interrupted.

    Args:
        layout: The archive.
        port: On loopback; 0 takes any that is free.
        told: Told the address of the database when it can be opened.

    Raises:
        ArchiveError: The port is taken, or there is no database yet.
    """
    server = server_for(application(layout))
    with _bound(port) as listener:
        told(f"http://{_HOST}:{listener.getsockname()[1]}/{layout.database.stem}")
        # Datasette prints a traceback for a mistyped query; the page tells what was wrong.
        with Path(os.devnull).open("w") as void, redirect_stdout(void), redirect_stderr(void):
            server.run(sockets=[listener])


def server_for(datasette: Any) -> uvicorn.Server:
    """The server of a Datasette, not yet running."""
    return uvicorn.Server(
        uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", workers=1)
    )


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
        listener.listen()  # whoever opens the address at once waits, and is not refused
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            reason = "is taken" if error.errno == errno.EADDRINUSE else "may not be used"
            raise ArchiveError(
                f"port {port} of {_HOST} {reason}: choose another with --port"
            ) from error
        raise
    return listener


# Over Datasette's own: descriptions side by side, so that the rows are in sight; nothing wider
# than a small screen; the words of right-to-left blogs in their direction; a dark scheme.
_STYLE = """
.page-header, h1[style] { border-color: #276890 !important }
dl.column-descriptions { columns: 20rem; font-size: 0.875rem }
dl.column-descriptions dt { break-after: avoid }
dl.column-descriptions dd { break-inside: avoid }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
td { max-width: 36rem; overflow-wrap: break-word; unicode-bidi: plaintext }
@media (min-width: 577px) {
  td:is(.col-title, .col-headline, .col-story, .col-old, .col-new, .col-text) { min-width: 14rem }
}
@media (prefers-color-scheme: dark) {
  :root { color-scheme: dark }
  body, .rows-and-columns tr, .rows-and-columns td { background: #14191d; color: #dce3e8 }
  th, td, tr, input, select, .select-wrapper, .CodeMirror { border-color: #3a464e !important }
  .rows-and-columns td::before { color: #9fb0bc !important }
  a:link, .content a:link, h2 a:link { color: #7fbbe6 }
  a:visited, .content a:visited { color: #b9a3e3 }
  header a:link, header a:visited, footer, footer a:link { color: #e8eef2 }
  dd, .column-descriptions dd, .metadata-description { color: #aebbc4 !important }
  input, select, textarea, .select-wrapper, .dropdown-menu, .CodeMirror, .CodeMirror-gutters,
  button.button-as-link, button[type=button] { background: #1f272d !important }
  input, select, textarea, .CodeMirror { color: #dce3e8 !important }
  .CodeMirror-cursor { border-color: #dce3e8 !important }
  .CodeMirror-line :is(.cm-keyword, .cm-string, .cm-number) { filter: invert(1) hue-rotate(180deg) }
  .dropdown-menu a:link, .dropdown-menu a:visited, .hook { color: #dce3e8 !important }
  .dropdown-menu a:hover { background: #2b363e !important }
}
"""
