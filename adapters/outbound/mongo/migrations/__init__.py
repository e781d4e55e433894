"""Changes to stored documents, numbered, each applied once and in order.

A migration is a module `m0001_<what>.py` with `async def apply(database)`, listed in
`MIGRATIONS`. It must be safe to run again from its beginning: a process may die within.
"""
