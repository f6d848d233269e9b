"""The script that downloads official texts, against a server of our own."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jacyber_nlp import official_texts
from jacyber_nlp.catalogue import split_provisions
from jacyber_nlp.records import Bilingual, Instrument, NormProvision

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
pytestmark = pytest.mark.skipif(not SCRIPTS.exists(), reason="no checkout, only the wheel")

# Taken before conftest closes the network; this file needs its own machine alone.
_CONNECT, _ADDRESSES = socket.socket.connect, socket.getaddrinfo

PAGE = """<html><head><title>x</title><style>1. no</style></head><body>
<nav>1. Home 2. About</nav><h1>Harbour Accord</h1>
<p>The participants agreed:</p>
<ol><li>States should keep networks open to all who use them.</li>
<li><p>States should not attack<br>the machinery of elections.</p></li></ol>
<p>13. The Group offers the following for consideration:</p>
<p>(a) States should cooperate in making networks stable;</p>
<p>(b) States should answer requests for help without delay.</p>
<script>alert("3. no")</script></body></html>"""


@pytest.fixture(autouse=True)
def _own_machine(_no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", address
        _CONNECT(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", _ADDRESSES)


def module(name: str) -> ModuleType:
    if str(SCRIPTS) not in sys.path:
        sys.path.insert(0, str(SCRIPTS))
    return importlib.import_module(name)


class Server:
    """Answers each path by its function, and counts the requests."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.answers.get(self.path, lambda h: h.send_error(404))(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.httpd.handle_error = lambda *_: None  # type: ignore[method-assign]  # we hang up
        self.url = f"http://127.0.0.1:{self.httpd.server_port}"

    def page(
        self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        data = body if isinstance(body, bytes) else body.encode()

        def answer(h: BaseHTTPRequestHandler) -> None:
            etag = headers.get("ETag")
            if etag and h.headers.get("If-None-Match") == etag:
                h.send_response(304)
                h.end_headers()
                return
            h.send_response(200)
            h.send_header("Content-Type", kind)
            h.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                h.send_header(name, value)
            h.end_headers()
            h.wfile.write(data)

        self.answers[path] = answer

    def times(self, path: str) -> int:
        return self.asked.count(path)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.httpd.shutdown()
    made.httpd.server_close()
    thread.join()


class Waits(list[float]):
    """Seconds that were waited, without waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def downloader(waits: Waits | None = None, **limits: float) -> Any:
    polite = module("polite_download")
    fields = {"silence": 2, "total": 5, "size": 100_000, "delay": 0, "backoff": 1} | limits
    return polite.Downloader(polite.Limits(**fields), Waits() if waits is None else waits)


def refused(server: Server, path: str, **limits: float) -> str:
    with pytest.raises(module("polite_download").DownloadError) as caught:
        downloader(**limits).get(server.url + path)
    return str(caught.value)


def test_a_page_is_fetched_with_what_identifies_its_version(server: Server) -> None:
    server.page("/a", PAGE, ETag='"v1"', **{"Last-Modified": "Sun, 22 Nov 2026 00:00:00 GMT"})

    page = downloader().get(server.url + "/a")

    assert (page.kind, page.charset, page.etag) == ("html", "utf-8", '"v1"')
    assert page.modified == "Sun, 22 Nov 2026 00:00:00 GMT"
    assert page.body == PAGE.encode()


def test_a_missing_page_is_not_asked_for_again(server: Server) -> None:
    assert refused(server, "/none") == "HTTP 404"
    assert server.times("/none") == 1


def test_a_server_that_fails_once_is_asked_again_after_a_while(server: Server) -> None:
    server.page("/ok", PAGE)
    good = server.answers["/ok"]
    server.answers["/a"] = lambda h: h.send_error(500) if server.times("/a") < 3 else good(h)
    waits = Waits()

    assert downloader(waits).get(server.url + "/a").body == PAGE.encode()
    assert waits == [1, 2]


def test_a_server_says_how_long_to_wait(server: Server) -> None:
    server.page("/ok", PAGE)
    good = server.answers["/ok"]

    def busy(h: BaseHTTPRequestHandler) -> None:
        if server.times("/a") > 1:
            good(h)
            return
        h.send_response(429)
        h.send_header("Retry-After", "7")
        h.end_headers()

    server.answers["/a"] = busy
    waits = Waits()
    downloader(waits).get(server.url + "/a")

    assert waits == [7]


def test_a_server_that_always_fails_is_given_up(server: Server) -> None:
    server.answers["/a"] = lambda h: h.send_error(503)

    assert refused(server, "/a", attempts=3) == "HTTP 503 (3 attempts)"
    assert server.times("/a") == 3


def redirect(target: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(h: BaseHTTPRequestHandler) -> None:
        h.send_response(302)
        h.send_header("Location", target)
        h.end_headers()

    return answer


def test_a_redirect_is_followed_and_its_end_is_told(server: Server) -> None:
    server.page("/b", PAGE)
    server.answers["/a"] = redirect("/b")

    assert downloader().get(server.url + "/a").url == server.url + "/b"


def test_redirects_without_end_are_left(server: Server) -> None:
    server.answers["/a"] = redirect("/b")
    server.answers["/b"] = redirect("/a")
    for i in range(9):
        server.answers[f"/{i}"] = redirect(f"/{i + 1}")

    assert refused(server, "/a") == "redirects without end"
    assert refused(server, "/0") == "redirects without end"
    assert server.times("/7") == 0


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/a", "file:///etc/passwd"])
def test_a_redirect_out_of_the_web_is_refused(server: Server, target: str) -> None:
    server.answers["/a"] = redirect(target)

    assert refused(server, "/a") == "redirects to no address of http or https"
    assert server.times("/a") == 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.org/a", "data:text/plain,x"])
def test_only_addresses_of_the_web_are_fetched(url: str) -> None:
    with pytest.raises(module("polite_download").DownloadError, match="no address of http"):
        downloader().get(url)


def test_a_page_too_large_is_left_before_it_is_whole(server: Server) -> None:
    server.page("/a", b"x" * 300_000)

    assert refused(server, "/a", size=1_000) == "is larger than 1,000 bytes"


def test_a_picture_is_refused(server: Server) -> None:
    server.page("/a", b"\x89PNG", "image/png")

    assert refused(server, "/a") == "is image/png, not a page, text or PDF"


def test_a_server_that_falls_silent_is_given_up(server: Server) -> None:
    server.answers["/a"] = lambda h: time.sleep(1)

    assert refused(server, "/a", silence=0.2, attempts=2).endswith("(2 attempts)")


def test_a_server_that_drips_is_given_up(server: Server) -> None:
    def drip(h: BaseHTTPRequestHandler) -> None:
        h.send_response(200)
        h.send_header("Content-Type", "text/plain")
        h.end_headers()
        for _ in range(20):
            try:
                h.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)

    server.answers["/a"] = drip

    assert "not whole after 0.2 seconds" in refused(server, "/a", total=0.2, attempts=1)


def test_a_connection_that_breaks_off_is_no_page(server: Server) -> None:
    def half(h: BaseHTTPRequestHandler) -> None:
        h.send_response(200)
        h.send_header("Content-Type", "text/plain")
        h.send_header("Content-Length", "100")
        h.end_headers()
        h.wfile.write(b"x" * 50)

    server.answers["/a"] = half

    refused(server, "/a", attempts=2)
    assert server.times("/a") == 2


def test_robots_txt_is_obeyed(server: Server) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /a\nCrawl-delay: 9\n", "text/plain")
    server.page("/b", PAGE)
    waits = Waits()
    one = downloader(waits)

    with pytest.raises(module("polite_download").DownloadError, match="forbids"):
        one.get(server.url + "/a")
    one.get(server.url + "/b")

    assert server.times("/a") == 0
    assert waits == [pytest.approx(9, abs=0.5)]


def test_a_host_is_not_asked_twice_at_once(server: Server) -> None:
    server.page("/a", PAGE)
    waits = Waits()
    downloader(waits, delay=3).get(server.url + "/a")  # robots.txt came first

    assert waits == [pytest.approx(3, abs=0.5)]


# The texts

INSTRUMENT = Instrument(
    "harbour", Bilingual("海港協定", "Harbour Accord"), "us", "2031", None, "voluntary",
    "bridging", "", None, "false", (),
)  # fmt: skip


def provision(id_: str, locator: str, number: str = "x") -> NormProvision:
    both = Bilingual("甲", "a")
    return NormProvision(id_, "harbour", number, both, both, (), 0, "", "true", locator=locator)


PROVISIONS = (
    provision("h-2", "para. 2"),
    provision("h-13a", "", "para 13(a)"),
    provision("h-13", "para. 13"),
    provision("h-99", "art. 99"),
    provision("h-free", "closing words"),
)


def fetch(server: Server, out: Path, path: str = "/a") -> list[str]:
    instrument = dataclasses.replace(INSTRUMENT, official_url=server.url + path)
    failed: list[str] = module("fetch_norm_texts").fetch_all(
        [instrument], PROVISIONS, out, downloader()
    )
    return failed


def test_the_words_of_provisions_are_found_by_their_number(server: Server, tmp_path: Path) -> None:
    server.page("/a", PAGE)

    assert fetch(server, tmp_path) == []

    lines = [json.loads(x) for x in (tmp_path / "harbour.jsonl").read_text().splitlines()]
    assert [(x["provision_id"], x["found"], x["locator"]) for x in lines] == [
        ("h-2", True, "2"),
        ("h-13a", True, "13(a)"),
        ("h-13", True, "13, 13(a), 13(b)"),
        ("h-99", False, "art. 99"),
        ("h-free", False, "closing words"),
    ]
    assert lines[0]["text"] == "States should not attack\nthe machinery of elections."
    assert lines[1]["text"] == "States should cooperate in making networks stable;"
    assert {x["lang"] for x in lines} == {"en"}


def test_the_manifest_says_where_each_file_came_from(server: Server, tmp_path: Path) -> None:
    server.page("/a", PAGE, ETag='"v1"')
    fetch(server, tmp_path)

    entry = json.loads((tmp_path / "manifest.json").read_text())["harbour"]

    assert entry["url"] == entry["fetched_from"] == server.url + "/a"
    assert entry["sha256"] == hashlib.sha256(PAGE.encode()).hexdigest()
    assert (tmp_path / entry["file"]).read_bytes() == PAGE.encode()
    assert entry["retrieved"].endswith("+00:00")
    assert entry["licence"].startswith("not known: read the publisher's terms")


@pytest.mark.parametrize(("etag", "requests"), [('"v1"', 2), (None, 1)])
def test_what_is_there_is_not_fetched_again(
    server: Server, tmp_path: Path, etag: str | None, requests: int
) -> None:
    server.page("/a", PAGE, **({"ETag": etag} if etag else {}))
    fetch(server, tmp_path)
    before = (tmp_path / "manifest.json").read_bytes()

    assert fetch(server, tmp_path) == []

    assert server.times("/a") == requests
    assert (tmp_path / "manifest.json").read_bytes() == before


def test_another_version_or_a_damaged_file_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.page("/a", PAGE, ETag='"v1"')
    fetch(server, tmp_path)
    (tmp_path / "harbour.html").write_text("damaged")
    fetch(server, tmp_path)
    assert (tmp_path / "harbour.html").read_bytes() == PAGE.encode()

    server.page("/a", PAGE.replace("elections", "ports"), ETag='"v2"')
    fetch(server, tmp_path)

    assert "machinery of ports" in (tmp_path / "harbour.jsonl").read_text()


def test_a_failure_is_told_and_what_was_there_stays(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.page("/a", PAGE, ETag='"v1"')
    fetch(server, tmp_path)
    server.answers.clear()

    assert fetch(server, tmp_path) == ["harbour"]

    assert capsys.readouterr().err == "harbour: HTTP 404\n"
    assert (tmp_path / "harbour.html").read_bytes() == PAGE.encode()


def test_what_is_fetched_stands_in_the_place_of_summaries(server: Server, tmp_path: Path) -> None:
    server.page("/a", PAGE)
    fetch(server, tmp_path)

    worded = official_texts(tmp_path, PROVISIONS)

    assert [p.text_source for p in worded] == ["official"] * 3 + ["summary"] * 2
    assert worded[1].summary.en == "States should cooperate in making networks stable;"
    assert worded[3] == PROVISIONS[3]


@pytest.mark.parametrize(
    ("locator", "numbers"),
    [
        ("art. 1", ["Article 1(1)", "Article 1(2)"]),
        ("Article 1(2)", ["Article 1(2)"]),
        ("arts 1-2", ["Article 1(1)", "Article 1(2)", "Article 2"]),
        ("arts 2-3", []),
        ("Accord, art. 2", ["Article 2"]),
        ("preamble", ["preamble"]),
        ("para. 2", []),
        ("measures", []),
        ("1st of two", []),
    ],
)
def test_a_locator_names_parts_of_a_text(locator: str, numbers: list[str]) -> None:
    text = [
        "The participants,",
        "Article 1 – Open passage",
        "1. States shall let traffic pass without obstruction.",
        "2. States shall not cut off the network of others.",
        "Article 2 – Review",
        "States meet every two years.",
    ]

    parts = module("norm_places").parts_at(locator, split_provisions(text))

    assert [p.number for p in parts] == numbers


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("<p>海港</p>".encode("cp932"), "shift_jis", "海港\n"),
        (b'<meta charset="euc-jp">' + "<p>海港</p>".encode("euc-jp"), None, "海港\n"),
        ("<p>海港</p>".encode(), None, "海港\n"),
        (b"<ol type=a start=2><li>x<li>y</ol><ul><li>z</ul>", None, "(b) x\n(c) y\nz\n"),
        (b"<p>a\nb &amp; c</p><footer>d</footer>e", None, "a b & c\ne\n"),
    ],
)
def test_a_page_becomes_its_text(body: bytes, charset: str | None, text: str) -> None:
    assert module("page_text").text_of(body, charset) == text
