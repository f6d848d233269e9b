"""Official texts of provisions, which a user has fetched, in the place of our summaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import msgspec

from jacyber_nlp.errors import OfficialTextError
from jacyber_nlp.records import Bilingual, NormProvision


class TextLine(msgspec.Struct, forbid_unknown_fields=True):
    """A line of ``<instrument>.jsonl``: the words of one provision in one language.

    Attributes:
        provision_id: Of the catalogue.
        lang: ``"ja"`` or ``"en"``.
        text: Empty if it was not found.
        locator: Where it stands, or was looked for.
        found: Whether it was found.
    """

    provision_id: str
    lang: Literal["ja", "en"]
    text: str
    locator: str
    found: bool


def official_texts(
    folder: Path | str, provisions: Iterable[NormProvision]
) -> tuple[NormProvision, ...]:
    """Put official texts in the place of summaries, where there are any.

    A text in one language stands for both.

    Args:
        folder: What ``scripts/fetch_norm_texts.py`` wrote.
        provisions: Of any instruments.

    Returns:
        The same provisions in the same order; ``text_source`` is ``official`` for
        those whose text was found.

    Raises:
        OfficialTextError: If the folder does not exist, holds no text of any of
            these provisions, or a line of it is not valid.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise OfficialTextError(
            str(folder),
            "no such folder of official texts. Fetch them with scripts/fetch_norm_texts.py.",
            "公式文のフォルダがありません。scripts/fetch_norm_texts.pyで取得してください。",
        )
    given = tuple(provisions)
    texts: dict[str, dict[str, str]] = {}
    for name in dict.fromkeys(p.instrument_id for p in given):
        for line in _lines(folder / f"{name}.jsonl"):
            if line.found and line.text.strip():
                texts.setdefault(line.provision_id, {})[line.lang] = line.text
    if not any(p.id in texts for p in given):
        raise OfficialTextError(
            str(folder),
            "holds the text of none of these provisions. "
            "Fetch them with scripts/fetch_norm_texts.py.",
            "これらの条項の公式文がありません。scripts/fetch_norm_texts.pyで取得してください。",
        )
    return tuple(_with_text(p, texts[p.id]) if p.id in texts else p for p in given)


def _with_text(provision: NormProvision, texts: dict[str, str]) -> NormProvision:
    ja, en = texts.get("ja", ""), texts.get("en", "")
    return replace(provision, summary=Bilingual(ja or en, en or ja), text_source="official")


def _lines(path: Path) -> list[TextLine]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(msgspec.json.decode(line, type=TextLine))
        except (msgspec.DecodeError, UnicodeDecodeError) as err:
            raise OfficialTextError(
                f"{path}:{number}",
                f"{err}. Fetch the texts again.",
                f"正しい行ではありません（{err}）。もう一度取得してください。",
            ) from err
    return found
