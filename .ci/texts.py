"""Merge resources/locale/zh/*.po into the catalog the program reads, and say what is missing.

``python .ci/texts.py`` writes ``resources/locale/zh_CN/LC_MESSAGES/zhike.mo``;
``python .ci/texts.py --missing`` lists texts of the source that have no Chinese yet.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "resources" / "locale" / "zh"
TARGET = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "zhike.mo"
TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)  # same texts, same bytes
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def merged() -> Catalog:
    """Return all translations in one catalog; two texts for one message are an error."""
    catalog = Catalog(
        locale="zh_CN", domain="zhike", creation_date=TIMELESS, revision_date=TIMELESS
    )
    for path in sorted(SOURCES.glob("*.po")):
        for message in read_po(io.BytesIO(path.read_bytes()), locale="zh_CN"):
            if not message.id or not message.string:
                continue
            known = catalog.get(message.id, message.context)
            if known is not None and known.string != message.string:
                raise SystemExit(f"{path.name}: two translations of {message.id!r}")
            if known is None:
                catalog.add(message.id, message.string, context=message.context)
    return catalog


def missing() -> list[str]:
    """Return the texts of the source that have no Chinese translation."""
    known = merged()
    found = extract_from_dir(ROOT / "profiler_app", keywords=KEYWORDS)
    return sorted(
        {
            f"{file}: {message!r}"
            for file, _line, message, _comments, context in found
            if known.get(message, context) is None
        }
    )


if __name__ == "__main__":
    if "--missing" in sys.argv:
        print("\n".join(missing()))
    else:
        buffer = io.BytesIO()
        write_mo(buffer, merged())
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_bytes(buffer.getvalue())
