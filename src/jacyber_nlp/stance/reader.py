"""A small transformer that reads a sentence after what stands before it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from jacyber_nlp import resources
from jacyber_nlp.encoders import Kept, VectorCache, cache_key, each

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What the reader tells of a sentence, each column the score (logit) of one class.
HEADS: dict[str, tuple[str, ...]] = {
    "pole": ("freedom", "neutral", "control"),
    "mode": ("asserted", "evaluated", "reported"),
    "label": ("freedom", "neutral", "control"),
    "issue": ("A", "B", "C", "D", "E", "F", "G"),
    "phenomena": (
        "negation",
        "conditional",
        "mixed",
        "lexical_trap",
        "technical",
        "boilerplate",
        "plain",
    ),
}
READ = sum(map(len, HEADS.values()))
BEFORE = {"ja": 100, "en": 220}  # characters before the sentence that it reads, as in training
TOKENS = 256  # of both together; attention costs their square
_SCALE = 4.0  # of the scores: beside a vector of length 1 in a linear model


class Reading(NamedTuple):
    """A sentence to read.

    Attributes:
        text: The sentence.
        lang: Its language.
        before: What stands before it; its end is read.
        kind: Kind of source; None if unknown.
    """

    text: str
    lang: str
    before: str
    kind: str | None


class Reader:
    """The transformer that ships, in ONNX with weights of 7 bits, without torch.

    Each sentence is read alone, so that its scores hang on no other. Loads on
    first use; each process loads its own. Not to be shared between threads.

    Attributes:
        name: Name and version; fitted models ask for it.
    """

    def __init__(self, cache: VectorCache | None = None) -> None:
        """Name the reader that ships; ``cache`` keeps scores between runs."""
        self.name = str(resources.model("reader")["name"])
        self._kept = Kept(cache)

    def load(self) -> None:
        """Load the weights and the pieces, unless they are.

        Raises:
            ResourceError: If a file is missing or damaged.
        """
        self._pieces, self._session  # noqa: B018  (loaded on first use)

    def read(self, readings: Sequence[Reading]) -> NDArray[np.float32]:
        """Return the scores of each sentence, equal ones read once.

        Returns:
            Columns in the order of ``HEADS``. Shape: (n, READ).
        """
        keys = [cache_key(self.name, "reading", "\0".join(segments(r))) for r in readings]
        return self._kept.rows(keys, READ, lambda at: self._scores([readings[i] for i in at]))

    def _scores(self, readings: Sequence[Reading]) -> NDArray[np.float32]:
        self.load()  # once, before threads would do it side by side
        # The runtime lets go of the interpreter: two sentences on two cores are
        # faster than one sentence on both.
        return np.array(each(self._one, readings))

    def _one(self, reading: Reading) -> NDArray[np.float32]:
        ids = self._ids(reading)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        (scores,) = self._session.run(None, feed)
        return np.asarray(scores[0] / _SCALE, dtype=np.float32)

    def _ids(self, reading: Reading) -> NDArray[np.int64]:
        """Return start, kind and what stands before, two ends, the sentence, end."""
        first, second = segments(reading)
        own = self._tokens(second)
        room = TOKENS - 4
        if len(own) > room:  # a Japanese main verb ends the sentence: leave out its middle
            own = own[: room // 2] + own[-(room - room // 2) :]
        context = self._tokens(first)
        context = context[max(len(context) - (room - len(own)), 0) :]  # the nearest is kept
        return np.array([[_START, *context, _END, _END, *own, _END]], dtype=np.int64)

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._pieces.encode(normalised(text))
        return ids

    @cached_property
    def _pieces(self) -> Any:
        from sentencepiece import SentencePieceProcessor

        return SentencePieceProcessor(model_proto=resources.read_whole("models/reader.model"))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # Given bytes, the session would keep them beside what it makes of them.
        with resources.whole_file("models/reader.onnx") as path:
            return onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )


_START, _END = 0, 2  # ids of the pieces that no text has


def normalised(text: str) -> str:
    """Return a text as the transformer learned to see it: NFKC, one kind of blank.

    As sentencepiece's ``nmt_nfkc``, which multilingual-e5-small was trained behind.
    """
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate becomes "?"
    text = _BLANKS.sub(" ", _CONTROLS.sub("", text))
    # A full-width tilde stays as it is.
    text = "～".join(unicodedata.normalize("NFKC", part) for part in text.split("～"))
    return re.sub(" {2,}", " ", text).lstrip(" ")


_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]")
_BLANKS = re.compile("[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]")


def segments(reading: Reading) -> tuple[str, str]:
    """Return the two texts that the transformer is given; the same in training."""
    kind = (reading.kind or "text").replace("_", " ")
    return f"{kind}: {reading.before[-BEFORE[reading.lang] :]}", reading.text


def columns(head: str) -> slice:
    """Return which columns of the scores belong to a head."""
    start = 0
    for name, classes in HEADS.items():
        if name == head:
            return slice(start, start + len(classes))
        start += len(classes)
    raise ValueError(f"no head {head!r}")


@cache
def default_reader() -> Reader:
    """Return the reader that ships."""
    return Reader()
