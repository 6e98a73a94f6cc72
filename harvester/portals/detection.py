"""Which product a portal is, by the shape of an address first, by what stands on a page second.

Pure like the adapters, and of no use to them: it serves the person who adds a municipality. Products that are known and have
no adapter are named too, so that nobody looks for them in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup

KNOWN_PRODUCTS: Mapping[str, str] = MappingProxyType(
    {
        "acos_classic": "ACOS wfinnsyn",
        "acos_innsyn": "ACOS Innsyn Pluss",
        "bergen": "Bergen's own portal",
        "digdem": "Digdem",
        "einnsyn": "eInnsyn, the national portal",
        "elements": "Elements Publikum",
        "ephorte": "ePhorte eInnsyn, which Elements Publikum replaces",
        "firstagenda": "FirstAgenda Publication",
        "innsynsportal": "innsynsportal.no",
        "jupiter": "Jupiter",
        "opengov": "OpenGov 360online",
        "prokom_sru": "Prokom SRU",
    }
)
"""What each word for ``platform`` stands for, whether or not there is an adapter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """A product, the address to give as ``base_url``, and what tells that it is this product."""

    product: str
    base_url: str
    seen: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shape:
    """An address that only this product has; ``base_url`` is expanded from what ``pattern`` found."""

    product: str
    pattern: re.Pattern[str]
    base_url: str


def _shape(product: str, pattern: str, base_url: str = r"\g<1>") -> _Shape:
    return _Shape(product=product, pattern=re.compile(pattern, re.IGNORECASE), base_url=base_url)


_HOST = r"https?://[^/?#]+"
# Products with hosts of their own come first: they share words such as motekalender with others.
_SHAPES: Sequence[_Shape] = (
    _shape("digdem", r"(https?://[\w-]+\.digdem\.no)(?=[/?#]|$)", r"\g<1>/motekalender"),
    _shape("innsynsportal", r"(https?://[\w-]+\.innsynsportal\.no)(?=[/?#]|$)", r"\g<1>/"),
    _shape("elements", r"(https?://prod\d+\.elementscloud\.no/publikum/(?!api/|documents/)[^/?#]+)"),
    _shape("elements", rf"({_HOST}/publikum/\d{{9}}[^/?#]*)"),
    _shape(
        "opengov",
        r"https?://opengov\.(?:360online\.com|cloudapp\.net)(/Meetings/[^/?#]+)",
        r"https://opengov.360online.com\g<1>",
    ),
    _shape("acos_innsyn", r"(https?://innsynpluss\.onacos\.no/[^/?#]+)(?=[/?#]|$)", r"\g<1>/moteoversikt/"),
    _shape("acos_innsyn", rf"({_HOST}(?:/[^?#]*)?/innsyn/moteoversikt)(?=[/?#]|$)", r"\g<1>/"),
    _shape("acos_classic", rf"({_HOST}/(?:[^?#]*/)?)wf(?:innsyn|document)\.as[hp]x", r"\g<1>wfinnsyn.ashx"),
    _shape("einnsyn", r"(https?://api\.einnsyn\.no/enhet/[^/?#]+)"),
    _shape("einnsyn", r"https?://(?:www\.|api\.|data\.)?einnsyn\.no(?=[/?#]|$)", "https://api.einnsyn.no/enhet/"),
    _shape(
        "bergen",
        r"(https?://www\.bergen\.kommune\.no)/(?:politikere-utvalg|politikk/politiskeutvalg)(?=[/?#]|$)",
        r"\g<1>/politikere-utvalg/api",
    ),
    _shape("prokom_sru", rf"({_HOST})/api/utvalg(?=[/?#]|$)"),
    _shape(
        "firstagenda", rf"({_HOST})/(?:api/agenda|vis/pdf|pdf/henteksternpdf|home/anonymousauthentication)\b", r"\g<1>/"
    ),
    _shape(
        "ephorte",
        rf"({_HOST}(?:/[^?#]*)?)/(?:Dmb/(?:AllDmb|Details|DmbMeetingDetail|ShowDmbDocument)"
        r"|DmbHandling/ShowDmbHandlingDocument|utvalg/(?:AllUtvalg|UtvalgmoeteDetail|ShowUtvalgDocument)"
        r"|Utvalgsbehandling/ShowUtvalgBehandlingDocument)(?=[/?#]|$)",
    ),
    _shape("jupiter", rf"({_HOST}(?:/[^?#]*)?/motekalender)/motedag(?:/\d|\?offmoteid=)"),
    _shape(
        "jupiter",
        rf"({_HOST}(?:/[^?#]*?)?)/(?:motedag\?offmoteid=|application/get(?:Document|MoteDokument)\?)",
        r"\g<1>/motekalender",
    ),
    # On its www host a municipality may have a page of that name in any product.
    _shape("jupiter", r"(https?://(?!www\d*\.)[^/?#]+/motekalender)/?(?=[?#]|$)"),
)
_SRU_PLUGIN = "prokomcdn.no/plugins/sru"
# What stands in the markup of a product's own pages.
_MARKS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("jupiter", re.compile(r'id="(?:motekalender_table|year-calendar)"')),
    ("acos_innsyn", re.compile(r"/ClientApp/reactjs-front/innsyn/|innsyn-overview")),
    ("acos_classic", re.compile(r"wfinnsyn\.as[hp]x\?response=")),
    ("opengov", re.compile(r'class="boardLink|class="meetingsDetailsDiv')),
)
_LONGEST_ADDRESS = 2000
_ADDRESSES = ("href", "src", "action", "data")


def from_address(url: str) -> Detection | None:
    """The product that alone has addresses of this shape."""
    if _SRU_PLUGIN in url:
        return _sru_plugin(url)
    for shape in _SHAPES:
        if found := shape.pattern.match(url):
            seen = f"the shape of the address {_shown(url)}"
            return Detection(product=shape.product, base_url=found.expand(shape.base_url), seen=seen)
    return None


def from_page(url: str, body: bytes) -> tuple[Detection, ...]:
    """The products that a page belongs to or leads to, each once; ``url`` is where the page was found in the end."""
    found: dict[tuple[str, str], Detection] = {}
    for each in (*_of_the_page(url, body), *_of_its_links(url, body)):
        found.setdefault((each.product, each.base_url), each)
    return tuple(found.values())


def _of_the_page(url: str, body: bytes) -> Iterator[Detection]:
    if by_address := from_address(url):
        yield by_address
        return
    text = body.decode("utf-8", "replace")
    for product, mark in _MARKS:
        if found := mark.search(text):
            yield Detection(product=product, base_url=url, seen=f"{_shown(found.group())} on the page")
            return


def _of_its_links(url: str, body: bytes) -> Iterator[Detection]:
    for tag in BeautifulSoup(body, "lxml").find_all(True):
        for address in (tag.get(name) for name in _ADDRESSES):
            if isinstance(address, str) and (linked := _from_link(url, address)):
                yield linked


def _from_link(url: str, address: str) -> Detection | None:
    if len(address) > _LONGEST_ADDRESS:
        return None
    try:
        linked = from_address(urljoin(url, address.strip()))
    except ValueError:  # no address at all
        return None
    if linked is None:
        return None
    return Detection(product=linked.product, base_url=linked.base_url, seen=f"a link on the page: {_shown(address)}")


def _sru_plugin(url: str) -> Detection | None:
    """The plugin's address names the host that it asks: ``app.html?url=//host&v=1.01``."""
    asked = parse_qs(urlsplit(url).query).get("url", [])
    if len(asked) != 1 or not urlsplit(urljoin("https:", asked[0])).hostname:
        return None
    seen = f"the address of its plugin {_shown(url)}"
    return Detection(product="prokom_sru", base_url=urljoin("https:", asked[0]).rstrip("/"), seen=seen)


def _shown(text: str) -> str:
    """Foreign text, short and without anything that a terminal would obey."""
    printable = "".join(letter if letter.isprintable() else "\ufffd" for letter in text.strip())
    return printable if len(printable) <= 120 else f"{printable[:119]}…"
