"""The looks of all platforms, in the order they are tried, and the choice of one.

A look of the site itself is tried before those of the platforms; platforms that mark
their pages narrowly stand before those that share marks with others. The last one,
`generic/plain`, has no marks and fits every page.
"""

from __future__ import annotations

from textwrap import shorten

from normalizers.platforms.blogger import BLOGGER
from normalizers.platforms.drupal import DRUPAL
from normalizers.platforms.generic import GENERIC
from normalizers.platforms.movabletype import MOVABLETYPE
from normalizers.platforms.typepad import TYPEPAD
from normalizers.platforms.wordpress import WORDPRESS
from normalizers.site import Site, Template
from normalizers.tree import Node, Tree

_LONGEST_VALUE = 60

TEMPLATES: tuple[Template, ...] = (
    *WORDPRESS,
    *BLOGGER,
    *TYPEPAD,
    *MOVABLETYPE,
    *DRUPAL,
    *GENERIC,
)


def choose(tree: Tree, site: Site) -> Template:
    """The first look whose marks are all found on the page."""
    return next(t for t in (*site.templates, *TEMPLATES) if has_marks(tree, t))


def has_marks(tree: Tree, template: Template) -> bool:
    """Whether a page shows all the marks of a look."""
    return all(tree.css_first(mark) is not None for mark in template.marks)


def found_marks(tree: Tree, name: str, site: Site) -> tuple[str, ...]:
    """The start tags by which a page shows the marks of a look, for people to read.

    Args:
        tree: The page.
        name: Of the look, as `Page.template` says it.
        site: Whose looks are tried before those of the platforms.
    """
    known = (*site.templates, *TEMPLATES)
    marks = next((template.marks for template in known if template.name == name), ())
    found = (tree.css_first(mark) for mark in marks)
    return tuple(_start_tag(node) for node in found if node is not None)


def _start_tag(node: Node) -> str:
    attributes = "".join(
        f" {name}" if value is None else f' {name}="{shorten(value, _LONGEST_VALUE)}"'
        for name, value in node.attributes.items()
    )
    return f"<{node.tag}{attributes}>"
