"""Tags of the workspace: created, copied, changed and retired; every version is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules import Rule, parse, to_sentence, to_text
from profiler_app.domain.rules.tokens import tokenize
from profiler_app.domain.rules.tree import FieldRef, Literal, walk
from profiler_app.domain.tags import (
    TagDefinition,
    in_dependency_order,
    known_tags,
    tag_groups,
    use_own_tags,
)
from profiler_app.domain.text import LANGUAGES, N_, _, in_language
from profiler_app.jobs.tag_rules import (
    SegmentRules,
    Thing,
    filled,
    refuse_circles,
    refuse_later,
    renamed,
)
from profiler_app.store.connect import Connection
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.segments import SegmentRow
from profiler_app.store.tag_definitions import DefinitionRow, newest_definitions
from profiler_app.store.tag_history import newest_notes
from profiler_app.store.workspace import Workspace

_ID = re.compile(r"[a-z][a-z0-9_]{1,39}")
_EVERYBODY = frozenset(
    f"{kind}:{line}" for kind in ("person", "company") for line in ("trade", "bank")
)
_FIXED = "compliance"


def read_note(note: str) -> dict[str, str]:
    """Return what is noted with a version: ``owner`` and ``review_on``."""
    found: dict[str, str] = json.loads(note) if note.startswith("{") else {}
    return found


def load_own_tags(workspace: Workspace) -> None:
    """Let the tags of a workspace be known, in place of those of another one."""
    use_own_tags({})
    rows = newest_definitions(workspace.connection)
    if not rows:
        return
    names = {*known_tags(), *(row.tag for row in rows)}
    found = {}
    for row in rows:
        try:
            found[row.tag] = _definition(row, names)
        except RuleProblem:  # a field it read is gone: nobody has it until it is changed
            found[row.tag] = _broken(row, names)
    use_own_tags(found)
    segments = SegmentRules(workspace.connection)
    asking = [tag for tag in found.values() if tag.rule and tag.rule.segments]
    for tag in asking:  # what segments ask for is known now
        try:
            found[tag.id] = _with_segments(tag, segments)
        except RuleProblem:
            row = next(each for each in rows if each.tag == tag.id)
            found[tag.id] = replace(_broken(row, names), written=tag.rule)
    if asking:
        use_own_tags(found)


def _broken(row: DefinitionRow, names: set[str]) -> TagDefinition:
    return replace(_definition(replace(row, expr=None), names), retired=True)


def _with_segments(definition: TagDefinition, segments: SegmentRules) -> TagDefinition:
    """Put the conditions of segments in their place."""
    rule = definition.said
    if rule is None or not rule.segments:
        return definition
    return replace(definition, rule=filled(rule, segments), written=rule)


def asking_for(segment: SegmentRow) -> list[TagDefinition]:
    """Return the tags in use whose rules ask for a segment."""
    names = {segment.key, segment.name}
    return [
        tag
        for tag in known_tags().values()
        if tag.written is not None and tag.written.segments & names
    ]


def rename_segment(workspace: Workspace, opened: Operation, segment: SegmentRow, name: str) -> None:
    """Let tags that ask for a segment by its name ask for it by another, inside an operation."""
    for tag in asking_for(segment):
        text = "" if tag.expr is None else renamed(tag.expr, segment.name, name)
        if tag.expr != text:
            changed = replace(tag, expr=text)
            opened.insert_one("tag_definition", _row(workspace.connection, changed, {}))


def _definition(row: DefinitionRow, names: set[str]) -> TagDefinition:
    params = json.loads(row.params)
    rule = None
    if row.expr:
        rule = parse(row.expr, tags=names, parameters=params, money_unit="minor")
    before = known_tags().get(row.tag)
    return TagDefinition(
        id=row.tag,
        names={"zh": row.zh, "en": row.en},
        kind="rule" if rule else "manual",
        group=row.group,
        applies_to=frozenset(json.loads(row.applies_to)),
        expr=row.expr,
        parameters=params,
        rule=rule,
        exclusive_group=row.exclusive_group,
        priority=row.priority,
        refresh="daily",
        ttl_days=before.ttl_days if before else None,
        sensitive=False,
        evidence={"zh": row.evidence_zh, "en": row.evidence_en},
        action_hint=before.action_hint if before else "",
        version=row.version,
        retired=row.status == "retired",
    )


def define_tag(
    progress: Progress,
    workspace: Workspace,
    tag: str,
    *,
    names: Mapping[str, str] | None = None,
    rule: str | None = None,
    parameters: Mapping[str, str] | None = None,
    group: str | None = None,
    copy_of: str | None = None,
    in_charge: str | None = None,
    review_on: str | None = None,
) -> int:
    """Create a tag, copy one under a new id, or change one; return the operation.

    ``rule`` is typed by a person (amounts in major units); ``parameters`` replace values of the
    tag's own rule, amounts in major units, too. ``in_charge`` answers for the tag, ``review_on``
    is the day (ISO) it is to be looked at again. What is not given stays. A new version is stored,
    the older ones are kept. Raises RuleProblem saying what is wrong.
    """
    progress.step(0.0, N_("Saving"))
    base = known_tags().get(copy_of or tag)
    if not _ID.fullmatch(tag):
        _refuse(_("the id of a tag is 2 to 40 small letters, digits and underscores"))
    if copy_of is not None and (base is None or tag in known_tags()):
        _refuse(_("copy a tag that is there under an id that is not"))
    if base is None and not (names and (names.get("zh") or names.get("en"))):
        _refuse(_("a new tag needs a name"))
    definition = _changed(base or _empty(tag), tag, names, group, is_copy=copy_of is not None)
    if rule is not None:
        definition = _with_rule(workspace, definition, rule)
    if parameters:
        definition = _with_parameters(definition, parameters)
    _refuse_circles(workspace, definition)
    given = {"owner": in_charge, "review_on": review_on}
    return _store(workspace, replace(definition, retired=False), given)


def why_refused(workspace: Workspace, tag: str, rule: str) -> str:
    """Return why a typed rule cannot be that of a tag; empty where it can."""
    try:
        definition = _with_rule(workspace, known_tags().get(tag) or _empty(tag), rule)
        _refuse_circles(workspace, definition)
    except RuleProblem as problem:
        return str(problem)
    return ""


def free_id() -> str:
    """Return an id no tag has yet, for a tag that people only give a name."""
    number = 1
    while f"own_{number}" in known_tags():
        number += 1
    return f"own_{number}"


def is_fixed(tag: str) -> bool:
    """Return whether people may not change a tag: compliance and sensitive ones."""
    definition = known_tags()[tag]
    return definition.group == _FIXED or definition.sensitive


def groups_to_choose() -> list[tuple[str, str]]:
    """Return the groups a tag of one's own may be in, with their names."""
    return [(each.id, each.label) for each in tag_groups() if each.id != _FIXED]


def retire_tag(progress: Progress, workspace: Workspace, tag: str) -> int:
    """Let nobody carry a tag from the next refresh on; its history stays. Return the operation.

    Raises RuleProblem while the rule of another tag asks for it.
    """
    progress.step(0.0, N_("Saving"))
    definition = known_tags()[tag]
    _refuse_fixed(definition)
    users = [
        each.label
        for each in known_tags().values()
        if each.rule and tag in each.rule.tags and not each.retired
    ]
    if users:
        _refuse(_("{tags} asks for it. Change that first.").format(tags=", ".join(users)))
    return _store(workspace, replace(definition, retired=True), {})


def _refuse(reason: str) -> None:
    raise RuleProblem(position=0, reason=reason)


def add_rule_tag(
    workspace: Workspace,
    opened: Operation,
    tag: str,
    *,
    names: Mapping[str, str],
    rule: str,
    group: str,
) -> None:
    """Define a tag by a rule inside an operation; ``load_own_tags`` once it ended."""
    base = known_tags().get(tag) or _empty(tag)
    definition = _with_rule(workspace, _changed(base, tag, names, group, is_copy=False), rule)
    row = _row(workspace.connection, replace(definition, retired=False), {})
    opened.insert_one("tag_definition", row)


def retire_within(workspace: Workspace, opened: Operation, tag: str) -> None:
    """Retire a tag inside an operation; ``load_own_tags`` once it ended."""
    definition = known_tags()[tag]
    if not definition.retired:
        row = _row(workspace.connection, replace(definition, retired=True), {})
        opened.insert_one("tag_definition", row)


def _refuse_fixed(definition: TagDefinition) -> None:
    if definition.group == _FIXED or definition.sensitive:
        _refuse(_("tags of compliance and sensitive tags cannot be changed"))


def _empty(tag: str) -> TagDefinition:
    return TagDefinition(
        id=tag, names={}, kind="manual", group="behaviour", applies_to=_EVERYBODY, expr=None,
        parameters={}, rule=None, exclusive_group=None, priority=None, refresh="daily",
        ttl_days=None, sensitive=False, evidence={"zh": "", "en": ""}, version=0,
    )  # fmt: skip


def _changed(
    base: TagDefinition,
    tag: str,
    names: Mapping[str, str] | None,
    group: str | None,
    *,
    is_copy: bool,
) -> TagDefinition:
    _refuse_fixed(base)
    if group is not None and group not in {each.id for each in tag_groups()} - {_FIXED}:
        known = ", ".join(each.id for each in tag_groups() if each.id != _FIXED)
        _refuse(_("there is no group {group}; there are: {known}").format(group=group, known=known))
    given = {key: text.strip() for key, text in (names or {}).items() if text.strip()}
    first = next(iter(given.values()), "")
    called = {key: given.get(key) or base.names.get(key) or first for key in ("zh", "en")}
    copied = {"exclusive_group": None, "priority": None, "version": 0} if is_copy else {}
    return replace(base, id=tag, names=called, group=group or base.group, **copied)  # type: ignore[arg-type]


def _refuse_circles(workspace: Workspace, definition: TagDefinition) -> None:
    """Refuse a rule that would ask for its own tag, by whatever way; the way is named."""
    if definition.said is not None:
        own = Thing("tag", definition.id, definition.label if definition.names else "")
        refuse_circles(own, definition.said, SegmentRules(workspace.connection))
    in_dependency_order({**known_tags(), definition.id: definition}.values())


def _with_rule(workspace: Workspace, definition: TagDefinition, text: str) -> TagDefinition:
    rule = parse(text, tags={*known_tags(), definition.id})
    expr = to_text(rule, money_unit="minor")
    parsed = parse(expr, tags={*known_tags(), definition.id}, money_unit="minor")
    named = (node.field for node in walk(rule.root) if isinstance(node, FieldRef))
    read = {field.id: field for field in named}.values()
    evidence = {
        "zh": "、".join(f"{field.names['zh']}{{{field.id}}}" for field in read),
        "en": ", ".join(f"{field.names['en']} {{{field.id}}}" for field in read),
    }
    if not read:  # only events or tags: what the rule says is all there is to tell
        evidence = _said(parsed)
    changed = replace(
        definition, kind="rule", expr=expr, rule=parsed, written=None, parameters={},
        evidence=evidence,
    )  # fmt: skip
    if definition.id not in rule.tags:  # else the circle is refused with its path
        changed = _with_segments(changed, SegmentRules(workspace.connection))
    if changed.rule is not None:
        refuse_later(changed.rule)
    return changed


def _said(rule: Rule) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in LANGUAGES:
        with in_language(each):
            found[each] = to_sentence(rule)
    return found


def _with_parameters(definition: TagDefinition, given: Mapping[str, str]) -> TagDefinition:
    values: dict[str, Any] = dict(definition.parameters)
    if definition.expr is None or definition.rule is None:
        _refuse(_("the tag has no rule"))
        return definition
    for name, text in given.items():
        if not isinstance(values.get(name), int | float) or isinstance(values.get(name), bool):
            known = ", ".join(values) or "—"
            reason = _("there is no number {name} to set; there are: {known}")
            _refuse(reason.format(name=name, known=known))
        try:
            value = Decimal(text)
        except InvalidOperation:
            _refuse(_("{text} is not a number").format(text=text))
        scaled = value * 100 if _is_money(definition, name) else value
        values[name] = int(scaled) if scaled == int(scaled) else float(scaled)
    rule = parse(definition.expr, tags=known_tags(), parameters=values, money_unit="minor")
    return replace(definition, parameters=values, rule=rule)


def _is_money(definition: TagDefinition, name: str) -> bool:
    """Whether a parameter is an amount, by what it is compared with where it stands."""
    assert definition.expr is not None
    assert definition.rule is not None
    places = {token.position for token in tokenize(definition.expr) if token.text == f"p.{name}"}

    found = [node for node in walk(definition.rule.root) if isinstance(node, Literal)]
    return any(each.type == "money" for each in found if each.position in places)


def _store(workspace: Workspace, definition: TagDefinition, given: Mapping[str, str | None]) -> int:
    row = _row(workspace.connection, definition, given)
    with operation(workspace, "tag_definition", {"name": definition.label}) as opened:
        opened.insert_one("tag_definition", row)
    load_own_tags(workspace)
    return opened.id


def _row(
    connection: Connection, definition: TagDefinition, given: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return the next version of a definition as it is stored."""
    kept = read_note(newest_notes(connection).get(definition.id, ("", ""))[0])
    kept |= {name: text.strip() for name, text in given.items() if text is not None}
    noted = {name: text for name, text in kept.items() if text}
    return {
        "tag": definition.id,
        "version": definition.version + 1,
        **definition.names,
        "tag_group": definition.group,
        "expr": definition.expr,
        "params": json.dumps(definition.parameters, ensure_ascii=False, sort_keys=True),
        "applies_to": json.dumps(sorted(definition.applies_to)),
        "exclusive_group": definition.exclusive_group,
        "priority": definition.priority,
        "evidence_zh": definition.evidence["zh"],
        "evidence_en": definition.evidence["en"],
        "status": "retired" if definition.retired else "active",
        "note": json.dumps(noted, ensure_ascii=False, sort_keys=True) if noted else None,
    }
