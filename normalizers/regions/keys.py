"""Keys of what has no id of its own: made of its words, and told apart by a number."""

from __future__ import annotations


def tell_apart(key: str, taken: dict[str, int]) -> str:
    """The key, with a number where it was given before.

    Args:
        key: The key that the words give.
        taken: How often each key was given; this one is added.

    >>> taken = {}
    >>> [tell_apart("1930-gmt", taken) for _ in range(3)]
    ['1930-gmt', '1930-gmt-2', '1930-gmt-3']
    """
    number = taken.get(key, 0) + 1
    taken[key] = number
    return tell_apart(f"{key}-{number}", taken) if number > 1 else key
