"""Commands about the program itself."""

from __future__ import annotations

from profiler_app.cli.words.options import Parser, Words
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "desktop": Words(_("put Zhike into the menu and let it open .zhike files"), _desktop),
    }


def _desktop(parser: Parser) -> None:
    parser.add_argument("--remove", action="store_true", help=_("take it away again"))
