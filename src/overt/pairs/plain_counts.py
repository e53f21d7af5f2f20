"""The plain count of co-actions, without any test, as expressions: what `overt pairs` prints.

Two plans with one answer; both first take away what cannot count. The bucketed join then lists every co-action. The
prefix filter makes candidates only from objects that are not among an account's K - 1 most expensive ones (K: the
fewest objects asked for): two accounts with K objects in common have one left on both sides, since all order their
objects alike. The candidates are then verified exactly.
"""

from overt.engine import Table, dense_rank, greatest, least, row_number, window
from overt.pairs.co_use import both_buckets


def accounts(actions: Table) -> Table:
    """account (key), platform, account_id: keys are ranks of the sorted names, the same on every engine."""
    names = actions.select("platform", "account_id").distinct()
    order = window(order_by=[names.platform, names.account_id])
    return names.mutate(account=dense_rank().over(order).cast("int64"))


def uses(actions: Table, accounts: Table) -> Table:
    """account, object, t (microseconds) of actions of one trace."""
    return actions.join(accounts, ["platform", "account_id"]).select("account", "object", t="acted_at")


def plain_counts(uses: Table, interval: int, min_shared: int) -> Table:
    """account keys a < b, shared, within: one row per pair with a co-action (gap <= interval seconds).

    `within` counts the distinct objects so co-acted, `shared` the distinct objects at any gap. Pairs with fewer
    than `min_shared` co-acted objects are left out. `uses`: account, object, t (microseconds).
    """
    width = max(interval, 1) * 1_000_000
    kept = pruned(uses, interval, min_shared)
    left = kept.mutate(bucket=kept.t // width)
    right = both_buckets(left).view()
    alike = [left.object == right.object, left.bucket == right.bucket, left.account != right.account]
    reach = [right.t - left.t <= interval * 1_000_000, left.t <= right.t]
    pairs = left.join(right, [*alike, *reach]).select(
        left.object, a=least(left.account, right.account), b=greatest(left.account, right.account)
    )
    counted = pairs.group_by("a", "b").agg(within=pairs.object.nunique())
    return with_shared(uses, counted.filter(counted.within >= min_shared))


def with_shared(uses: Table, counted: Table) -> Table:
    """a, b, shared, within for pairs a, b, within."""
    distinct = uses.select("object", "account").distinct()
    mine, theirs = distinct, distinct.view()
    both = (
        counted.join(mine, counted.a == mine.account)
        .join(theirs, [counted.b == theirs.account, mine.object == theirs.object])
        .select(counted.a, counted.b, counted.within)
    )
    return both.group_by("a", "b", "within").agg(shared=both.count())


def pruned(uses: Table, interval: int, min_shared: int) -> Table:
    """account, object, t of the uses that can count: another use close by, by accounts with enough such objects."""
    reach = interval * 1_000_000
    order = window(group_by=["object"], order_by=[uses.t, uses.account])
    placed = uses.select("object", "account", "t", before=uses.t.lag().over(order), after=uses.t.lead().over(order))
    near = placed.filter((placed.t - placed.before <= reach) | (placed.after - placed.t <= reach))
    near = near.select("account", "object", "t")
    busy = near.group_by("account").agg(objects=near.object.nunique())
    return near.semi_join(busy.filter(busy.objects >= min_shared), "account")


def prefix_candidates(kept: Table, interval: int, min_shared: int) -> Table:
    """a, b (a < b): a superset of the pairs with `min_shared` common objects, from `pruned` uses."""
    width = max(interval, 1) * 1_000_000
    bucketed = kept.select("object", "account", bucket=kept.t // width)
    items = both_buckets(bucketed).distinct()
    crowd = items.group_by("object", "bucket").agg(accounts=items.count())
    cost = crowd.group_by("object").agg(cost=(crowd.accounts * crowd.accounts).sum())
    mine = kept.select("account", "object").distinct().join(cost, "object")
    order = window(group_by=["account"], order_by=[mine.cost.desc(), mine.object])
    placed = mine.mutate(place=row_number().over(order))
    cheap = placed.filter(placed.place >= min_shared - 1).select("account", "object")
    left = items.semi_join(cheap, ["account", "object"])
    right = left.view()
    alike = [left.object == right.object, left.bucket == right.bucket, left.account < right.account]
    return left.join(right, alike).select(a=left.account, b=right.account).distinct()


def verified(uses: Table, kept: Table, candidates: Table, interval: int, min_shared: int) -> Table:
    """The answer of `plain_counts` for the candidates."""
    reach = interval * 1_000_000
    one = candidates.join(kept, candidates.a == kept.account).select("a", "b", "object", "t")
    other = kept.select("object", b="account", t_b="t")
    both = one.join(
        other,
        [one.b == other.b, one.object == other.object, one.t - other.t_b <= reach, other.t_b - one.t <= reach],
    )
    both = both.select(one.a, one.b, one.object)
    counted = both.group_by("a", "b").agg(within=both.object.nunique())
    return with_shared(uses, counted.filter(counted.within >= min_shared))


def cost(actions: Table, interval: int) -> Table:
    """One row, one column `cost`: the sum of m^2 over objects and buckets used by m accounts, the join's work."""
    width = max(interval, 1) * 1_000_000
    bucketed = actions.select("object", bucket=actions.acted_at // width)
    crowd = bucketed.group_by("object", "bucket").agg(m=bucketed.count())
    return crowd.agg(cost=(crowd.m.cast("float64") * crowd.m).sum())
