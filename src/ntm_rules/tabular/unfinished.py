"""The hidden files under which outputs are written until they are complete, and what dead runs left.

A run locks its hidden file for as long as it lives; the lock ends with the process, however that ends. So a
hidden file whose lock can be had belongs to nobody, and the next run for the same output removes it. Where
files cannot be locked, nothing is removed. Does not know what is written.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

_TOKEN: Final = 4
_TRIES: Final = 10


class Hidden(NamedTuple):
    """A file that is being written.

    Attributes:
        path: the name that it has until it is complete.
        file: the file, open and locked.
    """

    path: Path
    file: BinaryIO

    @property
    def parts(self) -> Path:
        """The folder for what is written in parts first; whoever needs it makes it."""
        return _parts(self.path)

    def take_name(self, output: Path) -> None:
        """Let the file have its name, once it is on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if os.name != "posix":  # an open file cannot be renamed there; elsewhere the lock is held until it is
            self.file.close()
        self.path.replace(output)
        self.file.close()
        _sync_folder(output.parent)

    def drop(self) -> None:
        """Remove the file and its parts, those first: what is left over is found by the file."""
        shutil.rmtree(self.parts, ignore_errors=True)
        with suppress(OSError):  # the rest of what was written finds no room: it is not wanted
            self.file.close()
        self.path.unlink(missing_ok=True)


def begin(output: Path) -> Hidden:
    """Open a hidden file beside an output, after what dead runs left of the same output is gone.

    Raises:
        OSError: there is no such folder, or no right to write there.
    """
    remove_left_over(output)
    for _ in range(_TRIES):
        path = output.with_name(f".{output.name}.{secrets.token_hex(_TOKEN)}.tmp")
        # Not `mkstemp`: the file is to have the rights that any new file of the user has.
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o666)
        file = os.fdopen(handle, "wb")
        _locked(file, wait=True)
        if os.name != "posix" or os.fstat(handle).st_nlink:
            return Hidden(path, file)
        file.close()  # another run took it for left over, between its beginning and its lock
    raise OSError("the hidden file is removed again and again")


def remove_left_over(output: Path) -> None:
    """Remove the hidden files of an output that no living run holds."""
    ours = re.compile(rf"\.{re.escape(output.name)}\.[0-9a-f]{{{2 * _TOKEN}}}\.tmp")
    try:
        found = [path for path in output.parent.iterdir() if ours.fullmatch(path.name)]
    except OSError:  # no such folder: to be told when the output is opened
        return
    for path in found:
        _remove_unless_held(path)


def _remove_unless_held(path: Path) -> None:
    try:
        if os.name != "posix":  # what a living run holds open cannot be removed
            path.unlink()
            shutil.rmtree(_parts(path), ignore_errors=True)
            return
        with path.open("rb+") as file:
            if _locked(file, wait=False):
                shutil.rmtree(_parts(path), ignore_errors=True)
                path.unlink()
    except OSError:  # another user's, or gone meanwhile
        return


def _locked(file: BinaryIO, *, wait: bool) -> bool:
    """Lock a file until it is closed; return whether that could be done."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # a living run has it, or the file system knows no locks
        return False
    return True


def _parts(hidden: Path) -> Path:
    return hidden.with_suffix(".parts")


def _sync_folder(folder: Path) -> None:
    """Let the new name reach the disk, where folders can be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
