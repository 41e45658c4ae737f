"""Who the customer is: name, stage, facts, ways to reach him, and what he allows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import Card, Consent
from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.surface import Surface

_SIGNS = {"mobile": "phone", "phone": "phone", "wechat": "message-square", "email": "mail"}
_CONSENT_WIDTH = 236


class Sign(QWidget):
    """A small icon with a text beside it."""

    def __init__(self, icon: str, text: str, *, ink: str = "text.secondary") -> None:
        super().__init__()
        self._icon, self._ink = icon, ink
        self._picture = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        words = ElidedLabel(text, "caption", "text.secondary" if ink == "text.secondary" else ink)
        row.addWidget(words, 1)
        words.setMinimumWidth(min(words.sizeHint().width(), current().px(160)))
        self._dress()
        current().changed.connect(self._dress)

    def _dress(self) -> None:
        size = current().px(14)
        self._picture.setPixmap(icons.pixmap(self._icon, self._ink, size, self.devicePixelRatioF()))


class Identity(QWidget):
    """The head of the card."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        avatar = Avatar(52)
        avatar.set_customer(card.initial, card.number, card.kind)
        row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(_who(card), 1)
        row.addWidget(_Consents(card, card.as_of))


def _who(card: Card) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    first = QHBoxLayout()
    first.setSpacing(8)
    name = ElidedLabel(card.name, "title")
    name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    first.addWidget(name)
    for badge in (card.stage, card.segment):
        if badge is not None:
            first.addWidget(StatusPill(badge.label, badge.tone))
    first.addStretch(1)
    column.addLayout(first)
    column.addWidget(ElidedLabel(" · ".join(card.facts), "body", "text.secondary"))
    last = QHBoxLayout()
    last.setSpacing(16)
    for fact in card.identifiers[:2]:
        last.addWidget(Label(f"{fact.label} {fact.value}", "caption", "text.secondary"))
    for contact in card.contacts[:2]:
        last.addWidget(Sign(_SIGNS.get(contact.kind, "id-card"), contact.masked))
    if card.owner:
        owner = _("Account manager  {name}").format(name=card.owner)
        last.addWidget(Sign("user", owner))
    last.addStretch(1)
    column.addLayout(last)
    return column


class _Consents(Surface):
    """What the customer allows, and what not."""

    def __init__(self, card: Card, today: date) -> None:
        super().__init__(edges=Qt.Edge.LeftEdge)
        self.setFixedWidth(current().px(_CONSENT_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(self._title(card.consents, today), "caption", "text.secondary"))
        granted = [each.label for each in card.consents if each.state == "granted"]
        denied = [
            each.label
            for each in card.consents
            if each.state in ("refused", "withdrawn", "expired")
        ]
        if granted:
            column.addWidget(Sign("shield-check", " · ".join(granted), ink="success"))
        if denied:
            text = _("not allowed: {purposes}").format(purposes=" · ".join(denied))
            column.addWidget(Sign("ban", text, ink="danger"))
        if not granted and not denied:
            column.addWidget(Sign("circle-question-mark", _("nobody asked yet"), ink="warning"))
        column.addStretch(1)

    @staticmethod
    def _title(consents: tuple[Consent, ...], today: date) -> str:
        ends = [each.until for each in consents if each.state == "granted" and each.until]
        if not ends:
            return _("Consent")
        return _("Consent · until {day}").format(day=format_date(min(ends), today))
