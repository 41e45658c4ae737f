"""Commands about customers."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, as_of, json, known_on, purpose, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "list": Words(_("list customers"), _list),
        "count": Words(_("count customers a rule holds for"), _count),
        "card": Words(_("show or print a profile card"), _card),
        "raw": Words(_("show the cells an import did not take as they were"), _raw),
        "why": Words(_("explain why a customer has a tag, or not"), _why),
    }


def _list(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--where", default="", metavar="RULE", help=_("only customers it holds for")
    )
    parser.add_argument("--search", default="", help=_("name, pinyin, telephone or number"))
    parser.add_argument("--columns", metavar="a,b", help=_("fields to show"))
    parser.add_argument("--sort", metavar="FIELD", help=_("field to sort by; -FIELD: descending"))
    parser.add_argument("--limit", type=int, help=_("at most this many"))
    where_to = parser.add_mutually_exclusive_group()
    where_to.add_argument("--json", action="store_true", help=_("print one JSON object"))
    where_to.add_argument("--csv", type=Path, metavar="FILE", help=_("needs --purpose"))
    where_to.add_argument("--xlsx", type=Path, metavar="FILE", help=_("needs --purpose"))
    purpose(parser, required=False)
    parser.add_argument(
        "--in-clear", action="store_true", help=_("identifiers of the file are not masked")
    )


def _count(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--where", required=True, metavar="RULE")
    json(parser)


def _card(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"), help=_("number or any identifier"))
    as_of(parser)
    known_on(parser)
    where_to = parser.add_mutually_exclusive_group()
    where_to.add_argument("--json", action="store_true", help=_("print one JSON object"))
    where_to.add_argument("--png", type=Path, metavar="FILE")
    where_to.add_argument("--pdf", type=Path, metavar="FILE")


def _raw(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"), help=_("number or any identifier"))
    json(parser)


def _why(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"))
    parser.add_argument("tag", metavar=_("TAG"), help=_("id or name of the tag"))
    as_of(parser)
    known_on(parser)
    json(parser)
