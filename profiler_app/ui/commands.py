"""Every command with its keys: the only place where a key is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import N_, _
from profiler_app.ui.additions import ADDITIONS


class Command(NamedTuple):
    """A command of the window; ``keys`` are portable key sequences (Ctrl is Command on a Mac).

    One without keys is found in menus and in the palette.
    """

    key: str
    title: str
    keys: tuple[str, ...]

    @property
    def sequences(self) -> list[QKeySequence]:
        """The key sequences for Qt."""
        return [QKeySequence(text) for text in self.keys]

    @property
    def shown_key(self) -> str:
        """The first key as this system writes it; empty without one."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)

    @property
    def hint(self) -> str:
        """The title with its first key, for tooltips."""
        return f"{_(self.title)}  {self.shown_key}".rstrip()


CONTACT_RESULTS = (
    *("reached", "no_answer", "interested", "deal"),
    *("callback", "refused", "complaint", "left_message"),
)
"""What can come of a contact, in the order of its keys (options of the list ``outcome``)."""

_CONTACT_TITLES = (
    *(N_("Contact: reached"), N_("Contact: no answer")),
    *(N_("Contact: interested"), N_("Contact: deal")),
    *(N_("Contact: call back"), N_("Contact: refused")),
    *(N_("Contact: complaint"), N_("Contact: left a message")),
)

COMMANDS = {
    command.key: command
    for command in (
        Command("today", N_("Today"), ("Ctrl+1",)),
        Command("review", N_("Review of the week or month"), ("Ctrl+R",)),
        Command("maturities", N_("What matures"), ()),
        Command("customers", N_("Customers"), ("Ctrl+2",)),
        Command("segments", N_("Segments"), ("Ctrl+3",)),
        Command("tags", N_("Tags"), ("Ctrl+4",)),
        Command("insights", N_("Insights"), ("Ctrl+5",)),
        Command("campaigns", N_("Campaigns"), ("Ctrl+6",)),
        Command("data", N_("Data"), ("Ctrl+7",)),
        Command("settings", N_("Settings"), ("Ctrl+,",)),
        Command("palette", N_("Find or run"), ("Ctrl+K",)),
        Command("open_import", N_("Import"), ("Ctrl+I",)),
        Command("search", N_("Search"), ("Ctrl+F", "/")),
        Command("back", N_("Back"), ("Alt+Left",)),
        Command("forward", N_("Forward"), ("Alt+Right",)),
        Command("new", N_("New customer"), ("Ctrl+N",)),
        Command("save", N_("Save"), ("Ctrl+S",)),
        Command("merge_group", N_("The same: merge"), ("M",)),
        Command("say_different", N_("Not the same"), ("N",)),
        *(
            Command(f"contact_{result}", title, (str(key),))
            for key, (result, title) in enumerate(
                zip(CONTACT_RESULTS, _CONTACT_TITLES, strict=True), start=1
            )
        ),
        Command("look_later", N_("Later"), ("L",)),
        Command("merged_list", N_("Merged records"), ("U",)),
        Command("take_first", N_("Take everything from A"), ("1",)),
        Command("take_second", N_("Take everything from B"), ("2",)),
        Command("take_third", N_("Take everything from C"), ("3",)),
        Command("log_contact", N_("Log a contact"), ("N",)),
        Command("edit", N_("Edit"), ("E",)),
        Command("card_day", N_("The day of the card"), ("D",)),
        Command("visit_sheet", N_("Visit sheet"), ("V",)),
        Command("compare_segment", N_("Compare with its group"), ()),
        Command("find_twins", N_("Customers like this one"), ()),
        Command("relations_map", N_("Map of relations"), ()),
        Command("held_data", N_("Everything we hold…"), ()),
        Command("exclude_customer", N_("Exclude from automated profiling"), ()),
        Command("hold_customer", N_("Put on legal hold…"), ()),
        Command("erase_customer", N_("Erase for good…"), ()),
        Command("first_tag", N_("First tag"), ("T",)),
        Command("show_masked", N_("Show or mask numbers"), ("Ctrl+.",)),
        Command("previous_customer", N_("Previous customer"), ("Ctrl+Up",)),
        Command("next_customer", N_("Next customer"), ("Ctrl+Down",)),
        Command("feedback_task", N_("Add a task"), ("T",)),
        Command("feedback_settle", N_("Close or answer it…"), ("A",)),
        Command("sounds_positive", N_("Sounds satisfied"), ("1",)),
        Command("sounds_neutral", N_("Sounds balanced"), ("2",)),
        Command("sounds_negative", N_("Sounds dissatisfied"), ("3",)),
        Command("undo", N_("Undo"), ("Ctrl+Z",)),
        Command("redo", N_("Do again"), ("Ctrl+Y", "Ctrl+Shift+Z")),
        Command("refresh", N_("Compute anew"), ("F5",)),
        Command("collapse", N_("Collapse the navigation"), ("Ctrl+B",)),
        Command("next_region", N_("Next region"), ("F6",)),
        Command("previous_region", N_("Previous region"), ("Shift+F6",)),
        Command("escape", N_("One step back"), ("Esc",)),
        Command("tick_none", N_("Untick all"), ("Ctrl+Shift+A",)),
        Command("clear_filters", N_("Clear all filters"), ("Ctrl+Shift+F",)),
        Command("export_list", N_("Export"), ("Ctrl+E",)),
        Command("print_list", N_("Print"), ("Ctrl+P",)),
        Command("delete", N_("Delete"), ("Del",)),
        Command("take_proposal", N_("Take the proposal"), ("A",)),
        Command("go_on", N_("Go on"), ("Ctrl+Return", "Ctrl+Enter")),
        Command("paste_table", N_("Paste a table"), ("Ctrl+V",)),
        Command("condition_new", N_("Add a condition"), ("Ctrl+Return", "Ctrl+Enter")),
        Command("condition_group", N_("Add a group of conditions"), ("Ctrl+Shift+Return",)),
        Command("condition_up", N_("Move the condition up"), ("Alt+Up",)),
        Command("condition_down", N_("Move the condition down"), ("Alt+Down",)),
        Command("tile_earlier", N_("Move the chart forward"), ("Ctrl+Shift+Left",)),
        Command("tile_later", N_("Move the chart back"), ("Ctrl+Shift+Right",)),
        Command("open_choice", N_("Open the choice"), ("F4", "Alt+Down")),
        Command("lock", N_("Lock"), ("Ctrl+L",)),
        Command("veil", N_("Veil the window"), ("F9",)),
        Command("reveal", N_("Show the passphrase while held"), ("F8",)),
        Command("keys", N_("Keyboard"), ("F1",)),
        Command("help", N_("Help"), ("Shift+F1",)),
        Command("tour", N_("Take the tour"), ()),
        Command("larger", N_("Larger text"), ("Ctrl+=", "Ctrl++")),
        Command("smaller", N_("Smaller text"), ("Ctrl+-",)),
        Command("normal_size", N_("Normal text size"), ("Ctrl+0",)),
        Command("new_company", N_("New company"), ()),
        Command("new_product", N_("New product"), ()),
        Command("new_field", N_("New field"), ()),
        *(Command(each.command, each.title, ()) for each in ADDITIONS),
    )
}


def add_commands(widget: QWidget, acts: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Let a widget do commands while it is in sight; return the action of each."""
    actions = {}
    for key, act in acts.items():
        action = actions[key] = QAction(widget)
        action.setObjectName(key)
        action.setShortcuts(COMMANDS[key].sequences)
        action.triggered.connect(lambda _checked=False, act=act: act())
        widget.addAction(action)
    return actions
