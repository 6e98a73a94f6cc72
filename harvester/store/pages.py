"""What was fetched from a portal before: validators for conditional requests, where the raw page lies, and how many
requests a host has had today.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from harvester.store import schema
from harvester.store.database import Database
from harvester.store.documents import Validators
from harvester.store.records import put


@dataclass(frozen=True, kw_only=True, slots=True)
class RawPage:
    """A page as it was fetched last, and the WARC record that holds it."""

    url: str
    kind: str
    context: Mapping[str, str]
    status: int
    content_type: str
    validators: Validators
    content_sha256: str
    retrieved_at: dt.datetime
    warc_file: str
    warc_offset: int
    capture: str | None = None


def request_key(method: str, url: str, body: bytes) -> str:
    """What tells one request of a source from another."""
    return hashlib.sha256(b"\n".join((method.encode(), url.encode(), body))).hexdigest()


class Pages:
    """Remembers fetched pages and counts requests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, source: str, key: str) -> RawPage | None:
        """The page as it was fetched last, if ever."""
        table = schema.raw_page
        query = select(table).where(table.c.source == source, table.c.request_key == key)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        values = {name: row[name] for name in RawPage.__slots__ if name != "validators"}
        return RawPage(**values, validators=Validators(etag=row["etag"], last_modified=row["last_modified"]))

    def remember(self, source: str, key: str, page: RawPage) -> None:
        """Keep the page as the last one of its request."""
        values = {name: getattr(page, name) for name in RawPage.__slots__ if name != "validators"}
        values |= {"etag": page.validators.etag, "last_modified": page.validators.last_modified}
        values["context"] = dict(page.context)
        with self._database.writing() as connection:
            put(connection, schema.raw_page, {"source": source, "request_key": key}, values)

    def moved(self, file: str, places: Mapping[int, tuple[int, str]]) -> None:
        """Take note that a raw file was rewritten: by old offset the new one, and the SHA-256 of the body there."""
        table = schema.raw_page
        with self._database.writing() as connection:
            query = select(table.c.source, table.c.request_key, table.c.warc_offset).where(table.c.warc_file == file)
            for row in connection.execute(query).all():
                if row.warc_offset in places:
                    offset, sha256 = places[row.warc_offset]
                    own = table.c.source == row.source, table.c.request_key == row.request_key
                    values = {"warc_offset": offset, "content_sha256": sha256}
                    connection.execute(update(table).where(*own).values(**values))

    def requests_of(self, host: str, day: dt.date) -> int:
        """How many requests the host has had on that day."""
        table = schema.host_day
        with self._database.reading() as connection:
            query = select(table.c.requests).where(table.c.host == host, table.c.day == day)
            return connection.scalar(query) or 0

    def count_requests(self, host: str, day: dt.date, number: int) -> None:
        """Add to the host's requests of that day."""
        table = schema.host_day
        with self._database.writing() as connection:
            where = table.c.host == host, table.c.day == day
            added = connection.execute(update(table).where(*where).values(requests=table.c.requests + number))
            if added.rowcount == 0:
                connection.execute(insert(table).values(host=host, day=day, requests=number))
