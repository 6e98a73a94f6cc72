"""Web pages of known text, to be made into PDFs by programs of others: a browser's print, or a typesetter of HTML.

Used by the tests and by ``benchmarks/extraction.py``. Each maker takes a source of sentences and gives HTML and its text in
reading order. They are what case systems print: item lists, heads with tables, budgets, justified columns, forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tests.harvester.extract.truth import Sentences


class Printable(NamedTuple):
    """A web page and its text."""

    html: str
    text: str


def _page(body: str, text: str, style: str = "") -> Printable:
    head = (
        f"<!doctype html><html lang=nb><meta charset=utf-8><style>body{{font-family:Liberation Serif}}{style}</style>"
    )
    return Printable(head + body, text)


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _rows(rows: list[list[str]]) -> str:
    return "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)


def _joined(rows: list[list[str]]) -> str:
    return " ".join(cell for row in rows for cell in row)


def letter(text: Sentences) -> Printable:
    texts = [text.words(40) for _ in range(8)]
    return _page(_paragraphs(texts), " ".join(texts))


def narrow_and_hyphenated(text: Sentences) -> Printable:
    texts = [text.words(60) for _ in range(4)]
    style = "p{text-align:justify;hyphens:auto;width:60mm}"
    return _page(_paragraphs(texts), " ".join(texts), style)


def _items(text: Sentences) -> list[list[str]]:
    return [
        [f"PS {n}/26", f"24/{17000 + n}", text.words(4 + 3 * (n % 4)), "Lukket" if n % 3 else "Åpen"]
        for n in range(1, 20)
    ]


def item_list(text: Sentences) -> Printable:
    rows = _items(text)
    style = "td{vertical-align:top;padding:2pt 5pt} table{width:100%;border-collapse:collapse;font-size:10pt}"
    return _page(f"<h1>Saksliste</h1><table>{_rows(rows)}</table>", "Saksliste " + _joined(rows), style)


def item_list_in_the_middle(text: Sentences) -> Printable:
    """The browser's own way to align cells."""
    rows = _items(text)
    style = "td{padding:3pt 5pt} table{width:100%;border-collapse:collapse;font-size:10pt}"
    return _page(f"<h1>Saksliste</h1><table border=1>{_rows(rows)}</table>", "Saksliste " + _joined(rows), style)


def columns(text: Sentences) -> Printable:
    texts = [text.words(50) for _ in range(6)]
    style = "div{column-count:2;column-gap:8mm;text-align:justify} p{font-size:10pt}"
    return _page(f"<h1>Årsmelding</h1><div>{_paragraphs(texts)}</div>", "Årsmelding " + " ".join(texts), style)


def emphasis(text: Sentences) -> Printable:
    parts = [(text.words(6), text.words(4), text.words(5), text.words(5)) for _ in range(10)]
    body = "".join(f"<p>{a} <b>{b}</b> <i>{c}</i> <u>{d}</u></p>" for a, b, c, d in parts)
    return _page(body, " ".join(" ".join(part) for part in parts))


def spaced_headings(text: Sentences) -> Printable:
    parts = [(text.words(3).upper(), text.words(30)) for _ in range(4)]
    body = "".join(f"<h2>{heading}</h2><p>{paragraph}</p>" for heading, paragraph in parts)
    style = "h2{letter-spacing:.25em} p{word-spacing:.4em;letter-spacing:.03em}"
    return _page(body, " ".join(" ".join(part) for part in parts), style)


def numbered(text: Sentences) -> Printable:
    texts = [text.words(12) for _ in range(16)]
    body = "".join(f"<li>{item}</li>" for item in texts)
    return _page(f"<ol>{body}</ol>", " ".join(f"{n} {item}" for n, item in enumerate(texts, start=1)))


def terms(text: Sentences) -> Printable:
    """Terms beside their explanations."""
    parts = [(text.words(3), text.words(14)) for _ in range(10)]
    body = "".join(f"<dt>{term}</dt><dd>{words}</dd>" for term, words in parts)
    style = "dl{display:grid;grid-template-columns:60mm 1fr;gap:4pt} dd{margin:0}"
    return _page(f"<dl>{body}</dl>", " ".join(" ".join(part) for part in parts), style)


def attendance(text: Sentences) -> Printable:
    fields = [["Utvalg:", "Formannskapet"], ["Møtested:", text.words(3)], ["Dato:", "12.03.2026"]]
    members = [["Navn", "Funksjon", "Parti"], *([text.words(2), "MEDL", "AP"] for _ in range(12))]
    body = f"<table>{_rows(fields)}</table><h3>Faste medlemmer som møtte</h3><table width=100%>{_rows(members)}</table>"
    return _page(body, f"{_joined(fields)} Faste medlemmer som møtte {_joined(members)}")


def budget(text: Sentences) -> Printable:
    rows = [
        [text.words(3), *(f"{(n * 7919 + k * 104729) % 90000:,}".replace(",", "\u00a0") for k in range(4))]
        for n in range(24)
    ]
    return _page(
        f"<table>{_rows(rows)}</table>", _joined(rows), "td{font-size:9pt;padding:2px 6px} td+td{text-align:right}"
    )


def many_pages(text: Sentences) -> Printable:
    texts = [text.words(45) for _ in range(40)]
    body = "".join(f"<h3>Sak {n}/26</h3><p>{words}</p>" for n, words in enumerate(texts, start=1))
    return _page(body, " ".join(f"Sak {n}/26 {words}" for n, words in enumerate(texts, start=1)), "p{line-height:1.5}")


def small_print(text: Sentences) -> Printable:
    texts = [text.words(120) for _ in range(6)]
    return _page(_paragraphs(texts), " ".join(texts), "p{font-size:6pt;line-height:1.05;font-family:Liberation Sans}")


def lists_in_cells(text: Sentences) -> Printable:
    rows = [(text.words(5), text.words(9), [text.words(3) for _ in range(3)]) for _ in range(8)]
    body = "".join(
        f"<tr><td>{left}</td><td>{right}<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul></td></tr>"
        for left, right, items in rows
    )
    words = " ".join(" ".join([left, right, *items]) for left, right, items in rows)
    return _page(f"<table border=1>{body}</table>", words, "td{vertical-align:top;width:50%}")


def form(text: Sentences) -> Printable:
    parts = [(text.words(2).title(), text.words(5)) for _ in range(12)]
    body = "".join(f"<p><label>{label}</label><span>{value}</span></p>" for label, value in parts)
    style = "label{display:inline-block;width:70mm;font-weight:bold}"
    return _page(body, " ".join(" ".join(part) for part in parts), style)


def votes(text: Sentences) -> Printable:
    parts = [(text.words(8), text.words(8)) for _ in range(5)]
    body = "".join(f"<h3>Votering</h3><p>{a}:</p><blockquote>{b}</blockquote><hr>" for a, b in parts)
    return _page(body, " ".join(f"Votering {a}: {b}" for a, b in parts))


PAGES: Mapping[str, Callable[[Sentences], Printable]] = MappingProxyType(
    {
        make.__name__: make
        for make in (
            *(letter, narrow_and_hyphenated, item_list, item_list_in_the_middle, columns, emphasis, spaced_headings),
            *(numbered, terms, attendance, budget, many_pages, small_print, lists_in_cells, form, votes),
        )
    }
)
