"""YAML read into nodes that remember where they stand.

Reads with libyaml, refuses what a hostile or careless file can do (duplicate keys, alias bombs,
excessive size or depth), and gives the rooms above a small reading interface whose errors name file,
line and column. Does not know what any key means.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, TypeVar

import yaml

from ntm_rules.errors import InvalidYaml, NtmRulesError, Place, UnexpectedValue, UnknownName, UnreadableFile
from ntm_rules.spelling import nearest

MAX_BYTES: Final = 4_000_000
MAX_NODES: Final = 400_000
MAX_DEPTH: Final = 60

T = TypeVar("T")
S = TypeVar("S", bound=str)

_BRACKETS = re.compile(r"[\[\]{}]")
_DASHES = re.compile(r"^\s*(?:- ){20,}", re.MULTILINE)
_INT = re.compile(r"[-+]?\d+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NULLS = frozenset(("", "~", "null", "Null"))
_BOOLEANS = {"true": True, "false": False}
_STR_TAG, _MAP_TAG, _SEQ_TAG = (f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))
_TAG_OF = {yaml.ScalarNode: _STR_TAG, yaml.MappingNode: _MAP_TAG, yaml.SequenceNode: _SEQ_TAG}


class _Composer(yaml.CBaseLoader):
    """libyaml's composer, to which every scalar is text: PyYAML's resolver costs a quarter of the reading."""

    def descend_resolver(self, *_: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass

    def resolve(self, kind: type[yaml.Node], *_: object) -> str:
        return _TAG_OF[kind]


class Node:
    """One YAML node: a scalar, a list or a mapping, with its place.

    Attributes:
        place: file, line and column, and the path of keys that leads here.
    """

    __slots__ = ("_file", "_key", "_parent", "_raw")

    def __init__(
        self, raw: yaml.Node, file: str, parent: Node | None = None, key: str | int | None = None
    ) -> None:
        self._raw = raw
        self._file = file
        self._parent = parent
        self._key = key

    @property
    def place(self) -> Place:
        mark = self._raw.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1, self.path)

    @property
    def path(self) -> str:
        """The keys that lead here, such as `criteria[3].indicators[0].require`."""
        above = "" if self._parent is None else self._parent.path
        if self._key is None:
            return above
        if isinstance(self._key, int):
            return f"{above}[{self._key}]"
        return f"{above}.{self._key}" if above else self._key

    @property
    def file(self) -> str:
        return self._file

    @property
    def is_mapping(self) -> bool:
        return isinstance(self._raw, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self._raw, yaml.SequenceNode)

    @property
    def is_scalar(self) -> bool:
        return isinstance(self._raw, yaml.ScalarNode)

    @property
    def is_null(self) -> bool:
        raw = self._raw
        return isinstance(raw, yaml.ScalarNode) and raw.value in _NULLS and not raw.style

    @property
    def is_quoted(self) -> bool:
        return isinstance(self._raw, yaml.ScalarNode) and bool(self._raw.style)

    def shown(self) -> str:
        """Return the node as a message would show it."""
        if isinstance(self._raw, yaml.ScalarNode):
            return str(self._raw.value)
        return "a mapping" if self.is_mapping else "a list"

    def fail(self, expected: str, hint: str | None = None) -> UnexpectedValue:
        """Return the error that this node is not what was expected."""
        return UnexpectedValue(self.shown(), expected, place=self.place, hint=hint)

    def text(self) -> str:
        """Return the scalar as text, exactly as written."""
        raw = self._raw
        if not isinstance(raw, yaml.ScalarNode) or (raw.value in _NULLS and not raw.style):
            raise self.fail("text")
        value: str = raw.value
        if not value or value.isspace():
            raise self.fail("text that is not empty")
        return value

    def boolean(self) -> bool:
        value = _BOOLEANS.get(self.text()) if not self.is_quoted else None
        if value is None:
            raise self.fail("`true` or `false`")
        return value

    def integer(self) -> int:
        text = self.text()
        if not _INT.fullmatch(text):
            raise self.fail("a whole number")
        return int(text)

    def decimal(self) -> Decimal:
        try:
            value = Decimal(self.text())
        except InvalidOperation:
            raise self.fail("a number with a decimal point") from None
        if not value.is_finite():
            raise self.fail("a finite number")
        return value

    def date(self) -> dt.date:
        text = self.text()
        if _DATE.fullmatch(text):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                pass
        raise self.fail("a date such as `2024-03-01`")

    def choice(self, kind: str, names: Sequence[S]) -> S:
        """Return the scalar, which must be one of the names."""
        text = self.text()
        for name in names:
            if name == text:
                return name
        raise UnknownName(
            kind,
            text,
            suggestion=nearest(text, names),
            expected=f"one of {', '.join(f'`{n}`' for n in names)}" if len(names) <= 12 else None,
            place=self.place,
        )

    def items(self) -> Iterator[Node]:
        """Yield the elements of a list."""
        if not isinstance(self._raw, yaml.SequenceNode):
            raise self.fail("a list")
        for index, raw in enumerate(self._raw.value):
            yield Node(raw, self._file, self, index)

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Yield key and value of a mapping whose keys are free."""
        if not isinstance(self._raw, yaml.MappingNode):
            raise self.fail("a mapping")
        for key, value in self._raw.value:
            name = str(key.value)
            yield Node(key, self._file, self, name), Node(value, self._file, self, name)

    def mapping(self, required: Sequence[str] = (), optional: Sequence[str] = ()) -> dict[str, Node]:
        """Return the mapping as a dict, refusing unknown keys and missing ones."""
        raw, file = self._raw, self._file
        if not isinstance(raw, yaml.MappingNode):
            raise self.fail("a mapping")
        found: dict[str, Node] = {}
        for key, value in raw.value:
            name: str = key.value
            if name not in required and name not in optional:
                raise self._unknown_key(key, (*required, *optional))
            found[name] = Node(value, file, self, name)
        for name in required:
            if name not in found:
                raise UnexpectedValue(
                    "a mapping without it" if found else "an empty mapping",
                    f"the key `{name}`",
                    place=self.place,
                )
        return found

    def _unknown_key(self, key: yaml.ScalarNode, known: Sequence[str]) -> UnknownName:
        name = str(key.value)
        return UnknownName(
            "key",
            name,
            suggestion=nearest(name, known),
            expected=f"one of {', '.join(f'`{k}`' for k in known)}" if known else None,
            place=Node(key, self._file, self, name).place,
        )

    def keys(self) -> list[str]:
        """Return the keys of a mapping in order; an empty list for anything else."""
        return [str(k.value) for k, _ in self._raw.value] if isinstance(self._raw, yaml.MappingNode) else []

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        if not isinstance(self._raw, yaml.MappingNode):
            raise self.fail("a mapping")
        for name, value in self._raw.value:
            if name.value == key:
                return Node(value, self._file, self, key)
        return None

    def each(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """Read every element of a list."""
        return tuple(read(node) for node in self.items())

    def here(self, work: Callable[[], T]) -> T:
        """Run work whose errors do not know their place, and give them this one."""
        try:
            return work()
        except NtmRulesError as error:
            raise error.at(self.place) from error.__cause__


def read_yaml(path: str | Path) -> Node:
    """Read a UTF-8 YAML file.

    Raises:
        UnreadableFile: the file is missing, too large or not UTF-8.
        InvalidYaml: its text is not acceptable YAML.
    """
    place = Place(str(path))
    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(f"the file has `{size}` bytes, expected at most {MAX_BYTES}", place=place)
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot read the file: {error.strerror or error}", place=place) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"byte `0x{data[error.start]:02x}` is not UTF-8, expected UTF-8 text",
            place=Place(str(path), line),
            hint="save the file again as UTF-8",
        ) from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, file: str = "<text>") -> Node:
    """Parse YAML text into a node tree; see `read_yaml` for the errors."""
    if len(text) > MAX_BYTES:
        raise UnreadableFile(
            f"the text has `{len(text)}` characters, expected at most {MAX_BYTES}", place=Place(file)
        )
    _refuse_deep_text(text, file)
    loader = _Composer(text)
    try:
        raw = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise InvalidYaml(f"not valid YAML: {error.problem or error}", place=place) from error
    except yaml.reader.ReaderError as error:
        raise InvalidYaml(f"not valid YAML: {error.reason}", place=Place(file)) from error
    finally:
        loader.dispose()
    if raw is None:
        raise InvalidYaml("the file is empty, expected a mapping", place=Place(file, 1, 1))
    _inspect(raw, file, aliased="*" in text and "&" in text)
    return Node(raw, file)


def _refuse_deep_text(text: str, file: str) -> None:
    """Refuse deep nesting before libyaml composes it recursively."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match.group() in "[{" else -1
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, match.start()) + 1
            raise InvalidYaml(f"nested more than {MAX_DEPTH} levels deep", place=Place(file, line))
        depth = max(depth, 0)
    if match_dashes := _DASHES.search(text):
        line = text.count("\n", 0, match_dashes.start()) + 1
        raise InvalidYaml("nested more than 20 lists deep on one line", place=Place(file, line))


def _inspect(root: yaml.Node, file: str, aliased: bool) -> None:
    """Refuse duplicate keys and tags, and, where there are aliases, cycles and trees that they blow up."""
    if aliased:
        _refuse_expansion(root, file)
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            if node.tag != _MAP_TAG:
                raise _tagged(node, file)
            pending.extend(_values(node, file))
        elif isinstance(node, yaml.SequenceNode):
            if node.tag != _SEQ_TAG:
                raise _tagged(node, file)
            pending.extend(node.value)
        elif node.tag != _STR_TAG:
            raise _tagged(node, file)


def _tagged(node: yaml.Node, file: str) -> InvalidYaml:
    return InvalidYaml(f"found the tag `{node.tag}`, expected plain YAML", place=_place(node, file))


def _place(node: yaml.Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)


def _values(node: yaml.MappingNode, file: str) -> list[yaml.Node]:
    """Return the values of a mapping whose keys are plain and stand once."""
    seen: dict[str, yaml.Node] = {}
    values = []
    for name, value in node.value:
        if not isinstance(name, yaml.ScalarNode):
            raise InvalidYaml("found a list or mapping as a key, expected text", place=_place(name, file))
        first = seen.setdefault(name.value, name)
        if first is not name:
            line = first.start_mark.line + 1
            raise InvalidYaml(
                f"the key `{name.value}` stands twice, first on line {line}, expected once",
                place=_place(name, file),
            )
        values.append(value)
    return values


def _refuse_expansion(root: yaml.Node, file: str) -> None:
    """Refuse cycles, and aliases that expand to more nodes than any honest file has."""
    sizes: dict[int, int] = {}
    active: set[int] = set()

    def measure(node: yaml.Node) -> int:
        key = id(node)
        if key in sizes:
            return sizes[key]
        if key in active:
            raise InvalidYaml("an alias refers to the node that holds it", place=_place(node, file))
        active.add(key)
        total = 1
        if isinstance(node, yaml.SequenceNode):
            total += sum(measure(child) for child in node.value)
        elif isinstance(node, yaml.MappingNode):
            total += sum(measure(name) + measure(value) for name, value in node.value)
        active.discard(key)
        if total > MAX_NODES:
            raise InvalidYaml(f"aliases expand to more than {MAX_NODES} nodes", place=_place(node, file))
        sizes[key] = total
        return total

    measure(root)
