"""The editor of one condition, by the kind of its field."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.dates import parse_date
from profiler_app.domain.fields import Field
from profiler_app.domain.money import parse_money, to_decimal
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.histograms import Histogram
from profiler_app.ui.pages.customers.check_list import CheckList, Choice
from profiler_app.ui.pages.customers.conditions import RELATIVE, TAGS, Condition, Op, is_share
from profiler_app.ui.pages.customers.histogram_bars import HistogramBars
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown, NumberBox
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.segmented import Segmented

_SEARCH_ABOVE = 8
_MOST_DAYS = 3650
_USUAL_DAYS = (7, 30, 90, 365)


class Editor(QWidget):
    """Edits a condition; ``changed`` carries it after every change."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def condition(self) -> Condition:
        """Return what is asked for now."""
        raise NotImplementedError

    def enter(self) -> None:
        """Give the focus to the first thing one can use."""
        parts = (part for part in self.findChildren(QWidget) if part.isVisibleTo(self))
        usable = (part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        first = next(usable, None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self) -> None:
        self.changed.emit(self.condition())


class ChoiceEditor(Editor):
    """Ticks among values, with the ways they can be meant; used for options and for tags."""

    def __init__(
        self, field: str, ways: Sequence[tuple[Op, str]], condition: Condition | None
    ) -> None:
        super().__init__()
        self._field = field
        self._ticked = () if condition is None else condition.values
        self.ways = Segmented(ways, small=True)
        if condition is not None:
            self.ways.choose(condition.op)
        self.search = SearchField(_("Find a value"))
        self.list = CheckList()
        self.column.addWidget(self.ways)
        self.column.addWidget(Label(_("Counts hold under the other filters"), "caption",
                                    "text.tertiary", wrap=True))  # fmt: skip
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)
        self.search.hide()
        self.search.textChanged.connect(self.list.narrow)
        self.ways.chosen.connect(lambda _way: self._tell())
        self.list.ticked.connect(self._tell)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these values; those ticked stay ticked."""
        ticked = self.list.values() or self._ticked
        self.search.setVisible(len(choices) > _SEARCH_ABOVE)
        self.list.set_choices(choices, ticked)
        self.list.narrow(self.search.text())

    def enter(self) -> None:
        """Go to the values."""
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        self.list.setCurrentRow(max(0, self.list.currentRow()))

    def condition(self) -> Condition:
        """Return the ticked values and how they are meant."""
        way = next(key for key in _WAYS if key == self.ways.key())
        return Condition(self._field, way, self.list.values())


_WAYS: tuple[Op, ...] = ("in", "not_in", "any", "all", "none", "yes", "no", "unknown")


class YesNoEditor(Editor):
    """Yes, no, or unknown."""

    def __init__(self, field: Field, condition: Condition | None) -> None:
        super().__init__()
        self._field = field.id
        options = [("", _("any")), ("yes", _("yes")), ("no", _("no")), ("unknown", _("unknown"))]
        self.choice = Segmented(options, small=True)
        self.choice.choose("" if condition is None else condition.op)
        self.choice.chosen.connect(lambda _key: self._tell())
        self.column.addWidget(self.choice)
        self.column.addStretch(1)

    def condition(self) -> Condition:
        """Return the choice; an empty condition for any."""
        way = next((key for key in _WAYS if key == self.choice.key()), None)
        return Condition(self._field, "in") if way is None else Condition(self._field, way)


class RangeEditor(Editor):
    """From and to, either of which may be open, under a histogram; reads 2万 and ２０,０００."""

    def __init__(self, field: Field, condition: Condition | None, currency: str) -> None:
        super().__init__()
        self._field = field
        held = condition is not None and condition.op == "range"
        low, high = condition.values if condition is not None and held else ("", "")
        self.low, self.high = _number_line(low), _number_line(high)
        self.bars = HistogramBars()
        self.unknown = QCheckBox(_("Only those of whom it is unknown"))
        self.unknown.setChecked(condition is not None and condition.op == "unknown")
        unit = "%" if is_share(field) else currency if field.kind == "money" else ""
        self.column.addWidget(self.bars)
        for name, line in ((_("At least"), self.low), (_("At most"), self.high)):
            self.column.addWidget(_named(name, line, unit))
            line.textEdited.connect(lambda _text: self._typed())
            line.editingFinished.connect(lambda line=line: _normalise(line))
            line.setAccessibleName(name)
        self.column.addWidget(self.unknown)
        self.column.addStretch(1)
        self.bars.chosen.connect(self._choose)
        self.unknown.toggled.connect(self._turn)
        self._turn_off()

    def condition(self) -> Condition:
        """Return the range; a bound that is no number is open."""
        if self.unknown.isChecked():
            return Condition(self._field.id, "unknown")
        return Condition(self._field.id, "range", (_number(self.low), _number(self.high)))

    def show_histogram(self, found: Histogram) -> None:
        """Show how the values are spread."""
        self.bars.show_histogram(found)
        self._light()

    def _typed(self) -> None:
        self._light()
        self._tell()

    def _turn(self) -> None:
        self._turn_off()
        self._tell()

    def _turn_off(self) -> None:
        for part in (self.low, self.high, self.bars):
            part.setEnabled(not self.unknown.isChecked())

    def _light(self) -> None:
        low, high = _number(self.low), _number(self.high)
        scale = self._scale()
        self.bars.light(
            float(low) * scale if low else float("-inf"),
            float(high) * scale if high else float("inf"),
        )

    def _choose(self, low: float, high: float) -> None:
        for line, value in ((self.low, low), (self.high, high)):
            line.setText(f"{_rounded(value / self._scale(), whole=self._field.kind == 'int')}")
        self._typed()

    def _scale(self) -> float:
        """Return how many raw units one unit of what people write is."""
        if is_share(self._field):
            return 0.01
        return 100.0 if self._field.kind == "money" else 1.0


class DateEditor(Editor):
    """Some days back or ahead, or from one day to another."""

    def __init__(self, field: Field, condition: Condition | None) -> None:
        super().__init__()
        self._field = field.id
        self.way = DropDown(
            [
                ("days", _("In the last days")),
                ("older", _("Longer ago than")),
                ("ahead", _("In the next days")),
                ("dates", _("Between two days")),
                ("unknown", _("unknown")),
            ]
        )
        self.way.setAccessibleName(_("How the day is asked for"))
        self.days = NumberBox(0, _MOST_DAYS, unit=_("days"))
        self.days.setSpecialValueText(_("any"))
        self.days.setAccessibleName(_("How many days"))
        self._usual = _usual_days(self.days.setValue)
        self.first, self.last = QLineEdit(), QLineEdit()
        if condition is not None:
            self._fill(condition)
        self.column.addWidget(self.way)
        self.column.addWidget(self.days)
        self.column.addWidget(self._usual)
        self._between = [_named(_("From"), self.first), _named(_("To"), self.last)]
        for line, part in zip((self.first, self.last), self._between, strict=True):
            line.setPlaceholderText("2026-01-31")
            line.textEdited.connect(lambda _text: self._tell())
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.way.currentIndexChanged.connect(lambda _at: self._turn())
        self.days.valueChanged.connect(lambda _days: self._tell())
        self._show()

    def condition(self) -> Condition:
        """Return the days or the range; a bound that is no date is open."""
        way = self.way.key()
        if way == "unknown":
            return Condition(self._field, "unknown")
        if way == "dates":
            return Condition(self._field, "dates", (_day(self.first), _day(self.last)))
        relative = next(each for each in RELATIVE if each == way)
        return Condition(self._field, relative, (str(self.days.value() or ""),))

    def _fill(self, condition: Condition) -> None:
        self.way.choose(condition.op)
        if condition.op in RELATIVE:
            self.days.setValue(int(condition.values[0]))
        elif condition.op == "dates":
            for line, text in zip((self.first, self.last), condition.values, strict=True):
                line.setText(text)

    def _turn(self) -> None:
        self._show()
        self._tell()

    def _show(self) -> None:
        for part in (self.days, self._usual):
            part.setVisible(self.way.key() in RELATIVE)
        for part in self._between:
            part.setVisible(self.way.key() == "dates")


class TextEditor(Editor):
    """A part of a text, or that there is none."""

    def __init__(self, field: Field, condition: Condition | None) -> None:
        super().__init__()
        self._field = field.id
        self.way = Segmented([("contains", _("contains")), ("unknown", _("unknown"))], small=True)
        self.text = QLineEdit()
        self.text.setAccessibleName(_("Text"))
        if condition is not None:
            self.way.choose(condition.op)
            self.text.setText("".join(condition.values))
        self.column.addWidget(self.way)
        self.column.addWidget(self.text)
        self.column.addStretch(1)
        self.text.setVisible(self.way.key() == "contains")
        self.way.chosen.connect(self._turn)
        self.text.textEdited.connect(lambda _text: self._tell())

    def condition(self) -> Condition:
        """Return the text looked for."""
        if self.way.key() == "unknown":
            return Condition(self._field, "unknown")
        return Condition(self._field, "contains", (self.text.text().strip(),))

    def _turn(self, way: str) -> None:
        self.text.setVisible(way == "contains")
        self._tell()


def _usual_days(choose: Callable[[int], object]) -> QWidget:
    """Return buttons for the numbers of days people ask for most."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for days in _USUAL_DAYS:
        button = Button(ngettext("{n} day", "{n} days", days).format(n=days), small=True)
        button.clicked.connect(lambda _on=False, days=days: choose(days))
        row.addWidget(button)
    row.addStretch(1)
    return holder


def choice_ways(field: str) -> list[tuple[Op, str]]:
    """Return the ways in which the ticked values of a field can be meant."""
    if field == TAGS:
        return [("any", _("any of")), ("all", _("all of")), ("none", _("none of"))]
    return [("in", _("is")), ("not_in", _("is not"))]


def _number_line(text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAlignment(Qt.AlignmentFlag.AlignRight)
    return line


def _number(line: QLineEdit) -> str:
    """Return the number in a line as the rule language writes it; empty for none."""
    read = parse_money(line.text()).value if line.text().strip() else None
    return "" if read is None else to_decimal(read).removesuffix(".00")


def _normalise(line: QLineEdit) -> None:
    if number := _number(line):
        line.setText(number)


def _rounded(value: float, *, whole: bool) -> str:
    """Return a bound people would write: three digits that count, no more than two decimals."""
    if whole or value == 0:
        return f"{round(value)}"
    places = min(2, 2 - math.floor(math.log10(abs(value))))
    return f"{round(value, places):.2f}".rstrip("0").rstrip(".")


def _day(line: QLineEdit) -> str:
    return (parse_date(line.text()).value or "") if line.text().strip() else ""


def _named(name: str, line: QLineEdit, unit: str = "") -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    label = Label(name, "body", "text.secondary")
    label.setMinimumWidth(current().px(56))
    row.addWidget(label)
    row.addWidget(line, 1)
    if unit:
        row.addWidget(Label(unit, "caption", "text.tertiary"))
    return holder
