"""People and companies as an address book: vCard 3.0 (RFC 2426), which every phone reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from profiler_app.reports.content_lines import escaped, folded
from profiler_app.reports.files import replacing


class Contact(NamedTuple):
    """A card; ``uid`` tells it for good, so that a second import changes the first."""

    uid: str
    name: str
    company: str = ""
    department: str = ""
    title: str = ""
    mobile: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    birthday: date | None = None


def write_vcards(path: Path, contacts: Iterable[Contact]) -> int:
    """Write an address book and return how many contacts it has.

    Raises PlaceNotWritable or NoSpaceForFile.
    """
    written = 0
    with replacing(path) as file:
        for contact in contacts:
            file.write("".join(folded(line) for line in _card(contact)).encode())
            written += 1
    return written


def _card(contact: Contact) -> list[str]:
    name = escaped(contact.name)
    work = f"{escaped(contact.company)};{escaped(contact.department)}".rstrip(";")
    lines = [
        ("UID", escaped(contact.uid)),
        ("FN", name),
        ("N", f"{name};;;;"),
        ("ORG", work),
        ("TITLE", escaped(contact.title)),
        ("TEL;TYPE=CELL", escaped(contact.mobile)),
        ("TEL;TYPE=VOICE", escaped(contact.phone)),
        ("EMAIL;TYPE=INTERNET", escaped(contact.email)),
        ("ADR", f";;{escaped(contact.address)};;;;" if contact.address else ""),
        ("BDAY", contact.birthday.isoformat() if contact.birthday else ""),
    ]
    told = [f"{head}:{value}" for head, value in lines if value]
    return ["BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Zhike//Zhike//ZH", *told, "END:VCARD"]
