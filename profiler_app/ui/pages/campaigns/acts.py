"""What can be done with the campaign that is shown; every deed is a job with a way back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from profiler_app.domain.campaign_pages import (
    DECISIONS,
    PROPOSED,
    CampaignView,
    decision_label,
)
from profiler_app.domain.campaign_reports import CampaignResult
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.fields import option_label
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs import campaign_keeping as keeping
from profiler_app.jobs.campaign_export import export_members
from profiler_app.jobs.campaign_margins import keep_campaign_margin, keep_usual_margin
from profiler_app.jobs.campaign_report import write_campaign_report
from profiler_app.jobs.campaign_results import record_outcomes
from profiler_app.jobs.campaign_targets import USUAL_SHARE, CampaignRequest
from profiler_app.jobs.printing import login_name
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.campaigns.popovers import AskMargin, AskOne, ask_segment
from profiler_app.ui.problem_dialog import ask
from profiler_app.ui.written_reports import WrittenReports

if TYPE_CHECKING:
    from profiler_app.ui.pages.campaigns.page import CampaignsPage

_TABLES = "(*.xlsx *.csv)"


class CampaignActs(QObject):
    """Belongs to the page."""

    def __init__(self, desk: Desk, page: CampaignsPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._written = WrittenReports(desk.preferences, desk.path)

    @property
    def view(self) -> CampaignView:
        """The campaign that is shown."""
        view = self._page.one.view
        assert view is not None
        return view

    @property
    def _report(self) -> str:
        return f"campaign-{self.view.line.id}"

    def below(self, anchor: QWidget) -> QPoint:
        """Return the place under a button."""
        return anchor.mapToGlobal(QPoint(0, anchor.height() + 4))

    def menu(self) -> QMenu:
        """Return what can be done beside the buttons."""
        menu = self._menu()
        menu.addAction(_("Export the target group…"), partial(self._ask_export, ("treat",)))
        menu.addAction(_("Export the target group with telephone numbers…"), self._ask_clear)
        menu.addAction(_("Export all members…"), partial(self._ask_export, ("treat", "control")))
        menu.addAction(_("Import outcomes…"), self._ask_import)
        for path in self._written.again(self._report, self._desk.today()):
            text = _("Write again with new data: {file}").format(file=path.name)
            menu.addAction(text, partial(self.write_report, path))
        menu.addSeparator()
        menu.addAction(_("Delete the campaign"), self.delete)
        return menu

    def decisions(self) -> QMenu:
        """Return what can be decided, the one that follows from the verdict marked."""
        menu, view = self._menu(), self.view
        verdict = "" if view.result is None else view.result.conversion.verdict
        for decision in DECISIONS:
            text = decision_label(decision)
            if decision == PROPOSED.get(verdict):
                text = _("{decision} (proposed)").format(decision=text)
            menu.addAction(text, partial(self.close_with, decision))
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # -- files

    def _ask_export(self, arms: tuple[str, ...], *, in_clear: bool = False) -> None:
        path, _filter = QFileDialog.getSaveFileName(
            self._page, _("Export"), f"{self.view.line.name}.xlsx", f"{_('Tables')} {_TABLES}"
        )
        if path:
            self.export(arms, Path(path), in_clear=in_clear)

    def _ask_clear(self) -> None:
        ask(
            self._page.window(),
            _("Telephone numbers leave the encrypted file"),
            _("Whoever has the file can read the numbers. Keep it only as long as needed; who "
              "exported, when and why stands in the file and in the audit trail."),
            _("Export in clear"),
            partial(self._ask_export, ("treat",), in_clear=True),
        )  # fmt: skip

    def export(self, arms: tuple[str, ...], path: Path, *, in_clear: bool = False) -> None:
        """Write members into a file, with room for what happened to them."""
        done = _("Written to {file}.").format(file=path.name)
        reason = ExportReason("contact", login_name(), self._desk.today(), in_clear)
        self._start(export_members, self.view.line.name, arms, path, reason=reason,
                    title=_("Exporting"),
                    done=lambda _n: self._desk.toast(done))  # fmt: skip

    def ask_report(self) -> None:
        """Ask for a file and write the report into it."""
        day = self._desk.today().isoformat()
        name = _("{name} {day}").format(name=self.view.line.name.replace("/", "-"), day=day)
        path, _filter = QFileDialog.getSaveFileName(
            self._page, _("Export report"), f"{name}.pdf", "PDF (*.pdf);;Excel (*.xlsx)"
        )
        if path:
            self.write_report(Path(path))

    def write_report(self, path: Path) -> None:
        """Write the report, as PDF or as a workbook, and remember where it is."""
        report = self._report

        def done(_none: None) -> None:
            self._written.note(report, path, self._desk.today())
            self._desk.toast(_("Written to {file}.").format(file=path.name))

        self._start(write_campaign_report, self.view.line.name, path, today=self._desk.today(),
                    title=_("Writing the report"), done=done)  # fmt: skip

    def _ask_import(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self._page, _("Import outcomes"), "", f"{_('Tables')} (*.xlsx *.xls *.csv *.txt)"
        )
        if path:
            self.bring_outcomes(Path(path))

    def bring_outcomes(self, path: Path) -> None:
        """Record the outcomes a file tells."""
        self._start(record_outcomes, self.view.line.name, path, today=self._desk.today(),
                    title=_("Reading outcomes"), done=self._brought)  # fmt: skip

    def _brought(self, found: CampaignResult) -> None:
        text = ngettext("{n} outcome recorded", "{n} outcomes recorded", found.recorded)
        said = text.format(n=f"{found.recorded:,}")
        if found.strangers:
            other = ngettext("{n} line names nobody of the campaign",
                             "{n} lines name nobody of the campaign", found.strangers)  # fmt: skip
            said = f"{said} · {other.format(n=f'{found.strangers:,}')}"
        self._done(said, found.operation)

    # -- changing

    def answer(self, member: int, result: str) -> None:
        """Record what came of contacting a member."""
        row = next(each for each in self.view.members if each.id == member)
        said = _("{name}: {result}").format(name=row.name, result=option_label("outcome", result))
        self._start(keeping.log_results, self.view.line.name, (member,), result,
                    by=login_name(), today=self._desk.today(),
                    done=partial(self._done, said))  # fmt: skip

    def close_with(self, decision: str) -> None:
        """Close the campaign with a decision."""
        said = _("“{name}” is finished: {decision}.").format(
            name=self.view.line.name, decision=decision_label(decision)
        )
        self._start(keeping.close_campaign, self.view.line.name, decision, by=login_name(),
                    done=partial(self._done, said))  # fmt: skip

    def delete(self) -> None:
        """Delete the campaign; the contacts stay."""
        name = self.view.line.name
        self._start(keeping.delete_campaign, name, title=_("Deleting"),
                    done=partial(self._deleted, name))  # fmt: skip

    def _deleted(self, name: str, operation: int) -> None:
        self._page.show_list()
        self._done(_("Campaign “{name}” deleted.").format(name=name), operation)

    def ask_margin(self, anchor: QWidget) -> AskMargin:
        """Ask for the share of sales that is earned."""
        form = AskMargin(self._page, self.view.margin, self.view.own_margin)
        form.given.connect(lambda margin: self.keep_margin(margin, form.scope.key()))
        form.show_below(anchor, align_right=True)
        form.editor.setFocus()
        return form

    def keep_margin(self, margin: float | None, scope: str) -> None:
        """Reckon with a margin from now on: ``one`` campaign, or ``all`` without their own."""
        if scope == "all":
            self._start(keep_usual_margin, margin,
                        done=lambda _none: self._desk.data_changed.emit())  # fmt: skip
            return
        said = _("The campaign has no margin of its own any more.")
        if margin is not None:
            said = _("Margin of this campaign: {n}%").format(n=f"{100 * margin:g}")
        self._start(keep_campaign_margin, self.view.line.name, margin,
                    done=partial(self._done, said))  # fmt: skip

    def ask_segment(self, anchor: QWidget) -> AskOne:
        """Ask for the name of a segment of the members in sight."""
        which = self._page.one.which
        form = ask_segment(self._page, f"{self.view.line.name} {which.key()}")
        form.given.connect(self.keep_segment)
        form.show_below(anchor, align_right=True)
        form.editor.selectAll()
        form.editor.setFocus()
        return form

    def keep_segment(self, segment: str) -> None:
        """Keep the members in sight as a segment."""
        customers = [each.customer for each in self._page.one.listed()]
        said = _("Segment “{name}” saved.").format(name=segment)
        self._start(keeping.keep_members, self.view.line.name, customers, segment,
                    today=self._desk.today(), done=partial(self._done, said))  # fmt: skip

    def _start(self, job: Any, *arguments: Any, done: Any, title: str = "", **named: Any) -> None:
        self._desk.jobs.start(
            job,
            *arguments,
            title=title or _("Saving"),
            owner=self,
            done=done,
            failed=self._desk.show_problem,
            **named,
        )

    def _done(self, said: str, operation: int | None) -> None:
        self._desk.toast(said, operation)
        self._desk.data_changed.emit()

    # -- the next one

    def request_like(self, view: CampaignView) -> CampaignRequest:
        """Return a request for another campaign like this one, from today on."""
        by_segment = bool(view.segment)
        return CampaignRequest(
            name=view.line.name,
            segment=view.segment,
            where="" if by_segment else view.rule,
            control_share=view.control_share or USUAL_SHARE,
            window_days=view.line.window_days,
            goal=view.goal,
            offer=view.offer,
            channel=view.line.channel,
            cost=view.line.cost,
            margin=view.own_margin,
        )
