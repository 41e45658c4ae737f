"""Commands that show what a rule, or a question in plain words, means."""

from __future__ import annotations

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "rule": Words(_("show what a rule means and for how many it holds"), _rule),
        "ask": Words(_("ask for customers in plain words"), _ask),
    }


def _ask(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("question", metavar=_("QUESTION"))
    json(parser)


def _rule(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("text", metavar=_("RULE"))
    parser.add_argument("--customer", metavar=_("CUSTOMER"), help=_("explain it for one customer"))
    json(parser)
