"""IND-01: a pack adds fields, tags, questions and products, and goes again without losing data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from profiler_app.domain.fields import find_field
from profiler_app.domain.packs import PackProblem, packs
from profiler_app.domain.progress import Silent
from profiler_app.domain.questionnaires import checked
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.editing import edit_customer, stored_values
from profiler_app.jobs.history import content_hash, undo_operation
from profiler_app.jobs.packs import add_pack, find_pack, pack_states, remove_pack
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.surveys import fill_in, find_questionnaire
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, create

QUIET = Silent()


@pytest.fixture
def empty(empty: Workspace) -> Iterator[Workspace]:
    yield empty
    from profiler_app.domain.fields import use_own_fields
    from profiler_app.domain.tags import use_own_tags

    use_own_fields()
    use_own_tags({})


@pytest.mark.parametrize("name", list(packs()))
def test_every_pack_is_added_taken_away_and_undone(empty: Workspace, name: str) -> None:
    pack, before = packs()[name], content_hash(empty)
    added = add_pack(QUIET, empty, pack)
    assert all(find_field(each.id) for each in pack.fields)
    assert all(known_tags()[tag.id].rule for tag in pack.tags)
    assert checked(find_questionnaire(empty, pack.questionnaire.code)).items
    remove_pack(QUIET, empty, pack)
    assert not any(find_field(each.id) for each in pack.fields)
    assert all(known_tags()[tag.id].retired for tag in pack.tags)
    again = add_pack(QUIET, empty, pack)
    assert not known_tags()[pack.tags[0].id].retired
    for operation in (again, again - 1, added):
        undo_operation(QUIET, empty, operation)
    assert content_hash(empty) == before


def test_values_are_back_with_the_pack(empty: Workspace) -> None:
    pack = find_pack("酒店")
    add_pack(QUIET, empty, pack)
    customer = create(empty)
    edit_customer(QUIET, empty, customer, {"my_ho_room": "twin"}, today=TODAY)
    remove_pack(QUIET, empty, pack)
    assert "my_ho_room" not in stored_values(empty, customer)
    add_pack(QUIET, empty, pack)
    assert stored_values(empty, customer)["my_ho_room"] == "twin"


def test_answers_to_the_questions_of_a_pack_fill_its_fields(empty: Workspace) -> None:
    pack = find_pack("education")
    add_pack(QUIET, empty, pack)
    customer, asked = create(empty), find_questionnaire(empty, "pack_education")
    told = {"stage": "primary", "hours": "4", "renew": "2026-12-10"}
    fill_in(QUIET, empty, customer, asked, told, today=TODAY, by="陈")
    values = stored_values(empty, customer)
    assert (values["my_ed_stage"], values["my_ed_hours_left"]) == ("primary", 4)


def test_a_pack_a_segment_needs_stays(empty: Workspace) -> None:
    pack = find_pack("hotel")
    add_pack(QUIET, empty, pack)
    save_segment(QUIET, empty, None, "商务客群", "my_ho_purpose == 'business'")
    with pytest.raises(PackProblem, match="商务客群"):
        remove_pack(QUIET, empty, pack)
    assert next(each for each in pack_states(empty) if each.pack is pack).installed


def test_the_medical_pack_asks_nothing_about_health(empty: Workspace) -> None:
    """IND-02"""
    add_pack(QUIET, empty, find_pack("medical"))
    with_health = [t.id for t in known_tags().values() if t.expr and "health_info" in t.expr]
    assert with_health == []
    asked = find_questionnaire(empty, "pack_medical")
    assert "health_info" not in {each.field for each in asked.items}
