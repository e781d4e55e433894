"""What every store of how administrators look at tables must do."""

from application.ports.table_views import TableViews
from domain.accounts.table_view import SavedFilter, TableView
from domain.ids import AdministratorId

ROOT, BOB = AdministratorId("root"), AdministratorId("bob")
VIEW = TableView(
    hidden=("seen",), filters=(SavedFilter(name="Only *mine*", query="search=a%20b&x=1"),)
)


class TableViewsContract:
    async def test_each_table_of_each_administrator_is_kept_by_itself(
        self, views: TableViews
    ) -> None:
        assert await views.of(ROOT) == {}

        await views.save(ROOT, "users", TableView())
        await views.save(ROOT, "users", VIEW)
        await views.save(ROOT, "calls", TableView(hidden=()))
        await views.save(BOB, "audit", TableView())

        assert await views.of(ROOT) == {"users": VIEW, "calls": TableView(hidden=())}
        assert await views.of(BOB) == {"audit": TableView()}

    async def test_who_goes_leaves_none(self, views: TableViews) -> None:
        await views.save(ROOT, "users", VIEW)
        await views.save(BOB, "audit", TableView())

        await views.forget(ROOT)
        await views.forget(ROOT)

        assert await views.of(ROOT) == {}
        assert await views.of(BOB) == {"audit": TableView()}
