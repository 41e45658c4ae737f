"""Industry packs: what each brings, one button to add it, one to take it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.packs import PackState, add_pack, pack_states, remove_pack
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.settings.rows import ListPanel, SettingRow
from profiler_app.ui.widgets.buttons import Button


class PacksSection(QWidget):
    """One row a pack; the names of its fields and tags stand below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._states: Sequence[PackState] = ()
        self._busy = False
        self.buttons: dict[str, Button] = {}
        self._panel = ListPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        column.addStretch(1)
        desk.data_changed.connect(self._read)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._panel.title.setText(_("Industry packs"))
        self._panel.about.setText(
            _(
                "A pack brings fields, tags, questions and products of a trade, at once in forms, "
                "filters, charts and the card. Taking it away keeps every value; adding it again "
                "brings them back. Both can be undone."
            )
        )
        self._show(self._states)

    def activated(self) -> None:
        """Read which packs are there."""
        self._read()

    def showEvent(self, event: object) -> None:
        """Read again what may have changed while another section was shown."""
        self._read()

    def _read(self) -> None:
        if self.isVisible():
            self._desk.reads.ask("packs", _states, done=self._show, owner=self)

    def _show(self, found: Sequence[PackState]) -> None:
        self._states = found
        self.buttons = {}
        self._panel.show_rows(self._row(each) for each in found)

    def _row(self, state: PackState) -> QWidget:
        pack = state.pack
        button = Button(icon="minus" if state.installed else "plus", small=True)
        button.setText(_("Take away") if state.installed else pgettext("pack", "Add"))
        button.setEnabled(not self._busy)
        button.clicked.connect(lambda _on=False: self._change(state))
        self.buttons[pack.id] = button
        row = SettingRow(button, icon=pack.icon)
        row.say(pack.label, "\n".join([pack.description, _contents(state)]))
        return row

    def _change(self, state: PackState) -> None:
        pack = state.pack
        job, text = (
            (remove_pack, _("{name} is taken away; values are kept."))
            if state.installed
            else (add_pack, _("{name} is added."))
        )

        def done(operation: int) -> None:
            self._free()
            self._desk.toast(text.format(name=pack.label), operation)
            self._desk.refresh_data()

        self._busy = True
        for button in self.buttons.values():
            button.setEnabled(False)
        self._desk.jobs.start(
            job,
            pack,
            title=_("Saving"),
            owner=self,
            done=done,
            failed=self._failed,
            cancelled=self._free,
        )

    def _failed(self, problem: object) -> None:
        self._free()
        self._desk.show_problem(problem)  # type: ignore[arg-type]

    def _free(self) -> None:
        self._busy = False
        for button in self.buttons.values():
            button.setEnabled(True)


def _contents(state: PackState) -> str:
    pack = state.pack
    fields, tags = [each.field.label for each in pack.fields], [tag.label for tag in pack.tags]
    questions, products = len(pack.questionnaire.items), len(pack.products)
    parts = [
        _("Fields: {names}").format(names=listed(fields)),
        _("Tags: {names}").format(names=listed(tags)),
        ngettext("{n} question", "{n} questions", questions).format(n=questions),
        ngettext("{n} product", "{n} products", products).format(n=products),
    ]
    if state.values:
        n = state.values
        parts.append(ngettext("{n} value filled in", "{n} values filled in", n).format(n=f"{n:,}"))
    return " · ".join(parts)


def _states(reader: Reader) -> tuple[PackState, ...]:
    return pack_states(reader.workspace)
