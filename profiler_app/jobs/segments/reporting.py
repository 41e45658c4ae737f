"""RFM and clusters over the whole workspace, as reports that change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from profiler_app.analysis.clusters import BANK_FIELDS, NUMERIC, TRADE_FIELDS, find_clusters
from profiler_app.analysis.rfm import RfmRun, rfm_m1, rfm_quantile
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import find_field
from profiler_app.domain.models import RFM_GROUPS, Cluster, KChoice
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.tags import built_in_tags
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.facts import facts_by_block
from profiler_app.store.customers import customer_ids, file_keys
from profiler_app.store.workspace import Workspace

Scheme = Literal["m1", "quantile"]
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class RfmRow:
    """One buyer: the key his file used, raw values (money in minor units), scores, group."""

    customer: str
    recency_days: int
    frequency: int
    monetary: int
    recency_score: int
    frequency_score: int
    monetary_score: int
    segment: str


@dataclass(frozen=True, slots=True)
class RfmReport:
    """The scores of all buyers and the edges between scores (money in minor units)."""

    rows: tuple[RfmRow, ...]
    edges: dict[str, tuple[float, ...]]
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClusterReport:
    """Groups of customers: ``labels[i]`` is the group of the customer with key ``members[i]``.

    ``curve`` says how good every number of groups that was tried is.
    """

    fields: tuple[str, ...]
    groups: tuple[Cluster, ...]
    curve: tuple[KChoice, ...]
    members: tuple[str, ...]
    labels: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        members = [
            {"customer": key, "group": group}
            for key, group in zip(self.members, self.labels, strict=True)
        ]
        return {
            "k": len(self.groups),
            "fields": list(self.fields),
            "groups": [{"name": group.name, **asdict(group)} for group in self.groups],
            "curve": [asdict(choice) for choice in self.curve],
            "customers": members,
        }


def rfm(
    progress: Progress,
    workspace: Workspace,
    *,
    as_of: date,
    scheme: Scheme = "m1",
    window: int | None = None,
    bins: int = 5,
    gross: bool = False,
) -> RfmReport:
    """Score all buyers as of a business day.

    ``window`` in days; None is the whole history. ``gross`` leaves returns out of the money.
    Raises TooLittleData when nobody bought anything.
    """
    facts = facts_by_block(workspace.connection, Part(progress, 0.0, 0.8), ("order_line",))
    method = rfm_m1 if scheme == "m1" else rfm_quantile
    run = method(facts, as_of=as_of, window=window, gross=gross, bins=bins)
    progress.step(0.8, N_("Scoring customers"))
    ids = customer_ids(workspace.connection)[run.purchases.positions].tolist()
    keys = file_keys(workspace.connection)
    frozen = run.parameters
    return RfmReport(
        tuple(
            RfmRow(keys[number], *values)
            for number, *values in zip(ids, *_values(run), _segments(run, scheme), strict=True)
        ),
        {
            "recency": frozen.recency_edges,
            "frequency": frozen.frequency_edges,
            "monetary": frozen.monetary_edges,
        },
        asdict(frozen),
    )


def _values(run: RfmRun) -> list[list[int]]:
    bought = run.purchases
    columns = (bought.recency, bought.frequency, bought.monetary)
    return [each.tolist() for each in (*columns, run.recency, run.frequency, run.monetary)]


def _segments(run: RfmRun, scheme: Scheme) -> list[str]:
    if scheme == "quantile":
        return [str(name) for name in run.bands]
    return [built_in_tags()[f"rfm_{RFM_GROUPS[group]}"].label for group in run.groups]


def clusters(
    progress: Progress,
    workspace: Workspace,
    *,
    names: Sequence[str] | None = None,
    k: int | None = None,
    seed: int = 7,
    raw: bool = False,
) -> ClusterReport:
    """Group customers by features of the last refresh (k None: chosen by the data).

    Raises TooLittleData, and RuleProblem for a field that is unknown or has no numbers.
    """
    progress.step(0.05, N_("Reading features"))
    source = ColumnSource(workspace)
    chosen = _usable_fields(names) if names else default_fields(source)
    columns = source.columns([*chosen, "monetary_12m"])
    progress.step(0.2, N_("Looking for groups"))
    result = find_clusters(
        columns,
        [name for name in chosen if name in columns],
        k=k or "auto",
        seed=seed,
        raw=raw,
        sales=columns.get("monetary_12m"),
    )
    keys = file_keys(workspace.connection)
    members = [keys[int(number)] for number in source.ids()[result.positions]]
    return ClusterReport(
        tuple(chosen), result.groups, result.curve, tuple(members), tuple(result.labels.tolist())
    )


def _usable_fields(names: Sequence[str]) -> list[str]:
    chosen = []
    for name in names:
        field = find_field(name.strip())
        if field is None or field.kind not in NUMERIC or field.sensitivity == "S3":
            reason = _("{name} is not a field with numbers").format(name=name)
            raise RuleProblem(position=0, reason=reason)
        chosen.append(field.id)
    return chosen


def default_fields(source: ColumnSource) -> list[str]:
    """The features of the line of business most customers belong to (DOMAIN M6)."""
    line = source.columns(["line"])["line"]
    bank = "bank" in line.labels and (line.values == line.labels.index("bank")).mean() > _HALF
    return list(BANK_FIELDS if bank else TRADE_FIELDS)
