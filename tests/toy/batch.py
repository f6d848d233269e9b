"""Small batches: outcomes for a journal, folders of documents, runs and what they leave."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jacyber_nlp.batch import Execution, Settings, Summary, list_items, run_batch
from jacyber_nlp.batch.outcomes import Entry, Tables, pack

TERMS = Settings(stages=("terms",))
HERE = Execution(processes=0)
SENTENCE = (
    "各国政府は、情報通信基盤の安全を守る責任を分かち合う。文書{n}はサイバー空間の規範を定める。\n"
)
ENGLISH = "States shall protect the free flow of information. Document {n} sets out cyber norms.\n"


def tables(id: str, value: object = 1) -> Tables:
    """Tables as a worker might send them."""
    return {"documents": {"document_id": [id], "value": [value]}}


def outcome(id: str, value: object = 1, error: str | None = None) -> tuple[Entry, bytes]:
    """What a worker might send of a document."""
    size, packed = pack(tables(id, value))
    return Entry(id, "c" * 64, "settings", error, False, size, 10, 1), packed


def write_documents(folder: Path, numbers: Iterable[int]) -> Path:
    """Write small documents, odd ones in English."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in numbers:
        text = (ENGLISH if n % 2 else SENTENCE).format(n=n)
        (folder / f"{n:03}.txt").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path | str, out: Path, settings: Settings = TERMS, **how: Any) -> Summary:
    """Run a batch in this process, or where ``execution`` says."""
    return run_batch(list_items([str(folder)]), out, settings, **{"execution": HERE, **how})


def files(out: Path) -> dict[str, bytes]:
    """What a run left, by path, but for what tells of the run itself."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in ("run.json", ".lock")
    }
