"""What is shipped with the program: its dependencies while it runs, as they are installed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "zhike"
LOCK = ROOT / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_FILES = ("license", "licence", "copying", "notice")
_LICENCES = {
    "sqlcipher3": "Zlib",
    "matplotlib": "PSF-2.0 (Matplotlib)",
    "scipy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
    "click-default-group": "BSD-3-Clause",
    "pathspec": "MPL-2.0",
}
"""Licences that the metadata tell as a whole text, or not at all."""


def normal(name: str) -> str:
    """Return the name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needs(package: Distribution) -> list[str]:
    """Return what a package needs on this system, without extras."""
    asked = (Requirement(line) for line in package.requires or ())
    kept = (each for each in asked if each.marker is None or each.marker.evaluate({"extra": ""}))
    return sorted({normal(each.name) for each in kept})


def runtime() -> dict[str, Distribution]:
    """Return every package the program needs while it runs, by name, without itself."""
    found: dict[str, Distribution] = {}
    waiting = needs(distribution(PROGRAM))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = distribution(name)
            waiting += needs(found[name])
    return dict(sorted(found.items()))


def licence_of(package: Distribution) -> str:
    """Return the licence of a package in a few words."""
    known = _LICENCES.get(normal(package.metadata["Name"]))
    told = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    return known or (told if len(told) < 80 else "") or "see the text"


def licence_texts(package: Distribution) -> Iterator[tuple[str, str]]:
    """Yield the licence files of a package: name and content."""
    for file in sorted(package.files or (), key=str):
        told = any(word in file.name.lower() for word in _FILES) and file.suffix != ".py"
        if told and ".dist-info" in str(file):
            yield str(file).split("/", 1)[-1], file.read_text()


def locked() -> dict[str, tuple[str, list[str]]]:
    """Return version and hashes of every line of the lock file, by name."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in LOCK.read_text("utf-8").splitlines():
        if match := _PINNED.match(line):
            name = normal(match[1])
            found[name] = (match[2], [])
        if name and (digest := _HASH.search(line)):
            found[name][1].append(digest[1])
    return found
