"""Every look has a golden page; rules tell posts from lists; a broken address is nobody's."""

from __future__ import annotations

import pytest

from normalizers.site import Site
from normalizers.sites import SITES, site_for
from normalizers.templates import TEMPLATES
from tests.golden_update import CASES, expected

LOOKS = sorted({t.name for t in (*TEMPLATES, *(t for s in SITES for t in s.templates))})
SHOWN = {expected(name)["template"] for name in CASES}


@pytest.mark.parametrize("name", LOOKS)
def test_look_has_a_golden_page(name):
    assert name in SHOWN


def test_looks_have_names_of_their_own():
    names = [t.name for t in TEMPLATES]
    assert len(names) == len(set(names))
    assert TEMPLATES[-1].marks == ()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/2017/09/slug/", "post"),
        ("/2017/09/slug/2/", "post"),
        ("/2009/10/07/slug", "post"),
        ("/2012/10/slug.html", "post"),
        ("/?p=7", "post"),
        ("/archives/123", "post"),
        ("/2017/09/slug/comment-page-2/", "comments"),
        ("/2017/09/slug/?replytocom=4", "skip"),
        ("/wp-content/uploads/a.jpg", "skip"),
        ("/feed/", "feed"),
        ("/feeds/posts/default", "feed"),
        ("/", "list"),
        ("/page/3/", "list"),
        ("/2017/09/", "list"),
        ("/category/x/", "list"),
        ("/blog/", "list"),
        ("/blog/a-story", "unknown"),
        ("/about/", "unknown"),
    ],
)
def test_common_rules(path, kind):
    assert kind == site_for("http://nobody.example/").kind_of(f"http://nobody.example{path}")


def test_scope_is_the_hosts_of_a_site():
    site = Site(name="a", hosts=("a.example",))
    assert site.in_scope("http://www.a.example/x")
    assert not site.in_scope("http://b.example/x")
    assert not site.in_scope("ftp://a.example/x")
    assert not site.in_scope("http://[broken")
    assert site.kind_of("http://[broken") == "unknown"
    assert Site(name=None).in_scope("http://any.example/")
