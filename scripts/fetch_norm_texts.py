"""Download the official texts of norms, and find in them what each provision says.

    python scripts/fetch_norm_texts.py norm-texts
    python scripts/fetch_norm_texts.py norm-texts --norms gge-2015,paris-call

For each instrument that is chosen and has an address, OUT then holds the page or PDF
as it came, its text, and ``<instrument>.jsonl`` with the words of each provision that
were found by their number; ``manifest.json`` says where each file came from, when, its
SHA-256, and whose terms apply. What is there already is not fetched again unless the
server has another version. The texts belong to their publishers: OUT is for your own
use and is never committed. ``jacyber align --norm-text official`` reads it.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jacyber_nlp as jc
from jacyber_nlp.catalogue import Part, split_provisions
from jacyber_nlp.errors import JacyberError
from jacyber_nlp.records import Instrument, NormProvision
from norm_places import parts_at
from page_text import text_of
from polite_download import Downloader, DownloadError, Page

MANIFEST = "manifest.json"
# By the end of a host's name. Where terms are not listed, the publisher's have to be read.
LICENCES = {
    "un.org": "United Nations: see the terms of use on its site",
    "undocs.org": "United Nations: see the terms of use on its site",
    "un-arm.org": "United Nations: see the terms of use on its site",
    "europa.eu": "European Union: see the legal notice on its site",
    "coe.int": "Council of Europe: see the disclaimer on its site",
    "gov.uk": "Open Government Licence v3.0 unless the page says otherwise",
    "go.jp": "Government of Japan: see the rules of use on the site",
}
UNKNOWN = "not known: read the publisher's terms before you pass the text on"


def main() -> int:
    """Fetch what is chosen; 1 if an instrument could not be had, 2 for wrong usage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT", help="folder, not under version control")
    parser.add_argument("--norms", default="", help="as for jacyber align; default: all")
    given = parser.parse_args()
    try:
        instruments = jc.load_instruments(given.norms)
        provisions = jc.load_norms(given.norms or ",".join(i.id for i in instruments))
    except JacyberError as err:
        print(err, file=sys.stderr)
        return 2
    failed = fetch_all(instruments, provisions, given.out, Downloader())
    return 1 if failed else 0


def fetch_all(
    instruments: Sequence[Instrument],
    provisions: Sequence[NormProvision],
    out: Path,
    downloader: Downloader,
) -> list[str]:
    """Fetch the text of each instrument, one after the other.

    Returns:
        Ids of those that could not be had.
    """
    out.mkdir(parents=True, exist_ok=True)
    manifest = _manifest(out)
    failed = []
    for instrument in instruments:
        if not instrument.official_url:
            print(f"{instrument.id}: no address is known", file=sys.stderr)
            continue
        try:
            entry = _fetch(instrument, out, manifest.get(instrument.id), downloader)
            manifest[instrument.id] = entry
            _write(out / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True) + "\n")
            of_one = [p for p in provisions if p.instrument_id == instrument.id]
            found = write_words(out, instrument.id, entry["text"], of_one)
            print(f"{instrument.id}: {found} of {len(of_one)} provisions found")
        except (DownloadError, JacyberError) as err:
            failed.append(instrument.id)
            print(f"{instrument.id}: {err}", file=sys.stderr)
    return failed


def _fetch(
    instrument: Instrument, out: Path, known: dict[str, Any] | None, downloader: Downloader
) -> dict[str, Any]:
    """Return what the manifest says of an instrument's file, fetched where it is needed."""
    url = instrument.official_url or ""
    if known is None or known["url"] != url or not _is_whole(out, known):
        known = None
    elif not (known["etag"] or known["modified"]):
        return known
    page = downloader.get(
        url,
        etag=known["etag"] if known else None,
        modified=known["modified"] if known else None,
    )
    if page is None:
        if known is None:
            raise DownloadError("the server says that nothing is new, but there is no file")
        return known
    file = f"{instrument.id}.{page.kind}"
    _write(out / file, page.body)
    text = file
    if page.kind == "html":
        text = f"{instrument.id}.html.txt"
        _write(out / text, text_of(page.body, page.charset))
    return {
        "url": url,
        "fetched_from": page.url,
        "file": file,
        "text": text,
        "sha256": hashlib.sha256(page.body).hexdigest(),
        "retrieved": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "etag": page.etag,
        "modified": page.modified,
        "licence": _licence(page),
    }


def write_words(
    out: Path, instrument_id: str, text: str, provisions: Sequence[NormProvision]
) -> int:
    """Write what each provision says into ``<instrument>.jsonl``.

    Returns:
        How many were found.
    """
    document = jc.read(out / text)
    body = [s for s in document.paragraphs if s.start < document.body_span.end]
    parts: tuple[Part, ...] = split_provisions([s.of(document.text) for s in body])
    lines = []
    for p in provisions:
        found = parts_at(p.locator, parts) or parts_at(p.number, parts)
        line = {
            "provision_id": p.id,
            "lang": document.lang,
            "text": "\n".join(part.text for part in found),
            # As the text counts, so that a reader can look it up.
            "locator": ", ".join(part.number for part in found) or p.locator or p.number,
            "found": bool(found),
        }
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    _write(out / f"{instrument_id}.jsonl", "".join(lines))
    return sum('"found": true' in line for line in lines)


def _is_whole(out: Path, known: dict[str, Any]) -> bool:
    """Tell whether the file is still the one that was fetched."""
    path = out / known["file"]
    return (
        path.is_file()
        and (out / known["text"]).is_file()
        and hashlib.sha256(path.read_bytes()).hexdigest() == known["sha256"]
    )


def _licence(page: Page) -> str:
    host = urlsplit(page.url).hostname or ""
    of_host = (t for end, t in LICENCES.items() if host == end or host.endswith("." + end))
    return next(of_host, UNKNOWN)


def _manifest(out: Path) -> dict[str, Any]:
    path = out / MANIFEST
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(path: Path, content: str | bytes) -> None:
    """Write a file that gets its name when it is whole."""
    whole = path.with_name(f".{path.name}.{os.getpid()}")
    whole.write_bytes(content if isinstance(content, bytes) else content.encode())
    whole.replace(path)


if __name__ == "__main__":
    sys.exit(main())
