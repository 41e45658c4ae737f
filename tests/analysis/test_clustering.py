import csv
import gzip
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.clustering import finding, matrix
from profiler_app.analysis.clustering.finding import assign, find_clusters
from profiler_app.analysis.clustering.fitting import kmeans
from profiler_app.analysis.clustering.judging import _agreement, choose, silhouette
from profiler_app.analysis.clustering.matching import known_again
from profiler_app.analysis.clustering.projecting import cluster_map
from profiler_app.analysis.clustering.rules import reproducing_rule
from profiler_app.analysis.columns import Column
from profiler_app.domain.errors import NoGroups, TooLittleData
from profiler_app.domain.fields import fields
from profiler_app.domain.models import Algorithm, ClusterParameters, KChoice, Trait
from profiler_app.domain.text import in_language

FIELDS = ("recency_days", "freq_12m", "monetary_12m")


def number(kind: str, values: object, known: object = True) -> Column:
    array = np.asarray(values)
    return Column(kind, array, np.broadcast_to(np.asarray(known), array.shape).copy())


def three_kinds_of_customers(each: int = 100) -> dict[str, Column]:
    """Good ones, sleeping ones and new small ones, far apart."""
    rng = np.random.default_rng(5)

    def around(*centres: int) -> np.ndarray:
        return np.concatenate([rng.poisson(centre, each) for centre in centres])

    return {
        "recency_days": number("int", around(10, 300, 12)),
        "freq_12m": number("int", around(40, 2, 3)),
        "monetary_12m": number("money", around(900_000, 30_000, 4_000)),
    }


def test_the_mall_customers_give_the_published_inertia_and_silhouette(shared: Path) -> None:
    path = shared / "data" / "segmentation" / "mall_customers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            [float(row["Annual_Income"]), float(row["Spending_Score"])]
            for row in csv.DictReader(file)
        ]
    matrix = np.array(rows)
    fit = kmeans(matrix, 5, seed=0)
    assert fit.inertia == pytest.approx(44448.455, abs=0.001)
    assert silhouette(matrix, fit.labels) == pytest.approx(0.5539, abs=0.00005)


def test_three_kinds_of_customers_are_found() -> None:
    columns = three_kinds_of_customers()
    found = find_clusters(columns, FIELDS, seed=1, sales=columns["monetary_12m"])
    assert len(found.groups) == 3
    assert [group.customers for group in found.groups] == [100, 100, 100]
    assert set(found.labels[:100]) == {0}
    assert found.groups[0].sales_share == pytest.approx(0.963, abs=0.005)


def test_groups_are_named_by_what_is_striking_in_both_languages() -> None:
    columns = three_kinds_of_customers()
    best = find_clusters(columns, FIELDS, seed=1, sales=columns["monetary_12m"]).groups[0]
    assert set(best.traits) == {
        Trait("freq_12m", True),
        Trait("monetary_12m", True),
        Trait("recency_days", False),
    }
    with in_language("en"):
        assert "Frequent" in best.name
        assert "High spend" in best.name
    with in_language("zh"):
        assert "高频" in best.name
        assert "高消费" in best.name


def test_groups_with_the_same_name_are_numbered() -> None:
    columns = {"monetary_12m": number("money", np.repeat([1, 10, 2_000, 90_000], 25))}
    found = find_clusters(columns, ["monetary_12m"], k=4, seed=1)
    names = [group.name for group in found.groups]
    assert len(set(names)) == 4


def test_the_same_seed_gives_the_same_groups() -> None:
    columns = three_kinds_of_customers()
    one, two = (find_clusters(columns, FIELDS, seed=3) for _ in range(2))
    assert np.array_equal(one.labels, two.labels)
    assert one.parameters == two.parameters


def test_the_curve_judges_two_to_eight_groups() -> None:
    curve = find_clusters(three_kinds_of_customers(), FIELDS, seed=1).curve
    assert [choice.k for choice in curve] == list(range(2, 9))
    inertia = [choice.inertia for choice in curve]
    assert inertia == sorted(inertia, reverse=True)


def test_the_largest_stable_number_near_the_best_silhouette_is_chosen(shared: Path) -> None:
    """The measured curve of 23,570 customers gives six groups."""
    grid = json.loads((shared / "vectors" / "cluster_cdnow.json").read_text("utf-8"))
    curve = [
        KChoice(row["k"], 0, row["silhouette"], row["stability_ARI"], row["min_share"])
        for row in grid["grid"]
    ]
    assert choose(curve) == grid["chosen"]["k"] == 6


def test_an_unstable_number_is_not_chosen() -> None:
    curve = [
        KChoice(3, 0, 0.40, 0.95, 0.2),
        KChoice(4, 0, 0.41, 0.60, 0.2),
        KChoice(5, 0, 0.39, 0.90, 0.02),
        KChoice(6, 0, 0.30, 0.99, 0.1),
    ]
    assert choose(curve) == 3


def test_everybody_belongs_to_the_nearest_centre_of_a_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(finding.SAMPLES, "kmeans", 90)
    monkeypatch.setattr(matrix, "BLOCK", 70)
    columns = three_kinds_of_customers()
    found = find_clusters(columns, FIELDS, seed=1, sales=columns["monetary_12m"])
    assert [group.customers for group in found.groups] == [100, 100, 100]
    assert len(found.labels) == 300
    assert assign(columns, found.parameters).tolist() == found.labels.tolist()


def test_too_few_customers_are_refused() -> None:
    columns = {
        name: column.take(np.arange(20)) for name, column in three_kinds_of_customers().items()
    }
    with pytest.raises(TooLittleData):
        find_clusters(columns, FIELDS, seed=1)


def test_equal_customers_are_refused() -> None:
    with pytest.raises(TooLittleData):
        find_clusters({"freq_12m": number("int", np.ones(100, int))}, ["freq_12m"], seed=1)


def test_unknown_values_take_the_median_and_a_flag() -> None:
    columns = three_kinds_of_customers()
    freq = columns["freq_12m"]
    freq.known[:5] = False
    found = find_clusters(columns, FIELDS, k=3, seed=1)
    assert found.parameters.missing_flags == ("freq_12m",)
    assert len(found.parameters.centres[0]) == 4


def test_customers_of_whom_most_is_unknown_stay_outside() -> None:
    columns = three_kinds_of_customers()
    columns["freq_12m"].known[:7] = False
    columns["recency_days"].known[:7] = False
    found = find_clusters(columns, FIELDS, k=3, seed=1)
    assert found.positions[0] == 7
    assert set(assign(columns, found.parameters)[:7]) == {-1}


def test_a_stored_run_puts_the_same_customers_into_the_same_groups() -> None:
    columns = three_kinds_of_customers()
    found = find_clusters(columns, FIELDS, k=3, seed=1)
    stored = json.loads(json.dumps(asdict(found.parameters)))
    again = assign(columns, ClusterParameters.from_json(stored))
    assert np.array_equal(again[found.positions], found.labels)


def test_many_customers_are_grouped_from_a_sample() -> None:
    columns = three_kinds_of_customers(each=4_000)
    found = find_clusters(columns, FIELDS, k=3, seed=1)
    assert [group.customers for group in found.groups] == [4_000, 4_000, 4_000]


def test_raw_numbers_are_not_scaled() -> None:
    columns = three_kinds_of_customers()
    found = find_clusters(columns, FIELDS, k=3, seed=1, raw=True)
    centre = max(row[2] for row in found.parameters.centres)
    assert centre == pytest.approx(900_000, rel=0.01)


def test_groups_are_not_built_on_texts() -> None:
    with pytest.raises(ValueError, match="gender"):
        find_clusters({"gender": number("enum", np.zeros(50, int))}, ["gender"], seed=1)


# -- other algorithms, structure, matching


@pytest.mark.parametrize("algorithm", ["mixed", "minibatch", "gaussian", "hierarchical"])
def test_every_algorithm_finds_three_kinds_of_customers_seg_03(algorithm: Algorithm) -> None:
    columns = three_kinds_of_customers()
    one, two = (find_clusters(columns, FIELDS, k=3, seed=2, algorithm=algorithm) for _ in range(2))
    assert sorted(group.customers for group in one.groups) == [100, 100, 100]
    assert one.labels.tolist() == two.labels.tolist()
    stored = ClusterParameters.from_json(json.loads(json.dumps(asdict(one.parameters))))
    assert assign(columns, stored).tolist() == one.labels.tolist()


def test_dense_groups_leave_the_sparse_outside_seg_03() -> None:
    dice = np.random.default_rng(5)
    places = [*dice.normal(0, 1, 200), *dice.normal(20, 1, 200), 6.0, 8.0, 10.0, 12.0, 14.0]
    column = number("num", places)
    found = find_clusters({"churn_prob": column}, ["churn_prob"], seed=2, algorithm="density")
    assert len(found.groups) == 2
    assert (found.labels[-5:] == -1).any()
    assert sum(group.customers for group in found.groups) >= 380
    assert found.curve[0].stability > 0.8


def test_evenly_spread_customers_are_refused_unless_a_number_is_asked_seg_03() -> None:
    dice = np.random.default_rng(3)
    cloud = {
        name: number("num", dice.normal(size=800)) for name in ("monetary_trend", "churn_prob")
    }
    with pytest.raises(NoGroups):
        find_clusters(cloud, [*cloud], seed=1)
    assert len(find_clusters(cloud, [*cloud], k=3, seed=1).groups) == 3


def test_categories_count_in_mixed_groups_and_in_their_names_seg_03() -> None:
    code = (np.arange(300) % 2).astype(np.int32)
    everybody = np.ones(300, bool)
    columns = {
        "gender": Column("enum", code, everybody, ("female", "male")),
        "main_channel": Column("enum", code, everybody, ("shop", "web")),
        "freq_12m": number("int", np.arange(300) % 7),
    }
    found = find_clusters(columns, [*columns], k=2, seed=1, algorithm="mixed")
    assert {group.common for group in found.groups} == {("female", "shop"), ("male", "web")}
    assert {trait.value for trait in found.groups[0].traits} in (
        {"female", "shop"},
        {"male", "web"},
    )
    assert [each.distance for each in found.parameters.categories] == [2.0, 2.0]
    assert assign(columns, found.parameters).tolist() == found.labels.tolist()
    with pytest.raises(ValueError, match="gender"):
        find_clusters(columns, [*columns], k=2, seed=1)


@pytest.mark.parametrize(
    ("file", "left_out"), [("wholesale_customers.csv", 2), ("eastwest_airlines.csv.gz", 1)]
)
@pytest.mark.parametrize("k", [3, 4, 5, 6])
def test_published_customers_are_grouped_as_well_as_by_fifty_starts_seg_03(
    shared: Path, file: str, left_out: int, k: int
) -> None:
    from sklearn.cluster import KMeans

    path = shared / "data" / "segmentation" / file
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
        rows = np.array([row[left_out:] for row in csv.reader(stream)][1:], float)
    names = [each.id for each in fields().values() if each.kind == "num"]
    columns = {name: number("num", values) for name, values in zip(names, rows.T, strict=False)}
    assert len(columns) == rows.shape[1]
    found = find_clusters(columns, [*columns], k=k, seed=7)
    matrix_used = matrix.matrix_of(columns, found.parameters)
    centres = np.array(found.parameters.centres)
    inertia = float(((matrix_used - centres[found.labels]) ** 2).sum())
    for seed in (0, 1):
        plain = KMeans(k, n_init=50, random_state=seed).fit(matrix_used)
        assert inertia <= plain.inertia_ * 1.00001, "but for the fifth digit, where k-means stops"


def test_groups_keep_their_identity_when_everybody_moved_a_little_seg_03() -> None:
    columns = three_kinds_of_customers()
    before = find_clusters(columns, FIELDS, k=3, seed=1, sales=columns["monetary_12m"])
    later = {
        name: number(column.kind, column.values * 11 // 10) for name, column in columns.items()
    }
    after = find_clusters(later, FIELDS, k=3, seed=9)
    places = known_again(before.parameters, after.parameters)
    for place, earlier in enumerate(places):
        assert earlier is not None
        same = before.labels[after.labels == place] == earlier
        assert same.all()


def test_a_group_that_was_not_there_is_new_seg_03() -> None:
    columns = three_kinds_of_customers()
    before = find_clusters(columns, FIELDS, k=3, seed=1)
    fresh = {
        name: number(column.kind, np.append(column.values, np.full(100, value)))
        for (name, column), value in zip(columns.items(), (300, 40, 900_000), strict=True)
    }
    after = find_clusters(fresh, FIELDS, k=4, seed=1)
    places = known_again(before.parameters, after.parameters)
    assert sorted(p for p in places if p is not None) == [0, 1, 2]
    assert places[after.labels[-1]] is None


def test_other_fields_make_other_groups() -> None:
    columns = three_kinds_of_customers()
    one = find_clusters(columns, FIELDS, k=3, seed=1).parameters
    two = find_clusters(columns, FIELDS[:2], k=3, seed=1).parameters
    assert known_again(one, two) == (None, None, None)


def test_a_rule_names_the_bounds_of_a_group_seg_03() -> None:
    columns = three_kinds_of_customers()
    found = find_clusters(columns, FIELDS, k=3, seed=1, sales=columns["monetary_12m"])
    rule = reproducing_rule(columns, found, 0)
    field, sign, bound = rule.split()
    assert field in FIELDS
    assert sign in (">", "<=")
    assert float(bound) > 0


def test_the_agreement_of_two_groupings_is_that_of_the_library() -> None:
    from sklearn.metrics import adjusted_rand_score

    dice = np.random.default_rng(0)
    for k in (2, 5, 8):
        one = dice.integers(0, k, 300)
        other = np.where(dice.random(300) < 0.7, one, dice.integers(0, k, 300))
        assert _agreement(one, other, k) == pytest.approx(adjusted_rand_score(one, other))


def test_the_map_lies_on_the_axes_an_independent_library_finds_seg_03() -> None:
    """Two dimensions, and how much of the differences they show, as PCA of scikit-learn."""
    from sklearn.decomposition import PCA

    columns = three_kinds_of_customers()
    result = find_clusters(columns, FIELDS, k=3, seed=1)
    found = cluster_map(columns, result)
    frozen = result.parameters
    peer = PCA(2).fit(matrix.matrix_of(matrix.taken(columns, result.positions), frozen))
    assert found.explained == pytest.approx(float(peer.explained_variance_ratio_.sum()))
    assert found.points.std(axis=0, ddof=1) == pytest.approx(np.sqrt(peer.explained_variance_))
    assert len(found.points) == len(found.labels) == 300


def test_a_map_of_many_shows_a_sample_of_them() -> None:
    columns = three_kinds_of_customers()
    result = find_clusters(columns, FIELDS, k=3, seed=1)
    found = cluster_map(columns, result, most=50)
    assert len(found.points) == len(found.labels) == 50
