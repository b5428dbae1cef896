"""Tables of many units in files: CSV, Excel and Parquet in, the same with verdicts out.

Reads and writes; the judging is that of `ntm_rules.evaluation.columnar`. Needs the extra `tables`.
"""

from ntm_rules.tabular.headings import Naming, NearMiss
from ntm_rules.tabular.judging import Judged, Question, Table, Tally, judge_tables
from ntm_rules.tabular.rejects import Reject, rejects_table
from ntm_rules.tabular.sinks import Dialect, FileSink, Printed, Sink, writable
from ntm_rules.tabular.sources import Source, open_table
from ntm_rules.tabular.text_files import TextSource

__all__ = [
    "Dialect",
    "FileSink",
    "Judged",
    "Naming",
    "NearMiss",
    "Printed",
    "Question",
    "Reject",
    "Sink",
    "Source",
    "Table",
    "Tally",
    "TextSource",
    "judge_tables",
    "open_table",
    "rejects_table",
    "writable",
]
