"""Instagram and Threads as Zeeschuimer captures them: three shapes, hidden counts, two authors, links behind a page."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.meta_items import landed
from overt.sources.exports.zeeschuimer import ndjson, wrapped

from ..conftest import Files

USER = {"pk": "314159265358979323", "username": "one", "full_name": "One", "is_verified": True, "profile_pic_url": "p"}
ITEM: dict[str, Any] = {
    "id": "3312345678901234567_3",
    "code": "Cab",
    "taken_at": 1709280000,
    "media_type": 1,
    "caption": {"text": "a #b @c"},
    "user": USER,
    "like_count": 3,
    "comment_count": 1,
    "image_versions2": {"candidates": [{"url": "https://e.org/large"}, {"url": "https://e.org/small"}]},
}
GRAPH: dict[str, Any] = {
    "__typename": "GraphVideo",
    "id": "3312345678901234599",
    "shortcode": "Cgr",
    "taken_at_timestamp": 1709280000,
    "owner": {"id": "314159265358979323", "username": "one"},
    "edge_media_to_caption": {"edges": [{"node": {"text": "a #b @c"}}]},
    "edge_media_preview_like": {"count": 3},
    "edge_media_to_comment": {"count": 1},
    "edge_media_to_tagged_user": {"edges": [{"node": {"user": {"username": "d"}}}]},
    "video_view_count": 9,
    "display_url": "https://e.org/still",
    "video_url": "https://e.org/film",
}
POST: dict[str, Any] = {
    "pk": "3312345678901234567",
    "code": "Cth",
    "taken_at": 1709280000,
    "user": {"pk": "63000000000000001", "username": "one", "full_name": "One", "is_verified": False},
    "caption": {"text": "a #b https://e.org/a"},
    "like_count": 3,
    "text_post_app_info": {"direct_reply_count": 1, "repost_count": 2, "is_reply": False, "share_info": {}},
}


def read(files: Files, *items: Any, module: str = "instagram.com") -> tuple[list[dict[str, Any]], Any]:
    reading = files.open(files.write("z.ndjson", ndjson(wrapped(module, *items))))
    return files.rows(reading), reading


def accounts(reading: Any) -> dict[str, dict[str, Any]]:
    return {a["account_id"]: a for a in reading.profiles.table().to_pylist()}


def media(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m["kind"], m["url"]) for m in row["media"]]


def test_an_item_of_a_list(files: Files) -> None:
    item = {**ITEM, "play_count": 9, "usertags": {"in": [{"user": {"username": "d"}}, {"user": {"username": "c"}}]}}
    rows, reading = read(files, item)
    row = rows[0]
    assert reading.files[0].format == "zeeschuimer-instagram"
    assert (row["platform"], row["post_id"], row["account_id"]) == ("instagram", "Cab", "314159265358979323")
    assert (row["created_at"], row["text"]) == (datetime(2024, 3, 1, 8, tzinfo=UTC), "a #b @c")
    assert (row["hashtags"], row["mentions"]) == (["b"], ["c", "d"])
    assert (row["likes"], row["comments"], row["views"]) == (3, 1, 9)
    assert media(row) == [("image", "https://e.org/large")]
    profile = accounts(reading)["314159265358979323"]
    assert (profile["handle"], profile["display_name"], profile["verified"], profile["avatar"]) == (
        "one",
        "One",
        True,
        "p",
    )


def test_an_item_of_graph_says_the_same(files: Files) -> None:
    rows, reading = read(files, GRAPH)
    row = rows[0]
    assert (row["post_id"], row["account_id"], row["text"]) == ("Cgr", "314159265358979323", "a #b @c")
    assert (row["created_at"], row["mentions"]) == (datetime(2024, 3, 1, 8, tzinfo=UTC), ["c", "d"])
    assert (row["likes"], row["comments"], row["views"]) == (3, 1, 9)
    assert media(row) == [("video", "https://e.org/film")]
    assert accounts(reading)["314159265358979323"]["handle"] == "one"


def test_an_item_of_polaris_has_no_time(files: Files) -> None:
    item = {"__typename": "XIGPolarisPhotoMedia", "code": "Cpo", "user": USER, "display_uri": "u", "_zs_partial": True}
    rows, _ = read(files, item, {**item, "taken_at": 1709280000})
    assert [(r["post_id"], media(r)) for r in rows] == [("Cpo", [("image", "u")])]
    assert files.reasons() == ["1: no time: Instagram sent only a part of this post"]


def test_every_part_of_a_carousel(files: Files) -> None:
    film = {"media_type": 2, "video_versions": [{"url": "f"}], "image_versions2": {"candidates": [{"url": "s"}]}}
    still = {"media_type": 1, "image_versions2": {"candidates": [{"url": "p"}]}}
    nodes = [{"node": {"display_url": "g"}}, {"node": {"display_url": "h", "video_url": "v"}}, {"node": None}]
    rows, _ = read(
        files,
        {**ITEM, "media_type": 8, "carousel_media": [film, still, {}]},
        {**GRAPH, "__typename": "GraphSidecar", "edge_sidecar_to_children": {"edges": nodes}},
    )
    assert media(rows[0]) == [("video", "f"), ("image", "p")]
    assert media(rows[1]) == [("image", "g"), ("video", "v")]


def test_hidden_counts_are_missing(files: Files) -> None:
    rows, _ = read(
        files, {**ITEM, "play_count": 9, "like_and_view_counts_disabled": True}, {**ITEM, "code": "2", "like_count": -1}
    )
    assert [(r["likes"], r["views"], r["comments"]) for r in rows] == [(None, None, 1), (None, None, 1)]


@pytest.mark.parametrize("words", [None, {}, {"text": ""}, {"text": None}])
def test_no_caption(files: Files, words: Any) -> None:
    rows, _ = read(files, {**ITEM, "caption": words})
    assert (rows[0]["text"], rows[0]["mentions"]) == (None, [])


def test_two_authors(files: Files) -> None:
    rows, _ = read(
        files,
        {**ITEM, "owner": {"id": 314159265358979323, "username": "one", "full_name": "Older"}},
        {**ITEM, "code": "2", "owner": {"id": "9", "username": "one"}},
        {**ITEM, "code": "3", "owner": {"id": "9", "username": "other"}},
        {**ITEM, "code": "4", "user": None, "owner": {"id": "9", "username": "other"}},
        {**ITEM, "code": "5", "user": None},
    )
    assert [(r["post_id"], r["account_id"]) for r in rows] == [
        ("Cab", "314159265358979323"),
        ("2", "314159265358979323"),
        ("4", "9"),
    ]
    assert files.reasons() == ["3: names two authors: user and owner differ", "5: no author"]


def test_others_who_published_it_are_told_and_kept(files: Files) -> None:
    others = [{"id": "8", "username": "two", "full_name": "Two"}]
    rows, reading = read(files, {**ITEM, "coauthor_producers": others})
    assert json.loads(rows[0]["raw"]) == {"coauthor_producers": others}
    assert accounts(reading)["8"]["display_name"] == "Two"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"clips_metadata": {"original_sound_info": {"audio_asset_id": 1122334455667788990}}}, "1122334455667788990"),
        (
            {"clips_metadata": {"music_info": {"music_asset_info": {"audio_cluster_id": "5", "audio_asset_id": "6"}}}},
            "5",
        ),
        ({"music_metadata": {"music_info": {"music_asset_info": {"audio_asset_id": "6"}}}}, "6"),
        ({"clips_music_attribution_info": {"audio_id": "7"}}, "7"),
        ({"clips_metadata": {"music_info": None, "original_sound_info": None}}, None),
    ],
)
def test_the_sound_of_a_reel(files: Files, where: Any, expected: str | None) -> None:
    rows, _ = read(files, {**ITEM, **where})
    assert rows[0]["sound_id"] == expected


def test_effects_of_a_reel(files: Files) -> None:
    rows, _ = read(
        files,
        {**ITEM, "creative_config": {"effect_ids": [12345678901234567890, "6"]}},
        {**ITEM, "code": "2", "creative_config": {"effect_configs": [{"id": "7"}]}},
        {**ITEM, "code": "3", "creative_config": {"effect_ids": []}},
        {**ITEM, "code": "4", "creative_config": None},
    )
    assert [r["effects"] for r in rows] == [["12345678901234567890", "6"], ["7"], [], None]


def test_ads_are_counted_and_new_fields_told(files: Files) -> None:
    link = "https://www.facebook.com/ads/ig_redirect/?d=x"
    rows, reading = read(files, {**ITEM, "link": link}, {**ITEM, "product_type": "ad"}, {**ITEM, "brand_new": 1}, ITEM)
    assert [r["raw"] for r in rows] == ['{"brand_new": 1}']
    assert reading.notices == [
        "z.ndjson: passed over: 2 ads, 1 items that were captured before",
        "z.ndjson: fields that this reader does not know were kept in raw: brand_new",
    ]


@pytest.mark.parametrize("module", ["threads.net", "threads.com", "www.threads.com"])
def test_a_post_of_threads(files: Files, module: str) -> None:
    rows, reading = read(files, POST, module=module)
    row = rows[0]
    assert reading.files[0].format == "zeeschuimer-threads"
    assert (row["platform"], row["post_id"], row["account_id"]) == ("threads", "Cth", "63000000000000001")
    assert (row["kind"], row["hashtags"], row["urls"]) == ("post", ["b"], ["https://e.org/a"])
    assert (row["likes"], row["comments"], row["shares"]) == (3, 1, 2)
    assert accounts(reading)["63000000000000001"]["handle"] == "one"


def test_reposts_quotes_and_replies_of_threads(files: Files) -> None:
    other = {**POST, "code": "Cot", "user": {"pk": "7", "username": "two"}, "like_count": 50}

    def shared(code: str, **info: Any) -> dict[str, Any]:
        return {**POST, "code": code, "caption": None, "text_post_app_info": {"share_info": {}, **info}}

    rows, reading = read(
        files,
        shared("1", share_info={"reposted_post": other, "quoted_post": None}),
        shared("2", share_info={"reposted_post": None, "quoted_post": other}),
        shared("3", is_reply=True, reply_to_author={"username": "two", "id": None}),
        shared("4", is_reply=True, reply_to_author={"username": "two", "pk": "7"}),
        shared("5", is_reply=True),
        module="threads.net",
    )
    assert [
        (r["kind"], r["repost_of"], r["repost_of_account"], r["quote_of"], r["reply_to_account"]) for r in rows
    ] == [
        ("repost", "Cot", "7", None, None),
        ("quote", None, None, "Cot", None),
        ("reply", None, None, None, "two"),
        ("reply", None, None, None, "7"),
        ("reply", None, None, None, None),
    ]
    assert (rows[0]["text"], rows[0]["likes"], rows[1]["text"]) == ("a #b https://e.org/a", 50, None)
    assert accounts(reading)["7"]["handle"] == "two"


def test_links_of_threads_lead_where_they_were_meant_to(files: Files) -> None:
    out = "https://l.threads.com/?u=https%3A%2F%2Fe.org%2Fb%3Fc%3D1&e=AT0"
    info = {
        "link_preview_attachment": {"url": out},
        "text_fragments": {"fragments": [{"link_fragment": {"uri": out}}, {"link_fragment": None}]},
    }
    rows, _ = read(files, {**POST, "text_post_app_info": info}, module="threads.net")
    assert rows[0]["urls"] == ["https://e.org/a", "https://e.org/b?c=1"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://l.threads.net/?u=https%3A%2F%2Fe.org", "https://e.org"),
        ("https://l.threads.net/?e=1", "https://l.threads.net/?e=1"),
        ("https://e.org/?u=https%3A%2F%2Fother.org", "https://e.org/?u=https%3A%2F%2Fother.org"),
        ("https://[bad", "https://[bad"),
        ("https://l.threads.net/?" + "a=1&" * 500, "https://l.threads.net/?" + "a=1&" * 500),
    ],
)
def test_landed(url: str, expected: str) -> None:
    assert landed(url) == expected
