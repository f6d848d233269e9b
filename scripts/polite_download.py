"""Download a page or PDF without being a burden: bounded, patient, one host at a time."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

AGENT = "jacyber-nlp-norm-texts/0.1"
TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/xml": "html",
    "application/xml": "html",
    "text/plain": "txt",
    "application/pdf": "pdf",
}
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
LONGEST_WAIT = 60.0  # seconds, whatever a server asks for
SCHEMES = ("http", "https")
NOT_ALLOWED = "not allowed"  # as urllib says of a redirect to another scheme
CHUNK = 65_536


@dataclass(frozen=True)
class Limits:
    """What one download may take.

    Attributes:
        silence: Seconds without a byte.
        total: Seconds for one attempt.
        size: Bytes.
        attempts: How often what may pass (5xx, a broken connection) is tried.
        backoff: Seconds before the second attempt; doubled each time.
        delay: Seconds between two requests to one host.
    """

    silence: float = 20
    total: float = 120
    size: int = 50_000_000
    attempts: int = 4
    backoff: float = 2
    delay: float = 3


@dataclass(frozen=True)
class Page:
    """What a server sent.

    Attributes:
        url: Where it was in the end.
        kind: ``html``, ``txt`` or ``pdf``.
        charset: As the server names it; None if it does not.
        etag: Of this version; None without one.
        modified: Its ``Last-Modified``; None without one.
        body: The bytes.
    """

    url: str
    kind: str
    charset: str | None
    etag: str | None
    modified: str | None
    body: bytes


class DownloadError(Exception):
    """A download that failed for good; says why."""


class _PassingError(Exception):
    """A failure that may pass.

    Attributes:
        wait: Seconds that the server asks to wait; None if it does not.
    """

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: Message, newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        if urlsplit(newurl).scheme not in SCHEMES:
            raise urllib.error.HTTPError(newurl, code, NOT_ALLOWED, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class Downloader:
    """Fetches one address after the other."""

    def __init__(
        self,
        limits: Limits = Limits(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the limits; ``sleep`` waits between requests."""
        self.limits = limits
        self._sleep = sleep
        self._opener = urllib.request.build_opener(_Redirects())
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Page | None:
        """Return what is at an address; None if it is the version already there.

        Raises:
            DownloadError: If it cannot be had: forbidden by the site's robots.txt,
                not found, too large, of a type that cannot be read, or still
                failing after all attempts.
        """
        url = _encoded(url)
        _check_scheme(url)
        if not self._allowed(url):
            raise DownloadError("the site's robots.txt forbids it")
        return self._patiently(url, etag, modified)

    def _patiently(self, url: str, etag: str | None, modified: str | None) -> Page | None:
        wait = self.limits.backoff
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._once(url, etag, modified)
            except _PassingError as err:
                if attempt == self.limits.attempts:
                    raise DownloadError(f"{err} ({attempt} attempts)") from err
                self._sleep(min(err.wait or wait, LONGEST_WAIT))
                wait *= 2
        raise AssertionError("at least one attempt is made")

    def _once(self, url: str, etag: str | None, modified: str | None) -> Page | None:
        self._wait_for(urlsplit(url).netloc)
        headers = {"User-Agent": AGENT, "Accept": ", ".join(TYPES)}
        if etag:
            headers["If-None-Match"] = etag
        elif modified:
            headers["If-Modified-Since"] = modified
        request = urllib.request.Request(url, headers=headers)  # noqa: S310  (checked)
        try:
            with self._opener.open(request, timeout=self.limits.silence) as response:
                kind = TYPES.get(response.headers.get_content_type())
                if kind is None:
                    kind_sent = response.headers.get_content_type()
                    raise DownloadError(f"is {kind_sent}, not a page, text or PDF")
                return Page(
                    response.url,
                    kind,
                    response.headers.get_content_charset(),
                    response.headers.get("ETag"),
                    response.headers.get("Last-Modified"),
                    self._body(response),
                )
        except urllib.error.HTTPError as err:
            with err:
                if err.code == 304:
                    return None
                if err.code in TRY_AGAIN:
                    raise _PassingError(f"HTTP {err.code}", _seconds(err)) from err
                if 300 <= err.code < 400:
                    away = NOT_ALLOWED in str(err.reason)
                    raise DownloadError(
                        "redirects to no address of http or https"
                        if away
                        else "redirects without end"
                    ) from err
                raise DownloadError(f"HTTP {err.code}") from err
        except (OSError, HTTPException) as err:
            raise _PassingError(f"no connection ({err or type(err).__name__})") from err

    def _body(self, response: IO[bytes]) -> bytes:
        """Read within the limits of size and time."""
        limits = self.limits
        length = int(getattr(response, "headers", {}).get("Content-Length") or 0)
        end = time.monotonic() + limits.total
        body = bytearray()
        while chunk := response.read1(CHUNK):  # type: ignore[attr-defined]
            body += chunk
            if len(body) > limits.size:
                raise DownloadError(f"is larger than {limits.size:,} bytes")
            if time.monotonic() > end:
                raise _PassingError(f"not whole after {limits.total:g} seconds")
        if length > len(body):
            raise _PassingError("the connection broke off")
        return bytes(body)

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        host = parts.netloc
        if host not in self._robots:
            robots = RobotFileParser()
            try:
                page = self._once(
                    urlunsplit((parts.scheme, host, "/robots.txt", "", "")), None, None
                )
                robots.parse((page.body if page else b"").decode("utf-8", "replace").splitlines())
            except (DownloadError, _PassingError):  # no rules, or none that can be read
                robots.parse([])
            self._robots[host] = robots
        return self._robots[host].can_fetch(AGENT, url)

    def _wait_for(self, host: str) -> None:
        delay = self.limits.delay
        if host in self._robots:
            delay = max(delay, min(float(self._robots[host].crawl_delay(AGENT) or 0), LONGEST_WAIT))
        if host in self._last:
            rest = self._last[host] + delay - time.monotonic()
            if rest > 0:
                self._sleep(rest)
        self._last[host] = time.monotonic()


def _check_scheme(url: str) -> None:
    if urlsplit(url).scheme not in SCHEMES:
        raise DownloadError(f"{url} is no address of http or https")


def _encoded(url: str) -> str:
    """Return an address with Japanese letters as servers want it."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _seconds(err: urllib.error.HTTPError) -> float | None:
    asked = err.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else None
