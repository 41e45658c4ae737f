"""The words of the command line: commands, options and their help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from profiler_app import __version__
from profiler_app.domain.import_kinds import kinds
from profiler_app.domain.text import _

Parser = argparse.ArgumentParser
Adder = Callable[[Parser], None]


def parse(argv: list[str]) -> argparse.Namespace:
    """Parse the words after the program's name; wrong usage ends the program with exit code 2."""
    return _parser().parse_args(argv)


def _parser() -> Parser:
    parser = Parser(
        prog="profiler",
        description=_("Zhike: offline customer profiling. Without a command the window opens."),
        epilog=_(
            "The passphrase comes from ZHIKE_PASSPHRASE, --passphrase-file or a prompt. "
            "Exit code 0: done; 1: a problem you can act on; 2: wrong usage."
        ),
    )
    parser.add_argument("--version", action="version", version=f"Zhike {__version__}")
    parser.add_argument("--lang", choices=("zh", "en"), help=_("language of all texts"))
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(metavar=_("COMMAND"))
    for name, (help_text, add) in _commands().items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(command=name)
        sub.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
        add(sub)
    return parser


def _commands() -> dict[str, tuple[str, Adder]]:
    return {
        "demo": (_("open the built-in sample data"), _demo),
        "new": (_("make an empty workspace"), _new),
        "import": (_("import CSV or XLSX files"), _import),
        "refresh": (_("compute features, tags and the search index"), _refresh),
        "list": (_("list customers"), _list),
        "count": (_("count customers a rule holds for"), _count),
        "card": (_("show or print a profile card"), _card),
        "why": (_("explain why a customer has a tag, or not"), _why),
        "rfm": (_("score customers by recency, frequency and money"), _rfm),
        "cluster": (_("group customers by their features"), _cluster),
        "history": (_("list what was done"), _with_json),
        "undo": (_("undo an operation"), _undo),
        "hash": (_("print a hash of all facts"), _with_json),
        "check": (_("check file, references, history and business rules"), _with_json),
    }


def _workspace(parser: Parser) -> None:
    parser.add_argument("workspace", type=Path, metavar=_("WORKSPACE"))
    _passphrase(parser)


def _passphrase(parser: Parser) -> None:
    parser.add_argument(
        "--passphrase-file", type=Path, help=_("file whose first line is the passphrase")
    )


def _json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def _with_json(parser: Parser) -> None:
    _workspace(parser)
    _json(parser)


def _as_of(parser: Parser) -> None:
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help=_("business date (default: today)")
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            _("{text} is not a date like 2026-11-22").format(text=text)
        ) from error


def _demo(parser: Parser) -> None:
    parser.add_argument("--headless", action="store_true", help=_("without a window"))
    parser.add_argument(
        "--out", type=Path, default=Path("out"), help=_("folder for the card (with --headless)")
    )
    parser.add_argument("--customers", type=int, default=5_000, help=_("how many customers"))
    parser.add_argument("--seed", type=int, default=7, help=_("seed of the sample data"))


def _new(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument("--name", help=_("name of the workspace (default: the file's)"))
    parser.add_argument("--currency", default="CNY", choices=("CNY", "GBP", "USD", "EUR", "HKD"))
    _json(parser)


def _import(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument("files", type=Path, nargs="+", metavar=_("FILE"))
    parser.add_argument(
        "--as",
        dest="target",
        default="auto",
        choices=("auto", *kinds()),
        help=_("what the rows are (default: found out)"),
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=_("where a column goes; nothing after = ignores it"),
    )
    parser.add_argument("--sheet", help=_("sheet of a workbook"))
    parser.add_argument("--encoding", help=_("character set (default: found out)"))
    parser.add_argument("--header-row", type=int, help=_("line of the header (0: none)"))
    parser.add_argument("--key", metavar="FIELD", help=_("field that tells customers apart"))
    parser.add_argument("--line", choices=("trade", "bank"), default="trade")
    parser.add_argument(
        "--walk-in", action="store_true", help=_("keep order lines without a customer")
    )
    parser.add_argument(
        "--known-only", action="store_true", help=_("do not create customers from orders")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("check, but save nothing"))
    _json(parser)


def _refresh(parser: Parser) -> None:
    _workspace(parser)
    _as_of(parser)
    _json(parser)


def _list(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument(
        "--where", default="", metavar="RULE", help=_("only customers it holds for")
    )
    parser.add_argument("--search", default="", help=_("name, pinyin, telephone or number"))
    parser.add_argument("--columns", metavar="a,b", help=_("fields to show"))
    parser.add_argument("--sort", metavar="FIELD", help=_("field to sort by; -FIELD: descending"))
    parser.add_argument("--limit", type=int, help=_("at most this many"))
    where_to = parser.add_mutually_exclusive_group()
    where_to.add_argument("--json", action="store_true", help=_("print one JSON object"))
    where_to.add_argument("--csv", type=Path, metavar="FILE")
    where_to.add_argument("--xlsx", type=Path, metavar="FILE")


def _count(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument("--where", required=True, metavar="RULE")
    _json(parser)


def _card(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"), help=_("number or any identifier"))
    _as_of(parser)
    _known_on(parser)
    where_to = parser.add_mutually_exclusive_group()
    where_to.add_argument("--json", action="store_true", help=_("print one JSON object"))
    where_to.add_argument("--png", type=Path, metavar="FILE")
    where_to.add_argument("--pdf", type=Path, metavar="FILE")


def _known_on(parser: Parser) -> None:
    parser.add_argument(
        "--known-on", type=_day, metavar="DATE", help=_("as it was known at the end of that day")
    )


def _why(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"))
    parser.add_argument("tag", metavar=_("TAG"), help=_("id or name of the tag"))
    _as_of(parser)
    _known_on(parser)
    _json(parser)


def _rfm(parser: Parser) -> None:
    _workspace(parser)
    _as_of(parser)
    parser.add_argument("--scheme", choices=("m1", "quantile"), default="m1")
    parser.add_argument(
        "--window",
        type=_window,
        default=-1,
        metavar="DAYS|all",
        help=_("days that count (default: 365 for m1, all for quantile)"),
    )
    parser.add_argument("--bins", type=int, default=5, choices=range(2, 11), metavar="2-10")
    parser.add_argument("--gross", action="store_true", help=_("leave returns out of the money"))
    _json(parser)


def _window(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("a number of days, or all"))
    return int(text)


def _cluster(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument("--fields", metavar="a,b", help=_("features to group by"))
    parser.add_argument("--k", type=_groups, default=None, metavar="auto|N")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--raw", action="store_true", help=_("without scaling"))
    _json(parser)


def _groups(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(_("auto, or a number from 2 on"))
    return int(text)


def _undo(parser: Parser) -> None:
    _workspace(parser)
    parser.add_argument("operation", type=int, nargs="?", help=_("default: the last one"))
    parser.add_argument(
        "--conflicts",
        choices=("stop", "keep", "overwrite"),
        default="stop",
        help=_("what to do with values that were changed later"),
    )
    _json(parser)
