"""A field of one's own in the list of customers: there at once, gone without a trace."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from profiler_app.domain.own_fields import Definition
from profiler_app.jobs.custom_fields import define_field, retire_field
from profiler_app.jobs.editing import edit_customer
from profiler_app.jobs.segments.grouping import offered_fields
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers import CustomersPage
from profiler_app.ui.pages.customers.conditions import Condition
from tests.ui.conftest import SAMPLE_DAY, list_of


def run(qtbot: QtBot, desk: Desk, job: object, *arguments: object, **named: object) -> object:
    """Run a job to its end and let the pages know."""
    found: list[object] = []
    desk.jobs.start(job, *arguments, title="-", owner=desk, done=found.append, **named)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(found))
    with qtbot.waitSignal(desk.data_changed):
        desk.refresh_data()
    qtbot.waitUntil(lambda: not desk.jobs.running)
    return found[0]


@pytest.fixture
def page(qtbot: QtBot, sixty_desk: Desk) -> CustomersPage:
    return list_of(qtbot, sixty_desk, 60)


def test_a_field_is_a_column_a_filter_and_an_order_at_once(
    qtbot: QtBot, sixty_desk: Desk, page: CustomersPage
) -> None:
    definition = Definition({"zh": "预算", "en": "Budget"}, "money")
    made = run(qtbot, sixty_desk, define_field, definition)
    name = made.field  # type: ignore[attr-defined]
    for customer, amount in ((1, 500_000), (2, 200_000)):
        run(qtbot, sixty_desk, edit_customer, customer, {name: amount}, today=SAMPLE_DAY)
    chooser = page.choose_columns()
    chooser.search.setText("预算")
    shown = [at for at in range(chooser.others.count()) if not chooser.others.item(at).isHidden()]
    assert [chooser.others.item(at).text() for at in shown] == ["预算"]
    chooser.close()
    page.table.change(page.table.layout_.with_columns(["stage", name]).sorted_by(name, True))
    page.source.filter_by([Condition(name, "range", ("1000", ""))])
    qtbot.waitUntil(lambda: page.table.customers.ids.tolist() == [1, 2])
    at = page.table.customers.section_of(name)
    qtbot.waitUntil(lambda: page.table.customers.index(0, at).data() == "¥5,000")


def test_a_field_given_up_leaves_the_filter_the_columns_and_the_order(
    qtbot: QtBot, sixty_desk: Desk, page: CustomersPage
) -> None:
    made = run(qtbot, sixty_desk, define_field, Definition({"zh": "预算", "en": ""}, "money"))
    name = made.field  # type: ignore[attr-defined]
    page.table.change(page.table.layout_.with_columns(["stage", name]).sorted_by(name, True))
    page.source.filter_by([Condition(name, "unknown")])
    run(qtbot, sixty_desk, retire_field, name)
    assert page.source.conditions == ()
    assert page.table.layout_.columns == ("customer", "stage")
    assert page.table.layout_.sort == ""
    qtbot.waitUntil(lambda: len(page.table.customers.ids) == 60)


def test_a_formula_is_offered_for_groups_of_customers(qtbot: QtBot, sixty_desk: Desk) -> None:
    definition = Definition({"zh": "半额", "en": ""}, "formula", formula="monetary_all / 2")
    run(qtbot, sixty_desk, define_field, definition)
    found: list[list[str]] = []
    sixty_desk.reads.ask(
        "offered",
        lambda reader: [field.label for field in offered_fields(reader.source)],
        done=found.append,
        owner=sixty_desk,
    )
    qtbot.waitUntil(lambda: bool(found))
    assert "半额" in found[0]
