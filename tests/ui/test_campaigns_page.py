"""The page of campaigns over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.domain.campaign_pages import DECISIONS, decision_label
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import set_language
from profiler_app.jobs.campaign_targets import CampaignRequest, save_campaign
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.store.campaigns import read_campaigns, read_members
from profiler_app.store.customers import customer_ids
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import open_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.campaigns import CampaignsPage
from tests.ui.conftest import SAMPLE_DAY, open_desk

WAIT = 15_000
PAST = CampaignRequest(
    "Past",
    where="kind == 'person'",
    control_share=0.3,
    rest_days=3,
    starts_on=SAMPLE_DAY - timedelta(days=200),
    window_days=90,
    channel="phone",
)


@pytest.fixture(scope="module")
def with_one(two_hundred: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred customers and a campaign that is over, only to be copied."""
    path = tmp_path_factory.mktemp("campaigns") / "demo.zhike"
    path.write_bytes(two_hundred.read_bytes())
    with open_workspace(path, DEMO_PASSPHRASE) as opened:
        save_campaign(Silent(), opened, PAST, today=SAMPLE_DAY)
    return path


@pytest.fixture
def desk(qapp: QApplication, with_one: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "own.zhike"
    path.write_bytes(with_one.read_bytes())
    theme.apply(qapp, "light")
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=SAMPLE_DAY) as made:
        yield made


def shown(qtbot: QtBot, desk: Desk) -> CampaignsPage:
    made = CampaignsPage(desk)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: made.read, timeout=WAIT)
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CampaignsPage:
    return shown(qtbot, desk)


def opened(qtbot: QtBot, page: CampaignsPage) -> CampaignsPage:
    page.open_campaign(page.lines[0].id)
    qtbot.waitUntil(lambda: page.one.view is not None, timeout=WAIT)
    return page


def worked(qtbot: QtBot, page: CampaignsPage) -> CampaignsPage:
    opened(qtbot, page)
    page.title.views.choose("work")
    page.one.show_mode("work")
    return page


def test_without_a_campaign_the_page_says_what_one_is(qtbot: QtBot, demo_desk: Desk) -> None:
    page = shown(qtbot, demo_desk)
    assert not page.list.table.isVisible()
    assert not page.title.new.isVisible()


def test_enter_opens_the_campaign_and_escape_goes_back(qtbot: QtBot, page: CampaignsPage) -> None:
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.one.view is not None, timeout=WAIT)
    assert page.title.title() == "Past"
    assert page.escape()
    assert page.mode == "list"
    assert not page.escape()


def test_a_new_campaign_is_planned_while_it_is_filled_in(qtbot: QtBot, page: CampaignsPage) -> None:
    """CMP-01."""
    page.ask_new()
    planner = page.planner
    qtbot.waitUntil(lambda: planner.plan is not None, timeout=WAIT)
    first = planner.plan
    assert first is not None and planner.why_not()
    planner.form.share.setValue(40)
    qtbot.waitUntil(lambda: planner.plan is not None and planner.plan.control_share == 0.4,
                    timeout=WAIT)  # fmt: skip
    assert planner.plan is not None and planner.plan.control > first.control
    assert planner.panel.split.rows[0].count == planner.plan.audience


def test_the_list_is_drawn_and_the_draw_can_be_undone(qtbot: QtBot, page: CampaignsPage) -> None:
    """CMP-01."""
    page.ask_new()
    planner = page.planner
    planner.form.name.put("Spring")
    qtbot.waitUntil(planner.can_be_saved, timeout=WAIT)
    with qtbot.waitSignal(page._desk.toasted, timeout=WAIT) as toasted:
        planner.save()
    qtbot.waitUntil(lambda: page.mode == "one" and page.one.view is not None, timeout=WAIT)
    assert page.one.view is not None and page.one.view.line.name == "Spring"
    page._desk.edits.undo(toasted.args[1])
    qtbot.waitUntil(lambda: page.mode == "list" and len(page.lines) == 1, timeout=WAIT)


def test_a_name_that_is_taken_is_not_taken_again(qtbot: QtBot, page: CampaignsPage) -> None:
    page.ask_new()
    page.planner.form.name.put("Past")
    qtbot.waitUntil(lambda: page.planner.plan is not None, timeout=WAIT)
    assert not page.planner.can_be_saved()


def test_the_groups_filter_the_members(qtbot: QtBot, page: CampaignsPage) -> None:
    opened(qtbot, page)
    view = page.one.view
    assert view is not None
    for arm, n in (("treat", view.line.treated), ("control", view.line.control)):
        page.one.which._pick(arm)
        assert len(page.one.listed()) == n
        assert {member.arm for member in page.one.listed()} == {arm}
    page.one.which._pick("all")
    page.one.bought.setChecked(True)
    assert page.one.listed() and all(member.happened for member in page.one.listed())


def test_a_key_records_what_came_of_a_contact_and_the_next_one_comes(
    qtbot: QtBot, page: CampaignsPage
) -> None:
    """OUT-01: a list to work through."""
    one = worked(qtbot, page).one
    first, second = one.listed()[:2]
    key = one.work.findChild(QAction, "contact_interested")
    assert key is not None and [each.toString() for each in key.shortcuts()] == ["3"]
    with qtbot.waitSignal(page._desk.toasted, timeout=WAIT):
        key.trigger()
    qtbot.waitUntil(lambda: first.id not in {m.id for m in one.listed()}, timeout=WAIT)
    assert one.table.row().id == second.id
    one.which._pick("done")
    assert [(m.id, m.result) for m in one.listed()] == [(first.id, "interested")]


def test_who_did_not_answer_stays_on_the_list(qtbot: QtBot, page: CampaignsPage) -> None:
    one = worked(qtbot, page).one
    first = one.listed()[0]
    with qtbot.waitSignal(page._desk.toasted, timeout=WAIT):
        one.work.buttons["no_answer"].click()
    qtbot.waitUntil(lambda: one.listed()[0].result == "no_answer", timeout=WAIT)
    assert one.listed()[0].id == first.id


def test_a_decision_closes_the_campaign(qtbot: QtBot, page: CampaignsPage) -> None:
    """EVA-02."""
    opened(qtbot, page)
    assert page.title.decide.isVisible()
    offered = [action.text() for action in page.acts.decisions().actions()]
    plain = [decision_label(decision) for decision in DECISIONS]
    assert len(offered) == 3 and sum(text not in plain for text in offered) == 1
    page.acts.close_with("stop")
    qtbot.waitUntil(
        lambda: page.one.view is not None and page.one.view.closing is not None, timeout=WAIT
    )
    assert not page.title.decide.isVisible()
    assert decision_label("stop") in page.foot.left.text()


def margins(page: CampaignsPage, wanted: tuple[float, float | None]) -> bool:
    view = page.one.view
    return view is not None and (view.margin, view.own_margin) == wanted


def test_the_margin_turns_sales_into_what_was_earned(qtbot: QtBot, page: CampaignsPage) -> None:
    opened(qtbot, page)
    for scope, percent, own in (("all", 35, None), ("one", 20, 0.2)):
        form = page.acts.ask_margin(page.one.verdict.margin)
        form.scope._pick(scope)
        form.editor.setText(str(percent))
        form.save.click()
        reckoned = partial(margins, page, (percent / 100, own))
        qtbot.waitUntil(reckoned, timeout=WAIT)
    assert page.one.verdict.figures[2].value.text() != "—"
    assert page.planner.form.margin.placeholderText().startswith("35")


def test_the_next_one_begins_like_this_one(qtbot: QtBot, page: CampaignsPage) -> None:
    opened(qtbot, page)
    page.title.again.click()
    request = page.planner.request()
    assert request is not None
    assert (request.name, request.where) == ("Past 2", PAST.where)
    assert (request.control_share, request.window_days, request.channel) == (0.3, 90, "phone")
    assert request.starts_on == SAMPLE_DAY


def test_members_in_sight_become_a_segment(qtbot: QtBot, page: CampaignsPage) -> None:
    opened(qtbot, page)
    page.one.which._pick("control")
    form = page.acts.ask_segment(page.one.keep)
    form.editor.setText("Left alone")
    with qtbot.waitSignal(page._desk.toasted, timeout=WAIT):
        form.save.click()
    page.ask_new()
    qtbot.waitUntil(lambda: page.planner.form.segment.count() == 1, timeout=WAIT)


def test_the_members_go_out_into_a_file(qtbot: QtBot, page: CampaignsPage, tmp_path: Path) -> None:
    opened(qtbot, page)
    path = tmp_path / "list.csv"
    with qtbot.waitSignal(page._desk.toasted, timeout=WAIT):
        page.acts.export(("treat",), path)
    view = page.one.view
    assert view is not None
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + view.line.treated + 1  # heads, members, who took them out and why


def test_a_deleted_campaign_leaves_the_list(qtbot: QtBot, page: CampaignsPage) -> None:
    opened(qtbot, page)
    page.acts.delete()
    qtbot.waitUntil(lambda: page.mode == "list" and not page.lines, timeout=WAIT)


def test_the_page_speaks_both_languages(qtbot: QtBot, page: CampaignsPage) -> None:
    opened(qtbot, page)
    told = []
    for language in ("en", "zh"):
        set_language(language)
        page.retranslate()
        told.append((page.title.new.text(), page.one.panels[0].head._title.text()))
    assert told == [("New campaign", "List and groups"), ("新建活动", "名单与分组")]


def proved(desk: Desk) -> None:
    """Let every second of the target group of the campaign, and nobody else, have bought."""
    with open_workspace(desk.path, DEMO_PASSPHRASE) as opened:
        customers = customer_ids(opened.connection).tolist()
        campaign = read_campaigns(opened.connection)[0].id
        stages = ColumnSource(opened).columns(["lifecycle"])["lifecycle"]
        with operation(opened, "campaign_result", {}) as changed:
            old = [row.id for row in read_members(opened.connection, campaign)]
            changed.delete("campaign_member", old)
            rows = []
            for at, customer in enumerate(customers):
                arm, yes = ("control", "treat")[at % 2], at % 4 == 1
                rows.append((customer, campaign, arm, str(stages.value(at) or ""), str(int(yes)),
                             400_00 if yes else None))  # fmt: skip
            names = ["customer_id", "campaign_id", "arm", "stratum", "outcome", "outcome_value"]
            changed.insert("campaign_member", names, rows)
            changed.update("campaign", campaign, {"cost": 200_00})


def test_a_budget_is_spent_on_what_worked(qtbot: QtBot, desk: Desk) -> None:
    proved(desk)
    page = shown(qtbot, desk)
    assert page.title.budget.isVisible()
    page.title.budget.click()
    budget = page.budget
    qtbot.waitUntil(lambda: bool(budget.offers.costs), timeout=WAIT)
    budget.budget.setText("100")
    budget.margin.setText("40")
    budget.margin.edited.emit()
    qtbot.waitUntil(lambda: budget.plan is not None, timeout=WAIT)
    assert budget.plan is not None and 0 < budget.plan.cost <= 100_00
    next(iter(budget.offers.capacity.values())).setText("3")
    budget.offers.edited.emit()
    qtbot.waitUntil(
        lambda: budget.plan is not None and sum(p.count for p in budget.plan.picks) == 3,
        timeout=WAIT,
    )
    pick = budget.picks.row()
    budget.use.click()
    assert page.mode == "new"
    request = page.planner.request()
    assert request is not None
    assert request.where == f"(kind == 'person') and lifecycle == '{pick.stage}'"


def test_a_budget_asks_for_what_it_does_not_know(qtbot: QtBot, page: CampaignsPage) -> None:
    page.ask_budget()
    qtbot.waitUntil(lambda: bool(page.budget.note.text()), timeout=WAIT)
    page.budget.budget.setText("100")
    page.budget.margin.setText("40")
    page.budget.margin.edited.emit()
    before = page.budget.note.text()
    qtbot.waitUntil(lambda: page.budget.note.text() != before, timeout=WAIT)
    assert page.budget.plan is None  # the campaign of the sample proved nothing


def test_the_report_is_written(qtbot: QtBot, page: CampaignsPage, tmp_path: Path) -> None:
    opened(qtbot, page)
    with qtbot.waitSignal(page._desk.toasted, timeout=WAIT):
        page.acts.write_report(tmp_path / "a, report.pdf")
    written = tmp_path / "a, report.pdf"
    assert written.read_bytes().startswith(b"%PDF")
    written.unlink()
    again = next(each for each in page.acts.menu().actions() if written.name in each.text())
    with qtbot.waitSignal(page._desk.toasted, timeout=WAIT):
        again.trigger()
    assert written.exists()


def test_another_page_asks_for_a_campaign_before_this_one_has_read(
    qtbot: QtBot, desk: Desk
) -> None:
    page = CampaignsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.activated()
    page.open_place(CampaignRequest("Early", where="kind == 'company'"))
    qtbot.waitUntil(lambda: page.mode == "new" and page.planner.plan is not None, timeout=WAIT)
    assert page.planner.form.name.text() == "Early"
