"""The sample blog on loopback: a server that shows one edition at a time.

It answers conditional requests and keeps connections open, as real servers do.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from archive.sample.site import SampleBlog

USUAL_PORT = 8017


class DemoServer(ThreadingHTTPServer):
    """Serves the sample blog; `show` turns to another edition."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.blog = SampleBlog(self.base, 1)

    def show(self, edition: int) -> None:
        """From now on the blog is as this edition (1 or 2) has it."""
        self.blog = SampleBlog(self.base, edition)


def _server(port: int | None) -> DemoServer:
    if port is not None:
        return DemoServer(port)
    try:
        return DemoServer(USUAL_PORT)
    except OSError:
        return DemoServer(0)


@contextmanager
def serving(port: int | None = 0) -> Iterator[DemoServer]:
    """The sample blog, served while the block runs.

    Args:
        port: on loopback; 0 takes any that is free, None the usual one if it is free.

    Raises:
        OSError: the port is taken.
    """
    server = _server(port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer goes out in one piece: no waiting for the acknowledgement of its head.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: DemoServer

    def do_GET(self) -> None:
        answer = self.server.blog.answer(self.path)
        unchanged = answer.status == HTTPStatus.OK and self.headers["If-None-Match"] == answer.etag
        body = b"" if unchanged else answer.body.encode()
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else answer.status)
        if answer.status == HTTPStatus.OK:
            self.send_header("ETag", answer.etag)
        if not unchanged:
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """The demo speaks for itself."""
