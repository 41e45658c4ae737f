"""What a form begins with: the stored values, a draft, the names it may offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from profiler_app.domain.own_fields import Definition
from profiler_app.domain.questionnaires import Questionnaire
from profiler_app.domain.text import _
from profiler_app.jobs.custom_fields import own_fields
from profiler_app.jobs.drafts import draft_of
from profiler_app.jobs.editing import stored_values
from profiler_app.jobs.surveys.listing import (
    answered_codes,
    find_questionnaire,
    known_questionnaires,
)
from profiler_app.store.entry_lookups import (
    account_managers,
    contact_people,
    find_products,
    newest_line,
    open_accounts,
)
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QuestionnaireStart:
    """A questionnaire to be changed, and the codes of the questions somebody answered."""

    questionnaire: Questionnaire
    answered: frozenset[str]


@dataclass(frozen=True, slots=True)
class FormStart:
    """``values`` are stored facts by field, ``draft`` typed texts; both may be empty.

    ``accounts`` and ``people`` are (id, name) of the customer's open accounts and, for a company,
    of those who speak for it; ``field`` is the definition of a field of one's own to be changed;
    ``questionnaires`` are those the customer can be asked, ``own`` is one to be changed.
    """

    values: Mapping[str, Any]
    draft: Mapping[str, str]
    line: str
    managers: tuple[str, ...]
    accounts: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    field: Definition | None = None
    questionnaires: tuple[Questionnaire, ...] = ()
    own: QuestionnaireStart | None = None


def field_start(workspace: Workspace, draft: str, field: str) -> FormStart:
    """Return what the form of a field of one's own begins with."""
    defined = (own.definition for own in own_fields(workspace))
    found = next((each for each in defined if each.id == field), None)
    return FormStart({}, draft_of(workspace, draft), "trade", (), field=found)


def questionnaire_start(workspace: Workspace, draft: str, code: str) -> FormStart:
    """Return what the form of a questionnaire to be changed begins with.

    Raises QuestionnaireProblem when it is gone.
    """
    found = find_questionnaire(workspace, code)
    answered = answered_codes(workspace, found.code)
    own = QuestionnaireStart(found, answered)
    return FormStart({}, draft_of(workspace, draft), "trade", (), own=own)


@dataclass(frozen=True, slots=True)
class ProductOffer:
    """A product that can be put into an order; the price in minor units."""

    name: str
    code: str
    price_minor: int | None
    kind: str = ""


def form_start(workspace: Workspace, draft: str, customer: int | None) -> FormStart:
    """Return what a form begins with. Raises CustomerNotFound."""
    values = {} if customer is None else stored_values(workspace, customer)
    connection = workspace.connection
    line = values.get("line") or newest_line(connection) or "trade"
    managers = tuple(account_managers(connection))
    held = () if customer is None else tuple(open_accounts(connection, customer))
    accounts = tuple((str(number), _account_name(*told)) for number, *told in held)
    people = () if customer is None else tuple(contact_people(connection, customer))
    named = tuple((str(number), name) for number, name in people)
    return FormStart(values, draft_of(workspace, draft), line, managers, accounts, named)


def survey_start(workspace: Workspace, customer: int) -> FormStart:
    """Return what the form of a questionnaire begins with. Raises CustomerNotFound."""
    start = form_start(workspace, f"survey:{customer}", customer)
    kind = str(start.values.get("kind") or "person")
    return replace(start, questionnaires=known_questionnaires(workspace, kind, start.line))


def _account_name(product: str, number: str) -> str:
    tail = f"*{number[-4:]}" if number else ""
    return " ".join(part for part in (product, tail) if part) or _("Account")


def offered_products(workspace: Workspace, text: str, line: str) -> tuple[ProductOffer, ...]:
    """Return products whose name or code holds a text."""
    found = find_products(workspace.connection, text, line)
    return tuple(ProductOffer(name, code, price, kind) for _id, name, code, price, kind in found)
