"""Why a customer has a tag, or has it not."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches

from profiler_app.analysis.explanation import Leaf, explain
from profiler_app.domain.errors import TagNotFound
from profiler_app.domain.profile import Verdict, Why, WhyLeaf
from profiler_app.domain.rules.operators import operation
from profiler_app.domain.rules.showing import in_a_row, listed
from profiler_app.domain.rules.tree import Operation
from profiler_app.domain.rules.wording import node_sentence, to_sentence
from profiler_app.domain.tags import TagDefinition, evidence, known_tags
from profiler_app.domain.text import _
from profiler_app.jobs.cards import labels
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.foresight.own_reasons import LEARNED, told_reasons
from profiler_app.store.workspace import Workspace

_TAG_ID = re.compile(r"[a-z][a-z0-9_]*")
_VERDICTS: dict[str, Verdict] = {"true": "yes", "false": "no", "unknown": "unknown"}


def why(
    workspace: Workspace,
    customer: int,
    tag: str,
    *,
    as_of: date,
    known_on: date | None = None,
) -> Why:
    """Explain a tag (by id or by its name in either language) for one customer.

    Raises TagNotFound and CustomerNotFound.
    """
    definition = find_tag(tag)
    subject = read_subject(workspace, customer, as_of=as_of, known_on=known_on)
    return explain_tag(subject, definition)


def find_tag(text: str) -> TagDefinition:
    """Return the tag with this id or name; raises TagNotFound naming the nearest."""
    wanted = text.strip()
    tags = known_tags()
    by_name = {name.casefold(): tag for tag in tags.values() for name in tag.names.values()}
    found = tags.get(wanted) or by_name.get(wanted.casefold())
    if found is not None:
        return found
    near = get_close_matches(wanted.casefold(), [*tags, *by_name], n=1, cutoff=0.3)
    nearest = (tags.get(near[0]) or by_name[near[0]]) if near else next(iter(tags.values()))
    raise TagNotFound(tag=text, nearest=f"{nearest.label} ({nearest.id})")


def explain_tag(subject: Subject, tag: TagDefinition) -> Why:
    """Explain a tag for a customer that has been read."""
    answer = subject.tags[tag.id]
    verdict: Verdict = "unknown" if answer.unknown[0] else "yes" if answer.true[0] else "no"
    given = labels.decision(subject, tag.id, "manual_tag")
    allowed = subject.allowed or tag.group == "compliance"
    return Why(
        tag=tag.id,
        label=tag.label,
        verdict=verdict,
        rule=_rule(subject, tag),
        leaves=_leaves(subject, tag) if allowed else (),
        evidence=_evidence(subject, tag),
        since=labels.since_when(subject).get(tag.id),
        version=None if given is not None or tag.rule is None else 1,
        removed_when=_removal(subject, tag) if verdict == "yes" else "",
    )


def _rule(subject: Subject, tag: TagDefinition) -> str:
    if tag.rule is None:
        return _("Given by hand only.")
    return to_sentence(tag.rule, currency=subject.currency)


def _leaves(subject: Subject, tag: TagDefinition) -> tuple[WhyLeaf, ...]:
    if tag.rule is None:
        return ()
    found = explain(tag.rule, subject.columns, tags=subject.tags, currency=subject.currency)
    return tuple(leaf_of(subject, leaf) for leaf in found.leaves)


def leaf_of(subject: Subject, leaf: Leaf) -> WhyLeaf:
    """Return a condition of a rule with the customer's own value."""
    if not leaf.facts:
        return _tag_leaf(subject, leaf)
    known = any(fact.value is not None for fact in leaf.facts)
    return WhyLeaf(
        sentence=leaf.sentence,
        field=leaf.field or "",
        field_label=leaf.facts[0].label,
        value=leaf.display if known else None,
        verdict=_VERDICTS[leaf.verdict],
        change=leaf.change,
    )


def _tag_leaf(subject: Subject, leaf: Leaf) -> WhyLeaf:
    """Show for a condition on tags which of them the customer has."""
    asked = set(_TAG_ID.findall(leaf.text)) & known_tags().keys()
    held = [known_tags()[tag].label for tag in subject.held if tag in asked]
    value = listed(held) if held else _("none of them") if len(asked) > 1 else _("not this tag")
    verdict = _VERDICTS[leaf.verdict]
    return WhyLeaf(leaf.sentence, "", "", value if asked else None, verdict, leaf.change)


def _evidence(subject: Subject, tag: TagDefinition) -> str:
    """Return the evidence of a tag the customer has; else what keeps it away."""
    refused = labels.decision(subject, tag.id, "tag_refusal")
    if refused is not None:
        return _("Marked as not fitting by {user}: {reason}").format(
            user=refused["set_by"] or "—", reason=refused["reason"] or "—"
        )
    if not subject.allowed and tag.group != "compliance":
        return _("No consent to profiling: nothing is computed for this customer.")
    if f"{subject.kind}:{subject.line}" not in tag.applies_to:
        return _("This tag is not meant for this kind of customer.")
    if not subject.has(tag.id):
        return ""
    values = labels.evidence_values(subject, tag.id)
    given = labels.decision(subject, tag.id, "manual_tag")
    if given is not None and tag.rule is not None:
        return _("{user} on {date}: {reason}").format(
            user=values["user"] or "—", date=values["date"] or "—", reason=values["reason"] or "—"
        )
    said = evidence(tag, values, held=subject.held, currency=subject.currency)
    if tag.id not in LEARNED or subject.value("churn_prob") is None:
        return said
    own = told_reasons(subject.connection, subject.customer, subject.as_of, subject.value,
                       currency=subject.currency)  # fmt: skip
    return in_a_row([part for part in (said, *own) if part]) or _("the model sees a raised chance")


def _removal(subject: Subject, tag: TagDefinition) -> str:
    given = labels.decision(subject, tag.id, "manual_tag")
    if given is not None:
        if given["until"]:
            return _("Ends on {day}, or when it is removed by hand.").format(day=given["until"])
        return _("When it is removed by hand.")
    if tag.rule is None:
        return ""
    root = tag.rule.root
    if isinstance(root, Operation) and root.operator in ("and", "or", "not"):
        return _("At the next refresh after these conditions no longer hold together.")
    contrary = operation("not", (root,))
    return _("At the next refresh after: {condition}.").format(
        condition=node_sentence(contrary, currency=subject.currency)
    )


def reason_of(subject: Subject, tag: str) -> str:
    """Say in a line, with a customer's own values, why it has a tag."""
    why = explain_tag(subject, known_tags()[tag])
    return why.evidence or in_a_row([leaf.value or leaf.sentence for leaf in why.leaves])
