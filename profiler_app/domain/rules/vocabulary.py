"""What a rule may name: fields, tags, and the parameters of the tag it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from profiler_app.domain.fields import Field, find_field
from profiler_app.domain.rules.adapting import problem
from profiler_app.domain.rules.tree import FieldRef, HasTag, InSegment, Items, Literal, Scalar
from profiler_app.domain.text import _

Parameter = Scalar | Sequence[Scalar]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names known to one rule; ``parameters`` None: the rule belongs to no tag.

    ``segments`` are the names of saved segments by key; None: any name may stand in a rule, and
    whoever evaluates it says which are not there.
    """

    fields: Mapping[str, Field]
    tags: Collection[str]
    parameters: Mapping[str, Parameter] | None
    allow_sensitive: bool
    segments: Mapping[str, str] | None = None

    def field(self, name: str, position: int) -> FieldRef:
        """Return the field with this id, former id or label, or raise RuleProblem."""
        field = self._find(name)
        if field is None:
            reason = _("there is no field {name}.").format(name=repr(name))
            raise problem(position, with_guess(reason, name, self.fields))
        if field.sensitivity == "S3" and not self.allow_sensitive:
            reason = _("{field} is sensitive and cannot be used in a rule")
            raise problem(position, reason.format(field=field.label))
        return FieldRef(field.id, field, position)

    def _find(self, name: str) -> Field | None:
        if name in self.fields:
            return self.fields[name]
        former = find_field(name)
        if former is not None:
            return self.fields.get(former.id)
        named = (field for field in self.fields.values() if name in field.names.values())
        return next(named, None)

    def tag(self, name: str, position: int) -> HasTag:
        """Return the tag with this id, or raise RuleProblem."""
        if name not in self.tags:
            reason = _("there is no tag {name}.").format(name=repr(name))
            raise problem(position, with_guess(reason, name, self.tags))
        return HasTag(name, position)

    def segment(self, name: str, position: int) -> InSegment:
        """Return the segment with this key or name, or raise RuleProblem."""
        if self.segments is not None and name not in {*self.segments, *self.segments.values()}:
            reason = _("there is no segment {name}.").format(name=repr(name))
            raise problem(position, with_guess(reason, name, list(self.segments.values())))
        return InSegment(name, position)

    def parameter(self, name: str, position: int) -> Literal | Items:
        """Return the value of a parameter, or raise RuleProblem."""
        if self.parameters is None:
            raise problem(position, _("parameters (p.) exist only in the rule of a tag"))
        if name not in self.parameters:
            reason = _("the tag has no parameter {name}.").format(name=repr(name))
            raise problem(position, with_guess(reason, name, self.parameters))
        value = self.parameters[name]
        if isinstance(value, Sequence) and not isinstance(value, str):
            return Items(tuple(_literal(item, position) for item in value), position)
        return _literal(value, position)


def with_guess(reason: str, name: str, known: Collection[str]) -> str:
    """Return the reason, and the known name that comes nearest if one does."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    if not near:
        return reason
    return _("{reason} Did you mean {guess}?").format(reason=reason, guess=near[0])


def _literal(value: Scalar, position: int) -> Literal:
    if isinstance(value, bool):
        return Literal(value, "truth", position)
    if isinstance(value, int | float):
        return Literal(value, "number", position)
    return Literal(str(value), "text", position)
