"""The database in a browser: read only, everything described, the questions by name."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
import urllib.request

import pytest

from archive import web
from archive.database.questions import QUESTIONS
from archive.database.schema import TABLES
from archive.errors import ArchiveError
from archive.layout import Layout
from archive.pipeline import load
from archive.web import application, serve, server_for
from tests.build_pages import sample_archive


@pytest.fixture(scope="module")
def layout(tmp_path_factory):
    made = sample_archive(tmp_path_factory.mktemp("web"), editions=(1, 2))
    load(made, jobs=0)
    return made


@pytest.fixture
def ask(layout):
    """Asks Datasette for a path; gives status and JSON."""
    datasette = application(layout)

    def asked(path, **given):
        async def go():
            return await datasette.client.get(path, **given)

        return asyncio.run(go())

    yield asked
    for database in datasette.databases.values():
        database.close()
    datasette.executor.shutdown()


def test_every_table_is_shown_with_its_description(ask):
    for table in TABLES:
        answer = ask(f"/archive/{table.name}?_size=1")
        assert answer.status_code == 200, table.name
        assert table.doc.split(",")[0].split("`")[0] in answer.text.replace("&#39;", "'")


def test_every_question_answers_by_its_name(ask):
    for question in QUESTIONS:
        answer = ask(f"/archive/{question.name}.json", params=dict(question.values))
        assert answer.status_code == 200, answer.text
        assert answer.json()["rows"] or question.name == "hosts_linked"


def test_nothing_can_be_written(ask):
    answer = ask("/archive.json", params={"sql": "DELETE FROM articles"})
    assert answer.status_code == 400
    with_pragma = ask("/archive.json", params={"sql": "PRAGMA query_only = 0"})
    assert with_pragma.status_code == 400


def test_words_of_a_page_are_escaped(ask):
    answer = ask("/archive", params={"sql": "SELECT '<script>alert(1)</script>' AS words"})
    assert "<script>alert(1)</script>" not in answer.text


def test_the_file_is_opened_read_only(layout):
    datasette = application(layout)
    database = datasette.get_database("archive")
    with pytest.raises(Exception, match="readonly"):
        asyncio.run(database.execute_fn(lambda connection: connection.execute("VACUUM")))
    database.close()
    datasette.executor.shutdown()


def test_without_a_database_it_says_what_to_run(tmp_path):
    with pytest.raises(ArchiveError, match="palimpsest load"):
        application(Layout(tmp_path))


def test_a_port_that_is_taken_is_told(layout):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ArchiveError, match=f"port {port} of 127.0.0.1 is taken"):
            serve(layout, port, print)


def test_a_port_that_may_not_be_used_is_told(layout, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "no")

    monkeypatch.setattr(web.socket.socket, "bind", refuse)
    with pytest.raises(ArchiveError, match="may not be used"):
        serve(layout, 80, print)


def test_other_faults_of_the_network_are_not_hidden(layout, monkeypatch):
    def fail(*_):
        raise OSError(99, "odd")

    monkeypatch.setattr(web.socket.socket, "bind", fail)
    with pytest.raises(OSError, match="odd"):
        serve(layout, 80, print)


def test_it_serves_on_loopback_at_the_address_it_tells(layout, monkeypatch):
    made, told = [], []

    def remember(datasette):
        made.append(server_for(datasette))
        return made[0]

    monkeypatch.setattr(web, "server_for", remember)
    thread = threading.Thread(target=serve, args=(layout, 0, told.append))
    thread.start()
    until = time.monotonic() + 30
    while not (made and made[0].started) and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.05)
    with urllib.request.urlopen(f"{told[0]}archive/articles.json?_size=1") as answer:
        rows = json.load(answer)["rows"]
    made[0].should_exit = True
    thread.join()
    assert told[0].startswith("http://127.0.0.1:")
    assert len(rows) == 1
