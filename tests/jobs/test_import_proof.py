"""Public files with known figures: what is read must be what others read."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.custom_fields import own_fields
from profiler_app.jobs.history import content_hash, undo_operation
from profiler_app.jobs.importing import import_linked
from profiler_app.jobs.workspaces import Workspace, create_workspace

TODAY = date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def load(workspace: Workspace, *requests: ImportRequest) -> tuple[ImportReport, ...]:
    return import_linked(Silent(), workspace, requests, today=TODAY)


def rows_of(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = workspace.connection.execute(sql).fetchall()
    return found


def test_a_sales_pipeline_with_accounts_and_products(workspace: Workspace, shared: Path) -> None:
    """8,800 opportunities, 4,238 won, 2,473 lost, won value 10,005,534."""
    folder = shared / "data" / "b2b_crm"
    names = ("sales_pipeline.csv.gz", "products.csv", "accounts.csv")
    reports = load(workspace, *(ImportRequest(paths=(folder / name,)) for name in names))
    assert [each.mapped.target for each in reports] == ["opportunities", "products", "customers"]
    pipeline = reports[0]
    assert (pipeline.rows, pipeline.created, pipeline.customers_created) == (8_800, 8_300, 0)
    assert {reject.code for reject in pipeline.rejects} == {"no_date"}  # 500 are not begun yet
    found = {
        state: (count, value)
        for state, count, value in rows_of(
            workspace, "SELECT status, count(*), sum(net) FROM order_line GROUP BY status"
        )
    }
    assert found["done"] == (4_238, 10_005_534_00)
    assert found["lost"] == (2_473, 0)
    owners = "SELECT count(DISTINCT customer_id) FROM order_line"
    assert rows_of(workspace, owners) == rows_of(workspace, "SELECT count(*) FROM customer")


def test_blank_totals_stay_unknown_in_a_field_of_ones_own(
    workspace: Workspace, shared: Path
) -> None:
    """Telco churn: 7,043 customers, 11 of them without a total."""
    path = shared / "data" / "churn" / "telco_churn.csv.gz"
    mapping = {"TotalCharges": "custom:TotalCharges:money", "tenure": "custom:Months here"}
    before = content_hash(workspace)
    (report,) = load(workspace, ImportRequest(paths=(path,), mapping=mapping))
    assert (report.created, report.rejected) == (7_043, 0)
    definitions = [each.definition for each in own_fields(workspace)]
    kinds = {each.names["en"]: each.kind for each in definitions}
    assert kinds == {"TotalCharges": "money", "Months here": "number"}
    counts = {each.definition.names["en"]: each.values for each in own_fields(workspace)}
    assert counts == {"TotalCharges": 7_043 - 11, "Months here": 7_043}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        cells = [row["TotalCharges"] for row in csv.DictReader(file)]
    total = sum(int(Decimal(cell) * 100) for cell in cells if cell.strip())
    field = next(each.id for each in definitions if each.names["en"] == "TotalCharges")
    assert rows_of(
        workspace, f"SELECT sum(CAST(value AS INTEGER)) FROM attribute WHERE field = '{field}'"
    ) == [(total,)]
    again = load(workspace, ImportRequest(paths=(path,), mapping=mapping))[0]
    assert (again.unchanged, len(own_fields(workspace))) == (7_043, 2)
    undo_operation(Silent(), workspace, report.operation)
    assert content_hash(workspace) == before


def test_a_dry_run_defines_no_field(workspace: Workspace, shared: Path) -> None:
    path = shared / "data" / "churn" / "telco_churn.csv.gz"
    mapping = {"tenure": "custom:Months here"}
    load(workspace, ImportRequest(paths=(path,), mapping=mapping, dry_run=True))
    assert own_fields(workspace) == ()


def test_semicolons_and_the_word_unknown(
    workspace: Workspace, shared: Path, tmp_path: Path
) -> None:
    """Bank marketing: “unknown” is missing; the outcomes are those of one campaign."""
    path = shared / "data" / "campaign" / "bank_additional_full.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        head, *lines = file.read().splitlines()[:5_001]
    numbered = [f"{n:05};{line}" for n, line in enumerate(lines)]
    own = tmp_path / "bank.csv"
    own.write_text("\n".join([f"customer id;{head}", *numbered]) + "\n", encoding="utf-8")
    people = ImportRequest(paths=(own,), target="customers", mapping={"default": "custom:Default"})
    calls = ImportRequest(
        paths=(own,), target="campaigns", mapping={"y": "outcome", "campaign": ""}
    )
    found = load(workspace, calls, people)
    assert [report.facts.delimiter for report in found] == [";", ";"]
    assert [(report.created, report.rejected) for report in found] == [(5_000, 0)] * 2
    rows = list(csv.DictReader([head, *lines], delimiter=";"))
    known = sum(row["marital"] != "unknown" for row in rows)
    married = rows_of(workspace, "SELECT count(marital) FROM customer")
    assert married == [(known,)]
    answered = sum(row["default"] != "unknown" for row in rows)
    assert [each.values for each in own_fields(workspace)] == [answered]
    yes = sum(row["y"] == "yes" for row in rows)
    outcomes = "SELECT outcome, count(*) FROM campaign_member GROUP BY 1 ORDER BY 1"
    assert rows_of(workspace, outcomes) == [("no", 5_000 - yes), ("yes", yes)]
    assert rows_of(workspace, "SELECT name FROM campaign") == [("bank",)]


def test_orders_of_nobody_with_headers_that_end_in_a_blank(
    workspace: Workspace, shared: Path
) -> None:
    path = shared / "data" / "zh_orders" / "tmall_order_report.csv.gz"
    (report,) = load(workspace, ImportRequest(paths=(path,), walk_in=True))
    assert (report.mapped.target, report.created, report.rejected) == ("orders", 28_010, 0)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    paid = sum(int(Decimal(row["买家实际支付金额"]) * 100) for row in rows)
    assert rows_of(workspace, "SELECT count(customer_id), sum(net) FROM order_line") == [(0, paid)]
    refused = load(workspace, ImportRequest(paths=(path,), template=""))[0]
    assert (refused.rejected, {each.code for each in refused.rejects}) == (28_010, {"no_customer"})
