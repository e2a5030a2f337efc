"""The theme of the sample blog: posts in, HTML out, marked up as WordPress does it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from string import Template

from archive.sample.posts import Post, Remark

COMMENTS_A_PAGE = 5


def _template(name: str) -> Template:
    return Template(files("archive.sample").joinpath(name).read_text(encoding="utf-8"))


def page(base: str, title: str, main: str, *, posts: Sequence[Post], **marks: str) -> str:
    """A whole page: `main` in the frame, with the newest posts at its side."""
    recent = "\n".join(f"<li>{link(base, post)}</li>" for post in posts[:5] if not post.page)
    return _template("frame.html").substitute(
        base=base,
        title=f"{escape(title)} &#8211; Strait View",
        main=main,
        recent=recent,
        head=marks.get("head", ""),
        body_class=marks.get("body_class", "home blog"),
    )


def link(base: str, post: Post) -> str:
    """A link to a post under its title."""
    return f'<a href="{base}{post.path}">{escape(post.title)}</a>'


def head(base: str, post: Post) -> str:
    """What a post says of itself in the head of its page."""
    return (
        f'<link rel="canonical" href="{base}{post.path}">\n'
        f'<link rel="shortlink" href="{base}/?p={post.id}">\n'
        f'<meta property="article:published_time" content="{post.published.isoformat()}">\n'
        f'<meta property="article:modified_time" content="{post.modified.isoformat()}">'
    )


def article(base: str, post: Post, leaf: int, related: Sequence[Post], comments: str) -> str:
    """One content page (`leaf`, from 1) of a post with all that stands under it."""
    kind = "page" if post.page else "post"
    return _template("article.html").substitute(
        id=post.id,
        kind=kind,
        classes="".join(f" category-{name.lower()}" for name in post.categories),
        title=escape(post.title),
        meta="" if post.page else _meta(base, post),
        figure=_figure(base, post) if leaf == 1 else "",
        body=Template(post.leaves[leaf - 1].strip()).substitute(base=base),
        leaf_links=_leaf_links(base, post, leaf),
        footer="" if post.page else _footer(base, post),
        related=_related(base, related),
        comments=comments,
    )


def comments(base: str, post: Post, number: int | None) -> str:
    """One page of the thread (None: the newest) with the links to its other pages."""
    if post.page:
        return ""
    pages = thread_pages(post)
    shown = pages[-1] if number is None else pages[number - 1]
    at = len(pages) if number is None else number
    items = "\n".join(_comment(base, post, remark, 1) for remark in shown)
    return (
        '<div id="comments" class="comments-area">\n'
        f'{_comments_title(post)}\n<ol class="comment-list">\n{items}\n</ol>\n'
        f"{_thread_links(base, post, at, len(pages))}\n"
        '<div id="respond" class="comment-respond">'
        '<h3 class="comment-reply-title">Leave a Reply</h3>'
        f'<form action="{base}/wp-comments-post.php" method="post">'
        '<p><textarea name="comment"></textarea></p></form></div>\n</div>'
    )


def thread_pages(post: Post) -> tuple[tuple[Remark, ...], ...]:
    """The first comments of each branch, cut into the pages of the thread.

    As in WordPress: replies stay with their branch; there is always one page.
    """
    tops = [remark for remark in post.remarks if not remark.parent]
    cuts = range(0, max(len(tops), 1), COMMENTS_A_PAGE)
    return tuple(tuple(tops[cut : cut + COMMENTS_A_PAGE]) for cut in cuts)


def excerpts(base: str, title: str, posts: Iterable[Post], older: str | None) -> str:
    """A list page: one stub a post, and the way to older ones."""
    stubs = "\n".join(_stub(base, post) for post in posts)
    way = f'<a class="next page-numbers" href="{base}{older}">Older posts</a>' if older else ""
    return (
        f'<header class="page-header"><h1 class="page-title">{escape(title)}</h1></header>\n'
        f'{stubs}\n<nav class="navigation pagination"><div class="nav-links">{way}</div></nav>'
    )


def not_found() -> str:
    """What the blog shows where nothing is."""
    return (
        '<section class="error-404 not-found"><h1 class="page-title">That page is not here.</h1>'
        "<p>Maybe try a search?</p></section>"
    )


def long_date(at: datetime) -> str:
    """A date as the blog writes it: March 4, 2026."""
    return f"{at:%B} {at.day}, {at.year}"


def _time(at: datetime, mark: str, words: str) -> str:
    return f'<time class="{mark}" datetime="{at.isoformat()}">{words}</time>'


def _meta(base: str, post: Post) -> str:
    stamp = _time(post.published, "entry-date published", long_date(post.published))
    author = escape(post.author)
    handle = post.author.lower().replace(" ", "-")
    return (
        f'<div class="entry-meta"><span class="posted-on"><a href="{base}{post.path}" '
        f'rel="bookmark">{stamp}</a></span> <span class="byline">by <span class="author vcard">'
        f'<a class="url fn n" href="{base}/author/{handle}/">{author}</a></span></span></div>'
    )


def _figure(base: str, post: Post) -> str:
    if not post.image:
        return ""
    return (
        f'<figure class="post-thumbnail wp-caption"><img src="{base}{post.image}" alt="">'
        f'<figcaption class="wp-caption-text">{escape(post.caption)}</figcaption></figure>'
    )


def _leaf_links(base: str, post: Post, leaf: int) -> str:
    if len(post.leaves) == 1:
        return ""
    marks = " ".join(
        _leaf_link(base, post, number, leaf) for number in range(1, len(post.leaves) + 1)
    )
    return f'<div class="page-links">Pages: {marks}</div>'


def _leaf_link(base: str, post: Post, number: int, shown: int) -> str:
    if number == shown:
        return f'<span class="post-page-numbers current">{number}</span>'
    rest = f"{number}/" if number > 1 else ""
    return f'<a href="{base}{post.path}{rest}" class="post-page-numbers">{number}</a>'


def _footer(base: str, post: Post) -> str:
    spans = [
        _labels("cat-links", "Posted in", f"{base}/category/", post.categories, "category tag"),
        _labels("tags-links", "Tagged", f"{base}/tag/", post.tags),
    ]
    return f'<footer class="entry-footer">{" ".join(spans)}</footer>'


def _labels(mark: str, words: str, root: str, names: Sequence[str], rel: str = "tag") -> str:
    links = ", ".join(
        f'<a href="{root}{name.lower().replace(" ", "-")}/" rel="{rel}">{escape(name)}</a>'
        for name in names
    )
    return f'<span class="{mark}">{words} {links}</span>' if names else ""


def _related(base: str, posts: Sequence[Post]) -> str:
    if not posts:
        return ""
    items = "\n".join(f"<li>{link(base, post)}</li>" for post in posts)
    return (
        '<div class="related-posts"><h3 class="related_post_title">Related Posts</h3>\n'
        f'<ul class="related_post">\n{items}\n</ul></div>'
    )


def _comments_title(post: Post) -> str:
    count = len(post.remarks)
    if not count:
        return ""
    words = "One thought" if count == 1 else f"{count} thoughts"
    return f'<h2 class="comments-title">{words} on &#8220;{escape(post.title)}&#8221;</h2>'


def _comment(base: str, post: Post, remark: Remark, depth: int) -> str:
    name = escape(remark.author)
    signed = (
        f'<a href="{escape(remark.url)}" rel="ugc" class="url">{name}</a>' if remark.url else name
    )
    text = "".join(f"<p>{escape(part)}</p>" for part in remark.text.split("\n\n"))
    at = f"{long_date(remark.at)} at {remark.at:%H:%M}"
    replies = [other for other in post.remarks if other.parent == remark.id]
    inner = "\n".join(_comment(base, post, reply, depth + 1) for reply in replies)
    children = f'\n<ol class="children">\n{inner}\n</ol>' if replies else ""
    return (
        f'<li id="comment-{remark.id}" class="{remark.kind} even depth-{depth}">\n'
        f'<article id="div-comment-{remark.id}" class="comment-body">\n'
        '<footer class="comment-meta"><div class="comment-author vcard">'
        f'<b class="fn">{signed}</b> <span class="says">says:</span></div>\n'
        f'<div class="comment-metadata"><a href="{base}{post.path}#comment-{remark.id}">'
        f'<time datetime="{remark.at.isoformat()}">{at}</time></a></div></footer>\n'
        f'<div class="comment-content">{text}</div>\n<div class="reply"><a rel="nofollow" '
        f'class="comment-reply-link" data-commentid="{remark.id}" '
        f'href="{base}{post.path}?replytocom={remark.id}#respond">Reply</a></div>\n'
        f"</article>{children}\n</li>"
    )


def _thread_links(base: str, post: Post, at: int, count: int) -> str:
    if count == 1:
        return ""
    other = count - 1 if at == count else at + 1
    mark, words = ("previous", "Older comments") if at == count else ("next", "Newer comments")
    return (
        '<nav class="navigation comment-navigation"><div class="nav-links">'
        f'<div class="nav-{mark}"><a href="{base}{post.path}comment-page-{other}/#comments">{words}'
        "</a></div></div></nav>"
    )


def _stub(base: str, post: Post) -> str:
    stamp = _time(post.published, "entry-date published", long_date(post.published))
    words = " ".join(re.sub("<[^>]+>", "", post.body).split()[:12])
    return (
        f'<article id="post-{post.id}" class="post-{post.id} post hentry">'
        f'<header class="entry-header"><h2 class="entry-title">{link(base, post)}</h2>'
        f'<div class="entry-meta">{stamp}</div></header>'
        f'<div class="entry-summary"><p>{words} […] <a class="more-link" href="{base}{post.path}">'
        "Continue reading</a></p></div></article>"
    )
