"""The one filter of the page: conditions, and which of them a chart gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.insights import Chart, FilterPart, Mark
from profiler_app.domain.rules.showing import listed
from profiler_app.ui.pages.customers.conditions import (
    RULE,
    Condition,
    condition_words,
    moving_rule,
    rule_text,
)


class PageFilter(QObject):
    """``changed`` follows every change; a click on a mark chooses it, a second lets it go."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.conditions: tuple[Condition, ...] = ()
        self._given: dict[Condition, tuple[str, tuple[Mark, ...]]] = {}

    def rule(self, today: date) -> str:
        """Return all conditions as one rule."""
        return rule_text(self.conditions, today)

    def moving_rule(self, *, without: str = "") -> str:
        """Return all conditions as a rule whose days move along with today.

        Those chosen in the chart ``without``, which ignores them, are left out.
        """
        return moving_rule(
            [each for each in self.conditions if not without or self._chart_of(each) != without]
        )

    def words(self) -> str:
        """Return the filter in words; empty without any."""
        return listed([condition_words(each) for each in self.conditions])

    def parts(self, today: date) -> tuple[FilterPart, ...]:
        """Return the conditions as rules, each with the chart it belongs to."""
        return tuple(
            FilterPart(self._chart_of(each), rule_text([each], today)) for each in self.conditions
        )

    def _chart_of(self, condition: Condition) -> str:
        if condition in self._given:
            return self._given[condition][0]
        return condition.field if condition.op == "in" else ""

    def set(self, conditions: Sequence[Condition]) -> None:
        """Put other conditions in force."""
        self.conditions = tuple(each for each in conditions if not each.is_empty and each.is_known)
        self._given = {each: how for each, how in self._given.items() if each in self.conditions}
        self.changed.emit()

    def drop(self, at: int) -> None:
        """Leave a condition out."""
        self.set([each for i, each in enumerate(self.conditions) if i != at])

    def toggle(self, chart: Chart, mark: Mark, *, added: bool) -> None:
        """Choose a mark of a chart instead of those chosen there (or ``added``), or let it go."""
        before = next((each for each in self.conditions if self._chart_of(each) == chart.key), None)
        others = [each for each in self.conditions if each is not before]
        condition = self._of_field if mark.field else self._of_rules
        after = condition(chart, mark, before, added)
        self.set([*others, *([after] if after is not None else [])])

    def _of_field(
        self, chart: Chart, mark: Mark, before: Condition | None, added: bool
    ) -> Condition | None:
        held = before.values if before is not None and before.op == "in" else ()
        if mark.option in held:
            left = tuple(value for value in held if value != mark.option) if added else ()
            kept = left
        else:
            kept = (*held, mark.option) if added else (mark.option,)
        return Condition(mark.field, "in", kept) if kept else None

    def _of_rules(
        self, chart: Chart, mark: Mark, before: Condition | None, added: bool
    ) -> Condition | None:
        held = self._given[before][1] if before in self._given and before is not None else ()
        rules = [each.rule for each in held]
        if mark.rule in rules:
            marks = tuple(each for each in held if each.rule != mark.rule) if added else ()
        else:
            marks = (*held, mark) if added else (mark,)
        if not marks:
            return None
        rule = " or ".join(f"({each.rule})" for each in marks) if len(marks) > 1 else marks[0].rule
        condition = Condition(RULE, "rule", (rule, listed([each.label for each in marks])))
        self._given[condition] = (chart.key, marks)
        return condition

    def lit(self, chart: Chart) -> frozenset[int]:
        """Return the marks of a chart the page is filtered by."""
        for condition in self.conditions:
            if self._chart_of(condition) != chart.key:
                continue
            if condition in self._given:
                rules = {each.rule for each in self._given[condition][1]}
                return frozenset(i for i, m in enumerate(chart.marks) if m.rule in rules)
            return frozenset(
                i for i, m in enumerate(chart.marks) if m.field and m.option in condition.values
            )
        return frozenset()
