"""Contacts with a customer, and the people of a company who decide."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.view import YEAR, Features, Found, View, ratio
from profiler_app.analysis.rows import IntArray, Rows, find, pack

REACHED = ("reached", "interested", "deal", "callback", "refused", "complaint")
POSITIVE = ("reached", "interested", "deal")
IN_PERSON = ("visit", "branch")
ROLES = ("decider", "approver", "influencer", "user", "finance_head")
DECIDERS = ("decider", "legal_rep")
HALF_YEAR = 180
OUTBOUND_NEEDED = 3


def contacts(view: View) -> Features:
    """Compute how often and when a customer was reached, and which roles of a company."""
    talks = view.rows("interaction")
    met = talks.where(talks.is_in("outcome", *REACHED))
    visits = talks.where(talks.is_in("channel", *IN_PERSON))
    year = view.rows("interaction", days=YEAR)
    return {
        "interactions_12m": view.always(year.where(~year.is_in("outcome", "no_answer")).count()),
        "last_contact_days": _since(view, met),
        "last_visit_days": _since(view, visits),
        "response_rate_12m": _response(year),
        **_people(view, met),
    }


def _since(view: View, talks: Rows) -> Found:
    return Found(view.today - talks.highest(talks["day"]), talks.any())


def _response(year: Rows) -> Found:
    out = year.where(year.is_in("direction", "out", "outbound"))
    answered = out.where(out.is_in("outcome", *POSITIVE)).count()
    return ratio(answered, out.count(), out.count() >= OUTBOUND_NEEDED)


def _people(view: View, met: Rows) -> Features:
    people = view.rows("company_contact")
    left = ~people.is_null("left_on") & (people["left_on"] <= view.today)
    inactive = (people["active"] == 0) & people.is_null("left_on")
    key = people.where((people["is_key"] == 1) & ~left & ~inactive)
    deciders = met.where(_role_in(people, met, DECIDERS))
    return {
        "key_contacts": view.always(key.count()),
        "roles_covered": view.always(_roles(view, people, met)),
        "decider_gap_days": _since(view, deciders),
    }


def _role_codes(people: Rows, talks: Rows, roles: tuple[str, ...]) -> IntArray:
    """Return the role (an index of ``roles``) of the person of each interaction, else -1."""
    coded = people.text("role")
    meaning = [roles.index(label) if label in roles else -1 for label in coded.labels]
    place = find(people["id"], talks["person_id"])
    if not len(people):
        return place
    return np.where(place >= 0, np.array([*meaning, -1])[coded.codes][place], -1)


def _role_in(people: Rows, talks: Rows, roles: tuple[str, ...]) -> BoolArray:
    return _role_codes(people, talks, roles) >= 0


def _roles(view: View, people: Rows, met: Rows) -> IntArray:
    recent = met.where(met["day"] > view.today - HALF_YEAR)
    codes = _role_codes(people, recent, ROLES)
    known = codes >= 0
    owner = recent.owner[known]
    different = np.unique(pack(owner, codes[known]), return_index=True)[1]
    return np.bincount(owner[different], minlength=view.size)
