"""What kind of page a capture shows: a story, a list, an error, a door with a lock.

The status of the answer comes first, then what WordPress and Drupal say in the classes of
`<body>`, then the address that the page says it has, then its shape: several entries or one.
An address alone decides nothing: a story may have been fetched at that of a front page.
"""

from __future__ import annotations

import re

from normalizers.regions.density import densest
from normalizers.regions.head import Head, types_of
from normalizers.regions.threads.items import find_items, hits_of, names_of
from normalizers.regions.threads.names import is_aside
from normalizers.site import Site, Template
from normalizers.tree import Node, Tree, ancestors, attr, hidden, inside, outermost, same
from normalizers.urls import canonicalize
from normalizers.values import PageKind

# RFC 9110, 15
_REDIRECTION, _CLIENT_ERROR, _UNAUTHORIZED = 300, 400, 401
_GONE = frozenset((404, 410))
# What WordPress core prints on every list; lone `blog`, `author`, `date` are others' words.
_LISTS = (
    {"archive"},
    {"search-results"},
    {"search-no-results"},
    {"post-type-archive"},
    {"home", "blog"},
    {"blog", "paged"},
    {"item-list", "mobile"},
)
# Drupal 5 to 7 and 8 to 11 name the type of the one node that a page shows.
_NODE_TYPE = ("node-type-", "page-node-type-")
_NODE = ".node[id^='node-']:not(.node-teaser)"
_OWN_ADDRESS = ("og:url", "twitter:url")
_FEWEST_HEADLINES = 3
_FEWEST_COMMENTS = 2
_FEW_PARAGRAPHS = 6
_LIST_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ProfilePage", "Blog"))
_STORY_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Posting)$")
_LOCK = "form.post-password-form, form[action*='action=postpass'], input[name='post_password']"
_LOST = re.compile(
    r"(?:^|\W)404(?:$|\W)|page (?:was )?not found|not found\s*(?:$|[|–—:-])|nothing found",
    re.IGNORECASE,
)


def kind_of_page(tree: Tree, head: Head, site: Site, template: Template, url: str) -> PageKind:
    """The kind of a page that was answered with success."""
    classes = head.body_classes
    if "error404" in classes:
        return "gone"
    named = _kind_by_classes(classes)
    if named == "list":
        return "list"
    if named and _is_locked(tree):
        return "protected"
    return named or _kind_by_shape(tree, head, site, template, url)


def kind_of_status(status: int) -> PageKind | None:
    """The kind that the status alone decides, None for a page to be read."""
    if status in _GONE:
        return "gone"
    if status == _UNAUTHORIZED:
        return "protected"
    if status >= _CLIENT_ERROR:
        return "error"
    return "other" if status >= _REDIRECTION else None


def _kind_by_classes(classes: frozenset[str]) -> PageKind | None:
    if "attachment" in classes or any(c.startswith("attachmentid-") for c in classes):
        return "attachment"
    if any(c.startswith("postid-") for c in classes) or "single-post" in classes:
        return "article"
    if any(c.startswith("page-id-") for c in classes) and "blog" not in classes:
        return "page"
    if "front" not in classes and any(c.startswith(_NODE_TYPE) for c in classes):
        return "article"
    if "single" in classes:
        return "article"
    return "list" if any(named <= classes for named in _LISTS) else None


def _is_locked(tree: Tree) -> bool:
    """Whether the form for a password stands in the place of the story."""
    lock = tree.css_first(_LOCK)
    if lock is None:
        return False
    forms = [node for node in (lock, *ancestors(lock)) if node.tag == "form"]
    around = forms[0].parent if forms else None
    return around is not None and len(around.css("p, blockquote, h2, h3")) <= _FEW_PARAGRAPHS


def _kind_by_shape(tree: Tree, head: Head, site: Site, template: Template, url: str) -> PageKind:
    if _is_locked(tree):
        return "protected"
    if _LOST.search(head.title):
        return "gone"
    ruled = site.kind_of(canonicalize(url))
    if ruled in ("post", "comments") or _says_story(head) or _is_elsewhere(head, site):
        return "article"
    entries = entries_of(tree, template)
    if _says_list(head) or ruled == "list":
        headlines = {attr(a, "href") for a in tree.css("h1 a[href], h2 a[href], h3 a[href]")}
        several = len(entries) > 1 or len(headlines) >= _FEWEST_HEADLINES
        alone = _is_one_node(tree) or _has_thread(tree)
        listed = (several or _divides(tree, entries)) and not alone
    else:
        listed = len(entries) >= _FEWEST_HEADLINES and _divides(tree, entries)
    return "list" if listed else "article"


def _says_story(head: Head) -> bool:
    return head.value("og:type").lower() == "article" or any(
        _STORY_TYPES.search(t) for thing in head.objects for t in types_of(thing)
    )


def _is_elsewhere(head: Head, site: Site) -> bool:
    """Whether the page says that it is a story, at an address of its own."""
    stated = (head.link("canonical"), *(head.value(name) for name in _OWN_ADDRESS))
    return any(url and site.kind_of(canonicalize(url)) == "post" for url in stated)


def _is_one_node(tree: Tree) -> bool:
    """Whether a page of Drupal, which numbers every node it shows, shows one."""
    return len(tree.css(_NODE)) == 1


def _has_thread(tree: Tree) -> bool:
    """Whether a page shows the numbered comments of one story, side by side."""
    items = [item for item in find_items(hits_of(tree)) if item.number and not item.around]
    around = {item.node.parent.mem_id for item in items if item.node.parent is not None}
    if len(items) < _FEWEST_COMMENTS or len(around) > 1:
        return False
    outer = (node for node in ancestors(items[0].node) if node.tag != "body")
    return not any(is_aside(name) for node in outer for name in names_of(node))


def _says_list(head: Head) -> bool:
    return any(t in _LIST_TYPES for thing in head.objects for t in types_of(thing))


def _divides(tree: Tree, entries: list[Node]) -> bool:
    """Whether the text of a page divides over several entries, none of them most of it."""
    dense = densest(tree)
    if dense is None or not entries:
        return bool(entries)
    return sum(inside(entry, dense) and not same(entry, dense) for entry in entries) > 1


def entries_of(tree: Tree, template: Template) -> list[Node]:
    """The posts that a list page shows, outermost and in page order."""
    for selector in template.entries:
        found = [n for n in outermost(tree.css(selector)) if not hidden(n)]
        if len(found) > 1:
            return found
    return []
