"""What a child process that reads a file of a stranger may use up."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_SECONDS: Final = 2
_BYTES_A_SECOND: Final = 1 << 18


def limit_resources(path: Path, memory: int) -> None:
    """Limit this process to ``memory`` bytes and to CPU seconds by the size of the file it reads.

    It gets 2 s and one more for every 256 KiB, and leaves no core dump. Where the system knows no
    such limits (Windows) only the looks before reading guard.
    """
    try:
        import resource
    except ImportError:
        return
    seconds = _SECONDS + path.stat().st_size // _BYTES_A_SECOND
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
