"""The wheel: whole, and at work outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("archive", "normalizers", "scraper")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built in a copy of it."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    build = "import setuptools.build_meta as b; b.build_wheel('dist')"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    return next((source / "dist").glob("palimpsest_archive-*.whl"))


def test_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    packed = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    there = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there - packed == set()
    assert packed - there == set()


def test_wheel_names_the_program(wheel: Path) -> None:
    package = ZipFile(wheel)
    entry = next(name for name in package.namelist() if name.endswith("entry_points.txt"))
    assert "palimpsest = archive.cli.main:main" in package.read(entry).decode()


def test_program_and_spiders_are_found_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    ZipFile(wheel).extractall(installed)
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "SCRAPY_SETTINGS_MODULE": "scraper.settings",
    }

    def said(*module: str) -> str:
        command = [sys.executable, "-P", "-m", *module]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    where = [sys.executable, "-P", "-c", "import archive; print(archive.__file__)"]
    found = subprocess.run(where, env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.startswith(str(installed))
    assert "palimpsest demo" in said("archive", "--help")
    assert said("scrapy", "list").split() == ["blog", "capture", "wayback"]
