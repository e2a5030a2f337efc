"""Pages that stand between a crawl and a blog: firewalls, challenges, rate limits. Pure.

They are archived as what the server answered, reported, asked for again later, and
never taken for the page. An article *about* such a page is none: what counts is the
status, a header of the firewall, or a challenge's own script under its own title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

RATE_LIMITED = 429
_REFUSALS = frozenset((401, 403, 405, 406, 429, 503))
_LARGEST = 200_000

# Headers with which a firewall names what it did.
_HEADERS: tuple[tuple[str, str, str], ...] = (
    ("cf-mitigated", r"challenge|block", "Cloudflare"),
    ("x-amzn-waf-action", r"challenge|captcha", "AWS WAF"),
    ("x-datadome", r"protected|blocked", "DataDome"),
    ("x-sucuri-block", r".", "Sucuri"),
    ("x-wordfence-blocked", r".", "Wordfence"),
)
# A title and, as the title alone may be an article's, what else must stand in the page.
_PAGES: tuple[tuple[str, str, str], ...] = (
    (
        r"Just a moment\.\.\.",
        r"/cdn-cgi/challenge-platform/|__cf_chl|cf-browser-verification",
        "Cloudflare",
    ),
    (r"Attention Required! \| Cloudflare", r"cf-error-details|/cdn-cgi/", "Cloudflare"),
    (r"DDOS-GUARD|DDoS-Guard", r"ddos-guard", "DDoS-Guard"),
    (r"Sucuri WebSite Firewall", r"sucuri", "Sucuri"),
    (r"Access (to this page has been )?denied", r"px-captcha|_pxAppId", "PerimeterX"),
    (r"Access Denied", r"Reference #|errors\.edgesuite\.net", "Akamai"),
    (r"Human Verification|Captcha", r"awsWafCookieDomainList|captcha\.awswaf", "AWS WAF"),
    (r"", r"_Incapsula_Resource|Incapsula incident ID", "Imperva"),
    (r"", r"captcha-delivery\.com/", "DataDome"),
    (
        r"Checking your browser|One moment, please",
        r"(?i)checking your browser|verifying you are human",
        "a browser check",
    ),
    (
        r"(Your access to this site has been|Site access) (temporarily )?limited",
        r"(?i)wordfence",
        "Wordfence",
    ),
)
_COMPILED = tuple(
    (
        re.compile(rf"<title[^>]*>\s*(?:{title})" if title else "", re.IGNORECASE),
        re.compile(mark),
        name,
    )
    for title, mark, name in _PAGES
)
_SCRIPT_ONLY = 10_000


def recognise(status: int, headers: Mapping[str, str], body: str) -> str | None:
    """What stands in the way, None for an ordinary answer.

    Args:
        status: of the answer.
        headers: its header, names in lower case.
        body: its text, codings undone.

    >>> recognise(429, {}, "")
    'a rate limit'
    """
    for name, value, who in _HEADERS:
        if re.search(value, headers.get(name, "")):
            return who
    if status == RATE_LIMITED:
        return "a rate limit"
    # A challenge is a small page, or a refusal.
    if status not in _REFUSALS and len(body) > _SCRIPT_ONLY:
        return None
    head = body[:_LARGEST]
    for title, mark, who in _COMPILED:
        if title.search(head) and mark.search(head):
            return who
    return None
