"""The queue of records that may be one customer, and what a pair looks like side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from profiler_app.domain.fields import find_field, option_label
from profiler_app.domain.matching import Evidence, MatchPair, MatchReport
from profiler_app.domain.merging import MergePlan
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.deduplicating import match_customers
from profiler_app.jobs.entries import can_be_typed
from profiler_app.jobs.importing.showing import label_of, shown
from profiler_app.jobs.merging.answers import Estimate, answers, estimate
from profiler_app.jobs.merging.planning import plan_merge
from profiler_app.store.merging import never_pairs
from profiler_app.store.workspace import Workspace

_LATER = "duplicates.later"
_PURPOSES = {"marketing": "consent_marketing", "profiling": "consent_profiling"}
_JOINED = ("order_line", "account", "interaction", "feedback", "task", "manual_tag", "relation")


@dataclass(frozen=True, slots=True)
class Group:
    """Records (ids, the oldest first) that may be one customer, and why; ``later``: put off."""

    customers: tuple[int, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    probability: float
    evidence: tuple[Evidence, ...]
    later: bool = False

    @property
    def household(self) -> bool:
        """Whether it is mainly a shared way of contact that speaks for one customer."""
        speaking = {each.field for each in self.evidence if each.bits > 0}
        return bool(speaking) and speaking <= {"mobile", "phone", "address", "email", "wechat_id"}


@dataclass(frozen=True, slots=True)
class Review:
    """The queue, the surest first, and how good the comparison is by the answers so far."""

    groups: tuple[Group, ...]
    estimate: Estimate


def review(progress: Progress, workspace: Workspace) -> Review:
    """Compare all customers and return who may be the same; nothing is written.

    Pairs said to be different are left out; groups are what sure pairs join.
    """
    report = match_customers(Part(progress, 0.0, 0.95), workspace)
    never = never_pairs(workspace.connection)
    pairs = [pair for pair in report.pairs if pair.decision != "weak" and _ids(pair) not in never]
    put_off = {tuple(numbers) for numbers in later(workspace)}
    groups = [_group(report, ids, found, put_off) for ids, found in _grouped(pairs, never)]
    groups.sort(key=lambda group: (-group.probability, group.customers))
    told = estimate(
        [pair.probability for pair in report.pairs], answers(workspace), report.threshold
    )
    return Review(tuple(groups), told)


def _ids(pair: MatchPair) -> tuple[int, int]:
    return min(pair.a, pair.b), max(pair.a, pair.b)


def _grouped(
    pairs: Sequence[MatchPair], never: set[tuple[int, int]]
) -> Iterable[tuple[tuple[int, ...], list[MatchPair]]]:
    """Yield what sure pairs join, unless somebody said that two of them differ; then the rest."""
    clusters = _clusters(pair for pair in pairs if pair.match)
    whole = [
        ids for ids in clusters if not any(one in ids and other in ids for one, other in never)
    ]
    inside = {customer: ids for ids in whole for customer in ids}
    kept: dict[tuple[int, ...], list[MatchPair]] = {ids: [] for ids in whole}
    for pair in pairs:
        ids = inside.get(pair.a)
        if ids is not None and pair.b in ids:
            kept[ids].append(pair)
        else:
            kept[_ids(pair)] = [pair]
    return kept.items()


def _clusters(pairs: Iterable[MatchPair]) -> list[tuple[int, ...]]:
    joined: dict[int, set[int]] = {}
    for pair in pairs:
        both = joined.get(pair.a, {pair.a}) | joined.get(pair.b, {pair.b})
        for customer in both:
            joined[customer] = both
    return sorted({tuple(sorted(ids)) for ids in joined.values()})


def _group(
    report: MatchReport,
    ids: tuple[int, ...],
    pairs: Sequence[MatchPair],
    put_off: set[tuple[str, ...]],
) -> Group:
    strongest: dict[tuple[str, str], Evidence] = {}
    for pair in pairs:
        for each in pair.evidence:
            known = strongest.get((each.field, each.verdict))
            if known is None or abs(each.bits) > abs(known.bits):
                strongest[each.field, each.verdict] = each
    names = [report.names.get(each, (f"#{each}", "")) for each in ids]
    numbers = tuple(number for number, _name in names)
    return Group(
        ids,
        numbers,
        tuple(name or number for number, name in names),
        min(pair.probability for pair in pairs),
        tuple(sorted(strongest.values(), key=lambda each: -each.bits)),
        tuple(sorted(numbers)) in put_off,
    )


# -- later


def later(workspace: Workspace) -> list[list[str]]:
    """Return the groups (numbers, sorted) somebody wants to look at another time."""
    found: list[list[str]] = workspace.setting(_LATER, [])
    return found


def put_off(
    progress: Progress, workspace: Workspace, numbers: Sequence[str], *, later_on: bool
) -> None:
    """Put a group off, or take it up again."""
    progress.step(0.0, "")
    wanted = sorted(numbers)
    kept = [each for each in later(workspace) if each != wanted]
    with workspace.writing():
        workspace.put_setting(_LATER, [*kept, wanted] if later_on else kept)


# -- side by side


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A line of the table: a field with a choice, one all agree on, or rows that are joined.

    ``cells`` and ``result`` are texts for reading (None: empty); ``chosen`` the place of the value
    that stands; ``typed``: the result can be written over; ``note`` says the rule or to look.
    """

    key: str
    label: str
    kind: str
    cells: tuple[str | None, ...]
    chosen: int | None
    result: str
    note: str
    doubtful: bool = False
    typed: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Records side by side, what becomes of them, and the plan behind it."""

    plan: MergePlan
    rows: tuple[CompareRow, ...]


def compare(
    workspace: Workspace,
    customers: Sequence[int],
    *,
    today: date,
    take: Mapping[str, int] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Comparison:
    """Return some records side by side, with the choices made so far."""
    plan = plan_merge(workspace, customers, today=today, take=take, values=values)
    currency = workspace.settings.currency
    fields = [_field_row(plan, each, currency) for each in plan.fields]
    fields.sort(key=lambda row: (row.kind != "choice", row.key != "name"))
    consents = [
        CompareRow(
            f"consent:{purpose}",
            label_of(_PURPOSES.get(purpose, purpose)),
            "fixed",
            tuple(state and option_label("consent_state", state) for state in states),
            None,
            option_label("consent_state", result),
            _("stricter wins") if len(set(states)) > 1 else "",
        )
        for purpose, (states, result) in plan.consents.items()
    ]
    joined = [_joined(table, plan.joined[table]) for table in _JOINED if table in plan.joined]
    return Comparison(plan, (*fields, *consents, *joined))


def _field_row(plan: MergePlan, each: Any, currency: str) -> CompareRow:
    def text(value: Any) -> str:
        return "—" if value is None else shown(each.field, value, currency)

    cells = tuple(None if cell is None else text(cell.value) for cell in each.cells)
    sources = tuple(
        "" if cell is None else " · ".join(part for part in (cell.source, cell.day) if part)
        for cell in each.cells
    )
    field = find_field(each.field)
    choice = each.differs or each.rule in ("chosen", "typed")
    note = _("please check") if each.doubtful else each.why if choice else ""
    return CompareRow(
        each.field,
        label_of(each.field),
        "choice" if choice else "same",
        cells,
        each.chosen,
        text(each.value),
        note,
        each.doubtful,
        field is not None and can_be_typed(field),
        sources,
    )


def _joined(table: str, counts: Sequence[int]) -> CompareRow:
    labels = {
        "order_line": _("Order lines"),
        "account": _("Accounts"),
        "interaction": _("Contacts so far"),
        "feedback": _("Feedback"),
        "task": _("Tasks"),
        "manual_tag": _("Tags by hand"),
        "relation": _("Relations"),
    }
    texts = tuple(f"{count:,}" if count else None for count in counts)
    note = _("all kept") if table not in ("manual_tag", "relation") else _("what is double, once")
    return CompareRow(table, labels[table], "joined", texts, None, f"{sum(counts):,}", note)


def count_text(group: Group) -> str:
    """Return how many records a group has, in words."""
    n = len(group.customers)
    return ngettext("{n} record", "{n} records", n).format(n=n)
