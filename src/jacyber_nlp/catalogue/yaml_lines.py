"""YAML with the line of every key, so that errors can name it."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import yaml

from jacyber_nlp.errors import CatalogueError, MissingFileError, UnreadableFileError

Lines = dict[str, int]
MAX_BYTES = 20_000_000
MAX_DEPTH = 30
MAX_NODES = 500_000  # aliases can blow a small file up to billions of nodes


def load(path: Path) -> tuple[Any, Lines]:
    """Read a YAML file.

    Returns:
        The data, and the line of every key and item by its path as msgspec
        writes it (``$.concepts[3].pole``).

    Raises:
        MissingFileError: If there is no such file.
        UnreadableFileError: If it is no file that may be read.
        CatalogueError: If the file is too large, no UTF-8 or no YAML, or has a key
            twice in one place.
    """
    name = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFileError(name, "no regular file", "通常のファイルではありません")
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except UnreadableFileError:
        raise
    except FileNotFoundError as err:
        raise MissingFileError(name) from err
    except OSError as err:
        raise UnreadableFileError(name, err.strerror or str(err)) from err
    if len(data) > MAX_BYTES:
        raise CatalogueError(
            name,
            None,
            "file",
            f"more than {MAX_BYTES:,} bytes. Split it.",
            f"{MAX_BYTES:,}バイトを超えています。分割してください。",
        )
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as err:
        raise CatalogueError(
            name,
            None,
            "file",
            f"byte {err.start} is no UTF-8. Save the file as UTF-8.",
            f"{err.start}バイト目がUTF-8ではありません。UTF-8で保存してください。",
        ) from err
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            raise CatalogueError(
                name,
                1,
                "file",
                "is empty; at least one entry is needed.",
                "空です。少なくとも1項目が必要です。",
            )
        lines: Lines = {}
        _Walk(name, lines).note(node, "$", 0)
        return loader.construct_document(node), lines
    except CatalogueError:
        raise
    except yaml.YAMLError as err:
        mark = getattr(err, "problem_mark", None)
        problem = getattr(err, "problem", None) or str(err)
        raise CatalogueError(
            name,
            mark.line + 1 if mark else None,
            "YAML",
            f"{problem}. Check indentation and quotes.",
            f"YAMLとして読めません（{problem}）。字下げと引用符を確かめてください。",
        ) from err
    except RecursionError as err:
        raise _too_deep(name, None) from err
    except ValueError as err:  # a date such as 2024-99-99
        raise CatalogueError(
            name,
            None,
            "YAML",
            f"{err}. Put dates into quotes.",
            f"値を読めません（{err}）。日付は引用符で囲んでください。",
        ) from err


def line_of(lines: Lines, path: str) -> int | None:
    """Return the line of a path, or of the nearest part of it that has one."""
    while path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


class _Walk:
    """Notes the line of every node, and refuses what no person writes."""

    def __init__(self, name: str, lines: Lines) -> None:
        self.name = name
        self.lines = lines
        self.visits = 0

    def note(self, node: yaml.Node, path: str, depth: int) -> None:
        """Note a node and all below it."""
        self.visits += 1
        line = node.start_mark.line + 1
        if self.visits > MAX_NODES:
            raise CatalogueError(
                self.name,
                line,
                "file",
                f"more than {MAX_NODES:,} nodes. Write without aliases.",
                f"要素が{MAX_NODES:,}を超えています。エイリアスを使わずに書いてください。",
            )
        if depth > MAX_DEPTH:
            raise _too_deep(self.name, line)
        self.lines[path] = line
        if isinstance(node, yaml.MappingNode):
            self._note_keys(node, path, depth)
        elif isinstance(node, yaml.SequenceNode):
            for i, value in enumerate(node.value):
                self.note(value, f"{path}[{i}]", depth + 1)

    def _note_keys(self, node: yaml.MappingNode, path: str, depth: int) -> None:
        seen = set()
        for key, value in node.value:
            inner = f"{path}.{key.value}"
            line = key.start_mark.line + 1
            if inner in seen:
                raise CatalogueError(
                    self.name,
                    line,
                    inner.removeprefix("$."),
                    "stands twice. Keep one of them.",
                    "2回書かれています。一方を消してください。",
                )
            seen.add(inner)
            self.note(value, inner, depth + 1)
            self.lines[inner] = line


def _too_deep(name: str, line: int | None) -> CatalogueError:
    return CatalogueError(
        name,
        line,
        "file",
        f"nested deeper than {MAX_DEPTH} levels. Write it flat, without aliases.",
        f"入れ子が{MAX_DEPTH}段を超えています。エイリアスを使わず、浅く書いてください。",
    )
