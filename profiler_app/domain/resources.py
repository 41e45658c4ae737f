"""Where the files of ``resources/`` are: in a checkout, in an installed wheel, in a bundle."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file.

    Raises FileNotFoundError naming the file when the installation is incomplete.
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {'/'.join(parts)} is not part of this installation")


def _roots() -> list[Path]:
    package = Path(__file__).resolve().parent.parent
    bundle = getattr(sys, "_MEIPASS", None)
    roots = [Path(bundle) / "resources"] if bundle else []
    return [*roots, package / "resources", package.parent / "resources"]


@cache
def catalog(name: str) -> Any:
    """Return the parsed JSON of ``resources/catalogs/<name>.json`` (shared: do not change it).

    Code tables have in them what the user added (see ``code_tables``).
    """
    from profiler_app.domain.code_tables import completed  # whose words need the resources

    return completed(name, shipped_catalog(name))


def shipped_catalog(name: str) -> Any:
    """Return a catalog as it was shipped."""
    return json.loads(resource_path("catalogs", f"{name}.json").read_text(encoding="utf-8"))
