"""Compile corpora/ and models/ into src/jacyber_nlp/data/.

    python scripts/build_data.py            write the data
    python scripts/build_data.py --check    fail if a rebuild would differ by a byte

Every row is parsed and validated by the package's own code; rows are sorted by
id, and the result holds no time stamp and no path of a machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from jacyber_nlp import catalogue, resources
from jacyber_nlp.citations.locators import parse_number
from jacyber_nlp.records import EncoderEntry, from_json, to_json

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
DATA = ROOT / "src" / "jacyber_nlp" / "data"
LICENCE = "CC-BY-4.0"
ENCODED = ("phrases", "provisions")  # whose vectors ship
OTHER_LICENCES = {
    "english_words.tsv": "MIT AND WordNet-3.0",
    "models/reader.onnx": "MIT AND CC-BY-4.0",
    "models/reader.model": "MIT",
}


def main() -> int:
    """Build, or check that what is committed is what a build gives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    built = build()
    old = vectors_of_other_texts(built)
    for line in old:
        print(f"{line}. Run python scripts/fit_models.py alignment, and this again")
    if check:
        stale = old + [name for name, data in built.items() if not _is(DATA / name, data)]
        known = {DATA / name for name in built} | {DATA / "__init__.py"}
        extra = [
            str(p.relative_to(DATA))
            for p in DATA.rglob("*")
            if p.is_file() and p not in known and "__pycache__" not in p.parts
        ]
        for name in stale:
            print(f"{name}: differs from its sources. Run python scripts/build_data.py")
        for name in extra:
            print(f"{name}: has no source. Remove it, or add it to scripts/build_data.py")
        return 1 if stale or extra else 0
    for name, data in built.items():
        (DATA / name).parent.mkdir(parents=True, exist_ok=True)
        (DATA / name).write_bytes(data)
    print(f"{len(built)} files in {DATA.relative_to(ROOT)}")
    return 0


def build() -> dict[str, bytes]:
    """Return every data file by name, after all checks have passed."""
    topics = catalogue.parse_topics(CORPORA / "topics.yaml")
    sources = catalogue.parse_sources(CORPORA / "SOURCES.md")
    keys = {source.key for source in sources}
    concepts = catalogue.parse_concepts(CORPORA / "concepts.yaml")
    actors = catalogue.parse_actors(CORPORA / "actors.yaml")
    files = sorted((CORPORA / "norms").glob("*.yaml"))
    parsed = [catalogue.parse_instrument(path) for path in files]
    instruments = [instrument for instrument, _ in parsed]
    provisions = [p for _, of_one in parsed for p in of_one]
    phrases = [
        phrase
        for path in sorted((CORPORA / "alignment").glob("*.jsonl"))
        for phrase in catalogue.parse_phrases(path)
    ]
    crosswalk = catalogue.parse_crosswalk(CORPORA / "crosswalk.tsv")
    events = catalogue.parse_events(CORPORA / "processes.yaml")
    votes = catalogue.parse_votes(CORPORA / "votes.csv")
    faults = [
        *catalogue.check_concepts(concepts, topics),
        *catalogue.check_actors(actors),
        *catalogue.check_instruments(instruments, provisions, topics=topics, source_keys=keys),
        *catalogue.check_phrases(phrases, provisions),
        *catalogue.check_crosswalk(crosswalk, provisions, topics),
        *catalogue.check_events(events, keys),
        *catalogue.check_votes(votes, instruments),
        *(
            f"{p.name}: id {i.id}"
            for p, i in zip(files, instruments, strict=True)
            if p.stem != i.id
        ),
        *(f"concept {c.id}: no definition" for c in concepts if not c.definition.ja),
        *(
            f"instrument {i.id}: {number} is no locator"
            for i in instruments
            for number in (*i.cited_as.values(), *i.cited_alone)
            if len(parse_number(number)) != 1
        ),
        *(f"actor {a.id}: no basis for its camp" for a in actors if not a.camp_basis),
    ]
    if faults:
        sys.exit("\n".join(faults))
    texts = {
        "concepts.jsonl": _lines(sorted(concepts, key=lambda c: c.id)),
        "actors.jsonl": _lines(sorted(actors, key=lambda a: a.id)),
        "instruments.jsonl": _lines(sorted(instruments, key=lambda i: i.id)),
        "provisions.jsonl": _lines(provisions),
        "sources.jsonl": _lines(sources),
        "phrases.jsonl": _lines(phrases),
        "crosswalk.jsonl": _lines(
            sorted(crosswalk, key=lambda c: (c.provision_id, c.other_id or ""))
        ),
        "events.jsonl": _lines(sorted(events, key=lambda e: (e.date, e.id))),
        "votes.jsonl": _lines(sorted(votes, key=lambda v: (v.resolution, v.country_code))),
        "scope_cues.json": _object(_yaml(CORPORA / "scope" / "cues.yaml")),
        "holder_words.json": _object(_yaml(CORPORA / "scope" / "holders.yaml")),
        "topics.json": _object({"topics": topics}),
        "english_words.tsv": _read(CORPORA / "terms" / "english_words.tsv"),
        "encoders.jsonl": _lines(_encoders()),
        "stop_words.json": _object(_yaml(CORPORA / "terms" / "stop_words.yaml")),
    }
    # weights.json belongs to the default encoder, weights.NAME.json to another.
    for path in sorted((ROOT / "models").glob("*/weights*.json")):
        texts[f"models/{path.parent.name}{path.name.removeprefix('weights')}"] = _read(path)
    built = {name: text.encode() for name, text in texts.items()}
    for name in ENCODED:
        path = ROOT / "models" / "alignment" / f"{name}.npy"
        built[f"models/alignment.{name}.npy"] = path.read_bytes()
    # The reader stands where it ships, once: it is 38 MB.
    for name in ("models/reader.onnx", "models/reader.model", "models/reader.json"):
        built[name] = resources.read_bytes(name)
    built["manifest.json"] = _object(
        {
            name: {
                "sha256": hashlib.sha256(data).hexdigest(),
                "rows": None if name.endswith((".npy", ".onnx", ".model")) else data.count(b"\n"),
                "licence": OTHER_LICENCES.get(name, LICENCE),
            }
            for name, data in sorted(built.items())
        }
    ).encode()
    return built


def vectors_of_other_texts(built: dict[str, bytes]) -> list[str]:
    """Return a line for each file of vectors whose texts have changed since."""
    made = json.loads(built["models/alignment.json"])["vectors"]
    return [
        f"models/alignment/{name}.npy: made from other {name}"
        for name in ENCODED
        if made[name] != hashlib.sha256(built[f"{name}.jsonl"]).hexdigest()
    ]


def _encoders() -> list[EncoderEntry]:
    """Return the registry in the order of its file: the default comes first."""
    table = tomllib.loads(_read(ROOT / "models" / "encoders.toml"))
    rows = [json.dumps({"id": name} | entry) for name, entry in table.items()]
    return [from_json(row, EncoderEntry) for row in rows]


def _lines(records: Iterable[Any]) -> str:
    return "".join(to_json(record) + "\n" for record in records)


def _object(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _yaml(path: Path) -> Any:
    return yaml.safe_load(_read(path))


def _is(path: Path, data: bytes) -> bool:
    return path.exists() and path.read_bytes() == data


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
