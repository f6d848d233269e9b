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
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from jacyber_nlp import catalogue
from jacyber_nlp.records import to_json

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
DATA = ROOT / "src" / "jacyber_nlp" / "data"
LICENCE = "CC-BY-4.0"
OTHER_LICENCES = {"english_words.tsv": "MIT AND WordNet-3.0"}


def main() -> int:
    """Build, or check that what is committed is what a build gives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    built = build()
    if check:
        stale = [name for name, text in built.items() if not _is(DATA / name, text)]
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
    for name, text in built.items():
        (DATA / name).parent.mkdir(parents=True, exist_ok=True)
        (DATA / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(built)} files in {DATA.relative_to(ROOT)}")
    return 0


def build() -> dict[str, str]:
    """Return every data file by name, after all checks have passed."""
    topics = catalogue.parse_topics(CORPORA / "topics.yaml")
    keys = set(re.findall(r"^- \*\*(\w+)\*\*", _read(CORPORA / "SOURCES.md"), re.MULTILINE))
    concepts = catalogue.parse_concepts(CORPORA / "concepts.yaml")
    actors = catalogue.parse_actors(CORPORA / "actors.yaml")
    files = sorted((CORPORA / "norms").glob("*.yaml"))
    parsed = [catalogue.parse_instrument(path) for path in files]
    instruments = [instrument for instrument, _ in parsed]
    provisions = [p for _, of_one in parsed for p in of_one]
    crosswalk = catalogue.parse_crosswalk(CORPORA / "crosswalk.tsv")
    events = catalogue.parse_events(CORPORA / "processes.yaml")
    votes = catalogue.parse_votes(CORPORA / "votes.csv")
    faults = [
        *catalogue.check_concepts(concepts, topics),
        *catalogue.check_actors(actors),
        *catalogue.check_instruments(instruments, provisions, topics=topics, source_keys=keys),
        *catalogue.check_crosswalk(crosswalk, provisions, topics),
        *catalogue.check_events(events, keys),
        *catalogue.check_votes(votes, instruments),
        *(
            f"{p.name}: id {i.id}"
            for p, i in zip(files, instruments, strict=True)
            if p.stem != i.id
        ),
        *(f"concept {c.id}: no definition" for c in concepts if not c.definition.ja),
        *(f"actor {a.id}: no basis for its camp" for a in actors if not a.camp_basis),
    ]
    if faults:
        sys.exit("\n".join(faults))
    built = {
        "concepts.jsonl": _lines(sorted(concepts, key=lambda c: c.id)),
        "actors.jsonl": _lines(sorted(actors, key=lambda a: a.id)),
        "instruments.jsonl": _lines(sorted(instruments, key=lambda i: i.id)),
        "provisions.jsonl": _lines(provisions),
        "crosswalk.jsonl": _lines(
            sorted(crosswalk, key=lambda c: (c.provision_id, c.other_id or ""))
        ),
        "events.jsonl": _lines(sorted(events, key=lambda e: (e.date, e.id))),
        "votes.jsonl": _lines(sorted(votes, key=lambda v: (v.resolution, v.country_code))),
        "scope_cues.json": _object(_yaml(CORPORA / "scope" / "cues.yaml")),
        "holder_words.json": _object(_yaml(CORPORA / "scope" / "holders.yaml")),
        "topics.json": _object({"topics": topics}),
        "english_words.tsv": _read(CORPORA / "terms" / "english_words.tsv"),
        "stop_words.json": _object(_yaml(CORPORA / "terms" / "stop_words.yaml")),
    }
    for folder in sorted((ROOT / "models").glob("*/weights.json")):
        built[f"models/{folder.parent.name}.json"] = _read(folder)
    built["manifest.json"] = _object(
        {
            name: {
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "rows": text.count("\n"),
                "licence": OTHER_LICENCES.get(name, LICENCE),
            }
            for name, text in sorted(built.items())
        }
    )
    return built


def _lines(records: Iterable[Any]) -> str:
    return "".join(to_json(record) + "\n" for record in records)


def _object(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _yaml(path: Path) -> Any:
    return yaml.safe_load(_read(path))


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() == text.encode()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
