"""Instagram posts that Zeeschuimer captured, in the three shapes of its web interface: item lists, Graph, Polaris.

An item of a list has `code`, `taken_at` and `media_type`, one of Graph `shortcode`, `taken_at_timestamp` and edges. One
of Polaris (`XIGPolaris...Media`) has no time as a rule: it cannot be placed, so it is rejected. Where the poster hides
likes and views (`like_and_view_counts_disabled`), the numbers that are sent are not those of the post, and are left.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from overt.sources.exports.base import Passed, Record, Row, Unreadable, at, first, ident, items, text, texts, whole
from overt.sources.exports.meta_items import account, caption, filled, media, profile
from overt.sources.exports.zeeschuimer import Capture, Zeeschuimer, known, ndjson, wrapped
from overt.sources.lists import text_mentions

_SOUNDS = tuple(
    f"{place}.{name}"
    for place in ("clips_metadata", "music_metadata")
    for name in (
        "music_info.music_asset_info.audio_cluster_id",
        "music_info.music_asset_info.audio_asset_id",
        "original_sound_info.audio_asset_id",
    )
)


class ZeeschuimerInstagram(Zeeschuimer):
    """Posts and reels, known by the envelope's instagram.com."""

    name = "zeeschuimer-instagram"
    reads = "Instagram posts captured with Zeeschuimer (NDJSON), or the same items in 4CAT's NDJSON"
    cannot = (
        "what the browser did not load; stories; ads (passed over and counted); likes and views that the poster hides; "
        "shares; the time of items that were sent in part, which are rejected. Of a post by several accounts the first "
        "is its author, the others are kept in raw. Addresses of media expire. Where an item was captured again, the "
        "counts are those of the first capture"
    )
    platform = "instagram"
    modules: ClassVar[frozenset[str]] = frozenset({"instagram.com"})
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text mentions sound_id effects media likes comments views "
        "collected_at".split()
    )
    known: ClassVar[frozenset[str]] = known(
        "__typename id pk code shortcode taken_at taken_at_timestamp media_type product_type caption user owner "
        "like_count comment_count play_count view_count ig_play_count fb_play_count fb_like_count video_view_count "
        "reshare_count media_repost_count like_and_view_counts_disabled image_versions2 video_versions carousel_media "
        "carousel_media_count carousel_media_ids carousel_parent_id display_uri display_url display_resources "
        "thumbnail_src thumbnail_resources video_url is_video video_duration video_dash_manifest has_audio location "
        "usertags coauthor_producers invited_coauthor_producers clips_metadata music_metadata creative_config "
        "clips_music_attribution_info edge_media_to_caption edge_media_preview_like edge_liked_by "
        "edge_media_preview_comment edge_media_to_comment edge_media_to_parent_comment edge_media_to_tagged_user "
        "edge_sidecar_to_children accessibility_caption caption_is_edited comments preview_comments comments_disabled "
        "is_paid_partnership sponsor_tags device_timestamp client_cache_key filter_type strong_id__ deleted_reason "
        "integrity_review_decision has_liked has_viewer_saved top_likers facepile_top_likers social_context "
        "original_width original_height organic_tracking_token inventory_source logging_info_token link ad_action "
        "ad_id boosted_status boost_unavailable_identifier boost_unavailable_reason photo_of_you can_viewer_reshare "
        "can_viewer_save can_reshare can_see_insights_as_brand commenting_disabled_for_viewer comment_likes_enabled "
        "comment_threading_enabled has_more_comments max_num_visible_preview_comments hide_view_all_comment_entrypoint "
        "inline_composer_display_condition is_unified_video is_dash_eligible number_of_qualities video_codec "
        "dimensions media_preview media_overlay_info gating_info fact_check_overall_rating fact_check_information "
        "sharing_friction_info open_carousel_submission_state headline media_notes preview timeline_pinned_user_ids "
        "upcoming_event saved_collection_ids all_previous_submitters crosspost_metadata fb_user_tags featured_products "
        "product_suggestions shop_routing_user_id commerciality_status explore_hide_comments media_cropping_info "
        "is_post_live_clips_media is_reshare_of_text_post_app_media_in_ig is_seen seen reason "
        "lat lng main_feed_carousel_starting_media_id title wearable_attribution_info ig_media_sharing_disabled "
        "_zs_partial _zs_instagram_view"
    )
    keeps: ClassVar[frozenset[str]] = frozenset(
        "coauthor_producers invited_coauthor_producers location is_paid_partnership sponsor_tags "
        "fact_check_overall_rating".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("user.username",)

    def read(self, item: Record, capture: Capture) -> Iterator[Row]:
        """One post with its author, and the accounts that published it together with them."""
        link = text(at(item, "link")) or ""
        if at(item, "product_type") == "ad" or link.startswith("https://www.facebook.com/ads/"):
            raise Passed("ads")
        user = _author(item)
        if account(user) is None:
            raise Unreadable("no author")
        made = ident(first(item, "taken_at", "taken_at_timestamp"))
        if made is None:
            raise Unreadable("no time: Instagram sent only a part of this post")
        yield Row(_post(item, account(user), made, capture), profile(user))
        for other in items(at(item, "coauthor_producers")):
            if account(other) is not None:
                yield Row(profile={"account_id": account(other), **profile(other)})

    def examples(self) -> dict[str, bytes]:
        """A reel, a carousel by two accounts, a post of Graph, one of Polaris, an ad; one captured again."""
        return {"zeeschuimer_instagram.ndjson": ndjson(wrapped("instagram.com", *_ITEMS, _REEL))}


def _author(item: Record) -> Any:
    """The user; where an owner stands beside, both have to be the same account."""
    user, owner = at(item, "user"), at(item, "owner")
    if filled(user) and filled(owner) and str(account(user)) != str(account(owner)):
        names = text(at(user, "username")), text(at(owner, "username"))
        if None in names or names[0] != names[1]:
            raise Unreadable("names two authors: user and owner differ")
    return {**(owner if filled(owner) else {}), **(user if filled(user) else {})}


def _post(item: Record, author: Any, made: Any, capture: Capture) -> dict[str, Any]:
    words = caption(item)
    hidden = at(item, "like_and_view_counts_disabled") is True
    tagged = [text(at(t, "user", "username")) for t in items(at(item, "usertags", "in"))]
    tagged += [text(at(e, "node", "user", "username")) for e in _edges(item, "edge_media_to_tagged_user")]
    likes = whole(first(item, "like_count", "edge_media_preview_like.count", "edge_liked_by.count"))
    views = whole(first(item, "play_count", "ig_play_count", "view_count", "video_view_count"))
    return {
        "post_id": ident(first(item, "code", "shortcode")),
        "account_id": author,
        "created_at": made,
        "kind": "post",
        "text": words,
        "mentions": list(dict.fromkeys([*text_mentions(words or ""), *(name for name in tagged if name)])),
        "sound_id": ident(first(item, *_SOUNDS, "clips_music_attribution_info.audio_id")),
        "effects": _effects(item),
        "media": list(_graph_media(item)) or list(media(item)),
        "likes": None if hidden else likes,
        "comments": whole(
            first(item, "comment_count", "edge_media_preview_comment.count", "edge_media_to_comment.count")
        ),
        "views": None if hidden else views,
        "collected_at": capture.collected_at,
    }


def _edges(item: Record, name: str) -> Iterator[Record]:
    return items(at(item, name, "edges"))


def _effects(item: Record) -> list[str] | None:
    configs, names = at(item, "creative_config", "effect_configs"), at(item, "creative_config", "effect_ids")
    found = texts(names) or texts([first(c, "effect_id", "id") for c in items(configs)])
    return found or ([] if isinstance(names, list) or isinstance(configs, list) else None)


def _graph_media(item: Record) -> Iterator[dict[str, str]]:
    parts = [at(edge, "node") for edge in _edges(item, "edge_sidecar_to_children")] or [item]
    for part in parts:
        video, picture = text(at(part, "video_url")), text(at(part, "display_url"))
        if url := video or picture:
            yield {"kind": "video" if video else "image", "url": url}


_USER = {"pk": "314159265358979", "id": "314159265358979", "username": "one", "full_name": "One", "is_verified": False}
_REEL: dict[str, Any] = {
    "id": "3312345678901234567_314159265358979",
    "pk": "3312345678901234567",
    "code": "C31415926ab",
    "taken_at": 1709280000,
    "media_type": 2,
    "product_type": "clips",
    "caption": {"text": "The river #Water #rain with @two"},
    "user": {**_USER, "profile_pic_url": "https://example.org/1.jpg"},
    "owner": _USER,
    "like_count": 3,
    "comment_count": 1,
    "play_count": 200,
    "like_and_view_counts_disabled": False,
    "video_versions": [{"url": "https://example.org/1.mp4"}],
    "image_versions2": {"candidates": [{"url": "https://example.org/1_large.jpg"}]},
    "usertags": {"in": [{"user": {"username": "three"}}]},
    "clips_metadata": {"music_info": None, "original_sound_info": {"audio_asset_id": "1122334455667788990"}},
}
_ITEMS: list[dict[str, Any]] = [
    _REEL,
    {
        **{k: v for k, v in _REEL.items() if k not in ("clips_metadata", "video_versions", "play_count", "owner")},
        "code": "C31415926ac",
        "media_type": 8,
        "caption": None,
        "like_and_view_counts_disabled": True,
        "coauthor_producers": [{"id": "27182818284590", "username": "two", "full_name": "Two"}],
        "carousel_media": [
            {"media_type": 1, "image_versions2": {"candidates": [{"url": "https://example.org/2.jpg"}]}},
            {"media_type": 2, "video_versions": [{"url": "https://example.org/2.mp4"}]},
        ],
    },
    {
        "__typename": "GraphSidecar",
        "id": "3312345678901234599",
        "shortcode": "C31415926ad",
        "taken_at_timestamp": 1709283600,
        "owner": {"id": "27182818284590", "username": "two"},
        "edge_media_to_caption": {"edges": [{"node": {"text": "A bridge #bridge"}}]},
        "edge_media_preview_like": {"count": 5},
        "edge_media_preview_comment": {"count": 0},
        "edge_media_to_tagged_user": {"edges": [{"node": {"user": {"username": "one"}}}]},
        "display_url": "https://example.org/3.jpg",
        "edge_sidecar_to_children": {
            "edges": [
                {"node": {"__typename": "GraphImage", "display_url": "https://example.org/3.jpg"}},
                {
                    "node": {
                        "__typename": "GraphVideo",
                        "display_url": "https://example.org/4.jpg",
                        "video_url": "v.mp4",
                    }
                },
            ]
        },
    },
    {
        "__typename": "XIGPolarisPhotoMedia",
        "id": "3312345678901234600",
        "code": "C31415926ae",
        "caption": {"text": "in part"},
        "user": {"id": "27182818284590", "username": "two"},
        "display_uri": "https://example.org/5.jpg",
        "_zs_partial": True,
    },
    {**_REEL, "code": "C31415926af", "product_type": "ad"},
]
