"""The roster of declared blogs, and the site of an address.

A new blog is one file here and one line below; a host that nobody declared gets the
rules that platforms have in common.
"""

from __future__ import annotations

from normalizers.site import COMMON_RULES, Site
from normalizers.sites.eaworldview import EAWORLDVIEW

SITES: tuple[Site, ...] = (EAWORLDVIEW,)

DEFAULT = Site(name=None, rules=COMMON_RULES, feeds=("/feed/", "/feeds/posts/default", "/rss"))


def site_for(url: str) -> Site:
    """The site that an address belongs to; the default one where none is declared.

    >>> site_for("http://www.eaworldview.com/2017/09/slug/").name
    'eaworldview'
    >>> site_for("http://blog.example/2017/09/slug/").kind_of("http://blog.example/2017/09/slug/")
    'post'
    """
    for site in SITES:
        if site.in_scope(url):
            return site
    return DEFAULT
