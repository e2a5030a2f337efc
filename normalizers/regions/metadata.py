"""Title, authors, dates, labels and addresses of a story, from ordered sources.

For each fact the sources are asked in order and the first answer counts; where a later
source says something else, that becomes an issue `…-disagree`, for a page that
contradicts itself is worth a look.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from normalizers.regions.bylines import authors_of
from normalizers.regions.context import Context
from normalizers.regions.head import Head
from normalizers.regions.moments import Moments, moments_of
from normalizers.regions.scope import Place, scope_of, up_to
from normalizers.text import fold, unique
from normalizers.tree import Node, Tree, attr, every, first, text_of
from normalizers.urls import canonicalize, host_of, join, story_key
from normalizers.values import Issue, LeadImage

_POST_ID = re.compile(r"^(?:postid|page-id|attachmentid)-(\d+)$")
_SHORTLINK = re.compile(r"[?&](?:p|page_id)=(\d+)")
_REST = re.compile(r"/wp/v2/(?:posts|pages|media)/(\d+)")
_NODE_ID = re.compile(r"^(?:post|entry|node|page)-(\d+)$")
_PREFIXES = {"wordpress": "wp", "blogger": "blogger", "typepad": "typepad", "drupal": "node"}
_UNCATEGORIZED = frozenset(("uncategorized", "uncategorised", "permalink"))
_PAGE_IN_CLASS = re.compile(r"(?:single|page)-paged-(\d{1,3})$")
_CAPTION = "figcaption, .wp-caption-text"
_PAGE_IN_URL = re.compile(r"/(\d{1,3})/?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The facts about a story that stand around its text."""

    key: str
    post_id: str | None
    title: str
    authors: tuple[str, ...]
    moments: Moments
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    lead_image: LeadImage | None
    page_number: int
    page_count: int
    canonical_url: str | None
    issues: tuple[Issue, ...]


def read_metadata(tree: Tree, head: Head, place: Place, context: Context) -> Metadata:
    """Read the facts around a story.

    Args:
        tree: The page, comments and related posts already cut.
        head: What its head says.
        place: Where the story and its title stand.
        context: The page around it.
    """
    title, node = place.title, place.title_node
    scope = scope_of(place.root, node) if place.root is not None else tree
    authors, doubt = authors_of(head, scope, place.root, context)
    moments = moments_of(head, scope, place, context)
    number, count = _pages(tree, head, context.url)
    canonical = canonical_of(head, context.url)
    post_id = _post_id(tree, head)
    issues = [*doubt, *moments.issues]
    return Metadata(
        key=_key(post_id, context.template.platform, canonical or context.url),
        post_id=post_id,
        title=title,
        authors=authors,
        moments=moments,
        categories=_labels(scope, context.template.categories, head, "article:section"),
        tags=_tags(scope, head, context),
        lead_image=_lead_image(head, scope, context),
        page_number=number,
        page_count=max(number, count),
        canonical_url=canonical,
        issues=tuple(issues),
    )


def canonical_of(head: Head, url: str) -> str | None:
    """The address that the page names as its own, on the host it was captured from."""
    for named in (
        head.link("canonical"),
        join(url, head.value("og:url")) if head.value("og:url") else "",
    ):
        if named and host_of(named) == host_of(url):
            return re.sub(r"/comment-page-\d+/?$", "/", canonicalize(named))
    return None


def language_of(head: Head) -> str | None:
    """The language of a page as its primary tag.

    *Quirk:* many themes leave the `en-US` of their author on pages of any language, so
    what the platform writes into `og:locale` is asked after the root element only.
    """
    named = head.language or head.value("content-language", "og:locale", "language", "dc.language")
    tag = re.match(r"[A-Za-z]{2,3}(?=$|[-_,;])", named or "")
    return tag[0].lower() if tag else None


def _key(post_id: str | None, platform: str | None, url: str) -> str:
    if post_id:
        return f"{_PREFIXES.get(platform or '', 'post')}-{post_id}"
    return "url-" + hashlib.sha256(story_key(url).encode()).hexdigest()[:16]


def _post_id(tree: Tree, head: Head) -> str | None:
    for name in sorted(head.body_classes):
        if match := _POST_ID.match(name):
            return match[1]
    for address in (head.link("shortlink"), *head.links.get("alternate", ())):
        if match := _SHORTLINK.search(address) or _REST.search(address):
            return match[1]
    named = head.value("postid")
    if named.isdigit():
        return named
    nodes = tree.css("article[id], div[id^='post-'], div[id^='node-']")
    found = unique(m[1] for n in nodes if (m := _NODE_ID.match(attr(n, "id"))))
    return found[0] if len(found) == 1 else None


def _labels(
    scope: Node | Tree, selectors: tuple[str, ...], head: Head, meta: str
) -> tuple[str, ...]:
    for selector in selectors:
        found = unique(text_of(node) for node in scope.css(selector))
        if found:
            return tuple(name for name in found if name.casefold() not in _UNCATEGORIZED)
    return unique(head.meta.get(meta, ()))


def _tags(scope: Node | Tree, head: Head, context: Context) -> tuple[str, ...]:
    categories = context.template.categories
    first_selector = next((s for s in categories if scope.css_first(s) is not None), None)
    taken = {node.mem_id for node in every(scope, (first_selector,) if first_selector else ())}
    for selector in context.template.tags:
        nodes = [n for n in scope.css(selector) if n.mem_id not in taken]
        if nodes:
            return unique(text_of(node) for node in nodes)
    named = head.meta.get("article:tag", ())
    return unique(fold(part) for value in named for part in value.split(","))


def _lead_image(head: Head, scope: Node | Tree, context: Context) -> LeadImage | None:
    box = first(scope, context.template.lead_image)
    image = None if box is None else (box if box.tag == "img" else box.css_first("img"))
    source = attr(image, "src") or attr(image, "data-src") if image is not None else ""
    url = join(context.base, source) if source and not source.startswith("data:") else ""
    url = url or (join(context.base, head.value("og:image")) if head.value("og:image") else "")
    caption = first(scope, context.template.caption)
    if caption is None and box is not None:
        caption = _caption_beside(box)
    words = text_of(caption) if caption is not None else ""
    return LeadImage(url=url or None, caption=words or None) if url or words else None


def _caption_beside(box: Node) -> Node | None:
    captions = (node.css_first(_CAPTION) for node in up_to(box, None))
    return next((caption for caption in captions if caption is not None), None)


def _pages(tree: Tree, head: Head, url: str) -> tuple[int, int]:
    """The number of this page of the post and how many there are.

    WordPress core prints `post-page-numbers` for posts cut by `<!--nextpage-->` where the
    theme asks for it, and names the page in the body's classes in any theme.
    """
    numbers = {
        int(found[0]): n
        for n in tree.css(".post-page-numbers, .page-links > *")
        if (found := re.search(r"\d+", text_of(n)))
    }
    named = [int(m[1]) for c in head.body_classes if (m := _PAGE_IN_CLASS.match(c))]
    if not numbers:
        return max(named, default=1), max(named, default=1)
    current = [n for n, node in numbers.items() if node.tag != "a" or attr(node, "aria-current")]
    match = _PAGE_IN_URL.search(url)
    number = current[0] if current else (int(match[1]) if match else 1)
    return number, max(numbers)
