"""A book of customers goes into another workspace; nothing is lost or counted twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from profiler_app.domain.errors import WrongPassphraseOrDamaged
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.jobs import editing, erasing
from profiler_app.jobs.handover import (
    NobodyToHandOver,
    NotAHandover,
    Parts,
    Taken,
    WeakPassphrase,
    hand_over,
    take_over,
)
from profiler_app.jobs.history import check, content_hash, history, undo_operation
from profiler_app.jobs.workspaces import Workspace, create_workspace, open_workspace
from profiler_app.store.handover.joining import Side, join
from profiler_app.store.handover.sides import living
from profiler_app.store.handover.writings import KIND, SIDE
from profiler_app.store.ledger import operation
from tests.jobs.conftest import TODAY, Silent, create

SECRET = "correct horse battery 42 staple"
REASON = ExportReason("colleague", "wang", TODAY, in_clear=True)
QUIET = Silent()


class Clock:
    """A clock every machine shares; each look at it is a second later."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def two(tmp_path: Path, clock: Clock) -> Iterator[tuple[Workspace, Workspace]]:
    with (
        create_workspace(tmp_path / "a.zhike", "a", prefix="AAAA", clock=clock) as one,
        create_workspace(tmp_path / "b.zhike", "b", prefix="BBBB", clock=clock) as other,
    ):
        yield one, other


def given_to(
    source: Workspace, target: Workspace, folder: Path, parts: Parts | None = None, **how: Any
) -> Taken:
    """Hand everybody over, through the file."""
    path = folder / "book.zhikebook"
    everybody = living(source.connection)
    hand_over(QUIET, source, everybody, path, SECRET, reason=REASON, parts=parts)
    return take_over(QUIET, target, path, SECRET, today=TODAY, **how)


def values(workspace: Workspace, number: str) -> dict[str, Any]:
    row = workspace.connection.execute(
        "SELECT id FROM customer WHERE number = ?", (number,)
    ).fetchone()
    return editing.stored_values(workspace, row[0])


def test_customers_with_all_their_rows_arrive_as_they_were(
    own_demo: Workspace, tmp_path: Path
) -> None:
    with create_workspace(tmp_path / "b.zhike", "b", prefix="BBBB") as other:
        done = given_to(own_demo, other, tmp_path)
        assert (done.created, done.updated, done.conflicts) == (300, 0, ())
        count = "SELECT count(*) FROM {}"
        for table in ("customer", "order_line", "interaction", "attribute", "consent", "relation"):
            asked = count.format(table)
            rows = [w.connection.execute(asked).fetchone() for w in (own_demo, other)]
            assert rows[0] == rows[1] and rows[0][0] > 0, table
        assert check(QUIET, other, today=TODAY + timedelta(days=400)) == []
        again = given_to(own_demo, other, tmp_path)
        assert (again.operation, again.created, again.rows, again.changed_rows) == (None, 0, 0, 0)


def test_the_file_opens_with_its_own_passphrase_only_and_holds_no_readable_name(
    two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    one, other = two
    create(one, name="林婉清", mobile="+8613800002046")
    given_to(one, other, tmp_path)
    content = (tmp_path / "book.zhikebook").read_bytes()
    assert "林婉清".encode() not in content and b"13800002046" not in content
    assert sorted(path.name for path in tmp_path.glob("book*")) == ["book.zhikebook"]
    with pytest.raises(WrongPassphraseOrDamaged):
        take_over(QUIET, other, tmp_path / "book.zhikebook", "b", today=TODAY)


def test_the_history_notes_who_handed_over_and_where_values_come_from(
    two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    one, other = two
    create(one, name="林婉清")
    given_to(one, other, tmp_path)
    assert history(one)[0].facts["purpose"] == "colleague"
    entry = history(other)[0]
    assert (entry.kind, entry.facts["source"], entry.facts["created"]) == ("handover", "a", 1)


def test_the_later_value_stands_and_the_trial_tells_it_before(
    two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    one, other = two
    create(one, name="林婉清", cn_id="11010519491231002X", occupation="教师")
    create(other, name="林婉清", cn_id="11010519491231002X", occupation="医生", email="l@x.cn")
    before = content_hash(other)
    trial = given_to(one, other, tmp_path, dry_run=True)
    assert content_hash(other) == before and trial.operation is None
    (conflict,) = trial.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == ("occupation", "医生", "教师")
    assert not conflict.taken  # the one here is later
    done = given_to(one, other, tmp_path)
    assert values(other, "BBBB-000001")["occupation"] == "医生" and done.created == 0
    back = given_to(other, one, tmp_path)
    kept = values(one, "AAAA-000001")
    assert (kept["occupation"], kept["email"]) == ("医生", "l@x.cn") and back.updated == 1


@pytest.mark.parametrize(("winner", "stands"), [("mine", "医生"), ("theirs", "教师")])
def test_one_may_say_whose_values_stand(
    winner: Any, stands: str, two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    one, other = two
    create(one, name="林婉清", cn_id="11010519491231002X", occupation="教师")
    create(other, name="林婉清", cn_id="11010519491231002X", occupation="医生")
    given_to(one, other, tmp_path, winner=winner)
    assert values(other, "BBBB-000001")["occupation"] == stands


def test_an_undo_takes_everything_back_and_it_can_be_taken_over_again(
    two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    one, other = two
    create(other, name="王一")
    before = content_hash(other)
    create(one, name="林婉清", occupation="教师")
    done = given_to(one, other, tmp_path)
    undo_operation(QUIET, other, done.operation)
    assert content_hash(other) == before
    assert given_to(one, other, tmp_path).created == 1


def test_a_task_done_elsewhere_is_done_here_not_there_twice(
    two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    one, other = two
    customer = create(one, name="林婉清")
    cells = {"customer_id": customer, "title": "回访", "due_on": "2026-12-01", "state": "open"}
    with operation(one, "task", {"number": "AAAA-000001"}) as opened:
        task = opened.insert_one("task", cells)
    given_to(one, other, tmp_path)
    with operation(one, "task_done", {"number": "AAAA-000001"}) as opened:
        opened.update("task", task, {"state": "done", "done_on": "2026-11-30"})
    assert given_to(one, other, tmp_path).changed_rows == 1
    states = other.connection.execute("SELECT state, done_on FROM task").fetchall()
    assert states == [("done", "2026-11-30")]


def test_what_is_left_out_is_not_in_the_file_and_clears_nothing(
    own_demo: Workspace, tmp_path: Path
) -> None:
    parts = Parts(identity=False, contact=False, history=False)
    with create_workspace(tmp_path / "b.zhike", "b", prefix="BBBB") as other:
        given_to(own_demo, other, tmp_path, parts)
        for table in ("order_line", "identifier", "contact"):
            assert other.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        told = "SELECT count(mobile) + count(cn_id) + count(address) FROM customer"
        assert other.connection.execute(told).fetchone() == (0,)
        before = content_hash(own_demo)
        given_to(other, own_demo, tmp_path)
        assert content_hash(own_demo) == before


def test_who_was_erased_here_stays_away(two: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    one, other = two
    create(one, name="林婉清")
    given_to(one, other, tmp_path)
    (customer,) = living(other.connection)
    erasing.erase(QUIET, other, customer, reason="asked", by="wang", today=TODAY)
    done = given_to(one, other, tmp_path)
    assert (done.erased, done.created) == (1, 0) and not living(other.connection)


def test_two_people_with_one_number_in_copied_files_stay_two(tmp_path: Path, clock: Clock) -> None:
    with create_workspace(tmp_path / "a.zhike", "a", prefix="AAAA", clock=clock) as one:
        key = one.key
    shutil.copy(tmp_path / "a.zhike", tmp_path / "b.zhike")
    with (
        open_workspace(tmp_path / "a.zhike", key, clock=clock) as one,
        open_workspace(tmp_path / "b.zhike", key, clock=clock) as other,
    ):
        create(one, name="林婉清")
        create(other, name="王一")
        given_to(one, other, tmp_path)
        rows = other.connection.execute("SELECT number, name FROM customer ORDER BY id").fetchall()
        assert rows == [("AAAA-000001", "王一"), ("AAAA-000002", "林婉清")]


def test_refusals(two: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    one, other = two
    path = tmp_path / "x.zhikebook"
    with pytest.raises(NobodyToHandOver):
        hand_over(QUIET, one, [], path, SECRET, reason=REASON)
    with pytest.raises(WeakPassphrase):
        hand_over(QUIET, one, [1], path, "123456", reason=REASON)
    assert not list(tmp_path.glob("x.*"))
    with pytest.raises(NotAHandover):
        take_over(QUIET, one, other.path, "b", today=TODAY)


# -- any order of exchanging between three machines

_ORDERS = int(os.environ.get("ZHIKE_ORDERS", "12"))
IDS = ("11010519491231002X", "110105198001010010", "110105199002020028")
MACHINES = (0, 1, 2)

edits = st.tuples(
    st.sampled_from(MACHINES),
    st.sampled_from(
        ["occupation", "name", "clear", "task", "attribute", "finish", "undo", "order"]
    ),
    st.integers(0, 5),
)
exchanges = st.tuples(st.sampled_from(MACHINES), st.sampled_from(MACHINES), st.just(0))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Any]]:
    """Three machines that share nothing but one imported customer."""
    folder, made = tmp_path_factory.mktemp("three"), []
    clock = Clock()
    for prefix in ("AAAA", "BBBB", "CCCC"):
        path = folder / f"{prefix}.zhike"
        with create_workspace(path, "x", prefix=prefix, clock=clock) as workspace:
            for number in IDS[: 1 + len(made)]:
                create(workspace, name=f"{prefix}甲", cn_id=number)
            create(workspace, name=f"{prefix}乙")
            made.append((path, workspace.key))
    return made


def _copy(source: Workspace, target: Workspace) -> None:
    """Exchange as the file does, without the time its key takes."""
    with operation(target, KIND, {"source": "x"}) as opened:
        side = Side(source.connection, living(source.connection), Parts())
        done = join(opened, target.connection, side, prefix=target.settings.prefix)
        if done.changed:
            target.put_setting(f"{SIDE}{opened.id}", done.side)


def _edit(workspace: Workspace, what: str, number: int) -> None:
    ids = living(workspace.connection)
    customer = ids[number % len(ids)]
    if what == "undo":
        last = editing.last_operation(workspace)
        if last is not None and last.kind in ("edit", "task"):
            undo_operation(QUIET, workspace, last.operation, on_conflict="overwrite")
        return
    if what in ("task", "order", "finish"):
        _edit_rows(workspace, what, customer, number)
        return
    new: dict[str, Any] = {
        "occupation": {"occupation": f"职业{number}"},
        "name": {"name": f"名{workspace.settings.prefix}{number}"},
        "clear": {"occupation": None},
        "attribute": {"sport_pref": [f"爱好{number}"]},
    }[what]
    editing.edit_customer(QUIET, workspace, customer, new, today=date(2026, 11, 22))


def _edit_rows(workspace: Workspace, what: str, customer: int, number: int) -> None:
    with operation(workspace, "task", {"number": "x"}) as opened:
        if what == "task":
            cells = {"customer_id": customer, "title": f"{workspace.clock()}", "state": "open"}
            opened.insert_one("task", cells)
        elif what == "order":
            code = f"P{number % 2}"
            known = workspace.connection.execute("SELECT id FROM product WHERE code = ?", (code,))
            found = known.fetchone()
            product = found[0] if found else opened.insert_one("product", {"code": code})
            line = {"customer_id": customer, "product_id": product, "order_no": f"N{number}"}
            opened.insert_one("order_line", {**line, "net": 100, "day": 20_000, "kind": "sale"})
        else:
            open_ = workspace.connection.execute(
                "SELECT id FROM task WHERE state = 'open' ORDER BY title"
            ).fetchall()
            if open_:
                opened.update("task", open_[number % len(open_)][0], {"state": "done"})


@settings(
    max_examples=_ORDERS,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.one_of(edits, exchanges), min_size=4, max_size=14), order=st.randoms())
@pytest.mark.promise(32)
def test_any_order_of_exchanging_between_three_machines_ends_in_the_same_facts(
    steps: list[tuple[int, Any, int]],
    order: Any,
    three: list[tuple[Path, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """RELIABILITY.md promise 32."""
    folder, clock = tmp_path_factory.mktemp("orders"), Clock()
    clock.now += timedelta(hours=1)
    machines: list[Workspace] = []
    try:
        for path, key in three:
            machines.append(open_workspace(Path(shutil.copy(path, folder)), key, clock=clock))
        for machine, what, number in steps:
            if isinstance(what, int):
                if what != machine:
                    _copy(machines[what], machines[machine])
            else:
                _edit(machines[machine], what, number)
        pairs = [(a, b) for a in MACHINES for b in MACHINES if a != b]
        for _round in range(3):
            order.shuffle(pairs)
            for one, other in pairs:
                _copy(machines[one], machines[other])
        assert len({content_hash(machine) for machine in machines}) == 1
        counts = "SELECT count(*), count(DISTINCT title) FROM task"
        for machine in machines:
            tasks, titles = machine.connection.execute(counts).fetchone()
            assert tasks == titles
    finally:
        for machine in machines:
            machine.close()
        shutil.rmtree(folder)
