"""Any model of sentence-transformers, out of a folder or from the hub."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jacyber_nlp.encoders.base import Role, clean, pooled
from jacyber_nlp.errors import MissingExtraError, UnusableEncoderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXTRA = "sentence-transformers"
BATCH = 32
# Where models call the role's prompt otherwise, in the order of sentence-transformers.
PROMPTS: dict[Role, tuple[str, ...]] = {
    "query": ("query",),
    "document": ("document", "passage", "corpus"),
}
_ENDS = "。．.!?！？\n", "、，, \u3000"  # where to cut, the better first


class TransformerEncoder:
    """A model of sentence-transformers.

    A vector depends on its text alone, not on what is encoded beside it: padding
    moves vectors by about 1e-7, so that each batch holds texts of one length in
    tokens. Weights are computed with in 32 bits, whatever they are stored in. Not
    to be shared between threads.

    Attributes:
        name: See ``Encoder``.
        dim: Length of a vector.
        windowed: How many texts so far were longer than the model reads; such a
            text has the mean of its parts.
    """

    def __init__(
        self, folder: Path, name: str, *, prompts: Mapping[str, str] | None = None
    ) -> None:
        """Load the model; no code out of the folder is run, and no pickle read.

        Args:
            folder: With ``modules.json`` and weights as safetensors.
            name: Of model and content.
            prompts: By role, for a model whose own configuration has none.

        Raises:
            MissingExtraError: If sentence-transformers is not installed.
            UnusableEncoderError: If the folder holds no model that can be loaded so.
        """
        self.name = name
        self.windowed = 0
        self._model = _load(folder)
        self.dim = int(self._model.get_embedding_dimension())
        own = {key: prompt for key, prompt in self._model.prompts.items() if prompt}
        self._prompts = own or dict(prompts or {})

    def prompt(self, role: Role) -> str:
        """Return what is put before a text of this role; empty for nothing."""
        return next((self._prompts[n] for n in PROMPTS[role] if n in self._prompts), "")

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one vector a text, of unit length; see ``Encoder.encode``."""
        import numpy as np

        prompt = self.prompt(role)
        cleaned = [clean(text) for text in texts]
        lengths = self._lengths([prompt + text for text in cleaned])
        parts: list[tuple[int, str, int]] = []  # of which text, the part, its tokens
        for i, text in enumerate(cleaned):
            if text and lengths[i] <= self._limit:
                parts.append((i, text, lengths[i]))
            elif text:
                parts += [(i, part, n) for part, n in self._windows(text, prompt)]
                self.windowed += 1
        rows = np.zeros((len(parts), self.dim), dtype=np.float32)
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        for places in _by_length(parts):
            rows[places] = encode(
                [parts[k][1] for k in places],
                prompt=prompt,
                batch_size=BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return pooled(rows, [i for i, _, _ in parts], len(texts))

    @property
    def _limit(self) -> int:
        """Most tokens that the model reads, special ones among them."""
        return int(self._model.max_seq_length or 2**31)

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, special ones among them."""
        if self._model.max_seq_length is None or not texts:
            return [0] * len(texts)  # reads texts of any length, and does not pad
        ids = self._model.tokenizer(list(texts), truncation=False, verbose=False)["input_ids"]
        return [len(of_one) for of_one in ids]

    def _windows(self, text: str, prompt: str) -> Iterator[tuple[str, int]]:
        """Halve the text, by sentences where it can be, until the model reads each part."""
        (length,) = self._lengths([prompt + text])
        if length <= self._limit or len(text) < 2:
            yield text, length
            return
        cut = _near_middle(text)
        for part in (clean(text[:cut]), clean(text[cut:])):
            if part:
                yield from self._windows(part, prompt)


def _by_length(parts: Sequence[tuple[int, str, int]]) -> list[list[int]]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    for k, (_, _, length) in enumerate(parts):
        places[length].append(k)
    return [places[length] for length in sorted(places)]


def _near_middle(text: str) -> int:
    """Return where to halve a text: behind a sentence's end, a comma or a blank if there is one."""
    middle = len(text) // 2
    for marks in _ENDS:
        places = [i + 1 for i in range(len(text) // 4, 3 * len(text) // 4) if text[i] in marks]
        if places:
            return min(places, key=lambda i: abs(i - middle))
    return middle


def _load(folder: Path) -> Any:
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ModuleNotFoundError as err:
        raise MissingExtraError(EXTRA, err.name or EXTRA) from err
    try:
        with _quiet():
            return SentenceTransformer(
                str(folder),
                local_files_only=True,
                trust_remote_code=False,
                # Half precision moves vectors with the batch, and is slow on processors.
                model_kwargs={"use_safetensors": True, "dtype": torch.float32},
            )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError, AttributeError) as err:
        reason = str(err).strip().splitlines()[0][:300] if str(err).strip() else type(err).__name__
        raise UnusableEncoderError(str(folder), reason, reason) from err


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep transformers from reporting layers that an encoder does not need."""
    from transformers.utils import logging

    before, bar = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if bar:
            logging.enable_progress_bar()
