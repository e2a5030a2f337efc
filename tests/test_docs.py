"""What exists is documented, and what is documented exists."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import click
import pytest

from archive.cli.main import palimpsest
from normalizers.errors import NormalizeError
from normalizers.issues import CODES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
COMMANDS = {name: later.command() for name, later in palimpsest.later.items()}
# A command line in a block of code or between backticks.
_LINE = re.compile(r"(?m)(?:^|`)(palimpsest [a-z][^`\n#|>&]*)")


def described(command: str) -> list[str]:
    """The command lines of the program in a text."""
    return [line.strip() for line in _LINE.findall(command)]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help_and_examples_that_begin_with_its_name(name: str) -> None:
    command = COMMANDS[name]
    examples = getattr(command, "examples", ())
    assert command.help
    assert examples
    assert any(f"palimpsest {name}" in example for example in examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_tells_of_every_option_and_shows_the_examples(name: str) -> None:
    context = click.Context(COMMANDS[name], info_name=f"palimpsest {name}")
    text = COMMANDS[name].get_help(context)
    assert "Examples:" in text
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in text
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_command_stands_in_the_readme(name: str) -> None:
    assert re.search(rf"palimpsest {name}\b|`{name}`", README)


def misread(line: str) -> list[str]:
    """The words of a command line that no option or argument of its command takes."""
    words = shlex.split(line)[1:]
    command = COMMANDS[words[0]]
    context = click.Context(command, info_name=words[0], resilient_parsing=True)
    try:
        return list(command.make_parser(context).parse_args(words[1:])[1])
    except click.UsageError as error:
        return [error.format_message()]


EXAMPLES = [
    part.strip()
    for command in [palimpsest, *COMMANDS.values()]
    for example in getattr(command, "examples", ())
    for part in re.split(r"&&|\||>", example)
    if part.strip().startswith("palimpsest")
]


def options_taken(line: str) -> set[str]:
    """The first names of the options that a command takes from a command line."""
    words = shlex.split(line)[1:]
    context = click.Context(COMMANDS[words[0]], info_name=words[0], resilient_parsing=True)
    _, _, taken = COMMANDS[words[0]].make_parser(context).parse_args(words[1:])
    return {one.opts[0] for one in taken if isinstance(one, click.Option)}


@pytest.mark.parametrize("line", EXAMPLES)
def test_example_of_the_help_can_be_typed_and_its_options_are_taken(line: str) -> None:
    assert misread(line) == []
    assert options_taken(line) == {word for word in shlex.split(line) if word.startswith("--")}


def test_option_that_is_not_there_is_seen() -> None:
    assert misread("palimpsest crawl myblog --for-ever") != []
    assert misread("palimpsest crawl myblog otherblog") == ["otherblog"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_command_lines_of_the_documents_can_be_typed(document: Path) -> None:
    for line in described(document.read_text(encoding="utf-8")):
        words = shlex.split(line)
        assert words[1] in COMMANDS, line
        if len(words) > 2:
            assert misread(line) == [], line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_the_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_scripts_of_the_readme_are_there_and_can_be_run() -> None:
    for name in re.findall(r"(?m)^(script/\w+)", README):
        assert (ROOT / name).stat().st_mode & 0o111, name


def test_every_issue_code_is_documented() -> None:
    text = (ROOT / "docs/issue-codes.md").read_text(encoding="utf-8")
    for code, meaning in CODES.items():
        assert f"| `{code}` | {meaning} |" in text
    for kind in NormalizeError.__subclasses__():
        assert f"`{kind.code}`" in text


def test_example_of_a_site_is_one() -> None:
    text = (ROOT / "docs/new-blog.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0]
    names: dict[str, object] = {}
    exec(compile(ast.parse(code), "new-blog.md", "exec"), names)
    site = names["EXAMPLE"]
    assert site.kind_of("https://blog.example/story/17/") == "post"  # type: ignore[attr-defined]


def test_budget_rules_are_never_silenced() -> None:
    sources = [
        p for room in ("archive", "normalizers", "scraper") for p in (ROOT / room).rglob("*.py")
    ]
    silenced = [
        p for p in sources if re.search(r"noqa:[^\n]*(C901|PLR09|PLR17)", p.read_text("utf-8"))
    ]
    assert silenced == []
