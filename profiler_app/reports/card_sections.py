"""The sections of a printed card: each draws into a slot and returns where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QRectF

from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Card, Cell, DimensionBlock, Holding, Person, TagOnCard
from profiler_app.domain.text import _, language, ngettext
from profiler_app.reports.page_chart import draw_series, has_amounts, unit_note
from profiler_app.reports.palette import categorical
from profiler_app.reports.sheet import Sheet, Slot, text_width

ROW = 19
EVENT_ROW = 21
NOTE_LINE = 28
GAP = 12
_SOURCE_SHARE = 0.3  # of the room of a long value
_CHART = {"spend": 138, "balance": 150}


def draw_chart(sheet: Sheet, card: Card, slot: Slot) -> float:
    """Draw the monthly chart, or say that there is nothing to draw yet."""
    series = card.series
    if series is None or not has_amounts(series):
        top = sheet.heading(slot, _("Spend") if card.line == "trade" else _("Balances"))
        height = _CHART["spend"]
        area = QRectF(slot.x + 0.5, top + 0.5, slot.width - 1, height - 12)
        sheet.box(area, border="border.strong", radius=8, dashed=True)
        words = _("Nothing recorded yet") if card.profiling_allowed else _("Needs consent")
        x = slot.x + (slot.width - text_width(words)) / 2
        sheet.text(x, top + 54, words, ink="text.tertiary")
        return top + height
    top = sheet.heading(slot, series.label, unit_note(series, card.currency))
    height = _CHART[series.kind]
    place = Slot(slot.x, top, slot.width)
    draw_series(sheet, series, place, height=height, currency=card.currency)
    return top + height


def draw_rfm(sheet: Sheet, card: Card, slot: Slot) -> float:
    """Draw recency, frequency and monetary value with their scores as steps."""
    rfm = card.rfm
    if rfm is None:
        return slot.y
    y = sheet.heading(slot, "RFM", rfm.group_label)
    days = ngettext("{n} day since", "{n} days since", rfm.recency_days).format(n=rfm.recency_days)
    orders = ngettext("{n} order", "{n} orders", rfm.frequency).format(n=rfm.frequency)
    money = format_money(rfm.monetary_minor, currency=card.currency)
    rows = (
        (_("Recency"), days, rfm.recency_score),
        (_("Frequency"), orders, rfm.frequency_score),
        (_("Monetary"), money, rfm.monetary_score),
    )
    for label, value, score in rows:
        _draw_score_row(sheet, Slot(slot.x, y, slot.width), label, value, score=score)
        y += 24
    same = _("{n} customers in this group").format(n=f"{rfm.population:,}")
    sheet.text(slot.x, y, same, ink="text.tertiary", width=slot.width)
    return y + 20 + GAP


def _draw_score_row(sheet: Sheet, slot: Slot, label: str, value: str, *, score: int) -> None:
    right = slot.x + slot.width
    sheet.text(slot.x, slot.y, label, ink="text.secondary", width=66)
    sheet.text(slot.x + 70, slot.y, value, width=slot.width - 70 - 102)
    for step in range(5):
        fill = categorical(0) if step < score else "border.subtle"
        sheet.box(QRectF(right - 90 + step * 15, slot.y + 5, 12, 8), fill=fill, radius=1.5)
    sheet.text(right, slot.y - 1, str(score), px=13, bold=True, right=True)


def draw_holdings(sheet: Sheet, card: Card, slot: Slot, *, limit: int) -> float:
    """Draw the products held with their size and maturity."""
    if not card.holdings or not limit:
        return slot.y
    y = sheet.heading(slot, _("Products held"), _shown(limit, len(card.holdings)))
    for holding in card.holdings[:limit]:
        _draw_holding(sheet, holding, Slot(slot.x, y, slot.width))
        y += 22
    return y + GAP - 4


def _draw_holding(sheet: Sheet, holding: Holding, slot: Slot) -> None:
    """Draw a product and its size; the note gives way to a long name."""
    right, value = slot.x + slot.width, text_width(holding.value, bold=True) + 10
    note = text_width(holding.note) + 10 if holding.note else 0
    if note + value + text_width(holding.product) > slot.width:
        note = 0
    else:
        sheet.text(right, slot.y, holding.note, ink="text.tertiary", right=True)
    sheet.text(right - note, slot.y, holding.value, bold=True, right=True)
    sheet.text(slot.x, slot.y, holding.product, width=slot.width - note - value)


def draw_dimensions(sheet: Sheet, card: Card, slot: Slot, *, cells: int) -> float:
    """Draw the dimensions in two columns, at most ``cells`` rows each."""
    blocks = [block for block in card.dimensions if block.cells]
    if not blocks:
        return slot.y
    ask = len(card.missing())
    note = ngettext("{n} to ask when you meet", "{n} to ask when you meet", ask).format(n=ask)
    y = sheet.heading(slot, _("Profile"), note if ask else "")
    gap = 28
    width = (slot.width - gap) / 2
    for left, right in zip_longest(blocks[::2], blocks[1::2]):
        ends = [_draw_block(sheet, left, Slot(slot.x, y, width), cells=cells)]
        if right:
            ends.append(
                _draw_block(sheet, right, Slot(slot.x + width + gap, y, width), cells=cells)
            )
        y = max(ends) + 6
    return y + GAP - 6


def _draw_block(sheet: Sheet, block: DimensionBlock, slot: Slot, *, cells: int) -> float:
    sheet.ring(slot.x, slot.y + 4, block.filled / block.total if block.total else 0)
    width = sheet.text(slot.x + 19, slot.y, block.label, px=13)
    count = f"{block.filled}/{block.total}"
    sheet.text(slot.x + 25 + width, slot.y + 1, count, ink="text.tertiary")
    y = slot.y + 22
    for cell in _most_telling(block.cells, cells):
        _draw_cell(sheet, cell, Slot(slot.x + 19, y, slot.width - 19))
        y += ROW
    return y


def _most_telling(cells: Sequence[Cell], limit: int) -> Sequence[Cell]:
    """Return at most ``limit`` cells in their order: what is known, then what can be asked."""
    telling = [cell for cell in cells if cell.value is not None or cell.question]
    ranked = sorted(telling, key=lambda cell: cell.value is None)
    chosen = {id(cell) for cell in ranked[:limit]}
    return [cell for cell in cells if id(cell) in chosen] or cells[:1]


def _draw_cell(sheet: Sheet, cell: Cell, slot: Slot) -> None:
    label = 60 if language() == "zh" else 74
    sheet.text(slot.x, slot.y, cell.label, ink="text.tertiary", width=label - 6)
    x, room = slot.x + label, slot.width - label
    if cell.value is None and cell.question:
        words = _("Ask: {question}").format(question=cell.question)
        sheet.text(x, slot.y, words, ink="text.secondary", width=room)
        sheet.rule(x, slot.y + 18, room, ink="border.control", thick=0.75, dashed=True)
        return
    source = _("{source}, to check").format(source=cell.source) if cell.stale else cell.source
    value = cell.value or "—"
    spare = max(room - text_width(value) - 10, room * _SOURCE_SHARE)
    right = slot.x + slot.width
    aside = sheet.text(right, slot.y, source, ink="text.tertiary", width=spare, right=True)
    sheet.text(x, slot.y, value, width=room - aside - 8)


def draw_people(sheet: Sheet, card: Card, slot: Slot, *, limit: int) -> float:
    """Draw the people who speak for a company: role, influence, stance, last contact."""
    if not card.people or not limit:
        return slot.y
    y = sheet.heading(slot, _("People and buying roles"), _shown(limit, len(card.people)))
    columns = _people_columns(slot)
    titles = (_("Name and title"), _("Role"), _("Influence"), _("Stance"), _("Last contact"))
    for x, title in zip(columns[:-1], titles, strict=True):
        sheet.text(x, y - 4, title, px=11, ink="text.tertiary")
    y += 14
    for person in card.people[:limit]:
        _draw_person(sheet, person, columns, y)
        y += 23
        sheet.rule(slot.x, y - 1.5, slot.width, thick=0.75)
    return y + GAP - 2


def _people_columns(slot: Slot) -> tuple[float, ...]:
    """Return where each column begins, and where the last one ends."""
    return tuple(slot.x + slot.width * part for part in (0, 0.4, 0.58, 0.68, 0.8, 1))


def _draw_person(sheet: Sheet, person: Person, columns: tuple[float, ...], y: float) -> None:
    name, role, influence, stance, contact, right = columns
    x = name + sheet.text(name, y, person.name, bold=True, width=(role - name) * 0.6) + 8
    sheet.text(x, y, person.title, ink="text.secondary", width=role - x - 8)
    sheet.text(role, y, person.role, width=influence - role - 8)
    for step in range(3 if person.influence else 0):
        fill = "text.secondary" if step < (person.influence or 0) else "border.subtle"
        sheet.box(QRectF(influence + step * 8, y + 3, 5, 12), fill=fill)
    if person.stance:
        sheet.pill(stance, y, person.stance.label, person.stance.tone, height=18)
    sheet.text(contact, y, person.last_contact or _("never met"), width=right - contact)


def draw_tasks(sheet: Sheet, card: Card, slot: Slot, *, limit: int) -> float:
    """Draw what is to be done for this customer."""
    if not card.tasks or not limit:
        return slot.y
    y = sheet.heading(slot, _("To do"), _shown(limit, len(card.tasks)))
    for task in card.tasks[:limit]:
        sheet.box(QRectF(slot.x + 0.5, y + 3.5, 11, 11), border="border.control", radius=2)
        due = task.due.isoformat() if task.due else ""
        if task.overdue:
            due = _("overdue since {day}").format(day=due)
        ink = "danger" if task.overdue else "text.secondary"
        sheet.text(slot.x + slot.width, y, due, ink=ink, right=True)
        sheet.text(slot.x + 20, y, task.title, width=slot.width - 30 - text_width(due))
        y += 22
    return y + GAP - 4


def draw_tags(sheet: Sheet, card: Card, slot: Slot, *, limit: int) -> float:
    """Draw the tags, one row for each of the first groups."""
    if not card.tags:
        return slot.y
    groups = card.tag_groups()[:limit]
    shown = sum(len(tags) for _label, tags in groups)
    y = sheet.heading(slot, _("Tags"), _shown(shown, len(card.tags)))
    label_room = min(max(text_width(label) for label, _tags in groups) + 12, 84)
    for label, tags in groups:
        sheet.text(slot.x, y, label, ink="text.tertiary", width=label_room - 8)
        _draw_tag_row(sheet, tags, Slot(slot.x + label_room, y, slot.width - label_room))
        y += 21
    return y + GAP - 4


def _draw_tag_row(sheet: Sheet, tags: Sequence[TagOnCard], slot: Slot) -> None:
    x, end = slot.x, slot.x + slot.width
    for number, tag in enumerate(tags):
        left = len(tags) - number
        width = text_width(tag.label) + 11
        if x + width > end - (22 if left > 1 else 0) and number:
            sheet.text(x, slot.y, f"+{left}", ink="text.tertiary")
            return
        sheet.dot(x, slot.y + 6, 6, categorical(tag.colour))
        sheet.text(x + 11, slot.y, tag.label, width=end - x - 11)
        x += width + 12


def draw_relations(sheet: Sheet, card: Card, slot: Slot, *, limit: int) -> float:
    """Draw who the customer is tied to; a group is indented by level."""
    if not card.relations or not limit:
        return slot.y
    title = _("Group and ties") if card.kind == "company" else _("Relations")
    y = sheet.heading(slot, title, _shown(limit, len(card.relations)))
    for relation in card.relations[:limit]:
        indent = 14 * min(relation.level, 3)
        note = " · ".join(part for part in (relation.label, relation.note) if part)
        room = slot.width - indent - text_width(note) - 12
        sheet.text(slot.x + slot.width, y, note, ink="text.secondary", right=True)
        sheet.text(slot.x + indent, y, relation.name, bold=relation.here, width=room)
        y += 21
    return y + GAP - 4


def draw_timeline(sheet: Sheet, card: Card, slot: Slot, *, limit: int) -> float:
    """Draw the latest events, the newest first."""
    if not card.timeline or not limit:
        return slot.y
    total = max(card.timeline_total, len(card.timeline))
    note = ngettext("{n} in all", "{n} in all", total).format(n=f"{total:,}")
    y = sheet.heading(slot, _("Latest events"), note)
    label = max(44.0, *(text_width(event.label) + 10 for event in card.timeline[:limit]))
    for event in card.timeline[:limit]:
        sheet.text(slot.x, y, event.on.isoformat(), ink="text.tertiary")
        sheet.text(slot.x + 82, y, event.label, ink="text.secondary", width=label - 6)
        sheet.text(slot.x + slot.width, y, event.value, right=True)
        x = slot.x + 82 + label
        sheet.text(x, y, event.text, width=slot.x + slot.width - x - text_width(event.value) - 10)
        y += EVENT_ROW
    return y


def draw_gaps(sheet: Sheet, card: Card, slot: Slot) -> None:
    """Say in one line what is not known and why."""
    sheet.text(slot.x, slot.y, " · ".join(card.notes), ink="text.tertiary", width=slot.width)


def draw_notes(sheet: Sheet, slot: Slot, *, lines: int) -> float:
    """Draw empty lines to write on during a visit."""
    y = sheet.heading(slot, _("Notes of the meeting"))
    for number in range(1, lines + 1):
        sheet.rule(slot.x, y + number * NOTE_LINE - 0.5, slot.width, ink="border.strong")
    return y + lines * NOTE_LINE


def _shown(limit: int, total: int) -> str:
    if total <= limit:
        return str(total)
    return _("{shown} of {total}").format(shown=limit, total=f"{total:,}")
