"""One condition: what it is about, how it is compared, and with what."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from profiler_app.domain.fields import options
from profiler_app.domain.rules.draft_parts import CHOICES, SEVERAL, WITHOUT_VALUE, Condition
from profiler_app.domain.text import _
from profiler_app.jobs.entries import LIST_MARK
from profiler_app.jobs.histograms import Histogram
from profiler_app.jobs.rule_subjects import Subject
from profiler_app.ui.forms.editors import SetEditor
from profiler_app.ui.rules.narrowing import NarrowButton
from profiler_app.ui.rules.rule_row import Offered, RuleRow, days_of, window_edit
from profiler_app.ui.rules.subject_chooser import SubjectChooser
from profiler_app.ui.rules.threshold import ThresholdPopover
from profiler_app.ui.rules.wording import operator_label
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import as_tooltip


class ConditionRow(RuleRow):
    """A field, something that happened, a tag or a segment, an operator and values."""

    leaf: Condition

    def __init__(self, condition: Condition, offered: Offered) -> None:
        super().__init__(condition)
        self._offered = offered
        self.subject = Button(parent=self)  # both stay out of sight where a condition is typed
        self.operator = DropDown(parent=self)
        self.subject.hide()
        self.operator.hide()
        self.values: list[QLineEdit] = []
        self.several: SetEditor | None = None
        self.days: QLineEdit | None = None
        self.which: NarrowButton | None = None
        self.spread: IconButton | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._build()

    def choose_subject(self) -> SubjectChooser:
        """Open the list of what a condition can be about."""
        chooser = SubjectChooser(self._offered.subjects(), self)
        chooser.picked.connect(self._picked)
        chooser.show_below(self.subject)
        chooser.search.setFocus()
        return chooser

    def _build(self) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in (self.join, self.count, self.remove):
                widget.hide()
                widget.deleteLater()
        each = self.leaf
        self.values, self.several, self.days, self.which = [], None, None, None
        self.spread = None
        self._row.addWidget(self.join)
        if each.operator == "" and each.subject:
            self._typed()
        else:
            self._chosen()
        self._row.addWidget(self.count)
        self._row.addWidget(self.remove)

    def _typed(self) -> None:
        """A condition nobody can choose is shown as its text, and can be typed."""
        edit = QLineEdit(self.leaf.subject)
        edit.setAccessibleName(_("A condition in the rule language"))
        edit.textEdited.connect(self._retype)
        self._row.addWidget(edit, 1)

    def _chosen(self) -> None:
        each = self.leaf
        self.subject = Button(each.label or each.subject or _("Choose"), icon="chevron-down")
        self.subject.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.subject.setToolTip(as_tooltip(each.label))
        self.subject.setMinimumWidth(current().px(130))
        self.subject.clicked.connect(self.choose_subject)
        self._row.addWidget(self.subject, 3)
        if not each.subject:
            self._row.addStretch(4)
            return
        if each.has_window:
            self.which = NarrowButton(each.source, each.where)
            self.which.narrowed.connect(self._renarrow)
            self._row.addWidget(self.which, 2)
            self.days = window_edit(self._row, each.days)
            self.days.textEdited.connect(self._retime)
        self.operator = DropDown([(k, operator_label(k, each.type)) for k in CHOICES[each.type]])
        self.operator.choose(each.operator)
        self.operator.setAccessibleName(_("How it is compared"))
        self.operator.currentIndexChanged.connect(lambda _at: self._compare())
        self._row.addWidget(self.operator)
        self._value_editors()

    def _value_editors(self) -> None:
        each = self.leaf
        if each.operator in WITHOUT_VALUE:
            self._row.addStretch(2)
            return
        if each.field is not None and each.field.options and each.type in ("text", "list"):
            self._choice(each.field.options, several=each.operator in SEVERAL)
            return
        count = 2 if each.operator == "between" else 1
        typed = [", ".join(each.values)] if each.operator in SEVERAL else list(each.values)
        for at in range(count):
            edit = QLineEdit(typed[at] if at < len(typed) else "")
            edit.setMinimumWidth(current().px(64))
            edit.setAccessibleName(_("The value it is compared with"))
            if each.type == "date":
                edit.setPlaceholderText(_("2026-01-31 or today-30"))
            elif each.operator in SEVERAL:
                edit.setPlaceholderText(_("values with commas between"))
            edit.textEdited.connect(lambda _text: self._revalue())
            self.values.append(edit)
            self._row.addWidget(edit, 2)
        if self._offered.spread is not None and can_be_dragged(each):
            self.spread = IconButton("chart-column", _("Set it in the histogram"), small=True)
            self.spread.clicked.connect(self.open_spread)
            self._row.addWidget(self.spread)

    def open_spread(self) -> ThresholdPopover | None:
        """Show how the values are spread, with a line for each value that is compared."""
        field, ask = self.leaf.field, self._offered.spread
        if field is None or ask is None or self.spread is None:
            return None
        popover = ThresholdPopover(field, self)
        unit = 100.0 if field.kind == "money" else 1.0

        def receive(found: Histogram) -> None:
            popover.show_histogram(found)
            if found.counts:
                low, high = found.edges[0], found.edges[-1]
                starts = (low, high) if len(self.values) == 2 else ((low + high) / 2,)
                lines = [
                    start if (value := number_of(edit.text())) is None else value * unit
                    for edit, start in zip(self.values, starts, strict=True)
                ]
                popover.bars.show_lines(lines, self.leaf.operator)

        def move(at: int, value: float) -> None:
            self.values[at].setText(f"{value / unit:.12g}")
            self._revalue()
            popover.bars.show_lines(popover.bars.lines, self.leaf.operator)

        popover.bars.moved.connect(move)
        popover.show_below(self.spread)
        ask(field.id, receive, popover)
        return popover

    def _choice(self, name: str, *, several: bool) -> None:
        choices = [(option.id, option.label) for option in options(name)]
        if several or self.leaf.type == "list":
            self.several = SetEditor(_("The values it is compared with"), choices)
            self.several.put(LIST_MARK.join(self.leaf.values))
            self.several.edited.connect(self._retick)
            self._row.addWidget(self.several, 2)
            return
        one = DropDown([("", _("Choose")), *choices])
        one.choose(self.leaf.values[0] if self.leaf.values else "")
        one.setAccessibleName(_("The value it is compared with"))
        one.currentIndexChanged.connect(lambda _at, one=one: self._use((one.key(),)))
        self._row.addWidget(one, 2)

    # -- edits

    def _picked(self, subject: Subject) -> None:
        if not isinstance(subject.leaf, Condition):
            self.replaced.emit(subject.leaf)
            return
        self.leaf = subject.leaf
        self._build()
        self.changed.emit()

    def _compare(self) -> None:
        operator = self.operator.key()
        self.leaf = replace(self.leaf, operator=operator)
        if operator in WITHOUT_VALUE:
            self.leaf = replace(self.leaf, values=())
        self._build()
        self.operator.setFocus()
        self.changed.emit()

    def _retype(self, text: str) -> None:
        self.leaf = replace(self.leaf, subject=text.strip())
        self.changed.emit()

    def _retime(self, text: str) -> None:
        self.leaf = replace(self.leaf, days=days_of(text))
        self.changed.emit()

    def _renarrow(self, where: str) -> None:
        self.leaf = replace(self.leaf, where=where)
        self.changed.emit()

    def _revalue(self) -> None:
        texts = [edit.text() for edit in self.values]
        if self.leaf.operator in SEVERAL:
            texts = texts[0].replace("，", ",").split(",")
        self._use(tuple(text.strip() for text in texts))

    def _retick(self) -> None:
        assert self.several is not None
        self._use(tuple(part for part in self.several.entry().split(LIST_MARK) if part))

    def _use(self, values: tuple[str, ...]) -> None:
        self.leaf = replace(self.leaf, values=values)
        self.changed.emit()


def can_be_dragged(condition: Condition) -> bool:
    """Whether a condition compares the number of a field with values that can be set by a line."""
    plain = condition.field is not None and condition.subject == condition.field.id
    numeric = condition.type in ("number", "money")
    return plain and numeric and condition.operator in (">=", ">", "<=", "<", "between")


def number_of(text: str) -> float | None:
    """Return a typed number; None where it is none."""
    try:
        return float(text.replace(",", "").strip())
    except ValueError:
        return None
