"""A pytest plugin that collects `*.ntm-fixture.yaml` files, each case as an item.

Opt in with `pytest -p ntm_rules.testing.pytest_plugin`, or name it in `pytest_plugins` of the top-level
`conftest.py`. Judges nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ntm_rules.errors import NtmRulesError
from ntm_rules.testing.fixtures import SUFFIX, FixtureCase, read_fixture_file, run_case


class ExpectationsFailed(Exception):
    """A verdict is not what its fixture expects.

    Attributes:
        failures: one sentence for each expectation that does not hold.
    """

    def __init__(self, failures: tuple[str, ...]) -> None:
        self.failures = failures
        super().__init__("\n".join(failures))


class FixtureItem(pytest.Item):
    """One case of a fixture file."""

    case: FixtureCase

    def runtest(self) -> None:
        result = run_case(self.case)
        if not result.passed:
            raise ExpectationsFailed(result.failures)

    def repr_failure(  # type: ignore[override]
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> str:
        """Return what failed in the words of the fixture, without a traceback into this library."""
        if not isinstance(excinfo.value, ExpectationsFailed | NtmRulesError):
            return str(super().repr_failure(excinfo))
        told = [str(excinfo.value)]
        if self.case.source:
            told.append(f"source: {self.case.source}")
        if self.case.note:
            told.append(f"note: {self.case.note}")
        return "\n".join(told)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the case stands and its name."""
        return self.path, (self.case.place.line or 1) - 1, self.case.name


class FixtureFile(pytest.File):
    """One fixture file."""

    def collect(self) -> Iterator[FixtureItem]:
        """Yield the cases of the file."""
        try:
            cases = read_fixture_file(self.path)
        except NtmRulesError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            item = FixtureItem.from_parent(self, name=case.name)
            item.case = case
            yield item


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the files that are named as fixtures."""
    return FixtureFile.from_parent(parent, path=file_path) if file_path.name.endswith(SUFFIX) else None
