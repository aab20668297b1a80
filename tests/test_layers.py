"""Imports point down only, and parts on one floor never meet (docs/contributing.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "src" / "crmquality"
FLOORS = {
    "errors": 1, "_text": 1, "_pinyin": 1, "_data": 1,
    "types": 2, "columns": 2, "_files": 2,
    "normalizers": 3, "matching": 3, "decay": 3, "changes": 3,
    "validators": 4, "survivorship": 4,
    "policy": 5,
    "presets": 6, "index": 6, "review": 6, "quality": 6,
    "cleaning": 7, "guard": 7,
    "__init__": 8, "__main__": 8,
    "testing": 9,
}  # fmt: skip
#: may be used by every floor above the first, for its plain values
FLOOR_OF_VALUES = {"errors": {"types"}, "columns": {"types"}, "_pinyin": {"_data", "_text"}}
BESIDE = "integrations"


def part(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py")


def typing_only(tree: ast.Module) -> set[ast.AST]:
    return {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for statement in block.body
        for node in ast.walk(statement)
    }


def imports_of(source: str) -> set[str]:
    """Parts of crmquality that a module names in an import."""
    tree = ast.parse(source)
    skip = typing_only(tree)
    found = set()
    for node in ast.walk(tree):
        if node in skip:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "crmquality":
            rest = node.module.split(".")[1:]
            found |= {rest[0]} if rest else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("crmquality.")}
    return found


def faults(owner: str, names: set[str]) -> list[str]:
    out = []
    for name in sorted(names - {owner}):
        if name == BESIDE:
            if owner not in {"__init__", "__main__", "cleaning", BESIDE, "testing"}:
                out.append(f"{owner} names {name}")
        elif owner == BESIDE or name in FLOOR_OF_VALUES.get(owner, set()):
            continue
        elif name in FLOORS and FLOORS[name] >= FLOORS[owner]:
            out.append(f"{owner} (floor {FLOORS[owner]}) names {name} (floor {FLOORS[name]})")
    return out


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down(path):
    """No module imports a floor at or above its own."""
    owner = part(path)
    assert owner in FLOORS or owner == BESIDE, f"{owner} has no floor"
    assert faults(owner, imports_of(path.read_text(encoding="utf-8"))) == []


def test_the_check_sees_an_upward_import():
    """The check fails where it must."""
    assert faults("matching", {"policy"})
    assert faults("matching", {"decay"})
    assert faults("policy", {"integrations"})
    assert not faults("guard", {"policy", "index"})
