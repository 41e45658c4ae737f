"""What is said about the result of a campaign: on its page and in its report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from profiler_app.domain.campaign_pages import CampaignView
from profiler_app.domain.campaign_reports import CampaignResult
from profiler_app.domain.campaigns import LEAST_ARM, MINUS, Effect
from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Tone
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, ngettext

UNKNOWN = "—"
_SHORT_FROM = 10**8

SIGNS: dict[str, tuple[str, Tone]] = {
    "proved": ("check", "success"),
    "harmful": ("x", "danger"),
    "not_proved": ("equal", "neutral"),
    "too_few": ("info", "neutral"),
    "running": ("hourglass", "accent"),
    "none": ("info", "neutral"),
}
"""The icon and the tone of each verdict."""


def points(share: float) -> str:
    """Return a difference of rates in percentage points with its sign."""
    text = f"{100 * share:+.1f}"
    return "0.0" if text in ("-0.0", "+0.0") else text.replace("-", MINUS)


def verdict_word(verdict: str) -> str:
    """Return a verdict in a word or two."""
    return {
        "proved": _("It worked"),
        "harmful": _("It did harm"),
        "not_proved": _("Not proved"),
        "too_few": _("Too few to tell"),
    }.get(verdict, "")


def verdict_key(view: CampaignView) -> str:
    """Return the key of ``SIGNS`` of a campaign: while it is under way there is no verdict."""
    if view.result is None:
        return "none"
    return view.result.conversion.verdict if view.result.over else "running"


def headline(view: CampaignView) -> str:
    """Return the verdict as a headline."""
    result = view.result
    if result is None:
        return _("There is no verdict")
    if not result.over:
        text = _("Under way until {day}: the verdict comes at the end")
        return text.format(day=view.line.ends_on)
    n = round(abs(result.extra[0]))
    verdict = result.conversion.verdict
    if verdict in ("proved", "harmful"):
        return _told(verdict, n, by_orders=result.source == "orders")
    if verdict == "too_few":
        return _("Too few to tell: for the record only")
    return _("No evidence that it worked")


def _told(verdict: str, n: int, *, by_orders: bool) -> str:
    if verdict == "harmful":
        if by_orders:
            text = ngettext("It did harm: about {n} buyer fewer",
                            "It did harm: about {n} buyers fewer", n)  # fmt: skip
        else:
            text = ngettext("It did harm: about {n} success fewer",
                            "It did harm: about {n} successes fewer", n)  # fmt: skip
    elif by_orders:
        text = ngettext("It worked: about {n} extra buyer", "It worked: about {n} extra buyers", n)
    else:
        text = ngettext("It worked: about {n} extra success",
                        "It worked: about {n} extra successes", n)  # fmt: skip
    return text.format(n=f"{n:,}")


def comparison(result: CampaignResult) -> str:
    """Return both rates, their difference and its interval in a sentence."""
    effect = result.conversion
    text = _("{treated} of the target group bought, {control} of the control group: {difference} "
             "pp, 95 % interval {low} to {high}.")  # fmt: skip
    if result.source != "orders":
        text = _("{treated} of the target group succeeded, {control} of the control group: "
                 "{difference} pp, 95 % interval {low} to {high}.")  # fmt: skip
    return text.format(
        treated=f"{effect.treated.outcome:.1%}",
        control=f"{effect.control.outcome:.1%}",
        difference=points(effect.difference),
        low=points(effect.low),
        high=points(effect.high),
    )


def further(result: CampaignResult, currency: str) -> tuple[str, ...]:
    """Return what else is compared: what each spent, who bought again, the cost, who answered."""
    told = []
    if result.value is not None:
        text = _("Spent by each: {treated} against {control}, {difference} ({low} … {high})")
        told.append(text.format(**_in_words(result.value, partial(_signed, currency=currency),
                                            partial(amount, currency=currency))))  # fmt: skip
    if result.again is not None:
        text = _("bought again: {treated} against {control}, {difference} pp ({low} … {high})")
        told.append(text.format(**_in_words(result.again, points, "{:.1%}".format)))
    if result.cost_per_extra is not None:
        text = _("{amount} for each extra buyer")
        if result.source != "orders":
            text = _("{amount} for each extra success")
        told.append(text.format(amount=amount(result.cost_per_extra, currency)))
    if result.response is not None:
        text = _("answered, by logged contacts: {treated} against {control}, {difference} pp "
                 "({low} … {high})")  # fmt: skip
        told.append(text.format(**_in_words(result.response, points, "{:.1%}".format)))
    return tuple(told)


def _in_words(
    effect: Effect, change: Callable[[float], str], level: Callable[[float], str]
) -> dict[str, str]:
    return {
        "treated": level(effect.treated.outcome),
        "control": level(effect.control.outcome),
        "difference": change(effect.difference),
        "low": change(effect.low),
        "high": change(effect.high),
    }


def _signed(minor: float, currency: str) -> str:
    return ("+" if round(minor, -2) > 0 else "") + amount(minor, currency)


def caution(view: CampaignView) -> tuple[str, bool]:
    """Return what speaks for or against the comparison, and whether it is a warning."""
    result = view.result
    if result is None:
        return view.problem, False
    if result.warning:
        return result.warning, True
    if result.conversion.verdict == "too_few":
        text = _("A group has fewer than {n} customers: no difference can be proved.")
        return text.format(n=LEAST_ARM), False
    if view.unlike:
        text = _("Drawn by chance, yet the groups differed before in {names}: take care.")
        return text.format(names=listed(list(view.unlike))), True
    if view.compared:
        text = _("Drawn by chance; before, the groups did not differ notably in {names}.")
        return text.format(names=listed(list(view.compared))), False
    return _("Drawn by chance."), False


def figures(view: CampaignView, currency: str) -> tuple[tuple[str, str, str], ...]:
    """Return (label, figure, note) of the difference, the extra buyers, the margin and the return.

    Nothing without a result; a dash stands for what cannot be reckoned without margin and cost.
    """
    result = view.result
    if result is None:
        return ()
    effect, extra = result.conversion, result.extra
    label = _("Extra buyers") if result.source == "orders" else _("Extra successes")
    return (
        (
            _("Difference"),
            _("{n} pp").format(n=points(effect.difference)),
            f"{points(effect.low)} … {points(effect.high)}",
        ),
        (label, _whole(extra[0]), f"{_whole(extra[1])} … {_whole(extra[2])}"),
        *_money(result, currency),
    )


def _money(result: CampaignResult, currency: str) -> tuple[tuple[str, str, str], ...]:
    cost = _("no cost entered")
    if result.cost is not None:
        cost = _("cost {amount}").format(amount=amount(result.cost, currency))
    if result.profit is None:
        return (_("Extra margin"), UNKNOWN, cost), (_("Return on 1 spent"), UNKNOWN, "")
    earned = result.profit[0] + (result.cost or 0)
    even = result.break_even
    note = "" if even is None else _("pays from {n} pp").format(n=points(even))
    back = UNKNOWN
    if not result.is_earned:  # an amount that may as well be a loss is no return
        low, high = (each + (result.cost or 0) for each in result.profit[1:])
        cost = f"{amount(low, currency)} … {amount(high, currency)}"
    elif result.cost:
        back = f"{earned / result.cost:,.2f}"
    return (
        (_("Extra margin"), amount(earned, currency), cost),
        (_("Return on 1 spent"), back, note),
    )


def amount(minor: float, currency: str) -> str:
    """Return an amount without its minor units, shortened from a million on."""
    whole = round(minor)
    text = format_money(round(whole, -2), currency=currency, compact=abs(whole) >= _SHORT_FROM)
    return text.replace("-", MINUS)


def _whole(number: float) -> str:
    return f"{round(number):,}".replace("-", MINUS)
