"""``profiler match-rules``: what is merged without asking, over all customers and all history."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.domain.match_policy import MatchPolicy, PolicyChange
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.merging import policy as policies


def _rules(words: argparse.Namespace, today: date) -> None:
    writes = words.save or words.run or words.take_back
    progress = TerminalProgress()
    with open_workspace(words, readonly=not writes) as workspace:
        policy = _asked(policies.policy_of_workspace(workspace), words)
        if words.take_back:
            undone = policies.take_back_last_run(progress, workspace)
            answer: dict[str, Any] = {"taken_back": undone.ended, "merged_again": undone.joined,
                                      "kept": undone.kept}  # fmt: skip
            said = undone.sentences()
        elif words.save:
            policies.save_policy(progress, workspace, policy)
            answer, said = {"policy": policy.as_json()}, [_("Matching rules saved.")]
        elif words.run:
            run = policies.carry_out(progress, workspace, policy, today=today)
            answer = {"policy": policy.as_json(), "joined": run.joined, "records": run.records,
                      "ended": run.ended}  # fmt: skip
            said = _ran(run)
        else:
            found = policies.outlook(progress, workspace)
            change = found.change(policy)
            answer = {"policy": policy.as_json(), **_change(change, found.names)}
            said = _would(change)
    progress.done()
    if words.json:
        print_json(answer)
    else:
        print("\n".join(said))


def _asked(kept: MatchPolicy, words: argparse.Namespace) -> MatchPolicy:
    """Return the policy that is kept, with what the command line says otherwise."""
    if words.keys is not None:
        kept = replace(kept, keys=words.keys)
    if words.threshold is not None:
        kept = replace(kept, threshold=words.threshold or None)
    return replace(kept, values=words.values) if words.values else kept


def _change(change: PolicyChange, names: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    return {
        "would_join": [
            {
                "customers": [names.get(each, (f"#{each}", ""))[0] for each in group.customers],
                "probability": round(group.probability, 4),
                "keys": list(group.keys),
            }
            for group in change.joined
        ],
        "records": change.records,
        "would_end": [each.operation for each in change.ended],
    }


def _would(change: PolicyChange) -> list[str]:
    n, ended = len(change.joined), len(change.ended)
    groups = ngettext("{n} group ({records} records)", "{n} groups ({records} records)", n)
    text = groups.format(n=n, records=change.records) if n else _("no group")
    return [_("Would be merged now: {groups}.").format(groups=text), *_ending(ended)]


def _ending(ended: int) -> list[str]:
    text = ngettext(
        "{n} merge by the former rules would end.",
        "{n} merges by the former rules would end.",
        ended,
    )
    return [text.format(n=ended)] if ended else []


def _ran(run: policies.PolicyRun) -> list[str]:
    joined = ngettext(
        "Merged {n} group by the rules.", "Merged {n} groups by the rules.", run.joined
    )
    lines = [joined.format(n=run.joined)]
    return [*lines, policies.separated(run.ended)] if run.ended else lines


COMMANDS: Mapping[str, Command] = {"match-rules": _rules}
