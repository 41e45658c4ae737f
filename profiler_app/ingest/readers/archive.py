"""ZIP archives of strangers: what the directory promises is checked against what comes out."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from profiler_app.ingest.readers.page import Refused

_MOST_FILES: Final = 5_000
_MOST_BYTES: Final = 3 << 30
_RATIO: Final = 200
_RATIO_FROM: Final = 20 << 20
_CHUNK: Final = 1 << 18
_SMALL: Final = 16 << 20
_HEADER: Final = struct.Struct("<4s22xHH")


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open an archive after its directory was checked. Raises Refused."""
    try:
        archive = zipfile.ZipFile(path)
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("broken") from error
    names = {member.filename for member in members}
    if len(names) < len(members):
        raise Refused("broken")  # two readers might take different ones of the same name
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > _MOST_BYTES:
        raise Refused("too_big")
    for member in members:
        if member.file_size > _RATIO_FROM and member.file_size > _RATIO * member.compress_size:
            raise Refused("bomb")
        if member.flag_bits & 1:
            raise Refused("password")
    return archive


def inflated(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the content of a member piece by piece.

    Raises Refused: when it is missing, damaged, longer than promised, or a single text in it is
    longer than any cell may be.
    """
    try:
        member = archive.getinfo(name)
    except KeyError as error:
        raise Refused("broken") from error
    read = 0
    for piece in _pieces(archive, member):
        read += len(piece)
        if read > member.file_size:
            raise Refused("bomb")
        yield piece
    if read < member.file_size:
        raise Refused("broken")


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    file, left = archive.fp, member.compress_size
    if file is None or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("broken")
    try:
        file.seek(member.header_offset)
        _signature, name, extra = _HEADER.unpack(file.read(_HEADER.size))
        at = member.header_offset + _HEADER.size + name + extra
        inflate = zlib.decompressobj(-15) if member.compress_type else None
        while left > 0:
            file.seek(at)
            packed = file.read(min(_CHUNK, left))
            if not packed:
                raise Refused("broken")
            at, left = at + len(packed), left - len(packed)
            if inflate is None:
                yield packed
                continue
            while packed:
                yield inflate.decompress(packed, 1 << 20)
                packed = inflate.unconsumed_tail
        if inflate is not None:
            yield inflate.flush()
    except (zlib.error, struct.error, OSError, ValueError) as error:
        raise Refused("broken") from error


def small_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member that describes others. Raises Refused."""
    content = bytearray()
    for piece in inflated(archive, name):
        content += piece
        if len(content) > _SMALL:
            raise Refused("bomb")
    return bytes(content)
