"""The virtual list of customers: only rows in sight are read, however many there are."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.text import set_language
from profiler_app.jobs.list_columns import USUAL, known_columns, list_columns, tier_of
from profiler_app.ui.pages.customers.list_model import ROW_ROLE, CustomerListModel

TODAY = date(2026, 11, 22)
KEYS = ["tick", *USUAL]


def row(number: int, **values: object) -> CustomerRow:
    return CustomerRow(number, f"A-{number}", f"客户{number}", "person", "trade", values, ("vip",))


class Asked:
    """Remembers what was asked for and answers when told to."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []
        self.model = CustomerListModel(
            lambda first, last: self.spans.append((first, last)), today=TODAY, currency="CNY"
        )

    def answer(self) -> None:
        first, last = self.spans[-1]
        self.model.receive(row(int(each)) for each in self.model.ids[first : last + 1])


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    made = Asked()
    made.model.set_ids(np.arange(1, 1_000_001))
    return made


def cell(model: CustomerListModel, place: int, key: str) -> object:
    return model.index(place, KEYS.index(key)).data()


def test_the_model_keeps_the_rules_of_qt(asked: Asked) -> None:
    asked.model.set_ids(np.arange(2_000))  # the tester visits every row, more than once
    tester = QAbstractItemModelTester(
        asked.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    asked.model.set_ids(np.arange(5, 50))
    assert tester.model() is asked.model


def test_every_one_of_a_million_customers_has_a_row(asked: Asked) -> None:
    assert asked.model.rowCount() == 1_000_000
    assert asked.model.rowCount(asked.model.index(0, 0)) == 0


def test_rows_in_sight_are_read_once_with_some_around_them(qtbot: QtBot, asked: Asked) -> None:
    for place in range(500_000, 500_024):
        assert cell(asked.model, place, "customer") is None
    qtbot.waitUntil(lambda: bool(asked.spans))
    assert asked.spans == [(499_980, 500_043)]
    asked.answer()
    assert cell(asked.model, 500_000, "customer") == "客户500001"


def test_a_newer_request_takes_the_rows_of_the_older_with_it(qtbot: QtBot, asked: Asked) -> None:
    asked.model.index(100, 0).data()
    qtbot.waitUntil(lambda: len(asked.spans) == 1)
    asked.model.index(200, 0).data()
    qtbot.waitUntil(lambda: len(asked.spans) == 2)
    first, last = asked.spans[1]
    assert first <= 100 and last >= 200


def test_rows_far_away_are_let_go(qtbot: QtBot, asked: Asked) -> None:
    asked.model.index(100, 0).data()
    qtbot.waitUntil(lambda: len(asked.spans) == 1)
    asked.model.index(900_000, 0).data()
    qtbot.waitUntil(lambda: len(asked.spans) == 2)
    first, last = asked.spans[1]
    assert first > 800_000 and last - first < 500


def test_a_row_that_was_read_survives_another_order(qtbot: QtBot, asked: Asked) -> None:
    asked.model.index(0, 0).data()
    qtbot.waitUntil(lambda: bool(asked.spans))
    asked.answer()
    asked.model.set_ids(np.arange(1_000_000, 0, -1))
    assert cell(asked.model, 999_999, "customer") == "客户1"


def test_old_rows_are_shown_until_the_new_ones_are_read(qtbot: QtBot, asked: Asked) -> None:
    asked.model.index(0, 0).data()
    qtbot.waitUntil(lambda: bool(asked.spans))
    asked.answer()
    asked.model.forget()
    assert cell(asked.model, 0, "customer") == "客户1"
    qtbot.waitUntil(lambda: len(asked.spans) == 2)


def test_what_is_not_known_is_a_dash_and_never_a_zero(asked: Asked) -> None:
    asked.model.receive([row(1)])
    assert [cell(asked.model, 0, key) for key in USUAL] == ["客户1"] + ["—"] * 5


def test_amounts_and_dates_read_in_the_language_of_the_window(asked: Asked) -> None:
    asked.model.receive([row(1, monetary_all=4_826_012, last_order_on=20_683)])
    assert cell(asked.model, 0, "total") == "¥48,260"
    assert cell(asked.model, 0, "last_order") == "96 天前"
    set_language("en")
    assert cell(asked.model, 0, "last_order") == "96 days ago"


def test_nothing_computed_is_shown_of_those_who_refused_profiling(asked: Asked) -> None:
    refused = CustomerRow(
        1, "A-1", "周念慈", "person", "trade",
        {"lifecycle": "mature", "monetary_all": 100}, ("no_profiling", "rfm_imp_value"),
    )  # fmt: skip
    asked.model.receive([refused])
    assert [cell(asked.model, 0, key) for key in ("stage", "tier", "total")] == ["—"] * 3


def test_the_tier_of_a_bank_customer_is_his_assets_tier() -> None:
    bank = CustomerRow(1, "A-1", "林燕", "person", "bank", {}, ("loy_gold", "aum_wealth"))
    assert tier_of(bank) == "财富客户"


def test_numbers_stand_at_the_right(asked: Asked) -> None:
    align = asked.model.headerData(
        KEYS.index("total"), Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
    )
    assert align & Qt.AlignmentFlag.AlignRight


def test_every_field_that_may_be_shown_is_a_column(asked: Asked) -> None:
    offered = list_columns()
    assert len(offered) > 150
    assert "annual_income" not in offered  # sensitive
    assert {"mobile", "city", "monetary_12m"} <= set(offered)


def test_the_customer_is_the_first_of_any_columns() -> None:
    keys = [column.key for column in known_columns(["city", "no such column", "customer", "city"])]
    assert keys == ["customer", "city"]


def test_a_new_column_reads_the_rows_again(qtbot: QtBot, asked: Asked) -> None:
    asked.model.index(0, 1).data()
    qtbot.waitUntil(lambda: len(asked.spans) == 1)
    asked.answer()
    asked.model.set_columns(known_columns(["customer", "city"]))
    assert "city" in asked.model.fields
    asked.model.index(0, 1).data()
    qtbot.waitUntil(lambda: len(asked.spans) == 2)


def test_columns_already_read_show_at_once(asked: Asked) -> None:
    asked.model.receive([row(1, lifecycle="mature")])
    asked.model.set_columns(known_columns(["customer", "stage"]))
    assert asked.model.index(0, 2).data() == "成熟期"


def test_identifying_values_are_masked_in_a_column(asked: Asked) -> None:
    asked.model.set_columns(known_columns(["customer", "mobile"]))
    asked.model.receive([row(1, mobile="+8613812342046")])
    shown = asked.model.index(0, 2).data()
    assert "2046" in shown and "1234" not in shown


def test_a_column_that_needs_it_explains_itself(asked: Asked) -> None:
    about = asked.model.headerData(
        KEYS.index("total"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert "银行客户为资产" in about


def test_the_row_role_carries_the_whole_customer(asked: Asked) -> None:
    asked.model.receive([row(1)])
    assert asked.model.index(0, 0).data(ROW_ROLE).number == "A-1"
    assert asked.model.data(QModelIndex()) is None
