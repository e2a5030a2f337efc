"""A page as a person reads it: its parts under each other, its thread indented.

On a terminal the words are wrapped and coloured; in a pipe each paragraph is one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from archive.cli.console import clean, data
from normalizers.values import Article, Block, Brief, Comment, Page

# Before the first line of a block of this kind, and before its other lines.
_MARKS: Mapping[str, tuple[str, str]] = {
    "quote": ("│ ", "│ "),
    "list_item": ("• ", "  "),
    "see_also": ("→ ", "→ "),
    "embed": ("▷ ", "  "),
}
_STYLES: Mapping[str, str] = {
    "heading": "bold",
    "quote": "italic",
    "caption": "dim italic",
    "see_also": "cyan",
    "embed": "magenta",
    "note": "dim",
}
_WIDEST = 100


def put_page(page: Page) -> None:
    """Print the parts of a page: story, briefs, related posts, thread, and what is odd."""
    if page.article:
        _put_article(page, page.article)
    else:
        line(f"{page.kind}: {page.url}", style="bold")
    for number, brief in enumerate(page.briefs, 1):
        _put_brief(number, brief)
    for item in page.list:
        line(f"{item.title}  {item.url}", mark=("• ", "  "))
    if page.related:
        heading("Related posts")
        for post in page.related:
            line(f"{post.title}  {post.url}", mark=("• ", "  "))
    if page.article:
        _put_thread(page)
    for issue in page.issues:
        line(f"{issue.code}: {issue.detail}", style="yellow")


def heading(words: str) -> None:
    """The heading of a part, with a blank line before it."""
    line("")
    line(words, style="bold blue")


def line(words: str, *, style: str = "", indent: int = 0, mark: tuple[str, str] = ("", "")) -> None:
    """A paragraph, wrapped on a terminal, every line of it indented and marked."""
    console = data()
    first = True
    for part in clean(words).split("\n"):
        text = Text(part, style=style)
        width = min(console.width, _WIDEST) - indent - len(mark[0])
        rows = text.wrap(console, max(width, 20)) if console.is_terminal else [text]
        for row in rows or [text]:
            row.rstrip()
            console.print(Text(" " * indent + mark[not first]) + row, soft_wrap=True)
            first = False


def _put_article(page: Page, article: Article) -> None:
    line(article.title, style="bold underline")
    said = [
        f"by {', '.join(article.authors)}" if article.authors else "",
        article.published_at or article.date_text or "",
        ", ".join((*article.categories, *article.tags)),
    ]
    line(" · ".join(filter(None, said)), style="dim")
    line(page.url, style="dim")
    if article.lead_image and article.lead_image.caption:
        line(article.lead_image.caption, style=_STYLES["caption"])
    line("")
    _put_blocks(article.blocks)


def _put_brief(number: int, brief: Brief) -> None:
    heading(f"Brief {number}: {brief.headline}")
    _put_blocks(brief.blocks)


def _put_blocks(blocks: Sequence[Block], indent: int = 0) -> None:
    for block in blocks:
        words = block.text or (block.embed.url if block.embed else None) or ""
        line(
            words,
            style=_STYLES.get(block.kind, ""),
            indent=indent,
            mark=_MARKS.get(block.kind, ("", "")),
        )


def _put_thread(page: Page) -> None:
    info = page.comments_info
    count = len(page.comments)
    words = f"{count} comment{'' if count == 1 else 's'}"
    if info.not_archived:
        words += f"; those of {info.not_archived} are not on the page"
    elif not info.complete and count:
        words += ", perhaps not all"
    heading(words)
    for comment in page.comments:
        _put_comment(comment)


def _put_comment(comment: Comment) -> None:
    indent = 3 * (comment.depth - 1)
    kind = "" if comment.kind == "comment" else f" ({comment.kind})"
    state = "" if comment.state == "shown" else f" [{comment.state}]"
    at = comment.posted_at or comment.date_text or ""
    who = f"{comment.author or 'nobody named'}{kind}{state}"
    line(f"{who}  {at}".rstrip(), style="bold green", indent=indent)
    _put_blocks(comment.blocks, indent + 2)
