"""Small forms of the page: the margin, and the name of a segment."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.entries import Entry, read_share
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.forms.form_row import Check, FormRow
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.segmented import Segmented


class AskOne(Popover):
    """Asks for one thing; ``given`` carries what it means."""

    given = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        label: str,
        check: Check,
        text: str,
        *,
        required: bool = True,
    ) -> None:
        super().__init__(parent, width=320)
        self.setAccessibleName(title)
        self.editor = LineEditor()
        self.row = FormRow(label, self.editor, check, required=required)
        self.row.put(text)
        self.save = Button(_("Save"), kind="primary")
        self.body.addWidget(Label(title, "heading"))
        self.body.addWidget(self.row)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        self.save.clicked.connect(self._save)
        self.editor.returnPressed.connect(self._save)
        self.closed.connect(self.deleteLater)

    def say(self, about: str) -> None:
        """Explain what is asked for."""
        self.body.insertWidget(1, Label(about, "caption", "text.secondary", wrap=True))

    def _save(self) -> None:
        found = self.row.check()
        if not found.problem:
            self.given.emit(found.value)
            self.close()


class AskMargin(AskOne):
    """Asks for the margin of ``one`` campaign or of ``all`` that have none of their own."""

    def __init__(self, parent: QWidget, margin: float | None, own: float | None) -> None:
        text = "" if margin is None else f"{100 * margin:g}"
        label = _("Of 100 of sales are earned")
        super().__init__(parent, _("Margin"), label, self._read, text, required=own is None)
        self._own = own
        self.scope = Segmented(small=True)
        self.scope.set_options([("one", _("This campaign")), ("all", _("All campaigns"))])
        self.scope.setAccessibleName(_("Which campaigns are reckoned with it"))
        self.body.insertWidget(1, self.scope)
        self.say(_("Extra sales times margin is what a campaign earned. A margin of its own goes "
                   "before that of all; empty means that it has none."))  # fmt: skip

    def _read(self, text: str) -> Entry:
        found = read_share(text, (0.001, 1.0))
        may_be_empty = self.scope.key() == "one" and self._own is not None
        if found.problem or found.value is not None or may_be_empty:
            return found
        return Entry(problem=_("Give a number from {low} to {high}.").format(low="0.1", high="100"))


def ask_segment(parent: QWidget, name: str) -> AskOne:
    """Return a form for the name of a segment."""
    form = AskOne(parent, _("Save as segment"), _("Name"), _name, name)
    form.say(_("Just the members listed now, whatever happens to them later."))
    return form


def _name(text: str) -> Entry:
    return Entry(text, "" if text.strip() else _("Give the segment a name."))
