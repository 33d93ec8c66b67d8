"""The connection to MongoDB: what is acknowledged is on a majority of nodes and in their journals."""

from typing import Any

from beanie import init_beanie
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from audit_api import documents
from audit_api.documents.outdated import drop_outdated
from audit_api.settings import Settings

Client = AsyncMongoClient[dict[str, Any]]
Database = AsyncDatabase[dict[str, Any]]

SERVER_SELECTION_MS = 5_000  # longer than an election, shorter than a shopper's patience


def connect(uri: str) -> Client:
    # What the URI says itself wins.
    patience: dict[str, Any] = (
        {} if "serverSelectionTimeoutMS" in uri else {"serverSelectionTimeoutMS": SERVER_SELECTION_MS}
    )
    return AsyncMongoClient(
        uri,
        w="majority",
        journal=True,
        readConcernLevel="majority",
        uuidRepresentation="standard",
        tz_aware=True,
        appname="mystery-audit",
        **patience,
    )


async def open_database(client: Client, settings: Settings) -> Database:
    """Binds the documents to the database, builds every index that is missing, and drops those that are outdated."""
    database = client[settings.mongodb_database]
    await init_beanie(database=database, document_models=documents.ALL)
    await drop_outdated(database)
    return database


async def bind_documents(database: Database) -> None:
    """Lets a process beside the server read documents; it builds no indexes, which the server has done."""
    await init_beanie(database=database, document_models=documents.ALL, skip_indexes=True)
