"""Write a fine-tuned reader small: fewer pieces, weights of 7 and 8 bits, ONNX."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from sentencepiece.sentencepiece_model_pb2 import ModelProto

from jacyber_nlp.stance.reader import TOKENS

SPECIAL = 4  # <s> <pad> </s> <unk>, which keep their ids
# Japanese and English, with what stands in their texts; other scripts become <unk>.
WRITTEN = re.compile(
    "[\u2581 -~¡-ÿ‐-⁞₠-⃏℀-⅏ⅰ-ⅿ→-⇿①-⓿■-◿　-〿ぁ-ゟ゠-ヿㇰ-ㇿ㍻-㏿㐀-䶿一-鿿豈-﫿！-￮]+"
)


def pack(
    network: Any, tokenizer: Any, texts: Iterable[str], folder: Path, config: dict[str, Any]
) -> dict[str, Any]:
    """Write ``reader.onnx``, ``reader.model`` and ``reader.json``; return their figures."""
    data = json.loads(tokenizer.backend_tokenizer.to_str())
    kept = pieces(data, tokenizer, texts, config["pieces"])
    vocabulary = [tuple(data["model"]["vocab"][i]) for i in kept]
    (folder / "reader.model").write_bytes(sentencepiece_model(vocabulary))
    model = folder / "reader.onnx"
    with tempfile.TemporaryDirectory() as work, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger().setLevel(logging.ERROR)
        plain, fused = Path(work) / "plain.onnx", Path(work) / "fused.onnx"
        export(Small(network, kept), plain)
        made = optimizer.optimize_model(
            str(plain), model_type="bert", num_heads=12, hidden_size=384, opt_level=1
        )
        made.save_model_to_file(str(fused))
        # Seven bits: with eight, processors without VNNI overflow and give other scores.
        quantize_dynamic(
            fused, model, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Attention"],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )  # fmt: skip
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    card = {"name": f"reader/{config['version']}@{digest[:12]}", "base": "multilingual-e5-small"}
    (folder / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return {"bytes": model.stat().st_size, "pieces": len(kept), "sha256": digest}


def pieces(data: dict[str, Any], tokenizer: Any, texts: Iterable[str], most: int) -> list[int]:
    """Return the ids of the pieces to keep: all that the texts have, then the commonest."""
    vocabulary = [piece for piece, _ in data["model"]["vocab"]]
    used = {i for ids in tokenizer(list(texts))["input_ids"] for i in ids}
    used = {i for i in used if i < len(vocabulary)} | set(range(SPECIAL))
    for i, piece in enumerate(vocabulary):  # in the order of their frequency
        if len(used) >= most:
            break
        if WRITTEN.fullmatch(piece):
            used.add(i)
    return sorted(used)


def sentencepiece_model(vocabulary: Sequence[tuple[str, float]]) -> bytes:
    """Return the vocabulary for sentencepiece; ``reader.py`` normalizes before it."""
    made = ModelProto()
    kinds = made.SentencePiece
    control = dict.fromkeys(("<s>", "<pad>", "</s>"), kinds.CONTROL) | {"<unk>": kinds.UNKNOWN}
    for piece, score in vocabulary:
        made.pieces.add(piece=piece, score=score, type=control.get(piece, kinds.NORMAL))
    spec = made.trainer_spec
    spec.model_type = spec.UNIGRAM
    spec.bos_id, spec.pad_id, spec.eos_id, spec.unk_id = range(SPECIAL)
    made.normalizer_spec.name = "identity"
    made.normalizer_spec.remove_extra_whitespaces = False
    return bytes(made.SerializeToString(deterministic=True))


class Small(torch.nn.Module):
    """The network as it ships: its words in 8 bits, all scores in one row."""

    def __init__(self, network: Any, kept: list[int]) -> None:
        super().__init__()
        self.network = network.float().eval()
        words = network.body.embeddings.word_embeddings.weight.detach()[kept]
        scale = words.abs().amax(dim=1, keepdim=True) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("words", torch.round(words / scale).to(torch.int8))
        positions = network.body.embeddings.position_embeddings
        network.body.embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(
            positions.weight.detach()[: TOKENS + 2].clone()
        )

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return all heads' scores side by side. Shape: (n_sentences, READ)."""
        embedded = self.words[input_ids].float() * self.scale[input_ids]
        body = self.network.body(inputs_embeds=embedded, attention_mask=attention_mask)
        mask = attention_mask[..., None].float()
        mean = (body.last_hidden_state * mask).sum(1) / mask.sum(1)
        return torch.cat([head(mean) for head in self.network.heads.values()], dim=1)


def export(model: Small, path: Path) -> None:
    """Write the graph; any number of sentences, of any length."""
    ids = torch.tensor(np.arange(24).reshape(2, 12) % 7)
    axes = {0: "sentences", 1: "tokens"}
    torch.onnx.export(
        model, (ids, torch.ones_like(ids)), str(path), dynamo=False, opset_version=18,
        input_names=["input_ids", "attention_mask"], output_names=["scores"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "scores": {0: "sentences"}},
    )  # fmt: skip
