"""A set compiled for the columns of one table: what it reads, what it adds, in which units.

A plan is made once per set, schema and question, and kept; it holds no rows. Printing it shows what every
column is taken for. Which engine runs it is `engines`'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ntm_rules.errors import Contradiction, UnexpectedValue
from ntm_rules.evaluation.columnar.contract import ColumnType, Contract
from ntm_rules.evaluation.columnar.findings import Logic
from ntm_rules.evaluation.columnar.masks import Masks
from ntm_rules.evaluation.columnar.outputs import DETAILS, Detail, Output, outputs
from ntm_rules.evaluation.columnar.rows import Rows
from ntm_rules.evaluation.columnar.sets import Refusal, SetCompiler
from ntm_rules.evaluation.scalar import Shared
from ntm_rules.facts import Measure
from ntm_rules.law import Trust

Types = tuple[tuple[str, ColumnType], ...]


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of a table, beside its columns.

    Attributes:
        detail: how much is told.
        trust: the least evidence that may decide.
        names: the caller's names of columns, by ours.
        units: the caller's units, by our names of columns.
        year, day: the year of the data and the day of assessment of all rows, where no column has them.
        prefix: what the names of added columns begin with.
        marks: columns of truth values that say which rows cannot be judged, and why.
    """

    detail: Detail
    trust: Trust
    names: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    day: dt.date | None = None
    prefix: str = ""
    marks: tuple[tuple[str, Refusal], ...] = ()

    def _key(self) -> tuple[object, ...]:
        return (
            *(self.detail, self.trust, self.names, self.units, self.year, self.day, self.prefix),
            self.marks,
        )

    def __hash__(self) -> int:
        return hash(self._key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and self._key() == other._key()


@dataclass(frozen=True, eq=False)
class CompiledTable:
    """A set compiled for the columns of a table.

    Attributes:
        name: the set.
        types: the columns of the table.
        contract: what they mean.
        masks: the compiled masks.
        outputs: the columns that are added.
        observed: the measures that the set asks about, in its order.
    """

    name: str
    types: Mapping[str, ColumnType]
    contract: Contract
    masks: Masks
    outputs: tuple[Output, ...]
    observed: tuple[Measure, ...]

    def described(self, found_in: str = "column") -> Iterator[str]:
        """Yield, line by line, what every column is taken for; of a long table, every kind of row."""
        for measure in self.observed:
            role = self.contract.name(measure.id)
            unit = self.contract.units.get(measure.id, measure.unit) or _WORDS[measure.kind]
            state = f"in {unit}" if self.contract.has(measure.id) else f"no such {found_in}: not observed"
            yield f"{role}: {measure.label('en')}, {state}"
        yield f"adds {', '.join(output.name for output in self.outputs)}"


def name_taken(output: Output) -> UnexpectedValue:
    """Return the error that a table has a column of the name of an added one."""
    return UnexpectedValue(
        f"a column `{output.name}` in the table", "another name", hint="choose a `prefix=`"
    )


_WORDS: Mapping[str, str] = {"attested": "truth values or findings", "ordinal": "ranks by name"}


@lru_cache(maxsize=128)
def compiled(shared: Shared, types: Types, question: Question) -> CompiledTable:
    """Return a set compiled for a table.

    Raises:
        UnexpectedValue, UnknownName, IncompatibleUnit: a column cannot be what its name says.
        NotInTables: the set asks for something that no table is judged by.
    """
    ruleset, documents = shared.ruleset, shared.catalogue
    if question.detail not in DETAILS:
        raise UnexpectedValue(question.detail, f"one of {', '.join(f'`{d}`' for d in DETAILS)}")
    if question.day is not None and question.year is not None and question.day.year < question.year:
        raise Contradiction(f"assessed on `{question.day}`, before the year of its data, `{question.year}`")
    masks = Masks()
    by_name = dict(types)
    contract = Contract(by_name, documents.measures(), dict(question.names), dict(question.units))
    rows = Rows(contract, masks, ruleset.years, ruleset.kinds[0], question.year, question.day)
    explained = DETAILS.index(question.detail) >= DETAILS.index("indicators")
    logic = Logic(masks, explained)
    compiler = SetCompiler(rows, logic, contract, documents, question.trust, question.marks)
    whole = compiler.whole(ruleset)
    asked = compiler.asked
    contract.check(set(asked))
    added = outputs(whole, compiler.logic, question.detail, question.prefix)
    for output in added:
        if output.name in by_name:
            raise name_taken(output)
    name = f"{ruleset.decision} {ruleset.tier}"
    return CompiledTable(name, by_name, contract, masks, added, tuple(contract.measures[id] for id in asked))
