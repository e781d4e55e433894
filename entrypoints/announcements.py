"""Announcements, on the stores of the container."""

from adapters.outbound.mongo.announcements import MongoAnnouncements
from adapters.outbound.mongo.dismissals import MongoDismissals
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.announcements.manage import ManageAnnouncements
from application.announcements.read import ReadAnnouncements
from entrypoints.container import Container


def manage_announcements(container: Container) -> ManageAnnouncements:
    return ManageAnnouncements(
        announcements=MongoAnnouncements(container.database()),
        teams=container.teams(),
        new_id=new_id,
        clock=utc_now,
    )


def read_announcements(container: Container) -> ReadAnnouncements:
    return ReadAnnouncements(
        announcements=MongoAnnouncements(container.database()),
        dismissals=MongoDismissals(container.database()),
        teams=container.teams(),
        clock=utc_now,
    )
