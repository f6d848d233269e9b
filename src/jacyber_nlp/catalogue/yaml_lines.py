"""YAML with the line of every key, so that errors can name it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from jacyber_nlp.errors import CatalogueError, MissingFileError

Lines = dict[str, int]
MAX_BYTES = 20_000_000
MAX_NODES = 500_000  # aliases can blow a small file up to billions of nodes


def load(path: Path) -> tuple[Any, Lines]:
    """Read a YAML file.

    Returns:
        The data, and the line of every key and item by its path as msgspec
        writes it (``$.concepts[3].pole``).

    Raises:
        MissingFileError: If there is no such file.
        CatalogueError: If the file is too large or no YAML.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as err:
        raise MissingFileError(str(path)) from err
    if len(data) > MAX_BYTES:
        raise CatalogueError(
            str(path),
            None,
            "file",
            f"{len(data):,} bytes; at most {MAX_BYTES:,} are read",
            f"{len(data):,}バイトあります。上限は{MAX_BYTES:,}バイトです",
        )
    loader = yaml.SafeLoader(data)
    try:
        node = loader.get_single_node()
        if node is None:
            raise CatalogueError(
                str(path),
                1,
                "file",
                "is empty; at least one entry is needed",
                "空です。少なくとも1項目が必要です",
            )
        lines: Lines = {}
        _note_lines(node, "$", lines, str(path))
        return loader.construct_document(node), lines
    except (yaml.YAMLError, UnicodeDecodeError) as err:
        mark = getattr(err, "problem_mark", None)
        problem = getattr(err, "problem", None) or str(err)
        raise CatalogueError(
            str(path),
            mark.line + 1 if mark else None,
            "YAML",
            f"{problem}. Check indentation and quotes.",
            f"YAMLとして読めません（{problem}）。字下げと引用符を確かめてください。",
        ) from err
    finally:
        loader.dispose()


def line_of(lines: Lines, path: str) -> int | None:
    """Return the line of a path, or of the nearest part of it that has one."""
    while path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


def _note_lines(node: yaml.Node, path: str, lines: Lines, name: str) -> None:
    if len(lines) > MAX_NODES:
        raise CatalogueError(
            name,
            None,
            "file",
            f"more than {MAX_NODES:,} nodes; write without aliases",
            f"要素が{MAX_NODES:,}を超えています。エイリアスを使わずに書いてください",
        )
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}"
            _note_lines(value, inner, lines, name)
            lines[inner] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            _note_lines(value, f"{path}[{i}]", lines, name)
