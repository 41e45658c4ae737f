"""The tags of a customer by group; a click says why, the plus adds one by hand."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, TagOnCard, Why
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _
from profiler_app.jobs.cards import why
from profiler_app.jobs.editing import accept_tag, refuse_tag, remove_tag, set_tag
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.what_if import WhatIfSheet
from profiler_app.ui.pages.profile.why_popover import WhyPopover
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.flow import FlowBox
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead, as_tooltip
from profiler_app.ui.widgets.pills import TagPill
from profiler_app.ui.widgets.popover import Popover

_NARROWEST, _WIDEST = 48, 104
"""The least and the most room of the names of groups, in px."""


def _room_for(labels: Sequence[str]) -> int:
    """Return the width of the widest name, within limits."""
    metrics = QFontMetrics(current().font("caption"))
    wanted = max((metrics.horizontalAdvance(label) for label in labels), default=0) + 4
    return max(current().px(_NARROWEST), min(wanted, current().px(_WIDEST)))


class TagsBox(QWidget):
    """One row a group; ``blocked`` says why nothing can be changed, if so."""

    def __init__(self, desk: Desk, card: Card, *, blocked: str) -> None:
        super().__init__()
        self._desk = desk
        self._card = card
        self._blocked = blocked
        self._popover: Popover | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = SectionHead(_("Tags"), f"{len(card.tags)}", role="strong")
        add = IconButton("plus", _("Add a tag by hand"), small=True)
        add.clicked.connect(lambda: self._offer(add))
        if blocked:
            add.setEnabled(False)
            add.setToolTip(as_tooltip(blocked))
        head.add(add)
        column.addWidget(head)
        groups = list(card.tag_groups())
        if card.contested:
            groups.append((_("Contested"), card.contested))
        width = _room_for([label for label, _tags in groups])
        for label, tags in groups:
            column.addLayout(self._group(label, tags, width))
        if not card.tags:
            column.addWidget(Label(_("No tags yet."), "body", "text.tertiary"))

    def _group(self, label: str, tags: tuple[TagOnCard, ...], width: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        name = ElidedLabel(label, "caption", "text.tertiary")
        name.setFixedWidth(width)
        name.setFixedHeight(current().size("tag"))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        pills: list[QWidget] = []
        for tag in tags:
            pill = TagPill(tag.label, tag.colour)
            pill.clicked.connect(partial(self._explain, tag, pill))
            pills.append(pill)
        box = FlowBox(gap=4, line_gap=4)
        box.set_widgets(pills)
        row.addWidget(box, 1)
        return row

    def _explain(self, tag: TagOnCard, pill: TagPill, _checked: bool = False) -> None:
        self._desk.reads.ask(
            "why",
            _why,
            self._card,
            tag.id,
            done=partial(self._open, tag, pill),
            failed=self._desk.show_problem,
            owner=self,
        )

    def _open(self, tag: TagOnCard, pill: TagPill, found: Why) -> None:
        today = self._desk.today()
        contested = tag in self._card.contested
        popover = WhyPopover(tag, found, today, self, blocked=self._blocked, contested=contested)
        popover.settled.connect(partial(self._settle, tag))
        popover.refused.connect(partial(self._refuse, tag))
        popover.taken_back.connect(partial(self._take_back, tag))
        popover.what_if_asked.connect(self._try_out)
        popover.persona_asked.connect(partial(self._desk.open_persona, tag.id))
        self._popover = popover
        popover.show_below(pill)

    def _try_out(self) -> None:
        """Ask the model of churn what would change its warning."""
        sheet = WhatIfSheet(self._desk, self._desk)
        sheet.ended.connect(sheet.deleteLater)
        sheet.learn(self.window(), kind="churn", customer=self._card.customer)

    def _refuse(self, tag: TagOnCard, reason: str) -> None:
        self._desk.jobs.start(
            refuse_tag,
            self._card.customer,
            tag.id,
            reason=reason,
            by=getpass.getuser(),
            today=self._desk.today(),
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._saved, _("The tag {tag} was taken away.").format(tag=tag.label)),
            failed=self._desk.show_problem,
        )

    def _settle(self, tag: TagOnCard) -> None:
        self._desk.jobs.start(
            accept_tag,
            self._card.customer,
            tag.id,
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._saved, _("The rule of {tag} decides again.").format(tag=tag.label)),
            failed=self._desk.show_problem,
        )

    def _take_back(self, tag: TagOnCard) -> None:
        self._desk.jobs.start(
            remove_tag,
            [self._card.customer],
            tag.id,
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._saved, _("The tag {tag} was taken away.").format(tag=tag.label)),
            failed=self._desk.show_problem,
        )

    def _saved(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self._desk.refresh_data()

    def _offer(self, anchor: QWidget) -> None:
        held = {tag.id for tag in self._card.tags}
        group = f"{self._card.kind}:{self._card.line}"
        free = [
            (tag.id, tag.label)
            for tag in known_tags().values()
            if tag.kind == "manual" and tag.id not in held and group in tag.applies_to
        ]
        popover = Popover(self, width=300)
        choice = DropDown(free)
        reason = QLineEdit()
        reason.setPlaceholderText(_("Reason"))
        save = Button(_("Add the tag"), kind="primary")
        save.setEnabled(False)
        reason.textChanged.connect(lambda text: save.setEnabled(bool(text.strip())))
        reason.returnPressed.connect(save.click)
        save.clicked.connect(lambda: self._give(choice.key(), reason.text().strip(), popover))
        popover.body.addWidget(Label(_("Add a tag by hand"), "strong"))
        for part in (choice, reason, save):
            popover.body.addWidget(part)
        popover.show_below(anchor, align_right=True)
        reason.setFocus()
        self._popover = popover

    def _give(self, tag: str, reason: str, popover: Popover) -> None:
        popover.close()
        label = known_tags()[tag].label
        self._desk.jobs.start(
            set_tag,
            [self._card.customer],
            tag,
            reason=reason,
            by=getpass.getuser(),
            today=self._desk.today(),
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._saved, _("The tag {tag} was added.").format(tag=label)),
            failed=self._desk.show_problem,
        )


def _why(reader: Reader, card: Card, tag: str) -> Why:
    return why(reader.workspace, card.customer, tag, as_of=card.as_of, known_on=card.known_on)
