"""What is most worth knowing about the current customer, beside the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.dates import days_ago
from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.jobs.cards import read_card
from profiler_app.ui import icons
from profiler_app.ui.clipboard import copy_for_a_while
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.panel_head import PanelHead
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.event_row import EventRow
from profiler_app.ui.widgets.flow import FlowBox
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.pills import StatusPill, TagPill
from profiler_app.ui.widgets.surface import Bar, Surface

STAR = "m_focus"
"""The tag by hand that a star stands for."""

_WAIT_MS = 80
_EVENTS = 3
_FIGURES = 3
_MARGIN = 16


class SidePanel(Surface):
    """Follows the current row after a moment; ``tag_chosen`` carries the id of a tag.

    ``acted`` carries what is to be done with whom, and from which button.
    """

    closed = Signal()
    stepped = Signal(int)
    opened = Signal(int)
    tag_chosen = Signal(str)
    acted = Signal(str, int, QWidget)

    def __init__(self, desk: Desk) -> None:
        super().__init__(edges=Qt.Edge.LeftEdge)
        self._desk = desk
        self._customer: int | None = None
        self._card: Card | None = None
        self._place = (0, 0)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._wait.timeout.connect(self.reload)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self.head = self._make_head()
        column.addWidget(self.head)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._make_body())
        column.addWidget(self._scroll, 1)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        self.retranslate()

    @property
    def customer(self) -> int | None:
        """Whom the panel is about."""
        return self._customer

    def show_customer(self, customer: int | None, place: int, count: int) -> None:
        """Follow the current row: its place at once, the customer after a moment."""
        self._place = (place, count)
        self._show_place()
        if customer == self._customer and self._card is not None:
            return
        self._customer = customer
        if customer is None:
            self._card = None
            self._show()
        elif self.isVisible():
            self._wait.start()

    def reload(self) -> None:
        """Read the customer again."""
        if self._customer is not None:
            self._desk.reads.ask(
                "panel",
                _read,
                self._customer,
                self._desk.today(),
                done=self._received,
                failed=lambda _problem: self._received(None),
                owner=self,
            )

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.retranslate()
        self._add.set_name(_("Add a tag by hand"))
        self._open.setText(_("Open profile"))
        self._log.setText(_("Log a contact"))
        self._edit.set_name(_("Edit"))
        self._events_head.set_title(_("Latest events"))
        self._show_place()
        self._show()
        self.reload()

    # -- its parts

    def _make_head(self) -> PanelHead:
        head = PanelHead()
        head.closed.connect(self.closed)
        head.stepped.connect(self.stepped)
        head.acted.connect(self._act)
        return head

    def _make_body(self) -> QWidget:
        body = Surface()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(_MARGIN - 1, 16, _MARGIN, 16)
        self._column.setSpacing(14)
        self._column.addLayout(self._make_who())
        self._kpis = KpiStrip(compact=True)
        self._withheld = Label("", "body", "text.secondary", wrap=True)
        self._tags_head, self._tags = SectionHead("", role="strong"), FlowBox(max_lines=2)
        self._add = IconButton("plus", "-", small=True)
        self._add.clicked.connect(lambda: self._act("tag", self._add))
        self._tags_head.add(self._add)
        self._tags.more.connect(self._open_card)
        self._events_head, self._events = SectionHead("", role="strong"), QVBoxLayout()
        self._events.setSpacing(2)
        self._column.addLayout(self._make_actions())
        self._column.addWidget(self._kpis)
        self._column.addWidget(self._withheld)
        for head in (self._tags_head, self._events_head):
            self._column.addSpacing(4)
            self._column.addWidget(head)
            if head is self._tags_head:
                self._column.addWidget(self._tags)
        self._column.addLayout(self._events)
        self._column.addStretch(1)
        self._body = body
        return body

    def _make_actions(self) -> QHBoxLayout:
        self._open, self._log = Button(kind="primary"), Button(icon="message-square")
        self._edit = IconButton("pencil", "-", kind="secondary")
        self._open.clicked.connect(self._open_card)
        self._log.clicked.connect(lambda: self._with_card(self._desk.forms.log_contact))
        self._edit.clicked.connect(lambda: self._with_card(self._desk.forms.edit_customer))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._open, self._log):
            policy = button.sizePolicy()
            button.setSizePolicy(policy.Policy.Expanding, policy.verticalPolicy())
            row.addWidget(button, 1)
        row.addWidget(self._edit)
        return row

    def _make_who(self) -> QHBoxLayout:
        self._avatar, self._name = Avatar(44), ElidedLabel("", "heading")
        self._stage, self._facts = StatusPill(), ElidedLabel("", "caption", "text.secondary")
        names = QHBoxLayout()
        names.setSpacing(8)
        names.addWidget(self._name)
        names.addWidget(self._stage)
        names.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addLayout(names)
        texts.addWidget(self._facts)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._avatar)
        row.addLayout(texts, 1)
        return row

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        owner, phone = Bar(34, edges=Qt.Edge.TopEdge, margin=15), Bar(36, edges=Qt.Edge.TopEdge)
        phone.row.setContentsMargins(15, 0, _MARGIN, 0)
        self._owner = ElidedLabel("", "caption", "text.secondary")
        self._contacted = Label("", "caption", "text.secondary")
        self._phone, self._consent = Label("", "caption"), Label("", "caption", "text.secondary")
        self._phone_sign, self._consent_sign = QLabel(), QLabel()
        owner.row.addWidget(self._owner, 1)
        owner.row.addWidget(self._contacted)
        phone.row.setSpacing(7)
        for widget in (self._phone_sign, self._phone):
            phone.row.addWidget(widget)
        phone.row.addStretch(1)
        for widget in (self._consent_sign, self._consent):
            phone.row.addWidget(widget)
        column.addWidget(owner)
        column.addWidget(phone)
        return foot

    # -- what it shows

    def _with_card(self, act: Callable[[int], None]) -> None:
        if self._card is not None:
            act(self._card.customer)

    def _open_card(self) -> None:
        if self._customer is not None:
            self.opened.emit(self._customer)

    def _received(self, card: Card | None) -> None:
        self._card = card
        self._show()

    def _show_place(self) -> None:
        self.head.show_place(*self._place)

    def _act(self, key: str, anchor: QWidget) -> None:
        if self._card is None:
            return
        if key == "copy_number":
            copy_for_a_while(self._card.number)
            self._desk.toast(_("{number} copied.").format(number=self._card.number))
        else:
            self.acted.emit(key, self._card.customer, anchor)

    def _show(self) -> None:
        card = self._card
        self._body.setVisible(card is not None)
        self._foot.setVisible(card is not None)
        self.head.allow(on=card is not None)
        if card is None:
            return
        self.head.show_star(on=any(tag.id == STAR for tag in card.tags))
        self._avatar.set_customer(card.initial, card.number, card.kind)
        self._name.setText(card.name)
        self._facts.setText(" · ".join(card.facts))
        self._stage.setVisible(card.stage is not None)
        if card.stage is not None:
            self._stage.set_state(card.stage.label, card.stage.tone)
        self._show_figures(card)
        self._show_tags(card)
        self._show_events(card)
        self._show_foot(card)

    def _show_figures(self, card: Card) -> None:
        self._kpis.setVisible(bool(card.kpis) and card.profiling_allowed)
        self._kpis.set_kpis(card.kpis[: self._figures_that_fit(card)])
        self._withheld.setVisible(not card.profiling_allowed)
        self._withheld.setText(
            _("No consent to profiling: nothing is computed about this customer.")
        )

    def _figures_that_fit(self, card: Card) -> int:
        """Return three, or two where a name would be cut in a third of the width."""
        room = (self.width() - 2 * _MARGIN) // _FIGURES - current().px(24)
        metrics = QFontMetrics(current().font("caption"))
        widest = max((metrics.horizontalAdvance(each.label) for each in card.kpis[:_FIGURES]),
                     default=0)  # fmt: skip
        return _FIGURES if widest <= room else _FIGURES - 1

    def _show_tags(self, card: Card) -> None:
        self._tags_head.set_title(_("Tags"))
        self._tags_head.set_note(f"{len(card.tags):,}")
        self._tags.setVisible(bool(card.tags))
        pills: list[QWidget] = []
        for tag in card.tags:
            pill = TagPill(tag.label, tag.colour)
            pill.clicked.connect(lambda _on=False, tag=tag.id: self.tag_chosen.emit(tag))
            pills.append(pill)
        self._tags.set_widgets(pills)

    def _show_events(self, card: Card) -> None:
        while (item := self._events.takeAt(0)) is not None:
            old: Any = item.widget()
            old.hide()
            old.deleteLater()
        told = [event for event in card.timeline if event.kind != "import"]
        latest = told[:_EVENTS]
        self._events_head.setVisible(bool(latest))
        self._events_head.set_note(_("{n} in all").format(n=f"{card.timeline_total:,}"))
        for event in latest:
            self._events.addWidget(EventRow(event, self._desk.today()))

    def _show_foot(self, card: Card) -> None:
        theme, ratio = current(), self.devicePixelRatioF()
        owner = card.owner or "—"
        self._owner.setText(_("Account manager  {name}").format(name=owner))
        talked = next((each.on for each in card.timeline if each.kind == "interaction"), None)
        said = "" if talked is None else days_ago(talked, self._desk.today())
        self._contacted.setText(_("contacted {when}").format(when=said) if said else "")
        contact = next((each for each in card.contacts if each.kind in ("mobile", "phone")), None)
        self._phone.setText(contact.masked if contact else _("no telephone number"))
        sign = icons.pixmap("phone", "text.secondary", theme.px(14), ratio)
        self._phone_sign.setPixmap(sign)
        sign_name, color, text = _consent(card)
        self._consent_sign.setVisible(bool(text))
        self._consent_sign.setPixmap(icons.pixmap(sign_name, color, theme.px(14), ratio))
        self._consent.setText(text)


def _read(reader: Reader, customer: int, today: date) -> Card:
    return read_card(reader.workspace, customer, as_of=today)


def _consent(card: Card) -> tuple[str, str, str]:
    """Return sign, colour and words for the consent to profiling; companies need none."""
    if not card.profiling_allowed:
        return "ban", "danger", _("Profiling refused")
    if any(each.purpose == "profiling" and each.state == "granted" for each in card.consents):
        return "shield-check", "success", _("Profiling allowed")
    asked = _("Profiling not asked") if card.kind == "person" else ""
    return "circle-question-mark", "text.tertiary", asked
