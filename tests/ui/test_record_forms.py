"""Forms made from descriptions: records about a customer, and fields of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.fields import fields, find_field
from profiler_app.domain.progress import Silent
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.entry_kinds import ENTRY_KINDS
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.ui import theme
from profiler_app.ui.additions import ADDITIONS, additions_for
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms import FormHost
from profiler_app.ui.forms.editors import ChipEditor
from profiler_app.ui.pages.settings.own_fields import OwnFieldsSection
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)


class Scene:
    """An area, the host of the forms over it, and what was told."""

    def __init__(self, qtbot: QtBot, desk: Desk, path: Path) -> None:
        self.qtbot, self.desk, self.path = qtbot, desk, path
        self.area = QWidget()
        QVBoxLayout(self.area)
        qtbot.addWidget(self.area)
        self.area.resize(1200, 800)
        self.area.show()
        self.host = FormHost(desk, self.area)
        self.said: list[tuple[str, Any]] = []
        desk.toasted.connect(lambda text, operation: self.said.append((text, operation)))

    def open(self, ask: Callable[[], None]) -> Any:
        ask()
        self.qtbot.waitUntil(lambda: self.host.form is not None)
        return self.host.form

    def type(self, **texts: str) -> None:
        assert self.host.form is not None
        for name, text in texts.items():
            row = self.host.form.rows[name]
            if isinstance(row.editor, ChipEditor):
                row.editor.put(text)
                row.editor.edited.emit()
            else:
                row.put(text)
                row.editor.edited.emit()
                row.editor.left.emit()

    def saved(self) -> None:
        assert self.host.drawer is not None
        self.host.drawer.save.click()
        self.qtbot.waitUntil(lambda: bool(self.said) and not self.desk.jobs.running)

    def rows(self, sql: str) -> list[Any]:
        with open_workspace(self.path, "pass", readonly=True) as workspace:
            return workspace.connection.execute(sql).fetchall()


@pytest.fixture
def scene(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    theme.apply(qapp, "light")
    path = tmp_path / "w.zhike"
    with create_workspace(path, "pass", prefix="TEST") as made:
        values = {"kind": "person", "line": "trade", "name": "林婉清"}
        create_customer(Silent(), made, values, today=TODAY)
        create_customer(Silent(), made, {**values, "line": "bank"}, today=TODAY)
    with open_desk(path, "pass", folder=tmp_path, today=TODAY) as desk:
        yield Scene(qtbot, desk, path)


@pytest.mark.parametrize("key", ENTRY_KINDS)
def test_every_form_opens_with_its_rows_and_nothing_typed(scene: Scene, key: str) -> None:
    customer = 1 if ENTRY_KINDS[key].of_customer else None
    form = scene.open(lambda: scene.desk.forms.add_record(key, customer))
    assert list(form.rows) == [field.column for field in ENTRY_KINDS[key].fields]
    assert not form.dirty()
    assert form.first_field() is not None


def test_a_complaint_is_recorded_with_what_belongs_to_it(scene: Scene) -> None:
    form = scene.open(lambda: scene.desk.forms.add_record("feedback", 1))
    assert form.rows["due_on"].isHidden()
    scene.type(kind="complaint", text="送货晚了两天")
    assert not form.rows["due_on"].isHidden()
    scene.type(due_on="2026-12-01")
    scene.saved()
    assert scene.rows("SELECT kind, status, due_on FROM feedback") == [
        ("complaint", "open", "2026-12-01")
    ]
    assert scene.said[0][1] is not None


def test_what_was_typed_is_kept_when_the_form_is_left(scene: Scene) -> None:
    scene.open(lambda: scene.desk.forms.add_record("device", 1))
    scene.type(product_id="净水器", serial_no="SN-1")
    scene.host.escape()
    scene.qtbot.waitUntil(lambda: not scene.desk.jobs.running)
    form = scene.open(lambda: scene.desk.forms.add_record("device", 1))
    assert form.rows["serial_no"].entry() == "SN-1"


def test_a_balance_needs_an_account_and_takes_the_only_one(scene: Scene) -> None:
    form = scene.open(lambda: scene.desk.forms.add_record("balance", 2))
    scene.type(point="100")
    assert form.check() is None
    scene.host.escape()
    scene.open(lambda: scene.desk.forms.add_record("holding", 2))
    scene.type(product_id="稳盈一号", product_kind="wealth")
    scene.saved()
    scene.desk.forms.add_record("balance", 2)
    scene.qtbot.waitUntil(lambda: scene.host.form is not None)
    assert scene.host.form is not None
    assert scene.host.form.rows["account_id"].entry() == "1"


def test_menu_and_palette_offer_the_same_and_only_what_fits() -> None:
    offered = {each.form for each in additions_for("company", "trade")}
    assert offered == {each.form for each in ADDITIONS} - {"holding", "balance"}
    assert "order" not in {each.form for each in additions_for("person", "bank")}


# Fields of one's own


def test_a_field_is_defined_and_at_once_in_the_form_of_a_customer(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.define_field)
    assert form.rows["choices"].isHidden() and form.rows["formula"].isHidden()
    scene.type(zh="卡级", en="Card level", kind="choice")
    assert not form.rows["choices"].isHidden()
    scene.type(choices="金卡 = Gold\n银卡", dimension="D1")
    scene.saved()
    field = find_field("my_card_level")
    assert field is not None and field.label == "卡级"
    edit = scene.open(lambda: scene.desk.forms.edit_customer(1))
    edit.folded.open_at("my_card_level")
    assert "my_card_level" in edit.rows


def test_a_formula_says_what_is_wrong_while_it_is_typed(scene: Scene) -> None:
    form = scene.open(scene.desk.forms.define_field)
    scene.type(zh="客单", kind="formula", formula="monetary_12m /")
    assert form.check() is None
    assert form.rows["formula"].problem
    scene.type(formula="monetary_12m / freq_12m")
    assert form.rows["formula"].problem == ""
    assert "除以" in form._in_words.text()
    scene.saved()
    assert find_field("my_ke_dan") is not None


def test_a_name_that_is_taken_is_told_and_nothing_is_lost(scene: Scene) -> None:
    problems: list[Any] = []
    scene.desk.problem_met.connect(problems.append)
    form = scene.open(scene.desk.forms.define_field)
    scene.type(zh="性别")
    assert scene.host.drawer is not None
    scene.host.drawer.save.click()
    scene.qtbot.waitUntil(lambda: bool(problems))
    assert scene.host.form is form
    assert form.rows["zh"].entry() == "性别"


def test_settings_list_the_fields_and_give_them_up(scene: Scene, qtbot: QtBot) -> None:
    section = OwnFieldsSection(scene.desk)
    qtbot.addWidget(section)
    section.show()
    scene.open(scene.desk.forms.define_field)
    scene.type(zh="预算", kind="money")
    scene.saved()
    qtbot.waitUntil(lambda: len(section._panel._rows) == 1)
    section._give_up("my_yu_suan", "预算")
    qtbot.waitUntil(lambda: section._panel._rows == [])
    assert find_field("my_yu_suan") is None


# Findings of a visit


def test_two_findings_of_a_visit_change_two_fields_after_one_confirm(scene: Scene) -> None:
    """COL-03: both fields show channel, day and who as their source."""
    form = scene.open(lambda: scene.desk.forms.log_contact(1))
    scene.type(outcome="reached", channel="visit", day="2026-11-20", summary="到店面谈")
    for name in ("occupation", "culture_pref"):
        form._findings.search.put(fields()[name].label)
        form._findings.search.left.emit()
    scene.type(**{"found.occupation": "3", "found.culture_pref": "museum"})
    scene.saved()
    with open_workspace(scene.path, "pass", readonly=True) as workspace:
        card = read_card(workspace, 1, as_of=TODAY)
    cells = {cell.field: cell for block in card.dimensions for cell in block.cells}
    for name in ("occupation", "culture_pref"):
        assert cells[name].source.startswith("面访、2026-11-20、"), cells[name]
        assert cells[name].as_of == date(2026, 11, 20)


def test_a_finding_that_is_known_already_changes_nothing(scene: Scene) -> None:
    form = scene.open(lambda: scene.desk.forms.log_contact(1))
    form._open_finding("name")
    assert form.rows["found.name"].entry() == "林婉清"
    assert not form.dirty()


# Typing


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("name", ["text", "resolution"])
def test_nothing_is_checked_or_kept_while_a_word_is_composed(scene: Scene, name: str) -> None:
    form = scene.open(lambda: scene.desk.forms.add_record("feedback", 1))
    scene.type(kind="complaint", status="closed")
    form.rows["text"].check()
    told: list[str] = []
    form.edited.connect(lambda: told.append(form.rows[name].entry()))
    editor = form.rows[name].editor
    editor.setFocus()
    compose(editor, "song")
    compose(editor, "song huo")
    assert told == []
    compose(editor, "", "送货")
    assert told[-1:] == ["送货"]
    assert form.rows[name].problem == ""


@pytest.mark.parametrize(
    ("ask", "texts"),
    [
        (lambda desk: desk.forms.add_record("colleague", 1), {"name": "王建国", "title": "经理"}),
        (lambda desk: desk.forms.add_record("product"), {"name": "净化器", "code": "P-1"}),
        (lambda desk: desk.forms.define_field(), {"zh": "预算", "kind": "money"}),
        (lambda desk: desk.forms.log_contact(1), {"outcome": "reached", "summary": "到店"}),
        (lambda desk: desk.forms.add_task(1), {"title": "回访"}),
        (lambda desk: desk.forms.add_order(1), {"product": "净水器"}),
    ],
)
def test_what_is_typed_is_in_the_file_before_the_form_is_left(
    scene: Scene, ask: Callable[[Desk], None], texts: dict[str, str]
) -> None:
    """A crash or a kill loses less than a second of typing."""
    form = scene.open(lambda: ask(scene.desk))
    scene.type(**texts)

    def kept() -> Any:
        with open_workspace(scene.path, "pass", readonly=True) as workspace:
            return workspace.setting(f"draft:{form.draft}", {})

    scene.qtbot.waitUntil(lambda: texts.items() <= kept().items(), timeout=4000)
    assert scene.host.form is form
