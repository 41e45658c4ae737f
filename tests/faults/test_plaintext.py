"""RELIABILITY.md promise 10: no word of a customer is readable anywhere on the disk.

A child process works with planted words in a home and a temporary folder of its own and is then
killed; everything it left is searched for them, in the encodings they could have been written in.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.promise(10)

WORDS = ("澹台不凡", "望海路七号院", "16812345678", "planted.words@example.com")

WORK = """
import os, signal, sys
from datetime import date
from pathlib import Path

from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.listing import ListQuery
from profiler_app.jobs import editing, lists
from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.drafts import keep_draft
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.workspace import create_workspace

class Quiet:
    def step(self, fraction, doing):
        pass

quiet, today = Quiet(), date(2026, 11, 22)
folder, words = Path(sys.argv[1]), sys.argv[2:]
workspace = create_workspace(folder / "w.zhike", "right horse", prefix="TEST")
values = {"kind": "person", "line": "trade", "name": words[0], "address": words[1],
          "mobile": "+86" + words[2], "email": words[3]}
customer = editing.create_customer(quiet, workspace, values, today=today).customer
import_file(quiet, workspace, ImportRequest((folder / "given.csv",)), today=today)
refresh(quiet, workspace, as_of=today)
lists.find(workspace, ColumnSource(workspace), ListQuery(search=words[0]))
read_card(workspace, customer, as_of=today)
keep_draft(quiet, workspace, "task", {"title": words[1]})
back_up_now(quiet, workspace, folder)
editing.edit_customer(quiet, workspace, customer, {"address": words[1] + "2"}, today=today)
undo_operation(quiet, workspace)
workspace.connection.execute("BEGIN IMMEDIATE")
workspace.put_setting("half", words)
print("ready", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def written(word: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        yield word.encode(encoding)
    yield base64.b64encode(word.encode())[:-4]


def readable(folder: Path, *, but: str) -> list[str]:
    """Return the files in which a planted word can be read."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != but
        for content in [path.read_bytes()]
        if any(form in content for word in WORDS for form in written(word))
    ]


@pytest.mark.skipif(os.name == "nt", reason="a process of Windows cannot kill itself this way")
def test_no_word_of_a_customer_is_left_readable_prv(tmp_path: Path) -> None:
    names = ("home", "temporary", "work")
    home, temporary, work = (tmp_path / name for name in names)
    for place in (home, temporary, work):
        place.mkdir()
    given = f"会员号,姓名,手机号,地址\n00042,{WORDS[0]}二,16812345679,{WORDS[1]}\n"
    (work / "given.csv").write_text(given, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(work), *WORDS],
        cwd=ROOT,
        env={
            **os.environ,
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "XDG_CACHE_HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "SQLITE_TMPDIR": str(temporary),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ready" in done.stdout, done.stderr
    assert readable(tmp_path, but="") == ["work/given.csv"]  # the search finds what is there
    assert not any(word in done.stdout + done.stderr for word in WORDS)
    assert len(list(work.glob("*.zhike"))) == 2
