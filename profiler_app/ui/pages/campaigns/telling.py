"""What stands in the bars above and below the page: where one is, and figures about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profiler_app.domain.campaign_pages import STATES, CampaignView, decision_label
from profiler_app.domain.campaign_wording import amount
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.commands import COMMANDS

if TYPE_CHECKING:
    from profiler_app.ui.pages.campaigns.page import CampaignsPage


class Told:
    """Writes title and foot of the page as its view asks."""

    def __init__(self, page: CampaignsPage) -> None:
        self._page = page

    def show(self) -> None:
        """Say where one is now."""
        page = self._page
        view = page.one.view if page.mode == "one" else None
        over = any(line.state in ("over", "closed") for line in page.lines)
        page.title.show_mode(page.mode, view, any_there=bool(page.lines), any_over=over)
        if page.mode == "list":
            n = len(page.lines)
            text = ngettext("{n} campaign", "{n} campaigns", n).format(n=f"{n:,}")
            page.title.say(_("Campaigns"), text if n else "")
        elif page.mode == "new":
            page.title.say(_("New campaign"), "")
            page.title.draw.setEnabled(page.planner.can_be_saved())
            page.title.draw.setToolTip(page.planner.why_not() or COMMANDS["go_on"].shown_key)
        elif page.mode == "budget":
            page.title.say(_("Spend a budget"), _("on what was tried and worked"))
        elif view is not None:
            page.title.say(view.line.name, view.line.period)
            page.title.pill.set_state(_(STATES[view.line.state][0]), STATES[view.line.state][1])
        self._foot(view)

    def _foot(self, view: CampaignView | None) -> None:
        page, left, right = self._page, "", ""
        if view is not None:
            left = " · ".join(figures_of(view, page.currency))
            right = _("Seed {seed}: the draw can be repeated").format(seed=view.seed)
        elif page.mode == "new":
            left = page.planner.why_not()
        elif page.mode == "budget":
            left = _("Only a proved effect counts, in the stages of life it was tried in.")
        elif page.mode == "list" and page.lines:
            left = _("Everybody assigned counts, reached or not; the control group is left alone.")
        page.foot.left.setText(left)
        page.foot.right.setText(right)


def figures_of(view: CampaignView, currency: str) -> list[str]:
    """Return what is counted about a campaign, in words."""
    told = []
    if view.result is not None:
        effect = view.result.conversion
        arms = [round(arm.outcome * arm.n) for arm in (effect.treated, effect.control)]
        text = _("Bought: {n} · target group {treated} · control group {control}")
        if view.result.source != "orders":
            text = _("Succeeded: {n} · target group {treated} · control group {control}")
        counts = [f"{n:,}" for n in (sum(arms), *arms)]
        told.append(text.format(n=counts[0], treated=counts[1], control=counts[2]))
    if view.line.cost is not None:
        told.append(_("cost {amount}").format(amount=amount(view.line.cost, currency)))
    if view.line.contacted:
        told.append(_("{n} contacted").format(n=f"{view.line.contacted:,}"))
    closing = view.closing
    if closing is not None and closing.decision:
        text = _("Decided: {decision} ({by}, {day})")
        decided = decision_label(closing.decision)
        told.append(text.format(decision=decided, by=closing.by or "—", day=closing.on))
    if len(view.members) < view.total:
        text = _("{n} of {total} listed")
        told.append(text.format(n=f"{len(view.members):,}", total=f"{view.total:,}"))
    return told
