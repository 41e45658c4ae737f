"""Printing a card uses the application of the tests when there is one."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _application(qapp: Any) -> None:
    """Make it a full application: windows of later tests need one."""
