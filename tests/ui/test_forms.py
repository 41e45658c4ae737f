"""Forms in the drawer, over a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.store.feature_blocks import read_features_of
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms import FormHost
from profiler_app.ui.forms.contact_form import ContactForm
from profiler_app.ui.forms.masked_editor import MaskedEditor
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)


class Scene:
    """An area with one field on it, the host of the forms, and what the desk was told."""

    def __init__(self, qtbot: QtBot, desk: Desk, path: Path) -> None:
        self.qtbot, self.desk, self.path = qtbot, desk, path
        self.area = QWidget()
        self.below = QLineEdit()
        QVBoxLayout(self.area).addWidget(self.below)
        qtbot.addWidget(self.area)
        self.area.resize(1200, 800)
        self.area.show()
        self.below.setFocus()
        self.host = FormHost(desk, self.area)
        self.said: list[tuple[str, Any]] = []
        self.opened: list[int] = []
        desk.toasted.connect(lambda text, operation: self.said.append((text, operation)))
        desk.customer_opened.connect(lambda customer, _ids: self.opened.append(customer))

    def open(self, ask: Callable[[], None]) -> Any:
        ask()
        self.qtbot.waitUntil(lambda: self.host.form is not None)
        return self.host.form

    def type(self, name: str, text: str) -> None:
        row = self.host.form.rows[name]  # type: ignore[union-attr]
        row.put(text)
        row.editor.edited.emit()
        row.editor.left.emit()

    def save(self) -> None:
        self.host.drawer.save.click()  # type: ignore[union-attr]

    def saved(self) -> None:
        self.save()
        self.qtbot.waitUntil(lambda: bool(self.said) and not self.desk.jobs.running)

    def idle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.jobs.running)

    def rows(self, sql: str) -> list[Any]:
        with open_workspace(self.path, "pass", readonly=True) as workspace:
            return workspace.connection.execute(sql).fetchall()


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    path = tmp_path / "w.zhike"
    with create_workspace(path, "pass", prefix="TEST") as made:
        values = {"kind": "person", "line": "trade", "name": "林婉清", "mobile": "+8616800000001"}
        create_customer(Silent(), made, values, today=TODAY)
    with open_desk(path, "pass", folder=tmp_path, today=TODAY) as desk:
        yield Scene(qtbot, desk, path)


def test_a_person_is_made_and_the_card_opens(scene: Scene) -> None:
    """COL-02: with at most 8 fields."""
    form = scene.open(scene.desk.forms.new_customer)
    typed = {
        "name": "顾清越",
        "gender": "f",
        "mobile": "16800000002",
        "birth_date": "1990-05-01",
        "owner_rm": "陈思远",
        "consent": "asked、profiling",
    }
    assert len(typed) <= 8
    assert typed.keys() <= form.rows.keys()  # none of them is folded away
    for name, text in typed.items():
        scene.type(name, text)
    scene.saved()
    assert scene.rows("SELECT name, kind, mobile FROM customer WHERE id = 2") == [
        ("顾清越", "person", "+8616800000002")
    ]
    assert ("profiling", "granted") in scene.rows("SELECT purpose, state FROM consent")
    assert scene.opened == [2]
    assert scene.said[0][1] is not None
    assert scene.host.form is None


def test_a_company_is_made_and_the_card_opens(scene: Scene) -> None:
    """COL-02: with at most 8 fields."""
    form = scene.open(lambda: scene.desk.forms.new_customer("company"))
    typed = {"name": "浙江示例科技有限公司", "short_name": "示例科技", "owner_rm": "陈思远"}
    assert len(typed) <= 8
    assert typed.keys() <= form.rows.keys()
    for name, text in typed.items():
        scene.type(name, text)
    scene.saved()
    assert scene.rows("SELECT kind, legal_form FROM customer WHERE id = 2") == [
        ("company", "有限公司")
    ]
    assert scene.opened == [2]


def test_a_name_that_is_known_stands_in_the_form(scene: Scene) -> None:
    form = scene.open(lambda: scene.desk.forms.new_customer("company", "浙江示例科技有限公司"))
    assert form.rows["name"].entry() == "浙江示例科技有限公司"


def test_save_without_an_answer_about_consent_goes_to_it(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.new_customer)
    scene.type("name", "顾清越")
    scene.save()
    assert form.rows["consent"].problem
    assert scene.host.form is form
    assert scene.rows("SELECT count(*) FROM customer") == [(1,)]


def test_a_mistake_is_told_on_leaving_and_gone_with_the_next_letter(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.new_customer)
    row = form.rows["birth_date"]
    row.put("1988-02-30")
    row.editor.edited.emit()
    assert not row.problem
    row.editor.left.emit()
    assert row.problem
    row.put("1988-02-28")
    row.editor.edited.emit()
    assert not row.problem


def test_the_switch_keeps_common_fields(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.new_customer)
    scene.type("name", "示例")
    scene.type("owner_rm", "陈思远")
    form.head_widget().chosen.emit("company")
    assert "uscc" in form.rows
    assert (form.rows["name"].entry(), form.rows["owner_rm"].entry()) == ("示例", "陈思远")


def test_a_twin_is_offered_and_never_blocks(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.new_customer)
    scene.type("mobile", "168 0000 0001")
    scene.qtbot.waitUntil(lambda: bool(form.findChildren(Band)))
    form.findChildren(Band)[0].findChild(Button).click()
    assert scene.opened == [1]


def test_esc_keeps_the_draft_and_the_form_opens_with_it(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.new_customer)
    scene.type("name", "顾清越")
    scene.qtbot.keyClick(form.rows["name"].editor, Qt.Key.Key_Escape)
    assert scene.host.form is None
    scene.idle()
    assert scene.below.hasFocus() or not scene.area.isActiveWindow()
    again = scene.open(scene.desk.forms.new_customer)
    assert again.rows["name"].entry() == "顾清越"


class Running:
    """A timer that is looked at instead of waited for."""

    def __init__(self) -> None:
        self.starts = 0

    def isActive(self) -> bool:
        return self.starts > 0

    def start(self) -> None:
        self.starts += 1

    def stop(self) -> None:
        self.starts = 0


@pytest.mark.promise(27)
def test_who_types_without_a_pause_has_a_draft_within_two_seconds_all_the_same(
    scene: Scene,
) -> None:
    scene.open(scene.desk.forms.new_customer)
    assert scene.host._keep.isSingleShot() and scene.host._keep.interval() < 1_000
    scene.host._keep = running = Running()  # type: ignore[assignment]
    for text in ("顾", "顾清", "顾清越"):
        scene.type("name", text)
    assert running.starts == 1  # the first key began it, and no later one put it off


def test_the_focus_goes_round_inside_the_drawer(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.new_customer)
    drawer = scene.host.drawer
    assert drawer is not None
    form.rows["name"].editor.setFocus()
    for _turn in range(60):
        drawer.focusNextPrevChild(True)
        focused = QApplication.focusWidget()
        assert focused is None or drawer.panel.isAncestorOf(focused)


def test_an_edit_writes_only_what_was_changed(scene: Scene) -> None:
    scene.open(lambda: scene.desk.forms.edit_customer(1))
    scene.type("wechat_id", "linwq")
    scene.saved()
    facts = scene.rows("SELECT facts FROM operation WHERE kind = 'edit'")
    assert '"fields": "wechat_id"' in facts[0][0]


def test_a_contact_is_logged_in_four_clicks(scene: Scene) -> None:
    """J04, CRM-01: the button (1), outcome (2), next date (3), Save (4)."""
    clicks = 1
    form = scene.open(lambda: scene.desk.forms.log_contact(1))
    assert isinstance(form, ContactForm)
    form.rows["outcome"].editor.chip("interested").click()
    clicks += 1
    next(b for b in form.findChildren(Button) if b.text() == "明天").click()
    clicks += 1
    scene.saved()
    clicks += 1
    assert clicks == 4
    assert scene.rows("SELECT outcome FROM interaction") == [("interested",)]
    assert scene.rows("SELECT due_on FROM task") == [("2026-11-23",)]
    scene.desk.edits.undo_last()
    scene.idle()
    assert scene.rows("SELECT count(*) FROM task") == [(0,)]
    assert scene.rows("SELECT count(*) FROM interaction") == [(0,)]
    scene.desk.edits.redo_last()
    scene.idle()
    assert scene.rows("SELECT count(*) FROM interaction") == [(1,)]
    assert scene.rows("SELECT due_on FROM task") == [("2026-11-23",)]


def test_the_amount_of_an_order_follows_price_and_quantity(scene: Scene) -> None:
    form = scene.open(lambda: scene.desk.forms.add_order(1))
    for name, text in (("product", "净水器"), ("quantity", "2"), ("price", "1999")):
        scene.type(name, text)
    assert form.rows["amount"].entry() == "3,998"
    scene.type("amount", "5000")
    assert form.rows["amount"].problem
    scene.type("amount", "3,800")
    scene.saved()
    assert scene.rows("SELECT net, discount FROM order_line") == [(380_000, 19_800)]


def test_a_task_is_added(scene: Scene) -> None:
    scene.open(lambda: scene.desk.forms.add_task(1))
    scene.type("title", "回访")
    scene.saved()
    assert scene.rows("SELECT title, priority FROM task") == [("回访", 2)]


def frequency(scene: Scene) -> Any:
    """The number of orders of the first customer as the last refresh computed it."""
    with open_workspace(scene.path, "pass", readonly=True) as workspace:
        found = read_features_of(workspace.connection, ["freq_all"], 1).get("freq_all")
        return None if found is None else int(found.values[0])


def spent(scene: Scene) -> str | None:
    """The first figure of the card."""
    with open_workspace(scene.path, "pass", readonly=True) as workspace:
        return read_card(workspace, 1, as_of=TODAY).kpis[0].value


def test_an_order_changes_the_feature_and_the_figure_and_undo_takes_both_back(
    scene: Scene,
) -> None:
    scene.desk.bring_up_to_date()
    scene.idle()
    before = frequency(scene), spent(scene)
    scene.open(lambda: scene.desk.forms.add_order(1))
    for name, text in (("product", "净水器"), ("price", "1999")):
        scene.type(name, text)
    scene.saved()
    scene.idle()
    assert (frequency(scene), spent(scene)) == (1, "¥1,999")
    scene.desk.edits.undo_last()
    scene.idle()
    assert (frequency(scene), spent(scene)) == before


def secret(scene: Scene) -> MaskedEditor:
    form = scene.open(lambda: scene.desk.forms.edit_customer(1))
    editor = form.rows["mobile"].editor
    assert isinstance(editor, MaskedEditor)
    return editor


def test_a_stored_phone_is_masked_until_it_is_worked_on(scene: Scene) -> None:
    editor = secret(scene)
    assert editor.masked()
    assert editor.text() == "168 **** 0001"
    editor.setFocus()
    scene.qtbot.waitUntil(lambda: not editor.masked())
    assert editor.text() == "168 0000 0001"
    scene.host.form.rows["name"].editor.setFocus()  # type: ignore[union-attr]
    assert editor.masked()


def test_the_eye_shows_a_masked_phone(scene: Scene) -> None:
    editor = secret(scene)
    editor.actions()[0].trigger()
    assert editor.text() == "168 0000 0001"
    editor.actions()[0].trigger()
    assert editor.masked()


def test_a_phone_a_form_shows_whole_is_noted_once_and_never_in_full(scene: Scene) -> None:
    """PRV-04: every reveal has an audit row."""
    editor = secret(scene)
    assert scene.rows("SELECT 1 FROM operation WHERE kind = 'reveal'") == []
    for _turn in range(3):
        editor.actions()[0].trigger()
    scene.idle()
    facts = scene.rows("SELECT facts FROM operation WHERE kind = 'reveal'")
    assert facts == [('{"fields": "手机号", "number": "TEST-000001"}',)]


def test_asterisks_are_never_written_back(scene: Scene) -> None:
    secret(scene)
    scene.type("wechat_id", "linwq")
    scene.saved()
    assert scene.rows("SELECT mobile, wechat_id FROM customer") == [("+8616800000001", "linwq")]
    facts = scene.rows("SELECT facts FROM operation WHERE kind = 'edit'")
    assert '"fields": "wechat_id"' in facts[0][0]


def test_a_phone_typed_anew_is_saved_and_not_masked(scene: Scene) -> None:
    editor = secret(scene)
    editor.setFocus()
    editor.selectAll()
    scene.qtbot.keyClicks(editor, "16800000009")
    scene.host.form.rows["name"].editor.setFocus()  # type: ignore[union-attr]
    assert editor.text() == "168 0000 0009"
    scene.saved()
    assert scene.rows("SELECT mobile FROM customer") == [("+8616800000009",)]


def test_a_consent_given_later_is_recorded_in_one_operation(scene: Scene) -> None:
    scene.open(lambda: scene.desk.forms.record_consent(1))
    for name, text in (
        ("purposes", "profiling、marketing"),
        ("state", "granted"),
        ("method", "paper"),
        ("day", "2026-11-20"),
        ("until", "2028-11-20"),
    ):
        scene.type(name, text)
    scene.saved()
    columns = "purpose, state, method, granted_on, expires_on"
    assert scene.rows(f"SELECT {columns} FROM consent") == [
        (purpose, "granted", "paper", "2026-11-20", "2028-11-20")
        for purpose in ("profiling", "marketing")
    ]
    assert scene.rows("SELECT count(*) FROM operation WHERE kind = 'consent'") == [(1,)]
    scene.desk.edits.undo_last()
    scene.idle()
    assert scene.rows("SELECT count(*) FROM consent") == [(0,)]


def test_a_consent_is_not_recorded_for_a_day_to_come(scene: Scene) -> None:
    form = scene.open(lambda: scene.desk.forms.record_consent(1))
    for name, text in (("purposes", "profiling"), ("state", "granted"), ("method", "phone")):
        scene.type(name, text)
    scene.type("day", "2027-01-01")
    scene.save()
    assert form.rows["day"].problem
    assert scene.rows("SELECT count(*) FROM consent") == [(0,)]


def search(scene: Scene, text: str) -> Any:
    """Type into the search box of a relation and wait for what is offered."""
    form = scene.open(lambda: scene.desk.forms.add_relation(1))
    scene.type("kind", "referrer")
    editor = form.rows["other"].editor
    editor.setFocus()
    editor.setText(text)  # what an input method hands over comes at once
    editor.edited.emit()
    scene.qtbot.waitUntil(lambda: editor.completer() is not None)
    return editor


def offers(editor: Any) -> list[str]:
    model = editor.completer().model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(scene: Scene, editor: Any, label: str) -> None:
    editor.completer().popup().hide()
    scene.type("other", label)


def test_a_referrer_is_found_by_pinyin(scene: Scene) -> None:
    with open_workspace(scene.path, "pass") as workspace:
        values = {"kind": "person", "line": "trade", "name": "顾清越"}
        create_customer(Silent(), workspace, values, today=TODAY)
    editor = search(scene, "gqy")
    label = offers(editor)[0]
    assert label.startswith("顾清越")
    choose(scene, editor, label)
    scene.saved()
    assert scene.rows("SELECT customer_id, other_id, kind FROM relation") == [(1, 2, "referrer")]


def test_a_referrer_who_is_new_is_made_in_the_same_operation(scene: Scene) -> None:
    editor = search(scene, "陈清远")
    choose(scene, editor, offers(editor)[-1])
    scene.saved()
    assert scene.rows("SELECT name, kind FROM customer WHERE id = 2") == [("陈清远", "person")]
    assert scene.rows("SELECT other_id FROM relation") == [(2,)]
    scene.desk.edits.undo_last()
    scene.idle()
    assert scene.rows("SELECT count(*) FROM customer") == [(1,)]
    assert scene.rows("SELECT count(*) FROM relation") == [(0,)]


def test_a_relation_needs_one_of_those_offered(scene: Scene) -> None:
    form = scene.open(lambda: scene.desk.forms.add_relation(1))
    scene.type("kind", "friend")
    scene.type("other", "随便")
    scene.save()
    assert form.rows["other"].problem
    assert scene.rows("SELECT count(*) FROM relation") == [(0,)]
