"""The check of the workspace: what is wrong, and one button against each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.jobs import doctor
from profiler_app.jobs.doctor import Examined, Finding
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.rescuing import Rescued, rescue_open
from profiler_app.jobs.restoring import Restored
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.backup_panel import State
from profiler_app.ui.pages.settings.restore_dialog import differences
from profiler_app.ui.pages.settings.rows import SettingsPanel
from profiler_app.ui.problem_dialog import ask
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_BUTTONS = {
    "rescue": N_("Rescue into a new file…"),
    "mend": N_("Put right"),
    "accept": N_("Accept as it is"),
    "show": N_("Show the customers"),
    "compute": N_("Compute anew"),
    "compare": N_("Compare with the last copy"),
    "back_up": N_("To the copies"),
    "rehearse": N_("To the copies"),
}
_OLD_DAYS = 31


class CheckupSection(QWidget):
    """A panel with the last check and its findings; ``to_copies`` opens the section of backups."""

    def __init__(self, desk: Desk, to_copies: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._to_copies = desk, to_copies
        self._found: tuple[Finding, ...] | None = None
        self._examined: Examined | None = None
        self.panel, self.now = SettingsPanel(), Button(icon="shield-check", small=True)
        self.panel.head.addWidget(self.now)
        self._state = State()
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self._state)
        self.panel.add(holder)
        self._rows: list[QWidget] = []
        self.buttons: list[Button] = []
        self.told = Label("", "body", wrap=True)
        self.told.setContentsMargins(14, 10, 14, 12)
        self._told_row = self.panel.add(self.told)
        self._told_row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        column.addStretch(1)
        self.now.clicked.connect(self.check)
        current().changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language; findings are said again by the next check."""
        self.panel.title.setText(_("Check of the workspace"))
        self.now.setText(_("Check now"))
        self._show()

    def activated(self) -> None:
        """Read when it was last checked."""
        self._desk.reads.ask(
            "checkup",
            lambda reader: doctor.last_examined(reader.workspace),
            done=self._received,
            owner=self,
        )

    def _received(self, examined: Examined | None) -> None:
        self._examined = examined
        self._show()

    # -- what is shown

    def _show(self) -> None:
        text = _(
            "Looks at the encrypted pages, at references between records, at the chain of the "
            "history, at the rules of the business, at what was computed, and at the copies."
        )
        moment, fresh = _("Never yet"), False
        if self._examined is not None:
            n, day = self._examined.findings, self._examined.on
            said = ngettext("{n} finding", "{n} findings", n).format(n=n) if n else _("sound")
            moment, fresh = f"{day} · {said}", not n
        self._state.show_state(_("Last check"), moment, text, fresh=fresh)
        self._show_findings(self._found or ())

    def _show_findings(self, found: Sequence[Finding]) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self.buttons = []
        self._rows = [self.panel.add(self._row(finding)) for finding in found]

    def _row(self, finding: Finding) -> QWidget:
        holder, sign = QWidget(), QLabel()
        mild = finding.remedy in doctor.ABOUT_COPIES or finding.code == "future"
        icon, color = ("info", "text.secondary") if mild else ("triangle-alert", "danger")
        side = current().px(16)
        sign.setPixmap(icons.pixmap(icon, color, side, self.devicePixelRatioF()))
        button = Button(_(_BUTTONS[finding.remedy]), small=True)
        button.clicked.connect(partial(self._help, finding))
        button.setAccessibleDescription(finding.sentence)
        self.buttons.append(button)
        row = QHBoxLayout(holder)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(finding.sentence, "body", wrap=True), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder

    def _tell(self, said: str) -> None:
        self.told.setText(said)
        self._told_row.setVisible(bool(said))

    # -- what is done

    def check(self) -> None:
        """Check everything."""
        self._run(doctor.examine, self._checked, today=self._desk.today())

    def _checked(self, found: tuple[Finding, ...]) -> None:
        self._found = found
        self._examined = Examined(self._desk.today().isoformat(), len(found))
        self._show()

    def _help(self, finding: Finding, _on: bool = False) -> None:
        today = self._desk.today()
        if finding.remedy in doctor.ABOUT_COPIES:
            self._to_copies()
        elif finding.remedy == "show" and finding.customers:
            self._desk.open_customer(finding.customers[0], finding.customers)
        elif finding.remedy == "rescue":
            self._ask_rescue()
        elif finding.remedy == "compare":
            self._run(doctor.compare, self._compared, by=login_name(), today=today)
        elif finding.remedy == "compute":
            self._run(doctor.compute_anew, self._helped, today=today)
        elif finding.remedy == "mend":
            self._run(doctor.mend, self._helped)
        else:
            self._ask_accept()

    def _ask_accept(self) -> None:
        ask(
            self,
            _("Accept the changed rows?"),
            _(
                "From then on the rows count as they are now. The history will say for ever that "
                "they were changed outside the program. Compare with the last copy first if you "
                "do not know who changed them."
            ),
            _("Accept as it is"),
            lambda: self._run(doctor.accept, self._helped),
        )

    def _helped(self, _count: int) -> None:
        self._desk.refresh_data()
        self.check()

    def _compared(self, told: Restored) -> None:
        self._tell(differences(told))

    def _ask_rescue(self) -> None:
        usual = self._desk.path.with_stem(f"{self._desk.path.stem}-rescued")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Rescue into a new workspace"), str(usual), _("Workspaces (*.zhike)")
        )
        if chosen:
            self.rescue(Path(chosen).with_suffix(".zhike"))

    def rescue(self, into: Path) -> None:
        """Read what can be read into a new workspace."""
        self._run(rescue_open, self._rescued, into, today=self._desk.today())

    def _rescued(self, done: Rescued) -> None:
        said = _("Rescued {n} records into {file}; its history begins anew.").format(
            n=f"{sum(done.rows.values()):,}", file=done.file
        )
        lost = [
            f"{table_label(table)}: {_('not known') if n is None else f'{n:,}'}"
            for table, n in done.lost.items()
        ]
        lines = [said, _("Lost: {what}").format(what=", ".join(lost))] if lost else [said]
        self._tell("\n".join(lines))

    def _run(
        self, job: Callable[..., Any], done: Callable[..., None], *given: Any, **named: Any
    ) -> None:
        self._tell("")
        self._busy(busy=True)

        def ended(result: Any) -> None:
            self._busy(busy=False)
            done(result)

        def failed(problem: UserProblem) -> None:
            self._busy(busy=False)
            self._desk.show_problem(problem)

        self._desk.jobs.start(
            job,
            *given,
            title=_("Checking the workspace"),
            owner=self,
            done=ended,
            failed=failed,
            cancelled=lambda: self._busy(busy=False),
            **named,
        )

    def _busy(self, *, busy: bool) -> None:
        for button in (self.now, *self.buttons):
            button.setEnabled(not busy)
