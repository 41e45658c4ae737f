"""Options of the steps of ``profiler campaign`` that come after the draw."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from profiler_app.cli.words.options import Parser, days, money
from profiler_app.cli.words.options import share as a_share
from profiler_app.domain.campaign_pages import DECISIONS
from profiler_app.domain.fields import options
from profiler_app.domain.text import _


def add_steps(add: Callable[[str, str], Parser], unnamed: Callable[[str, str], Parser]) -> None:
    """Add the steps: ``add`` makes the parser of one campaign, ``unnamed`` that of all."""
    unnamed("list", _("all campaigns, where each stands and what came of it"))
    members = add("members", _("write who takes part, with room for what happened"))
    members.add_argument("--out", type=Path, required=True, metavar=_("FILE"),
                         help=_("file to write (CSV or XLSX)"))  # fmt: skip
    members.add_argument(
        "--both", action="store_true", help=_("with the control group, for outcomes of both")
    )
    members.add_argument(
        "--in-clear", action="store_true", help=_("telephone numbers in clear, not masked")
    )
    contact = add("contact", _("record what came of contacting somebody"))
    contact.add_argument("--customer", required=True, metavar=_("NUMBER"), help=_("the customer"))
    contact.add_argument("--result", required=True, choices=[o.id for o in options("outcome")],
                         help=_("what came of it"))  # fmt: skip
    contact.add_argument("--note", default="", metavar=_("TEXT"), help=_("what was said"))
    close = add("close", _("close a campaign with what was decided"))
    close.add_argument(
        "--decision", required=True, choices=[*DECISIONS], help=_("what is done next")
    )
    add("delete", _("delete a campaign; the talks stay"))
    report = add("report", _("write its report"))
    report.add_argument("--out", type=Path, required=True, metavar=_("FILE"),
                        help=_("file to write, .pdf or .xlsx"))  # fmt: skip
    margin = unnamed("margin", _("say which share of the sales is earned"))
    margin.add_argument("--name", default="", metavar=_("NAME"),
                        help=_("of this campaign only (default: of all without their own)")
                        )  # fmt: skip
    chosen = margin.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--margin", type=a_share, metavar="0.3",
                        help=_("share of the value that is earned"))  # fmt: skip
    chosen.add_argument("--none", action="store_true", help=_("none any more"))
    _budget(unnamed("budget", _("how a budget is best spent on what worked")))


def _budget(parser: Parser) -> None:
    parser.add_argument("--budget", type=money, required=True, metavar="50000",
                        help=_("how much there is to spend"))  # fmt: skip
    parser.add_argument("--margin", type=a_share, metavar="0.3",
                        help=_("share of the value that is earned"))  # fmt: skip
    parser.add_argument("--capacity", type=_named(int), action="append", default=[],
                        metavar=_("NAME=CUSTOMERS"),
                        help=_("the most customers of a campaign"))  # fmt: skip
    parser.add_argument("--cost-each", type=_named(money), action="append", default=[],
                        metavar=_("NAME=COST"), help=_("what a contact costs"))  # fmt: skip
    parser.add_argument("--cautious", action="store_true",
                        help=_("reckon with the lower ends of the intervals"))  # fmt: skip
    parser.add_argument("--rest-days", type=days, default=14, metavar=_("DAYS"),
                        help=_("days without a contact before (default: 14)"))  # fmt: skip


def _named(value: Callable[[str], Any]) -> Callable[[str], tuple[str, Any]]:
    def read(text: str) -> tuple[str, Any]:
        name, equals, number = text.rpartition("=")
        try:
            if equals and name:
                return name, value(number)
        except ValueError:
            pass
        raise argparse.ArgumentTypeError(_("a campaign and a number, like Spring=500"))

    return read
