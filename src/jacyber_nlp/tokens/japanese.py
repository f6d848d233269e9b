"""fugashi with UniDic as a spaCy tokenizer.

spaCy finds it by the entry point ``jacyber_nlp.FugashiTokenizer.v1``.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, POS, TAG
from spacy.lang.ja.tag_bigram_map import TAG_BIGRAM_MAP
from spacy.lang.ja.tag_map import TAG_MAP
from spacy.lang.ja.tag_orth_map import TAG_ORTH_MAP
from spacy.language import Language
from spacy.symbols import POS as POS_KEY
from spacy.symbols import SPACE, X
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from jacyber_nlp.records import CharSpan
from jacyber_nlp.runs import Tokens, Unit
from jacyber_nlp.sentences import split_sentences

MAX_CACHE = 50_000
SPACE_TAG = "空白"

# MeCab stops at NUL and refuses lone surrogates; for the parse alone they
# become a character that it calls a symbol.
_UNPARSABLE = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")

_LOCK = threading.Lock()


def _renew_lock() -> None:
    global _LOCK
    _LOCK = threading.Lock()


# A child forked while another thread was parsing would wait for ever.
os.register_at_fork(after_in_child=_renew_lock)


@cache
def _tagger() -> Any:
    # One for the process: taggers that come and go leak their dictionary.
    import fugashi
    import unidic_lite

    return fugashi.Tagger(f"-d '{unidic_lite.DICDIR}' -r /dev/null")


@cache
def dictionary() -> str:
    """Return name and version of the dictionary, for ``Analysis.versions``."""
    from importlib.metadata import version

    return f"unidic-lite {version('unidic-lite')}"


def read_units(text: str, sentences: Sequence[CharSpan]) -> Tokens:
    """Return the short units of a Japanese stretch without the cost of a Doc.

    They are those of ``FugashiTokenizer``; white space is no token, but a gap
    between sentences is one, so that nothing reaches over it.

    Args:
        text: The stretch.
        sentences: Spans in it, in order.
    """
    known = _UNITS
    starts: list[int] = []
    ends: list[int] = []
    units: list[Unit] = []
    at = 0
    with _LOCK:  # features are read lazily from the shared tagger
        tagger = _tagger()
        for span in sentences:
            if span.start > at:
                starts.append(at)
                ends.append(span.start)
                units.append((text[at : span.start], SPACE_TAG, ""))
            at = span.start
            sentence = text[at : span.end]
            parsed = sentence if sentence.isprintable() else sentence.translate(_UNPARSABLE)
            # As text: fugashi's nodes would keep each distinct word for ever.
            for line in tagger.parse(parsed).split("\n"):
                unit = known.get(line)
                if unit is None:
                    unit = known[line] = _unit(line)
                surface = unit[0]
                if not surface:  # the end of the sentence
                    continue
                if not text.startswith(surface, at):
                    while text[at].isspace() and text[at] not in surface:
                        at += 1
                    word = text[at : at + len(surface)]
                    if word != surface:  # not what was parsed for it
                        unit = (word, unit[1], word)
                starts.append(at)
                at += len(surface)
                ends.append(at)
                units.append(unit)
            at = span.end
    if len(known) > MAX_CACHE:
        known.clear()
    return starts, ends, units


_UNITS: dict[str, Unit] = {}


def _unit(line: str) -> Unit:
    """Return the unit of a line of UniDic's output: surface, sound, form, lemma, tag …."""
    surface, *fields = line.split("\t")
    if len(fields) < 4:
        return "", "", ""
    lemma = fields[2] if '"' not in fields[2] else surface
    return surface, fields[3], lemma.split("-")[0] or surface


def _tag_and_lemma(surface: str, raw: str) -> tuple[str, str]:
    fields = raw.split(",")
    tag = "-".join(field for field in fields[:4] if field != "*")
    # A lemma that holds a comma is quoted; its surface does as well.
    lemma = fields[7] if len(fields) > 7 and fields[7] and '"' not in fields[7] else surface
    return tag, lemma.split("-")[0] or surface if lemma != "*" else surface


class FugashiTokenizer(DummyTokenizer):
    """Split Japanese text into UniDic short units.

    ``token.tag_`` is the UniDic 品詞 joined by ``-``, ``token.pos`` its UPOS by
    spaCy's own tables, ``token.lemma_`` the lemma without its gloss. White
    space other than one blank after a word becomes a token of its own, so that
    ``doc.text`` equals the input. Safe to share between threads and to fork;
    pickles by its vocabulary.
    """

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary, and an empty cache of features."""
        self.vocab = vocab
        self._cache: dict[tuple[str, str], tuple[int, int, int, str]] = {}
        self._space = (vocab.strings.add(SPACE_TAG), SPACE)

    def __reduce__(self) -> tuple[Any, ...]:
        return FugashiTokenizer, (self.vocab,)

    def __call__(self, text: str) -> Doc:
        """Tokenize ``text``; the empty string gives an empty ``Doc``.

        Raises:
            ValueError: If the text holds a lone surrogate, which no spaCy
                vocabulary can store.
        """
        words: list[str] = []
        spaces: list[bool] = []
        rows: list[tuple[int, int, int, str]] = []
        at = 0
        try:
            # MeCab ends the process on inputs of some 400,000 characters; sentences
            # are short, and give the same tokens alone and in the whole text.
            for span in split_sentences(text):
                self._gap(text[at : span.start], words, spaces, rows)
                self._parse(span.of(text), words, spaces, rows)
                at = span.end
            self._gap(text[at:], words, spaces, rows)
            doc = Doc(self.vocab, words=words, spaces=spaces)
        except UnicodeEncodeError as err:
            raise ValueError(
                f"character {text.index(err.object[err.start])} is a lone surrogate; "
                "decode the text with errors='replace'"
            ) from err
        if rows:
            values = np.array([row[:3] for row in rows], dtype=np.uint64)
            _resolve_by_neighbours(words, rows, values)
            doc.from_array([TAG, POS, LEMMA], values)  # type: ignore[arg-type]
        return doc

    def _parse(
        self,
        text: str,
        words: list[str],
        spaces: list[bool],
        rows: list[tuple[int, int, int, str]],
    ) -> None:
        known = self._cache
        parsed = text if text.isprintable() else text.translate(_UNPARSABLE)
        same = parsed == text
        at = 0
        with _LOCK:  # features are read lazily from the shared tagger
            for node in _tagger()(parsed):
                surface, gap = node.surface, node.white_space
                if gap:
                    self._gap(text[at : at + len(gap)], words, spaces, rows)
                    at += len(gap)
                raw = node.feature_raw
                row = known.get((surface, raw))
                if row is None:
                    row = known[surface, raw] = self._row(surface, raw)
                word = surface if same else text[at : at + len(surface)]
                if word != surface:  # its lemma is itself, not what was parsed for it
                    row = (row[0], row[1], self.vocab.strings.add(word), row[3])
                words.append(word)
                spaces.append(False)
                rows.append(row)
                at += len(surface)
        self._gap(text[at:], words, spaces, rows)
        if len(known) > MAX_CACHE:
            known.clear()

    def _gap(
        self,
        gap: str,
        words: list[str],
        spaces: list[bool],
        rows: list[tuple[int, int, int, str]],
    ) -> None:
        """Add white space: one blank to the word before it, the rest as a token."""
        if gap[:1] == " " and words and not words[-1].isspace():
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
            rows.append((*self._space, self.vocab.strings.add(gap), SPACE_TAG))

    def _row(self, surface: str, raw: str) -> tuple[int, int, int, str]:
        """Return tag, UPOS and lemma as numbers, and the tag as text."""
        tag, lemma = _tag_and_lemma(surface, raw)
        add = self.vocab.strings.add
        upos = TAG_ORTH_MAP.get(tag, {}).get(surface) or TAG_MAP.get(tag, {POS_KEY: X})[POS_KEY]
        return add(tag), upos, add(lemma), tag


def _resolve_by_neighbours(
    words: list[str], rows: list[tuple[int, int, int, str]], values: Any
) -> None:
    """Apply spaCy's rules for a UPOS that hangs on the next tag, in place."""
    previous = ""
    taken = -1  # the token whose UPOS its left neighbour decided
    for i, row in enumerate(rows):
        tag = row[3]
        pair = TAG_BIGRAM_MAP.get((previous, tag))
        by_word = i > 0 and words[i - 1] in TAG_ORTH_MAP.get(previous, {})
        if pair is not None and not by_word and taken != i - 1:
            if pair[0] is not None:
                values[i - 1, 1] = pair[0]
            if pair[1] is not None:
                values[i, 1] = pair[1]
                taken = i
        previous = tag


def make_fugashi_tokenizer() -> Callable[[Language], FugashiTokenizer]:
    """Return the function that spaCy calls with the pipeline under construction."""
    return lambda nlp: FugashiTokenizer(nlp.vocab)
