"""Cases that are alike are one, and no others are, however many rule books have been used meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.standing.told import concluded, states, title, verdict

from ntm_rules.law import Trust
from ntm_rules.standing import Fact, fact, rule_book
from ntm_rules.standing.cases import Case
from ntm_rules.standing.clauses import program

BOOK = rule_book(on="2024-06-30")


def facts(outcome: str, on: str = "2019-06-30") -> list[Fact]:
    return [title(under="1980/2016", period="2016-2020", on=on), verdict("318/2022", "ntm", outcome)]


def case(*told: Fact) -> Case:
    return Case(program(BOOK, Trust.RECALLED), told, {})


def use_other_books() -> None:
    """Use more other programs than are kept."""
    books = {book.digest: book for book in (rule_book(on=f"{year}-06-30") for year in range(2010, 2027))}
    others = [book for digest, book in books.items() if digest != BOOK.digest]
    for book in others:
        for trust in Trust:
            Case(program(book, trust), facts("met"), {})
    assert len(others) * len(Trust) > 8


def test_facts_that_no_rule_tells_apart_make_one_case() -> None:
    assert case(*facts("met")) == case(*facts("met"))
    other = fact("province_provides", what="leading_field", answer="unknown")
    assert case(*facts("met"), other) == case(*facts("met"))


def test_facts_that_a_rule_tells_apart_make_two() -> None:
    assert case(*facts("met")) != case(*facts("unknown"))


def test_a_case_is_not_taken_for_another_after_many_books_were_used() -> None:
    met = case(*facts("met"))
    expected = {outcome: states(concluded(*facts(outcome))) for outcome in ("met", "unknown", "not_met")}
    use_other_books()
    for outcome in ("unknown", "not_met", "met"):
        assert states(concluded(*facts(outcome))) == expected[outcome]
    assert case(*facts("unknown")) != met


def test_threads_that_meet_new_facts_at_once_do_not_mix_cases() -> None:
    def made(number: int) -> tuple[Case, Case]:
        day = f"20{10 + number % 10}-0{1 + number % 9}-15"
        return case(*facts("met", day)), case(*facts("unknown", day))

    with ThreadPoolExecutor(8) as pool:
        pairs = list(pool.map(made, range(400)))
    assert all(met != unknown for met, unknown in pairs)
