"""splink 5 on the table of ``benchmarks.deduping``; runs in an environment of its own."""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

NAMES = ["name", "mobile", "idno", "birth", "gender", "address", "email"]


def main(path: str) -> None:
    """Fit and predict; print the figures as the last line."""
    logging.disable(logging.CRITICAL)  # it tells every step
    frame = pd.read_csv(path, dtype=str)
    frame.columns = NAMES
    frame = frame.astype(object).where(frame.notna(), None)
    frame.insert(0, "unique_id", range(len(frame)))
    began, used = time.perf_counter(), time.process_time()
    pairs = predicted(frame)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    match = {
        (min(a, b), max(a, b)) for a, b in zip(pairs.unique_id_l, pairs.unique_id_r, strict=True)
    }
    true = {(a, b) for a, b in json.loads(Path(path).with_suffix(".json").read_text())}
    f1 = 2 * len(match & true) / (len(match) + len(true))
    print(json.dumps({"seconds": seconds, "used": used, "f1": f1}))


def predicted(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs with at least even odds."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(
                term_frequency_adjustments=True
            ),
            cl.LevenshteinAtThresholds("mobile", [1, 2]),
            cl.ExactMatch("idno"),
            cl.LevenshteinAtThresholds("birth", [1]),
            cl.ExactMatch("gender"),
            cl.LevenshteinAtThresholds("address", [2, 6]),
            cl.JaroWinklerAtThresholds("email", [0.95]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("mobile"),
            block_on("email"),
            block_on("name", "birth"),
            block_on("idno"),
            block_on("address"),
            block_on("name", "gender", "substr(address, 1, 9)"),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(frame), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("mobile", "birth")], recall=0.7
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("mobile"))
    training.estimate_parameters_using_expectation_maximisation(block_on("name", "birth"))
    result = linker.inference.predict(threshold_match_probability=0.5)
    return result.as_pandas_dataframe()


if __name__ == "__main__":
    main(sys.argv[1])
