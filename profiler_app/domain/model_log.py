"""What the history keeps of every run of a model, in codes, and the words it is shown in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from profiler_app.domain.fields import find_field
from profiler_app.domain.text import N_, _, pgettext

MODELS: Final[Mapping[str, str]] = {
    "value": N_("Customer value"),
    "staying": N_("Staying under contract"),
    "churn": N_("Churn warning"),
    "potential": N_("Potential high value"),
    "field": N_("Who is likely"),
    "rules": N_("Bought together"),
    "recommender": N_("Recommendation"),
    "scorecard": N_("Scorecard"),
}


@dataclass(frozen=True, slots=True)
class ModelRun:
    """A run: the model, its day, the data it saw, what was asked of it, who ran it, what came out.

    ``since`` is the day of the first purchase it saw, empty without any. ``result`` is "passed",
    "rejected" or "refused" (there was too little data). ``parameters`` and ``figures`` (auc, lift,
    error: of the calibration) hold plain values by code, never anything about one customer.
    ``spread`` is how what was foretold spreads: ``edges`` and ``counts`` of its bins and the
    ``mean``; empty where nothing was foretold of single customers. ``moves`` are the groups that
    shrank or lost customers since the year before, in codes.
    """

    model: str
    as_of: str
    since: str = ""
    by: str = ""
    result: str = "passed"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    spread: Mapping[str, Any] = field(default_factory=dict)
    moves: tuple[Mapping[str, Any], ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return what the history keeps."""
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> ModelRun:
        """Bring back what the history kept."""
        return cls(**facts)

    @property
    def told(self) -> dict[str, str]:
        """Everything in the current language, by the names of the sentence of the history."""
        return {
            "model": _(MODELS.get(self.model, "—")),
            "result": self._result(),
            "data": _("{since} to {until}").format(since=self.since or "—", until=self.as_of),
            "parameters": self._parameters(),
            "by": self.by or "—",
        }

    def _result(self) -> str:
        words = {
            "passed": pgettext("run of a model", "passed"),
            "rejected": pgettext("run of a model", "rejected"),
            "refused": pgettext("run of a model", "too little data"),
        }
        return " · ".join([words.get(self.result, "—"), *self._figures()])

    def _figures(self) -> list[str]:
        words = (
            ("auc", "AUC {value:.3f}"),
            ("lift", _("lift {value:.1f}")),
            ("error", _("calibration error {value:.1%}")),
        )
        return [text.format(value=self.figures[name]) for name, text in words
                if name in self.figures]  # fmt: skip

    def _parameters(self) -> str:
        from profiler_app.domain.rules.showing import listed  # brings the language of rules

        words = (
            ("horizon_days", _("{value} days ahead")),
            ("support", _("support from {value:.1%}")),
            ("confidence", _("confidence from {value:.0%}")),
        )
        said = [text.format(value=self.parameters[name]) for name, text in words
                if name in self.parameters]  # fmt: skip
        return listed([*self._target(), *said]) or _("by default")

    def _target(self) -> list[str]:
        from profiler_app.domain.rules.showing import show, yes_or_no

        if "target" not in self.parameters:
            return []
        target, yes = str(self.parameters["target"]), self.parameters.get("yes")
        known = find_field(target)
        name = known.label if known is not None else target
        if yes is None:
            return [name]
        if yes in ("true", "false"):
            said = yes_or_no(yes == "true")
        else:
            said = str(yes) if known is None else show(known, yes)
        return [f"{name} = {said}"]


def told_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a run in words."""
    return {**ModelRun.from_facts(facts).told}
