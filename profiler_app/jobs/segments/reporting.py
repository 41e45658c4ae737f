"""Clusters over the whole workspace, as a report that changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.clustering.finding import (
    BANK_FIELDS,
    TRADE_FIELDS,
    ClusterResult,
    find_clusters,
)
from profiler_app.analysis.clustering.matching import known_again
from profiler_app.analysis.clustering.matrix import usable
from profiler_app.analysis.clustering.rules import reproducing_rule
from profiler_app.analysis.columns import Column
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import find_field
from profiler_app.domain.models import Algorithm, Cluster, ClusterParameters, KChoice
from profiler_app.domain.progress import Progress
from profiler_app.domain.segmentation import GroupRule, group_names
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import holds, parse_filter
from profiler_app.jobs.segments.adopted import adopted
from profiler_app.store.connect import Connection
from profiler_app.store.customers import file_keys
from profiler_app.store.workspace import Workspace

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class ClusterReport:
    """Groups of customers: ``labels[i]`` is the group of the customer with key ``members[i]``.

    -1 is in no group. ``curve`` says how good every number of groups that was tried is.
    ``known_as[i]`` is the name of the adopted group that group i continues ("" for a new one).
    ``left_out`` customers had too few known fields.
    """

    groups: tuple[Cluster, ...]
    curve: tuple[KChoice, ...]
    members: tuple[str, ...]
    labels: tuple[int, ...]
    parameters: ClusterParameters
    known_as: tuple[str, ...]
    rules: tuple[GroupRule, ...]
    left_out: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the groups: those they were adopted under, else what sets them apart."""
        return group_names(self.groups, self.known_as)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; the centres are in the numbers without unit."""
        members = [
            {"customer": key, "group": group}
            for key, group in zip(self.members, self.labels, strict=True)
        ]
        rules = [asdict(rule) for rule in self.rules]
        frozen = asdict(self.parameters)
        return {
            "k": len(self.groups),
            "algorithm": self.parameters.algorithm,
            "seed": self.parameters.seed,
            "fields": list(self.parameters.fields),
            "groups": [
                {
                    "name": name,
                    "known_as": known or None,
                    **asdict(self.groups[at]),
                    "rule": rules[at] if rules else None,
                }
                for at, (name, known) in enumerate(zip(self.names, self.known_as, strict=True))
            ],
            "curve": [asdict(choice) for choice in self.curve],
            "scaling": frozen["scaling"],
            "categories": frozen["categories"],
            "missing_flags": frozen["missing_flags"],
            "centres": frozen["centres"],
            "left_out": self.left_out,
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
    algorithm: Algorithm = "kmeans",
    rules: bool = False,
) -> ClusterReport:
    """Group customers by features of the last refresh (k None: chosen by the data).

    ``rules`` adds a rule for each group. Raises TooLittleData, NoGroups when nothing stands out,
    and RuleProblem for a field that is unknown or cannot be used.
    """
    progress.step(0.05, N_("Reading features"))
    source = ColumnSource(workspace)
    mixed = algorithm == "mixed"
    chosen = _usable_fields(names, mixed=mixed) if names else default_fields(source)
    columns = source.columns([*chosen, "monetary_12m"])
    progress.step(0.2, N_("Looking for groups"))
    result = find_clusters(
        columns,
        [name for name in chosen if name in columns],
        k=k or "auto",
        seed=seed,
        raw=raw,
        algorithm=algorithm,
        sales=columns.get("monetary_12m"),
    )
    progress.step(0.8, N_("Describing groups"))
    keys = file_keys(workspace.connection)
    everybody = source.ids()
    return ClusterReport(
        groups=result.groups,
        curve=result.curve,
        members=tuple(keys[int(number)] for number in everybody[result.positions]),
        labels=tuple(result.labels.tolist()),
        parameters=result.parameters,
        known_as=known_names(workspace.connection, result.parameters),
        rules=group_rules(source, columns, result) if rules else (),
        left_out=len(everybody) - len(result.positions),
    )


def known_names(connection: Connection, found: ClusterParameters) -> tuple[str, ...]:
    """Return for each group the name of the adopted group it continues, "" for a new one."""
    before = adopted(connection)
    if before is None:
        return ("",) * len(found.centres)
    places = known_again(before.parameters, found)
    return tuple("" if place is None else before.names[place] for place in places)


def group_rules(
    source: ColumnSource, columns: Mapping[str, Column], result: ClusterResult
) -> tuple[GroupRule, ...]:
    """Return a rule for each group, and how well it reproduces it."""
    found = []
    refused = source.tags(["no_profiling"])["no_profiling"].true
    for at in range(len(result.groups)):
        text = reproducing_rule(columns, result, at)
        held = _held(source, text)
        if (held & refused).any():  # some figures are known of those who refused, too
            text = f"({text}) and not has('no_profiling')"
            held = _held(source, text)
        inside = np.zeros(len(held), bool)
        inside[result.positions[result.labels == at]] = True
        both = int((held & inside).sum())
        found.append(
            GroupRule(
                text,
                int(held.sum()),
                both / max(int(held.sum()), 1),
                both / max(int(inside.sum()), 1),
                float((held == inside).mean()),
            )
        )
    return tuple(found)


def _held(source: ColumnSource, text: str) -> NDArray[np.bool_]:
    rule = parse_filter(text)
    assert rule is not None
    return holds(source, rule).true


def _usable_fields(names: Sequence[str], *, mixed: bool) -> list[str]:
    chosen = []
    for name in names:
        field = find_field(name.strip())
        if field is None or not usable(field.id, mixed=mixed):
            reason = _("{name} is not a field with numbers").format(name=name)
            if mixed:
                reason = _("{name} is not a field with numbers or choices").format(name=name)
            raise RuleProblem(position=0, reason=reason)
        chosen.append(field.id)
    return chosen


def default_fields(source: ColumnSource) -> list[str]:
    """The features of the line of business most customers belong to (DOMAIN M6)."""
    line = source.columns(["line"])["line"]
    bank = "bank" in line.labels and (line.values == line.labels.index("bank")).mean() > _HALF
    return list(BANK_FIELDS if bank else TRADE_FIELDS)
