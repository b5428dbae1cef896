"""Generated rule books and facts over the real vocabulary, few values each, so that rules meet and chain."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from ntm_rules.law import Label, Provenance, Status
from ntm_rules.standing import Directive, Fact, Rule, RuleBook, book_of
from ntm_rules.standing.directives import Conclusion, Constraint, Operator, Pattern, Threshold, Variable
from ntm_rules.standing.facts import Value
from ntm_rules.standing.vocabulary import KINDS, Field, FieldType

GIVEN: Final = ("title", "verdict", "failing", "criterion", "merged", "province_provides")
CONCLUDED: Final = ("key_failing", "held_against", "standing", "may_aim_for", "obligation")
Kinds = tuple[str, ...]
truth: Final[st.SearchStrategy[bool]] = st.booleans()
_LABEL: Final = Label("nhãn", "label")
_ORDERED: Final = (FieldType.DAY, FieldType.COUNT, FieldType.SHARE)
_OF_SHARES: Final[tuple[Operator, ...]] = ("at_least", "below")
_COMPARISONS: Final[tuple[Operator, ...]] = ("at_least", "above", "at_most", "below")
_STATUSES: Final = (Status.SOURCED_2, Status.SOURCED_1, Status.RECALLED)


def values(field: Field) -> st.SearchStrategy[Value]:
    """Few values, so that generated facts and rules agree often."""
    match field.type:
        case FieldType.CHOICE:
            return st.sampled_from(list(field.choices)[:3])
        case FieldType.RULESET:
            return st.sampled_from(["318/2022", "319/2022"])
        case FieldType.NAME:
            return st.sampled_from(["Thu nhập", "Môi trường và an toàn thực phẩm", 'tên "lạ" \\ một'])
        case FieldType.DAY:
            return st.sampled_from(["2019-12-31", "2020-01-01", "2022-08-02"])
        case FieldType.COUNT:
            return st.integers(0, 3)
        case FieldType.SHARE:
            return st.sampled_from([0, 299_999, 300_000, 500_000, 1_000_000])
        case FieldType.TRUTH:
            return st.booleans()


@st.composite
def facts(draw: st.DrawFn, kinds: Kinds = (*GIVEN, *CONCLUDED)) -> Fact:
    """One fact; fields that need not be there are there or not."""
    kind = draw(st.sampled_from(kinds))
    fields = {
        name: draw(values(field))
        for name, field in KINDS[kind].fields.items()
        if field.required or draw(truth)
    }
    return Fact(kind, tuple(sorted(fields.items())))


@st.composite
def constraints(
    draw: st.DrawFn, name: str, field: Field, bound: dict[str, FieldType], own: dict[str, FieldType]
) -> Constraint:
    """One constraint; `bound` are the variables of earlier patterns, `own` those that this one binds."""
    known = sorted(v for v, of in bound.items() if of is field.type)
    forms = ["is", "in", "bind"] + (["compare"] if field.type in _ORDERED else [])
    forms += ["join", "join", "differ"] if known else ["differ"]
    match draw(st.sampled_from(forms)):
        case "is":
            return Constraint(name, "is", draw(values(field)))
        case "in":
            found = draw(st.lists(values(field), min_size=1, max_size=3, unique=True))
            return Constraint(name, "in", tuple(found))
        case "bind":
            variable = f"v{len(bound) + len(own)}"
            own[variable] = field.type
            return Constraint(name, "is", Variable(variable))
        case "compare":
            operators = _OF_SHARES if field.type is FieldType.SHARE else _COMPARISONS
            operator = draw(st.sampled_from(operators))
            value = draw(values(field))
            if bool(known) and draw(truth):
                return Constraint(name, operator, Variable(draw(st.sampled_from(known))))
            text = f"{int(value) / 10_000:.4f} %" if field.type is FieldType.SHARE else str(value)
            return Constraint(name, operator, Threshold(text, value, Provenance(status=Status.SOURCED_1)))
        case "join":
            return Constraint(name, "is", Variable(draw(st.sampled_from(known))))
        case _:
            if bool(known) and draw(truth):
                return Constraint(name, "differs_from", Variable(draw(st.sampled_from(known))))
            return Constraint(name, "differs_from", draw(values(field)))


@st.composite
def rules(draw: st.DrawFn, index: int, kinds: Kinds) -> Rule:
    """One rule of one to four patterns."""
    bound: dict[str, FieldType] = {}
    when: list[Pattern] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(kinds))
        fields = KINDS[kind].fields
        chosen = draw(st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True))
        own: dict[str, FieldType] = {}
        asked = tuple(draw(constraints(name, fields[name], bound, own)) for name in chosen)
        bound.update(own)
        when.append(Pattern(kind, asked))
    then = tuple(draw(conclusions(bound, kinds)) for _ in range(draw(st.integers(1, 2))))
    return Rule(
        id=f"r{index}",
        label=_LABEL,
        when=tuple(when),
        then=then,
        reference=_LABEL,
        status=draw(st.sampled_from(_STATUSES)),
        origin="1/2020",
    )


@st.composite
def conclusions(draw: st.DrawFn, bound: dict[str, FieldType], kinds: Kinds) -> Conclusion:
    """One conclusion of literals and of variables that the rule binds."""
    kind = draw(st.sampled_from([kind for kind in kinds if KINDS[kind].concluded]))
    fields: dict[str, Value | Variable] = {}
    for name, field in KINDS[kind].fields.items():
        if not field.required and draw(truth):
            continue
        # A choice may be bound in a field of other choices: only values of the field itself are let through.
        known = [v for v, of in sorted(bound.items()) if of is field.type and of is not FieldType.CHOICE]
        if bool(known) and draw(truth):
            fields[name] = Variable(draw(st.sampled_from(known)))
        else:
            fields[name] = draw(values(field))
    return Conclusion(kind, tuple(sorted(fields.items())))


@st.composite
def cases(draw: st.DrawFn) -> tuple[RuleBook, list[Fact]]:
    """A book of one to eight rules over few kinds, and facts of those kinds."""
    given = draw(st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2, unique=True))
    concluded = draw(st.lists(st.sampled_from(CONCLUDED), min_size=1, max_size=2, unique=True))
    kinds = (*given, *concluded)
    made = tuple(draw(rules(index, kinds)) for index in range(draw(st.integers(1, 8))))
    book = book_of((Directive(document="1/2020", rules=made),))
    return book, draw(st.lists(facts(kinds), max_size=10))
