"""Drupal: the node templates of versions 6 to 10."""

from __future__ import annotations

from normalizers.site import Template

DRUPAL: tuple[Template, ...] = (
    Template(
        name="drupal/node",
        platform="drupal",
        marks=(
            (
                "meta[name='generator' i][content*='drupal' i], script[src*='/misc/drupal.js'], "
                "body[class*='node-type-'], [id^='node-'][class~='node'], "
                "script[data-drupal-selector], link[href*='/sites/default/files/css']"
            ),
        ),
        content=(
            ".field-name-body",
            ".field--name-body",
            ".field-type-text-with-summary",
            # Blocks have a `content` too, also those that stand in a node.
            ".node .content:not(.block .content)",
            ".node__content",
        ),
        title=("h1.title", "h1.page-title", "#page-title", ".node-title", ".node h2"),
        byline=(".submitted .username", ".node__meta .username", "[rel='author']"),
        date=(".submitted [property~='dc:date']", ".node__meta time", ".submitted"),
        categories=(".field-type-taxonomy-term-reference a, .field--type-entity-reference a",),
        tags=(".terms a[rel='tag'], .taxonomy a[rel='tag']",),
        entries=(".node-teaser", ".views-row", ".node"),
        clutter=(".submitted, .links, .terms, .node__meta, .node__links, .service-links",),
    ),
)
