"""How a machine runs the crawl again and again: systemd timer units, or a crontab line.

Pure text; installing it is the command's. Runs do not overlap: a run that finds the
archive held by another ends at once with exit code 75, which the unit counts as success.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from archive.errors import EXIT_LOCKED, EXIT_PARTLY, ArchiveError

_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run, where, how often."""

    archive: Path
    program: tuple[str, ...]
    every: timedelta

    @property
    def name(self) -> str:
        """The name of the units: of the archive's folder, with a mark of its whole path."""
        folder = re.sub(r"[^A-Za-z0-9]+", "-", self.archive.name).strip("-") or "archive"
        mark = hashlib.sha256(str(self.archive).encode()).hexdigest()[:6]
        return f"palimpsest-{folder}-{mark}"

    @property
    def command(self) -> tuple[str, ...]:
        """The command line of one run."""
        return (*self.program, "crawl", str(self.archive))


def units(plan: Plan) -> dict[str, str]:
    """The texts of the systemd units by file name.

    `Persistent` makes up for a run missed while the machine was off; a random delay keeps
    many archives from asking their blogs at the same second.
    """
    _, calendar = _times(plan.every)
    service = f"""\
[Unit]
Description=Palimpsest: crawl {_percent(str(plan.archive))}
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart={" ".join(map(_quoted, plan.command))}
SuccessExitStatus={EXIT_PARTLY} {EXIT_LOCKED}
Nice=10
"""
    timer = f"""\
[Unit]
Description=Palimpsest: when to crawl {_percent(str(plan.archive))}

[Timer]
OnCalendar={calendar}
RandomizedDelaySec={int(min(plan.every.total_seconds() / 10, 300))}s
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{plan.name}.service": service, f"{plan.name}.timer": timer}


def crontab_line(plan: Plan) -> str:
    """The line of a crontab, with a mark by which it is found again.

    Raises:
        ArchiveError: cron cannot say this interval.
    """
    times, _ = _times(plan.every)
    command = shlex.join(plan.command).replace("%", r"\%")
    return f"{times} {command} # {plan.name}"


def with_line(crontab: str, plan: Plan) -> str:
    """A crontab in which this plan stands once, as its last line."""
    others = [line for line in crontab.splitlines() if not line.endswith(f"# {plan.name}")]
    return "\n".join([*others, crontab_line(plan), ""])


def _times(every: timedelta) -> tuple[str, str]:
    """The interval as cron and as systemd's OnCalendar say it.

    Only what divides an hour or a day: `Persistent` asks for OnCalendar, and neither
    can say "every 50 minutes".
    """
    minutes, seconds = divmod(round(every.total_seconds()), 60)
    hours, rest = divmod(minutes, 60)
    if not seconds and not hours and minutes and not 60 % minutes:
        return f"*/{minutes} * * * *", f"*:0/{minutes}"
    if not seconds and not rest and hours and not 24 % hours:
        return ("0 0 * * *", "daily") if hours == _DAY else (f"0 */{hours} * * *", f"0/{hours}:00")
    raise ArchiveError(
        f"every {every} cannot be said to a timer: "
        "choose a part of an hour (15m, 30m) or of a day (1h, 6h, 24h)"
    )


def _percent(text: str) -> str:
    """A text in which systemd sees no specifier."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """A word of ExecStart, in systemd's quotes (systemd.service(5), "Command lines")."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{_percent(escaped)}"'
