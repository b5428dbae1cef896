"""Reads from the sources what every error of the library can say, so that no text is left without Vietnamese.

Follows names to what they are assigned, parameters to the calls in their module, and calls to what the
function returns; anything else is data, and stands in the text as `SAMPLE`.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

import ntm_rules
from ntm_rules import errors
from ntm_rules.errors import NtmRulesError

SAMPLE: Final = "x1"

Texts: TypeAlias = frozenset[str | None]
N = TypeVar("N", bound=ast.AST)

_SOURCES: Final = Path(ntm_rules.__file__).parent
_CLASSES: Final[dict[str, type[NtmRulesError]]] = {
    name: kind
    for name, kind in vars(errors).items()
    if inspect.isclass(kind) and issubclass(kind, NtmRulesError)
}
_WORDED: Final = ("kind", "found", "expected", "hint", "message", "provincial")
_PAIRS: Final = ("readings", "choices")
_DATA: Final[Texts] = frozenset({SAMPLE})


class Raised(NamedTuple):
    """One error that the sources can raise.

    Attributes:
        site: file and line.
        error: the error, with samples for data.
        english: those of its arguments that are worded, not data.
    """

    site: str
    error: NtmRulesError
    english: dict[str, str]


class Module:
    """One source file, and what its names stand for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.functions = {node.name: node for node in self.nodes(ast.FunctionDef)}
        self.calls = self.nodes(ast.Call)

    def nodes(self, kind: type[N]) -> list[N]:
        return [node for node in ast.walk(self.tree) if isinstance(node, kind)]

    def home(self, name: str) -> Module | None:
        """Return the module of ours that a name is imported from."""
        for node in self.nodes(ast.ImportFrom):
            if any(name in (alias.name, alias.asname) for alias in node.names):
                path = _SOURCES.parent / f"{(node.module or '').replace('.', '/')}.py"
                return module(path) if path.is_file() else None
        return None

    def function_around(self, node: ast.AST) -> ast.FunctionDef | None:
        above = self.parents.get(node)
        while above is not None and not isinstance(above, ast.FunctionDef):
            above = self.parents.get(above)
        return above


@cache
def module(path: Path) -> Module:
    return Module(path)


def modules() -> list[Module]:
    return [module(path) for path in sorted(_SOURCES.rglob("*.py"))]


def name_of(call: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def texts(at: Module, node: ast.expr, trail: frozenset[ast.AST] = frozenset()) -> Texts:
    """Return all that an expression can say."""
    if node in trail:
        return frozenset()
    trail |= {node}
    match node:
        case ast.Constant(value=None | str() as value):
            return frozenset({value})
        case ast.FormattedValue(value=inner):
            return texts(at, inner, trail)
        case ast.JoinedStr(values=parts):
            return _joined([texts(at, part, trail) for part in parts])
        case ast.BinOp(op=ast.Add(), left=one, right=other):
            return _joined([texts(at, one, trail), texts(at, other, trail)])
        case ast.IfExp(body=one, orelse=other):
            return texts(at, one, trail) | texts(at, other, trail)
        case ast.BoolOp(values=values):
            return frozenset().union(*(texts(at, value, trail) for value in values))
        case _:
            return _of_reference(at, node, trail)


def _of_reference(at: Module, node: ast.expr, trail: frozenset[ast.AST]) -> Texts:
    """Return all that what an expression refers to can say."""
    match node:
        case ast.Subscript(value=ast.Name(id=name)):
            return _of_dict(at, name)
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return _of_field(at, name)
        case ast.Name(id=name):
            return _of_name(at, node, name, trail)
        case ast.Call():
            return _of_call(at, node, trail)
        case _:
            return _DATA


def _joined(parts: list[Texts]) -> Texts:
    said = [part - {None} for part in parts]  # what is None there is told apart before it is said
    return frozenset("".join(map(str, chosen)) for chosen in product(*said))


def _of_dict(at: Module, name: str) -> Texts:
    """Return the values of a constant that is a dict."""
    for node in at.nodes(ast.AnnAssign):
        if isinstance(node.target, ast.Name) and node.target.id == name and isinstance(node.value, ast.Dict):
            return frozenset().union(*(texts(at, value) for value in node.value.values))
    return _DATA


def _of_field(at: Module, name: str) -> Texts:
    """Return the values of a field whose type is one of a few texts."""
    types = {f.target.id: f for f in at.nodes(ast.AnnAssign) if isinstance(f.target, ast.Name)}
    match types.get(name):
        case ast.AnnAssign(annotation=ast.Name(id=alias)) if alias in types:
            return _literals(types[alias].value)
        case _:
            return _DATA


def _literals(node: ast.expr | None) -> Texts:
    match node:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=names)):
            return frozenset(str(name.value) for name in names if isinstance(name, ast.Constant))
        case _:
            return _DATA


def _of_name(at: Module, node: ast.AST, name: str, trail: frozenset[ast.AST]) -> Texts:
    function = at.function_around(node)
    while function is not None:
        assigned = _assigned(function, name)
        if assigned:
            return frozenset().union(*(texts(at, value, trail) for value in assigned))
        if name in [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]:
            return _of_parameter(at, function, name, trail)
        function = at.function_around(function)
    assigned = _assigned(at.tree, name)
    if assigned:
        return frozenset().union(*(texts(at, value, trail) for value in assigned))
    home = at.home(name)
    return _DATA if home is None else _of_name(home, home.tree, name, trail)


def _assigned(scope: ast.FunctionDef | ast.Module, name: str) -> list[ast.expr]:
    """Return what a name is assigned; in a module only by its own statements."""
    nodes = ast.walk(scope) if isinstance(scope, ast.FunctionDef) else scope.body
    found: list[ast.expr] = []
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=id)], value=value) if id == name:
                found.append(value)
            case ast.AnnAssign(target=ast.Name(id=id), value=ast.expr() as value) if id == name:
                found.append(value)
            case ast.NamedExpr(target=ast.Name(id=id), value=value) if id == name:
                found.append(value)
    return found


def _of_parameter(at: Module, function: ast.FunctionDef, name: str, trail: frozenset[ast.AST]) -> Texts:
    """Return what the calls in the module pass; data where there are none."""
    names = [argument.arg for argument in function.args.args if argument.arg not in ("self", "cls")]
    found: Texts = frozenset()
    for call in (call for call in at.calls if name_of(call) == function.name):
        passed = dict(zip(names, call.args, strict=False))
        passed |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        found |= texts(at, passed[name], trail) if name in passed else frozenset({None})
    return found or _DATA


def _of_call(at: Module, call: ast.Call, trail: frozenset[ast.AST]) -> Texts:
    """Return what a function of ours returns; `shown` is the one method that words what it shows."""
    name = name_of(call)
    match call.func:
        case ast.Attribute(value=ast.Constant(value=str(between)), attr="join"):
            return _joined([_element(at, call.args[0]), frozenset({between}), _element(at, call.args[0])])
        case ast.Attribute(value=ast.Name(id="self" | "node"), attr="shown"):
            near = (at, at.home("Node"))
        case ast.Name(id=name) if name != "format_number":
            near = (at, at.home(name))
        case _:
            return _DATA
    homes = [home for home in near if home is not None and name in home.functions][:1]
    found: Texts = frozenset()
    for home in homes:
        for node in ast.walk(home.functions[name]):
            if isinstance(node, ast.Return) and node.value is not None:
                found |= texts(home, node.value, trail)
    return found or _DATA


def _element(at: Module, listed: ast.expr) -> Texts:
    return texts(at, listed.elt) if isinstance(listed, ast.GeneratorExp) else _DATA


def raised() -> Iterator[Raised]:
    """Yield every error that the sources can raise, once for each of its texts."""
    for at in modules():
        for call in at.calls:
            name = name_of(call)
            site = f"{at.path.relative_to(_SOURCES)}:{call.lineno}"
            if name in _CLASSES and isinstance(call.func, ast.Name):
                yield from _built(site, _CLASSES[name], _arguments(at, call, _CLASSES[name]))
            elif name == "fail":
                passed = dict(zip(("expected", "hint"), call.args, strict=False))
                given = {key: texts(at, value) for key, value in passed.items()}
                yield from _built(site, errors.UnexpectedValue, {"found": _DATA, **given})
            elif name == "choice" and call.args:
                kinds = texts(at, call.args[0])
                given = {"kind": kinds, "found": _DATA, "expected": frozenset({f"one of `{SAMPLE}`"})}
                yield from _built(site, errors.UnknownName, given)


def _arguments(at: Module, call: ast.Call, kind: type[NtmRulesError]) -> dict[str, Texts]:
    names = [name for name in inspect.signature(kind).parameters if name != "place"]
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return dict.fromkeys(names, _DATA)
    passed = dict(zip(names, call.args, strict=False))
    passed |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg in names}
    given = {name: texts(at, value) for name, value in passed.items()}
    return {**given, **{name: _DATA for name in _PAIRS if name in given}}


def _built(site: str, kind: type[NtmRulesError], given: dict[str, Texts]) -> Iterator[Raised]:
    optional = {"hint", "suggestion", *(["expected"] if kind is errors.UnknownName else [])}
    said = {name: found if name in optional else found - {None} for name, found in given.items()}
    for chosen in product(*said.values()):
        arguments: dict[str, Any] = dict(zip(given, chosen, strict=True))
        arguments |= {name: (SAMPLE, SAMPLE) for name in _PAIRS if arguments.get(name)}
        worded = {key: arguments[key] for key in _WORDED if arguments.get(key)}
        yield Raised(site, kind(**arguments), {key: text for key, text in worded.items() if _is_worded(text)})


def _is_worded(text: str) -> bool:
    return re.search(r"[^\W\d_]", text.replace(SAMPLE, "")) is not None


def failures() -> frozenset[str]:
    """Return what a failing case can say of an expectation."""
    at = module(_SOURCES / "testing/expectations.py")
    returned = [
        node.value
        for function in at.nodes(ast.FunctionDef)
        if function.name == "failure"
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.value is not None
    ]
    return frozenset(text for value in returned for text in texts(at, value) if text is not None)
