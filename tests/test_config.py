"""The settings: what is read, and how every mistake is named with its line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.config import Config, SiteConfig, new_config, read_config
from archive.errors import ConfigError

SITE = '[[site]]\nname = "b"\nurl = "https://b.example/"\n'


@pytest.fixture
def toml(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "palimpsest.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_new_config_reads_back_with_every_default(toml):
    path = toml(new_config("https://blog.example"))
    site = SiteConfig(name="blog.example", url="https://blog.example/")
    assert Config(path=path, sites=(site,)) == read_config(path)


def test_every_line_shown_as_default_is_the_default(toml):
    text = new_config("https://b.example/")
    shown = [
        line.removeprefix("# ")
        if line.startswith("# ") and " = " in line and "…" not in line
        else line
        for line in text.splitlines()
        if not line.startswith(("# hosts", "# timezone", "# seeds", "# contact", "# robots"))
    ]
    path = toml("\n".join(shown))
    assert read_config(toml(text)) == read_config(toml("\n".join(shown)))
    assert path.read_text("utf-8").count("= ") > 12


def test_new_config_keeps_names_with_quotes_and_backslashes(toml):
    made = new_config("https://b.example/", 'The "B" \\ log', operator="Ä", contact="a@b.example")
    config = read_config(toml(made))
    assert config.sites[0].name == 'The "B" \\ log'
    assert (config.operator.name, config.operator.contact) == ("Ä", "a@b.example")


@pytest.mark.parametrize(
    "url", ["", "blog", "ftp://b.example/", "https:///x", "http://a b/", "http://b:x/"]
)
def test_new_config_refuses_what_is_no_address(url):
    with pytest.raises(ConfigError, match="want"):
        new_config(url)


def test_every_value_is_read(toml):
    config = read_config(
        toml(
            '[operator]\nname = "N"\ncontact = "c"\nrobots_statement = "r"\n'
            '[[site]]\nname = "b"\nurl = "http://127.0.0.1:8080"\n'
            'hosts = ["Old.b.example", "[::1]:80"]\n'
            'timezone = "Europe/London"\nseeds = ["https://b.example/a/"]\n'
            "[politeness]\ndelay = 0\nconcurrency = 2\nobey_robots = false\n"
            'user_agent = "u"\nautothrottle = false\ntimeout = 2.5\nretries = 0\n'
            '[schedule]\nevery = "1h"\nladder = ["30m", "1d"]\n'
            '[capture]\nmax_bytes = 1000\nrequisites = true\nwarc_bytes = "2 MB"\n'
            'min_free = "3KB"\nmax_lists = 40\n'
        )
    )
    assert config.sites[0].url == "http://127.0.0.1:8080/"
    assert config.sites[0].hosts == ("old.b.example", "[::1]:80")
    assert (
        config.politeness.delay,
        config.politeness.concurrency,
        config.politeness.obey_robots,
        config.politeness.timeout,
        config.politeness.retries,
    ) == (0.0, 2, False, 2.5, 0)
    assert (timedelta(minutes=30), timedelta(days=1)) == config.schedule.ladder
    assert (
        config.capture.max_bytes,
        config.capture.requisites,
        config.capture.warc_bytes,
        config.capture.min_free,
        config.capture.max_lists,
    ) == (1000, True, 2_000_000, 3_000, 40)


MISTAKES = [
    ("x = 1\n" + SITE, 1, "unknown section [x]"),
    (SITE + "\n[polite]\ndelay = 1\n", 5, "unknown section [polite]"),
    (SITE + "# why\n\n[politeness]\n\ndelays = 1\n", 8, "unknown key delays; known: delay,"),
    (SITE + '[politeness]\ndelay = "1"\n', 5, "delay: want a number of seconds"),
    (SITE + "[politeness]\ndelay = -1\n", 5, "delay: want"),
    (SITE + "[politeness]\ndelay = true\n", 5, "delay: want"),
    (SITE + "[politeness]\ntimeout = 0\n", 5, "timeout: want a number of seconds above 0"),
    (
        SITE + "[politeness]\nconcurrency = 0\n",
        5,
        "concurrency: want a whole number from 1 to 1000",
    ),
    (SITE + "[politeness]\nretries = 1.5\n", 5, "retries: want a whole number from 0 to 1000"),
    (SITE + '[politeness]\nobey_robots = "yes"\n', 5, "obey_robots: want true or false"),
    (SITE + '[politeness]\nuser_agent = "a\\r\\nX: y"\n', 5, "user_agent: want one line"),
    (SITE + '[schedule]\nevery = "0h"\n', 5, "every: want a time"),
    (SITE + "[schedule]\nevery = 5\n", 5, "every: want a time"),
    (SITE + '[schedule]\nladder = [\n "6h",\n "1h",\n]\n', 5, "ladder: want times that grow"),
    (SITE + "[schedule]\nladder = []\n", 5, "ladder: want times that grow"),
    (SITE + '[schedule]\nladder = "1h"\n', 5, "ladder: want a list"),
    (SITE + '[capture]\nmax_bytes = "5 miles"\n', 5, "max_bytes: want a number of bytes"),
    (SITE + "[capture]\nmax_bytes = -5\n", 5, "max_bytes: want a number of bytes"),
    (SITE + '[capture]\nmax_bytes = "5K"\n', 5, "max_bytes: want a number of bytes"),
    (SITE + 'hosts = ["https://a/"]\n', 4, "hosts: want host names"),
    (SITE + 'timezone = "Nowhere/Town"\n', 4, "timezone: want a time zone"),
    (SITE + 'timezone = "../etc/passwd"\n', 4, "timezone: want a time zone"),
    (SITE + SITE + 'seeds = ["x"]\n', 7, "seeds: want an address"),
    ('[[site]]\nname = "b"\n', 1, "[[site]] wants a url"),
    (SITE + '\n[[site]]\nurl = "https://c.example/"\n', 5, "[[site]] wants a name"),
    ('[site]\nname = "b"\n', 1, "want at least one [[site]]"),
    ("", 0, "want at least one [[site]]"),
    ("operator = 1\n" + SITE, 1, "operator is a section"),
    (SITE + "[politeness]\ndelay = \n", 5, "not valid TOML"),
    (SITE + '[politeness]\nuser_agent = "', 5, "not valid TOML"),
]


@pytest.mark.parametrize(
    ("text", "line", "reason"), MISTAKES, ids=[m[2] + str(n) for n, m in enumerate(MISTAKES)]
)
def test_mistake_is_named_with_its_line(toml, text, line, reason):
    with pytest.raises(ConfigError) as caught:
        read_config(toml(text))
    assert line == caught.value.line
    assert reason in caught.value.reason


def test_missing_file_is_named_and_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="palimpsest init"):
        read_config(tmp_path / "palimpsest.toml")


def test_file_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "palimpsest.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(path)
