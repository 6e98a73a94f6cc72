"""What readers have been told: numbers, revisions, deletions and topics."""

from __future__ import annotations

import datetime as dt

from harvester.store import Publishable, PublishedKind, Store, Timespan
from tests.harvester.store.store_samples import NIGHT

DOCUMENT = PublishedKind.DOCUMENT
LATER = NIGHT + dt.timedelta(days=1)


def record(key: str, *, state: str = "1", content: str = "a", topics: tuple[str, ...] = ("body/b",)) -> Publishable:
    return Publishable(id=key, state=state, content=content, topics=topics)


def test_only_what_is_shown_counts_as_a_change(store: Store) -> None:
    """A new state with the same content is no news; the state is known all the same."""
    publications = store.publications
    first = publications.publish(DOCUMENT, [record("a"), record("b")], NIGHT)
    same = publications.publish(DOCUMENT, [record("a", state="2")], LATER)

    assert (first, same, publications.newest()) == (2, 0, 2)
    assert publications.states(DOCUMENT) == {"a": "2", "b": "1"}
    assert publications.of(DOCUMENT, ["a"])["a"].updated == NIGHT


def test_a_change_gets_a_new_number_and_revision(store: Store) -> None:
    """It comes last for a mirror, and a calendar sees a higher sequence."""
    publications = store.publications
    publications.publish(DOCUMENT, [record("a"), record("b")], NIGHT)
    publications.publish(DOCUMENT, [record("a", state="2", content="b")], LATER)
    changed = publications.of(DOCUMENT, ["a"])["a"]

    assert (changed.number, changed.revision, changed.published, changed.updated) == (3, 1, NIGHT, LATER)
    assert [publication.id for publication in publications.since(0)] == ["b", "a"]
    assert [publication.id for publication in publications.since(2)] == ["a"]
    assert publications.new_since(2) == []
    assert [publication.id for publication in publications.new_since(0)] == ["a", "b"]


def test_what_is_gone_is_told_once_and_may_return(store: Store) -> None:
    """A deletion is a change of its own, and so is the return."""
    publications = store.publications
    publications.publish(DOCUMENT, [record("a"), record("b")], NIGHT)
    publications.delete(DOCUMENT, ["a"], LATER)

    gone = publications.of(DOCUMENT, ["a"])["a"]
    assert (gone.deleted, gone.number) == (LATER, 3)
    assert publications.states(DOCUMENT) == {"b": "1"}
    assert [each.id for each in publications.latest(9, deleted=True)] == ["a"]
    assert [each.id for each in publications.latest(9, deleted=False)] == ["b"]

    publications.publish(DOCUMENT, [record("a")], LATER)

    back = publications.of(DOCUMENT, ["a"])["a"]
    assert (back.deleted, back.number, back.revision) == (None, 4, 1)


def test_a_topic_has_what_is_about_it_newest_first(store: Store) -> None:
    """Topics follow the record; kinds are kept apart."""
    publications = store.publications
    publications.publish(DOCUMENT, [record("a"), record("b"), record("c", topics=("body/c",))], NIGHT)
    publications.publish(PublishedKind.MEETING, [record("a")], NIGHT)

    assert [each.id for each in publications.latest(9, topic="body/b", kinds=[DOCUMENT])] == ["b", "a"]
    assert len(publications.latest(9, topic="body/b")) == 3

    publications.publish(DOCUMENT, [record("b", state="2", topics=("body/c",))], LATER)

    assert [each.id for each in publications.latest(9, topic="body/b", kinds=[DOCUMENT])] == ["a"]


def test_topics_that_stand_beside_another(store: Store) -> None:
    """The cases of an organization, each with when its first record was published and its last one changed."""
    publications = store.publications
    both = ("organization/o", "case/1")
    publications.publish(DOCUMENT, [record("a", topics=both), record("b", topics=("organization/o", "case/2"))], NIGHT)
    publications.publish(DOCUMENT, [record("c", topics=both), record("d", topics=("organization/p", "case/3"))], LATER)

    total, topics = publications.topics("case/", "organization/o", Timespan(), skip=0, most=1)
    assert total == 2
    assert [(topic.name, topic.published, topic.updated) for topic in topics] == [("case/1", NIGHT, LATER)]
    since = Timespan(modified_since=LATER)
    assert [each.name for each in publications.topics("case/", "organization/o", since, skip=0, most=9)[1]] == [
        "case/1"
    ]
    total, records = publications.about("organization/o", DOCUMENT, since, skip=0, most=9)
    assert (total, [each.id for each in records]) == (1, ["c"])
