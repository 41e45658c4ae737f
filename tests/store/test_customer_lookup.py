"""Rows of other kinds find their customers, and make those who are missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from profiler_app.store.imports import CustomerLookup
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace

COLUMNS = ["number", "kind", "line", "name", "member_no", "phone"]
ROWS = [
    ("TEST-000001", "person", "trade", "王伟", "M1", "0571-88886666"),
    ("TEST-000002", "person", "trade", "李娜", "M2", "0571-88886666"),
    ("TEST-000003", "company", "trade", "东方机械厂", None, "010-66667777"),
]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with operation(workspace, "import") as opened:
        opened.insert("customer", COLUMNS, ROWS)
    return workspace


def lookup(workspace: Workspace, opened: Operation, key: str = "member_no") -> CustomerLookup:
    return CustomerLookup(workspace.connection, opened, prefix="TEST", line="trade", key=key)


def wanted(*keys: str, **values: Any) -> Mapping[str, tuple[int, Mapping[str, Any]]]:
    return {key: (line, values) for line, key in enumerate(keys, 2)}


def test_a_customer_is_found_by_the_key_and_by_any_other_number(filled: Workspace) -> None:
    with operation(filled, "import") as opened:
        found = lookup(filled, opened).resolve(wanted("M2", "TEST-000003"), create=False)
        assert dict(found) == {"M2": 2, "TEST-000003": 3}


def test_of_several_with_one_landline_the_first_is_meant(filled: Workspace) -> None:
    with operation(filled, "import") as opened:
        found = lookup(filled, opened).resolve(
            wanted("0571-88886666", "010-66667777"), create=False
        )
        assert dict(found) == {"0571-88886666": 1, "010-66667777": 3}


def test_who_was_made_for_an_earlier_line_is_found_by_landline(filled: Workspace) -> None:
    with operation(filled, "import") as opened:
        known = lookup(filled, opened)
        known.resolve(wanted("M8", phone="020-11112222"), create=True)
        assert known.resolve(wanted("020-11112222"), create=True)["020-11112222"] == 4
        assert known.created == 1


def test_landlines_are_read_once_for_all_batches(filled: Workspace) -> None:
    asked: list[str] = []
    filled.connection.set_trace_callback(asked.append)
    with operation(filled, "import") as opened:
        known = lookup(filled, opened)
        for batch in range(3):
            known.resolve(wanted(f"M{batch}90", f"M{batch}91"), create=True)
    filled.connection.set_trace_callback(None)
    assert sum("c.phone" in each for each in asked) == 0
    assert sum(each.startswith("SELECT phone") for each in asked) == 1
