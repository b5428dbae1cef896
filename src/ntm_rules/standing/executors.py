"""Which executor runs a program: durable-rules where it can be imported, the small chainer elsewhere.

Both return the same firings; tests hold them equal. Does not say what a firing means.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from ntm_rules.standing import chainer
from ntm_rules.standing.chainer import Firing
from ntm_rules.standing.clauses import Program
from ntm_rules.standing.facts import Fact


def run(ready: Program, given: Iterable[Fact]) -> frozenset[Firing]:
    """Return every firing of a program over the given facts and all that follows from them.

    Raises:
        InferenceFailed: the rule engine reported an error.
    """
    if sys.version_info < (3, 13):  # its extension needs a function that CPython removed
        from ntm_rules.standing import network  # importing the engine costs what only inference needs

        return network.run(ready, given)
    return chainer.run(ready.clauses, given)
