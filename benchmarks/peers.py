"""The environments of what we are compared with: the program itself never needs them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path


def environment(folder: Path, packages: Iterable[str]) -> str:
    """The Python of an environment that holds these packages, made or mended where needed."""
    uv = shutil.which("uv")
    python = str(folder / "bin" / "python")
    if not Path(python).exists():
        venv.create(folder, symlinks=True, with_pip=not uv)
    tool = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    subprocess.run([*tool, "--quiet", *packages], check=True, stdout=sys.stderr)
    return python
