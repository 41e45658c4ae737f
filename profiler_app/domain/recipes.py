"""Cleaning steps that can be done again: on the book, or on next month's file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from types import MappingProxyType
from typing import Any, Literal

from profiler_app.domain.checked import clean_text
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import N_, _

StepKind = Literal["trim", "standardise", "replace", "merge"]
STEP_NAMES: Mapping[StepKind, str] = MappingProxyType(
    {
        "trim": N_("Tidy blanks and width"),
        "standardise": N_("Standardise"),
        "replace": N_("Replace values"),
        "merge": N_("Merge spellings"),
    }
)
VERSION = 1


class RecipeProblem(UserProblem):
    """A file is no recipe of ours."""

    template = N_("{file} holds no cleaning steps. Choose a file that was exported here.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step on one field.

    ``trim``: full-width signs, double blanks and invisible signs. ``standardise``: as the field is
    written (numbers, addresses). ``replace``: texts by others. ``merge``: every spelling that
    meets a target under the key ``method`` (see ``analysis.quality.variants``) becomes it.
    """

    kind: StepKind
    field: str
    values: Mapping[str, str] = made(default_factory=dict)
    method: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the step as it is kept and exported."""
        return {
            "kind": self.kind,
            "field": self.field,
            "values": dict(self.values),
            "method": self.method,
        }


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps in their order, under a name."""

    name: str
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the recipe as it is kept and exported."""
        return {
            "recipe": VERSION,
            "name": self.name,
            "steps": [step.as_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, stored: Any) -> Recipe:
        """Bring a recipe back. Raises ValueError for anything else."""
        if not isinstance(stored, dict) or stored.get("recipe") != VERSION:
            raise ValueError("no recipe")
        steps = [_step(each) for each in _listed(stored.get("steps"))]
        return cls(str(stored.get("name") or ""), tuple(steps))


def _listed(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _step(stored: Any) -> Step:
    if not isinstance(stored, dict) or stored.get("kind") not in STEP_NAMES:
        raise ValueError("no step")
    values = stored.get("values") or {}
    texts = isinstance(values, dict) and all(isinstance(each, str) for each in values.values())
    if not texts or not isinstance(stored.get("field"), str):
        raise ValueError("no step")
    return Step(stored["kind"], stored["field"], values, str(stored.get("method") or ""))


def read_recipe(text: str, file: str) -> Recipe:
    """Read an exported recipe. Raises RecipeProblem."""
    try:
        return Recipe.from_json(json.loads(text))
    except ValueError as error:
        raise RecipeProblem(file=file) from error


def cleaner(
    step: Step,
    *,
    key: Callable[[str, str], str],
    standard: Callable[[str, str], str | None],
) -> Callable[[str], str]:
    """Return what a step makes of one text.

    ``key`` (text, method) is where spellings meet, ``standard`` (field, text) the usual way of
    writing a value, None where it stays.
    """
    if step.kind == "trim":
        return lambda text: clean_text(text) or text
    if step.kind == "standardise":
        return lambda text: standard(step.field, text) or text
    if step.kind == "replace":
        return lambda text: step.values.get(text, text)
    targets = {key(each, step.method): target for each, target in step.values.items()}
    return lambda text: targets.get(key(text, step.method), text)


def step_about(step: Step) -> str:
    """Say in a few words what a step does to its values."""
    if step.kind in ("replace", "merge"):
        pairs = [f"{old} → {new}" for old, new in step.values.items() if old != new]
        more = _(" and {n} more").format(n=len(pairs) - 3) if len(pairs) > 3 else ""
        return "; ".join(pairs[:3]) + more
    return ""
