"""What answers would do to the profile, each to be confirmed, with the rule behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.surveys import Effect
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.panel import Panel


class EffectsBox(Panel):
    """Everything is ticked at first; what was left out stays so while answers change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Goes into the profile"))
        self._refused: set[str] = set()
        self._shown: tuple[Effect, ...] | None = None
        self._empty = Label("", "caption", "text.secondary", wrap=True)
        self._empty.setText(_("Nothing yet: the answers so far fill no field."))
        self._rows = QWidget()
        self.boxes: dict[str, QCheckBox] = {}
        self.body.addWidget(self._empty)
        self.body.addWidget(self._rows)
        self.show_effects(())

    def refused(self) -> frozenset[str]:
        """Return the keys of what was left out."""
        return frozenset(self._refused & self.boxes.keys())

    def forget(self) -> None:
        """Tick everything again."""
        self._refused.clear()

    def show_effects(self, found: Sequence[Effect]) -> None:
        """Show other effects."""
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        old, self._rows = self._rows, QWidget()
        self.boxes = {}
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for each in found:
            self._add(column, each)
        self._empty.setVisible(not found)
        self.body.replaceWidget(old, self._rows)
        old.hide()
        old.deleteLater()

    def _add(self, column: QVBoxLayout, effect: Effect) -> None:
        before = f"{effect.before} → " if effect.before else ""
        text = _("{field}: {value}").format(field=effect.label, value=before + effect.after)
        box = QCheckBox(text.replace("&", "&&"))
        box.setToolTip(as_tooltip(text))
        box.setChecked(effect.key not in self._refused)
        box.setEnabled(not effect.fixed)
        box.toggled.connect(lambda on, key=effect.key: self._tick(key, on=on))
        rule = Label(effect.rule, "caption", "text.secondary", wrap=True)
        rule.setContentsMargins(24, 0, 0, 6)
        column.addWidget(box)
        column.addWidget(rule)
        self.boxes[effect.key] = box

    def _tick(self, key: str, *, on: bool) -> None:
        (self._refused.discard if on else self._refused.add)(key)
        self.changed.emit()
