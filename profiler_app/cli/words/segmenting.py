"""Commands about segments: save one, compare several, compare one with the rest, watch drift."""

from __future__ import annotations

from profiler_app.cli.words.options import Parser, Words, day, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "segment": Words(_("save a segment, or show what it holds"), _segment),
        "overlap": Words(_("show what segments have in common"), _overlap),
        "compare-rest": Words(_("compare a segment with everybody else"), _rest),
        "drift": Words(_("show how far customers and segments have moved"), _drift),
    }


def _segment(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("name", metavar=_("NAME"))
    parser.add_argument("--where", metavar=_("RULE"), help=_("save it with this rule"))
    parser.add_argument(
        "--static", action="store_true", help=_("keep who is in it now, as a snapshot")
    )
    json(parser)


def _overlap(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "names",
        nargs="*",
        metavar=_("NAME"),
        help=_("names of segments or rules (default: all saved segments)"),
    )
    json(parser)


def _rest(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("name", metavar=_("NAME"), help=_("name of a segment, or a rule"))
    json(parser)


def _drift(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--since", type=day, required=True, metavar="DATE", help=_("the day to compare with")
    )
    json(parser)
