"""The command `ntm-rules`: arguments, calls, exit statuses.

Exit status 0: done, whatever the verdict. 1: `check` found a fixture that does not hold, or `lint` a
mistake. 2: bad input. 3: `evaluate` judged a table, but set some of its rows aside. 130: interrupted. 141:
the reader of the output went away. 143 or 129: asked to end by `kill` or by a terminal that closed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

DONE: Final = 0
FAILED: Final = 1
BAD_INPUT: Final = 2
SOME_SET_ASIDE: Final = 3
INTERRUPTED: Final = 130
READER_GONE: Final = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        argv: the arguments after the name of the command; those of the process by default.
    """
    from ntm_rules.cli.arguments import parse  # Ctrl-C is quiet from here on
    from ntm_rules.cli.stopping import Stopped
    from ntm_rules.cli.terminal import drop_output, use_utf8

    use_utf8()
    try:
        arguments = parse(sys.argv[1:] if argv is None else argv)
        status = _run(arguments)
        sys.stdout.flush()
    except SystemExit as end:  # argparse has printed help, the version, or what is wrong with the arguments
        return end.code if isinstance(end.code, int) else BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except Stopped as stopped:
        return stopped.status
    except BrokenPipeError:
        drop_output()
        return READER_GONE
    return status


def _run(arguments: object) -> int:
    from ntm_rules.cli.commands import run  # help must not wait for the library
    from ntm_rules.cli.terminal import report
    from ntm_rules.errors import NtmRulesError

    try:
        return run(arguments)
    except NtmRulesError as error:
        report(error, getattr(arguments, "lang", "vi"))
        return BAD_INPUT
