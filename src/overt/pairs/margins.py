"""Margins of the bipartite table of accounts and objects, by stratum (METHOD sections 1 to 3).

A stratum is the majority language of an object's uses and the week of its first use. Objects above the hub cap
are left out of the structure test, and the margins are those of what is left: the configuration model is
conditioned on the part of the table that is tested.
"""

from overt.engine import Table, least, row_number, window

WEEK = 7 * 86_400 * 1_000_000
UNKNOWN = "?"


def object_margins(uses: Table) -> Table:
    """trace, object, d (distinct accounts), uses, first (time)."""
    return uses.group_by("trace", "object").agg(d=uses.account.nunique(), uses=uses.count(), first=uses.t.min())


def object_strata(uses: Table, margins: Table) -> Table:
    """trace, object, stratum: "language|week". Ties between languages go to the alphabet."""
    lang = uses.lang.coalesce(UNKNOWN)
    named = uses.select("trace", "object", lang=lang)
    counted = named.group_by("trace", "object", "lang").agg(n=named.count())
    order = window(group_by=["trace", "object"], order_by=[counted.n.desc(), counted.lang])
    top = counted.mutate(place=row_number().over(order))
    top = top.filter(top.place == 0).select("trace", "object", "lang")
    joined = top.join(margins, ["trace", "object"])
    week = (joined["first"] // WEEK).cast("string")
    return joined.select("trace", "object", stratum=joined.lang.concat("|", week))


def tested_objects(margins: Table, strata: Table, hub_cap: int) -> Table:
    """trace, object, d, stratum of the objects that the structure test looks at (d up to the hub cap)."""
    kept = margins.filter(margins.d <= hub_cap)
    return kept.join(strata, ["trace", "object"]).select("trace", "object", "d", "stratum")


def account_margins(uses: Table, tested: Table) -> Table:
    """trace, stratum, account, k: distinct tested objects of each account."""
    distinct = uses.select("trace", "object", "account").distinct()
    joined = distinct.join(tested, ["trace", "object"])
    return joined.group_by("trace", "stratum", "account").agg(k=joined.count())


def stratum_margins(tested: Table) -> Table:
    """trace, stratum, d, objects: how many objects were used by d accounts."""
    return tested.group_by("trace", "stratum", "d").agg(objects=tested.count())


def shared_objects(uses: Table, tested: Table) -> Table:
    """trace, a, b (a < b), shared: tested objects that both accounts used, at any gap, in different posts.

    Several objects of one post are one choice: five hashtags that two posts have in common count once. So shared is
    the smallest of the number of objects and the numbers of posts on either side, each object standing in the
    account's first post that has it.
    """
    several = tested.filter(tested.d >= 2).select("trace", "object")
    chosen = uses.semi_join(several, ["trace", "object"])
    posts = chosen.group_by("trace", "object", "account").agg(post=chosen.post_key.min())
    left, right = posts, posts.view()
    joined = left.join(
        right,
        [left.trace == right.trace, left.object == right.object, left.account < right.account],
    ).select(left.trace, left.object, a=left.account, b=right.account, post_a=left.post, post_b=right.post)
    counted = joined.group_by("trace", "a", "b").agg(
        objects=joined.count(), posts_a=joined.post_a.nunique(), posts_b=joined.post_b.nunique()
    )
    shared = least(counted.objects, counted.posts_a, counted.posts_b)
    return counted.select("trace", "a", "b", shared=shared.cast("int64"))
