"""A numbered text → an instrument file that its user completes."""

from __future__ import annotations

import re

import yaml

from jacyber_nlp.catalogue.provisions import Part, split_provisions
from jacyber_nlp.errors import ConfigError, NoNumberingError
from jacyber_nlp.records import Document
from jacyber_nlp.script import is_japanese

LABEL_WORDS, LABEL_CHARACTERS = 8, 24
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEAD = """\
# The words of the text, split at its numbering; nobody has checked the split.
# To fill in: legal_status, camp, and for each provision label, kind (norm, principle,
# finding, commitment), topics and pole (-2 control … +2 freedom). Delete what is no norm.
# 本文を番号で区切ったもので、区切りは未確認です。legal_status、campと、条項ごとの見出し、
# kind、topics、pole（-2 統制～+2 自由）を記入し、規範でない部分は削ってください。
"""


def import_norms(document: Document, *, id: str, title: str | None = None) -> str:
    """Split a text into provisions by its numbering.

    Args:
        document: The text of one instrument, as ``read`` returns it.
        id: For the instrument: lower-case letters, digits and hyphens.
        title: None for the title that the document has.

    Returns:
        An instrument file (YAML) with the text in its own language, ``verified:
        false``, no topics and pole 0; ``load_norms`` reads it as it is.

    Raises:
        NoNumberingError: If the text is not numbered.
        ConfigError: If the id has other characters, or there is no title.
    """
    if not _ID.fullmatch(id):
        raise ConfigError(
            f"{id}: no id. Lower-case letters, digits and single hyphens are needed, "
            "as in my-accord-2025.",
            f"{id}: idは半角の英小文字、数字、ハイフンで書いてください（例: my-accord-2025）。",
        )
    name = title or document.metadata.title
    if not name:
        raise ConfigError(
            f"{document.source.uri}: has no title that could be found. Name it with --title.",
            f"{document.source.uri}: 題名が見つかりません。--titleで指定してください。",
        )
    parts = split_provisions(_paragraphs(document))
    if not parts:
        raise NoNumberingError(document.source.uri)
    lang = document.lang
    data = {
        "id": id,
        f"title_{lang}": name,
        "body": document.metadata.issuer or "",
        "date": document.metadata.date,
        "legal_status": "",
        "text_source": "official",
        "provisions": [_entry(part, id, lang) for part in parts],
    }
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000_000)
    return _HEAD + text


def _paragraphs(document: Document) -> list[str]:
    """Return the body's paragraphs without the title."""
    texts = [
        span.of(document.text)
        for span in document.paragraphs
        if span.start < document.body_span.end
    ]
    return texts[1:] if texts and texts[0].strip() == document.metadata.title else texts


def _entry(part: Part, instrument_id: str, lang: str) -> dict[str, object]:
    return {
        "id": f"{instrument_id}-{part.key}",
        "number": part.number,
        "locator": ", ".join(filter(None, (part.within, part.number))),
        f"label_{lang}": part.heading or _opening(part.text),
        f"summary_{lang}": part.text,
        "topics": [],
        "pole": 0,
        "verified": False,
    }


def _opening(text: str) -> str:
    """Return the first words of a text, for want of a title."""
    line = text.partition("\n")[0]
    if any(map(is_japanese, line)):
        return line if len(line) <= LABEL_CHARACTERS else f"{line[:LABEL_CHARACTERS]}…"
    words = line.split()
    return line if len(words) <= LABEL_WORDS else f"{' '.join(words[:LABEL_WORDS])} …"
