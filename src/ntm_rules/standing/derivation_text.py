"""Derivations in words: an indented tree, in Vietnamese or English.

Says what was concluded, by which rule of which document, on which facts. Does not decide what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ntm_rules.facts.notation import Lang
from ntm_rules.standing.clauses import Grounds
from ntm_rules.standing.facts import show_fact

if TYPE_CHECKING:
    from ntm_rules.standing.derivations import Derivation, OpenRule
    from ntm_rules.standing.inference import Inference

_WORDS: Final[dict[str, dict[Lang, str]]] = {
    "by": {"vi": "theo", "en": "by"},
    "given": {"vi": "dữ kiện", "en": "given"},
    "nothing": {"vi": "Không suy ra được điều gì.", "en": "Nothing follows."},
    "open": {
        "vi": "Còn để ngỏ, vì quy tắc chưa được xác nhận:",
        "en": "Left open, because the rule is not confirmed:",
    },
    "would": {"vi": "nếu được xác nhận", "en": "if it were confirmed"},
    Grounds.PROVISIONAL: {"vi": "tạm tính", "en": "provisional"},
    Grounds.ASSUMED: {"vi": "giả định", "en": "assumed"},
}


def inference_text(inference: Inference, lang: Lang = "vi") -> str:
    """Return every conclusion with its derivation, then the rules that are open."""
    lines = [line for derivation in inference.conclusions for line in _lines(derivation, lang, 0)]
    if not lines:
        lines = [_WORDS["nothing"][lang]]
    if inference.open:
        lines.append(_WORDS["open"][lang])
        lines += [line for rule in inference.open for line in _open(rule, lang)]
    return "\n".join(lines)


def derivation_text(derivation: Derivation, lang: Lang = "vi") -> str:
    """Return one conclusion with its derivation."""
    return "\n".join(_lines(derivation, lang, 0))


def _lines(derivation: Derivation, lang: Lang, depth: int) -> Iterator[str]:
    said = show_fact(derivation.fact, lang)
    if derivation.rule is None:
        said = f"{said} ({_WORDS['given'][lang]})"
    if derivation.grounds is not Grounds.SOURCED:
        said = f"{said} [{_WORDS[derivation.grounds][lang]}]"
    yield f"{'  ' * depth}{said}"
    if derivation.rule is not None:
        rule = derivation.rule
        place = f"{rule.origin}, {rule.reference.in_language(lang)}"
        yield f"{'  ' * (depth + 1)}{_WORDS['by'][lang]} {place}: {rule.label.in_language(lang)}"
        for premise in derivation.premises:
            yield from _lines(premise, lang, depth + 2)


def _open(open_rule: OpenRule, lang: Lang) -> Iterator[str]:
    rule = open_rule.rule
    yield f"  {rule.origin}, {rule.reference.in_language(lang)}: {rule.label.in_language(lang)}"
    for follows in open_rule.conclusions:
        yield f"    {show_fact(follows, lang)} ({_WORDS['would'][lang]})"
