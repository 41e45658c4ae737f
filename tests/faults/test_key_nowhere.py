"""RELIABILITY.md promise 9: the key is in no file, argument, environment, log or core dump."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [
    pytest.mark.promise(9),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here"),
]

PASSPHRASE, ANOTHER = "right horse 7Q", "another horse 8R"

WORK = """
import os, signal, sys
from datetime import date
from pathlib import Path

from profiler_app.domain.progress import Silent
from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.core_dumps import forbid_core_dumps
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.logs import keep_log
from profiler_app.jobs.rekeying import change_passphrase, show_recovery_key
from profiler_app.store.workspace import create_workspace

forbid_core_dumps()
words = sys.stdin.read().split("|")
folder, today = Path(sys.argv[1]), date(2026, 11, 22)
keep_log(folder / "zhike.log")
workspace = create_workspace(folder / "w.zhike", words[0])
values = {"kind": "person", "line": "trade", "name": "林婉清"}
create_customer(Silent(), workspace, values, today=today)
keys = [workspace.key.raw]
recovery = [show_recovery_key(Silent(), workspace, words[0], today=today)]
back_up_now(Silent(), workspace, folder)
done = change_passphrase(Silent(), workspace, words[0], words[1], today=today)
keys.append(done.key.raw)
recovery.append(done.recovery)
print(*(key.hex() for key in keys), *recovery, flush=True)
signal.pause()
"""


def forms(secret: bytes) -> list[bytes]:
    """The ways a secret could have been written down."""
    return [secret, secret.decode("latin-1").encode("utf-16-le"), secret.hex().encode()]


def test_no_key_is_left_anywhere_while_at_work_or_after_a_kill(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    for place in (home, work):
        place.mkdir()
    places = ("HOME", "TMPDIR", "SQLITE_TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    victim = subprocess.Popen(
        [sys.executable, "-c", WORK, str(work)],
        cwd=ROOT,
        env={**os.environ, **dict.fromkeys(places, str(home))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert victim.stdin is not None and victim.stdout is not None
    with victim.stdin, victim.stdout:
        victim.stdin.write(f"{PASSPHRASE}|{ANOTHER}".encode())
        victim.stdin.close()
        first, second, *recovery = victim.stdout.readline().decode().split()
        told = [
            Path(f"/proc/{victim.pid}/{name}").read_bytes()
            for name in ("environ", "cmdline")
            if os.access(f"/proc/{victim.pid}/{name}", os.R_OK)
        ]
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(told) >= 1 and len(files) >= 2 and len(recovery) == 2
    secrets = [PASSPHRASE.encode(), ANOTHER.encode(), *(key.encode() for key in recovery)]
    secrets += [bytes.fromhex(first), bytes.fromhex(second)]
    found = [form for secret in secrets for form in forms(secret) if form in b"".join(files + told)]
    assert found == []


LIMITS = """
import atexit, ctypes, resource, sys
from PySide6.QtCore import QTimer
from profiler_app import main

def tell():
    print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))

words = sys.argv[1:]
if words:
    atexit.register(tell)
else:
    from PySide6.QtWidgets import QApplication
    from profiler_app.ui.entrance import entrance
    entrance.Entrance.begin = lambda _self: (tell(), QTimer.singleShot(0, QApplication.quit))
sys.exit(main.main(words))
"""


@pytest.mark.parametrize("words", [[], ["check", "nowhere.zhike"]])
def test_the_window_and_the_command_line_leave_no_core_dump(
    tmp_path: Path, words: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITS, *words],
        cwd=ROOT,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1].split() == ["0", "0"], done.stderr
