"""How concentrated uses are, with a cap on what any one account counts for: for references that are frozen.

Whoever wants to make sharing look ordinary needs uses, and many. So an account's uses in a stratum count in full up to
a hundredth of the uses of all others there, or twice their mean where the accounts are few; those of a busier account
count for as much together. Whole numbers throughout (thousandths of a use), so that every engine gives the same.
"""

from overt.engine import Table, greatest, least

UNIT = 1000
SHARE = 100
"""No account counts for more than one in so many uses of all others."""


def capped(uses: Table, tested: Table, account_margins: Table) -> Table:
    """trace, stratum, accounts, uses (all), counted (those that count, in thousandths), close (pairs of counted uses
    of one object by different accounts, in millionths)."""
    whole = account_margins.group_by("trace", "stratum").agg(
        uses=account_margins.k.sum().cast("int64"), accounts=account_margins.count()
    )
    each = account_margins.join(whole, ["trace", "stratum"])
    others = each.uses - each.k
    most = greatest(others // SHARE, 2 * others // greatest(each.accounts - 1, 1))
    weighted = each.select("trace", "stratum", "account", weight=least(UNIT, greatest(UNIT * most // each.k, 1)))
    distinct = uses.select("trace", "object", "account").distinct()
    placed = distinct.join(tested.select("trace", "object", "stratum"), ["trace", "object"])
    used = placed.join(weighted, ["trace", "stratum", "account"])
    per_object = used.group_by("trace", "stratum", "object").agg(
        total=used.weight.sum().cast("int64"), squares=(used.weight * used.weight).sum().cast("int64")
    )
    summed = per_object.group_by("trace", "stratum").agg(
        counted=per_object.total.sum().cast("int64"),
        close=(per_object.total * per_object.total - per_object.squares).sum().cast("int64"),
    )
    return summed.join(whole, ["trace", "stratum"]).select("trace", "stratum", "accounts", "uses", "counted", "close")
