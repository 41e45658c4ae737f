"""The tab of the lifecycle: stages and moves, who buys again, loyalty tiers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.life.loyalty_view import LoyaltyPanel
from profiler_app.ui.pages.segments.life.retention_view import RetentionView
from profiler_app.ui.pages.segments.life.stages_view import StagesView
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.widgets.segmented import Segmented


class LifeTab(QWidget):
    """``loaded`` follows every change of what is shown."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.stages, self.retention = StagesView(desk), RetentionView(desk)
        self.loyalty = LoyaltyPanel(desk)
        self.views = Segmented(small=True)
        self._stack = QStackedWidget()
        for view in (self.stages, self.retention, self.loyalty):
            self._stack.addWidget(view)
        whole = QWidget()
        inner = QVBoxLayout(whole)
        inner.setContentsMargins(20, 12, 20, 14)
        inner.setSpacing(12)
        top = QHBoxLayout()
        top.addWidget(self.views)
        top.addStretch(1)
        inner.addLayout(top)
        inner.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(whole))
        self.views.chosen.connect(self.show_view)
        for view in (self.stages, self.retention, self.loyalty):
            view.computed.connect(lambda: self.loaded.emit(None))
        self.retranslate()

    def reload(self) -> None:
        """Read again what is quick; forget what was computed of earlier data."""
        self.stages.forget()
        self.retention.forget()
        self.loyalty.reload()
        if self.views.key() == "retention":
            self.retention.ask()
        elif self.views.key() == "stages":
            self.stages.begin()
        self.loaded.emit(None)

    def show_view(self, key: str) -> None:
        """Show stages, retention or loyalty."""
        self.views.choose(key)
        self._stack.setCurrentIndex(["stages", "retention", "loyalty"].index(key))
        if key == "retention" and self.retention.report is None:
            self.retention.ask()
        elif key == "stages":
            self.stages.begin()
        self.loaded.emit(None)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.views.setAccessibleName(_("What is shown of the lifecycle"))
        self.views.set_options(
            [
                ("stages", _("Stages of life")),
                ("retention", _("Who buys again")),
                ("loyalty", _("Loyalty tiers")),
            ]
        )
        for view in (self.stages, self.retention, self.loyalty):
            view.retranslate()

    def escape(self) -> bool:
        """Let the chosen band go; return whether there was one."""
        if self.stages.sankey.at is None:
            return False
        self.stages.sankey.select(None)
        return True

    def can_export(self) -> bool:
        """Return whether there is a table to write."""
        return {
            "stages": self.stages.view is not None,
            "retention": self.retention.report is not None,
            "loyalty": self.loyalty.view is not None,
        }[self.views.key()]

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows of what is shown."""
        if self.views.key() == "stages":
            return self.stages.exported()
        shown = self.retention if self.views.key() == "retention" else self.loyalty
        return shown.exported()
