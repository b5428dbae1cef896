"""The standing of many units beside their verdicts, and a live session: `python benchmarks/standing.py`.

Prints times, the ratio, the cases that had to be inferred, and the memory of a session; asserts nothing.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import statistics
import sys
import time

UNITS = 10_000
UPDATES = 100_000
RUNS = 3
DAY = dt.date(2023, 11, 3)
MEASURED = ("income_per_capita", "stunting_share", "health_insurance_share", "multidimensional_poverty_share")
PROVINCES = ("Yên Bái", "Hải Dương", "Nghệ An", "Quảng Nam", "Đắk Nông", "Tây Ninh", "An Giang")
TITLES = (("ntm", "491/2009"), ("ntm", "1980/2016"), ("nang_cao", "1345/2018"), ("nang_cao", "318/2022"),
          ("kieu_mau", "691/2018"), ("ntm", "318/2022"))  # fmt: skip


def communes(count: int) -> list[object]:
    """Return communes with titles of all kinds; two in three with facts, the others with a review."""
    from ntm_rules import load, measures, unit_record

    chance = random.Random(318)
    catalogue = measures()
    asked = [
        catalogue[comparison.measure]
        for tier in ("ntm", "nang_cao")
        for indicator in load("318/2022", tier=tier).indicators()
        for comparison in indicator.comparisons
    ]
    return [unit_record(_commune(number, chance, asked)) for number in range(count)]


def _commune(number: int, chance: random.Random, asked: list[object]) -> dict[str, object]:
    tier, under = chance.choice(TITLES)
    last = {"491/2009": 2015, "1980/2016": 2020, "1345/2018": 2020, "691/2018": 2020}.get(under, 2022)
    day = dt.date(last, 1, 1) + dt.timedelta(days=chance.randrange(300))
    observed = {m.id: _value(m, chance) for m in asked if chance.random() < 0.67}
    unit = {"name": f"xã {number}", "level": "commune", "province": chance.choice(PROVINCES)}
    titles = [{"tier": tier, "under": under, "on": day.isoformat()}]
    of = "nang_cao" if tier == "kieu_mau" else tier
    review = {"ruleset": "318/2022", "tier": of, "criteria_met": f"{chance.randrange(9, 20)}/19"}
    return {
        "unit": unit,
        "year": 2023,
        "observations": {} if number % 3 == 0 else observed,
        "recognitions": titles,
        "reviews": [review] if number % 3 == 0 else [],
    }


def _value(measure: object, chance: random.Random) -> object:
    if measure.kind == "attested":
        return chance.random() < 0.95
    if measure.kind == "ordinal":
        return measure.scale[-1 if chance.random() < 0.9 else 0]
    number = {"share": chance.randrange(60, 101), "money": chance.randrange(30, 90)}.get(measure.kind, 2)
    return f"{number} {measure.unit}"


def judged(units: list[object]) -> list[tuple[object, tuple[object, ...]]]:
    """Return each commune with the sets that it was judged by for its title, as the rules name them."""
    from ntm_rules.standing import Reclassifier

    by = Reclassifier()
    found = []
    for unit in units:
        one = by.reclassify(unit, on=DAY)
        known = (e for e in (one.evidence, one.benchmark) if e is not None and e.verdict is not None)
        sets = dict.fromkeys(evidence.reference for evidence in known)
        found.append((unit, tuple(sets)))
    return found


def verdicts_alone(pairs: list[tuple[object, tuple[object, ...]]]) -> float:
    from ntm_rules import evaluate, load

    begun = time.perf_counter()
    for unit, sets in pairs:
        for ruleset, level, tier in sets:
            evaluate(unit, load(ruleset, level=level, tier=tier, as_of=DAY))
    return time.perf_counter() - begun


def standings(units: list[object]) -> tuple[float, dict[str, int], int]:
    from ntm_rules.standing import Reclassifier

    by = Reclassifier()
    begun = time.perf_counter()
    counted: dict[str, int] = {}
    for unit in units:
        standing = str(by.reclassify(unit, on=DAY).standing)
        counted[standing] = counted.get(standing, 0) + 1
    return time.perf_counter() - begun, counted, by.cases


def session(updates: int) -> tuple[float, list[float]]:
    """Return the seconds of a session of so many updates, and the peak memory after each tenth, in MB."""
    from ntm_rules.standing import Session

    chance = random.Random(319)
    watched = Session(communes(2)[1], on=DAY)
    peaks, begun = [], time.perf_counter()
    for number in range(updates):
        measure = MEASURED[number % len(MEASURED)]
        unit = "triệu đồng/người/năm" if measure == "income_per_capita" else "%"
        watched.observe(measure, f"{chance.randrange(20, 100)} {unit}")
        if number % (updates // 10) == updates // 10 - 1:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return time.perf_counter() - begun, peaks


def main() -> None:
    """Measure and print."""
    units = communes(UNITS)
    pairs = judged(units)
    alone, whole = [], []
    for _ in range(RUNS):
        alone.append(verdicts_alone(pairs))
        seconds, counted, cases = standings(units)
        whole.append(seconds)
    ours, theirs = statistics.median(whole), statistics.median(alone)
    number = sum(len(sets) for _, sets in pairs)
    print(
        f"{number} verdicts of {UNITS} units      {theirs:7.2f} s   {theirs / UNITS * 1e6:6.0f} µs per unit"
    )
    print(f"the standing of {UNITS} units     {ours:7.2f} s   {ours / UNITS * 1e6:6.0f} µs per unit")
    print(f"ratio {ours / theirs:.2f}, at most 3; {cases} distinct cases inferred")
    print("  " + ", ".join(f"{count} {standing}" for standing, count in sorted(counted.items())))
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else UPDATES
    seconds, peaks = session(updates)
    print(f"session: {updates} updates, {seconds / updates * 1e6:.0f} µs each")
    print(f"  peak memory of the process after each tenth, MB: {', '.join(f'{mb:.1f}' for mb in peaks)}")


if __name__ == "__main__":
    main()
