"""The index: sorted, rebuilt the same from the files alone, searched without reading it."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest

from archive.errors import ArchiveError
from archive.layout import Layout
from archive.warc import sorting
from archive.warc.entries import Place, entry_of, from_line, to_line
from archive.warc.exclusions import Exclusions, exclude, read, show_again
from archive.warc.imports import bring
from archive.warc.index import Index, rebuild, same_moment, update
from archive.warc.raw import make_record
from archive.warc.reader import captures
from archive.warc.sorting import Sorter
from tests.build import T0, chunked, exchange, get, http, write_warc

URL = "http://b.example/"
TAGGED = http(
    headers=(("Content-Type", "Text/HTML; charset=x"), ("ETag", '"1"'), ("Last-Modified", "d"))
)


def every_kind():
    return [
        exchange(response=TAGGED),
        exchange(URL + "2017/09/one/", chunked(b"<p>one</p>")),
        exchange(URL + "2017/09/two/", http(b"gone", status="410 Gone")),
        exchange(URL + "cut", http()[:-3], truncated="length"),
        exchange(URL + "fail", b"", failure="timeout"),
        exchange(URL + "post", http(), request=get(URL + "post", method="POST")),
    ]


@pytest.fixture
def layout(tmp_path):
    write_warc(tmp_path, every_kind(), "c-1")
    write_warc(tmp_path, [exchange(response=TAGGED, minutes=60)], "c-2")
    return Layout(tmp_path)


def test_rebuilt_index_is_the_one_that_the_writer_made(layout):
    made = layout.index.read_bytes()
    layout.index.unlink()
    assert rebuild(layout) == ()
    assert layout.index.read_bytes() == made


def test_lines_are_sorted_and_read_back_as_they_were(layout):
    lines = layout.index.read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    assert [to_line(from_line(line)) for line in lines] == lines
    assert len(lines) == 7


def test_lines_hold_the_fields_that_other_tools_want(layout):
    line = layout.index.read_bytes().splitlines()[0]
    key, time, fields = line.split(b" ", 2)
    assert (key, time) == (b"example,b)/", b"20261125090000")
    core = dict(list(json.loads(fields).items())[:7])
    assert core == {
        "url": URL,
        "mime": "text/html",
        "status": "200",
        "digest": core["digest"],
        "length": core["length"],
        "offset": core["offset"],
        "filename": "warc/c-1-00001.warc.gz",
    }
    assert all(isinstance(value, str) for value in core.values())


def test_line_that_is_none_is_refused():
    for line in (b"", b"a b {}", b"a b c", b"a b []", b'a b {"kind": "response"}'):
        with pytest.raises(ValueError):  # noqa: PT011 - json has its own kind of ValueError
            from_line(line)


def test_entries_tell_what_they_are(layout):
    found = {entry.url.removeprefix(URL): entry for entry in Index(layout)}
    assert found[""].kind == "revisit"
    assert found[""].refers_to
    assert (found["2017/09/one/"].framing, found["2017/09/two/"].status) == ("chunked/", 410)
    assert found["cut"].truncated == "length"
    assert (found["fail"].failure, found["fail"].readable) == ("timeout", False)
    assert (found["post"].method, found["post"].readable) == ("POST", False)
    assert {entry.crawl_id for entry in Index(layout)} == {"c-1", "c-2"}


def test_captures_of_an_address_come_in_order_of_time(layout):
    found = list(Index(layout).captures("https://www.B.example/"))
    assert [entry.kind for entry in found] == ["response", "revisit"]
    assert [(entry.etag, entry.last_modified) for entry in found] == [('"1"', "d")] * 2
    latest = Index(layout).latest(URL)
    assert latest == found[-1]


def test_failure_is_no_latest_capture(layout):
    assert Index(layout).latest(URL + "fail") is None
    assert Index(layout).latest(URL + "never") is None


def test_addresses_under_a_folder_are_found(layout):
    found = [entry.url for entry in Index(layout).under(URL + "2017/09/")]
    assert found == [URL + "2017/09/one/", URL + "2017/09/two/"]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 50])
def test_every_address_is_found_among_any_number(tmp_path, count):
    urls = [f"{URL}{number}/" for number in range(count)]
    write_warc(tmp_path, [exchange(url) for url in urls])
    index = Index(Layout(tmp_path))
    assert [[entry.url for entry in index.captures(url)] for url in urls] == [[url] for url in urls]
    assert list(index.captures(URL + "none")) == []


def test_archive_without_an_index_is_empty(tmp_path):
    assert list(Index(Layout(tmp_path))) == []
    assert update(Layout(tmp_path)) == ()
    assert list(Index(Layout(tmp_path))) == []


def test_index_follows_the_files(layout):
    first = layout.warc / "c-1-00001.warc.gz"
    aside = layout.root / "aside"
    first.rename(aside)
    update(layout)
    assert [entry.kind for entry in Index(layout)] == ["revisit"]
    aside.rename(first)
    update(layout)
    assert len(list(Index(layout))) == 7


@pytest.mark.parametrize("state", ["", "{}", "[]", '{"format": 1, "bytes": 5, "files": {}}'])
def test_index_that_does_not_fit_its_state_is_made_anew(layout, state):
    made = layout.index.read_bytes()
    layout.index.write_bytes(b"rubbish\n")
    layout.index_state.write_text(state)
    update(layout)
    assert layout.index.read_bytes() == made


def test_index_that_was_replaced_without_its_state_is_made_anew(layout):
    """A run that is killed between the two leaves this."""
    made = layout.index.read_bytes()
    state = layout.index_state.read_bytes()
    write_warc(layout.root, [exchange(URL + "new")], "c-3")
    layout.index_state.write_bytes(state)
    update(layout)
    assert layout.index.read_bytes().count(b"\n") == made.count(b"\n") + 1


def test_up_to_date_index_is_left_alone(layout):
    before = layout.index.stat().st_ino
    update(layout)
    assert layout.index.stat().st_ino == before


def test_what_cannot_be_read_is_told_and_the_rest_is_indexed(layout):
    (layout.warc / "bad.warc.gz").write_bytes(b"\x1f\x8b\x08rubbish")
    (layout.root / "imports").mkdir()
    (layout.root / "imports/x.wacz").write_bytes(b"PK\x03\x04 no")
    faults = rebuild(layout)
    assert sorted(fault.path.name for fault in faults) == ["bad.warc.gz", "x.wacz"]
    assert len(list(Index(layout))) == 7


def test_package_with_a_broken_file_is_told(layout, tmp_path_factory):
    path = tmp_path_factory.mktemp("p") / "x.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/a.warc.gz", b"\x1f\x8b\x08" + bytes(99))
    bring(layout, [path], T0)
    assert len(rebuild(layout)) == 1


def test_moved_archive_still_works(layout, tmp_path_factory):
    target = tmp_path_factory.mktemp("elsewhere") / "archive"
    shutil.move(layout.root, target)
    moved = Layout(target)
    index = Index(moved)
    assert len(list(index)) == 7
    before = moved.index.stat().st_ino
    update(moved)
    assert moved.index.stat().st_ino == before
    (capture,) = (c for _, c in captures(moved.warc / "c-2-00001.warc.gz", target))
    assert capture.body == b"<p>Hello</p>"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026-11-25T09:00:00Z", "2026-11-25T09:00:00.5Z", True),
        ("2026-11-25T09:00:00.5Z", "2026-11-25T09:00:00.51Z", True),
        ("2026-11-25T09:00:00Z", "2026-11-25T09:00:01Z", False),
    ],
)
def test_dates_agree_in_what_both_tell(one, other, same):
    assert same_moment(one, other) is same


def test_records_that_are_no_captures_have_no_entry():
    place = Place("x", 0, 1)
    for kind in ("warcinfo", "request", "continuation"):
        assert entry_of(make_record([("WARC-Type", kind)], b""), place) is None
    other = [("WARC-Type", "metadata"), ("Content-Type", "text/plain")]
    assert entry_of(make_record(other, b"url: x\r\nfailure: y"), place) is None
    other = [("WARC-Type", "metadata"), ("Content-Type", "application/warc-fields")]
    assert entry_of(make_record(other, b"via: x\r\nno colon"), place) is None
    assert entry_of(make_record([("WARC-Type", "resource")], b"x"), place) is None


def test_more_lines_than_memory_should_hold_are_sorted(tmp_path, monkeypatch):
    monkeypatch.setattr(sorting, "_HELD", 3)
    monkeypatch.setattr(sorting, "_OPEN", 2)
    lines = [b"%03d\n" % (number * 37 % 100) for number in range(100)]
    sorter = Sorter(tmp_path / "s")
    for line in lines + lines:
        sorter.add(line)
    assert list(sorter) == sorted(lines)


# ------------------------------------------------------------------ exclusions


def test_excluded_pattern_is_in_no_view_and_survives_a_rebuild(layout):
    exclude(layout, URL + "2017/*", "asked by the author", T0)
    assert list(Index(layout).under(URL + "2017/")) == []
    assert len(list(captures(layout.warc / "c-1-00001.warc.gz", layout.root))) == 2
    rebuild(layout)
    assert list(Index(layout).under(URL + "2017/")) == []
    (line,) = read(layout)
    assert (line.what, line.reason, line.at) == (
        URL + "2017/*",
        "asked by the author",
        "2026-11-25T09:00:00.123456Z",
    )


def test_excluded_record_is_hidden_alone_and_still_gives_its_body(layout):
    first = next(Index(layout).captures(URL))
    exclude(
        layout,
        first.location.record_id.strip("<>").upper().replace("URN:UUID", "urn:uuid"),
        "x",
        T0,
    )
    assert [entry.kind for entry in Index(layout).captures(URL)] == ["revisit"]
    (capture,) = (c for _, c in captures(layout.warc / "c-2-00001.warc.gz", layout.root))
    assert capture.body == b"<p>Hello</p>"


def test_excluded_original_is_not_referred_to_again(layout):
    exclude(layout, URL, "x", T0)
    (again,) = write_warc(layout.root, [exchange(response=TAGGED, minutes=90)], "c-3")
    assert again.revisit_of is None


def test_exclusion_is_taken_back_and_both_stay_in_the_log(layout):
    exclude(layout, "*one*", "x", T0)
    show_again(layout, "*one*", "a mistake", T0)
    assert len(list(Index(layout))) == 7
    assert [line.shown for line in read(layout)] == [False, True]
    assert not Exclusions.of(layout)


def test_only_what_was_excluded_can_be_shown_again(layout):
    with pytest.raises(ArchiveError, match="was not excluded"):
        show_again(layout, "*never*", "x", T0)


@pytest.mark.parametrize("line", ["{", "[]", '{"what": "x"}'])
def test_log_that_cannot_be_read_stops_everything(layout, line):
    layout.exclusions.write_text(f'{{"what": "x", "reason": "y", "at": "z"}}\n\n{line}\n')
    with pytest.raises(ArchiveError, match="line 3 cannot be read"):
        Index(layout)
