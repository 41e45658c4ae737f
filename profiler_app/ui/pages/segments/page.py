"""The page of segments: which groups exist, where the money is, who moved."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.segmentation import RfmOverview, Tiers
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.desk import Desk
from profiler_app.ui.figures_export import ask_export
from profiler_app.ui.pages.segments.cluster_tab import ClusterTab
from profiler_app.ui.pages.segments.edges_form import EdgesForm
from profiler_app.ui.pages.segments.effort_tab import EffortTab
from profiler_app.ui.pages.segments.life import LifeTab
from profiler_app.ui.pages.segments.market_tab import MarketTab
from profiler_app.ui.pages.segments.mine import SavedTab
from profiler_app.ui.pages.segments.parts import FootBar, TabBar, TitleBar
from profiler_app.ui.pages.segments.rfm_tab import RfmTab
from profiler_app.ui.pages.segments.tiers_form import TiersForm, read_tiers
from profiler_app.ui.widgets.empty_state import EmptyState


class SegmentsPage(QWidget):
    """Tabs over one stack; a tab reads when it is first shown and when the data changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title, self.bar, self.foot = TitleBar(), TabBar(), FootBar()
        self.rfm = RfmTab(desk)
        self.clusters, self.saved, self.market = ClusterTab(desk), SavedTab(desk), MarketTab(desk)
        self.life, self.effort = LifeTab(desk), EffortTab(desk)
        self._tabs: dict[str, Any] = {
            "rfm": self.rfm,
            "clusters": self.clusters,
            "saved": self.saved,
            "life": self.life,
            "market": self.market,
            "effort": self.effort,
        }
        self._stale = set(self._tabs)
        self._empty = EmptyState("shopping-bag", "")
        self._no_purchases = False
        self._tiers_anchor: QWidget = self.title.tiers
        self.stack = QStackedWidget()
        for tab in (*self._tabs.values(), self._empty):
            self.stack.addWidget(tab)
        self._import = self._empty.add_button("", lambda: desk.open_import(), kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.title, self.bar):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.bar.tabs.chosen.connect(self.show_tab)
        self.bar.colouring.chosen.connect(self.rfm.colour_by)
        self.title.rules.clicked.connect(self._ask_edges)
        self.title.tiers.clicked.connect(self._ask_tiers)
        self.title.export.clicked.connect(self._ask_export)
        self.title.new.clicked.connect(self.saved.ask_new)
        self.title.again.clicked.connect(lambda: self.clusters.find_groups())
        self.title.adopt.clicked.connect(lambda: self.clusters.ask_names(self.title.adopt))
        self.rfm.loaded.connect(self._rfm_loaded)
        self.life.loyalty.tiers_asked.connect(self._ask_tiers_below)
        for tab in (self.clusters, self.saved, self.market, self.life, self.effort):
            tab.loaded.connect(lambda _answer: self._show_tab())
        self._desk.data_changed.connect(self._data_changed)

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.retranslate()
        self.bar.retranslate(
            [
                ("rfm", "RFM"),
                ("clusters", _("Clusters")),
                ("saved", _("My segments")),
                ("life", _("Lifecycle")),
                ("market", _("Company market")),
                ("effort", pgettext("segments tab", "Effort")),
            ]
        )
        self._import.setText(_("Import orders"))
        for tab in self._tabs.values():
            tab.retranslate()
        self.rfm.colour_by(self.bar.colouring.key())
        self._show_tab()

    def activated(self) -> None:
        """Read what was not read yet, and give the focus to what had it last."""
        self._read()
        tab = self._tabs[self.tab]
        (tab.focusWidget() or tab).setFocus()

    def search_focus(self) -> None:
        """There is nothing to search for here."""

    def escape(self) -> bool:
        """Let the selection go."""
        return bool(self._tabs[self.tab].escape())

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 goes through."""
        return [self.title, self.bar, self.stack]

    # -- tabs

    @property
    def tab(self) -> str:
        """The key of the tab that is shown."""
        return self.bar.tabs.key()

    def show_tab(self, key: str) -> None:
        """Show a tab."""
        self.bar.tabs.choose(key)
        self._read()
        self._show_tab()

    def _read(self) -> None:
        if self.tab in self._stale:
            self._stale.discard(self.tab)
            self._tabs[self.tab].reload()

    def _data_changed(self) -> None:
        self._stale = set(self._tabs)
        if self.isVisible():
            self._read()

    def _show_tab(self) -> None:
        tab = self.tab
        scored = tab == "rfm" and self.rfm.overview is not None and not self._no_purchases
        grouped = tab == "clusters" and self.clusters.view is not None
        self.title.rules.setVisible(scored)
        self.title.tiers.setVisible(tab in ("rfm", "saved"))
        self.bar.show_colouring(shown=scored and not self.rfm.is_other_scheme())
        self.title.again.setVisible(grouped)
        self.title.adopt.setVisible(grouped and self.clusters.can_be_adopted())
        self.title.new.setVisible(tab in ("rfm", "saved") and (scored or bool(self.saved.segments)))
        listed = (tab == "saved" and self.saved.segments) or (
            tab == "market" and self.market.market is not None and self.market.market.companies
        )
        spent = tab == "effort" and self.effort.matrix is not None and self.effort.matrix.tiers
        lived = tab == "life" and self.life.can_export()
        self.title.export.setVisible(bool(scored or grouped or listed or lived or spent))
        self.bar.note.setText(self.clusters.note() if grouped else "")
        empty = tab == "rfm" and self._no_purchases
        self._empty.set_message(
            _("Nobody has bought anything yet"),
            _("RFM scores when, how often and for how much people buy. Import orders, then the "
              "groups appear here."),
        )  # fmt: skip
        self.stack.setCurrentWidget(self._empty if empty else self._tabs[tab])
        self._show_foot()

    def _rfm_loaded(self, answer: RfmOverview | UserProblem) -> None:
        self._no_purchases = isinstance(answer, UserProblem)
        self._show_tab()

    def _show_foot(self) -> None:
        count, left, right = "", "", ""
        overview = self.rfm.overview
        if self.tab == "rfm" and overview is not None and not self._no_purchases:
            n = overview.scored
            count = ngettext("{n} buyer", "{n} buyers", n).format(n=f"{n:,}")
            day = _("As of {day}").format(day=overview.as_of)
            left = " · ".join([day, *_reasons(overview)])
            right = _("{n} ms").format(n=round(overview.seconds * 1000))
        elif self.tab == "clusters":
            left, right = self.clusters.foot()
        elif self.tab == "saved" and self.saved.segments:
            count = f"{len(self.saved.segments):,}"
            left = _("Every rule is evaluated on this machine whenever the data changes")
        elif self.tab == "market" and self.market.market is not None:
            n = self.market.market.companies
            count = ngettext("{n} company", "{n} companies", n).format(n=f"{n:,}")
        self.title.count.setText(count)
        self.foot.left.setText(left)
        self.foot.right.setText(right)

    # -- thresholds and export

    def _ask_edges(self) -> None:
        if self.rfm.overview is not None:
            form = EdgesForm(self._desk, self.rfm.overview, self)
            form.show_below(self.title.rules, align_right=True)

    def _ask_tiers(self) -> None:
        self._ask_tiers_below(self.title.tiers)

    def _ask_tiers_below(self, anchor: QWidget) -> None:
        self._tiers_anchor = anchor
        self._desk.reads.ask(
            "segments.own tiers",
            read_tiers,
            done=self._show_tiers,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _show_tiers(self, saved: Tiers | None) -> None:
        self.show_tiers(saved)

    def show_tiers(self, saved: Tiers | None) -> TiersForm:
        """Open the form of the tiers that are in force, or of new ones."""
        form = TiersForm(self._desk, saved, self)
        form.show_below(self._tiers_anchor, align_right=True)
        (form.figure if saved else form.names[0]).setFocus()
        return form

    def _ask_export(self) -> None:
        name, headers, rows = self._tabs[self.tab].exported()
        counted = {_("Customers"), pgettext("figures", "Customers")}
        places = [at for at, header in enumerate(headers) if header in counted]
        ask_export(self, self._desk, name, headers, rows, places[0] if places else None)


def _reasons(overview: RfmOverview) -> list[str]:
    """Say who takes no part, and why."""
    told = []
    n = overview.not_scored
    if n["no_purchase"]:
        text = ngettext("{n} not scored, has never bought", "{n} not scored, have never bought",
                        n["no_purchase"])  # fmt: skip
        told.append(text.format(n=f"{n['no_purchase']:,}"))
    if n["banking"]:
        text = ngettext("{n} not scored, a banking customer", "{n} not scored, banking customers",
                        n["banking"])  # fmt: skip
        told.append(text.format(n=f"{n['banking']:,}"))
    if n["withheld"]:
        text = ngettext("{n} did not allow profiling", "{n} did not allow profiling",
                        n["withheld"])  # fmt: skip
        told.append(text.format(n=f"{n['withheld']:,}"))
    return told
