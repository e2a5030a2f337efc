"""Golden cases: a page, and what a person agreed it says."""

from __future__ import annotations

import pytest

from tests.golden_update import CASES, expected, read_case


@pytest.mark.parametrize("name", CASES)
def test_page_is_read_as_agreed(name):
    assert expected(name) == read_case(name)
