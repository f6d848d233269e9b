"""What can be wrong with what ships, and with encoders and fitted models."""

from __future__ import annotations

from collections.abc import Iterable

from jacyber_nlp.errors.base import JacyberError, ModelError


class ResourceError(JacyberError, RuntimeError):
    """Data that ships with the package is missing or damaged."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(
            f"{name}: package data {reason}. The installation is incomplete. "
            "Install jacyber-nlp again.",
            f"{name}: 同梱データの異常（{reason}）。インストールが不完全です。"
            "jacyber-nlpを入れ直してください。",
        )


class EncoderMismatchError(ModelError, ValueError):
    """A fitted model meets vectors of another encoder than its own."""

    def __init__(self, model: str, expected: str, found: str) -> None:
        self.model = model
        self.expected = expected
        self.found = found
        super().__init__(
            f"{model}: fitted on vectors of {expected}, but was given {found}. "
            "Its figures would mean nothing. Use that encoder, or another model.",
            f"{model}: {expected}のベクトルで学習したモデルに{found}が渡されました。"
            "数値が意味を持ちません。このエンコーダーか、別のモデルを使ってください。",
        )


class ReaderMismatchError(ModelError, ValueError):
    """A fitted model meets another reader than the one it was fitted on."""

    def __init__(self, model: str, expected: str, found: str) -> None:
        self.model = model
        self.expected = expected
        self.found = found
        super().__init__(
            f"{model}: fitted on the scores of {expected}, but this version of jacyber-nlp has "
            f"{found}. Its figures would mean nothing. Train it again with `jacyber train`, or "
            "install the version that it was trained with.",
            f"{model}: {expected}の値で学習したモデルですが、このjacyber-nlpには{found}が"
            "入っています。数値が意味を持ちません。`jacyber train`で学習し直すか、"
            "学習したときの版を入れてください。",
        )


class LexiconMismatchError(ModelError, ValueError):
    """A fitted model meets another lexicon than the one it was fitted with."""

    def __init__(self, model: str, expected: str, found: str) -> None:
        self.model = model
        self.expected = expected
        self.found = found
        super().__init__(
            f"{model}: fitted with lexicon {expected}, but was given {found}. "
            "Its figures would mean nothing. Give the lexicon that it was trained with "
            "(--concepts FILE; none for the one that ships), or train it again.",
            f"{model}: 概念辞書{expected}で学習したモデルに{found}が渡されました。"
            "数値が意味を持ちません。学習したときの辞書を--concepts FILEで指定するか"
            "（同梱の辞書なら指定なし）、学習し直してください。",
        )


class ModelFileError(ModelError, ValueError):
    """The file of a model that cannot be loaded."""

    def __init__(self, path: str, en: str, ja: str) -> None:
        self.path = path
        super().__init__(f"{path}: {en}", f"{path}: {ja}")


class NoFittedModelError(ModelError, LookupError):
    """No model that ships was fitted on an encoder's vectors."""

    def __init__(self, model: str, encoder: str, known: Iterable[str]) -> None:
        self.model = model
        self.encoder = encoder
        self.known = tuple(known)
        names = ", ".join(self.known)
        super().__init__(
            f"{encoder}: no {model} model was fitted on this encoder. Models ship for: {names}. "
            f"Choose one of these, or fit one with scripts/fit_models.py {model} --encoder and "
            f"pass it to jacyber_nlp.Analyser as {model}_model.",
            f"{encoder}: このエンコーダーで学習した{model}モデルがありません。"
            f"モデルを同梱しているもの: {names}。この中から選ぶか、"
            f"scripts/fit_models.py {model} --encoderで学習し、"
            f"jacyber_nlp.Analyserの{model}_modelに渡してください。",
        )


class EncoderNotFoundError(ModelError, LookupError):
    """There is no encoder of a name, neither here nor on the hub as far as it can be reached."""

    def __init__(self, name: str, reason: str, reason_ja: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(
            f"{name}: {reason}. A local folder with a sentence-transformers model is needed, or "
            "the name of one on the Hugging Face hub and a network. Without a network, copy the "
            "model's folder here and give its path: --encoder FOLDER.",
            f"{name}: {reason_ja}。sentence-transformersのモデルを入れたローカルのフォルダか、"
            "Hugging Face Hubのモデル名（ネットワークが必要）を指定してください。"
            "ネットワークがなければ、モデルのフォルダをコピーし、"
            "--encoder FOLDERでその場所を指定してください。",
        )


class UnusableEncoderError(ModelError, ValueError):
    """A folder or model that is there, but cannot be used as an encoder."""

    def __init__(self, name: str, reason: str, reason_ja: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(
            f"{name}: {reason}. A sentence-transformers model without code of its own and with "
            "its weights as safetensors is needed. Save the model anew in that form, or choose "
            "another.",
            f"{name}: {reason_ja}。独自のコードを含まず、重みがsafetensors形式の"
            "sentence-transformersモデルが必要です。"
            "その形で保存し直すか、別のモデルを選んでください。",
        )


class MissingExtraError(JacyberError, ImportError):
    """An optional package is needed and not installed."""

    def __init__(self, extra: str, module: str) -> None:
        self.extra = extra
        self.module = module
        super().__init__(
            f"{module}: not installed. The extra {extra} is needed: "
            f"pip install 'jacyber-nlp[{extra}]'",
            f"{module}: インストールされていません。追加機能{extra}が必要です: "
            f"pip install 'jacyber-nlp[{extra}]'",
        )
