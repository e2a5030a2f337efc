"""Builders for tests of threads: a page around some markup, read by the region alone."""

from __future__ import annotations

from datetime import UTC, datetime

from normalizers.regions.comments import read_comments
from normalizers.regions.context import Context
from normalizers.site import Site, Template
from normalizers.tree import Tree, parse
from normalizers.values import Comment, CommentsInfo

URL = "http://blog.example/2012/10/25/a-story/"


def context(
    platform: str | None = "wordpress",
    *,
    url: str = URL,
    language: str | None = "en",
    site: Site | None = None,
) -> Context:
    """The page around a thread."""
    return Context(
        url=url,
        base=url,
        captured_at=datetime(2013, 6, 1, tzinfo=UTC),
        site=site or Site(name=None),
        template=Template(name="test/look", platform=platform, marks=()),
        language=language,
    )


def read(html: str, platform: str | None = "wordpress") -> tuple[Comment, ...]:
    """The comments of a page."""
    return read_all(html, context(platform))[0]


def read_info(html: str) -> CommentsInfo:
    """What a page says of its thread."""
    return read_all(html, context())[1]


def read_all(html: str, around: Context) -> tuple[tuple[Comment, ...], CommentsInfo, Tree]:
    """Comments, what the page says of them, and the tree after they were cut."""
    tree = parse(html, around.url)
    comments, info = read_comments(tree, around)
    return comments, info, tree


def says(comment: Comment) -> str:
    """The words of a comment, a line a block."""
    return "\n".join(block.text for block in comment.blocks)


def short(comments: tuple[Comment, ...]) -> list[tuple[str | None, str | None, str]]:
    """Author, date and words of each comment."""
    return [(comment.author, comment.posted_at, says(comment)) for comment in comments]


def html5_comment(number: int, author: str = "Ann", text: str = "<p>Well said.</p>") -> str:
    """A comment as the html5 walker of WordPress prints it, its list item left open."""
    return f"""
    <li id="comment-{number}" class="comment even thread-even depth-1">
     <article id="div-comment-{number}" class="comment-body">
      <footer class="comment-meta">
       <div class="comment-author vcard"><img alt="" class="avatar" src="a.png">
        <b class="fn"><a href="http://{author.lower()}.example" rel="external nofollow"
    class="url">{author}</a></b>
        <span class="says">says:</span></div>
       <div class="comment-metadata"><a href="{URL}#comment-{number}">
        <time datetime="2012-10-25T08:23:00+00:00">October 25, 2012 at 10:23 am</time></a></div>
      </footer>
      <div class="comment-content">{text}</div>
      <div class="reply"><a class="comment-reply-link"
    href="?replytocom={number}#respond">Reply</a></div>
     </article>"""
