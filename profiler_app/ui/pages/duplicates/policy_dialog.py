"""The matching rules: what is merged without asking, with a preview of what would change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.match_policy import STRONG_KEYS, JoinedGroup, MatchPolicy
from profiler_app.domain.merging import POLICIES, RULES
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.automatic_copies import copy_first
from profiler_app.jobs.merging import policy as policies
from profiler_app.jobs.merging.answers import Estimate
from profiler_app.jobs.merging.policy import Outlook, PolicyRun, RunUndone
from profiler_app.ui.copy_watch import copies_folder
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.duplicates.evidence_panel import chance
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline

_WIDTH, _EDGE, _SHOWN = 520, 24, 6
_NEVER = "never"


class PolicyDialog(QDialog):
    """Edits the policy; ``carried_out`` says that customers were merged or separated."""

    carried_out = Signal()

    def __init__(self, desk: Desk, estimate: Estimate | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._estimate = estimate
        self._busy = False
        self.outlook: Outlook | None = None
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._title, self._text = Label("", "title"), Label("", "body", "text.secondary", wrap=True)
        self._by_key = Label("", "strong")
        self.keys = {key: QCheckBox() for key in STRONG_KEYS}
        self._by_chance, self.threshold = Label("", "strong"), DropDown()
        self._told = Label("", "caption", "text.secondary", wrap=True)
        self._by_value, self.values = Label("", "strong"), DropDown()
        self.preview = Label("", "body", wrap=True)
        self._list = Label("", "caption", "text.secondary", wrap=True)
        self.take_back = Button(kind="ghost", icon="undo-2")
        self._close, self.save = Button(), Button()
        self.run = Button(kind="primary", icon="git-merge")
        self._lay_out()
        self._connect()
        self.retranslate()
        self._look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, 20)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(6)
        column.addWidget(self._by_key)
        for box in self.keys.values():
            column.addWidget(box)
        for label, choice in (
            (self._by_chance, self.threshold),
            (self._by_value, self.values),
        ):
            column.addSpacing(6)
            column.addWidget(label)
            column.addWidget(choice)
            if choice is self.threshold:
                column.addWidget(self._told)
        column.addSpacing(8)
        column.addWidget(Hairline())
        column.addWidget(self.preview)
        column.addWidget(self._list)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.take_back)
        foot.addStretch()
        for button in (self._close, self.save, self.run):
            foot.addWidget(button)
        column.addSpacing(6)
        column.addLayout(foot)
        self.setFixedWidth(current().px(_WIDTH))

    def _connect(self) -> None:
        for box in self.keys.values():
            box.toggled.connect(lambda _on: self._show())
        for choice in (self.threshold, self.values):
            choice.currentIndexChanged.connect(lambda _at: self._show())
        self.take_back.clicked.connect(lambda _on=False: self.take_back_run())
        self._close.clicked.connect(self.reject)
        self.save.clicked.connect(lambda _on=False: self.keep())
        self.run.clicked.connect(lambda _on=False: self.carry_out())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Matching rules"))
        self.setWindowTitle(_("Matching rules"))
        self._text.setText(
            _("What the rules allow is merged without asking; everything else waits for you. What "
              "you decided yourself always stays.")
        )  # fmt: skip
        self._by_key.setText(_("These suffice when nothing speaks against it"))
        for key, box in self.keys.items():
            box.setText(_("Same {field}").format(field=fields()[key].label))
        self._by_chance.setText(_("So does a probability from"))
        self.threshold.setAccessibleName(_("So does a probability from"))
        self.threshold.set_options(self._thresholds())
        self._by_value.setText(_("Which value stands then"))
        self.values.setAccessibleName(_("Which value stands then"))
        self.values.set_options([(key, _(RULES[key])) for key in POLICIES])
        if self._estimate is not None:
            text = _("Estimated from {threshold} on: precision about {precision}, recall about "
                     "{recall}.")  # fmt: skip
            self._told.setText(
                text.format(
                    threshold=f"{self._estimate.threshold:.0%}",
                    precision=f"{self._estimate.precision:.0%}",
                    recall=f"{self._estimate.recall:.0%}",
                )
            )
        self._told.setVisible(self._estimate is not None)
        self.take_back.setText(_("Take back the last run"))
        self._close.setText(_("Cancel"))
        self.save.setText(_("Save only"))
        self.run.setText(_("Save and carry out"))
        self._show()

    def _thresholds(self) -> list[tuple[str, str]]:
        shares = {0.99, 0.98, 0.97, 0.95, 0.9}
        if self._estimate is not None:
            shares.add(round(self._estimate.threshold, 2))
        sure = sorted((share for share in shares if share < 1), reverse=True)
        return [(_NEVER, _("Never")), *((f"{share:g}", f"{share:.0%}") for share in sure)]

    # -- reading

    def _look(self) -> None:
        def read(reader: Reader) -> Any:
            return policies.policy_of_workspace(reader.workspace)

        self._desk.reads.ask("duplicates.policy", read, done=self._show_policy, owner=self)
        self._desk.jobs.start(
            policies.outlook,
            title=_("Comparing customers"),
            owner=self,
            done=self._receive,
            failed=self._desk.show_problem,
            derived=True,
        )

    def _show_policy(self, found: MatchPolicy) -> None:
        for key, box in self.keys.items():
            box.setChecked(key in found.keys)
        share = _NEVER if found.threshold is None else f"{found.threshold:g}"
        if self.threshold.findData(share) < 0:
            self.threshold.addItem(f"{found.threshold:.0%}", share)
        self.threshold.choose(share)
        self.values.choose(found.values)
        self._show()

    def _receive(self, found: Outlook) -> None:
        self.outlook = found
        self._show()

    # -- what is shown

    def policy(self) -> MatchPolicy:
        """Return the policy as it is chosen."""
        share = self.threshold.key()
        return MatchPolicy(
            tuple(key for key, box in self.keys.items() if box.isChecked()),
            None if share in ("", _NEVER) else float(share),
            next((each for each in POLICIES if each == self.values.key()), POLICIES[0]),
        )

    def _show(self) -> None:
        found = self.outlook
        self.run.setEnabled(found is not None and not self._busy)
        self.save.setEnabled(not self._busy)
        last = found.last_run if found else ()
        self.take_back.setVisible(bool(last))
        self.take_back.setEnabled(not self._busy)
        if found is None:
            self.preview.setText(_("Comparing all customers to see what would change …"))
            self._list.setVisible(False)
            return
        change = found.change(self.policy())
        n, ended = len(change.joined), len(change.ended)
        groups = ngettext("{n} group ({records} records)", "{n} groups ({records} records)", n)
        parts = [groups.format(n=n, records=change.records) if n else _("no group")]
        text = _("Would be merged now: {groups}.").format(groups=parts[0])
        if ended:
            end = ngettext(
                "{n} merge by the former rules would end.",
                "{n} merges by the former rules would end.",
                ended,
            )
            text += " " + end.format(n=ended)
        self.preview.setText(text)
        lines = [self._line(found, group) for group in change.joined[:_SHOWN]]
        if n > _SHOWN:
            lines.append(_("… and {n} more").format(n=n - _SHOWN))
        self._list.setText("\n".join(lines))
        self._list.setVisible(bool(lines))
        self.adjustSize()

    def _line(self, found: Outlook, group: JoinedGroup) -> str:
        heads = [found.names.get(each, ("", "")) for each in group.customers]
        names = dict.fromkeys(name or number for number, name in heads)
        numbers = listed([number for number, _name in heads])
        return f"{' · '.join(names)}  {numbers}  {chance(group.probability)}"

    # -- doing

    def keep(self) -> None:
        """Save the policy without merging."""
        self._start(policies.save_policy, self.policy(), title=_("Saving"), done=self._kept)

    def carry_out(self) -> None:
        """Save the policy and make everything as if it had always been so."""
        self._start(
            partial(copy_first, today=self._desk.today()),
            copies_folder(self._desk),
            "before-rules",
            policies.carry_out,
            self.policy(),
            title=_("Merging"),
            done=self._ran,
        )

    def take_back_run(self) -> None:
        """Undo the last run as one."""
        self._start(policies.take_back_last_run, title=_("Separating"), done=self._taken_back)

    def _start(self, job: Any, *arguments: Any, title: str, done: Any) -> None:
        if self._busy:
            return
        self._busy = True
        self._show()
        self._desk.jobs.start(
            job,
            *arguments,
            title=title,
            owner=self,
            done=done,
            failed=self._failed,
            cancelled=lambda *_at: self._free(),
        )

    def _free(self) -> None:
        self._busy = False
        self._show()

    def _failed(self, problem: Any) -> None:
        self._free()
        self._desk.show_problem(problem)

    def _kept(self, _none: Any) -> None:
        self._desk.toast(_("Matching rules saved."))
        self.accept()

    def _ran(self, run: PolicyRun) -> None:
        text = ngettext(
            "Merged {n} group by the rules.", "Merged {n} groups by the rules.", run.joined
        )
        said = [text.format(n=run.joined)] if run.joined or not run.ended else []
        if run.ended:
            said.append(policies.separated(run.ended))
        changed = run.joined or run.ended
        self._finish(" ".join(said), way_back(self._desk) if changed else None)

    def _taken_back(self, undone: RunUndone) -> None:
        self._finish(" ".join(undone.sentences()))

    def _finish(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self._desk.toast(text, undo)
        self._desk.refresh_data()
        self.carried_out.emit()
        self.accept()


def way_back(desk: Desk) -> Callable[[], None]:
    """Return what undoes the last run."""

    def separate() -> None:
        desk.jobs.start(
            policies.take_back_last_run,
            title=_("Separating"),
            owner=desk,
            done=lambda _count: desk.refresh_data(),
            failed=desk.show_problem,
        )

    return separate
