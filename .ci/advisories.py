"""Compare the lock file with a database of known weaknesses that lies on this machine.

``python .ci/advisories.py DATABASE``: a folder, a zip or a file of advisories in the OSV format
(JSON), fetched by whoever may go online. Prints every hit; the exit code is 1 when there is one.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from packaging.version import InvalidVersion, Version
from shipped import locked, normal


class Hit(NamedTuple):
    """A pinned package with a known weakness, and the versions in which it is mended."""

    package: str
    version: str
    advisory: str
    fixed: tuple[str, ...]
    summary: str


def advisories(database: Path) -> Iterator[dict[str, Any]]:
    """Yield the advisories of a folder, a zip, or a file with one or a list of them."""
    if database.is_dir():
        texts: Iterator[bytes] = (path.read_bytes() for path in sorted(database.rglob("*.json")))
    elif zipfile.is_zipfile(database):
        archive = zipfile.ZipFile(database)
        texts = (archive.read(n) for n in sorted(archive.namelist()) if n.endswith(".json"))
    else:
        texts = iter([database.read_bytes()])
    for text in texts:
        found = json.loads(text)
        yield from found if isinstance(found, list) else [found]


def hits(database: Path, pinned: dict[str, str]) -> list[Hit]:
    """Return the weaknesses of some packages (name -> version)."""
    found = []
    for advisory in advisories(database):
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = normal(str(package.get("name", "")))
            if package.get("ecosystem") != "PyPI" or name not in pinned:
                continue
            if _is_affected(affected, pinned[name]):
                said = str(advisory.get("summary") or advisory.get("details", ""))[:120]
                found.append(Hit(name, pinned[name], advisory["id"], _fixed(affected), said))
    return sorted(found)


def _is_affected(affected: dict[str, Any], version: str) -> bool:
    if version in affected.get("versions", ()):
        return True
    return any(
        _within(each["events"], Version(version))
        for each in affected.get("ranges", ())
        if each.get("type") == "ECOSYSTEM"
    )


def _within(events: list[dict[str, str]], version: Version) -> bool:
    """Whether a version lies between an introduction and the mending that follows it."""
    inside = False
    for event in sorted(events, key=_place):
        kind, text = next(iter(event.items()))
        if kind == "introduced":
            inside = inside or text == "0" or version >= Version(text)
        elif kind == "fixed":
            inside = inside and version < Version(text)
        elif kind == "last_affected":
            inside = inside and version <= Version(text)
    return inside


def _place(event: dict[str, str]) -> Version:
    text = next(iter(event.values()))
    try:
        return Version("0" if text == "0" else text)
    except InvalidVersion:
        return Version("0")


def _fixed(affected: dict[str, Any]) -> tuple[str, ...]:
    events = (event for each in affected.get("ranges", ()) for event in each.get("events", ()))
    return tuple(event["fixed"] for event in events if "fixed" in event)


def main() -> int:
    """Print the hits; the exit code is 2 without a database."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).exists():
        print(__doc__, file=sys.stderr)
        return 2
    found = hits(Path(sys.argv[1]), {name: version for name, (version, _h) in locked().items()})
    for hit in found:
        mended = ", ".join(hit.fixed) or "—"
        print(f"{hit.package} {hit.version}: {hit.advisory}, mended in {mended}. {hit.summary}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
