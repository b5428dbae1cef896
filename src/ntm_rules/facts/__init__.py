"""Facts: what can be measured, what was observed, and of which unit.

Reads quantities in Vietnamese and international notation, exactly. Knows no law: no threshold, no verdict.
"""

from ntm_rules.facts.grades import Grade
from ntm_rules.facts.histories import History, history, join_histories, read_history
from ntm_rules.facts.levels import parse_level, show_level
from ntm_rules.facts.measures import Measure, MeasureCatalogue, measures, read_measures
from ntm_rules.facts.mergers import Merger, Predecessor
from ntm_rules.facts.notation import Exact, format_number, parse_number
from ntm_rules.facts.observations import Observation, observe, observe_in_unit
from ntm_rules.facts.places import (
    REGION_IDS,
    Places,
    Province,
    Region,
    find_province,
    places,
    province_regions,
    read_places,
)
from ntm_rules.facts.quantities import Quantity, Relation, parse_quantity
from ntm_rules.facts.records import UnitRecord, read_unit_file, read_unit_record, unit_record
from ntm_rules.facts.reviews import Review
from ntm_rules.facts.unit_kinds import (
    LEVEL_IDS,
    UNIT_KIND_IDS,
    Level,
    UnitKind,
    parse_level_and_kind,
    parse_unit_kind,
    parse_unit_level,
)
from ntm_rules.facts.units import (
    DESIGNATION_IDS,
    GROUP_IDS,
    TIER_IDS,
    AdministrativeUnit,
    Designation,
    Recognition,
    Tier,
    parse_designation,
    parse_tier,
    region_of,
)

__all__ = [
    "DESIGNATION_IDS",
    "GROUP_IDS",
    "LEVEL_IDS",
    "REGION_IDS",
    "TIER_IDS",
    "UNIT_KIND_IDS",
    "AdministrativeUnit",
    "Designation",
    "Exact",
    "Grade",
    "History",
    "Level",
    "Measure",
    "MeasureCatalogue",
    "Merger",
    "Observation",
    "Places",
    "Predecessor",
    "Province",
    "Quantity",
    "Recognition",
    "Region",
    "Relation",
    "Review",
    "Tier",
    "UnitKind",
    "UnitRecord",
    "find_province",
    "format_number",
    "history",
    "join_histories",
    "measures",
    "observe",
    "observe_in_unit",
    "parse_designation",
    "parse_level",
    "parse_level_and_kind",
    "parse_number",
    "parse_quantity",
    "parse_tier",
    "parse_unit_kind",
    "parse_unit_level",
    "places",
    "province_regions",
    "read_history",
    "read_measures",
    "read_places",
    "read_unit_file",
    "read_unit_record",
    "region_of",
    "show_level",
    "unit_record",
]
