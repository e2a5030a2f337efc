"""What a killed writer leaves is finished; what a disk tore is cut, and kept aside."""

from __future__ import annotations

import errno
import fcntl

import pytest

from archive.errors import ArchiveError, DiskFullError
from archive.layout import Layout
from archive.warc import repair as mending
from archive.warc.index import Index
from archive.warc.reader import captures
from archive.warc.repair import recover, repair
from archive.warc.verify import verify
from archive.warc.writer import WarcWriter
from tests.build import exchange, info, write_warc

URL = "http://b.example/"


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def killed(layout, keep):
    """An archive whose writer died when so many bytes (or all but so many) were written."""
    write_warc(layout.root, [exchange(URL + str(number)) for number in range(3)])
    closed = layout.warc / "crawl-1-00001.warc.gz"
    data = closed.read_bytes()
    closed.unlink()
    layout.index.unlink()
    layout.index_state.unlink()
    opened = layout.warc / "crawl-1-00001.warc.gz.open"
    opened.write_bytes(data[:keep])
    return data


def test_file_of_a_dead_writer_is_finished(layout):
    data = killed(layout, None)
    (mended,) = recover(layout)
    assert (mended.warc, mended.kept, mended.cut) == ("warc/crawl-1-00001.warc.gz", len(data), 0)
    path = layout.root / mended.warc
    assert path.read_bytes() == data
    assert path.stat().st_mode & 0o222 == 0
    assert len(list(Index(layout))) == 3


def test_torn_tail_of_a_dead_writer_is_cut_and_kept_aside(layout):
    data = killed(layout, -10)
    (mended,) = recover(layout)
    path = layout.root / mended.warc
    assert mended.kept == path.stat().st_size
    assert path.read_bytes() + mended.aside.read_bytes() == data[:-10]
    assert mended.aside == layout.warc / f"cut/crawl-1-00001.warc.gz.{mended.kept}"
    assert verify(layout).findings == ()


def test_rubbish_after_a_lost_machine_is_cut_like_a_torn_tail(layout):
    data = killed(layout, None)
    path = layout.warc / "crawl-1-00001.warc.gz.open"
    path.write_bytes(data + bytes(4096))
    (mended,) = recover(layout)
    assert (mended.kept, mended.cut) == (len(data), 4096)


def test_file_without_a_whole_record_goes_aside(layout):
    killed(layout, 20)
    (mended,) = recover(layout)
    assert (mended.kept, mended.cut) == (0, 20)
    assert sorted(path.name for path in layout.warc.iterdir()) == ["cut"]


def test_empty_file_of_a_dead_writer_goes_away(layout):
    killed(layout, 0)
    (mended,) = recover(layout)
    assert (mended.kept, mended.cut, mended.aside) == (0, 0, None)
    assert list(layout.warc.iterdir()) == []


def test_recovering_twice_changes_nothing(layout):
    killed(layout, -10)
    recover(layout)
    before = {path: path.stat().st_ino for path in layout.root.rglob("*")}
    assert recover(layout) == ()
    assert {path: path.stat().st_ino for path in layout.root.rglob("*")} == before


def test_recovery_that_was_killed_itself_begins_again(layout, monkeypatch):
    data = killed(layout, -10)

    def power_cut(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(mending, "sync_folder", power_cut)
    with pytest.raises(KeyboardInterrupt):
        recover(layout)
    monkeypatch.undo()
    (mended,) = recover(layout)
    assert (layout.root / mended.warc).read_bytes() + mended.aside.read_bytes() == data[:-10]


def test_file_of_a_living_writer_is_left_alone(layout):
    with WarcWriter(layout, info()) as warc:
        warc.write(exchange())
        assert recover(layout) == ()
        warc.write(exchange(URL + "2"))
    assert len(list(Index(layout))) == 2


def test_lock_of_a_living_writer_is_on_the_open_file(layout):
    with WarcWriter(layout, info()) as warc:
        warc.write(exchange())
        (path,) = layout.warc.glob("*.open")
        with path.open("rb") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_closed_file_of_the_same_name_is_never_overwritten(layout):
    data = killed(layout, None)
    (layout.warc / "crawl-1-00001.warc.gz").write_bytes(b"")
    with pytest.raises(ArchiveError, match="move one of them away"):
        recover(layout)
    assert (layout.warc / "crawl-1-00001.warc.gz.open").read_bytes() == data


def test_scraps_of_killed_runs_are_swept(layout):
    layout.warc.mkdir()
    layout.imports.mkdir()
    (layout.root / ".index-abc").mkdir()
    (layout.root / ".index-abc/run-1").write_text("x")
    (layout.imports / ".77.part").write_text("x")
    recover(layout)
    assert sorted(path.name for path in layout.root.iterdir()) == [
        ".index.json",
        "imports",
        "index.cdxj",
        "warc",
    ]
    assert list(layout.imports.iterdir()) == []


def test_closed_file_that_a_disk_tore_is_repaired(layout):
    write_warc(layout.root, [exchange(URL + str(number)) for number in range(3)])
    path = layout.warc / "crawl-1-00001.warc.gz"
    path.chmod(0o644)
    data = path.read_bytes()
    path.write_bytes(data[:-100])
    assert not verify(layout).sound
    (mended,) = repair(layout)
    assert path.read_bytes() + mended.aside.read_bytes() == data[:-100]
    assert path.stat().st_mode & 0o222 == 0
    assert verify(layout).sound
    assert repair(layout) == ()


def test_damage_between_whole_records_is_left_as_it_is(layout):
    places = write_warc(layout.root, [exchange(URL + str(number)) for number in range(3)])
    path = layout.warc / "crawl-1-00001.warc.gz"
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[places[1].offset + 50] ^= 1
    path.write_bytes(data)
    assert repair(layout) == ()
    assert path.read_bytes() == data
    assert len(list(captures(path, layout.root))) == 3


@pytest.mark.parametrize("work", [recover, repair])
def test_full_disk_is_told(layout, monkeypatch, work):
    killed(layout, -10)

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(mending.os, "fsync", full)
    with pytest.raises(DiskFullError):
        work(layout)


def test_full_disk_while_a_closed_file_is_repaired_is_told(layout, monkeypatch):
    write_warc(layout.root, [exchange()])
    path = layout.warc / "crawl-1-00001.warc.gz"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-9])

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(mending, "_put_aside", full)
    with pytest.raises(DiskFullError):
        repair(layout)
