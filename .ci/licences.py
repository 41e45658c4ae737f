"""Collect the licences of everything that is shipped into ``resources/licences``.

``python .ci/licences.py`` writes them anew from what is installed; ``--check`` only says what is
out of date. Licences of parts without metadata (Qt's LGPL, SQLCipher) stay as they are there.
"""

from __future__ import annotations

import json
import sys

from shipped import ROOT, licence_of, licence_texts, runtime

TARGET = ROOT / "resources" / "licences"
OTHERS = (
    {"name": "Qt", "licence": "LGPL-3.0-only", "file": "Qt.txt"},
    {"name": "SQLCipher", "licence": "BSD-3-Clause", "file": "SQLCipher.txt"},
    {"name": "OpenSSL", "licence": "Apache-2.0", "file": "Apache-2.0.txt"},
    {"name": "SQLite", "licence": "Public domain", "file": "SQLite.txt"},
    {"name": "Noto Sans SC", "licence": "OFL-1.1", "file": "../fonts/OFL.txt"},
    {"name": "Lucide", "licence": "ISC", "file": "../icons/LICENSE.txt"},
)
"""Parts that come inside of a package, or are no package; their texts are kept by hand."""
_OF_QT = ("pyside6-essentials", "shiboken6")


def collected() -> dict[str, str]:
    """Return every file that is written, by name: the texts and the index."""
    files: dict[str, str] = {}
    index = [dict(each, version="") for each in OTHERS]
    for name, package in runtime().items():
        texts = [f"{title}\n\n{text.strip()}\n" for title, text in licence_texts(package)]
        file = "Qt.txt" if name in _OF_QT else f"{name}.txt"
        if name not in _OF_QT:
            assert texts, f"{name} has no licence file"
            files[file] = ("\n" + "-" * 79 + "\n\n").join(texts)
        entry = {"name": package.metadata["Name"], "version": package.version}
        index.append({**entry, "licence": licence_of(package), "file": file})
    index.sort(key=lambda each: each["name"].lower())
    files["index.json"] = json.dumps(index, indent=1, ensure_ascii=False) + "\n"
    return files


def main() -> int:
    """Write the licences, or with ``--check`` compare; the exit code is 1 when they differ."""
    wanted = collected()
    stale = [
        name
        for name, text in wanted.items()
        if not (TARGET / name).exists() or (TARGET / name).read_text("utf-8") != text
    ]
    stale += [each["file"] for each in OTHERS if not (TARGET / each["file"]).exists()]
    if "--check" in sys.argv:
        print(*stale, sep="\n")
        return int(bool(stale))
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in wanted.items():
        (TARGET / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
