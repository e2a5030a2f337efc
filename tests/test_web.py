"""The database in a browser: read only, everything described, the questions by name."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
import urllib.request
from html import unescape
from urllib.error import HTTPError

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
        assert table.doc.replace("`", "") in unescape(answer.text)


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


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "</td></table><b>"]
)
def test_words_of_a_page_are_escaped(ask, words):
    answer = ask("/archive", params={"sql": "SELECT :words AS words", "words": words})
    assert words not in answer.text
    assert words in unescape(answer.text)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,<b>", "vbscript:x"])
def test_address_that_runs_something_is_no_link(ask, url):
    answer = ask("/archive", params={"sql": "SELECT :url AS url", "url": url})
    assert f'href="{url}' not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/archive/articles?_size=99999999999", 400),
        ("/archive/articles?_next=%00%ff", 200),
        ("/archive/articles?title__contains=%27%22%3Cscript%3E", 200),
        ("/archive/articles/99999999999999999999", 404),
        ("/archive/nothing", 404),
        ("/archive/edits_since?since=%F0%9F%92%A9", 200),
        ("/archive?sql=SELECT+nothing", 400),
    ],
)
def test_odd_question_is_answered_with_a_page_that_says_so(ask, path, status):
    answer = ask(path)
    assert (answer.status_code, answer.text.startswith("<!DOCTYPE html>")) == (status, True)


def test_pages_have_the_style_of_this_program(ask):
    assert '<link rel="stylesheet" href="data:text/css,' in ask("/archive").text


def test_editor_of_sql_begins_with_a_table_that_a_reader_knows(ask):
    assert "_sqlite_migrations</a>" not in ask("/archive").text.split("hidden tables")[0]


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


def test_it_serves_on_loopback_at_the_address_it_tells(layout, monkeypatch, capfd):
    made, told = [], []

    def remember(datasette):
        made.append(server_for(datasette))
        return made[0]

    monkeypatch.setattr(web, "server_for", remember)
    thread = threading.Thread(target=serve, args=(layout, 0, told.append))
    thread.start()
    until = time.monotonic() + 30
    while not told and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    with urllib.request.urlopen(f"{told[0]}/articles.json?_size=1") as answer:
        rows = json.load(answer)["rows"]
    with pytest.raises(HTTPError, match="400"):
        urllib.request.urlopen(f"{told[0]}?sql=SELECT+nothing")
    made[0].should_exit = True
    thread.join()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/archive", told[0])
    assert len(rows) == 1
    assert capfd.readouterr() == ("", "")
