"""What asks for each tag, and when a list last did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.lists import parse_filter
from profiler_app.store import tag_history
from profiler_app.store.workspace import Workspace

_SETTING = "tag_use"


def last_uses(workspace: Workspace) -> Mapping[str, str]:
    """Return the day on which a list asked for each tag last."""
    found: dict[str, str] = workspace.setting(_SETTING, {})
    return found


def note_use(progress: Progress, workspace: Workspace, where: str, *, today: date) -> int:
    """Note that a list asked for the tags of its rule; return how many were not noted today."""
    try:
        rule = parse_filter(where)
    except RuleProblem:
        return 0
    noted = dict(last_uses(workspace))
    day = today.isoformat()
    new = {tag: day for tag in (rule.tags if rule else ()) if noted.get(tag) != day}
    if new:
        with workspace.writing():
            workspace.put_setting(_SETTING, noted | new)
    return len(new)


@dataclass(frozen=True, slots=True)
class Use:
    """Something that asks for a tag: ``kind`` is tag, segment, view or campaign.

    ``day`` is when it was made; empty for a tag.
    """

    kind: str
    name: str
    tag: str = ""
    day: str = ""


def uses_of_tags(workspace: Workspace) -> dict[str, list[Use]]:
    """Return what asks for each tag: tags, segments, views and campaigns."""
    found: dict[str, list[Use]] = {}
    for tag in known_tags().values():
        for asked in tag.said.tags if tag.said and not tag.retired else ():
            found.setdefault(asked, []).append(Use("tag", tag.label, tag.id))
    kept = tag_history.rules_in_use(workspace.connection)
    for tag_id in known_tags():
        asks = f"has({quoted(tag_id)})"
        doubly = f'has("{tag_id}")'
        for kind, name, rule, day in kept:
            if asks in rule or doubly in rule:
                found.setdefault(tag_id, []).append(Use(kind, name, day=day))
    return found
