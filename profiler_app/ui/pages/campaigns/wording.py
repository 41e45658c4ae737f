"""What the page of campaigns says about results."""

from __future__ import annotations

from profiler_app.domain.campaign_pages import CampaignView
from profiler_app.domain.campaign_reports import CampaignResult
from profiler_app.domain.campaigns import LEAST_ARM
from profiler_app.domain.profile import Tone
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.campaign_drawing import points

SIGNS: dict[str, tuple[str, Tone]] = {
    "proved": ("check", "success"),
    "harmful": ("x", "danger"),
    "not_proved": ("equal", "neutral"),
    "too_few": ("info", "neutral"),
    "running": ("hourglass", "accent"),
    "none": ("info", "neutral"),
}
"""The icon and the tone of each verdict."""


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
             "points, 95 % interval {low} to {high}.")  # fmt: skip
    if result.source != "orders":
        text = _("{treated} of the target group succeeded, {control} of the control group: "
                 "{difference} points, 95 % interval {low} to {high}.")  # fmt: skip
    return text.format(
        treated=f"{effect.treated.outcome:.1%}",
        control=f"{effect.control.outcome:.1%}",
        difference=points(effect.difference),
        low=points(effect.low),
        high=points(effect.high),
    )


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
