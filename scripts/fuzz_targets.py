"""What fuzzing tries: every reader of what users bring, given any bytes.

A target takes bytes and an empty folder to write them into. It returns, whatever comes,
or raises what no reader may raise. A new one is a function and a line in ``TARGETS``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import hostile_pdfs as pdfs
import jacyber_nlp as jc
from jacyber_nlp.alignment.queries import read_queries
from jacyber_nlp.batch import list_items
from jacyber_nlp.batch.journal import NAME, SCHEMA, Journal, frame_of
from jacyber_nlp.batch.outcomes import Entry, pack, unpack
from jacyber_nlp.errors import JacyberError
from jacyber_nlp.records import LabelledSentence
from jacyber_nlp.stance.labels import read_labels
from jacyber_nlp.stance.sentence_list import read_sentences

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpora" / "samples"
HEAD = 4_000  # bytes of a seed: small inputs are tried more often
GOOD = "各国政府は、情報の自由な流通を妨げない。\n"

Target = Callable[[bytes, Path], None]

LISTS: tuple[tuple[Callable[[Path], object], str], ...] = (
    (jc.read_terms, "words.txt"),
    (lambda path: list(read_queries(path)), "queries.tsv"),
    (lambda path: list(read_sentences(path)), "sentences.jsonl"),
    (lambda path: list(read_labels(path)), "labels.jsonl"),
    (jc.read_glossary, "glossary.jsonl"),
    (jc.load_concepts, "concepts.yaml"),
    (jc.load_actors, "actors.yaml"),
    (lambda path: jc.load_norms(str(path)), "norms.yaml"),
    (jc.check_concept_file, "lexicon.yaml"),
    (jc.load_stance_model, "weights.json"),
    (lambda path: list_items([str(path)]), "manifest.csv"),
    (lambda path: list_items([str(path)]), "manifest.jsonl"),
)
RECORDS: tuple[type, ...] = (
    jc.Document,
    jc.Analysis,
    jc.GlossaryEntry,
    jc.RawDocument,
    LabelledSentence,
)


def text(data: bytes, folder: Path) -> None:
    """Read a text file, and repair it."""
    _read(folder / "a.txt", data)


def pdf(data: bytes, folder: Path) -> None:
    """Read a PDF, and repair its text."""
    _read(folder / "a.pdf", data)


def sidecar(data: bytes, folder: Path) -> None:
    """Read a text with these metadata beside it."""
    (folder / "a.meta.toml").write_bytes(data)
    _read(folder / "a.txt", GOOD.encode())


def lists(data: bytes, folder: Path) -> None:
    """Read a list, a catalogue or a model; the first byte chooses which."""
    read, name = LISTS[data[0] % len(LISTS) if data else 0]
    path = folder / name
    path.write_bytes(data[1:])
    with contextlib.suppress(JacyberError):
        read(path)


def records(data: bytes, folder: Path) -> None:  # noqa: ARG001  (nothing is written)
    """Read a record of JSON; the first byte chooses which. What is read can be written."""
    kind = RECORDS[data[0] % len(RECORDS) if data else 0]
    with contextlib.suppress(ValueError):
        record = jc.from_json(data[1:], kind)
        if jc.from_json(jc.to_json(record), kind) != record:
            raise AssertionError(f"{kind.__name__} does not survive JSON")


def journal(data: bytes, folder: Path) -> None:
    """Open a journal, read what is whole in it, and go on with it."""
    with contextlib.suppress(ValueError):
        unpack(len(data) * 3, data)
    path = folder / NAME
    path.write_bytes(SCHEMA + data)
    opened = Journal(path)
    whole = list(opened.places)
    for name in whole:
        with contextlib.suppress(ValueError):
            opened.tables(name)
    opened.append(_ENTRY, _PACKED)
    opened.settle([*whole, _ENTRY.id] if _ENTRY.id not in whole else whole)
    opened.close()
    again = Journal(path)
    if again.dropped or list(again.places) != list(dict.fromkeys([*whole, _ENTRY.id])):
        raise AssertionError("a journal does not hold what was settled")
    again.close()


_SIZE, _PACKED = pack({"errors": {"document_id": ["a.txt"], "message": ["主権"]}})
_ENTRY = Entry("a.txt", "0" * 64, "0" * 16, "EmptyDocumentError", False, _SIZE, 0, 0)

TARGETS: dict[str, Target] = {
    "text": text,
    "pdf": pdf,
    "sidecar": sidecar,
    "lists": lists,
    "records": records,
    "journal": journal,
}


def seeds_of(target: str) -> Iterator[bytes]:
    """Return inputs to begin with, the same ones each time."""
    texts = sorted(SAMPLES.glob("*.txt"))
    if target == "text":
        for path in texts:
            for encoding in ("utf-8", "cp932", "utf-16"):
                yield path.read_text(encoding="utf-8")[:HEAD].encode(encoding, "ignore")
    elif target == "pdf":
        yield from (path.read_bytes() for path in sorted(SAMPLES.glob("en-*.pdf")))
        yield from (pdfs.one_page(), pdfs.encrypted(), pdfs.xref_loop(), pdfs.empty_pages(3))
        yield pdfs.inflating_object_stream(1_000)
    elif target == "sidecar":
        yield 'title = "国家戦略"\nactor = "Japan"\ndate = "2024-03-29"\nkind = "law"\n'.encode()
    elif target == "lists":
        yield from (bytes([i]) + content for i, content in enumerate(_lists()))
    elif target == "records":
        document = jc.read_text("第1条　各国は情報の自由な流通を守る。\n注1）国連憲章")
        yield b"\0" + jc.to_json(document).encode()
        yield b"\3" + jc.to_json(jc.read_raw(texts[0])).encode()
    elif target == "journal":
        yield _PACKED
        yield frame_of(_ENTRY, _PACKED)[0] * 2


def _lists() -> Iterator[bytes]:
    """Return one list of each kind of ``LISTS``, in their order."""
    yield "主権\nfree flow\n# 注\n".encode()
    yield "主権\t国家の主権を守る。\nsovereignty\n".encode()
    yield '{"text": "主権を守る。", "actor": "Japan", "before": "国は"}\n'.encode()
    yield '{"text": "主権を守る。", "label": "control", "document": "a"}\n'.encode()
    yield b'{"id": "a", "ja": [], "en": []}\n'
    catalogue = ("concepts.yaml", "actors.yaml", "norms/cri.yaml", "concepts.yaml")
    for name in catalogue:
        whole = (ROOT / "corpora" / name).read_bytes()[:HEAD]
        yield whole[: whole.rfind(b"\n- ") + 1]
    yield (ROOT / "models" / "stance" / "weights.json").read_bytes()[:HEAD]
    yield "path,actor,date,kind\n報告.pdf,jp,2024-03-29,primary\n".encode()
    yield '{"path": "報告.pdf", "actor": "jp", "date": "2024"}\n'.encode()


def _read(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with contextlib.suppress(JacyberError):
        jc.read(path)
