"""The upper part of a printed card: whose it is, how to reach them, and the figures."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from profiler_app.domain.profile import Card, Kpi
from profiler_app.domain.text import _
from profiler_app.reports.palette import categorical, tone_colour
from profiler_app.reports.sheet import Sheet, Slot, fitting, pill_width, text_width

_AVATAR = 52
_SIDE = 214
_STRIP = 75


def draw_masthead(sheet: Sheet, card: Card, slot: Slot, *, title: str = "") -> float:
    """Draw the mark, the workspace and the day the card describes; return where it ends.

    ``title`` stands for that of a profile card.
    """
    sheet.box(QRectF(slot.x, slot.y, 18, 18), fill="accent", radius=4)
    sheet.text(slot.x + 3.5, slot.y + 1, "知", px=11, bold=True, ink="text.onAccent")
    title = title or _("Customer profile card")
    place = f"{card.workspace} · {title}" if card.workspace else title
    sheet.text(slot.x + 26, slot.y, place, ink="text.secondary", width=slot.width * 0.44)
    days = [_("as of {day}").format(day=card.as_of)]
    if card.data_until and card.data_until < card.as_of:
        days.append(_("data up to {day}").format(day=card.data_until))
    if card.known_on:
        days.append(_("as known on {day}").format(day=card.known_on))
    sheet.text(slot.x + slot.width, slot.y, " · ".join(days), ink="text.secondary", right=True)
    return slot.y + 30


def draw_identity(sheet: Sheet, card: Card, slot: Slot) -> float:
    """Draw avatar, name, stage and group, with contacts and consents on the right."""
    _draw_avatar(sheet, card, slot.x, slot.y + 3)
    left = slot.x + _AVATAR + 16
    room = slot.width - _SIDE - _AVATAR - 16 - 20
    _draw_name(sheet, card, Slot(left, slot.y, room))
    lines = [" · ".join(card.facts), _identifier_line(card, room)]
    for number, words in enumerate(line for line in lines if line):
        ink = "text.secondary" if number == 0 else "text.tertiary"
        sheet.text(left, slot.y + 34 + 19 * number, words, ink=ink, width=room)
    side = Slot(slot.x + slot.width - _SIDE, slot.y, _SIDE)
    sheet.box(QRectF(side.x, side.y + 2, 1, 64), fill="border.strong")
    for number, (words, ink) in enumerate(_side_lines(card)[:3]):
        sheet.text(side.x + 15, side.y + 4 + 20 * number, words, ink=ink, width=side.width - 15)
    return slot.y + 81


def _draw_avatar(sheet: Sheet, card: Card, x: float, y: float) -> None:
    ink = categorical(card.customer)
    radius = _AVATAR / 2 if card.kind == "person" else _AVATAR / 4
    square = QRectF(x, y, _AVATAR, _AVATAR)
    sheet.painter.setOpacity(0.14)
    sheet.box(square, fill=ink, radius=radius)
    sheet.painter.setOpacity(1)
    width = text_width(card.initial, px=20, bold=True)
    sheet.text(x + (_AVATAR - width) / 2, y + 12, card.initial, px=20, bold=True, ink=ink)


def _draw_name(sheet: Sheet, card: Card, slot: Slot) -> None:
    badges = [badge for badge in (card.stage, card.segment) if badge]
    room = slot.width - sum(pill_width(badge.label) + 8 for badge in badges)
    px = next((px for px in (24, 20) if text_width(card.name, px=px, bold=True) <= room), 15)
    words = fitting(card.name, room, px=px, bold=True)
    x = slot.x + sheet.text(
        slot.x, slot.y + (32 - px * 1.33) / 2, words, px=px, bold=True, width=room
    )
    for badge in badges:
        x += 8 + sheet.pill(x + 8, slot.y + 5, badge.label, badge.tone)


def _identifier_line(card: Card, room: float) -> str:
    """Return the number, the owner and as many identifiers as there is room for in whole."""
    owner = [_("Owner {name}").format(name=card.owner)] if card.owner else []
    line = " · ".join([card.number, *owner])
    for fact in card.identifiers:
        longer = f"{line} · {fact.label} {fact.value}"
        if text_width(longer) > room:
            break
        line = longer
    return line


def _side_lines(card: Card) -> list[tuple[str, str]]:
    states = {consent.label: consent.state for consent in card.consents}
    granted = [label for label, state in states.items() if state == "granted"]
    denied = [label for label, state in states.items() if state in ("refused", "withdrawn")]
    unasked = [label for label, state in states.items() if state in ("expired", "not_asked")]
    lines = [
        (_reach(card), "text.primary"),
        (_listed(_("Allowed: {purposes}"), granted), "text.primary"),
        (_listed(_("Not allowed: {purposes}"), denied), "danger"),
        (_listed(_("To be asked: {purposes}"), unasked), "warning"),
    ]
    return [(words, ink) for words, ink in lines if words]


def _reach(card: Card) -> str:
    """Return the first contact, and the second when it fits beside it."""
    texts = [f"{contact.label} {contact.value or contact.masked}" for contact in card.contacts]
    both = " · ".join(texts[:2])
    if not texts:
        return _("No contact details")
    return both if text_width(both) <= _SIDE - 15 else texts[0]


def _listed(template: str, purposes: list[str]) -> str:
    return template.format(purposes=_(", ").join(purposes)) if purposes else ""


def draw_band(sheet: Sheet, words: str, slot: Slot) -> float:
    """Draw a sentence that must not be overlooked, on amber."""
    sheet.box(QRectF(slot.x, slot.y, slot.width, 26), fill="warning.soft", radius=6)
    sheet.text(slot.x + 12, slot.y + 4, words, ink="warning.onSoft", width=slot.width - 24)
    return slot.y + 34


def draw_kpis(sheet: Sheet, card: Card, slot: Slot) -> float:
    """Draw the strip of figures; an unknown one shows a dash and why."""
    if not card.kpis:
        return slot.y
    frame = QRectF(slot.x + 0.5, slot.y + 0.5, slot.width - 1, _STRIP)
    sheet.box(frame, border="border.strong", radius=8)
    x = slot.x
    for number, (kpi, width) in enumerate(
        zip(card.kpis, _kpi_widths(card, slot.width), strict=True)
    ):
        if number:
            sheet.box(QRectF(x, slot.y + 1, 1, _STRIP - 1), fill="border.subtle")
        _draw_kpi(sheet, card, kpi, Slot(x + 11, slot.y, width - 18))
        x += width
    return slot.y + _STRIP + 15


def _kpi_widths(card: Card, width: float) -> list[float]:
    """Share the strip equally, or by need when a cell holds more than its share."""
    needs = [_kpi_need(kpi) for kpi in card.kpis]
    if max(needs) <= width / len(needs):
        return [width / len(needs)] * len(needs)
    return [width * need / sum(needs) for need in needs]


def _kpi_need(kpi: Kpi) -> float:
    note = kpi.reason if kpi.value is None else kpi.note
    value = text_width(kpi.value or "—", px=20, bold=True)
    return max(text_width(kpi.label), value, text_width(note)) + 22


def _draw_kpi(sheet: Sheet, card: Card, kpi: Kpi, slot: Slot) -> None:
    px = 12 if text_width(kpi.label) <= slot.width else 11
    sheet.text(slot.x, slot.y + 7, kpi.label, px=px, ink="text.secondary", width=slot.width)
    if kpi.key == "rfm" and card.rfm:
        _draw_scores(sheet, card, slot.x, slot.y + 24)
    else:
        _draw_value(sheet, kpi, slot)
    note = kpi.note if kpi.value is not None else kpi.reason
    px = 12 if text_width(note) <= slot.width else 11
    sheet.text(slot.x, slot.y + 52, note, px=px, ink="text.tertiary", width=slot.width)


def _draw_value(sheet: Sheet, kpi: Kpi, slot: Slot) -> None:
    if kpi.value is None:
        sheet.text(slot.x, slot.y + 24, "—", px=20, bold=True, ink="text.tertiary")
        return
    fits = (px for px in (20, 15) if text_width(kpi.value, px=px, bold=True) <= slot.width)
    px = next(fits, 13)
    ink = tone_colour(kpi.tone)
    y = slot.y + 38 - (px * 0.7)
    sheet.text(slot.x, y, kpi.value, px=px, bold=True, ink=ink, width=slot.width)


def _draw_scores(sheet: Sheet, card: Card, x: float, y: float) -> None:
    if card.rfm is None:
        return
    scores = (card.rfm.recency_score, card.rfm.frequency_score, card.rfm.monetary_score)
    for letter, score in zip("RFM", scores, strict=True):
        x += sheet.text(x, y + 6, letter, ink="text.tertiary") + 2
        x += sheet.text(x, y, str(score), px=20, bold=True) + 8
