"""What belongs to a blog, and what its addresses are. Pure, but that names are resolved.

- In scope is what lies on the blog's hosts, with its port, and under its path where the
  blog has one (`http://people.example/~ann/`).
- What an address is, its site's declaration says: the same one that reads the pages.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from archive.config import SiteConfig
from normalizers.site import Site, UrlKind

_PORTS = {"http": 80, "https": 443}
_DEFAULT = 0  # either of the two: http and https are one blog


@dataclass(frozen=True, slots=True)
class Scope:
    """The hosts and path of the blogs of an archive."""

    places: tuple[tuple[str, int, str], ...]
    site_for: Callable[[str], Site]

    def __contains__(self, url: object) -> bool:
        place = _place(str(url))
        if place is None:
            return False
        host, port, path = place
        return any(
            host == own and port == at and path.startswith(under) for own, at, under in self.places
        )

    def kind_of(self, url: str) -> UrlKind:
        """What an address points to, by its site's rules.

        The blog's own address is a list, whatever its path.
        """
        place = _place(url)
        if place in self.places and not urlsplit(url).query:
            return "list"
        return self.site_for(url).kind_of(url)


def scope_of(sites: Iterable[SiteConfig], site_for: Callable[[str], Site]) -> Scope:
    """The scope that the settings of an archive say."""
    places: list[tuple[str, int, str]] = []
    for site in sites:
        own = _place(site.url)
        if own:
            host, port, path = own
            places.append((host, port, path[: path.rfind("/") + 1]))
        hosts = (*site.hosts, *site_for(site.url).hosts)
        others = (_place(f"http://{host}/") for host in hosts)
        places.extend(other for other in others if other)
    return Scope(tuple(dict.fromkeys(places)), site_for)


def _place(url: str) -> tuple[str, int, str] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    usual = port is None or port == _PORTS[parts.scheme]
    host = re.sub(r"^www\d*\.", "", parts.hostname)
    return host, _DEFAULT if usual or port is None else port, parts.path or "/"


def leads_in(url: str, target: str) -> bool:
    """Whether a way leads from the public net to an address that is not on it."""
    own, host = (urlsplit(one).hostname or "" for one in (url, target))
    return host != own and not leads_inside(own) and leads_inside(host)


@lru_cache(maxsize=1_000)
def leads_inside(host: str) -> bool:
    """Whether a host is not on the public net, by its name or by what it resolves to."""
    if is_private(host):
        return True
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return False
    return any(is_private(str(address[4][0])) for address in found)


def is_private(host: str) -> bool:
    """Whether a host is by its name or number not on the public net.

    >>> is_private("10.0.0.7"), is_private("localhost"), is_private("a.example")
    (True, True, False)
    """
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return False
