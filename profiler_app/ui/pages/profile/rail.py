"""The right side of the card: tags, events, relations, tasks, registration."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.actions_box import ActionsBox
from profiler_app.ui.pages.profile.complaints_box import ComplaintsBox
from profiler_app.ui.pages.profile.relations_box import Relations
from profiler_app.ui.pages.profile.tags_box import TagsBox
from profiler_app.ui.pages.profile.tasks_box import TasksBox
from profiler_app.ui.pages.profile.timeline_box import Timeline
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.surface import Surface


class Rail(Surface):
    """What accompanies the card."""

    def __init__(self, desk: Desk, card: Card, *, blocked: str, doable: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(18)
        if card.complaints:
            column.addWidget(ComplaintsBox(desk, card.complaints, doable=doable))
        if doable and (card.proposals or card.withheld):
            column.addWidget(ActionsBox(desk, card))
        if card.tasks:
            column.addWidget(TasksBox(desk, card.tasks, doable=doable))
        column.addWidget(TagsBox(desk, card, blocked=blocked))
        if card.timeline:
            column.addWidget(Timeline(desk, card))
        if card.kind == "person" and (card.relations or doable):
            column.addWidget(Relations(desk, card, doable=doable))
        if card.registration:
            column.addWidget(_Registration(card))
        column.addStretch(1)


class _Registration(QWidget):
    """What the company register says, two facts a row."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(SectionHead(_("Registration"), role="strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for at, fact in enumerate(card.registration):
            grid.addWidget(Label(fact.label, "caption", "text.tertiary"), at, 0)
            value = ElidedLabel(fact.value)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, at, 1)
        column.addLayout(grid)
