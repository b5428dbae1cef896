"""Directive rules in words, and which of them nobody has compared with the original.

A rule is told as its document has it: what it asks of which facts, what follows, where it stands and how well
it is evidenced. Does not say what follows for a unit: that is a derivation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ntm_rules.facts.notation import Lang
from ntm_rules.law import Status
from ntm_rules.reporting.wording import STATUSES, Words, day, say
from ntm_rules.standing import Directive, Rule, show_value
from ntm_rules.standing.directives import Conclusion, Constraint, Operator, Pattern, Threshold, Variable
from ntm_rules.standing.vocabulary import KINDS, Field

TO_CONFIRM: Final = (Status.RECALLED, Status.UNSET)
_WHEN: Final = Words("khi", "when")
_THEN: Final = Words("thì", "then")
_OR: Final = Words(" hoặc ", " or ")
_IN_FORCE: Final = Words("hiệu lực", "in force")
_CARRIED: Final = Words("được chuyển tới địa phương bằng", "carried to provinces by")
_UNSET: Final = Words("chưa xác nhận", "unconfirmed")
_CANDIDATES: Final = Words("chưa xác nhận, có thể là {values}", "unconfirmed, possibly {values}")
_RULES: Final = Words("{document}. {count} quy tắc.", "{document}. {count} rules.")
_CONFIRM: Final = Words(
    "{document} · quy tắc. Cần đối chiếu: {count}", "{document} · rules. To confirm: {count}"
)
_SIGNS: Final[dict[Operator, str]] = {
    "is": "",
    "in": "",
    "differs_from": "≠ ",
    "at_least": "≥ ",
    "above": "> ",
    "at_most": "≤ ",
    "below": "< ",
}


def directive_text(directive: Directive, lang: Lang = "vi") -> str:
    """Return a directive with all its rules, in the order of the document."""
    document = directive.document + (f" ({directive.province})" if directive.province else "")
    lines = [_RULES.in_language(lang).format(document=document, count=len(directive.rules))]
    if directive.carried_by:
        lines.append(f"{_CARRIED.in_language(lang)} {', '.join(directive.carried_by)}")
    for rule in directive.rules:
        lines += ["", *_rule_lines(rule, lang)]
    return "\n".join(lines)


def _rule_lines(rule: Rule, lang: Lang) -> Iterator[str]:
    yield f"{rule.id}: {rule.label.in_language(lang)}"
    yield from _listed(_WHEN.in_language(lang), (_pattern(pattern, lang) for pattern in rule.when))
    yield from _listed(_THEN.in_language(lang), (_conclusion(conclusion, lang) for conclusion in rule.then))
    status = STATUSES[rule.status].in_language(lang)
    yield f"  {rule.reference.in_language(lang)}; {status}{_span(rule, lang)}"


def _listed(word: str, entries: Iterable[str]) -> Iterator[str]:
    """Yield a line per entry, the word before the first."""
    for number, entry in enumerate(entries):
        yield f"  {word if number == 0 else ' ' * len(word)} {entry}"


def _span(rule: Rule, lang: Lang) -> str:
    if rule.since is None and rule.until is None:
        return ""
    since, until = (day(d, lang) if d else "…" for d in (rule.since, rule.until))
    return f"; {_IN_FORCE.in_language(lang)} {since} – {until}"


def _pattern(pattern: Pattern, lang: Lang) -> str:
    kind = KINDS[pattern.kind]
    asked = [_constraint(c, kind.fields[c.field], lang) for c in pattern.constraints]
    name = kind.label.in_language(lang)
    return f"{name} — {'; '.join(asked)}" if asked else name


def _constraint(constraint: Constraint, field: Field, lang: Lang) -> str:
    label, sign = field.label.in_language(lang), _SIGNS[constraint.operator]
    match constraint.operand:
        case Variable(name):
            said = f"⟨{name}⟩"
        case Threshold() as threshold:
            said = _threshold(threshold, field, lang)
        case str() | int() as value:
            said = show_value(field, value, lang)
        case values:
            said = _OR.in_language(lang).join(show_value(field, value, lang) for value in values)
    return f"{label}: {sign}{said}"


def _threshold(threshold: Threshold, field: Field, lang: Lang) -> str:
    if threshold.value is not None:
        return show_value(field, threshold.value, lang)
    if not threshold.candidates:
        return _UNSET.in_language(lang)
    listed = _OR.in_language(lang).join(show_value(field, value, lang) for value in threshold.candidates)
    return _CANDIDATES.in_language(lang).format(values=listed)


def _conclusion(conclusion: Conclusion, lang: Lang) -> str:
    kind, fields = KINDS[conclusion.kind], dict(conclusion.fields)
    said = []
    for name, field in kind.fields.items():
        if name in fields:
            value = fields[name]
            shown = f"⟨{value.name}⟩" if isinstance(value, Variable) else show_value(field, value, lang)
            said.append(f"{field.label.in_language(lang)}: {shown}")
    return f"{kind.label.in_language(lang)} — {'; '.join(said)}"


def rules_to_confirm(directives: Iterable[Directive], lang: Lang = "vi") -> str:
    """Return the rules and bounds that nobody has seen in a text, a box each; empty where there are none."""
    blocks: list[str] = []
    for directive in directives:
        lines = [line for rule in directive.rules for line in _boxes(rule, lang)]
        if lines:
            title = _CONFIRM.in_language(lang).format(document=directive.document, count=len(lines))
            blocks.append("\n".join((title, *lines)))
    return "\n\n".join(blocks)


def _boxes(rule: Rule, lang: Lang) -> Iterator[str]:
    open_bounds = [t for t in rule.thresholds if t.provenance.status in TO_CONFIRM]
    if rule.status in TO_CONFIRM or open_bounds:
        unset = Status.UNSET in (rule.status, *(t.provenance.status for t in open_bounds))
        words = say("unset_words" if unset else "recalled_words", lang)
        yield f"    [ ] {rule.origin} {rule.id} {rule.label.in_language(lang)}: {words}"
