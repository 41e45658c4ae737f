"""The policy of a workspace: kept, previewed over all customers and all merges, and carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.match_policy import (
    STRONG_KEYS,
    AutoMerge,
    LikelyPair,
    MatchPolicy,
    PolicyChange,
    change_by,
)
from profiler_app.domain.progress import Part, Progress, Silent
from profiler_app.domain.text import N_
from profiler_app.jobs.deduplicating import match_customers
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.merging.separating import take_back
from profiler_app.store.merging import standing_merges
from profiler_app.store.workspace import Workspace

_POLICY, _RUN = "matching.policy", "matching.last_run"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a policy is judged by: all likely pairs, the merges it has made, the names of customers.

    ``last_run`` has the operations of the last run that still can be taken back.
    """

    pairs: tuple[LikelyPair, ...]
    merges: tuple[AutoMerge, ...]
    names: Mapping[int, tuple[str, str]]
    last_run: tuple[int, ...]

    def change(self, policy: MatchPolicy) -> PolicyChange:
        """Return what a policy would change."""
        return change_by(policy, self.pairs, self.merges)


@dataclass(frozen=True, slots=True)
class PolicyRun:
    """What a run did: groups joined, records in them, merges ended."""

    joined: int
    records: int
    ended: int


def policy_of_workspace(workspace: Workspace) -> MatchPolicy:
    """Return the policy; at first everything is asked."""
    return MatchPolicy.from_json(workspace.setting(_POLICY, {}))


def save_policy(progress: Progress, workspace: Workspace, policy: MatchPolicy) -> None:
    """Keep a policy; nothing is merged by that."""
    progress.step(0.0, N_("Saving"))
    with workspace.writing():
        workspace.put_setting(_POLICY, policy.as_json())


def outlook(progress: Progress, workspace: Workspace) -> Outlook:
    """Compare all customers and read all merges; nothing is written."""
    report = match_customers(progress, workspace)
    pairs = tuple(
        LikelyPair(
            pair.a,
            pair.b,
            pair.probability,
            tuple(
                each.field
                for each in pair.evidence
                if each.field in STRONG_KEYS and each.verdict in ("same", "meant") and each.bits > 0
            ),
            pair.match,
        )
        for pair in report.pairs
        if pair.decision != "weak"
    )
    standing = standing_merges(workspace.connection)
    numbers = {each.operation for each in standing}
    last = [each for each in workspace.setting(_RUN, []) if each in numbers]
    merges = tuple(
        AutoMerge(
            each.operation,
            each.facts["survivor"],
            1 + len(each.losers),
            float(each.facts.get("probability", 0.0)),
            tuple(each.facts["auto"]),
        )
        for each in standing
        if "auto" in each.facts
    )
    return Outlook(pairs, merges, report.names, tuple(last))


def carry_out(
    progress: Progress, workspace: Workspace, policy: MatchPolicy, *, today: date
) -> PolicyRun:
    """Keep a policy and make everything as if it had always been the policy.

    What it merged before and would not merge now ends; merges and answers of people stay. Each
    merge is an operation of its own, so that each can end alone. Cancelled, all is taken back.
    """
    found = outlook(Part(progress, 0.0, 0.5), workspace)
    change = found.change(policy)
    steps = max(len(change.ended) + len(change.joined), 1)
    done: list[int] = []
    part = Part(progress, 0.5, 1.0)
    try:
        for at, ended in enumerate(change.ended):
            part.step(at / steps, N_("Separating"))
            done.append(take_back(Silent(), workspace, ended.operation).operation)
        merged = len(done)
        for at, group in enumerate(change.joined, len(change.ended)):
            part.step(at / steps, N_("Merging"))
            answer = {"probability": round(group.probability, 6), "auto": list(group.keys)}
            number = merge(
                Silent(),
                workspace,
                group.customers,
                today=today,
                policies={"*": policy.values},
                answer=answer,
            )
            done.append(number)
    except BaseException:
        for operation in reversed(done):
            take_back(Silent(), workspace, operation)
        raise
    with workspace.writing():
        workspace.put_setting(_POLICY, policy.as_json())
        workspace.put_setting(_RUN, done[merged:])
    return PolicyRun(len(change.joined), change.records, len(change.ended))


def take_back_last_run(progress: Progress, workspace: Workspace) -> int:
    """End the merges of the last run that still stand; return how many they were."""
    numbers = {each.operation for each in standing_merges(workspace.connection)}
    operations = [each for each in workspace.setting(_RUN, []) if each in numbers]
    for at, operation in enumerate(reversed(operations)):
        progress.step(at / len(operations), N_("Separating"))
        take_back(Silent(), workspace, operation)
    with workspace.writing():
        workspace.put_setting(_RUN, [])
    return len(operations)
