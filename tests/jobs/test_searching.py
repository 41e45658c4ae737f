"""A search finds what a scan of the same fields finds, and is never older than the facts."""

from __future__ import annotations

import random
from datetime import date

import pytest

from profiler_app.domain.listing import ListQuery
from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing, indexing, lists, searching
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.pinyin import readings_of
from profiler_app.store import column_cache
from profiler_app.store.workspace import Workspace

TODAY = date(2026, 11, 22)
FIELDS = ("name", "short_name", "mobile", "phone", "number", "member_no", "core_cust_no", "email")
NAMES = [
    "王小伟",
    "单雄信",
    "单",
    "Ann Lee",
    "ann-marie o'brien",
    "李𠮷",
    "ABC（中国）有限公司",
    "100%_",
]


def scan(workspace: Workspace, typed: str) -> dict[int, int]:
    """Return the rank of everybody found, by looking at one customer after the other."""
    text, letters = typed.strip(), typed.strip().lower().replace(" ", "").replace("'", "")
    digits = text.replace(" ", "").replace("-", "")
    like = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    in_names = {
        row[0]
        for row in workspace.connection.execute(
            "SELECT id FROM customer WHERE name LIKE ?1 ESCAPE '\\' "
            "OR short_name LIKE ?1 ESCAPE '\\'",
            (f"%{like}%",),
        )
    }
    rows = workspace.connection.execute(
        f"SELECT id, cn_id, uscc, {', '.join(FIELDS)} FROM customer WHERE merged_into IS NULL"
    ).fetchall()
    found = {}
    for customer, cn_id, uscc, *cells in rows:
        row = {name: cell or "" for name, cell in zip(FIELDS, cells, strict=True)}
        ranks = [3] if customer in in_names else []
        if row["name"].casefold().startswith(text.casefold()):
            ranks.append(0)
        if letters.isascii() and letters.isalnum():
            ranks += sound_ranks(row["name"], letters)
        if len(digits) >= 3 and digits.isascii() and digits.isdecimal():
            both = row["mobile"], row["phone"]
            ranks += [5] * any(number.endswith(digits) for number in both)
            starts = digits, "+86" + digits
            ranks += [6] * any(number.startswith(starts) for number in both)
        if len(text) >= 3 and text.isascii():
            number = row["number"]
            ranks += [6] * (number.startswith(text.upper()) or number.endswith(text.upper()))
            same = ("mobile", "member_no", "core_cust_no")
            ranks += [6] * any(row[name].startswith(text) for name in same)
            ranks += [6] * row["email"].startswith(text.lower())
            ranks += [6] * (text.upper() in (cn_id, uscc))
        if ranks:
            found[customer] = min(ranks)
    return found


def sound_ranks(name: str, letters: str) -> list[int]:
    ranks = []
    for reading in readings_of(name):
        initials = "".join(syllable[0] for syllable in reading)
        rests = ["".join(reading[at:]) for at in range(len(reading))]
        ranks += [1] * initials.startswith(letters) + [2] * "".join(reading).startswith(letters)
        if len(letters) > 1:
            inside = letters in initials or any(rest.startswith(letters) for rest in rests)
            ranks += [4] * inside
    return ranks


def found(workspace: Workspace, typed: str) -> dict[int, int]:
    source = ColumnSource(workspace)
    ranks, scanned = searching.search(workspace, source, typed)
    assert not scanned
    pairs = zip(source.ids().tolist(), ranks.tolist(), strict=True)
    return {customer: rank for customer, rank in pairs if rank != searching.NOT_FOUND}


def fragments(workspace: Workspace, seed: int) -> list[str]:
    """Return fragments of what is there: of names, pinyin, initials, numbers."""
    dice = random.Random(seed)
    rows = workspace.connection.execute(
        f"SELECT cn_id, uscc, {', '.join(FIELDS)} FROM customer ORDER BY id"
    ).fetchall()
    parts = []
    for row in dice.sample(rows, 12):
        cells = [cell for cell in row if cell]
        reading = dice.choice(readings_of(row[2]))
        cells += ["".join(reading), "".join(syllable[0] for syllable in reading)]
        for cell in cells:
            first = dice.randrange(len(cell))
            parts += [
                cell[first : first + dice.randint(1, 6)],
                cell[-4:],
                cell[: dice.randint(1, 5)],
            ]
    return [part for part in dict.fromkeys(parts) if part.strip()]


def add(workspace: Workspace, **values: object) -> int:
    own = {"kind": "person", "line": "trade", **values}
    return editing.create_customer(Silent(), workspace, own, today=TODAY).customer


@pytest.mark.parametrize("seed", range(4))
def test_the_index_finds_what_a_scan_finds(demo: Workspace, seed: int) -> None:
    """COL-04"""
    for part in fragments(demo, seed):
        assert found(demo, part) == scan(demo, part), part


@pytest.mark.parametrize(
    "typed", ["小伟", "伟", "王小", "xw", "xiaow", "wxw", "shanx", "danx", "sxx"]
)
def test_chinese_names_are_found_by_any_fragment_and_any_reading(
    own_demo: Workspace, typed: str
) -> None:
    """Trigram indexes find nothing for two characters."""
    mine = {add(own_demo, name=name) for name in NAMES}
    hits = found(own_demo, typed)
    assert hits == scan(own_demo, typed)
    assert mine & set(hits)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("林婉清", typed) for typed in ("lwq", "linwan", "林婉", "2046")),
        *(("单雄信", typed) for typed in ("shanxio", "danxio", "sxx", "dxx")),
        *(("仇英", typed) for typed in ("qiuy", "chouy", "qy")),
        *(("解缙", typed) for typed in ("xiej", "jiej", "xj")),
    ],
)
def test_name_sound_initials_and_the_end_of_a_number_find_somebody(
    own_demo: Workspace, name: str, typed: str
) -> None:
    """Detail 5: both readings of a name that has two."""
    assert add(own_demo, name=name, mobile="+8613800002046") in found(own_demo, typed)


def test_what_was_written_since_the_index_was_made_is_found(own_demo: Workspace) -> None:
    for name in NAMES:
        add(own_demo, name=name, mobile="+8613900007777")
    editing.edit_customer(Silent(), own_demo, 5, {"name": "欧阳𠮷祥"}, today=TODAY)
    editing.delete_customers(Silent(), own_demo, [7, 8])
    assert column_cache.made_at(own_demo.connection) < column_cache.last_operation(
        own_demo.connection
    )
    for part in [
        *NAMES,
        "欧阳",
        "ouyang",
        "7777",
        "al",
        "ann l",
        "abc",
        "%",
        "_",
        "00%",
        *"王李a1",
    ]:
        assert found(own_demo, part) == scan(own_demo, part), part


def test_an_index_made_anew_finds_the_same(
    own_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        add(own_demo, name=name)
    parts = [*NAMES, *fragments(own_demo, 9)]
    before = [found(own_demo, part) for part in parts]
    monkeypatch.setattr(indexing, "_SPARE", -1_000)
    assert indexing.bring_up_to_date(Silent(), own_demo) == 300 + len(NAMES)
    assert column_cache.made_at(own_demo.connection) == column_cache.last_operation(
        own_demo.connection
    )
    assert [found(own_demo, part) for part in parts] == before


def test_undo_is_seen_at_once(own_demo: Workspace) -> None:
    source = ColumnSource(own_demo)
    query = ListQuery(search="欧阳震华")
    customer = add(own_demo, name="欧阳震华")
    assert lists.find(own_demo, source, query).ids.tolist() == [customer]
    undo_operation(Silent(), own_demo, column_cache.last_operation(own_demo.connection))
    assert lists.find(own_demo, source, query).ids.tolist() == []


def test_without_an_index_the_tables_are_scanned_and_it_is_said(
    own_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DECISIONS 17"""
    own_demo.connection.execute("DELETE FROM column_cache")
    monkeypatch.setattr(searching, "_SMALL", 10)
    source = ColumnSource(own_demo)
    for part in ("伟", "1380", "有限", "TEST", "@"):
        answer = lists.find(own_demo, source, ListQuery(search=part))
        assert answer.scanned
        sounds = {1, 2, 4}
        there = {who for who, rank in scan(own_demo, part).items() if rank not in sounds}
        assert set(answer.ids.tolist()) == there, part


def test_a_small_workspace_needs_no_index(own_demo: Workspace) -> None:
    own_demo.connection.execute("DELETE FROM column_cache")
    for part in fragments(own_demo, 2)[:30]:
        assert found(own_demo, part) == scan(own_demo, part)


@pytest.mark.parametrize("typed", ["w", "li", "伟"])
def test_the_best_matches_come_first_then_the_last_contacted(demo: Workspace, typed: str) -> None:
    source = ColumnSource(demo)
    ids = lists.find(demo, source, ListQuery(search=typed)).ids.tolist()
    days = source.columns(["last_contact_days"])["last_contact_days"]
    ranks = scan(demo, typed)

    def key(customer: int) -> tuple[int, bool, int, int]:
        day = days.value(int(source.ids().searchsorted(customer)))
        return ranks[customer], day is None, day or 0, customer

    assert ids == sorted(ranks, key=key)
