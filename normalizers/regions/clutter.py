"""What is never part of a story, told by standards and by names of wide use.

Elements are cut when HTML itself says so (`nav`, `form`, roles of ARIA), when a look
lists them, or when a class name is one that share bars, author boxes, subscription
pleas and navigation carry everywhere. A name alone never cuts what holds most of the
text of a page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from normalizers.site import Selectors
from normalizers.text import words
from normalizers.tree import (
    Node,
    Tree,
    ancestors,
    attr,
    cut,
    every,
    find,
    inside,
    line_of,
    same,
    text_of,
)

_ALWAYS = (
    "script, style, noscript, template, nav, [role='navigation'], [role='search'], "
    "[role='banner'], [role='contentinfo'], dialog, [role='dialog'], "
    "[role='alertdialog'], [aria-modal='true'], link, meta"
)
_NAMES = (
    r"share|sharing|sharedaddy|shareaholic|sharethis|addthis|addtoany|a2a_kit|social|socials|"
    r"author-?(?:box|bio|info|card|desc|description)|about-?(?:the-)?author|bio-?box|"
    r"newsletter|subscribe|subscription|subscribe2|mailchimp|mc4wp|signup|sign-?up|optin|"
    r"breadcrumbs?|pagination|pager|paging|page-?nav|post-?nav(?:igation)?|entry-?nav(?:igation)?|"
    r"nav-?(?:single|links|below|above|previous|next)|navlinks|prev-?next|next-?prev|"
    r"print-?(?:link|button)|email-?(?:link|button)|toolbar|skip-?link|"
    r"ad|ads|advert|advertisement|adsense|adsbygoogle|sponsor|sponsored|promo|banner|"
    r"cookie|consent|gdpr|popup|modal|overlay|"
    r"sidebar(?:container|wrap(?:per)?)?|widget-?area|menu|tag-?cloud|blogroll|"
    r"post-?(?:tags|ratings|views|likes)|entry-?tags|tags-?links|cat-?links|tagcloud|"
    r"feedback|rating|ratings|votes?|likes?|donate|donation|paypal|"
    r"disclaimer|copyright|credits?|socialize|wpadvert|wordads"
)
_CLUTTER = re.compile(rf"(?:^|[\s_-])(?:{_NAMES})(?:$|[\s_-])", re.IGNORECASE)
_SELECTOR = (
    "div, section, aside, ul, ol, p, header, footer, span, table, dl, figure, fieldset, center"
)


# Fields for an address of mail ask readers to subscribe; an avatar is as WordPress prints it.
_MARKS_OF_BOXES = (
    ("form input[type='email'], form input[name*='email' i]", 250),
    ("img.avatar, img[src*='gravatar.com/avatar']", 900),
)
_A_LINE = 80  # letters
_SEVERAL = 2
_PAGE = re.compile(r"(?:/|[?&]page=)(\d{1,3})/?$")
_LABEL = 3  # words beside the numbers of pages: "Pages:", "Next page"


def page_numbers(root: Node) -> list[Node]:
    """The lines of links to the other pages of a post that a blog cuts into pages.

    WordPress core names its links `post-page-numbers` since version 5.2; older ones are
    known by a number that is the end of the address as well.
    """
    found: list[Node] = []
    for node in root.css(".post-page-numbers, a[href]"):
        number = _PAGE.search(attr(node, "href")) if node.tag == "a" else None
        numbered = number is not None and text_of(node) == number[1]
        named = "post-page-numbers" in attr(node, "class")
        if (named or numbered) and not any(inside(node, box) for box in found):
            around = [a for a in ancestors(node) if inside(a, root) and not same(a, root)]
            boxes = [box for box in around if _is_counted(box)]
            found += boxes[-1:] or ([node] if named else [])
    return found


def _is_counted(box: Node) -> bool:
    """Whether an element says numbers of pages and at most a label beside them."""
    said = words(text_of(box))
    labels = [word for word in said if not word.isdigit()]
    return len(said) > len(labels) and len(labels) <= _LABEL


def cut_furniture(tree: Tree, named: Selectors = ()) -> None:
    """Cut what standards name as furniture, and what a look names besides."""
    for node in every(tree, (_ALWAYS, *named)):
        cut(node)


def is_clutter(node: Node) -> bool:
    """Whether the names of an element are those of furniture."""
    attributes = node.attributes
    if not attributes:
        return False
    return _names_clutter(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")


@lru_cache(maxsize=16_384)
def _names_clutter(names: str) -> bool:
    return _CLUTTER.search(names) is not None


def clutter_in(root: Node) -> list[Node]:
    """Elements of furniture below `root`: by their names, by a form, by a portrait."""
    whole = len(text_of(root))
    found = [
        box
        for selector, most in _MARKS_OF_BOXES
        for node in find(root, selector)
        if (box := _box_around(node, root, min(most, whole // 3)))
    ]
    return [*found, *_named(root, whole)]


def _box_around(mark: Node, root: Node, most: int) -> Node | None:
    """The largest element around a mark, below `root`, that is a small part of it."""
    around = takewhile(lambda node: not same(node, root), ancestors(mark))
    boxes = takewhile(lambda node: line_of(node, most) is not None and _is_one(node), around)
    return max(boxes, key=lambda node: len(text_of(node)), default=None)


def _is_one(box: Node) -> bool:
    """Whether a box holds one text at most, and not the end of a story as well."""
    return sum(len(text_of(p)) > _A_LINE for p in box.css("p, h2, h3")) < _SEVERAL


def _named(root: Node, whole: int) -> list[Node]:
    """Elements below `root` whose names are those of furniture, outermost only."""
    found: list[Node] = []
    ids: set[int] = set()
    for node in root.css(_SELECTOR):
        if not is_clutter(node) or any(a.mem_id in ids for a in ancestors(node)):
            continue
        if len(text_of(node)) * 3 < whole:
            found.append(node)
            ids.add(node.mem_id)
    return found
