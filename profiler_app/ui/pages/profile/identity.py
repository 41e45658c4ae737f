"""Who the customer is: name, stage, facts, ways to reach him, and what he allows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import Card, Consent, ConsentState, Fact
from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.clipboard import copy_for_a_while
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.fitting_row import FittingRow
from profiler_app.ui.pages.profile.industry_popover import industry_button
from profiler_app.ui.pages.profile.masked_value import MaskedValue, Unmasking
from profiler_app.ui.pages.profile.wishes_line import WishesLine
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.surface import Surface

_SIGNS = {"mobile": "phone", "phone": "phone", "wechat": "message-square", "email": "mail"}
_CONSENT_WIDTH = 236
_NAME_BESIDE = 260
"""So wide a name leaves room for its badges beside it in a window of 1280."""


class Sign(QWidget):
    """A small icon with a text beside it."""

    def __init__(
        self,
        icon: str,
        text: str,
        *,
        ink: str = "text.secondary",
        role: FontRole = "caption",
        words_ink: str = "text.secondary",
    ) -> None:
        super().__init__()
        self._icon, self._ink = icon, ink
        self._picture = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        words = ElidedLabel(text, role, words_ink)
        row.addWidget(words, 1)
        self._dress()
        current().changed.connect(self._dress)

    def _dress(self) -> None:
        size = current().px(14)
        self._picture.setPixmap(icons.pixmap(self._icon, self._ink, size, self.devicePixelRatioF()))


class Identity(QWidget):
    """The head of the card."""

    def __init__(self, desk: Desk, card: Card, *, editable: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        avatar = Avatar(52)
        avatar.set_customer(card.initial, card.number, card.kind)
        row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        self.unmasking = Unmasking(desk, card, self)
        row.addLayout(_who(desk, card, self.unmasking), 1)
        if card.consents or card.kind == "person":
            row.addWidget(_Consents(desk, card, editable=editable))

    def hideEvent(self, event: QHideEvent) -> None:
        """Mask again what was shown when the card is left or the window locked."""
        self.unmasking.mask()
        super().hideEvent(event)


def _who(desk: Desk, card: Card, unmasking: Unmasking) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    facts = ElidedLabel(" · ".join(card.facts), "body", "text.secondary")
    first = QHBoxLayout()
    first.setSpacing(8)
    pills = [StatusPill(b.label, b.tone) for b in (card.stage, card.segment) if b is not None]
    if _is_long(card.name):  # a name is never cut: it has the line, or two, for itself
        name: Label = Label(card.name, "title", wrap=True)
        column.addWidget(name)
        beside: list[QWidget] = [*pills]
    else:
        name = ElidedLabel(card.name, "title")
        beside = [name, *pills]
    for widget in beside:
        first.addWidget(widget)
    first.addStretch(1)
    column.addLayout(first)
    column.addWidget(facts)
    name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(FittingRow(_ways(desk, card, unmasking)))
    if card.wishes:
        column.addWidget(WishesLine(card.wishes))
    return column


def _is_long(name: str) -> bool:
    metrics = QFontMetrics(current().font("title"))
    return metrics.horizontalAdvance(name) > current().px(_NAME_BESIDE)


def _ways(desk: Desk, card: Card, unmasking: Unmasking) -> list[QWidget]:
    """Return how to reach and to find the customer, the most useful first."""
    contacts: list[QWidget] = [
        unmasking.add(
            MaskedValue(contact.label, contact.masked, icon=_SIGNS.get(contact.kind, "id-card"))
        )
        for contact in card.contacts[:2]
    ]
    numbers = [_number(desk, fact, unmasking) for fact in card.identifiers[:2]]
    owner: list[QWidget] = []
    if card.owner:
        owner = [Sign("user", _("Account manager  {name}").format(name=card.owner))]
    if card.kind == "company":
        known = industry_button(desk, card.industry)
        return [*numbers[:1], *known, *owner, *contacts, *numbers[1:]]
    return [*contacts, *owner, *numbers]


def _number(desk: Desk, fact: Fact, unmasking: Unmasking) -> QWidget:
    """Return a number: one that stands there whole can be copied, a masked one can be shown."""
    if "*" in fact.value:
        return unmasking.add(MaskedValue(fact.label, fact.value, named=True))
    label = Label(f"{fact.label} {fact.value}", "caption", "text.secondary")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    row.addWidget(label)
    row.addWidget(CopyButton(desk, fact))
    return holder


class CopyButton(IconButton):
    """Puts a number on the clipboard; locking the program empties it again."""

    def __init__(self, desk: Desk, fact: Fact) -> None:
        super().__init__("copy", _("Copy {what}").format(what=fact.label), small=True)
        self.setFixedSize(_line_button())
        self._desk, self._fact = desk, fact
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        copy_for_a_while(self._fact.value)
        self._desk.toast(_("{number} copied.").format(number=self._fact.value))


def _line_button() -> QSize:
    """Return the size of a button that stands in a line of small text."""
    return QSize(current().px(20), current().px(18))


class _Consents(Surface):
    """What the customer allows, and what not."""

    def __init__(self, desk: Desk, card: Card, *, editable: bool) -> None:
        super().__init__(edges=Qt.Edge.LeftEdge)
        self.setFixedWidth(current().px(_CONSENT_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(2)
        title = self._title(card.consents, card.as_of)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(title, "caption", "text.secondary"), 1)
        if editable:
            record = IconButton("pencil", _("Record consent"), small=True)
            record.setFixedSize(_line_button())
            record.clicked.connect(lambda: desk.forms.record_consent(card.customer))
            head.addWidget(record)
        column.addLayout(head)
        granted = _listed(card.consents, "granted")
        denied = _listed(card.consents, "refused", "withdrawn", "expired")
        unasked = _listed(card.consents, "not_asked")
        if granted:
            column.addWidget(_line("shield-check", granted, ink="success"))
        if denied:
            text = _("not allowed: {purposes}").format(purposes=denied)
            column.addWidget(_line("ban", text, ink="danger"))
        elif unasked or not granted:
            text = _("not asked: {purposes}").format(purposes=unasked)
            text = text if unasked else _("nobody asked yet")
            column.addWidget(_line("circle-dashed", text, ink="warning"))
        column.addStretch(1)

    @staticmethod
    def _title(consents: tuple[Consent, ...], today: date) -> str:
        ends = [each.until for each in consents if each.state == "granted" and each.until]
        if not ends:
            return _("Consent")
        return _("Consent · until {day}").format(day=format_date(min(ends), today))


def _listed(consents: tuple[Consent, ...], *states: ConsentState) -> str:
    """Return the purposes in one of these states."""
    return " · ".join(each.label for each in consents if each.state in states)


def _line(icon: str, text: str, *, ink: str) -> Sign:
    return Sign(icon, text, ink=ink, role="body", words_ink="text.primary")
