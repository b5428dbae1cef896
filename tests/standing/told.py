"""Facts of units as callers state them, and what the shipped directives conclude from them."""

from __future__ import annotations

from ntm_rules.standing import Fact, Inference, Value, fact, infer, rule_book, share_of

CRITERIA = {
    "ntm": ("Thu nhập", "Môi trường và an toàn thực phẩm", "Quốc phòng và An ninh"),
    "nang_cao": ("Thu nhập", "Môi trường", "Chất lượng môi trường sống", "Quốc phòng và An ninh"),
}
DISTRICT_CRITERIA = {
    "ntm": (
        "Kinh tế",
        "Môi trường",
        "Chất lượng môi trường sống",
        "Hệ thống chính trị - An ninh trật tự - Hành chính công",
    ),
    "nang_cao": ("Kinh tế", "Môi trường", "Chất lượng môi trường sống", "An ninh, trật tự - Hành chính công"),
}


def title(tier: str = "ntm", level: str = "commune", **fields: Value) -> Fact:
    usual: dict[str, Value] = {"level": level, "tier": tier, "highest": True, "since_merger": True}
    return fact("title", **{**usual, **fields})


def verdict(ruleset: str, tier: str, outcome: str, level: str = "commune") -> Fact:
    return fact("verdict", ruleset=ruleset, level=level, tier=tier, outcome=outcome)


def failing(ruleset: str, tier: str, certain: int, possible: int, of: int, level: str = "commune") -> Fact:
    return fact(
        "failing",
        ruleset=ruleset,
        level=level,
        tier=tier,
        certain=share_of(certain, of),
        possible=share_of(possible, of),
        certain_count=certain,
        possible_count=possible,
    )


def criteria(ruleset: str, tier: str, outcomes: tuple[str, ...], level: str = "commune") -> list[Fact]:
    names = (DISTRICT_CRITERIA if level == "district" else CRITERIA)[tier]
    return [
        fact("criterion", ruleset=ruleset, level=level, tier=tier, name=name, outcome=outcome)
        for name, outcome in zip(names, outcomes, strict=True)
    ]


def concluded(
    *facts: Fact, on: str = "2024-06-30", province: str | None = None, trust: str = "recalled"
) -> Inference:
    return infer(rule_book(on=on, province=province), facts, trust=trust)


def states(found: Inference, kind: str = "standing") -> set[Value | None]:
    return {f.get("state") for f in found.facts if f.kind == kind}


def duties(found: Inference) -> set[Value | None]:
    return {f.get("what") for f in found.facts if f.kind == "obligation"}
