"""Selections that count, and text in one spelling."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from harvester.errors import EmptyPage, LoginPage, PageError
from harvester.portals import markup

URL = "http://portal.example/page"


def tree(html: str) -> Tag:
    """The tree of a piece of HTML."""
    return BeautifulSoup(html, "lxml")


def test_one_is_exactly_one() -> None:
    """None and several raise, and the error says what was expected and found."""
    assert markup.text_of(markup.one(tree("<h3>A</h3>"), "h3", url=URL)) == "A"
    with pytest.raises(PageError, match="at most one h3, found several"):
        markup.one(tree("<h3>A</h3><h3>B</h3>"), "h3", url=URL)
    with pytest.raises(PageError, match="one h3, found Velkommen"):
        markup.one(tree("<h1>Velkommen</h1>"), "h3", url=URL)


def test_at_least_counts() -> None:
    """Fewer than asked for raise; an empty result must be asked for with zero."""
    root = tree("<p>a</p><p>b</p>")

    assert len(markup.at_least(root, "p", 2, url=URL)) == 2
    assert markup.at_least(root, "h3", 0, url=URL) == ()
    with pytest.raises(PageError, match="at least 3 p"):
        markup.at_least(root, "p", 3, url=URL)


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<form><input type=PASSWORD></form>", LoginPage),
        ("<h1>Innlogging</h1>", LoginPage),
        ("<p>Du må logge inn for å se møtet.</p>", LoginPage),
        ("<nav><a href='/login'>Logg inn</a></nav><p>" + "Siden ble ikke funnet. " * 20 + "</p>", PageError),
        ("<script>var a = 'Logg inn';</script>", EmptyPage),
    ],
)
def test_wrong_page_is_told_apart(html: str, error: type[PageError]) -> None:
    """A login is a page that asks for one, not any page with a link to it in its corner."""
    assert type(markup.wrong_page(tree(html), url=URL, expected="a meeting")) is error


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>  Ny\n bru&nbsp;over\telva </p>", "Ny bru over elva"),
        ("<p>Bud<b>sjett</b></p>", "Budsjett"),
        ("<div><p>A</p>B<br>C<ul><li>D</li><li>E</li></ul></div>", "A B C D E"),
        ("<p>A<!-- skjult --><script>x()</script><style>p{}</style>B</p>", "AB"),
        ("<p>R&aring;d&shy;hus&#8203;et</p>", "Rådhuset"),
        ("<p>&#8238;abc&#8236;</p>", "abc"),
        ("<p>a\u030a</p>", "å"),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<b> &amp;"),
    ],
)
def test_text_is_what_a_reader_sees(html: str, text: str) -> None:
    """Entities are decoded once, white space is folded, invisible characters go, inline elements join."""
    assert markup.text_of(tree(html)) == text


def test_lines_end_where_the_page_breaks_them() -> None:
    """Only ``br`` ends a line; line ends in the source are white space."""
    (paragraph,) = tree("<p><b>Sted:</b>\nRådhuset<br>Kl. <i>10</i><br/></p>").select("p")

    assert markup.lines_of(paragraph) == ("Sted: Rådhuset", "Kl. 10", "")


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("side", "http://portal.example/side"),
        (" /a?b=c#d ", "http://portal.example/a?b=c"),
        ("//annen.example/x", "http://annen.example/x"),
        ("https://annen.example", "https://annen.example"),
        ("", "http://portal.example/page"),
        ("javascript:alert(1)", None),
        ("mailto:post@portal.example", None),
        ("file:///etc/passwd", None),
        ("http://[::1", None),
        ("http://a\u2100.example/", None),
    ],
)
def test_addresses_are_absolute_and_of_the_web(href: str, address: str | None) -> None:
    """What leads elsewhere than to a web page is no address."""
    assert markup.absolute_address(URL, href) == address
