"""Options of the commands that recommend."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, as_of, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "recommend": Words(_("say what to offer a customer next, and what not"), _recommend),
        "evaluate-recommender": Words(
            _("try recommendations learnt from one file on another"), _evaluate
        ),
    }


def _recommend(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"))
    as_of(parser)
    json(parser)


def _evaluate(parser: Parser) -> None:
    for name, text in (
        ("--train", _("file with customers and items to learn from")),
        ("--test", _("file with the item each customer bought next")),
    ):
        parser.add_argument(name, type=Path, required=True, metavar=_("FILE"), help=text)
    json(parser)
