"""What can be wrong with a batch, and with a document in it."""

from __future__ import annotations

from collections.abc import Iterable

from jacyber_nlp.errors.base import ConfigError, DocumentError, JacyberError


class ManifestError(ConfigError):
    """A line of a manifest is wrong, or the manifest cannot be read."""

    def __init__(self, path: str, line: int | None, en: str, ja: str) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {en}", f"{where}: {ja}")


class NoDocumentsError(ConfigError, LookupError):
    """Inputs of a batch in which there is no document."""

    def __init__(self, inputs: Iterable[str], ignored: int, known: Iterable[str]) -> None:
        self.inputs = tuple(inputs)
        names = ", ".join(self.inputs)
        known = sorted(known)
        super().__init__(
            f"{names}: no document ({ignored} files of other formats). "
            f"Files ending in {', '.join(known)} are needed. Name their folder, or convert them.",
            f"{names}: 文書がありません（他の形式のファイルは{ignored}件）。"
            f"末尾が{'、'.join(known)}のファイルが必要です。そのフォルダを指定するか、変換してください。",
        )


class BatchFolderError(ConfigError):
    """A folder for a batch that holds something already."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: exists and is not empty. An empty folder is needed, or --resume to go on "
            "with the run that is in it: what is new or changed is then done, the rest kept.",
            f"{path}: 空のフォルダではありません。空のフォルダを指定するか、中の実行を続けるなら"
            "--resumeを付けてください（新しい文書と変わった文書だけを処理します）。",
        )


class BatchLockedError(ConfigError):
    """Another run writes into the folder."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: another run writes here; its run.json says on which machine, and its "
            "process id. One run at a time may. Wait for its end, or name another folder.",
            f"{path}: 別の実行が書き込み中です（マシンとプロセスIDはrun.jsonにあります）。"
            "同時に書き込めるのは1つだけです。終わるのを待つか、別のフォルダを指定してください。",
        )


class ForeignJournalError(ConfigError):
    """A file named like a batch's journal that is none, or one of another version."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: no journal of a batch by this version of jacyber-nlp. It is left as it is. "
            "Name another folder, or move the file away and do all documents again.",
            f"{path}: この版のjacyber-nlpが書いたジャーナルではありません。"
            "ファイルはそのまま残しました。別のフォルダを指定するか、"
            "このファイルを移して全文書を処理し直してください。",
        )


class OutputError(JacyberError, OSError):
    """The folder of a batch cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path}: cannot be written ({reason}). What was done so far is kept. "
            "Mend that (space, permission), and run it again with --resume.",
            f"{path}: 書き込めません（{reason}）。ここまでの結果は残っています。"
            "空き容量や権限を直し、--resumeを付けて再実行してください。",
        )


class ShardsError(ConfigError):
    """Shares of a batch that cannot be joined."""

    def __init__(self, path: str, en: str, ja: str) -> None:
        self.path = path
        super().__init__(f"{path}: {en}", f"{path}: {ja}")


class SchedulerError(JacyberError, ConnectionError):
    """A Dask scheduler that does not answer, or has no workers."""

    def __init__(self, address: str, reason: str) -> None:
        self.address = address
        self.reason = reason
        super().__init__(
            f"{address}: no Dask cluster to work on ({reason}). The address of a scheduler with "
            "workers is needed (tcp://host:8786), or local. Check address, network and workers.",
            f"{address}: Daskのクラスターが使えません（{reason}）。ワーカーのいる"
            "スケジューラーのアドレス（tcp://host:8786）か、localを指定してください。"
            "アドレス、ネットワーク、ワーカーを確かめてください。",
        )


class WorkerStartError(JacyberError, RuntimeError):
    """A process for documents does not start."""

    def __init__(self, exitcode: int | None) -> None:
        self.exitcode = exitcode
        told = f"exit status {exitcode}" if exitcode is not None else "no answer"
        super().__init__(
            f"a worker process did not start ({told}). A script that starts workers must do so "
            'under `if __name__ == "__main__":`. Guard it so, or work in one process '
            "(--processes 0).",
            f"ワーカーのプロセスが起動しません（{told}）。ワーカーを使うスクリプトでは、"
            '呼び出しを`if __name__ == "__main__":`の下に置く必要があります。'
            "そうするか、1プロセスで実行してください（--processes 0）。",
        )


class WorkerLostError(DocumentError, RuntimeError):
    """The process that worked at a document ended."""

    def __init__(self, exitcode: int | None, path: str = "a block of documents") -> None:
        self.exitcode = exitcode
        self.path = path
        super().__init__(
            f"{path}: the process that worked at it ended (exit status {exitcode}). "
            "A document that can be analysed does not do that. Look at it with `jacyber text`, "
            "or try once more with --resume.",
            f"{path}: 処理中のプロセスが終了しました（終了状態{exitcode}）。"
            "通常の文書では起こりません。`jacyber text`で確かめるか、"
            "--resumeを付けて再実行してください。",
        )


class TimeLimitError(DocumentError, TimeoutError):
    """A document took longer than it may."""

    def __init__(self, path: str, seconds: float) -> None:
        self.path = path
        self.seconds = seconds
        super().__init__(
            f"{path}: took longer than {seconds:g} seconds. Documents of ordinary length need "
            "a few. Split it, or run again with --resume and a larger --max-seconds.",
            f"{path}: {seconds:g}秒を超えました。通常の文書は数秒で終わります。"
            "分割するか、--max-secondsを増やし--resumeを付けて再実行してください。",
        )


class MemoryLimitError(DocumentError, RuntimeError):
    """A document needed more memory than it may."""

    def __init__(self, path: str, limit: int) -> None:
        self.path = path
        self.limit = limit
        megabytes = limit // 1_000_000
        super().__init__(
            f"{path}: its worker held more than {megabytes:,} MB. Documents of ordinary length "
            "need less than 900. Split it, or run again with --resume and a larger "
            "--max-memory.",
            f"{path}: メモリが{megabytes:,}MBを超えました。通常の文書は900MB未満で足ります。"
            "分割するか、--max-memoryを増やし--resumeを付けて再実行してください。",
        )


class UnexpectedError(DocumentError, RuntimeError):
    """A defect of this package that a document has brought to light."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path}: {reason}. This is a defect of jacyber-nlp, not of the document. "
            "Please report it with the document, or a part of it that shows it.",
            f"{path}: {reason}。文書ではなくjacyber-nlpの不具合です。"
            "文書、または再現する部分を添えて報告してください。",
        )
