"""The stores of conversations, with what they hold kept findable."""

from dataclasses import dataclass

from dependency_injector import providers

from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.projects import MongoProjects
from adapters.outbound.mongo.search_index import MongoSearchIndex
from application.ports.clock import Clock
from application.searchable import SearchableConversations, SearchableMessages


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    index: providers.Singleton[MongoSearchIndex]
    conversations: providers.Singleton[SearchableConversations]
    messages: providers.Singleton[SearchableMessages]
    projects: providers.Singleton[MongoProjects]


def findable(database: providers.Provider[Database], clock: providers.Provider[Clock]) -> Findable:
    index = providers.Singleton(MongoSearchIndex, database, clock=clock)
    conversations = providers.Singleton(MongoConversations, database)
    messages = providers.Singleton(MongoMessages, database)
    return Findable(
        index=index,
        conversations=providers.Singleton(SearchableConversations, conversations, messages, index),
        messages=providers.Singleton(SearchableMessages, messages, conversations, index),
        projects=providers.Singleton(MongoProjects, database),
    )
