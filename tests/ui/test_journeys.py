"""The fifteen journeys (DOMAIN.md section 7) walked in the window, with their clicks counted.

A click is a mouse click, an Enter or a shortcut; typing is free. What the system asks (the name
of a file) stands for one click more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.today import AtRisk, Who
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.records import add_record
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.exchange.give_dialog import GiveDialog
from profiler_app.ui.forms.survey_form import SurveyForm
from profiler_app.ui.pages.importing.draft import Step
from profiler_app.ui.pages.tags.tag_form import TagForm
from profiler_app.ui.pages.today.later import Later
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.palette.palette import Palette
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import SAMPLE_DAY, desk_over

WAIT = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier


class Strays(QObject):
    """Notes what is shown as a window of its own and is none: it takes the keys from the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, seen: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(seen, QWidget) and seen.isWindow():
            kind = seen.windowType()
            if kind == Qt.WindowType.Window and not isinstance(seen, MainWindow):
                self.found.append(repr(seen))
        return False


class Walk:
    """A window on the sample, and how many clicks were made in it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, desk: Desk, folder: Path) -> None:
        self.qtbot, self.window, self.desk, self.folder = qtbot, window, desk, folder
        self.clicks = 0
        self.saved: Path | None = None

    @property
    def page(self) -> Any:
        assert self.window.workspace is not None
        return self.window.workspace.pages.current()

    @property
    def at(self) -> str:
        assert self.window.workspace is not None
        return self.window.workspace.pages.page

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=WAIT)

    def click(self, widget: QWidget) -> None:
        """Click on what can be seen and used."""
        self.until(lambda: widget.isVisible() and widget.isEnabled())
        where = QPoint(8, widget.height() // 2)
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)
        self.clicks += 1

    def press(self, text: str) -> None:
        """Click on the button that says something, once it is there."""
        self.until(lambda: self.button(text) is not None)
        found = self.button(text)
        assert found is not None
        self.click(found)

    def button(self, text: str) -> QAbstractButton | None:
        for each in QApplication.allWidgets():
            usable = isinstance(each, QAbstractButton) and each.isVisible() and each.isEnabled()
            if usable and text in (each.text(), each.accessibleName()):
                return each
        return None

    def key(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.clicks += 1

    def words(self, widget: QWidget | None = None) -> str:
        labels = (widget or self.page).findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def facts(self, sql: str) -> list[tuple[Any, ...]]:
        with open_workspace(self.desk.path, DEMO_PASSPHRASE, readonly=True) as workspace:
            return list(workspace.connection.execute(sql).fetchall())

    def ids(self, sql: str) -> list[int]:
        return [int(row[0]) for row in self.facts(sql)]

    def found_by_palette(self, typed: str, name: str) -> None:
        """Ctrl+K, type, Enter: counted as one, as the journeys do."""
        self.qtbot.keyClick(self.window, Qt.Key.Key_K, CONTROL)
        self.until(lambda: any(p.isVisible() for p in self.window.findChildren(Palette)))
        palette = next(p for p in self.window.findChildren(Palette) if p.isVisible())
        palette.field.setText(typed)
        self.until(lambda: any(name in e.title for e in palette.rows.entries()))
        self.key(Qt.Key.Key_Return)

    def idle(self) -> None:
        self.until(lambda: not self.desk.jobs.running)


@pytest.fixture
def walk(
    qtbot: QtBot,
    qapp: QApplication,
    two_hundred: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Walk]:
    theme.apply(qapp, "light")
    path = tmp_path / "own.zhike"
    path.write_bytes(two_hundred.read_bytes())
    preferences = Preferences(tmp_path / "window.ini")
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    desk = desk_over(path, DEMO_PASSPHRASE, preferences, today=SAMPLE_DAY, parent=window)
    window.open_desk(desk)
    window.resize(1440, 900)
    window.show()
    made = Walk(qtbot, window, desk, tmp_path)

    def save(*asked: Any) -> tuple[str, str]:
        made.clicks += 1
        made.saved = tmp_path / Path(asked[2]).name
        return str(made.saved), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    strays = Strays()
    qapp.installEventFilter(strays)
    yield made
    qapp.removeEventFilter(strays)
    window.close()
    assert not strays.found


def shown_today(walk: Walk) -> Any:
    """The first page, once its day is read."""
    assert walk.at == "today"
    walk.until(lambda: walk.page.today is not None)
    return walk.page


def card_of(walk: Walk, customer: int) -> Any:
    """The card of a customer, opened over the palette by its number: one click."""
    ((name, number),) = walk.facts(f"SELECT name, number FROM customer WHERE id = {customer}")
    walk.found_by_palette(number, name)
    walk.until(lambda: walk.at == "profile" and walk.page.card is not None)
    walk.until(lambda: not walk.page.reading())
    assert walk.page.card.customer == customer
    return walk.page


def a_customer(walk: Walk, kind: str, line: str = "trade") -> int:
    return walk.ids(f"SELECT min(id) FROM customer WHERE kind = '{kind}' AND line = '{line}'")[0]


def test_j02_what_matures_is_seen_by_day_and_planned_in_two_clicks(walk: Walk) -> None:
    customer = a_customer(walk, "person", "bank")
    deposit = {
        "product_id": "一年定期存款",
        "product_kind": "deposit",
        "opened_on": SAMPLE_DAY - timedelta(days=362),
        "matures_on": SAMPLE_DAY + timedelta(days=3),
    }
    walk.desk.jobs.start(add_record, customer, "holding", deposit, today=SAMPLE_DAY, title="x")
    walk.idle()
    walk.desk.refresh_data()
    walk.idle()
    page = shown_today(walk)
    walk.click(page.due.matures)
    walk.until(lambda: walk.at == "maturities" and walk.page.plan.isEnabled())
    open_ones = len(walk.page.found.to_plan())
    walk.click(walk.page.plan)
    walk.idle()
    assert walk.clicks <= 2
    made = walk.facts("SELECT count(*) FROM task WHERE dedupe_key LIKE 'maturity:%'")
    assert 0 < made[0][0] <= open_ones
    walk.click(walk.page.calendar)
    walk.idle()
    assert walk.saved is not None and "SUMMARY" in walk.saved.read_text(encoding="utf-8")
    shown = {each.customer for each in walk.page.found.customers()}
    walk.click(walk.page.list)
    walk.until(lambda: walk.at == "customers" and set(walk.page.table.customers.ids) == shown)


def test_j03_a_card_is_on_paper_in_four_clicks(walk: Walk) -> None:
    card_of(walk, a_customer(walk, "person"))
    walk.press("打印一页")
    walk.idle()
    assert walk.saved is not None and walk.saved.read_bytes().startswith(b"%PDF")
    assert walk.clicks <= 4


def test_j04_a_talk_is_logged_in_four_clicks(walk: Walk) -> None:
    customer = a_customer(walk, "person")
    page = card_of(walk, customer)
    walk.clicks = 0  # the journey begins on the card
    walk.click(page._top.contact)
    walk.press("有意向")
    walk.press("一周后")
    walk.press("保存")
    walk.idle()
    assert walk.clicks <= 4
    rows = walk.facts(f"SELECT outcome FROM interaction WHERE customer_id = {customer} ORDER BY id")
    assert rows[-1] == ("interested",)


def test_j06_the_sheet_for_a_visit_to_a_company_is_printed_in_three_clicks(walk: Walk) -> None:
    card_of(walk, a_customer(walk, "company", "bank"))
    walk.key(Qt.Key.Key_V)
    walk.until(lambda: walk.at == "visit" and walk.page.pdf.isEnabled())
    walk.key(Qt.Key.Key_P, CONTROL)
    walk.idle()
    assert walk.saved is not None and walk.saved.read_bytes().startswith(b"%PDF")
    assert walk.clicks - 1 <= 3  # the question for the file comes on top


def test_j08_everything_held_on_a_customer_is_written_in_six_clicks(walk: Walk) -> None:
    page = card_of(walk, a_customer(walk, "person"))
    walk.clicks = 0
    walk.click(page._top.more)
    walk.press("我们持有的全部信息…")
    walk.idle()
    assert walk.saved is not None and walk.saved.read_bytes().startswith(b"%PDF")
    assert walk.clicks <= 6
    ((kind, facts),) = walk.facts("SELECT kind, facts FROM operation ORDER BY id DESC LIMIT 1")
    assert kind == "export" and '"what": "access"' in facts


def test_j05_a_file_that_is_dropped_is_in_the_workspace_in_four_clicks(walk: Walk) -> None:
    file = walk.folder / "会员.csv"
    file.write_text("会员号,姓名,手机号\nQ1,周晓芸,16800000001\nQ2,赵林峰,16800000002\n")
    checked(walk, file)
    walk.click(walk.page._footer._primary)
    walk.until(lambda: walk.page.flow.step is Step.RESULT)
    walk.idle()
    assert walk.clicks <= 4
    assert walk.facts("SELECT count(*) FROM customer") == [(202,)]
    checked(walk, file)
    report = walk.page.flow.draft.checked
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)


def checked(walk: Walk, file: Path) -> None:
    """Drop a file, and confirm its columns where they are not known yet."""
    walk.desk.open_import([file])
    walk.clicks += 1
    flow = walk.page.flow
    walk.until(lambda: flow.step in (Step.MAPPING, Step.CHECK) and not flow.batch.busy)
    if flow.step is Step.MAPPING:
        walk.qtbot.keyClick(walk.page, Qt.Key.Key_Return, CONTROL)
        walk.clicks += 1
    walk.until(lambda: flow.draft is not None and flow.draft.checked is not None)
    walk.until(lambda: flow.run.job is None)


def test_j07_all_customers_are_handed_over_in_six_clicks(walk: Walk) -> None:
    shown_today(walk)
    walk.key(Qt.Key.Key_2, CONTROL)
    walk.until(lambda: walk.at == "customers" and len(walk.page.table.customers.ids) == 200)
    walk.page.table.setFocus()
    walk.key(Qt.Key.Key_A, CONTROL)
    walk.press("移交")
    walk.until(lambda: walk.window.findChildren(GiveDialog))
    (dialog,) = walk.window.findChildren(GiveDialog)
    dialog.secret.first.setText("雨前龙井 43 号楼")
    dialog.secret.again.setText("雨前龙井 43 号楼")
    walk.click(dialog.button)
    walk.idle()
    assert walk.clicks <= 6
    ((facts,),) = walk.facts("SELECT facts FROM operation WHERE kind = 'export'")
    assert '"rows": 200' in facts


def test_j09_a_campaign_with_a_control_group_is_drawn_in_eight_clicks(walk: Walk) -> None:
    shown_today(walk)
    walk.key(Qt.Key.Key_6, CONTROL)
    walk.until(lambda: walk.at == "campaigns" and walk.page.read)
    walk.press("新建活动")
    planner = walk.page.planner
    planner.form.name.put("秋季")
    walk.until(planner.can_be_saved)
    walk.click(walk.page.title.draw)
    walk.until(lambda: walk.page.one.view is not None)
    walk.idle()
    assert walk.clicks <= 8
    arms = dict(walk.facts("SELECT arm, count(*) FROM campaign_member GROUP BY arm"))
    assert arms["control"] > 0 and arms["treat"] > arms["control"]


def test_j10_a_tag_of_ones_own_is_made_in_eight_clicks(walk: Walk) -> None:
    shown_today(walk)
    walk.key(Qt.Key.Key_4, CONTROL)
    walk.until(lambda: walk.at == "tags" and walk.page.overview is not None)
    walk.press("新建标签")
    walk.until(lambda: walk.window.findChildren(TagForm))
    (form,) = walk.window.findChildren(TagForm)
    form.zh.setText("大客户")
    form.rule.rule.typed.setPlainText("monetary_12m > 1")
    walk.click(form.save)
    walk.idle()
    assert walk.clicks <= 8
    assert walk.facts("SELECT count(*) FROM tag_definition") == [(1,)]


def test_j01_a_task_for_somebody_at_risk_is_made_in_three_clicks(walk: Walk) -> None:
    page = shown_today(walk)
    customer = a_customer(walk, "person")
    who = Who(customer, "DEMO-000001", "沈知夏", "person", "沈")
    one = AtRisk(who, "衰退期", 4_480_000, None, "流失红色预警", "68 天未购买", True, "")
    page.risk.show_people((one,), 1, 0)
    tasks = walk.facts("SELECT count(*) FROM task")[0][0]
    (line,) = page.risk.findChildren(Line)
    walk.click(line.findChildren(IconButton)[-1])
    (later,) = page.findChildren(Later)
    walk.click(later.findChildren(Button)[0])
    walk.idle()
    assert walk.clicks <= 3
    assert walk.facts("SELECT count(*) FROM task") == [(tasks + 1,)]


def test_j12_the_review_of_the_week_is_on_paper_in_two_clicks(walk: Walk) -> None:
    walk.click(shown_today(walk).review)
    walk.until(lambda: walk.at == "review" and walk.page.pdf.isEnabled())
    walk.click(walk.page.pdf)
    walk.idle()
    assert walk.saved is not None and walk.saved.read_bytes().startswith(b"%PDF")
    assert walk.clicks - 1 <= 2  # the question for the file comes on top


def test_j14_a_risk_assessment_is_renewed_in_six_clicks(walk: Walk) -> None:
    page = shown_today(walk)
    due = next(each for each in page.today.dues if each.kind == "risk_check")
    lines = [each for each in page.due.findChildren(Line) if due.who.name in words_of(each)]
    walk.click(lines[0])
    walk.until(lambda: walk.at == "profile" and walk.page.card is not None)
    walk.until(lambda: not walk.page.reading())
    walk.click(walk.page._top.more)
    walk.press("填写问卷")
    walk.until(lambda: bool(walk.window.findChildren(SurveyForm)))
    (form,) = walk.window.findChildren(SurveyForm)
    form.choice.choose("RISK_C")
    walk.clicks += 2  # the list is opened, a questionnaire chosen
    walk.until(lambda: form.questionnaire.code == "RISK_C")
    for item in form.questionnaire.items:
        form.rows[f"q.{item.code}"].put(item.choices[1].id)
    form.edited.emit()
    walk.press("保存")
    walk.idle()
    assert walk.clicks <= 6
    (level, done) = walk.facts(
        f"SELECT level, done_on FROM risk_assessment WHERE customer_id = {due.who.customer} "
        "ORDER BY id DESC LIMIT 1"
    )[0]
    assert 1 <= level <= 5 and done == SAMPLE_DAY.isoformat()


def test_j13_a_reminder_is_settled_from_the_first_page_in_one_click(walk: Walk) -> None:
    page = shown_today(walk)
    due = next(each for each in page.today.dues if each.kind == "risk_check")
    lines = [each for each in page.due.findChildren(Line) if due.who.name in words_of(each)]
    walk.click(next(iter(lines)).findChildren(IconButton)[-1])
    walk.until(lambda: due not in page.today.dues)
    assert walk.clicks == 1


def words_of(line: QWidget) -> str:
    return " ".join(label.text() for label in line.findChildren(QLabel))
