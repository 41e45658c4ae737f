"""What to talk about and what not to mention, each with the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from profiler_app.domain.fields import fields
from profiler_app.domain.profile import Card
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_, _
from profiler_app.domain.visits import LastContact, Point
from profiler_app.jobs.cards.reasons import explain_tag
from profiler_app.jobs.cards.subject import Subject

TALK, AVOID = 3, 4
_TALKS: Mapping[str, str] = {
    "complaint_open": N_("Begin with the open complaint and say how it stands"),
    "mature_7d": N_("Plan what matures within a week"),
    "mature_30d_big": N_("Plan the large sum that matures this month"),
    "facility_due": N_("Start the renewal of the credit line"),
    "corp_flow_red": N_("Ask what changed in payments and settlement"),
    "corp_flow_orange": N_("Ask what changed in payments and settlement"),
    "outflow_red": N_("Ask which plans there are for the money"),
    "outflow_orange": N_("Ask which plans there are for the money"),
    "churn_red": N_("Ask how things went since the last purchase, and listen"),
    "churn_orange": N_("Ask how things went since the last purchase, and listen"),
    "churn_yellow": N_("Ask how things went since the last purchase, and listen"),
    "m_opportunity": N_("Take up the open opportunity"),
    "service_due": N_("Arrange the service that is due"),
    "warranty_ending": N_("Explain how the warranty can be extended"),
    "upgrade_due": N_("Show what could replace the old device"),
    "id_expired": N_("Have the identity document renewed"),
    "id_expiring": N_("Have the identity document renewed"),
    "risk_assess_none": N_("Do the risk assessment first"),
    "risk_assess_due": N_("Renew the risk assessment"),
    "near_next_tier": N_("Explain what the next tier brings"),
    "lc_winback": N_("Say thank you for coming back"),
    "new_product_window": N_("Ask how the first purchase is doing"),
    "need_upgrade": N_("Talk about the replacement that is planned"),
    "need_wealth": N_("Talk about plans for saving and investing"),
    "need_insurance": N_("Talk about what should be protected"),
    "need_loan": N_("Talk about the funds that are needed"),
    "need_payroll": N_("Talk about paying salaries"),
    "need_settlement": N_("Talk about payments and settlement"),
    "need_fx": N_("Talk about business across borders"),
    "payroll_upside": N_("Show what the salary account can do"),
    "outside_assets": N_("Offer to look at the assets elsewhere together"),
    "idle_demand": N_("Show what idle deposits could earn"),
    "settlement_upside": N_("Talk about bringing settlement together"),
    "cross_sell_gap": N_("Show what others in this position use as well"),
    "browser_hot": N_("Ask about what was looked at lately"),
    "cart_abandoner": N_("Ask what kept the last choice from being bought"),
    "decider_unseen": N_("Ask for a meeting with who decides"),
    "contacts_thin": N_("Ask who else should be involved"),
    "spend_rising": N_("Say thank you for the growing trust"),
    "aum_rising": N_("Say thank you for the growing trust"),
    "birthday_soon": N_("Congratulate on the birthday, with nothing to sell"),
    "uncontacted": N_("Say why you come after so long"),
    "visit_due": N_("Say why you come after so long"),
    "promoter": N_("Ask whom else this could help"),
    "happy": N_("Ask whom else this could help"),
    "event_lover": N_("Invite to the next event"),
    "basket_single": N_("Show one category that goes with the usual one"),
    "long_relation": N_("Say thank you for the long relationship"),
}
"""The most urgent first; a point is made once, by the first tag that gives it."""
_AVOIDED: Mapping[str, str] = {
    "complaint_open": N_("New offers before the complaint is settled"),
    "m_do_not_disturb_season": N_("Anything that can wait"),
    "no_contact_corp": N_("Offers by telephone or message"),
    "overdue_now": N_("The overdue amount in front of others"),
    "detractor": N_("Asking for a recommendation"),
    "unhappy": N_("Asking for a recommendation"),
    "risk_assess_none": N_("Wealth products, funds and insurance"),
    "churn_red": N_("That we see a risk of leaving"),
    "churn_orange": N_("That we see a risk of leaving"),
    "outflow_red": N_("That we watch the balances"),
    "outflow_orange": N_("That we watch the balances"),
    "price_low": N_("Discounts as the first argument"),
}
_COMMON_GROUND = ("sport_pref", "culture_pref", "ent_pref", "product_pref")


def talking_points(subject: Subject, card: Card, last: LastContact | None) -> tuple[Point, ...]:
    """Return three things to talk about, the most urgent first."""
    found: dict[str, Point] = {}
    for point in _talks(subject, card, last):
        found.setdefault(point.title, point)
    return tuple(found.values())[:TALK]


def _talks(subject: Subject, card: Card, last: LastContact | None) -> Iterator[Point]:
    yield from _of_tags(subject, ("complaint_open",), _TALKS)
    if last is not None and last.promised:
        reason = _("promised on {day}").format(day=last.on.isoformat())
        yield Point("promise", _("Keep the promise: {what}").format(what=last.promised), reason)
    for task in card.tasks:
        if task.overdue and task.due:
            reason = _("open since {day}").format(day=task.due.isoformat())
            yield Point("task", _("Settle: {what}").format(what=task.title), reason)
    yield from _of_tags(subject, tuple(_TALKS), _TALKS)
    yield from _of_records(card)
    yield from _of_interests(subject, card)
    known = _("{filled} of {total} items are known").format(filled=card.filled, total=card.total)
    yield Point("completeness", _("Bring the profile up to date together"), known)
    yield Point("feedback", _("Ask what could be better"), _("every visit is a chance to listen"))
    yield Point("next", _("Agree on the next step and its day"), _("so that nothing is forgotten"))


def _of_tags(subject: Subject, tags: tuple[str, ...], titles: Mapping[str, str]) -> Iterator[Point]:
    for tag in tags:
        if tag in subject.tags and subject.has(tag):
            why = explain_tag(subject, known_tags()[tag])
            yield Point(tag, _(titles[tag]), why.evidence or known_tags()[tag].label)


def _of_records(card: Card) -> Iterator[Point]:
    bought = next((event for event in card.timeline if event.kind == "order" and event.text), None)
    if bought is not None:
        reason = _("ordered on {day}, {amount}").format(
            day=bought.on.isoformat(), amount=bought.value
        )
        yield Point("order", _("Ask how {product} is doing").format(product=bought.text), reason)


def _of_interests(subject: Subject, card: Card) -> Iterator[Point]:
    cells = {cell.field: cell for block in card.dimensions for cell in block.cells}
    for name in _COMMON_GROUND:
        cell = cells.get(name)
        if cell is not None and cell.value:
            title = _("Common ground: {what}").format(what=cell.value)
            yield Point(name, title, _("source: {source}").format(source=cell.source or "—"))


def avoided_points(subject: Subject, card: Card) -> tuple[Point, ...]:
    """Return what not to mention: what was refused first, then what the evidence forbids."""
    found: dict[str, Point] = {}
    for point in _avoided(subject, card):
        found.setdefault(point.title, point)
    last = Point(
        "internal",
        _("Our tags, scores and tiers"),
        _("they are for our work; the customer decides what is shared"),
    )
    return (*tuple(found.values())[: AVOID - 1], last)


def _avoided(subject: Subject, card: Card) -> Iterator[Point]:
    denied = [
        consent
        for consent in card.consents
        if consent.state in ("refused", "withdrawn") and consent.purpose != "profiling"
    ]
    if denied:
        names = _(", ").join(consent.label for consent in denied)
        yield Point("consent", names, _("the customer did not allow it"))
    for wish in card.wishes:
        if wish.label == fields()["gift_taboo"].label:
            yield Point("gift_taboo", f"{wish.label}: {wish.value}", _("the customer told us so"))
    if not card.profiling_allowed:
        yield Point("no_profiling", _("Conclusions about the person"), _("no consent to profiling"))
    yield from _of_tags(subject, tuple(_AVOIDED), _AVOIDED)
    if card.kind == "person" and subject.value("children_count"):
        yield Point(
            "minors", _("Names and ages of the children"), _("data of minors are not kept here")
        )
