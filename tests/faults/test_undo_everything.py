"""RELIABILITY.md promise 19: all that was done is undone to the first state, and done again.

Random commands of every kind on a few customers; between doing and undoing the file is closed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.errors import OperationProblem, UserProblem
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.tags import use_own_tags
from profiler_app.jobs import bulk, editing, own_tags, recording
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.history import check, content_hash, history, undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.recording import Talk
from profiler_app.jobs.relating import Tie, add_relation
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = [pytest.mark.promise(19), pytest.mark.timeout(3_600)]

QUIET = Silent()
STEPS = 14


class Deeds:
    """What somebody may do to a customer, drawn by chance."""

    def __init__(self, workspace: Workspace, chance: random.Random, orders: Path) -> None:
        self.workspace, self.chance, self.orders = workspace, chance, orders

    def do(self) -> None:
        """Do one thing; what is not possible is not done."""
        deeds: tuple[Callable[[int], object], ...] = (
            self.make, self.edit, self.learn, self.talk, self.tag, self.untag, self.refuse,
            self.order, self.task, self.finish, self.agree, self.tie, self.join, self.bring,
            self.define, self.delete, self.give,
        )  # fmt: skip
        rows = self.workspace.connection.execute(
            "SELECT id FROM customer WHERE merged_into IS NULL ORDER BY id"
        )
        with suppress(UserProblem):
            self.chance.choice(deeds)(self.chance.choice([row[0] for row in rows]))

    def _word(self) -> str:
        return f"词{self.chance.randrange(1_000)}"

    def make(self, _customer: int) -> None:
        create(self.workspace, name=self._word())

    def edit(self, customer: int) -> None:
        values = {"address": self._word(), "city": self.chance.choice(["3301", "3302"])}
        editing.edit_customer(QUIET, self.workspace, customer, values, today=TODAY)

    def learn(self, customer: int) -> None:
        values = {"sport_pref": self.chance.choice([["run"], ["ball", "ski"], []])}
        editing.edit_customer(QUIET, self.workspace, customer, values, today=TODAY)

    def talk(self, customer: int) -> None:
        talk = Talk(outcome="", summary=self._word(), findings={"sport_pref": ["hike"]})
        recording.log_contact(QUIET, self.workspace, customer, talk, by="陈", today=TODAY)

    def tag(self, customer: int) -> None:
        told: dict[str, Any] = {"reason": self._word(), "by": "陈", "today": TODAY}
        editing.set_tag(QUIET, self.workspace, [customer], "m_focus", **told)

    def untag(self, customer: int) -> None:
        editing.remove_tag(QUIET, self.workspace, [customer], "m_focus")

    def refuse(self, customer: int) -> None:
        told: dict[str, Any] = {"reason": self._word(), "by": "陈", "today": TODAY}
        editing.refuse_tag(QUIET, self.workspace, customer, "m_focus", **told)

    def order(self, customer: int) -> None:
        self._bring(f"X{self.chance.randrange(99)},2026-10-05,,净水器,1,9.00", customer)

    def task(self, customer: int) -> None:
        recording.add_task(QUIET, self.workspace, customer, self._word(), TODAY, 2, by="陈")

    def finish(self, _customer: int) -> None:
        tasks = self.workspace.connection.execute("SELECT id FROM task").fetchall()
        if tasks:
            recording.finish_task(QUIET, self.workspace, self.chance.choice(tasks)[0], today=TODAY)

    def agree(self, customer: int) -> None:
        state = self.chance.choice(["granted", "withdrawn"])
        answer = Answer(("marketing",), state, "paper", TODAY - timedelta(days=3))
        recording.record_consent(QUIET, self.workspace, customer, answer)

    def tie(self, customer: int) -> None:
        other = self.chance.randrange(1, 5)
        add_relation(QUIET, self.workspace, customer, Tie("friend", other), today=TODAY)

    def join(self, customer: int) -> None:
        other = self.chance.randrange(1, 5)
        if other != customer:
            merge(QUIET, self.workspace, [customer, other], today=TODAY)

    def bring(self, _customer: int) -> None:
        number = self.chance.randrange(99)
        self._bring(f"Y{number},2026-10-06,M-{number:05},台灯,2,{number}.00", 0)

    def define(self, _customer: int) -> None:
        names = {"zh": self._word(), "en": self._word()}
        rule = f"monetary_12m > {self.chance.randrange(999)}"
        own_tags.define_tag(QUIET, self.workspace, own_tags.free_id(), names=names, rule=rule)

    def delete(self, customer: int) -> None:
        editing.delete_customers(QUIET, self.workspace, [customer])

    def give(self, customer: int) -> None:
        bulk.change_owner(QUIET, self.workspace, [customer], self._word())

    def _bring(self, line: str, customer: int) -> None:
        rows = self.workspace.connection.execute(
            "SELECT member_no FROM customer WHERE id = ?", (customer,)
        )
        for (number,) in rows.fetchall():
            line = line.replace(",,", f",{number or 'M-00777'},")
        head = "订单号,下单时间,会员号,商品名称,数量,实付金额"
        self.orders.write_text(f"{head}\n{line}\n", encoding="utf-8")
        import_file(QUIET, self.workspace, ImportRequest((self.orders,)), today=TODAY)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("begun") / "w.zhike"
    with create_workspace(path, "right horse", prefix="TEST") as workspace:
        for number in range(4):
            create(workspace, name=f"林{number}", member_no=f"M-0000{number}")
    return path


@pytest.mark.parametrize("part", range(4))
def test_undoing_all_gives_the_first_state_and_doing_all_again_the_last(
    begun: Path, tmp_path: Path, part: int
) -> None:
    for number in range(cases(3, 250)):
        chance = random.Random(f"{part}/{number}")
        path = Path(shutil.copy(begun, tmp_path / f"{number}.zhike"))
        with open_workspace(path, "right horse") as workspace:
            first, before = content_hash(workspace), len(history(workspace))
            deeds = Deeds(workspace, chance, tmp_path / "orders.csv")
            for _step in range(STEPS):
                deeds.do()
            last = content_hash(workspace)
        with open_workspace(path, "right horse") as workspace:
            undone = []
            while any(stands(entry, before) for entry in history(workspace)):
                undone.append(undo_operation(QUIET, workspace).operation)
            assert content_hash(workspace) == first, (part, number)
        with open_workspace(path, "right horse") as workspace:
            for operation in reversed(undone):
                undo_operation(QUIET, workspace, operation)
            assert content_hash(workspace) == last, (part, number)
            assert check(QUIET, workspace, today=TODAY) == []
        use_own_tags({})
        path.unlink()


def stands(entry: Any, before: int) -> bool:
    return entry.operation > before and entry.undone_by is None and entry.undoes is None


def test_a_hundred_steps_are_undone_after_a_restart(begun: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(begun, tmp_path / "w.zhike"))
    with open_workspace(path, "right horse") as workspace:
        first = content_hash(workspace)
        for number in range(100):
            values = {"address": f"望海路{number}"}
            editing.edit_customer(QUIET, workspace, 1 + number % 4, values, today=TODAY)
    with open_workspace(path, "right horse") as workspace:
        for _step in range(100):
            undo_operation(QUIET, workspace)
        assert content_hash(workspace) == first


def test_an_erasure_is_not_undone(begun: Path, tmp_path: Path) -> None:
    from profiler_app.jobs.erasing import erase

    path = Path(shutil.copy(begun, tmp_path / "w.zhike"))
    with open_workspace(path, "right horse") as workspace:
        done = erase(QUIET, workspace, 1, reason="asked", by="陈", today=TODAY)
        with pytest.raises(OperationProblem):
            undo_operation(QUIET, workspace, done.operation)
