"""Clusters over the whole workspace, as a report that changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from profiler_app.analysis.clusters import BANK_FIELDS, NUMERIC, TRADE_FIELDS, find_clusters
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import find_field
from profiler_app.domain.models import Cluster, KChoice
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.customers import file_keys
from profiler_app.store.workspace import Workspace

_HALF = 0.5


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
