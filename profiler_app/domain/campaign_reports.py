"""What a planned campaign can show, who is on its list, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from profiler_app.domain.campaigns import LEAST_ARM, Effect
from profiler_app.domain.text import N_, _

SUPPRESSED: Mapping[str, str] = {
    "no_consent": N_("no consent given"),
    "no_channel": N_("refused this way of contact"),
    "minor": N_("under 18"),
    "complaint": N_("open complaint"),
    "quiet": N_("not to be disturbed for now"),
    "contacted": N_("contacted recently"),
    "in_campaign": N_("in another running campaign"),
    "unreachable": N_("cannot be reached this way"),
}
"""Why customers of the audience are left out; the first that holds counts."""
CLOSED_SINCE = N_("withdrew, refused or complained since: do not contact")

PROPOSALS: Mapping[str, str] = {
    "proved": N_("Keep it: it worked."),
    "harmful": N_("Stop it: it did harm."),
    "not_proved": N_("Change it, or repeat it with more customers: nothing is proved."),
    "too_few": N_("Repeat it with more customers: these are too few to prove anything."),
}


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """The audience of a campaign after suppression, and what its arms can show.

    ``base_rate`` is the share that buys anyhow within the window; ``base_from`` says whether it was
    ``given``, is the share of the targets who bought within the last such time (``purchases``), or
    is just ``assumed``. ``visible`` is the smallest rise above it that is seen four times in five,
    None when no rise can be; ``needed`` has the customers per arm by rise of the rate.
    ``as_of`` is the day the tags are of, ``cost`` of everything in minor units.
    """

    name: str
    audience: int
    suppressed: Mapping[str, int]
    treated: int
    control: int
    control_share: float
    seed: int
    base_rate: float
    base_from: str
    visible: float | None
    needed: Mapping[float, tuple[int, int]]
    as_of: date
    cost: int | None = None
    operation: int | None = None

    @property
    def for_the_record(self) -> bool:
        """Whether an arm is too small to ever prove anything."""
        return min(self.treated, self.control) < LEAST_ARM

    @property
    def sentences(self) -> tuple[str, ...]:
        """The plan in the current language."""
        text = _(
            "{n:,} of {audience:,} customers remain: {treated:,} to contact, {control:,} left "
            "alone."
        )
        targets = self.treated + self.control
        told = [
            text.format(
                n=targets, audience=self.audience, treated=self.treated, control=self.control
            )
        ]
        told += [
            _("Left out: {n:,} ({reason})").format(n=n, reason=_(SUPPRESSED[reason]))
            for reason, n in self.suppressed.items()
            if n
        ]
        if self.for_the_record:
            told.append(
                _(
                    "For the record only: with fewer than {n} in an arm no effect can be proved."
                ).format(n=LEAST_ARM)
            )
        if self.visible is not None:
            text = _(
                "The smallest visible effect: {rise:+.2f} pp above {base:.2%} "
                "(5 % significance, 80 % power)."
            )
            told.append(text.format(rise=100 * self.visible, base=self.base_rate))
        return tuple(told)

    def as_json(self) -> dict[str, Any]:
        """Return the plan as the command line prints it."""
        return {
            "name": self.name,
            "tags_as_of": self.as_of.isoformat(),
            "audience": self.audience,
            "suppressed": dict(self.suppressed),
            "targets": self.treated + self.control,
            "treated": self.treated,
            "control": self.control,
            "control_share": self.control_share,
            "seed": self.seed,
            "base_rate": self.base_rate,
            "base_rate_from": self.base_from,
            "alpha": 0.05,
            "power": 0.8,
            "smallest_visible": self.visible,
            "needed": [
                {"rise": rise, "treated": treated, "control": control}
                for rise, (treated, control) in self.needed.items()
            ],
            "for_the_record_only": self.for_the_record,
            "cost": None if self.cost is None else self.cost / 100,
            "operation": self.operation,
        }


@dataclass(frozen=True, slots=True)
class CampaignResult:
    """What a campaign changed, of all who were assigned, reached or not.

    ``source`` says where outcomes come from: ``file`` (just read), ``stored`` or ``orders`` (bought
    within the window). Money is in minor units; profit and its interval are None without a margin.
    ``one_sided``: outcomes of the treated only were recorded. ``again`` compares who bought on two
    days or more of the window, None where outcomes were recorded. ``response`` compares who
    answered by the contacts that were logged, None where nobody did.
    """

    name: str
    source: str
    conversion: Effect
    value: Effect | None = None
    cost: int | None = None
    profit: tuple[float, float, float] | None = None
    measured_until: date | None = None
    over: bool = True
    recorded: int = 0
    strangers: int = 0
    operation: int | None = None
    one_sided: bool = False
    margin: float | None = None
    again: Effect | None = None
    response: Effect | None = None

    @property
    def warning(self) -> str:
        """What speaks against the comparison, "" when nothing does."""
        if not self.one_sided:
            return ""
        return _(
            "No outcome of the control group was recorded. Unless really nothing happened there, "
            "the difference is not the effect of the campaign."
        )

    @property
    def proposal(self) -> str:
        """What to do next, in the current language."""
        return _(PROPOSALS[self.conversion.verdict])

    @property
    def extra(self) -> tuple[float, float, float]:
        """How many more of the treated it happened to than without it, and the 95 % interval."""
        effect = self.conversion
        n = effect.treated.n
        return effect.difference * n, effect.low * n, effect.high * n

    @property
    def break_even(self) -> float | None:
        """The difference of the rates that pays for the cost; None where it is not known."""
        rate = self.conversion.treated.outcome
        if self.profit is None or self.value is None or not self.cost or not rate:
            return None
        if not self.margin or not self.value.treated.outcome:
            return None
        each = self.margin * self.value.treated.outcome / rate
        return self.cost / (self.conversion.treated.n * each)

    @property
    def is_earned(self) -> bool:
        """Whether the sales it brought are beyond doubt: the window over, the interval above 0."""
        return self.over and self.value is not None and self.value.verdict == "proved"

    @property
    def roi(self) -> float | None:
        """The extra profit for each unit of cost."""
        if self.profit is None or not self.cost:
            return None
        return self.profit[0] / self.cost

    @property
    def cost_per_extra(self) -> float | None:
        """The cost of one more customer who converts; only told when it worked."""
        extra = self.conversion.difference * self.conversion.treated.n
        return self.cost / extra if self.cost and self.conversion.verdict == "proved" else None

    def as_json(self) -> dict[str, Any]:
        """Return the result as the command line prints it; money in major units."""
        value = self.value
        per_extra = self.cost_per_extra
        return {
            "name": self.name,
            "source": self.source,
            **self.conversion.as_json(),
            "value": None
            if value is None
            else {
                "treated": value.treated.outcome / 100,
                "control": value.control.outcome / 100,
                "difference": value.difference / 100,
                "interval": [value.low / 100, value.high / 100],
                "verdict": value.verdict,
            },
            "cost": None if self.cost is None else self.cost / 100,
            "repurchase": None if self.again is None else self.again.as_json(),
            "response": None if self.response is None else self.response.as_json(),
            "margin": self.margin,
            "cost_per_extra": None if per_extra is None else round(per_extra / 100, 2),
            "extra_profit": None if self.profit is None else round(self.profit[0] / 100, 2),
            "extra_profit_interval": None
            if self.profit is None
            else [round(each / 100, 2) for each in self.profit[1:]],
            "roi": self.roi,
            "proposal": self.proposal,
            "warnings": [self.warning] if self.warning else [],
            "measured_until": self.measured_until and self.measured_until.isoformat(),
            "over": self.over,
            "recorded": self.recorded,
            "not_members": self.strangers,
            "operation": self.operation,
        }
