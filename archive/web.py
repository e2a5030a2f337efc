"""The database in a browser: Datasette on loopback, opened read only.

Every table and column is described, and the questions of `docs/queries.md` are offered
by name. Nothing can be written: SQLite itself opens the file read only.
"""

from __future__ import annotations

import errno
import socket
import sqlite3
from collections.abc import Callable
from typing import Any

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
    return Datasette(
        files=[str(layout.database)],
        metadata=datasette_metadata(layout.database.stem),
        settings=_SETTINGS,
    )


def serve(layout: Layout, port: int, told: Callable[[str], None]) -> None:
    """Serve the database of an archive until interrupted.

    Args:
        layout: The archive.
        port: On loopback; 0 takes any that is free.
        told: Told the address when it can be opened.

    Raises:
        ArchiveError: The port is taken, or there is no database yet.
    """
    datasette = application(layout)
    with _bound(port) as listener:
        told(f"http://{_HOST}:{listener.getsockname()[1]}/")
        server_for(datasette).run(sockets=[listener])


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
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            reason = "is taken" if error.errno == errno.EADDRINUSE else "may not be used"
            raise ArchiveError(
                f"port {port} of {_HOST} {reason}: choose another with --port"
            ) from error
        raise
    return listener
