"""Options of the commands about campaigns and their effect."""

from __future__ import annotations

import argparse
from pathlib import Path

from profiler_app.cli.words.campaign_work import add_steps
from profiler_app.cli.words.options import Parser, Words, day, days, json, money, share, workspace
from profiler_app.domain.fields import options
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "campaign": Words(_("plan a campaign, draw its list, measure what it changed"), _campaign),
        "next-actions": Words(_("list what to do next, for whom and why"), _next_actions),
        "uplift": Words(_("measure what a treatment changed, from a table"), _uplift),
    }


def _next_actions(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--as-of", type=day, metavar="DATE", help=_("today, if another day"))
    parser.add_argument("--limit", type=days, default=30, metavar="30", help=_("how many to list"))
    parser.add_argument(
        "--why-not", action="store_true", help=_("also list what is held back, and by what")
    )
    json(parser)


def _uplift(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"))
    for name, text in (
        ("--treatment", _("column that says who was treated, and how")),
        ("--outcome", _("column with the outcome: yes or no, or a number")),
    ):
        parser.add_argument(name, required=True, metavar=_("COLUMN"), help=text)
    parser.add_argument(
        "--control",
        metavar=_("VALUE"),
        help=_("value of the treatment column that means “left alone” (default: found)"),
    )
    parser.add_argument("--by", metavar=_("COLUMN"), help=_("compare within its values, too"))
    json(parser)


def _campaign(parser: Parser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar=_("STEP"))
    plan = steps.add_parser("plan", help=_("who would take part and what could be seen"))
    targets = steps.add_parser("targets", help=_("draw the list and save it"))
    result = steps.add_parser("result", help=_("record outcomes and measure the effect"))
    for each in (plan, targets, result):
        _of_one(each)
        each.add_argument("--cost", type=money, metavar="5000", help=_("what it costs"))
    for each in (plan, targets):
        each.add_argument("--cost-each", type=money, metavar="1.50", help=_("what a contact costs"))
    for each in (plan, targets):
        _audience(each)
    _saving(targets)
    result.add_argument(
        "--outcomes",
        type=Path,
        metavar=_("FILE"),
        help=_("file with customer, outcome and value (default: what was stored, or the orders)"),
    )
    _margin(result)

    def add(name: str, text: str) -> Parser:
        made = steps.add_parser(name, help=text)
        _of_one(made)
        return made

    def unnamed(name: str, text: str) -> Parser:
        made = steps.add_parser(name, help=text)
        _of_any(made)
        return made

    add_steps(add, unnamed)


def _of_any(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
    parser.add_argument("--as-of", type=day, metavar="DATE", help=_("today, if another day"))
    json(parser)


def _of_one(parser: Parser) -> None:
    _of_any(parser)
    parser.add_argument("--name", required=True, metavar=_("NAME"), help=_("the campaign"))


def _audience(parser: Parser) -> None:
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--segment", default="", metavar=_("NAME"), help=_("a saved segment"))
    chosen.add_argument("--where", default="", metavar=_("RULE"), help=_("or a rule"))
    parser.add_argument(
        "--channel",
        default="",
        choices=[each.id for each in options("contact_channel")],
        help=_("how customers are contacted"),
    )
    parser.add_argument(
        "--control-share",
        type=_below_one,
        default=0.1,
        metavar="0.1",
        help=_("share left alone to compare with (default: 0.1)"),
    )
    parser.add_argument("--seed", type=int, default=42, help=_("draws another control group"))
    for name, usual, text in (
        ("--rest-days", 14, _("days without a contact before (default: 14)")),
        ("--window", 30, _("days in which a purchase counts (default: 30)")),
    ):
        parser.add_argument(name, type=days, default=usual, metavar=_("DAYS"), help=text)
    parser.add_argument(
        "--base-rate",
        type=_below_one,
        metavar="0.05",
        help=_("share that buys anyhow (default: from the purchases)"),
    )


def _saving(parser: Parser) -> None:
    for name, text in (
        ("--goal", _("what it is for")),
        ("--offer", _("what is offered")),
    ):
        parser.add_argument(name, default="", metavar=_("TEXT"), help=text)
    _margin(parser)
    parser.add_argument("--starts", type=day, metavar="DATE", help=_("first day (default: today)"))
    parser.add_argument(
        "--out", type=Path, metavar=_("FILE"), help=_("write the list to contact (CSV or XLSX)")
    )


def _margin(parser: Parser) -> None:
    parser.add_argument(
        "--margin", type=share, metavar="0.3", help=_("share of the value that is earned")
    )


def _below_one(text: str) -> float:
    number = share(text)
    if number == 1:
        raise argparse.ArgumentTypeError(_("a share below 1"))
    return number
