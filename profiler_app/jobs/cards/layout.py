"""Which rows the dimensions of a card have, for each type of customer and line of business.

The rows of a person follow the seed: 26 items in eight dimensions, some of which share a row.
"""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.text import N_


@dataclass(frozen=True, slots=True)
class Part:
    """One counted item of a row: known when one of its fields is; ``needs`` orders to mean much."""

    fields: tuple[str, ...]
    table: str = ""
    orders: int = 0


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row: its key (of the question, too), its label and the items on it."""

    key: str
    label: str
    parts: tuple[Part, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """One dimension; ``silent`` items count without a row (the name stands on top)."""

    id: str
    rows: tuple[RowPlan, ...]
    silent: tuple[str, ...] = ()


def _told(key: str, label: str, *fields: str) -> RowPlan:
    return RowPlan(key, label, (Part(fields or (key,)),))


def _counted(key: str, label: str, table: str, *fields: str, orders: int = 0) -> RowPlan:
    return RowPlan(key, label, (Part(fields or (key,), table, orders),))


def _extra(key: str, label: str, table: str, *fields: str, orders: int = 0) -> RowPlan:
    return RowPlan(key, label, (Part(fields or (key,), table, orders),), counted=False)


_BASICS = BlockPlan(
    "D1",
    (
        RowPlan("gender_age", N_("Gender and age"), (Part(("gender",)), Part(("age",)))),
        _told("occupation", N_("Occupation"), "occupation", "job_title", "employer"),
        _told("education", N_("Education")),
    ),
    silent=("name",),
)
_BACKGROUND = BlockPlan(
    "D2",
    (
        _told("family", N_("Family"), "marital", "family_stage", "household_size", "has_house"),
        _told("income", N_("Income"), "income_band", "income_source"),
        _told("region", N_("Region"), "province"),
    ),
)
_BUYING = BlockPlan(
    "D3",
    (
        _counted("frequency", N_("Frequency"), "order_line", "freq_12m", "ipi_mean"),
        _counted("channel", N_("Channel"), "order_line", "main_channel", "online_ratio", orders=3),
        RowPlan(
            "spend",
            N_("Spend"),
            (Part(("aov_12m",), "order_line"), Part(("monetary_12m",), "order_line")),
        ),
        _extra("fav_category", N_("Favourite"), "order_line", "fav_category", orders=3),
    ),
)
_BANKING = BlockPlan(
    "D3",
    (
        _counted("activity", N_("Activity"), "flow", "active_gap_days"),
        _counted("channel_bank", N_("Channel"), "flow", "main_channel", "online_ratio"),
        RowPlan(
            "assets",
            N_("Assets"),
            (Part(("aum_mavg",), "balance"), Part(("product_kinds",), "account")),
        ),
    ),
)
_INTERESTS = BlockPlan(
    "D4",
    (
        _told("ent_pref", N_("Leisure")),
        _told("sport_pref", N_("Sports")),
        _told("culture_pref", N_("Culture"), "culture_pref", "content_focus"),
    ),
)
_VALUES = BlockPlan(
    "D5",
    (
        _told("values", N_("Values"), "values", "green_awareness"),
        _told("lifestyle", N_("Lifestyle")),
        _told("social", N_("Social habits"), "social_platforms", "social_activity"),
        _extra("influence_score", N_("Influence"), "relation"),
    ),
)
_PSYCHOLOGY = BlockPlan(
    "D6",
    (
        _told("personality", N_("Character")),
        _told("needs", N_("Needs"), "needs", "motive", "price_sensitivity"),
        RowPlan("brand_loyalty", N_("Loyalty"), (Part(("brand_loyalty",)),)),
    ),
)
_BEHAVIOUR = BlockPlan(
    "D7",
    (
        _counted("usage", N_("Usage"), "event", "use_events_90d", "logins_30d", "views_30d"),
        _told("decision_style", N_("Decisions")),
        _told("contact_pref", N_("Contact"), "contact_pref", "best_time"),
        _extra("service_note", N_("Wishes"), "", "service_note", "gift_taboo"),
    ),
)
_VOICE = BlockPlan(
    "D8",
    (
        _counted("feedback_text", N_("Feedback"), "feedback"),
        _counted("rating", N_("Rating"), "survey_response", "csat_last", "nps_last"),
        _extra("complaints_12m", N_("Complaints"), "feedback"),
    ),
)
_COMPANY = BlockPlan(
    "E5",
    (
        _told("industry", N_("Industry"), "industry", "main_business"),
        RowPlan("size", N_("Size"), (Part(("size_class",)), Part(("employees",)))),
        _told("revenue", N_("Revenue"), "revenue", "total_assets"),
        _told("ownership", N_("Ownership"), "ownership", "legal_form"),
        _told("industry_trend", N_("Industry notes")),
    ),
)
_COMPANY_NEEDS = BlockPlan(
    "D6",
    (
        _told("needs_company", N_("Needs"), "needs"),
        _told("motive", N_("Motives")),
    ),
)
_COMPANY_HABITS = BlockPlan(
    "D7",
    (
        _told("procurement_mode", N_("Decisions"), "procurement_mode", "decision_style"),
        _told("decision_cycle", N_("Decision time")),
        _told("contact_pref", N_("Contact"), "contact_pref", "best_time"),
        _extra("service_note", N_("Wishes"), "", "service_note", "gift_taboo"),
    ),
)
_TIES = BlockPlan(
    "E2",
    (
        _counted("group_role", N_("Company group"), "relation"),
        _counted("sc_role", N_("Supply chain"), "relation"),
        _counted("key_contacts", N_("Key people"), "company_contact", "key_contacts"),
        _extra("influence_score", N_("Influence"), "relation"),
    ),
)
_ACCOUNTS = BlockPlan(
    "E4",
    (
        _counted("deposit_mavg", N_("Deposits"), "balance"),
        _counted("inflow_12m", N_("Settlement"), "flow"),
        _counted("product_kinds", N_("Products"), "account", "product_kinds", "kinds"),
        _told("other_banks", N_("Other banks")),
    ),
)
_CREDIT = BlockPlan(
    "E3",
    (
        _counted("limit_use", N_("Limit in use"), "facility"),
        _counted("overdue_days_max_12m", N_("Overdue"), "facility"),
        _counted("fs_debt_ratio", N_("Debt ratio"), "statement"),
        _extra("risk_sev2_12m", N_("Risk events"), "risk_event", "risk_sev3_12m", "risk_sev2_12m"),
    ),
)

PLANS: dict[str, tuple[BlockPlan, ...]] = {
    "person:trade": (
        *(_BASICS, _BACKGROUND, _BUYING, _INTERESTS),
        *(_VALUES, _PSYCHOLOGY, _BEHAVIOUR, _VOICE),
    ),
    "person:bank": (
        *(_BASICS, _BACKGROUND, _BANKING, _INTERESTS),
        *(_VALUES, _PSYCHOLOGY, _BEHAVIOUR, _VOICE),
    ),
    "company:trade": (_COMPANY, _BUYING, _COMPANY_NEEDS, _COMPANY_HABITS, _TIES, _VOICE),
    "company:bank": (
        *(_COMPANY, _ACCOUNTS, _COMPANY_NEEDS),
        *(_COMPANY_HABITS, _CREDIT, _TIES, _VOICE),
    ),
}

WORDED: dict[str, str] = {
    "household_size": N_("household of {value}"),
    "has_house": N_("owns home: {value}"),
    "freq_12m": N_("{value} in 12 months"),
    "ipi_mean": N_("every {value} on average"),
    "online_ratio": N_("{value} online"),
    "aov_12m": N_("{value} per order"),
    "monetary_12m": N_("{value} in 12 months"),
    "active_gap_days": N_("last active {value} ago"),
    "aum_mavg": N_("{value} on average"),
    "product_kinds": N_("{value} held"),
    "use_events_90d": N_("{value} in 90 days"),
    "logins_30d": N_("logged in {value} in 30 days"),
    "views_30d": N_("viewed {value} pages in 30 days"),
    "price_sensitivity": N_("price sensitivity {value}"),
    "social_activity": N_("activity {value}"),
    "influence_score": N_("{value} of 100"),
    "green_awareness": N_("green awareness {value}"),
    "csat_last": N_("satisfaction {value}"),
    "nps_last": N_("recommends {value} of 10"),
    "complaints_12m": N_("{value} in 12 months"),
    "total_assets": N_("assets {value}"),
    "inflow_12m": N_("{value} in 12 months"),
    "risk_sev2_12m": N_("ordinary {value}"),
    "risk_sev3_12m": N_("severe {value}"),
}
"""How a value is worded on a card where the bare value would not say what it is."""
