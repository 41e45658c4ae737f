"""The form of a tag of one's own: its name, its rule, and how many it would be, while typing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.entries import read_day
from profiler_app.jobs.own_tags import define_tag, free_id, groups_to_choose, why_refused
from profiler_app.jobs.tag_detail import TagDetail
from profiler_app.jobs.tag_governance import TagRow
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.rules.counted_rule import CountedRule
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover


class TagForm(Popover):
    """For a new tag (``row`` None), to change one, or, with ``copy``, for a tag like one.

    ``stored`` says which tag is being saved when the form closes.
    """

    stored = Signal(str)

    def __init__(
        self,
        desk: Desk,
        row: TagRow | None,
        detail: TagDetail | None,
        parent: QWidget,
        *,
        copy: bool = False,
    ) -> None:
        super().__init__(parent, width=720)
        self._desk, self._row, self._detail, self._copy = desk, row, detail, copy
        self._first_rule = "" if detail is None else detail.rule
        names = {"zh": "", "en": ""} if detail is None else dict(detail.names)
        if copy:
            names = {key: _("{name} (copy)").format(name=name) for key, name in names.items()}
        self.zh, self.en = QLineEdit(names["zh"]), QLineEdit(names["en"])
        self.group = DropDown(groups_to_choose())
        self.owner = QLineEdit("" if row is None or copy else row.owner)
        self.review = QLineEdit("" if row is None or copy else row.review_on)
        self.rule = CountedRule(desk, self._first_rule, height=170)
        self.rule.add_figures()
        self.rule.check = partial(_check, "" if row is None or copy else row.tag)
        self.note = Label("", "body", "text.secondary", wrap=True)
        self.problem = Label("", "caption", "danger", wrap=True)
        self.save = Button(_("Save tag"), kind="primary")
        self._build()
        if row is not None:
            self.group.choose(row.group)
        self._edited()

    def _build(self) -> None:
        title = _("New tag") if self._row is None or self._copy else _("Change this tag")
        self.body.addWidget(Label(title, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        fields = (
            (_("Chinese name"), self.zh, 0, 0),
            (_("English name"), self.en, 0, 1),
            (_("Group"), self.group, 2, 0),
            (_("Owner"), self.owner, 2, 1),
            (_("Review on (such as 2027-01-31)"), self.review, 4, 0),
        )
        for label, field, at, column in fields:
            grid.addWidget(Label(label, "caption", "text.secondary"), at, column)
            grid.addWidget(field, at + 1, column)
            field.setAccessibleName(label)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        for edit in (self.zh, self.en, self.owner):
            edit.setMaxLength(40)
            edit.textChanged.connect(lambda _text: self._enable())
        self.review.textChanged.connect(lambda _text: self._enable())
        self.body.addWidget(Label(_("Rule"), "caption", "text.secondary"))
        self.body.addWidget(self.rule)
        for said in (self.note, self.problem):
            self.body.addWidget(said)
        self.problem.hide()
        foot = QHBoxLayout()
        note = _("Nobody's tags change before the next refresh, which starts at once.")
        foot.addWidget(Label(note, "caption", "text.tertiary", wrap=True), 1)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        self.rule.changed.connect(self._edited)
        self.rule.counted.connect(lambda _found: self._enable())
        self.save.clicked.connect(self._save)

    def _edited(self) -> None:
        """Say what a tag without a rule is."""
        without = not self.rule.text()
        self.note.setVisible(without)
        self.note.set_color("danger" if self._first_rule else "text.secondary")
        self.note.setText(
            _("A tag with a rule keeps one; make a new tag to give by hand.")
            if self._first_rule
            else _("Given by hand only.")
        )
        self._enable()

    def _enable(self) -> None:
        named = bool(self.zh.text().strip() or self.en.text().strip())
        day = self.review.text().strip()
        wrong = read_day(day).problem if day else ""
        self.problem.setText(wrong)
        self.problem.setVisible(bool(wrong))
        by_hand = not self.rule.text() and not self._first_rule
        self.save.setEnabled(named and (self.rule.valid or by_hand) and not wrong)

    def _save(self) -> None:
        desk, row = self._desk, self._row
        fresh = row is None or self._copy
        tag = free_id() if fresh or row is None else row.tag
        text = self.rule.text()
        name = self.zh.text().strip() or self.en.text().strip()

        def tell(operation: int) -> None:
            desk.toast(_("Tag “{name}” saved.").format(name=name), operation)
            desk.refresh_data()

        desk.jobs.start(
            define_tag,
            tag,
            names={"zh": self.zh.text(), "en": self.en.text()},
            rule=text if text and text != self._first_rule else None,
            group=self.group.key(),
            copy_of=row.tag if self._copy and row is not None else None,
            in_charge=self.owner.text(),
            review_on=self.review.text(),
            title=_("Saving"),
            owner=desk,
            done=tell,
            failed=desk.show_problem,
        )
        self.stored.emit(tag)
        self.close()


def _check(tag: str, reader: Reader, text: str) -> str:
    return why_refused(reader.workspace, tag, text)
