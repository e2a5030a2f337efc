"""The looks of all platforms, in the order they are tried, and the choice of one.

A look of the site itself is tried before those of the platforms; platforms that mark
their pages narrowly stand before those that share marks with others. The last one,
`generic/plain`, has no marks and fits every page.
"""

from __future__ import annotations

from normalizers.platforms.blogger import BLOGGER
from normalizers.platforms.drupal import DRUPAL
from normalizers.platforms.generic import GENERIC
from normalizers.platforms.movabletype import MOVABLETYPE
from normalizers.platforms.typepad import TYPEPAD
from normalizers.platforms.wordpress import WORDPRESS
from normalizers.site import Site, Template
from normalizers.tree import Tree

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
