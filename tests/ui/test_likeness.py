"""Customers beside each other in the window: compared, alike, as one figure; the visit sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.likeness import Likened
from profiler_app.domain.text import set_language
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.bulk_bar import BulkBar
from profiler_app.ui.pages.likeness import LikenessPage
from profiler_app.ui.pages.likeness.comparison import PlaceBar
from profiler_app.ui.pages.likeness.persona import StrengthBar
from profiler_app.ui.pages.likeness.twins import LikenessBar
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.pages.visit import VisitPage
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label
from tests.ui.conftest import list_of

PERSON, OTHER = 4, 7


@pytest.fixture
def page(qtbot: QtBot, sixty_desk: Desk) -> LikenessPage:
    set_language("zh")
    made = LikenessPage(sixty_desk)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def shown(qtbot: QtBot, page: LikenessPage, asked: Likened) -> LikenessPage:
    page.open_place(asked)
    qtbot.waitUntil(lambda: page.found is not None, timeout=15_000)
    return page


def said(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(Label))


def button(widget: QWidget, text: str) -> Button:
    return next(each for each in widget.findChildren(Button) if each.text() == text)


def test_two_customers_stand_side_by_side(qtbot: QtBot, page: LikenessPage) -> None:
    shown(qtbot, page, Likened("customers", (PERSON, OTHER)))
    heads = [each for each in page.findChildren(Button) if "DEMO-00000" in each.text()]
    assert len(heads) == 2
    with qtbot.waitSignal(page._desk.customer_opened) as opened:
        heads[1].click()
    assert opened.args[0] == OTHER


def test_only_differences_leaves_equal_fields_out(qtbot: QtBot, page: LikenessPage) -> None:
    shown(qtbot, page, Likened("customers", (PERSON, OTHER)))
    view = page.view.widget()
    every = len(view.table.findChildren(Label))  # type: ignore[attr-defined]
    view._choice.chosen.emit("different")  # type: ignore[attr-defined]
    assert 0 < len(view.table.findChildren(Label)) < every  # type: ignore[attr-defined]


def test_a_customer_stands_beside_his_group_with_his_place(
    qtbot: QtBot, page: LikenessPage
) -> None:
    shown(qtbot, page, Likened("segment", (PERSON,), "kind == 'person' and line == 'trade'"))
    assert page.findChildren(PlaceBar)


def test_twins_open_as_a_list_and_side_by_side(qtbot: QtBot, page: LikenessPage) -> None:
    shown(qtbot, page, Likened("twins", (PERSON,)))
    assert page.findChildren(LikenessBar)
    with qtbot.waitSignal(page._desk.list_opened) as opened:
        button(page, "打开为列表").click()
    assert opened.args[0].startswith("number in ['DEMO-")
    with qtbot.waitSignal(page._desk.place_opened) as asked:
        button(page, "对比").click()
    assert asked.args[1].customers[0] == PERSON


def test_a_persona_names_nobody(qtbot: QtBot, page: LikenessPage, sixty_desk: Desk) -> None:
    """PRO-02: key traits against the rest, how many they are, and no name."""
    shown(qtbot, page, Likened("persona", segment="kind == 'person' and line == 'trade'"))
    assert page.findChildren(StrengthBar) or "没有明显不同" in said(page)
    assert "DEMO-" not in said(page)
    with qtbot.waitSignal(sixty_desk.list_opened):
        button(page, "打开这些客户").click()


def test_a_persona_is_saved_as_one_page(
    qtbot: QtBot,
    page: LikenessPage,
    sixty_desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown(qtbot, page, Likened("persona", segment="kind == 'person' and line == 'trade'"))
    target = tmp_path / "persona.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_n: (str(target), ""))
    with qtbot.waitSignal(sixty_desk.toasted, timeout=15_000):
        button(page, "存为 PDF").click()
    assert target.read_bytes().startswith(b"%PDF")


def test_a_group_under_ten_is_not_drawn(qtbot: QtBot, page: LikenessPage) -> None:
    """PRO-02."""
    page.open_place(Likened("persona", segment="number == 'DEMO-000004'"))
    state = page.view.widget
    qtbot.waitUntil(lambda: "10" in state().accessibleName(), timeout=15_000)
    assert isinstance(state(), EmptyState)


def test_a_stopped_comparison_can_be_begun_again(qtbot: QtBot, page: LikenessPage) -> None:
    asked = Likened("twins", (PERSON,))
    page.open_place(asked)
    assert page._job is not None
    page._stopped(page._asking)
    button(page, "重试").click()
    qtbot.waitUntil(lambda: page.found is not None, timeout=15_000)


def test_ticked_customers_are_compared_from_the_list(qtbot: QtBot, sixty_desk: Desk) -> None:
    customers = list_of(qtbot, sixty_desk, 60)
    bar = customers.findChild(BulkBar)
    bar.show_count(1, 1, 60)
    assert not bar.buttons["compare"].isEnabled()
    bar.show_count(2, 2, 60)
    assert bar.buttons["compare"].isEnabled()
    with qtbot.waitSignal(sixty_desk.place_opened) as asked:
        customers.acts.act_on(customers.table.customers.ids[:2], "compare", bar)
    assert asked.args[0] == "likeness" and len(asked.args[1].customers) == 2


def test_the_card_leads_to_its_visit_sheet_by_key(qtbot: QtBot, sixty_desk: Desk) -> None:
    card = ProfilePage(sixty_desk)
    qtbot.addWidget(card)
    card.resize(1232, 848)
    card.show()
    card.open_customer(PERSON)
    qtbot.waitUntil(lambda: card.card is not None and not card.reading(), timeout=15_000)
    with qtbot.waitSignal(sixty_desk.place_opened) as asked:
        next(a for a in card.actions() if a.objectName() == "visit_sheet").trigger()
    assert asked.args == ["visit", PERSON]


def test_the_visit_sheet_is_seen_and_saved_as_one_page(
    qtbot: QtBot, sixty_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = VisitPage(sixty_desk)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    made.open_place(PERSON)
    assert not made.pdf.isEnabled()
    qtbot.waitUntil(lambda: made.sheet is not None, timeout=15_000)
    target = tmp_path / "visit.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_n: (str(target), ""))
    with qtbot.waitSignal(sixty_desk.toasted, timeout=15_000):
        made.pdf.click()
    assert target.read_bytes().startswith(b"%PDF")
    masked = made.sheet.card.contacts[0] if made.sheet else None
    assert masked is not None and masked.value is None
    made.full.click()
    qtbot.waitUntil(
        lambda: made.sheet is not None and bool(made.sheet.card.contacts[0].value), timeout=15_000
    )
    made.full.click()
    qtbot.waitUntil(
        lambda: made.sheet is not None and made.sheet.card.contacts[0] == masked, timeout=15_000
    )
