"""The words of the tab of forecasts: the models, what each does, the fields one may foretell."""

from __future__ import annotations

from profiler_app.domain.fields import Field, fields, options
from profiler_app.domain.model_log import MODELS
from profiler_app.domain.text import _

ICONS = {
    "value": "wallet",
    "staying": "hourglass",
    "churn": "shield-alert",
    "potential": "trending-up",
    "field": "circle-question-mark",
    "rules": "shopping-cart",
    "recommender": "thumbs-up",
    "scorecard": "scale",
}


def targets() -> list[Field]:
    """Return the fields one may want to foretell: yes or no, or one value of a choice."""
    return sorted(
        (
            field
            for field in fields().values()
            if field.place != "rows"
            and field.sensitivity in ("S0", "S1")
            and (field.kind == "bool" or (field.kind == "enum" and field.options))
            and field.id not in ("kind", "line")
        ),
        key=lambda field: (field.kind != "bool", field.label),
    )


def values_of(field: Field) -> list[tuple[str, str]]:
    """Return the values of a field that may count as yes, with their words."""
    if field.kind == "bool":
        return [("true", _("yes")), ("false", _("no"))]
    assert field.options is not None
    return [(option.id, option.label) for option in options(field.options)]


def titles() -> dict[str, str]:
    """Return the name of each model."""
    return {kind: _(title) for kind, title in MODELS.items()}


def explanations() -> dict[str, str]:
    """Return what each model does, in a sentence or two."""
    return {
        "value": _("How often each customer will buy and for how much, by models of purchases that "
                   "are tried on your own past. Tags and rules can use the result."),
        "staying": _("How long accounts and subscriptions run on, and which may end. For customers "
                     "who are under contract and do not buy again and again."),
        "churn": _("Who will stay away for 13 weeks, learned from those who did. Only a model that "
                   "passes its trial makes red and orange warnings."),
        "potential": _("Who is not of high value yet but looks like those who became so within "
                       "half a year. Only a model that passes its trial makes the tag."),
        "field": _("Any yes or no: who is likely to be it, and why. Fields that give the answer "
                   "away are found and left out."),
        "rules": _("Which products are found in one basket more often than by chance."),
        "recommender": _("How often each way of recommending finds what was really bought next."),
        "scorecard": _("A card of points for good and bad cases. It never decides by itself."),
    }  # fmt: skip
