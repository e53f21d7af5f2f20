"""From posts and actions to uses: who used what, when, in whole numbers.

Keys are dense ranks of sorted strings, so that they are the same whatever the engine or its threads.
"""

import pyarrow as pa

from overt.engine import Session, Table, dense_rank, literal, window
from overt.model.co_use import Ints


def post_keys(posts: Table) -> Table:
    """post (row of posts) -> key. Rows of one account with the same post id and time are one post."""
    text = posts.post_id.isnull().ifelse(posts.text.coalesce(""), literal(""))
    named = posts.select("post", "platform", "account_id", "created_at", id=posts.post_id.coalesce(""), text=text)
    order = window(order_by=[named.platform, named.account_id, named.created_at, named.id, named.text])
    return named.select("post", key=dense_rank().over(order).cast("int64"))


def accounts(posts: Table, keys: Table) -> Table:
    """account (key), platform, account_id, posts (distinct), first and last file that it was read from."""
    joined = posts.select("post", "platform", "account_id", "file").join(keys, "post")
    grouped = joined.group_by("platform", "account_id").agg(posts=joined.key.nunique())
    order = window(order_by=[grouped.platform, grouped.account_id])
    return grouped.mutate(account=dense_rank().over(order).cast("int64"))


def account_files(posts: Table, accounts: Table) -> Table:
    """account, file: which files each account was read from."""
    return (
        posts.select("platform", "account_id", "file")
        .distinct()
        .join(accounts.select("platform", "account_id", "account"), ["platform", "account_id"])
        .select("account", "file")
    )


def account_hours(posts: Table, accounts: Table) -> Table:
    """account, hour (0-167, Monday 00 h UTC first), posts: the rhythm of every account."""
    seconds = posts.created_at.epoch_seconds().cast("int64")
    hour = ((seconds // 3600) + 72) % 168  # 1 January 1970 was a Thursday
    rows = posts.select("platform", "account_id", hour=hour.cast("int64"))
    keyed = rows.join(accounts.select("platform", "account_id", "account"), ["platform", "account_id"])
    return keyed.group_by("account", "hour").agg(posts=keyed.count())


def exact_repeats(posts: Table) -> Table:
    """One row, one column `repeats`: rows that equal another row in everything but their place in the file."""
    sizes = posts.group_by(
        "platform",
        "account_id",
        "created_at",
        "post_id",
        "kind",
        "text",
        "urls",
        "hashtags",
        *(name for name in posts.columns if name.startswith("trace_")),
    ).agg(n=posts.count())
    return sizes.agg(repeats=(sizes.n - 1).sum())


def objects(named: Table) -> Table:
    """trace, object, id, source: a whole number for every object of every trace, and one for its source.

    `named`: whose each object is (whose.py); -1 where nobody can tell.
    """
    distinct = named.mutate(named=named.named.coalesce(""))
    order = window(order_by=[distinct.trace, distinct.object])
    by_name = window(order_by=[distinct.named])
    numbered = distinct.mutate(id=dense_rank().over(order).cast("int64"), rank=dense_rank().over(by_name).cast("int64"))
    return numbered.mutate(source=(numbered.named == "").ifelse(-1, numbered["rank"])).drop("named", "rank")


def origins(posts: Table, accounts: Table) -> Table:
    """post (row of posts), source: the account whose post it passes on or answers, where that account is in the data.

    Passing on or answering somebody's post is an act towards that account, not an act that the two share.
    """
    passed = posts.select(
        "post",
        "platform",
        of=posts.repost_of.coalesce(posts.reply_to),
        whom=posts.repost_of_account.coalesce(posts.reply_to_account),
    )
    passed = passed.filter(passed.of.notnull() | passed.whom.notnull())
    names = accounts.select("platform", "account_id", "account")
    by_name = passed.join(names, [passed.platform == names.platform, passed.whom == names.account_id]).select(
        "post", source="account"
    )
    originals = posts.select("platform", "post_id", "account_id").filter(posts.post_id.notnull())
    known = originals.join(names, ["platform", "account_id"])
    by_post = passed.join(known, [passed.platform == known.platform, passed.of == known.post_id]).select(
        "post", source="account"
    )
    both = by_name.union(by_post)
    return both.group_by("post").agg(source=both.source.min())


def passed_on(posts: Table, keys: Table, sites: Table) -> Table:
    """key (of a post), author: a whole number for the account whose post it passes on or answers, else for the site it
    links to.

    Posts for which the export tells neither are left out.
    """
    named = posts.select("post", "platform", name=posts.repost_of_account.coalesce(posts.reply_to_account))
    named = named.filter(named.name.notnull())
    linked = sites.anti_join(named, "post").select("post", platform=literal(""), name=sites.whose)
    joined = named.union(linked).join(keys, "post")
    first = joined.group_by("key").agg(name=joined.platform.concat(" ", joined.name).min())
    return first.select("key", author=dense_rank().over(window(order_by=[first.name])).cast("int64"))


def uses(actions: Table, keys: Table, accounts: Table, objects: Table, origins: Table) -> Table:
    """trace, account, object, t (microseconds), post_key, lang, source (-1: none): every use of an object, once."""
    numbered = objects.select("trace", "object", "id")
    joined = (
        actions.drop("source")
        .join(keys, "post")
        .join(accounts.select("platform", "account_id", "account"), ["platform", "account_id"])
        .join(numbered, ["trace", "object"])
        .left_join(origins, "post")
    )
    return joined.select(
        "trace",
        "account",
        "lang",
        object=joined.id,
        t=joined.acted_at,
        post_key=joined.key,
        source=joined.source.coalesce(-1),
    ).distinct()


def named_posts(session: Session, keys: Ints) -> pa.Table:
    """key, post_id, created_at, text, file, row of the posts with these keys, sorted by key.

    A post that was read several times is represented by the row that was read first.
    """
    wanted = session.temporary(pa.table({"key": keys}))
    every = session.table("post_keys").semi_join(wanted, "key")
    first = every.group_by("key").agg(post=every.post.min())
    posts = session.table("posts").select("post", "post_id", "created_at", "text", "file", "row")
    return session.fetch(first.join(posts, "post").drop("post")).sort_by("key")


def named_objects(session: Session, keys: Ints) -> pa.Table:
    """id, object of the objects with these keys, sorted by key."""
    wanted = session.temporary(pa.table({"id": keys}))
    return session.fetch(session.table("objects").semi_join(wanted, "id").select("id", "object")).sort_by("id")
