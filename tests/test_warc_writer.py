"""The writer: what is in the file, what a revisit may be, what happens when the disk fails."""

from __future__ import annotations

import errno
import logging
import os
import threading
from datetime import timedelta

import pytest

from archive.errors import ArchiveError, DiskFullError
from archive.layout import Layout
from archive.warc import files, writer
from archive.warc.index import Index
from archive.warc.members import Member, opened, walk
from archive.warc.records import CrawlInfo, Limits
from archive.warc.writer import WarcWriter
from tests.build import T0, chunked, exchange, get, http, info, write_warc

URL = "http://b.example/"
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'
TAGGED = http(headers=(("Content-Type", "text/html"), ("ETag", '"v1"')))


def records(path):
    with opened(path) as file:
        return [item.record for item in walk(file, path) if isinstance(item, Member)]


def only_file(root):
    (path,) = (root / "warc").glob("*.warc.gz")
    return path


def written(root, *exchanges):
    write_warc(root, exchanges)
    return records(only_file(root))


def test_file_begins_with_what_is_known_of_the_crawl(tmp_path):
    crawl = CrawlInfo(
        crawl_id="c-1",
        software="palimpsest-archive 0.1",
        operator="An Archive",
        contact="crawl@archive.example",
        user_agent="Palimpsest",
        robots="classic",
        settings=(("delay", "1.0"),),
    )
    with WarcWriter(Layout(tmp_path), crawl) as warc:
        warc.write(exchange())
    first = records(only_file(tmp_path))[0]
    assert first.type == "warcinfo"
    assert first.named["warc-filename"] == only_file(tmp_path).name
    lines = first.block.decode().splitlines()
    assert "software: palimpsest-archive 0.1" in lines
    assert "operator: An Archive <crawl@archive.example>" in lines
    assert {"isPartOf: c-1", "robots: classic", "setting-delay: 1.0"} < set(lines)


def test_exchange_is_kept_byte_for_byte(tmp_path):
    answer = b"HTTP/1.1 200 Tr\xe8s\nsERVER:x\r\nX: one\r\n\ttwo\r\nno colon\r\n\r\n\x00\xff body"
    _, response, request = written(tmp_path, exchange(response=answer))
    assert (response.block, request.block) == (answer, get(URL))
    assert request.named["warc-concurrent-to"] == response.id
    assert (response.target_uri, request.target_uri) == (URL, URL)


def test_connection_is_described(tmp_path):
    _, response, _ = written(
        tmp_path,
        exchange(
            "https://b.example/",
            ip="::1",
            tls_version="TLSv1.3",
            cipher="TLS_AES_256_GCM_SHA384",
            at=T0,
        ),
    )
    assert response.named["warc-ip-address"] == "::1"
    assert response.all("warc-protocol") == ("http/1.1", "tls/1.3")
    assert response.named["warc-cipher-suite"] == "TLS_AES_256_GCM_SHA384"
    assert response.date == "2026-11-25T09:00:00.123456Z"


def test_location_says_where_the_answer_lies(tmp_path):
    (place,) = write_warc(tmp_path, [exchange()])
    data = (tmp_path / place.warc).read_bytes()[place.offset : place.offset + place.length]
    alone = tmp_path / "alone.warc.gz"
    alone.write_bytes(data)
    assert [record.id for record in records(alone)] == [place.record_id]
    assert place.captured_at == "2026-11-25T09:00:00.123456Z"


def test_transfer_coded_answer_has_no_payload_digest_but_the_index_has_the_entitys(tmp_path):
    body = b"<p>words</p>"
    plain, coded = write_warc(
        tmp_path, [exchange(response=http(body)), exchange(URL + "c", chunked(body))]
    )
    first, second = (r for r in records(only_file(tmp_path)) if r.type == "response")
    assert plain.payload_digest == coded.payload_digest
    assert first.named["warc-payload-digest"] == plain.payload_digest
    assert "warc-payload-digest" not in second.named
    assert "warc-block-digest" in second.named


def test_head_on_which_readers_differ_has_no_payload_digest(tmp_path):
    _, response, _ = written(
        tmp_path, exchange(response=b"HTTP/1.1 200 OK\r\nA: 1\r\n \r\nB: 2\r\n\r\nx")
    )
    assert "warc-payload-digest" not in response.named


@pytest.mark.parametrize("why", ["time", "length", "disconnect", "unspecified"])
def test_cut_answer_is_marked(tmp_path, why):
    (place,) = write_warc(tmp_path, [exchange(response=http()[:-4], truncated=why)])
    _, response, _ = records(only_file(tmp_path))
    assert response.named["warc-truncated"] == why
    assert place.truncated == why


def test_failed_fetch_leaves_its_request_and_the_reason(tmp_path):
    _, note, request = written(tmp_path, exchange(response=b"", failure="connection refused"))
    assert (note.type, request.type) == ("metadata", "request")
    assert b"url: http://b.example/\r\nfailure: connection refused\r\n" in note.block
    assert note.named["warc-concurrent-to"] == request.id


def test_metadata_never_carry_the_pages_own_address(tmp_path):
    """Replay would take them for the page."""
    found = written(
        tmp_path,
        exchange(response=b"", failure="timeout"),
        exchange(response=b"", request=b"", failure="no such host"),
        exchange(response=b"\x00 no http", failure="no HTTP"),
        exchange(response=http()[:-2], truncated="disconnect", failure="closed"),
    )
    notes = [record for record in found if record.type == "metadata"]
    assert len(notes) == 4
    assert [note.target_uri for note in notes] == [None] * 4


def test_failed_fetch_that_never_sent_anything_has_no_request(tmp_path):
    found = written(tmp_path, exchange(response=b"", request=b"", failure="no such host"))
    assert [record.type for record in found] == ["warcinfo", "metadata"]


def test_answer_that_is_no_http_is_kept_in_the_note(tmp_path):
    _, note, _ = written(tmp_path, exchange(response=b"\x00junk", failure="no HTTP"))
    assert b"received: %00junk\r\n" in note.block


def test_interim_responses_are_kept_apart_from_the_answer(tmp_path):
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    _, response, request, note = written(tmp_path, exchange(response=hints + http()))
    assert response.block == http()
    assert b"interim: HTTP/1.1%20103%20Early%20Hints%0D%0A" in note.block
    assert note.named["warc-concurrent-to"] == response.id
    assert request.named["warc-concurrent-to"] == response.id


def test_odd_characters_of_an_address_do_not_break_the_record(tmp_path):
    url = "http://b.example/a b\r\nWARC-Type: evil\x85é"
    _, response, _ = written(tmp_path, exchange(url, request=get(URL)))
    assert response.type == "response"
    assert response.target_uri == "http://b.example/a%20b%0D%0AWARC-Type:%20evil%C2%85é"


def test_address_that_is_not_http_is_refused(tmp_path):
    with (
        pytest.raises(ArchiveError, match="no http address"),
        WarcWriter(Layout(tmp_path), info()) as warc,
    ):
        warc.write(exchange("ftp://b.example/"))


def test_crawl_id_that_is_no_file_name_is_refused(tmp_path):
    with pytest.raises(ArchiveError, match="crawl id"):
        WarcWriter(Layout(tmp_path), info("../evil"))


# ------------------------------------------------------------------ revisits


def crawl_twice(root, first, second):
    write_warc(root, [first], "c-1")
    write_warc(root, [second], "c-2")
    return records(root / "warc/c-2-00001.warc.gz")[1]


def test_same_entity_again_is_a_revisit_with_the_exact_head(tmp_path):
    first = exchange(response=http())
    again = exchange(
        response=http(headers=(("Content-Type", "text/html"), ("Date", "x"))), minutes=60
    )
    revisit = crawl_twice(tmp_path, first, again)
    assert revisit.type == "revisit"
    assert revisit.named["warc-profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert revisit.named["warc-refers-to-target-uri"] == URL
    assert revisit.named["warc-refers-to-date"] == "2026-11-25T09:00:00.123456Z"
    assert revisit.block == again.response[: -len(b"<p>Hello</p>")]
    assert revisit.named["warc-payload-digest"].startswith("sha1:")


def test_same_entity_in_other_chunks_is_a_revisit(tmp_path):
    """Transfer coding and content coding are the same: it replays right."""
    body = b"<p>some words in chunks</p>"
    revisit = crawl_twice(
        tmp_path,
        exchange(response=chunked(body, size=5)),
        exchange(response=chunked(body, size=9), minutes=1),
    )
    assert revisit.type == "revisit"


def test_same_error_page_again_is_a_revisit_with_its_own_status(tmp_path):
    missing = http(status="404 Not Found")
    revisit = crawl_twice(
        tmp_path, exchange(response=missing), exchange(response=missing, minutes=1)
    )
    assert revisit.type == "revisit"
    assert revisit.http.status == 404


NEVER = {
    "another entity": (http(), http(b"<p>other</p>"), {}),
    "another framing": (http(b"<p>x</p>"), chunked(b"<p>x</p>"), {}),
    "an empty entity": (http(b""), http(b""), {}),
    "a redirect": (http(b"moved", status="301 Moved"), http(b"moved", status="301 Moved"), {}),
    "an error page of another status": (http(status="404 No"), http(status="410 No"), {}),
    "an error page with the words of the page": (http(), http(status="500 No"), {}),
    "a cut answer": (http(), http(), {"truncated": "length"}),
    "an answer with a failure": (http(), http(), {"failure": "odd"}),
    "an answer to POST": (http(), http(), {"request": get(URL, method="POST")}),
    "another address": (http(), http(), {"url": "https://b.example/"}),
    "an unconditional 304": (TAGGED, NOT_MODIFIED, {}),
    "a 304 of a validator nobody gave": (
        TAGGED,
        NOT_MODIFIED,
        {"request": get(URL, more='If-None-Match: "v9"\r\n')},
    ),
}


@pytest.mark.parametrize("name", NEVER)
def test_answer_is_written_in_full(tmp_path, name):
    first, second, more = NEVER[name]
    again = exchange(**{"url": URL, "response": second, "minutes": 9, **more})
    assert crawl_twice(tmp_path, exchange(response=first), again).type == "response"


def test_original_that_was_cut_is_never_referred_to(tmp_path):
    first = exchange(response=http(), truncated="disconnect")
    assert crawl_twice(tmp_path, first, exchange(minutes=9)).type == "response"


def test_not_modified_is_a_revisit_of_what_was_validated(tmp_path):
    asked = get(URL, more='If-None-Match: "v1"\r\n')
    revisit = crawl_twice(
        tmp_path,
        exchange(response=TAGGED),
        exchange(response=NOT_MODIFIED, request=asked, minutes=9),
    )
    assert revisit.named["warc-profile"].endswith("/1.1/revisit/server-not-modified")
    assert revisit.block == NOT_MODIFIED
    third = exchange(response=NOT_MODIFIED, request=asked, minutes=18)
    write_warc(tmp_path, [third], "c-3")
    later = records(tmp_path / "warc/c-3-00001.warc.gz")[1]
    assert later.named["warc-refers-to"] == revisit.named["warc-refers-to"]


def test_not_modified_since_is_a_revisit_too(tmp_path):
    day = "Sun, 22 Nov 2026 00:00:00 GMT"
    revisit = crawl_twice(
        tmp_path,
        exchange(response=http(headers=(("Last-Modified", day),))),
        exchange(
            response=b"HTTP/1.1 304 Not Modified\r\n\r\n",
            request=get(URL, more=f"If-Modified-Since: {day}\r\n"),
            minutes=9,
        ),
    )
    assert revisit.type == "revisit"


# ------------------------------------------------------------------ files


def test_open_file_is_renamed_and_read_only_when_closed(tmp_path):
    with WarcWriter(Layout(tmp_path), info()) as warc:
        warc.write(exchange())
        warc.sync()
        assert [p.name for p in (tmp_path / "warc").iterdir()] == ["crawl-1-00001.warc.gz.open"]
    path = only_file(tmp_path)
    assert path.name == "crawl-1-00001.warc.gz"
    assert path.stat().st_mode & 0o222 == 0


def test_files_rotate_by_size_and_all_are_indexed(tmp_path):
    layout = Layout(tmp_path)
    with WarcWriter(layout, info(), limits=Limits(warc_bytes=3000)) as warc:
        for number in range(9):
            warc.write(exchange(f"{URL}{number}", http(os.urandom(900))))
    assert len(list(layout.warc.glob("*.warc.gz"))) == 5
    assert len(list(Index(layout))) == 9


def test_crawl_that_wrote_nothing_leaves_no_file(tmp_path):
    with WarcWriter(Layout(tmp_path), info()) as warc:
        warc.sync()
    assert list((tmp_path / "warc").iterdir()) == []


def test_resumed_crawl_begins_another_file(tmp_path):
    write_warc(tmp_path, [exchange()])
    write_warc(tmp_path, [exchange(minutes=1)])
    names = sorted(path.name for path in (tmp_path / "warc").iterdir())
    assert names == ["crawl-1-00001.warc.gz", "crawl-1-00002.warc.gz"]


def test_threads_write_whole_exchanges(tmp_path):
    layout = Layout(tmp_path)
    with WarcWriter(layout, info(), limits=Limits(warc_bytes=20_000)) as warc:

        def work(part):
            for number in range(20):
                warc.write(exchange(f"{URL}{part}/{number}", http(os.urandom(700))))

        threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({entry.url for entry in Index(layout)}) == 80


# ------------------------------------------------------------------ faults


class FailingDisk:
    """Takes some bytes, then answers with an error."""

    def __init__(self, room, code):
        self.room = room
        self.code = code
        self.write = os.write

    def __call__(self, handle, data):
        if self.room <= 0:
            raise OSError(self.code, os.strerror(self.code))
        done = self.write(handle, bytes(data[: self.room]))
        self.room -= done
        return done


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, DiskFullError), (errno.EIO, ArchiveError)]
)
def test_failing_disk_stops_the_crawl_and_keeps_what_was_reported(
    tmp_path, monkeypatch, code, kind
):
    layout = Layout(tmp_path)
    with WarcWriter(layout, info()) as warc:
        kept = warc.write(exchange())
        monkeypatch.setattr(writer.os, "write", FailingDisk(300, code))
        with pytest.raises(kind):
            warc.write(exchange(URL + "lost", http(os.urandom(9000))))
        monkeypatch.undo()
        with pytest.raises(kind):
            warc.write(exchange(URL + "later"))
        with pytest.raises(kind):
            warc.sync()
    assert [record.type for record in records(only_file(tmp_path))] == [
        "warcinfo",
        "response",
        "request",
    ]
    assert [entry.location for entry in Index(layout)] == [kept]


def test_disk_that_is_full_from_the_start_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(writer.os, "write", FailingDisk(10, errno.ENOSPC))
    with WarcWriter(Layout(tmp_path), info()) as warc, pytest.raises(DiskFullError, match="free"):
        warc.write(exchange())
    assert list((tmp_path / "warc").iterdir()) == []


def test_failure_to_close_is_told_and_the_file_stays_for_the_next_start(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    warc = WarcWriter(Layout(tmp_path), info())
    with warc:
        warc.write(exchange())
        monkeypatch.setattr(writer.os, "fsync", full)
        with pytest.raises(DiskFullError):
            warc.close()
        with pytest.raises(DiskFullError):
            warc.write(exchange())
    assert [p.suffix for p in (tmp_path / "warc").iterdir()] == [".open"]


def test_folder_that_cannot_be_made_is_named_before_anything_is_fetched(tmp_path):
    (tmp_path / "warc").write_text("a file")
    with (
        pytest.raises(ArchiveError, match=r"cannot write .*warc"),
        WarcWriter(Layout(tmp_path), info()),
    ):
        pass


def test_read_only_folder_is_named_before_anything_is_fetched(tmp_path, monkeypatch):
    monkeypatch.setattr(writer.os, "access", lambda *_: False)
    with pytest.raises(ArchiveError, match="read-only"), WarcWriter(Layout(tmp_path), info()):
        pass


def test_folder_that_turns_read_only_is_named(tmp_path, monkeypatch):
    def refused(*_args):
        raise OSError(errno.EROFS, "Read-only file system")

    with WarcWriter(Layout(tmp_path), info()) as warc:
        monkeypatch.setattr(writer.os, "open", refused)
        with pytest.raises(ArchiveError, match="Read-only file system"):
            warc.write(exchange())
        monkeypatch.undo()


def test_clock_that_steps_back_is_a_warning(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        write_warc(tmp_path, [exchange(minutes=60), exchange(URL + "2", at=T0)])
    assert "the clock stepped back" in caplog.text
    assert len(list(Index(Layout(tmp_path)))) == 2


def test_exchanges_that_end_out_of_order_are_no_warning(tmp_path, caplog):
    write_warc(tmp_path, [exchange(at=T0), exchange(URL + "2", at=T0 - timedelta(seconds=30))])
    assert caplog.text == ""


def test_low_disk_warns_once(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(writer, "_LOOK_AT_DISK", 1000)
    limits = Limits(min_free=1 << 62)
    with WarcWriter(Layout(tmp_path), info(), limits=limits) as warc:
        for number in range(5):
            warc.write(exchange(f"{URL}{number}"))
    assert caplog.text.count("make room") == 1


def test_other_errors_of_the_disk_are_told_in_one_line(tmp_path):
    error = files.told(PermissionError(errno.EACCES, "Permission denied"), tmp_path)
    assert str(error) == f"cannot write {tmp_path}: Permission denied"
