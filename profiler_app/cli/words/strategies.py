"""The options of ``profiler strategy``, ``channel`` and ``effort``."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "strategy": Words(_("show what to do with a segment, and by which channels"), _strategy),
        "channel": Words(_("say by which channel to contact a customer, and why"), _channel),
        "effort": Words(_("compare effort with value by tier, and propose contacts"), _effort),
    }


def _strategy(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("name", metavar=_("NAME"), help=_("name of a segment"))
    json(parser)


def _channel(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"))
    json(parser)


def _effort(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--people", type=_count, metavar="N", help=_("people in the team"))
    parser.add_argument(
        "--contacts", type=_count, metavar="N", help=_("contacts each of them makes in a month")
    )
    json(parser)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 999:
        raise argparse.ArgumentTypeError(_("a number from 1 to 999"))
    return int(text)
