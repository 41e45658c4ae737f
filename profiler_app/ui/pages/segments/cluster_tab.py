"""The tab of clusters: cards, the choice of their number, a map, what sets each apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import NoGroups, UserProblem
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.models import Algorithm, ClusterParameters
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments import adopted as adopting
from profiler_app.jobs.segments.grouping import (
    SEED,
    find_groups,
    offered_choices,
    offered_fields,
    usual_fields,
)
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.adopt_form import AdoptForm
from profiler_app.ui.pages.segments.algorithm_words import algorithm_label
from profiler_app.ui.pages.segments.cluster_results import ClusterResults
from profiler_app.ui.pages.segments.field_choice import FieldChoice
from profiler_app.ui.pages.segments.wording import percent
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.empty_state import EmptyState

_ANYWAY = 4


class ClusterTab(QWidget):
    """``loaded`` follows every change of what is shown."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.view: ClusterView | None = None
        self._in_force: adopting.Adopted | None = None
        self._names: tuple[str, ...] = ()
        self._offered: list[Field] = []
        self.algorithm: Algorithm = "kmeans"
        self._usual: tuple[list[str], list[str]] = ([], [])
        self._choices: list[Field] = []
        self._run: int | None = None
        self._found_in: int | None = None
        self._problem = Band("warning", "")
        self._anyway = self._problem.add_button("", lambda: self.find_groups(k=_ANYWAY))
        self._moved = Band("neutral", "")
        self._stale = Band("neutral", "")
        self._anew = self._stale.add_button("", lambda: self.find_groups())
        self._empty = EmptyState("chart-pie", "")
        self._start = self._empty.add_button("", self.find_groups, kind="primary")
        self._pick = self._empty.add_button("", lambda: self._choose_fields(self._pick))
        self.results = ClusterResults(desk)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._problem)
        whole.addWidget(self._stale)
        whole.addWidget(self._moved)
        whole.addWidget(self.results, 1)
        whole.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.results.tried.connect(self._try)
        self.results.opened.connect(self._open)
        self.results.kept.connect(self._keep)
        self.results.algorithm.activated.connect(lambda _at: self._choose_algorithm())
        self.results.change.clicked.connect(lambda: self._choose_fields(self.results.change))

    def _count(self) -> int:
        return len(self.view.groups) if self.view is not None else 0

    # -- finding

    def reload(self) -> None:
        """Learn which groups are in force and which fields there are."""
        self._desk.reads.ask(
            "segments.clusters", _what_there_is, done=self._receive_state, owner=self
        )

    def _receive_state(self, found: _State) -> None:
        self._in_force, self._offered, self._usual = found.in_force, found.offered, found.usual
        self._run, self._choices = found.run, found.choices
        if self.view is not None and self._found_in is None:
            self._found_in = found.run
        self._show()

    def find_groups(self, names: Sequence[str] = (), k: int | None = None) -> None:
        """Find groups; nothing is saved."""
        shown = () if self.view is None else (*self.view.fields, *self.view.choices)
        kept = tuple(names) or shown
        self._start.setEnabled(False)
        self._empty.set_message(
            _("Looking for groups"), _("You can go on working; the groups appear here.")
        )
        self._desk.jobs.start(
            find_groups,
            names=kept,
            k=k,
            algorithm=self.algorithm,
            title=_("Finding groups of customers"),
            owner=self,
            done=self._receive,
            failed=self._failed,
            cancelled=self._show,
        )

    def _try(self, k: int) -> None:
        if self.view is not None and 2 <= k <= 8 and k != self._count():
            self.find_groups(k=k)

    def _choose_algorithm(self) -> None:
        chosen = cast("Algorithm", self.results.algorithm.key())
        if chosen != self.algorithm:
            new = "mixed" in (chosen, self.algorithm)
            self.algorithm = chosen
            self.find_groups(self._usual[chosen == "mixed"] if new else ())

    def _receive(self, view: ClusterView) -> None:
        self.view, self._found_in = view, None
        self._problem.hide()
        self._show()
        self.reload()

    def _failed(self, problem: UserProblem) -> None:
        self._problem.set_message(_("No groups could be found"), str(problem))
        if self.view is not None and not isinstance(problem, NoGroups):
            self.algorithm = self.view.parameters.algorithm
        self._show()
        self.results.algorithm.choose(self.algorithm)
        self._anyway.setVisible(isinstance(problem, NoGroups) and self.algorithm != "density")
        self._problem.show()

    def ask_names(self, anchor: QWidget) -> AdoptForm | None:
        """Let the groups be named, then put them in force."""
        if self.view is None:
            return None
        form = AdoptForm(self.view, self)
        form.chosen.connect(self.adopt)
        form.show_below(anchor, align_right=True)
        return form

    def adopt(self, names: Sequence[str]) -> None:
        """Put the groups shown in force under these names."""
        assert self.view is not None
        self._desk.jobs.start(
            adopting.adopt,
            tuple(names),
            self.view.parameters,
            title=_("Saving"),
            owner=self,
            done=self._adopted,
            failed=self._desk.show_problem,
        )

    def _adopted(self, operation: int) -> None:
        self._desk.toast(_("Groups adopted. Filters know them as “Cluster”."), operation)
        self._desk.data_changed.emit()

    def is_in_force(self) -> bool:
        """Return whether the groups shown are the ones in force."""
        return (
            self.view is not None
            and self._in_force is not None
            and _same(self._in_force.parameters, self.view.parameters)
        )

    def can_be_adopted(self) -> bool:
        """Return whether there are groups with centres that are not in force yet."""
        if self.view is None or self.view.parameters.algorithm == "density":
            return False
        return not self.is_in_force()

    def is_stale(self) -> bool:
        """Return whether features were computed again since the groups were found."""
        return self.view is not None and self._found_in not in (None, self._run)

    def _choose_fields(self, anchor: QWidget) -> None:
        mixed = self.algorithm == "mixed"
        shown = (*self.view.fields, *self.view.choices) if self.view is not None else ()
        on = shown or tuple(self._usual[mixed])
        offered = [*self._offered, *self._choices] if mixed else self._offered
        choice = FieldChoice(offered, on, self)
        choice.chosen.connect(self.find_groups)
        choice.show_below(anchor)

    # -- showing

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._start.setText(_("Find groups"))
        self._pick.setText(_("Choose fields"))
        self._stale.set_message(
            _("The data has changed since these groups were found."),
            _("Shares and sizes are those of that time. Nothing is lost: find the groups again, "
              "or go on with these."),
        )  # fmt: skip
        self._anew.setText(_("Find groups again"))
        self._anyway.setText(_("Find {k} groups anyway").format(k=_ANYWAY))
        self.results.retranslate()
        self._show()

    def _show(self) -> None:
        view = self.view
        self._start.setEnabled(True)
        self._empty.set_message(
            _("Groups of similar customers"),
            _("k-means looks for customers that resemble each other in a few figures, such as how "
              "often and how much they buy. It takes some seconds and changes nothing."),
        )  # fmt: skip
        self._problem.setVisible(False)
        self._stale.setVisible(self.is_stale())
        self._empty.setVisible(view is None)
        self.results.setVisible(view is not None)
        if view is not None:
            kept = self._in_force.names if self.is_in_force() and self._in_force else None
            self._names = kept or view.names
            self.results.show_view(view, self._names, in_force=self.is_in_force())
        self._show_moved(view)
        self.loaded.emit(view)

    def _show_moved(self, view: ClusterView | None) -> None:
        """Say how these groups continue those in force."""
        moved = None if view is None or self.is_in_force() else view.moved
        self._moved.setVisible(moved is not None)
        if view is not None and moved is not None:
            n = sum(bool(name) for name in view.known_as)
            text = _("{n} of {k} groups continue groups in force and keep their names")
            self._moved.set_message(
                text.format(n=n, k=len(view.groups)),
                _("{share} of the customers would change group.").format(share=percent(moved)),
            )

    def foot(self) -> tuple[str, str]:
        """Return what stands in the status bar."""
        if self.view is None:
            if self._in_force is None:
                return "", ""
            return _("In force: {names}").format(names=listed(self._in_force.names)), ""
        n = self.view.members
        told = ngettext("{n} customer grouped", "{n} customers grouped", n).format(n=f"{n:,}")
        out = self.view.left_out
        left = ngettext("{n} left out, too few known figures",
                        "{n} left out, too few known figures", out)  # fmt: skip
        scaled = _("figures scaled, extremes cut at 1% and 99%")
        seconds = _("{n} s").format(n=f"{self.view.seconds:.1f}")
        return " · ".join([told, left.format(n=f"{out:,}"), scaled]), seconds

    def note(self) -> str:
        """Return how the groups were found."""
        name = algorithm_label(self.view.parameters.algorithm if self.view else self.algorithm)
        return _("{algorithm} · random seed {seed}").format(algorithm=name, seed=SEED)

    # -- what one does with a group

    def _open(self, at: int) -> None:
        name = self._names[at]
        self._desk.open_list(self._rule(at), name)

    def _rule(self, at: int) -> str:
        """Return the rule of a group: by name once it is in force, else the one that reproduces."""
        if self.is_in_force() or self.view is None or not self.view.rules:
            return adopting.cluster_rule(self._names[at])
        return self.view.rules[at].rule

    def _keep(self, at: int) -> None:
        name = self._names[at]
        done = _("Saved as the segment “{name}”.").format(name=name)
        if not self.is_in_force() and self.view is not None and self.view.rules:
            right = percent(self.view.rules[at].accuracy)
            done = f"{done} {_('The rule is right about {share} of all.').format(share=right)}"

        def tell(operation: int) -> None:
            self._desk.toast(done, operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            save_segment,
            None,
            name,
            self._rule(at),
            title=_("Saving"),
            owner=self,
            done=tell,
            failed=self._desk.show_problem,
        )

    def escape(self) -> bool:
        """There is nothing to let go."""
        return False

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows: one for each group."""
        assert self.view is not None
        labels = [fields()[name].label for name in self.view.fields]
        headers = [
            _("Group"),
            pgettext("figures", "Customers"),
            _("Share"),
            _("Share of sales"),
            *labels,
        ]
        rows = [
            [
                name,
                group.customers,
                round(group.share, 4),
                None if group.sales_share is None else round(group.sales_share, 4),
                *(
                    _raw(field, value)
                    for field, value in zip(self.view.fields, group.typical, strict=True)
                ),
            ]
            for name, group in zip(self._names, self.view.groups, strict=True)
        ]
        return _("clusters"), headers, rows


def _raw(name: str, value: float | None) -> float | None:
    return value / 100 if value is not None and fields()[name].kind == "money" else value


def _same(one: ClusterParameters, other: ClusterParameters) -> bool:
    return one.centres == other.centres and one.scaling == other.scaling


class _State(NamedTuple):
    """What the file says about groups: those in force, what they can be built on, the last run."""

    in_force: adopting.Adopted | None
    offered: list[Field]
    usual: tuple[list[str], list[str]]
    choices: list[Field]
    run: int | None


def _what_there_is(reader: Reader) -> _State:
    in_force = adopting.adopted(reader.workspace.connection)
    run = adopting.last_run_number(reader.workspace.connection)
    source = reader.source
    usual = usual_fields(source, "kmeans"), usual_fields(source, "mixed")
    return _State(in_force, offered_fields(source), usual, offered_choices(source), run)
