"""The OpenSearch 1.1 description, by which a browser can add the search to its own box."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from fastapi import APIRouter, Request, Response

from search.web.machines import atom
from search.web.machines.conditional import conditional
from search.web.machines.site import Site, ThisSite

MEDIA_TYPE = "application/opensearchdescription+xml"
ADDRESS = "/opensearch.xml"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_URLS = (
    ("text/html", "results", "/sok?q={searchTerms}&page={startPage?}"),
    (atom.MEDIA_TYPE, "results", "/sok.atom?q={searchTerms}"),
    ("application/json", "results", "/api/v1/search?q={searchTerms}&page={startPage?}&per_page={count?}"),
    (MEDIA_TYPE, "self", ADDRESS),
)

router = APIRouter(include_in_schema=False)


@router.get(ADDRESS)
def description(request: Request, site: ThisSite) -> Response:
    """What a browser is told about the search."""
    return conditional(request, to_description(site), MEDIA_TYPE)


def to_description(site: Site) -> bytes:
    """The description of the search at a site."""
    root = ET.Element("OpenSearchDescription", {"xmlns": _NAMESPACE})
    for name, text in (
        ("ShortName", "Saksgang"),
        ("Description", "Søk i møter, saker og vedtak i kommuner og fylkeskommuner"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
        ("Language", "nb"),
        ("Language", "nn"),
    ):
        ET.SubElement(root, name).text = text
    ET.SubElement(root, "Image", {"type": "image/svg+xml"}).text = site.absolute("/static/icon.svg")
    for media_type, relation, template in _URLS:
        attributes = {"type": media_type, "rel": relation, "template": site.absolute(template)}
        if relation == "results":
            attributes["indexOffset"] = "1"
        ET.SubElement(root, "Url", attributes)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
