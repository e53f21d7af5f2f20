"""Timed co-uses: two accounts used the same object within a window.

A join on the object and the bucket of time keeps the work near the number of co-uses. Objects that many accounts
used (hubs) are joined only for pairs that could reach the number of occasions which a finding needs: the prefix
filter. Each use falls into the items (object, bucket) and (object, bucket - 1); two uses within the window share an
item; a pair with K occasions shares K items; so each account may forget its K - 1 costliest items when candidates
are made, and no pair with K occasions in different widest windows, or on different objects, is lost. One viral hour
then costs nothing by itself. Occasions on one single hub within one widest window are not enough to be listed.
"""

from overt.engine import Table, greatest, least, row_number, window


def co_uses(uses: Table, window_seconds: int) -> Table:
    """trace, object, first, second, t_first, t_second, post_first, post_second for every close pair of uses.

    A post and its own repost are no co-use: being passed on is nothing that one does.
    """
    width = window_seconds * 1_000_000
    left = uses.mutate(bucket=uses.t // width)
    right = both_buckets(left).view()
    earlier = (left.t < right.t) | ((left.t == right.t) & (left.account < right.account))
    return left.join(
        right,
        [
            left.trace == right.trace,
            left.object == right.object,
            left.bucket == right.bucket,
            left.account != right.account,
            right.t - left.t <= width,
            earlier,
            left.source != right.account,
            right.source != left.account,
        ],
    ).select(
        left.trace,
        left.object,
        first=left.account,
        second=right.account,
        t_first=left.t,
        t_second=right.t,
        post_first=left.post_key,
        post_second=right.post_key,
    )


def both_buckets(bucketed: Table) -> Table:
    """Every use in its own bucket and in the one before."""
    return bucketed.union(bucketed.mutate(bucket=bucketed.bucket - 1))


def kept_items(uses: Table, window_seconds: int, occasions: int) -> Table:
    """trace, object, account, bucket: the items of each account beyond its `occasions` - 1 most expensive ones.

    Items are ordered by cost within an account only, yet the filter stays lossless: a pair with K common items has at
    least one that is beyond the K - 1 dropped ones of both, if the order is the same for both accounts. It is: cost,
    object and bucket belong to the item.
    """
    width = window_seconds * 1_000_000
    bucketed = uses.select("trace", "object", "account", bucket=uses.t // width)
    items = both_buckets(bucketed).distinct()
    cost = items.group_by("trace", "object", "bucket").agg(accounts=items.count())
    cost = cost.filter(cost.accounts >= 2)
    priced = items.join(cost, ["trace", "object", "bucket"])
    order = window(
        group_by=["trace", "account"],
        order_by=[priced.accounts.desc(), priced.object, priced.bucket],
    )
    placed = priced.mutate(place=row_number().over(order))
    return placed.filter(placed.place >= occasions - 1).select("trace", "object", "account", "bucket")


def candidate_cost(kept: Table) -> Table:
    """One row, one column `cost`: the sum of m^2 over items that m accounts kept, at most twice the candidates."""
    crowd = kept.group_by("trace", "object", "bucket").agg(m=kept.count())
    return crowd.agg(cost=(crowd.m * crowd.m).sum())


def candidates(kept: Table) -> Table:
    """trace, a, b (a < b): a superset of the pairs with as many co-uses in different windows as `kept` stands for."""
    left, right = kept, kept.view()
    return (
        left.join(
            right,
            [
                left.trace == right.trace,
                left.object == right.object,
                left.bucket == right.bucket,
                left.account < right.account,
            ],
        )
        .select(left.trace, a=left.account, b=right.account)
        .distinct()
    )


def with_listed(candidates: Table, co_uses: Table) -> Table:
    """trace, a, b, listed: how many co-uses each candidate pair has among those that are listed already."""
    a, b = least(co_uses["first"], co_uses["second"]), greatest(co_uses["first"], co_uses["second"])
    counted = co_uses.select("trace", a=a, b=b).group_by("trace", "a", "b").agg(n=lambda t: t.count())
    joined = candidates.left_join(counted, ["trace", "a", "b"])
    return joined.select(candidates.trace, candidates.a, candidates.b, listed=counted.n.coalesce(0))


def of_candidates(uses: Table, candidates: Table, window_seconds: int, enough: int) -> Table:
    """The co-uses of candidate pairs, of those that have at least `enough` with the `listed` ones.

    Found from the pairs, so that an object costs no more for being popular. Pairs with fewer are never tested.
    """
    width = window_seconds * 1_000_000
    one = candidates.join(uses, [candidates.trace == uses.trace, candidates.a == uses.account])
    one = one.select(candidates.trace, "a", "b", "object", "t", "post_key", "source")
    other = uses.select("trace", "object", b="account", t_b="t", post_b="post_key", source_b="source")
    both = one.join(
        other,
        [
            one.trace == other.trace,
            one.b == other.b,
            one.object == other.object,
            one.t - other.t_b <= width,
            other.t_b - one.t <= width,
            one.source != other.b,
            other.source_b != one.a,
        ],
    )
    both = both.select(one.trace, one.object, one.a, one.b, one.t, one.post_key, other.t_b, other.post_b)
    number = both.group_by("trace", "a", "b").agg(n=both.count()).join(candidates, ["trace", "a", "b"])
    both = both.semi_join(number.filter(number.n + number.listed >= enough), ["trace", "a", "b"])
    ahead = both.t <= both.t_b  # of two at the same moment the lower account stands first
    return both.select(
        "trace",
        "object",
        first=ahead.ifelse(both.a, both.b),
        second=ahead.ifelse(both.b, both.a),
        t_first=ahead.ifelse(both.t, both.t_b),
        t_second=ahead.ifelse(both.t_b, both.t),
        post_first=ahead.ifelse(both.post_key, both.post_b),
        post_second=ahead.ifelse(both.post_b, both.post_key),
    )


def within(objects: Table, hub_cap: int, *, hubs: bool) -> Table:
    """trace, object of the objects used by several accounts: those above the hub cap, or the others."""
    chosen = (objects.d > hub_cap) if hubs else ((objects.d >= 2) & (objects.d <= hub_cap))
    return objects.filter(chosen).select("trace", "object")


def only(uses: Table, objects: Table) -> Table:
    """The uses of the given objects."""
    return uses.semi_join(objects, ["trace", "object"])
