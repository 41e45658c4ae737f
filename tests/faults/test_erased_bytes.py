"""RELIABILITY.md promise 18: of whom was erased no byte is left, not even in pages set free.

The file is one without a key here, so that its bytes are those of its cells.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.listing import ListQuery
from profiler_app.jobs import editing, erasing, lists, recording
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.drafts import keep_draft
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.refreshing import refresh
from profiler_app.store import connect
from profiler_app.store.connect import Key
from profiler_app.store.runs import last_run
from profiler_app.store.workspace import create_workspace
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = pytest.mark.promise(18)

QUIET = Silent()
IN_THE_CLEAR = Key(b"", b"SQLite format 3\0")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def words_of(number: int) -> dict[str, str]:
    """What is known of a customer, nowhere else to be found."""
    return {
        "name": f"澹台{chr(0x9F00 + number)}凡",
        "mobile": f"1681234{number:04}",
        "email": f"planted{number}@example.com",
        "address": f"望海路{number}号院",
        "member_no": f"PLANTED-{number:05}",
    }


def readable(folder: Path, words: list[str]) -> set[str]:
    files = [path.read_bytes() for path in folder.iterdir() if path.suffix != ".csv"]
    return {
        word
        for word in words
        for encoding in ENCODINGS
        if any(word.encode(encoding) in content for content in files)
    }


def test_no_byte_of_the_erased_is_left_in_the_file_or_beside_it_prv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "give_key", lambda _connection, _key: None)
    everybody = [words_of(number) for number in range(cases(6, 100))]
    rows = [
        f"{w['member_no']},{w['name']},{w['mobile']},{w['address']},A{n},2026-10-01,净水器,1,9.00"
        for n, w in enumerate(everybody)
    ]
    head = "会员号,姓名,手机号,地址,订单号,下单时间,商品名称,数量,实付金额"
    (tmp_path / "given.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    with create_workspace(tmp_path / "w.zhike", IN_THE_CLEAR, prefix="TEST") as workspace:
        create(workspace, name="周晓云", address="长乐坊三巷")
        import_file(QUIET, workspace, ImportRequest((tmp_path / "given.csv",)), today=TODAY)
        known = dict(workspace.connection.execute("SELECT name, id FROM customer").fetchall())
        for words in everybody:
            customer = known[words["name"]]
            for address in (words["address"] + "二", words["address"]):
                editing.edit_customer(QUIET, workspace, customer, {"address": address}, today=TODAY)
            editing.set_tag(
                QUIET, workspace, [customer], "m_focus", reason=words["name"], by="陈", today=TODAY
            )
            recording.add_task(QUIET, workspace, customer, words["name"], TODAY, 2, by="陈")
            twin = create(workspace, name=words["name"], email=words["email"])
            merge(QUIET, workspace, [customer, twin], today=TODAY)
            keep_draft(QUIET, workspace, "task", {"title": words["mobile"]})
        refresh(QUIET, workspace, as_of=TODAY + timedelta(days=9))
        lists.find(workspace, ColumnSource(workspace), ListQuery(search=everybody[0]["name"]))
        planted = [word for words in everybody for word in words.values()]
        assert readable(tmp_path, planted) == {*planted}  # the look finds what is there
        for words in everybody:
            erasing.erase(
                QUIET, workspace, known[words["name"]], reason="asked", by="陈", today=TODAY
            )
        assert readable(tmp_path, planted) == set()
        assert last_run(workspace.connection).customers == 1
        assert readable(tmp_path, ["周晓云", "长乐坊三巷"]) == {"周晓云", "长乐坊三巷"}
    assert readable(tmp_path, planted) == set()
