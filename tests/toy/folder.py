"""A folder of sentence-transformers with a transformer of a few thousand weights."""

from __future__ import annotations

import json
from pathlib import Path

LONGEST = 32  # tokens that the model reads, <s> and </s> among them
DIM = 32
PROMPTS = {"query": "Q:", "document": "D:"}


def toy_folder(folder: Path, *, prompts: dict[str, str] | None = None, seed: int = 1) -> Path:
    """Write a model that reads single characters; its weights come by chance."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    chars = [
        chr(c)
        for c in (*range(33, 127), *range(0x3041, 0x3100), *map(ord, "情報自由流通主権国家。"))
    ]
    words = ["<pad>", "<s>", "</s>", "<unk>", *chars]
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, "<unk>"))
    made.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=made, unk_token="<unk>", pad_token="<pad>", model_max_length=LONGEST
    ).save_pretrained(folder)
    torch.manual_seed(seed)
    BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=DIM,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=LONGEST,
            initializer_range=0.5,
        )
    ).save_pretrained(folder)
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate((("", "Transformer"), ("1_Pooling", "Pooling")))
    ]
    (folder / "1_Pooling").mkdir()
    for name, content in {
        "modules.json": modules,
        "sentence_bert_config.json": {"max_seq_length": LONGEST},
        "1_Pooling/config.json": {
            "word_embedding_dimension": DIM,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {"prompts": PROMPTS if prompts is None else prompts},
    }.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder
