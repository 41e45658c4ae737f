"""No image of the memory, which holds the key and customers, is written when the program breaks."""

from __future__ import annotations

import sys

_SET_DUMPABLE = 4
"""The option of prctl(2), from <linux/prctl.h>."""


def forbid_core_dumps() -> None:
    """Let the system write no core dump of this process, nor other programs read its memory.

    The second is for Linux only; on Windows there is nothing to do, dumps are asked for there.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
