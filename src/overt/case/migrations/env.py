"""How Alembic gets at the database: by the connection that `overt.case.database.upgrade` hands over."""

from alembic import context

from overt.case.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=lambda _thing, name, kind, _reflected, _other: (
        not (kind == "table" and str(name).startswith("ledger_"))
    ),
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
