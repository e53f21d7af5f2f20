"""Whose an object is: the account that is passed on, the site that is linked, or the site that a share button names.

What strangers do with other things of the same source tells how close in time chance alone brings two accounts
(significance/background.py). A link says itself whose it is, a repost names its author. A text says neither; but a
share button writes "headline via @site", mostly with a link, and who reads the site is told of all its headlines at
once. So an object that does not say whose it is belongs to whom its posts agree on.
"""

from overt.engine import Table, literal

VIA = r"(?:^|[^\w@])@([A-Za-z0-9_.]+)(?:\s+(?:https?://|#)\S*)*\s*$"
"""The account named at the end of a text, before links and hashtags, as share buttons do in every language."""


def sites(posts: Table, actions: Table) -> Table:
    """post, whose: the only site that a post links to; where its links name none, the account named at its end.

    Other posts are left out, among them those with several sites; and reposts, which are their authors'.
    """
    own = posts.filter(posts.kind != "repost")
    linked = actions.filter(actions.source.notnull() & ~actions.source.startswith("@")).semi_join(own, "post")
    site = linked.group_by("post").agg(low=linked.source.min(), high=linked.source.max())
    site = site.filter(site.low == site.high).select("post", whose=site.low)
    named = own.anti_join(linked, "post").select("post", name=own.text.re_extract(VIA, 1).lower())
    named = named.filter(named.name != "").select("post", whose=literal("@").concat(named.name))
    return site.union(named)


def objects(actions: Table, sites: Table) -> Table:
    """trace, object, named: whose each object is; null where nobody can tell.

    Of several sources that an object itself names the first in the alphabet counts. Else its posts have to agree: all
    that tell tell the same, and at least half of all do.
    """
    told = actions.left_join(sites, "post")
    told = told.group_by("trace", "object").agg(
        own=told.source.min(), uses=told.count(), known=told.whose.count(), low=told.whose.min(), high=told.whose.max()
    )
    agreed = (told.low == told.high) & (2 * told.known >= told.uses)
    return told.select("trace", "object", named=told.own.coalesce(agreed.ifelse(told.low, None)))
