"""The store: records, versions, blobs and runs; the only room that imports the database library."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from harvester.identity_numbers import ALL_MASKED, IdentityNumbers
from harvester.store.alarms import Alarm, Alarms
from harvester.store.blobs import Blobs
from harvester.store.blocks import Block, Blocks
from harvester.store.changes import (
    NEWS,
    ChangeKind,
    ChangeLog,
    FieldChange,
    ItemListHistory,
    LoggedChange,
    VersionAt,
)
from harvester.store.completeness import Completeness, CompletenessCounts, Share
from harvester.store.database import Database
from harvester.store.decisions import Decisions
from harvester.store.documents import Documents, Pending, State, Validators
from harvester.store.erasures import REBUILD_INDEX, Erased, Erasures, Tombstone
from harvester.store.exposures import Exposure, Exposures
from harvester.store.imports import IMPORT_SOURCE, ImportedDocument, Imports, import_id
from harvester.store.linking import Linking, TieCounts
from harvester.store.minutes import MEETING_PAPERS, MinutesCounts, MinutesReadings, PaperCounts, UnreadMinutes
from harvester.store.naming import Names
from harvester.store.pages import Pages, RawPage, request_key
from harvester.store.presence import Held, Presence
from harvester.store.publications import Publication, Publications, Publishable, PublishedKind, Timespan, Topic
from harvester.store.reading import Coverage, Reading, StoredDocument
from harvester.store.records import Moment, Records, What
from harvester.store.rereading import Rereading
from harvester.store.runs import (
    KILLED,
    ChangeRow,
    Counts,
    Failure,
    RunRow,
    Runs,
    SourceCounts,
    SourceOutcome,
    SourceRunRow,
)
from harvester.store.sources import MinutesByYear, SourceHoldings, Sources
from harvester.store.subscriptions import Frequency, Purpose, Subscription, SubscriptionCounts, Subscriptions

__all__ = [
    "IMPORT_SOURCE",
    "KILLED",
    "MEETING_PAPERS",
    "NEWS",
    "REBUILD_INDEX",
    "STORE_FILE",
    "Alarm",
    "Alarms",
    "Blobs",
    "Block",
    "Blocks",
    "ChangeKind",
    "ChangeLog",
    "ChangeRow",
    "Completeness",
    "CompletenessCounts",
    "Counts",
    "Coverage",
    "Decisions",
    "Documents",
    "Erased",
    "Erasures",
    "Exposure",
    "Exposures",
    "Failure",
    "FieldChange",
    "Frequency",
    "Held",
    "ImportedDocument",
    "Imports",
    "ItemListHistory",
    "Linking",
    "LoggedChange",
    "MinutesByYear",
    "MinutesCounts",
    "MinutesReadings",
    "Moment",
    "Names",
    "Pages",
    "PaperCounts",
    "Pending",
    "Presence",
    "Publication",
    "Publications",
    "Publishable",
    "PublishedKind",
    "Purpose",
    "RawPage",
    "Reading",
    "Records",
    "Rereading",
    "RunRow",
    "Runs",
    "Share",
    "SourceCounts",
    "SourceHoldings",
    "SourceOutcome",
    "SourceRunRow",
    "Sources",
    "State",
    "Store",
    "StoredDocument",
    "Subscription",
    "SubscriptionCounts",
    "Subscriptions",
    "TieCounts",
    "Timespan",
    "Tombstone",
    "Topic",
    "UnreadMinutes",
    "Validators",
    "VersionAt",
    "What",
    "import_id",
    "open_store",
    "request_key",
]

STORE_FILE = "store.sqlite"
"""Name of the database in a data directory."""


class Store:
    """Everything that is kept, by what it is for."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self.blobs = blobs
        self.records = Records(database)
        self.presence = Presence(database)
        self.documents = Documents(database, blobs)
        self.imports = Imports(database, self.records)
        self.minutes = MinutesReadings(database)
        self.linking = Linking(database)
        self.completeness = CompletenessCounts(database)
        self.pages = Pages(database)
        self.blocks = Blocks(database)
        self.runs = Runs(database)
        self.erasures = Erasures(database, blobs)
        self.exposures = Exposures(database)
        self.changes = ChangeLog(database)
        self.alarms = Alarms(database)
        self.names = Names(database)
        self.reading = Reading(database)
        self.rereading = Rereading(database)
        self.sources = Sources(database)
        self.decisions = Decisions(database)
        self.publications = Publications(database)
        self.subscriptions = Subscriptions(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def damage(self) -> str | None:
        """What the database finds wrong with itself, None when it is sound."""
        return self._database.damage()

    def shred(self) -> None:
        """Leave nothing of what was erased in the database's files."""
        self._database.shred()

    def close(self) -> None:
        """Give back the database's connections."""
        self._database.close()


def open_store(data_directory: Path, *, create: bool = True, identity_numbers: IdentityNumbers = ALL_MASKED) -> Store:
    """The store of a data directory: ``store.sqlite`` and the folder ``blobs``.

    ``identity_numbers`` are masked in everything that is written.

    Raises:
        StoreError: there is no store and ``create`` is false, or it cannot be used.
    """
    database = Database(f"sqlite:///{data_directory / STORE_FILE}", create=create, identity_numbers=identity_numbers)
    return Store(database, Blobs(str(data_directory / "blobs")))
