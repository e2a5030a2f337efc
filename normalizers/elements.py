"""Elements of HTML by what they do: hold unseen words, end a line, nest nothing, set letters.

The sets are those of the HTML Standard, as parsers and style sheets of browsers have them.
"""

from __future__ import annotations

SILENT = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object")
)
_BLOCK_NAMES = """
    address article aside blockquote body center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody
    td tfoot th thead tr ul"""
_VOID_NAMES = "area base br col embed frame hr img input link meta param source track wbr"
_IMPLIED_NAMES = "a body dd dt html li optgroup option p rp rt tbody td tfoot th thead tr"
_FORMAT_NAMES = "b big code em font i nobr s small strike strong tt u"

BLOCKS = frozenset(_BLOCK_NAMES.split())
VOID = frozenset(_VOID_NAMES.split())
# A new one of these closes the last one, so that leaving them open nests nothing.
IMPLIED = frozenset(_IMPLIED_NAMES.split())
FORMATS = frozenset(_FORMAT_NAMES.split())
CELLS = frozenset(("td", "th", "caption"))
