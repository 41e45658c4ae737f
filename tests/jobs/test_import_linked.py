"""Files in any number and order: one result, nothing twice, nothing older over newer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from profiler_app.domain.errors import MappingProblem, NoLegalBasis
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Cancelled, Silent
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import content_hash, history
from profiler_app.jobs.importing import import_linked
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import Workspace, create_workspace
from tests.jobs.kind_files import CUSTOMERS, FILES

TODAY = date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def put(folder: Path, name: str, text: str, *, age: int = 0) -> Path:
    """Write a file that was last changed some days ago."""
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    written = path.stat().st_mtime - age * 86_400
    os.utime(path, (written, written))
    return path


def load(workspace: Workspace, *paths: Path, **more: object) -> tuple[ImportReport, ...]:
    requests = [ImportRequest(paths=(path,), **more) for path in paths]  # type: ignore[arg-type]
    return import_linked(Silent(), workspace, requests, today=TODAY)


OLD = {
    "members": "会员号,姓名,手机号,城市\n0001,林婉清,16800000001,杭州市\n0002,赵林峰,,苏州市\n",
    "tasks": "客户编号,任务,截止日期,负责人,任务状态\n0001,回访,2026-11-30,王芳,待办\n",
    "accounts": "客户号,账号,账户类型,开户日期\n0001,6228001,活期,2020-01-02\n",
}
NEW = {
    "members": "会员号,姓名,手机号,城市\n0001,林婉清,16800000009,\n0003,王琳,,宁波市\n",
    "tasks": "客户编号,任务,截止日期,负责人,任务状态\n0001,回访,2026-11-30,,已完成\n",
    "accounts": "客户号,账号,账户类型,开户日期,到期日\n0001,6228001,定期,,2027-01-02\n",
}


@pytest.mark.parametrize("order", ["AB", "BA", "AAB", "ABA", "BAB"])
def test_files_in_whatever_order_give_the_same(order: str, tmp_path: Path) -> None:
    """CLN-06: an older file never overwrites newer values, whenever it comes."""
    hashes = set()
    for turn in ("AB", order):
        folder = tmp_path / turn
        folder.mkdir(exist_ok=True)
        files = {
            letter: [put(folder, f"{letter} {k}", text, age=age) for k, text in kinds.items()]
            for letter, kinds, age in (("A", OLD, 40), ("B", NEW, 5))
        }
        with create_workspace(folder / f"{len(hashes)}{order}.zhike", "p", prefix="TEST") as made:
            for letter in turn:
                load(made, *files[letter])
            hashes.add(content_hash(made))
    assert len(hashes) == 1


def test_an_older_file_fills_what_is_empty_and_says_what_it_left(
    workspace: Workspace, tmp_path: Path
) -> None:
    new = put(tmp_path, "new", "客户编号,任务,负责人,任务状态\n0001,回访,,已完成\n", age=2)
    old = put(tmp_path, "old", "客户编号,任务,负责人,任务状态\n0001,回访,王芳,待办\n", age=90)
    load(workspace, put(tmp_path, "customers", CUSTOMERS, age=99))
    load(workspace, new)
    (report,) = load(workspace, old)
    found = workspace.connection.execute("SELECT state, assigned_to FROM task").fetchall()
    assert found == [("done", "王芳")]
    assert [note.facts["n"] for note in report.notes if note.code == "kept"] == [1]


def test_keys_that_lead_to_nobody_are_listed(workspace: Workspace, tmp_path: Path) -> None:
    visits = "客户编号,拜访日期,沟通内容\n0001,2026-10-05,a\n0777,2026-10-06,b\n0777,2026-10-07,c\n"
    paths = [put(tmp_path, "visits", visits), put(tmp_path, "customers", CUSTOMERS)]
    report, _customers = load(workspace, *paths)
    assert (report.created, report.rejected) == (1, 2)
    assert dict(report.unmatched) == {"0777": 2}


def test_customers_are_found_by_whatever_number_they_have(
    workspace: Workspace, tmp_path: Path
) -> None:
    load(workspace, put(tmp_path, "customers", CUSTOMERS))
    for key in ("TEST-000001", "0001", "林婉清"):
        visits = put(tmp_path, "visits", f"客户编号,拜访日期,沟通内容\n{key},2026-10-05,{key}\n")
        assert load(workspace, visits)[0].created == 1
    phone = put(tmp_path, "visits", "手机号,拜访日期,沟通内容\n16800000001,2026-10-05,x\n")
    assert load(workspace, phone)[0].created == 1
    owners = workspace.connection.execute("SELECT DISTINCT customer_id FROM interaction").fetchall()
    assert owners == [(1,)]


def test_a_name_that_two_customers_have_means_neither(workspace: Workspace, tmp_path: Path) -> None:
    both = "会员号,姓名\n0001,王伟\n0002,王伟\n"
    visits = "客户名称,拜访日期,沟通内容\n王伟,2026-10-05,x\n"
    paths = (put(tmp_path, "customers", both), put(tmp_path, "visits", visits))
    report = load(workspace, *paths)[1]
    assert [reject.code for reject in report.rejects] == ["several_customers"]


def test_one_bad_file_keeps_all_of_them_out(workspace: Workspace, tmp_path: Path) -> None:
    before = content_hash(workspace)
    bad = put(tmp_path, "bad", "拜访日期,沟通内容\n2026-10-05,x\n")
    with pytest.raises(MappingProblem):
        load(workspace, put(tmp_path, "customers", CUSTOMERS), bad)
    assert content_hash(workspace) == before
    assert history(workspace) == []


class StopAt:
    """Cancels as soon as so much is done."""

    def __init__(self, fraction: float) -> None:
        self._fraction = fraction

    def step(self, fraction: float, doing: str) -> None:
        """Cancel."""
        if fraction >= self._fraction:
            raise Cancelled


@pytest.mark.parametrize("fraction", [0.2, 0.7, 0.96])
def test_a_cancel_in_the_second_file_keeps_the_first_out(
    fraction: float, workspace: Workspace, tmp_path: Path
) -> None:
    before = content_hash(workspace)
    paths = [put(tmp_path, "c", CUSTOMERS), put(tmp_path, "e", FILES["events"])]
    requests = [ImportRequest(paths=(path,)) for path in paths]
    with pytest.raises(Cancelled):
        import_linked(StopAt(fraction), workspace, requests, today=TODAY)
    assert content_hash(workspace) == before


def test_data_of_a_partner_need_a_legal_basis(workspace: Workspace, tmp_path: Path) -> None:
    """XCH-02: without one nothing is imported; with one it is kept with the import."""
    path = put(tmp_path, "customers", CUSTOMERS)
    with pytest.raises(NoLegalBasis):
        load(workspace, path, partner="某合作商场")
    assert history(workspace) == []
    load(workspace, path, partner="某合作商场", legal_basis="consent")
    (file,) = history(workspace)[0].facts["files"]
    assert (file["partner"], file["basis"]) == ("某合作商场", "consent")


def events(count: int) -> str:
    kinds: Sequence[str] = ("浏览", "搜索", "加购", "收藏", "分享", "评论", "登录")
    rows = (
        f"{1 + n % 2:04},2026-11-{1 + n % 21:02} {n % 24:02}:{n // 24 % 60:02}:00,"
        f"{kinds[n % 7]},{'P1' if n % 7 in (0, 2) else ''},app\n"
        for n in range(count)
    )
    return "用户ID,时间,行为类型,商品ID,渠道\n" + "".join(rows)


def test_ten_thousand_events_move_the_features(workspace: Workspace, tmp_path: Path) -> None:
    """COL-04: views, carts and the favourite category are known after the refresh."""
    load(workspace, put(tmp_path, "c", CUSTOMERS), put(tmp_path, "p", FILES["products"]))
    orders = "订单号,下单时间,会员号,商品编码,数量,实付金额\n" + "".join(
        f"A{n},2026-10-0{n} 10:00,0001,P2,1,99\n" for n in range(1, 5)
    )
    load(workspace, put(tmp_path, "o", orders))
    (report,) = load(workspace, put(tmp_path, "events", events(10_000)))
    assert (report.created, report.rejected) == (10_000, 0)
    refresh(Silent(), workspace, as_of=TODAY)
    views = workspace.connection.execute(
        "SELECT customer_id, count(*) FROM event WHERE kind = 'view' GROUP BY 1"
    ).fetchall()
    names = ("views_30d", "cart_abandon_90d", "fav_category")
    found = lists.rows(workspace, ColumnSource(workspace), [1, 2], names)
    assert [row.values["views_30d"] for row in found] == [count for _customer, count in views]
    assert found[0].values["cart_abandon_90d"] == 1.0
    assert found[0].values["fav_category"] == "耗材"


def test_every_order_of_three_files_is_the_same(tmp_path: Path) -> None:
    """CLN-06 with references: customers, orders and events that name each other."""
    texts = {"c": CUSTOMERS, "o": FILES["orders"], "p": FILES["products"]}
    paths = {name: put(tmp_path, name, text, age=9) for name, text in texts.items()}
    hashes = set()
    for turn, order in enumerate(permutations(paths)):
        with create_workspace(tmp_path / f"{turn}.zhike", "p", prefix="TEST") as made:
            for name in order:
                load(made, paths[name])
            hashes.add(content_hash(made))
    assert len(hashes) == 1
