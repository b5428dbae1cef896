"""Sets, records and verdicts can be pickled and used by many threads at once."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.evaluation.conftest import commune, judged_by

from ntm_rules import evaluate, load
from ntm_rules.law import SetEntry, catalogue

FACTS = {
    "clean_water_share": "70 %",
    "irrigated_land_share": "79 %",
    "multidimensional_poverty_share": "6,6 %",
    "income_per_capita": "44 triệu đồng/người/năm",
    "temporary_houses": "3 nhà",
}


@pytest.mark.parametrize("entry", catalogue().sets, ids=lambda e: f"{e.decision.id} {e.level} {e.tier}")
def test_a_set_and_a_verdict_are_the_same_after_pickling(entry: SetEntry) -> None:
    ruleset = catalogue().load(entry.decision.id, tier=entry.tier, level=entry.level)
    assert pickle.loads(pickle.dumps(ruleset)) == ruleset
    verdict = evaluate(judged_by(ruleset, FACTS), ruleset)
    assert pickle.loads(pickle.dumps(verdict)) == verdict


def test_many_threads_reach_the_verdicts_that_one_does() -> None:
    ruleset = load("318/2022", tier="ntm", as_of="2023-06-01")
    provinces = ["Lào Cai", "Nam Định", "Nghệ An", "Quảng Nam", "Gia Lai", "Đồng Nai", "Đồng Tháp"] * 40
    records = [commune(FACTS, province=province) for province in provinces]
    alone = [evaluate(record, ruleset) for record in records]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda record: evaluate(record, ruleset), records))
    assert together == alone
