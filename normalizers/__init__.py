"""From a capture to a page: pure functions, no network, disk, clock or logging."""
