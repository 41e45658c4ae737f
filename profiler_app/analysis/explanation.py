"""Why a rule does or does not hold for one customer, leaf by leaf, by the same engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene, evaluate_node
from profiler_app.domain.fields import Field
from profiler_app.domain.rules.operators import operation
from profiler_app.domain.rules.showing import listed, show, show_date
from profiler_app.domain.rules.tree import Behaviour, FieldRef, Node, Operation, Rule, walk
from profiler_app.domain.rules.wording import behaviour_sentence, node_sentence, node_text
from profiler_app.domain.text import N_, _

Verdict = Literal["true", "false", "unknown"]

_REMEDIES = {
    "too_few": N_("Not known: there is too little data for {fields} yet."),
    "none": N_("Not known: there is nothing yet that {fields} could be computed from."),
    "never": N_("Not known: {fields} is not computed yet; refresh first."),
}
_FILL_IN = N_("Not known: first fill in or import {fields}.")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of the customer: a field, the raw value (money in minor units), its text."""

    field: str
    label: str
    kind: str
    value: Any
    display: str

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values: money in major units, dates as ISO texts."""
        value = self.value
        if value is not None and self.kind == "money":
            value = value / 100
        elif value is not None and self.kind == "date":
            value = show_date(value)
        return {"field": self.field, "label": self.label, "value": value, "display": self.display}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition of a rule, judged for one customer.

    ``text`` is the condition in the rule language, ``sentence`` in words. ``change`` says what
    would change the verdict.
    """

    text: str
    sentence: str
    facts: tuple[Fact, ...]
    verdict: Verdict
    change: str

    @property
    def field(self) -> str | None:
        """The first field the condition reads; None when it asks for a tag."""
        return self.facts[0].field if self.facts else None

    @property
    def value(self) -> Any:
        """The customer's raw value of that field; None when unknown."""
        return self.facts[0].value if self.facts else None

    @property
    def display(self) -> str:
        """The customer's values of all fields the condition reads, for reading."""
        return listed([fact.display for fact in self.facts])

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        facts = [fact.as_json() for fact in self.facts]
        return {
            "text": self.text,
            "sentence": self.sentence,
            "field": self.field,
            "value": facts[0]["value"] if facts else None,
            "display": self.display,
            "facts": facts,
            "verdict": self.verdict,
            "change": self.change,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict of the whole rule and of each of its conditions."""

    verdict: Verdict
    leaves: tuple[Leaf, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"verdict": self.verdict, "leaves": [leaf.as_json() for leaf in self.leaves]}


def explain(
    rule: Rule,
    columns: Mapping[str, Column],
    *,
    tags: Mapping[str, Kleene],
    currency: str = "CNY",
    tag_names: Mapping[str, str] | None = None,
) -> Explanation:
    """Explain a rule for one customer, in the current language.

    ``columns`` and ``tags`` have length 1 (``Column.take`` of the customer's position).
    Negations are carried down to the conditions, so that every leaf must hold for its part.
    """
    judge = _Judge(columns, tags, currency, tag_names)
    leaves = tuple(judge.leaf(node) for node in conditions(rule.root))
    return Explanation(judge.verdict(rule.root), leaves)


def conditions(node: Node, *, wanted: bool = True) -> Iterator[Node]:
    """Yield the conditions of a rule; negations are carried down to them."""
    if isinstance(node, Operation) and node.operator in ("and", "or"):
        for operand in node.operands:
            yield from conditions(operand, wanted=wanted)
    elif isinstance(node, Operation) and node.operator == "not":
        yield from conditions(node.operands[0], wanted=not wanted)
    else:
        yield node if wanted else operation("not", (node,), position=node.position)


@dataclass(frozen=True, slots=True)
class _Judge:
    """One customer."""

    columns: Mapping[str, Column]
    tags: Mapping[str, Kleene]
    currency: str
    tag_names: Mapping[str, str] | None

    def verdict(self, node: Node) -> Verdict:
        answer = evaluate_node(node, self.columns, tags=self.tags, size=1)
        if answer.unknown[0]:
            return "unknown"
        return "true" if answer.true[0] else "false"

    def leaf(self, node: Node) -> Leaf:
        verdict = self.verdict(node)
        read = {part.id: part.field for part in walk(node) if isinstance(part, FieldRef)}
        facts = tuple(self._fact(field) for field in read.values())
        missing = [read[fact.field] for fact in facts if fact.value is None]
        events = [part for part in walk(node) if isinstance(part, Behaviour)]
        facts += tuple(self._of_events(part) for part in dict.fromkeys(events))
        change = _remedy(missing) if verdict == "unknown" else self._change(node, verdict, facts)
        return Leaf(node_text(node), self._say(node), facts, verdict, change)

    def _say(self, node: Node) -> str:
        return node_sentence(node, currency=self.currency, tag_names=self.tag_names)

    def _fact(self, field: Field) -> Fact:
        column = self.columns.get(field.id)
        value = None if column is None else column.value(0)
        display = _("unknown") if value is None else show(field, value, currency=self.currency)
        return Fact(field.id, field.label, field.kind, value, display)

    def _of_events(self, node: Behaviour) -> Fact:
        """Return what comes out of a function of events; it stands under its own text."""
        text = node_text(node)
        column = self.columns.get(text)
        value = None if column is None else column.value(0)
        shown = _("unknown") if value is None else show(node.field, value, currency=self.currency)
        said = behaviour_sentence(node, currency=self.currency)
        return Fact(text, said, node.field.kind, value, shown)

    def _change(self, node: Node, verdict: Verdict, facts: tuple[Fact, ...]) -> str:
        if verdict == "true":
            contrary = self._say(operation("not", (node,)))
            return _("Would no longer hold if: {condition}.").format(condition=contrary)
        if not facts:
            return _("Needs: {condition}.").format(condition=self._say(node))
        now = listed([fact.display for fact in facts])
        return _("Needs: {condition}; now {value}.").format(condition=self._say(node), value=now)


def _remedy(missing: list[Field]) -> str:
    if not missing:
        return _("Not known: a calculation has no result, or a tag is not decided yet.")
    template = _REMEDIES.get(missing[0].null_means, _FILL_IN)
    return _(template).format(fields=listed([field.label for field in missing]))
