"""The part of the container that keeps conversations, and keeps them findable."""

from dependency_injector import containers, providers

from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.projects import MongoProjects
from adapters.outbound.mongo.search_index import MongoSearchIndex
from application.ports.clock import Clock
from application.searchable import SearchableConversations, SearchableMessages


class Findable(containers.DeclarativeContainer):
    database: providers.Dependency[Database] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()

    index = providers.Singleton(MongoSearchIndex, database, clock=clock)
    _conversations = providers.Singleton(MongoConversations, database)
    _messages = providers.Singleton(MongoMessages, database)
    conversations = providers.Singleton(SearchableConversations, _conversations, _messages, index)
    messages = providers.Singleton(SearchableMessages, _messages, _conversations, index)
    projects = providers.Singleton(MongoProjects, database)
