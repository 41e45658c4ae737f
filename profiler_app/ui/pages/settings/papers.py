"""Papers of privacy in the settings: the notice for customers and the impact assessment."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.jobs.impact_assessment import write_assessment
from profiler_app.jobs.privacy_notice import Notice, contact_of, write_notice
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button

_CONTACT_WIDTH = 200


class PapersPanel(SettingsPanel):
    """Whom customers turn to, the notice and the impact assessment as PDFs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.contact = LineEditor()
        self.contact.setFixedWidth(current().px(_CONTACT_WIDTH))
        self.save = Button(icon="file-text")
        self.assess = Button(icon="file-text")
        self._rows = SettingRow(self.contact), SettingRow(self.save), SettingRow(self.assess)
        for row in self._rows:
            self.add(row)
        self.save.clicked.connect(self.ask)
        self.assess.clicked.connect(self.ask_assessment)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Papers"))
        self.contact.setPlaceholderText(_("e.g. Ms Lin, 0571-88000000"))
        self.save.setText(_("Save as PDF…"))
        self.assess.setText(_("Save as PDF…"))
        self._rows[2].say(
            _("Impact assessment"),
            _("Figures of this workspace with the questions to judge; the history keeps them"),
        )
        self._rows[0].say(_("Whom to ask"), _("Stands on the notice"))
        self._rows[1].say(
            _("Privacy notice"),
            _("Purposes, fields in use, methods, how long, rights; each version is in the history"),
        )

    def activated(self) -> None:
        """Read whom customers turn to."""
        self._desk.reads.ask("notice", _contact, done=self._received, owner=self)

    def _received(self, contact: str) -> None:
        if not self.contact.hasFocus():
            self.contact.put(contact)

    def ask(self) -> None:
        """Ask for a file and write the notice into it."""
        name = str(self._desk.path.with_name(f"{_('Privacy notice')}.pdf"))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the privacy notice"), name, "PDF (*.pdf)"
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the notice into a file."""
        self.save.setEnabled(False)
        self._desk.jobs.start(
            write_notice,
            path,
            today=self._desk.today(),
            contact=self.contact.entry(),
            title=_("Writing the notice"),
            owner=self,
            done=lambda made: self._written(made, path),
            failed=self._failed,
            cancelled=lambda: self.save.setEnabled(True),
        )

    def _written(self, made: Notice, path: Path) -> None:
        self.save.setEnabled(True)
        self._desk.toast(_("{file}: version {n}.").format(file=path.name, n=made.version))

    def ask_assessment(self) -> None:
        """Ask for a file and write the impact assessment into it."""
        name = str(self._desk.path.with_name(f"{_('Impact assessment')}.pdf"))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the impact assessment"), name, "PDF (*.pdf)"
        )
        if chosen:
            self.write_assessment(Path(chosen))

    def write_assessment(self, path: Path) -> None:
        """Write the impact assessment into a file."""
        self._desk.jobs.start(
            write_assessment,
            path,
            today=self._desk.today(),
            title=_("Writing the assessment"),
            owner=self,
            done=lambda _made: self._desk.toast(_("Saved {file}").format(file=path.name)),
            failed=self._desk.show_problem,
        )

    def _failed(self, problem: UserProblem) -> None:
        self.save.setEnabled(True)
        self._desk.show_problem(problem)


def _contact(reader: Reader) -> str:
    return contact_of(reader.workspace)
