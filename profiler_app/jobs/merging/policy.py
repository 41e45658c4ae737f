"""The policy of a workspace: kept, previewed over all customers and all merges, and carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.match_policy import (
    STRONG_KEYS,
    AutoMerge,
    LikelyPair,
    MatchPolicy,
    PolicyChange,
    change_by,
)
from profiler_app.domain.merging import CannotMerge
from profiler_app.domain.progress import Part, Progress, Silent
from profiler_app.domain.text import N_, ngettext
from profiler_app.jobs.deduplicating import match_customers
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.merging.separating import take_back
from profiler_app.store.merging import standing_merges
from profiler_app.store.standing import is_undone, undone_by
from profiler_app.store.undo import root_of
from profiler_app.store.workspace import Workspace

_POLICY, _RUN = "matching.policy", "matching.run"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a policy is judged by: all likely pairs, the merges it has made, the names of customers.

    ``last_run`` has the operations of the last run that nobody has undone since.
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


@dataclass(frozen=True, slots=True)
class RunUndone:
    """What taking a run back did: its merges that ended, and the ended ones that are merged again.

    ``kept`` is what somebody had changed himself since, so that it stays.
    """

    ended: int
    joined: int
    kept: int

    def sentences(self) -> list[str]:
        """Return what happened, in the current language."""
        said = [separated(self.ended)] if self.ended or not self.joined else []
        if self.joined:
            text = ngettext("Merged {n} group again.", "Merged {n} groups again.", self.joined)
            said.append(text.format(n=self.joined))
        if self.kept:
            text = ngettext(
                "{n} stayed as it was changed since.", "{n} stayed as they were changed since.",
                self.kept,
            )  # fmt: skip
            said.append(text.format(n=self.kept))
        return said


def separated(n: int) -> str:
    """Return that so many groups were separated, in the current language."""
    return ngettext("Separated {n} group.", "Separated {n} groups.", n).format(n=n)


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
    return Outlook(pairs, merges, report.names, _of_last_run(workspace))


def _of_last_run(workspace: Workspace) -> tuple[int, ...]:
    """Return the operations of the last run that stand, in the order they were done."""
    undone = undone_by(workspace.connection)
    done: list[int] = workspace.setting(_RUN, {}).get("done", [])
    return tuple(number for number in done if not is_undone(number, undone))


def carry_out(
    progress: Progress, workspace: Workspace, policy: MatchPolicy, *, today: date
) -> PolicyRun:
    """Keep a policy and make everything as if it had always been the policy.

    What it merged before and would not merge now ends; merges and answers of people stay. Each
    merge is an operation of its own, so that each can end alone; all of them are saved at once or
    not at all, and ``take_back_last_run`` undoes them together.
    """
    found = outlook(Part(progress, 0.0, 0.5), workspace)
    change = found.change(policy)
    before = policy_of_workspace(workspace)
    with workspace.writing():
        done = _carried_out(Part(progress, 0.5, 1.0), workspace, policy, change, today)
        workspace.put_setting(_POLICY, policy.as_json())
        if done:
            workspace.put_setting(_RUN, {"done": done, "before": before.as_json()})
    return PolicyRun(len(change.joined), change.records, len(change.ended))


def _carried_out(
    progress: Progress,
    workspace: Workspace,
    policy: MatchPolicy,
    change: PolicyChange,
    today: date,
) -> list[int]:
    """End and make merges; return the operations."""
    steps = max(len(change.ended) + len(change.joined), 1)
    done: list[int] = []
    for at, ended in enumerate(change.ended):
        progress.step(at / steps, N_("Separating"))
        done.append(take_back(Silent(), workspace, ended.operation).operation)
    for at, group in enumerate(change.joined, len(change.ended)):
        progress.step(at / steps, N_("Merging"))
        number = merge(
            Silent(),
            workspace,
            group.customers,
            today=today,
            policies={"*": policy.values},
            answer={"probability": round(group.probability, 6), "auto": list(group.keys)},
        )
        done.append(number)
    return done


def take_back_last_run(progress: Progress, workspace: Workspace) -> RunUndone:
    """Undo the last run as one: its merges end, those it ended are back, and so is the policy.

    What was added to the customers since stays with them. A merge somebody separated meanwhile
    stays separated, and one whose customers cannot come together any more is not made again.
    """
    run = workspace.setting(_RUN, {})
    operations = _of_last_run(workspace)
    ended = joined = 0
    with workspace.writing():
        for at, number in enumerate(reversed(operations)):
            progress.step(at / len(operations), N_("Separating"))
            try:
                take_back(Silent(), workspace, number)
            except (CannotMerge, CustomerNotFound):
                continue
            if root_of(workspace.connection, number)[0] == number:
                ended += 1
            else:
                joined += 1
        workspace.put_setting(_RUN, {})
        if "before" in run:
            workspace.put_setting(_POLICY, run["before"])
    return RunUndone(ended, joined, len(run.get("done", ())) - ended - joined)
