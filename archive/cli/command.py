"""A click command whose help ends with examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


class Command(click.Command):
    """A command with examples, each a line that can be typed as it stands."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples after the options."""
        super().format_epilog(ctx, formatter)
        write_examples(formatter, self.examples)


@dataclass(frozen=True, slots=True)
class Later:
    """A command that is imported when it is asked for: most of a start is the imports.

    Attributes:
        place: Module in `archive.cli` and name in it, "module:name".
        told: What it does, in one line of the list of commands.
    """

    place: str
    told: str

    def command(self) -> click.Command:
        """The command itself."""
        module, name = self.place.split(":")
        command: click.Command = getattr(import_module(f"archive.cli.{module}"), name)
        return command


class Group(click.Group):
    """The group of all commands, in the order of the work, with examples of its own."""

    command_class = Command

    def __init__(
        self,
        *args: Any,
        examples: Sequence[str] = (),
        later: Mapping[str, Later] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.later = dict(later or {})

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples after the list of commands."""
        write_examples(formatter, self.examples)
        super().format_epilog(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the work, not of the alphabet."""
        del ctx
        return [*self.later, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        later = self.later.get(cmd_name)
        return later.command() if later else super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, none of them imported for it."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, later.told) for name, later in self.later.items()])


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    """One example a line, under a heading."""
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")
