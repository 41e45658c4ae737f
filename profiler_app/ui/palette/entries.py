"""What the palette can offer for a text: commands, pages, tags, owners, customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.listing import CustomerRow, FacetValue
from profiler_app.domain.tags import known_tags, tag_groups
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.lists import shown_value
from profiler_app.ui.additions import ADDITIONS
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages import PAGES
from profiler_app.ui.pages.customers.columns import initial_of
from profiler_app.ui.pages.customers.conditions import TAGS, Condition
from profiler_app.ui.pages.customers.matching import matched

_NOT_OFFERED = frozenset({"escape", "next_region", "previous_region", "palette"})
_ICONS = {
    "open_import": "upload",
    "search": "search",
    "lock": "lock",
    "veil": "eye-off",
    "export_list": "download",
    "print_list": "printer",
    "clear_filters": "list-filter",
    "settings": "settings",
    "keys": "keyboard",
    "help": "circle-question-mark",
    "tour": "compass",
    "refresh": "refresh-cw",
    "undo": "undo-2",
    "redo": "redo-2",
    "new": "user-plus",
    "log_contact": "message-square",
    "edit": "pencil",
    "card_day": "calendar",
    "show_masked": "eye",
    "first_tag": "tag",
    "previous_customer": "chevron-up",
    "next_customer": "chevron-down",
    "delete": "trash-2",
    "back": "arrow-left",
    "forward": "arrow-right",
    "collapse": "panel-left",
    "larger": "plus",
    "smaller": "minus",
    "normal_size": "equal",
    "visit_sheet": "clipboard-list",
    "compare_segment": "scale",
    "find_twins": "users",
    "relations_map": "network",
    "held_data": "file-text",
    "exclude_customer": "ban",
    "hold_customer": "lock",
    "erase_customer": "trash-2",
    "new_company": "building-2",
    "new_product": "package",
    "new_field": "columns-3",
    **{each.command: each.icon for each in ADDITIONS},
}
_FIRST = {
    "customers": ("new", "search", "open_import", "export_list", "refresh", "keys"),
    "profile": ("log_contact", "edit", "visit_sheet", "print_list", "card_day"),
}
_OTHERWISE = ("open_import", "refresh", "lock", "keys")
_FEW = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; ``marks`` are the places of the letters that match, ``avatar`` that of a customer.

    ``act`` runs it; ``more`` are rows with what else can be done with it.
    """

    title: str
    act: Callable[[], object]
    icon: str = ""
    note: str = ""
    keys: str = ""
    marks: frozenset[int] = frozenset()
    avatar: tuple[str, str, str] | None = None
    hint: str = ""
    more: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a caption."""

    title: str
    entries: tuple[Entry, ...]


def commands_of(page: QWidget) -> dict[str, QAction]:
    """Return the commands of a page that can be run now."""
    return {
        action.objectName(): action
        for action in page.actions()
        if action.isEnabled() and action.objectName() in COMMANDS
    }


def commands(actions: Mapping[str, QAction], text: str) -> list[Entry]:
    """Return the commands whose name, or its pinyin, has the text in it."""
    pages = {spec.key for spec in PAGES}
    offered = [key for key in actions if key not in _NOT_OFFERED and key not in pages]
    return [entry for key in offered if (entry := _command(key, actions[key], text))]


def first_commands(actions: Mapping[str, QAction], page: str) -> list[Entry]:
    """Return what is done most on a page."""
    keys = [key for key in _FIRST.get(page, _OTHERWISE) if key in actions][:_FEW]
    return [entry for key in keys if (entry := _command(key, actions[key], ""))]


def _command(key: str, action: QAction, text: str) -> Entry | None:
    command = COMMANDS[key]
    title = _(command.title)
    marks = matched(title, text)
    if text and not marks:
        return None
    icon = _ICONS.get(key, "command")
    return Entry(title, action.trigger, icon, keys=next(iter(command.keys), ""), marks=marks)


def pages(desk: Desk, text: str) -> list[Entry]:
    """Return the pages whose name has the text in it."""
    found = []
    for spec in PAGES:
        title = _(spec.title)
        marks = matched(title, text)
        if spec.parent is None and (marks or not text):
            keys = COMMANDS[spec.key].keys[0] if spec.key in COMMANDS else ""
            act = _open_page(desk, spec.key)
            found.append(Entry(title, act, spec.icon, keys=keys, marks=marks))
    return found


def _open_page(desk: Desk, key: str) -> Callable[[], object]:
    return lambda: desk.open_page(key)


def tags(desk: Desk, text: str) -> list[Entry]:
    """Return the tags whose name has the text in it; one shows the customers that have it."""
    groups = {group.id: group.label for group in tag_groups()}
    found = []
    for tag in known_tags().values():
        name = tag.label
        marks = matched(name, text)
        if marks or not text:
            condition = Condition(TAGS, "all", (tag.id,))
            note = groups.get(tag.group, "")
            act = _show(desk, condition)
            found.append(Entry(name, act, "tag", note, marks=marks, hint=_("Show customers")))
    return sorted(found, key=lambda entry: (min(entry.marks, default=0), len(entry.title)))


def owners(desk: Desk, values: Sequence[FacetValue], text: str) -> list[Entry]:
    """Return those who look after customers."""
    found = []
    for value in values:
        marks = matched(value.label, text)
        if marks or not text:
            condition = Condition("owner_rm", "in", (value.value,))
            note = f"{value.count:,}"
            act = _show(desk, condition)
            hint = _("Show customers")
            found.append(Entry(value.label, act, "user-check", note, marks=marks, hint=hint))
    return found


def _show(desk: Desk, condition: Condition) -> Callable[[], object]:
    return lambda: desk.show_list("", (condition,))


def customers(desk: Desk, rows: Sequence[CustomerRow], text: str) -> list[Entry]:
    """Return customers as rows that open their card."""
    return [_customer(desk, row, text) for row in rows]


def _customer(desk: Desk, row: CustomerRow, text: str) -> Entry:
    def open_card() -> None:
        desk.open_customer(row.id)

    def show_in_list() -> None:
        desk.show_list(row.name, ())

    return Entry(
        row.name,
        open_card,
        note=_about(row, desk.settings.currency),
        marks=matched(row.name, text),
        avatar=(initial_of(row), row.number, row.kind),
        hint=_("Open profile"),
        more=(
            Entry(_("Open profile"), open_card, "user", row.name),
            Entry(_("Show in the table of customers"), show_in_list, "list-filter", row.name),
        ),
    )


def _about(row: CustomerRow, currency: str) -> str:
    """A few words that tell people of the same name apart."""
    names = ("gender", "age", "city") if row.kind == "person" else ("industry", "city")
    names = (*names, "lifecycle")
    said = [
        shown_value(row.values[name], fields()[name], currency)
        for name in names
        if name in row.values
    ]
    if row.kind != "person":
        said.insert(0, _("Company"))
    return " · ".join(said)


def search_in_table(desk: Desk, text: str, total: int) -> Entry:
    """Return the row that shows all matches in the table."""
    title = _("Search the table for “{text}”").format(text=text)
    keys = COMMANDS["go_on"].keys[0]
    return Entry(
        title, lambda: desk.show_list(text, ()), "list-filter", customers_count(total), keys
    )


def customers_count(n: int) -> str:
    """Say how many customers."""
    return ngettext("{n} customer found", "{n} customers found", n).format(n=f"{n:,}")
