from __future__ import annotations

import zlib

import pytest

from jacyber_nlp.errors import TooLargeError
from jacyber_nlp.reading import inflation
from jacyber_nlp.reading.inflation import check_streams


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflation, "MAX_STREAM", 5_000)


def stream(keys: str, content: bytes, end: str = "endstream") -> bytes:
    return f"4 0 obj\n<< {keys} >>\nstream\r\n".encode() + content + f"\n{end}\n".encode()


ONE = zlib.compress(b"q" * 5_001)
FITS = zlib.compress(b"q" * 5_000)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(stream("/Filter /FlateDecode", ONE), id="by name"),
        pytest.param(stream("/F /Fl", ONE), id="by short name"),
        pytest.param(stream("/Filter [/FlateDecode /Fl]", zlib.compress(ONE)), id="twice"),
        pytest.param(stream("/Filter /FlateDecode", ONE, end=""), id="cut off"),
        pytest.param(stream("", b"q Q") + stream("/Filter /FlateDecode", ONE), id="the second"),
    ],
)
def test_a_stream_that_inflates_beyond_the_limit_is_refused(data: bytes) -> None:
    with pytest.raises(TooLargeError) as caught:
        check_streams(data, "a.pdf")
    assert str(caught.value).startswith("a.pdf: a stream in bytes has 5,001; at most 5,000 ")
    assert caught.value.message("ja").startswith("a.pdf: ストリームのバイト数が5,001あり、")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(stream("/Filter /FlateDecode", FITS), id="at the limit"),
        pytest.param(stream("/Subtype /Image /Filter /FlateDecode", ONE), id="a picture"),
        pytest.param(stream("/Filter /FlateDecode", b"x" * 100), id="no deflate"),
        pytest.param(stream("/Filter /FlateDecode", ONE[:-20] + b"x"), id="faulty at its end"),
        pytest.param(stream("/Filter /DCTDecode", b"x" * 10_000), id="another filter"),
        pytest.param(b"stream\n" * 1_000, id="no streams at all"),
    ],
)
def test_other_streams_are_let_through(data: bytes) -> None:
    check_streams(data, "a.pdf")
