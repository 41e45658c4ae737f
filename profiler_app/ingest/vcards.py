"""vCard, the address books of phones and mail programs: one row for every contact.

Versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350): folded lines, quoted-printable, character sets of
single values, groups and escaped signs. Pictures and sounds are passed over.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from profiler_app.domain.text import pgettext
from profiler_app.ingest.blocks import Row
from profiler_app.ingest.texts import TextFile

_PASSED: Final = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
_LONGEST: Final = 1 << 20
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PARTS: Final = re.compile(r"(?<!\\);")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_MOBILE: Final = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}")
_SIGNS: Final = re.compile(r"[\s()\-.]")


@dataclass(frozen=True, slots=True)
class Cards:
    """The contacts of a vCard file as a table; its first row holds the names of the columns."""

    text: TextFile
    columns: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Yield the names of the columns, then every contact with the line where it begins."""
        yield 0, list(self.columns)
        with self.text.open() as lines:
            yield from _contacts(lines)


def open_cards(text: TextFile) -> Cards:
    """Return the contacts in a text, the columns named in the current language."""
    columns = (
        pgettext("vcard", "Name"),
        pgettext("vcard", "Mobile number"),
        pgettext("vcard", "Landline"),
        pgettext("vcard", "E-mail"),
        pgettext("vcard", "Employer"),
        pgettext("vcard", "Department"),
        pgettext("vcard", "Job title"),
        pgettext("vcard", "Address"),
        pgettext("vcard", "Date of birth"),
        pgettext("vcard", "Notes"),
        pgettext("vcard", "More numbers and addresses"),
    )
    return Cards(text, columns)


@dataclass(slots=True)
class _Contact:
    line: int
    said: dict[str, list[str]] = field(default_factory=dict)
    mobiles: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)

    def take(self, name: str, parameters: dict[str, str], value: str) -> None:
        """Learn one property."""
        if name == "TEL":
            number = _plain(value).removeprefix("tel:").partition(";")[0].strip()
            types = parameters.get("TYPE", "").upper()
            mobile = "CELL" in types or _MOBILE.fullmatch(_SIGNS.sub("", number))
            (self.mobiles if mobile and "FAX" not in types else self.phones).append(number)
        else:
            self.said.setdefault(name, []).append(value)

    def cells(self) -> list[str]:
        """Return the contact as a row."""
        mails = [_plain(each).removeprefix("mailto:") for each in self.said.get("EMAIL", ())]
        company = _parts(self._first("ORG"))
        more = [*self.mobiles[1:], *self.phones[1:], *mails[1:]]
        more += [_plain(each) for each in self.said.get("URL", ())]
        return [
            self._name() or company[0],
            self.mobiles[0] if self.mobiles else "",
            self.phones[0] if self.phones else "",
            mails[0] if mails else "",
            company[0],
            " ".join(company[1:]).strip(),
            _plain(self._first("TITLE") or self._first("ROLE")),
            next(filter(None, map(_address, self.said.get("ADR", ()))), ""),
            _plain(self._first("BDAY")).partition("T")[0],
            "\n".join(filter(None, map(_plain, self.said.get("NOTE", ())))),
            "；".join(filter(None, more)),
        ]

    def _first(self, name: str) -> str:
        return next(filter(None, self.said.get(name, ())), "")

    def _name(self) -> str:
        shown = _plain(self._first("FN")).strip()
        if shown:
            return shown
        family, given, middle = (*_parts(self._first("N")), "", "", "")[:3]
        if _HAN.search(family + given):
            return family + middle + given
        return " ".join(filter(None, (given, middle, family)))


def _contacts(lines: Iterable[str]) -> Iterator[Row]:
    contact: _Contact | None = None
    for number, line in _unfolded(lines):
        head, colon, value = line.partition(":")
        if not colon:
            continue
        name, parameters = _head(head)
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            if contact is not None:
                yield contact.line, contact.cells()
            contact = _Contact(number)
        elif contact is not None and name == "END":
            yield contact.line, contact.cells()
            contact = None
        elif contact is not None and name not in _PASSED:
            contact.take(name, parameters, _decoded(value, parameters))
    if contact is not None:
        yield contact.line, contact.cells()


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield whole properties with the line where each begins."""
    start, parts, length, soft = 0, list[str](), 0, False
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        if parts and (soft or line[:1] in (" ", "\t")):
            length += len(line)
            if length < _LONGEST:  # the rest of a picture is passed over
                parts.append(line if soft else line[1:])
        else:
            if parts:
                yield start, "".join(parts)
            start, parts, length = number, [line], len(line)
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in parts[0].partition(":")[0].upper()
        if soft and parts[-1].endswith("="):
            parts[-1] = parts[-1][:-1]
    if parts:
        yield start, "".join(parts)


def _head(head: str) -> tuple[str, dict[str, str]]:
    """Return the name of a property and its parameters; ``item1.TEL;CELL`` is a TEL."""
    name, *words = head.split(";")
    parameters: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:  # version 2.1 leaves out TYPE= and ENCODING=
            coding = key.upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT")
            key, value = ("ENCODING" if coding else "TYPE"), key
        key = key.upper()
        parameters[key] = f"{parameters[key]},{value}" if key in parameters else value
    return name.rpartition(".")[2].strip().upper(), parameters


def _decoded(value: str, parameters: dict[str, str]) -> str:
    if parameters.get("ENCODING", "").upper() not in ("QUOTED-PRINTABLE", "Q"):
        return value
    data = quopri.decodestring(value.encode("utf-8", "replace"))
    asked = parameters.get("CHARSET", "utf-8").strip('"')
    for charset in (asked, "utf-8", "gb18030"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return data.decode("utf-8", "replace")


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value).strip()


def _parts(value: str) -> list[str]:
    return [_plain(part) for part in _PARTS.split(value)]


def _address(value: str) -> str:
    box, more, street, city, region, code, country = (*_parts(value), *[""] * 7)[:7]
    if _HAN.search(value):
        return region + city + street + more + box
    return ", ".join(filter(None, (box, more, street, city, region, code, country)))
