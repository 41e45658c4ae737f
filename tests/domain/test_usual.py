"""A column as a whole is told what each of its cells would be told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.usual import Usual

NUMBER = Usual(r"\d{1,3}|x")
CELLS = st.lists(st.sampled_from(["", "1", "12", "1234", "x", "xx", "1 ", "\n", "1\n2", "三"]))


@given(CELLS | st.lists(st.sampled_from(["", "12", "no"]), min_size=200, max_size=400))
def test_the_others_are_the_cells_that_do_not_fit(cells: list[str]) -> None:
    places = NUMBER.others(cells)
    wanted = [place for place, cell in enumerate(cells) if cell and not NUMBER.fits(cell)]
    assert list(places) == wanted or list(places) == list(range(len(cells)))


def test_all_are_others_only_where_most_do_not_fit() -> None:
    assert NUMBER.others(["12"] * 300 + ["no"] * 100) == list(range(300, 400))
    assert len(NUMBER.others(["no", "12", "no"] * 100)) == 300


def test_an_empty_column_has_no_others() -> None:
    assert not NUMBER.others([]) and not NUMBER.others(["", ""])
