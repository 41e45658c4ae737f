"""Spellings that mean one value: groups with counts, the one to be kept, one button for all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.recipes import Step
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.quality import recipes, spelling
from profiler_app.jobs.quality.changes import Preview
from profiler_app.jobs.quality.spelling import Variants
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.data.preview_sheet import PreviewSheet
from profiler_app.ui.pages.data.wording import field_name
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_FIRST = "employer"


@dataclass(eq=False, slots=True)
class Group:
    """Spellings of one value; ``target`` is written for all of them unless it is left out."""

    variants: Variants
    target: str
    used: bool = True

    def values(self) -> dict[str, str]:
        """Return what becomes of each spelling that changes."""
        texts = (each.text for each in self.variants.spellings)
        return {text: self.target for text in texts if text != self.target}

    def changing(self) -> int:
        """Return how many customers get another text."""
        return sum(each.count for each in self.variants.spellings if each.text != self.target)


class SpellingsTab(QWidget):
    """``recorded`` follows when a step was added to a recipe."""

    recorded = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._read_once = False
        self.sheet: PreviewSheet | None = None
        self.field, self.method = DropDown(), DropDown()
        self._field_label = Label("", "caption", "text.secondary")
        self._method_label = Label("", "caption", "text.secondary")
        self.table = FiguresTable(self._columns())
        self.spellings = FiguresTable(_spelling_columns())
        self.target = QLineEdit()
        self.use = QCheckBox()
        self.record = QCheckBox()
        self.unify = Button(kind="primary")
        self._groups, self._detail = Panel("·"), Panel("·")
        self._target_label = Label("", "caption", "text.secondary")
        self._empty = EmptyState("badge-check", "")
        self._build()
        self._connect()

    def _columns(self) -> list[Figure]:
        return [
            Figure(lambda: _("Becomes"), lambda group: group.target, 0, right=False,
                   icon=lambda group: ("check", "success") if group.used
                   else ("minus", "text.tertiary"), sort=lambda group: group.target),
            Figure(lambda: _("Spellings"), _texts, 0, right=False,
                   tone=lambda _group: "text.secondary"),
            Figure(lambda: _("Will change"), lambda group: f"{group.changing():,}", 104,
                   sort=lambda group: group.changing()),
        ]  # fmt: skip

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._field_label, self.field, self._method_label, self.method):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.record)
        head.addWidget(self.unify)
        self._groups.body.addWidget(self.table, 1)
        self._groups.body.addWidget(self._empty, 1)
        self.target.setMaxLength(200)
        for part in (self.spellings, self._target_label, self.target, self.use):
            self._detail.body.addWidget(part)
        self._detail.body.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self._groups, 3)
        both.addWidget(self._detail, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(both, 1)
        self.record.setChecked(True)

    def _connect(self) -> None:
        self.field.currentIndexChanged.connect(lambda _at: self.reload())
        self.method.currentIndexChanged.connect(lambda _at: self.reload())
        self.table.chosen.connect(lambda _row: self._show_group())
        self.table.opened.connect(lambda _index: self._toggle())
        self.spellings.opened.connect(lambda _index: self._take_spelling())
        self.target.textEdited.connect(self._set_target)
        self.use.clicked.connect(self._set_used)
        self.unify.clicked.connect(lambda _on=False: self.ask())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._field_label.setText(_("Field"))
        self._method_label.setText(_("Overlook"))
        names = sorted(spelling.spelled_fields(), key=lambda name: name != _FIRST)
        self.field.set_options([(name, field_name(name)) for name in names])
        self.method.set_options([(key, _(name)) for key, name in spelling.METHODS.items()])
        self.field.setAccessibleName(_("Field"))
        self.method.setAccessibleName(_("Overlook"))
        self._groups.head.set_title(_("Spellings of one value"))
        self._groups.head.set_note(_("Enter leaves a group out"))
        self._detail.head.set_title(_("Which one is right"))
        self._detail.head.set_note(_("Enter takes a spelling"))
        self._target_label.setText(_("Write"))
        self.target.setAccessibleName(_("Write"))
        self.use.setText(_("Change this group"))
        self.record.setText(_("Record as a cleaning step"))
        self._empty.set_message(
            _("Every value has one spelling"),
            _("Choose another field, or overlook more differences."),
        )
        for table, name in ((self.table, _("Spellings of one value")),
                            (self.spellings, _("Which one is right"))):  # fmt: skip
            table.setAccessibleName(name)
            table.retranslate()
        self._show_button()

    # -- reading

    def activate(self) -> None:
        """Look for spellings when the tab is first shown."""
        if not self._read_once:
            self.reload()

    def data_changed(self) -> None:
        """Look again when the tab is in sight, else the next time."""
        self._read_once = False
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Look for spellings of the field."""
        self._read_once = True
        self._desk.reads.ask(
            "quality.spellings",
            partial(_find, name=self.field.key(), method=self.method.key()),
            done=self._receive,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _receive(self, found: tuple[Variants, ...]) -> None:
        groups = [Group(each, each.target) for each in found]
        self.table.show_rows(groups)
        self.table.setVisible(bool(groups))
        self._empty.setVisible(not groups)
        self._detail.setVisible(bool(groups))
        if groups:
            self.table.selectRow(0)
        self._show_group()

    # -- one group

    def _show_group(self) -> None:
        group = self.table.row()
        if group is not None:
            self.spellings.show_rows(group.variants.spellings)
            rows = min(len(group.variants.spellings), 8)
            self.spellings.setFixedHeight(self.spellings.height_of(rows))
            self.target.setText(group.target)
            self.use.setChecked(group.used)
        self._show_button()

    def _take_spelling(self) -> None:
        row = self.spellings.row()
        if row is not None:
            self.target.setText(row.text)
            self._set_target(row.text)

    def _set_target(self, text: str) -> None:
        group = self.table.row()
        if group is not None and text.strip():
            group.target = text.strip()
            self._changed()

    def _set_used(self, on: bool) -> None:
        group = self.table.row()
        if group is not None:
            group.used = on
            self._changed()

    def _toggle(self) -> None:
        group = self.table.row()
        if group is not None:
            self.use.setChecked(not group.used)
            self._set_used(not group.used)

    def _changed(self) -> None:
        self.table.viewport().update()
        self._show_button()

    def _show_button(self) -> None:
        count = len(self.chosen())
        text = ngettext("Unify {n} group", "Unify {n} groups", count)
        self.unify.setText(text.format(n=f"{count:,}"))
        self.unify.setEnabled(bool(count))
        self.record.setEnabled(bool(count))

    def chosen(self) -> list[Group]:
        """Return the groups that will change."""
        return [group for group in self.table.rows() if group.used and group.values()]

    # -- doing it

    def ask(self) -> None:
        """Show whose values change, then write them as one operation."""
        groups, name, method = self.chosen(), self.field.key(), self.method.key()
        values = {old: new for group in groups for old, new in group.values().items()}
        step = _step(name, method, groups)
        title = _("{field}: several spellings of one value").format(field=field_name(name))
        self.sheet = _Sheet(
            self._desk,
            self.window(),
            title,
            _("Every spelling of a group becomes the one that was chosen. The change can be "
              "undone."),
            partial(_preview, name=name, values=values),
            partial(_unify, name=name, values=values),
        )  # fmt: skip
        if self.record.isChecked():
            self.sheet.done_.connect(lambda: self._keep(step))

    def _keep(self, step: Step) -> None:
        self._desk.jobs.start(
            recipes.add_step,
            _("Monthly cleaning"),
            step,
            title=_("Saving"),
            owner=self,
            done=lambda _recipes: self.recorded.emit(),
            failed=self._desk.show_problem,
        )


class _Sheet(PreviewSheet):
    """Also says when it was done."""

    done_ = Signal()

    def finished(self, done: Any) -> None:
        """Say so, then leave."""
        self.done_.emit()
        super().finished(done)


def _spelling_columns() -> list[Figure]:
    return [
        Figure(lambda: _("Spelling"), lambda each: each.text, 0, right=False),
        Figure(lambda: _("Customers"), lambda each: f"{each.count:,}", 96,
               sort=lambda each: each.count),
    ]  # fmt: skip


def _texts(group: Group) -> str:
    return " · ".join(f"{each.text} {each.count:,}" for each in group.variants.spellings)


def _step(name: str, method: str, groups: list[Group]) -> Step:
    """Return the step that does the same again; a lax key is not trusted with new spellings."""
    if method in recipes.MERGING:
        values = {each.text: group.target for group in groups for each in group.variants.spellings}
        return Step("merge", name, values, method)
    return Step("replace", name, {o: n for group in groups for o, n in group.values().items()})


def _find(reader: Reader, *, name: str, method: str) -> tuple[Variants, ...]:
    return spelling.find_groups(reader.source, name, method)


def _preview(reader: Reader, *, name: str, values: dict[str, str]) -> Preview:
    return spelling.preview_unify(reader.workspace, reader.source, name, values)


def _unify(progress: Any, workspace: Any, *, name: str, values: dict[str, str], today: Any) -> Any:
    return spelling.unify(progress, workspace, name, values, today=today)
