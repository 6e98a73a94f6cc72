"""Reading HTML strictly: every selection says how many elements it expects, and text has one spelling.

Nothing here knows a product. What a login or a challenge looks like is the same in front of all of them.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from harvester.errors import ChallengePage, EmptyPage, LoginPage, PageError
from harvester.portals import terms
from harvester.portals.contract import FetchedPage

_ANY_MARKUP = re.compile(r"<(?:!doctype\s+html|[a-z][a-z0-9]*)[\s/>]", re.IGNORECASE)
_XML_PROLOG = re.compile(r"<\?xml[^>]*>")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
_META_BYTES = 4096
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# fmt: off
_INLINE = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "script", "small", "span",
    "strong", "style", "sub", "sup", "t", "tt", "u", "wbr",
])
# fmt: on

_DEEPEST = 500
"""A search by selector asks each element's ancestors: without a bound a hostile page makes that quadratic."""

_PASSWORD = "input[type=password i]"  # noqa: S105  a selector, no secret
_CHALLENGE = "[id*=captcha i], [class*=captcha i], iframe[src*=captcha i], [id^=challenge-], script[src*=challenge]"
_SPEAKING = "title, h1, h2, h3, button, label, p"

_FEW_WORDS = 80
"""Characters of a page that says one thing. In a longer one, a link to the login is only a link in its corner."""

_ENCODINGS = {
    "utf-8": "utf-8",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
    "iso8859-15": "iso8859-15",
}
"""What browsers take a declared encoding for; any other declaration is not believed."""


def read_html(page: FetchedPage) -> BeautifulSoup:
    """The tree of a page that was answered well, is HTML, and is whole.

    Raises:
        EmptyPage: the answer has no content.
        LoginPage: it was refused with a request to log in.
        ChallengePage: it was refused with a question whether we are human.
        PageError: it was refused otherwise, is no HTML, is cut off, or is nested absurdly deep.
    """
    text = _decode(page)
    if not 200 <= page.status < 300:
        raise _refusal(page, text)
    if not text.strip():
        raise EmptyPage(page.url, expected="a page", found="nothing")
    if not _is_markup(page.body, text):
        raise PageError(page.url, expected="an HTML page", found=f"{page.content_type}: {shorten(text[:200])}")
    if _is_cut_off(text):
        raise PageError(page.url, expected="a whole page", found="a page without its end")
    return _tree(page.url, text)


def one(root: Tag, selector: str, *, url: str) -> Tag:
    """The only element that ``selector`` finds below ``root``.

    Raises:
        PageError: there is none (of the kind that :func:`wrong_page` recognises), or there are several.
    """
    found = at_most_one(root, selector, url=url)
    if found is None:
        raise wrong_page(root, url=url, expected=f"one {selector}")
    return found


def at_most_one(root: Tag, selector: str, *, url: str) -> Tag | None:
    """The element that ``selector`` finds below ``root``, or None.

    Raises:
        PageError: there are several.
    """
    match root.select(selector, limit=2):
        case []:
            return None
        case [found]:
            return found
        case _:
            raise PageError(url, expected=f"at most one {selector}", found="several")


def at_least(root: Tag, selector: str, count: int, *, url: str) -> tuple[Tag, ...]:
    """All elements that ``selector`` finds below ``root``, in their order.

    Raises:
        PageError: there are fewer than ``count``.
    """
    found = tuple(root.select(selector))
    if len(found) < count:
        raise wrong_page(root, url=url, expected=f"at least {count} {selector}")
    return found


def wrong_page(root: Tag, *, url: str, expected: str, found: str = "") -> PageError:
    """The error for a page that lacks what its address promised: a login, a challenge, nothing, or another page.

    Only such a page is asked what it is, so a public page with a login in its corner stays a public page.
    """
    shown = clean_text(text_of(root)[:3000]).casefold()
    sayings = [text for tag in root.select(_SPEAKING, limit=20) if (text := text_of(tag))]
    found = shorten(found or next(iter(sayings), shown))
    called = " ".join(sayings).casefold() if len(shown) > _FEW_WORDS else shown
    if root.select_one(_PASSWORD):
        return LoginPage(url, expected=expected, found=f"a page that asks for a password: {found}")
    if root.select_one(_CHALLENGE) or any(word in shown for word in terms.CHALLENGES):
        return ChallengePage(url, expected=expected, found=f"a page that asks whether we are human: {found}")
    if any(word in called for word in terms.LOGINS):
        return LoginPage(url, expected=expected, found=f"a page that asks for a login: {found}")
    if not shown:
        return EmptyPage(url, expected=expected, found="a page without text")
    return PageError(url, expected=expected, found=found)


def text_of(tag: Tag) -> str:
    """The text that a reader sees in ``tag``, in one line: inline elements join, all others part."""
    return clean_text("".join(_pieces(tag)))


def own_text(tag: Tag) -> str:
    """The first text that stands in ``tag`` itself, not in an element inside; empty when there is none."""
    return next((text for child in tag.children if type(child) is NavigableString and (text := clean_text(child))), "")


def lines_of(tag: Tag) -> tuple[str, ...]:
    """The text in ``tag``, line by line as ``br`` parts it."""
    pieces = ("\n" if piece == _BREAK else piece.replace("\n", " ") for piece in _pieces(tag))
    return tuple(clean_text(line) for line in "".join(pieces).split("\n"))


def clean_text(text: str) -> str:
    """``text`` in composed Unicode, without invisible characters, white space folded to single blanks."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def attribute(tag: Tag, name: str) -> str:
    """The cleaned value of an attribute; empty when it is missing."""
    value = tag.get(name)
    return clean_text(value if isinstance(value, str) else " ".join(value or ()))


def absolute_address(page_url: str, href: str) -> str | None:
    """``href`` as an absolute web address without fragment, or None when it does not lead to a web page."""
    try:
        address, _ = urldefrag(urljoin(page_url, href.strip()))
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and host and address.isprintable() else None


def shorten(text: str, length: int = 120) -> str:
    """``text`` cleaned, and cut for a message."""
    text = clean_text(text)
    return text if len(text) <= length else text[: length - 1] + "…"


_BREAK = "\N{LINE SEPARATOR}"


def _pieces(tag: Tag) -> Iterator[str]:
    for node in tag.descendants:
        if _parts_words(node) or _parts_words(node.previous_sibling):
            yield _BREAK if isinstance(node, Tag) and node.name == "br" else " "
        # Comments, scripts and styles are subclasses.
        if type(node) is NavigableString:
            yield str(node)


def _parts_words(node: PageElement | None) -> bool:
    return isinstance(node, Tag) and node.name not in _INLINE


def _decode(page: FetchedPage) -> str:
    body = page.body
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    try:
        # Text of another encoding is hardly ever valid UTF-8, while headers and meta elements are often wrong.
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode(_declared_encoding(page), errors="replace")


def _declared_encoding(page: FetchedPage) -> str:
    head = page.body[:_META_BYTES].decode("ascii", errors="replace")
    declared = _CHARSET.search(page.content_type) or _CHARSET.search(head)
    try:
        name = codecs.lookup(declared.group(1)).name if declared else "cp1252"
    except LookupError:
        name = "cp1252"
    return _ENCODINGS.get(name, "cp1252")


def _is_markup(body: bytes, text: str) -> bool:
    return not body.startswith(b"%PDF") and "\0" not in text and _ANY_MARKUP.search(text) is not None


def _is_cut_off(text: str) -> bool:
    """Whether the page opens what it never closes, as an answer does that broke off: half a title is a wrong title."""
    lower = text.lower()
    if "<html" in lower:
        return max(lower.rfind("</html"), lower.rfind("</body")) < lower.rfind("<html")
    return any(lower.count(f"</{name}") < lower.count(f"<{name}") for name in ("div", "table", "ul", "h3"))


def _tree(url: str, text: str) -> BeautifulSoup:
    root = BeautifulSoup(_XML_PROLOG.sub(" ", text), "lxml")
    depths: dict[int, int] = {id(root): 0}
    for node in root.descendants:
        if isinstance(node, Tag):
            depth = depths[id(node.parent)] + 1
            if depth > _DEEPEST:
                raise PageError(url, expected="a page", found=f"elements nested deeper than {_DEEPEST}")
            depths[id(node)] = depth
    return root


def _refusal(page: FetchedPage, text: str) -> PageError:
    expected, status = "a page", f"HTTP status {page.status}"
    if not _is_markup(page.body, text):
        return PageError(page.url, expected=expected, found=status)
    error = wrong_page(_tree(page.url, text), url=page.url, expected=expected)
    kind = PageError if isinstance(error, EmptyPage) else type(error)
    return kind(page.url, expected=expected, found=f"{status}: {error.found}")
