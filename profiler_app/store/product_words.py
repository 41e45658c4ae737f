"""What the products of a workspace are called."""

from __future__ import annotations

from profiler_app.store.connect import Connection

_MOST = 5_000


def product_words(
    connection: Connection,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the different categories, brands and names of products, of each 5,000 at most."""
    categories, brands, names = (
        tuple(
            row[0]
            for row in connection.execute(
                f"SELECT DISTINCT {column} FROM product WHERE {column} IS NOT NULL "
                f"AND length({column}) > 1 ORDER BY {column} LIMIT ?",
                (_MOST,),
            )
        )
        for column in ("category", "brand", "name")
    )
    return categories, brands, names
