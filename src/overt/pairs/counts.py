"""The plain count of co-actions, without any test: what `overt pairs` prints."""

from overt.engine import Table, greatest, least
from overt.pairs.co_use import co_uses


def plain_counts(uses: Table, interval: int, min_shared: int) -> Table:
    """account keys a < b, shared, within: one row per pair with a co-action (gap <= interval seconds).

    `within` counts the distinct objects so co-acted, `shared` the distinct objects at any gap. Pairs with fewer
    than `min_shared` co-acted objects are left out.
    """
    close = co_uses(uses, max(interval, 1))
    close = close.filter(close.t_second - close.t_first <= interval * 1_000_000)
    pairs = close.select(
        "object", a=least(close["first"], close["second"]), b=greatest(close["first"], close["second"])
    )
    counted = pairs.group_by("a", "b").agg(within=pairs.object.nunique())
    counted = counted.filter(counted.within >= min_shared)
    distinct = uses.select("object", "account").distinct()
    mine, theirs = distinct, distinct.view()
    both = (
        counted.join(mine, counted.a == mine.account)
        .join(theirs, [counted.b == theirs.account, mine.object == theirs.object])
        .select(counted.a, counted.b, counted.within)
    )
    return both.group_by("a", "b", "within").agg(shared=both.count())
