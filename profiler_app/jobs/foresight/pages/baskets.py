"""The pages of what is bought together and of recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from profiler_app.domain.baskets import AssociationRule, BasketReport
from profiler_app.domain.recommending import METHODS, Method, best_method
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import _
from profiler_app.jobs.foresight.pages.parts import (
    MOST_ROWS,
    bars,
)
from profiler_app.jobs.insights.words import percent


def rules_page(found: BasketReport, today: date) -> Report:
    """Report what is bought together."""
    best = sorted(found.rules, key=lambda rule: (-rule.lift, -rule.support))[:MOST_ROWS]
    headers = (_("Who buys"), _("also buys"), _("Support"), _("Confidence"), _("Lift"),
               _("Baskets"))  # fmt: skip
    rows = tuple(
        (listed(rule.lhs), listed(rule.rhs), percent(rule.support, 2), percent(rule.confidence, 0),
         f"{rule.lift:.2f}", rule.count)
        for rule in best
    )  # fmt: skip
    lines = (
        _("Support: the share of baskets with both sides. Confidence: of those with the left side, "
          "how many have the right one. Lift: how many times more often than by chance."),
        _("Choose a rule with a double click or Enter to open its customers."),
    )  # fmt: skip
    lists = tuple(map(_buyers, best))
    sections = (Section(_("The strongest rules"), lines, table=Table(headers, rows, lists=lists)),)
    title = _("Bought together")
    tone: Any = "success" if rows else "warning"
    return Report("rules", title, today.isoformat(), found.sentence, tone, (), sections)


def _buyers(rule: AssociationRule) -> tuple[tuple[str, str], ...]:
    """Return who bought the left side, who bought both, and who might still buy the right."""
    one, other = listed(rule.lhs), listed(rule.rhs)
    left, right = _bought(rule.lhs, "> 0", "and"), _bought(rule.rhs, "> 0", "and")
    missing = _bought(rule.rhs, "== 0", "or")
    return (
        (_("Bought {one}").format(one=one), left),
        (_("Bought {one} and {other}").format(one=one, other=other), f"{left} and {right}"),
        (_("Bought {one}, not yet {other}").format(one=one, other=other),
         f"{left} and ({missing})"),
    )  # fmt: skip


def _bought(products: Sequence[str], times: str, word: str) -> str:
    return f" {word} ".join(
        f"count(purchases where product == {quoted(product)}) {times}" for product in products
    )


def recommender_page(
    methods: Sequence[Method], customers: int, products: int, today: date
) -> Report:
    """Report how often each method finds what was bought next."""
    title, day = _("Recommendation"), today.isoformat()
    if not methods:
        verdict = _("Too few customers bought several products: best sellers are offered until "
                    "then.")  # fmt: skip
        return Report("recommender", title, day, verdict, "warning")
    best = best_method(methods)
    plain = next(each for each in methods if each.name == "popularity")
    text = _("“{method}” finds the product bought next among ten in {rate} of the cases; best "
             "sellers in {plain}.")  # fmt: skip
    verdict = text.format(
        method=_(METHODS[best.name]), rate=percent(best.rate), plain=percent(plain.rate)
    )
    rows = [
        (_(METHODS[each.name]), each.rate, percent(each.rate),
         _("covers {share} of the products").format(share=percent(each.coverage, 0)))
        for each in methods
    ]  # fmt: skip
    figures = (
        (_("Customers"), f"{customers:,}", _("{n} tried").format(n=f"{best.tested:,}")),
        (_("Products"), f"{products:,}", ""),
    )
    chart = bars("hits", _("Found among ten"), rows, _("last purchase hidden"))
    lines = (_("The method found best is the one the card uses to recommend."),)
    sections = (Section(_("The trial"), lines, (chart,)),)
    return Report("recommender", title, day, verdict, "success", figures, sections)
