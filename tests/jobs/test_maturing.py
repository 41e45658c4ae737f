"""What matures: the sums, what suits, and planning it (J02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from profiler_app.domain.maturities import Maturing, fit_words, risk_words
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.maturing import is_anything_maturing, plan_maturities, read_maturities
from profiler_app.jobs.recording import record_consent
from profiler_app.jobs.records import add_record
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.today import read_today
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


def maturing(workspace: Workspace, days: int = 30) -> tuple[Maturing, ...]:
    source = ColumnSource(workspace)
    return read_maturities(workspace, source, today=TODAY, days=days).accounts


def test_the_sum_of_each_day_is_that_of_the_accounts(demo: Workspace) -> None:
    found = read_maturities(demo, ColumnSource(demo), today=TODAY, days=30)
    assert found.accounts
    until = (TODAY + timedelta(days=29)).isoformat()
    rows = demo.connection.execute(
        "SELECT a.matures_on, sum((SELECT b.point FROM balance b WHERE b.account_id = a.id "
        "ORDER BY b.day DESC LIMIT 1)) FROM account a WHERE a.matures_on BETWEEN ? AND ? "
        "AND a.closed_on IS NULL AND a.status <> 'closed' GROUP BY 1 ORDER BY 1",
        (TODAY.isoformat(), until),
    ).fetchall()
    sums = {on.isoformat(): sum(each.amount or 0 for each in day) for on, day in found.by_day()}
    assert sums == {day: amount or 0 for day, amount in rows}
    assert sum(amount for _week, _n, amount in found.by_week()) == found.amount


def test_no_product_has_more_risk_than_the_customer_may_take(demo: Workspace) -> None:
    risks = dict(
        demo.connection.execute(
            "SELECT name, risk_level FROM product WHERE kind IN "
            "('wealth', 'fund', 'insurance', 'trust', 'metal')"
        ).fetchall()
    )
    accounts = maturing(demo)
    named = [(each, name) for each in accounts for name in each.fits]
    assert any(each.level is not None for each, _name in named)
    for each, name in named:
        if risks.get(name) is not None:
            assert each.level is not None and (each.assessed_days or 0) >= 0
            assert risks[name] <= each.level


@pytest.fixture
def two(empty: Workspace) -> Iterator[Workspace]:
    """A customer with a deposit that matures in five days, and one whose deposit renews itself."""
    for name in ("林婉清", "周晓云"):
        customer = create(empty, name=name, line="bank")
        values = {
            "product_id": "一年定期存款",
            "product_kind": "deposit",
            "opened_on": TODAY - timedelta(days=360),
            "matures_on": TODAY + timedelta(days=5),
            "point": 5_000_000,
        }
        add_record(QUIET, empty, customer, "holding", values, today=TODAY)
    with operation(empty, "edit", {"number": "x", "fields": "auto_renew"}) as opened:
        opened.update("account", 2, {"auto_renew": 1})
    refresh(QUIET, empty, as_of=TODAY)
    yield empty


def test_who_refused_marketing_is_offered_nothing(two: Workspace) -> None:
    record_consent(QUIET, two, 1, Answer(("profiling",), "granted", "phone", TODAY))
    record_consent(QUIET, two, 1, Answer(("marketing",), "refused", "phone", TODAY))
    refresh(QUIET, two, as_of=TODAY)
    one = maturing(two)[0]
    assert one.fits == () and one.kept == "客户未同意营销，不作推荐。"


def test_what_renews_itself_is_not_planned(two: Workspace) -> None:
    one, other = maturing(two)
    assert (one.to_plan, one.renews) == (True, False)
    assert (other.to_plan, other.renews) == (False, True)


def test_planning_is_one_operation_and_settles_the_reminder(two: Workspace) -> None:
    kinds = [due.kind for due in read_today(two, ColumnSource(two), today=TODAY).dues]
    assert kinds.count("maturity") == 1
    done = plan_maturities(QUIET, two, maturing(two)[:1], today=TODAY, by="陈")
    assert [each.planned for each in maturing(two)] == [True, False]
    ((title, due),) = two.connection.execute("SELECT title, due_on FROM task").fetchall()
    assert "一年定期存款" in title and due == (TODAY + timedelta(days=3)).isoformat()
    kinds = [each.kind for each in read_today(two, ColumnSource(two), today=TODAY).dues]
    assert kinds.count("maturity") == 0
    undo_operation(QUIET, two, done)
    assert [each.planned for each in maturing(two)] == [False, False]


def test_the_first_page_offers_it_only_where_something_matures(
    two: Workspace, tmp_path: Path
) -> None:
    assert is_anything_maturing(two, TODAY)
    assert not is_anything_maturing(two, date(2030, 1, 1))


def test_what_is_not_known_is_said(two: Workspace) -> None:
    one = maturing(two)[0]
    assert risk_words(one) == "未做风险评估"
    assert fit_words(one).startswith("适合：一年定期存款")
