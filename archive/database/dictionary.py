"""The data dictionary in words, and what Datasette is told of tables and columns.

Both come from the description that the schema is made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.database.questions import QUESTIONS
from archive.database.schema import column_docs
from archive.database.tables_evidence import EVIDENCE
from archive.database.tables_facts import FACTS
from archive.database.tables_parts import PARTS
from archive.database.views import VIEWS

_HEAD = """\
# Data dictionary

`archive.db` is a view: it can always be made again from the WARC files by `palimpsest rebuild`.
`id` is local to one file; `uid` is public, has only `[A-Za-z0-9._-]`, and is the same after every
rebuild. Times are ISO 8601 in UTC; times that a blog states are kept as the blog states them.
*First seen* and *last seen* are times of captures: what happened between two captures is not known.
This page is made from the description of the schema.
"""

# How Datasette shows a table: what stands for a row elsewhere, what is searched, what comes first.
_SHOWN: Mapping[str, Mapping[str, object]] = {
    "_sqlite_migrations": {"hidden": True},
    "page_parts": {"hidden": True},
    "blocks": {"fts_table": "blocks_fts", "fts_pk": "id", "label_column": "text"},
    "articles": {"label_column": "title", "sort_desc": "last_seen"},
    "article_versions": {"label_column": "uid"},
    "captures": {"label_column": "captured_at"},
    "comments": {"label_column": "uid"},
    "crawls": {"label_column": "uid"},
    "edits": {"sort_desc": "until", "facets": ["severity", "part", "notice"]},
    "urls": {"label_column": "url"},
    "warc_files": {"label_column": "path"},
    "warc_records": {"label_column": "record_id"},
}


def dictionary() -> str:
    """The data dictionary as Markdown."""
    groups = (
        ("What was captured", [table.name for table in EVIDENCE]),
        ("What the pages say", [table.name for table in PARTS + FACTS]),
        ("Views", [view.name for view in VIEWS]),
    )
    lines = [_HEAD]
    for heading, names in groups:
        lines.append(f"## {heading}\n")
        for name in names:
            lines += _described(name)
    return "\n".join(lines)


def datasette_metadata(database: str) -> dict[str, Any]:
    """What Datasette shows of a database: tables, columns, and the questions by name."""
    tables: dict[str, dict[str, Any]] = {}
    for row in column_docs():
        described = tables.setdefault(str(row["table_name"]), {"columns": {}})
        if row["column_name"]:
            described["columns"][row["column_name"]] = _unquoted(row["doc"])
        else:
            described["description"] = _unquoted(row["doc"])
    for name, settings in _SHOWN.items():
        tables.setdefault(name, {}).update(settings)
    return {
        "title": "Palimpsest",
        "databases": {
            database: {
                "description": "What was captured of a blog, and what was edited. Read only.",
                "tables": tables,
                "queries": {
                    question.name: {
                        "title": question.title,
                        "description": question.why,
                        "sql": question.sql.strip(),
                    }
                    for question in QUESTIONS
                },
            }
        },
    }


def _unquoted(doc: str | None) -> str:
    """A description where backticks mean nothing."""
    return (doc or "").replace("`", "")


def _described(name: str) -> Iterator[str]:
    rows = [row for row in column_docs() if row["table_name"] == name]
    yield f"### `{name}`\n\n{rows[0]['doc']}\n"
    yield "| column | type | what stands in it |\n|---|---|---|"
    for row in rows[1:]:
        yield f"| `{row['column_name']}` | {row['kind'] or ''} | {row['doc']} |"
    yield ""
