"""Names of fields of Reddit's posts, comments and accounts: of its API and of the dumps, over the years."""

KNOWN = frozenset(
    """
    kind data id name author author_fullname author_created_utc author_id created created_utc subreddit subreddit_id
    subreddit_name_prefixed subreddit_type subreddit_subscribers title selftext selftext_html body body_html body_sha1
    url url_overridden_by_dest domain permalink is_self score ups downs upvote_ratio num_comments num_crossposts
    num_reports link_id parent_id link_author link_title link_url link_permalink replies depth count children
    crosspost_parent crosspost_parent_list is_crosspostable is_original_content is_meta is_video is_gallery
    is_reddit_media_domain is_robot_indexable is_submitter is_created_from_ads_ui gallery_data media_metadata media
    media_embed media_only secure_media secure_media_embed preview post_hint thumbnail thumbnail_width
    thumbnail_height poll_data collections content_categories category discussion_type event_start event_end
    event_is_live rte_mode edited edited_on archived locked stickied pinned hidden hide_score score_hidden quarantine
    saved spoiler over_18 contest_mode clicked visited likes can_gild can_mod_post gilded gildings all_awardings
    awarders associated_award top_awarded_type total_awards_received treatment_tags collapsed collapsed_reason
    collapsed_reason_code collapsed_because_crowd_control comment_type controversiality distinguished no_follow
    send_replies suggested_sort allow_live_comments whitelist_status parent_whitelist_status wls pwls
    author_flair_background_color author_flair_css_class author_flair_richtext author_flair_template_id
    author_flair_text author_flair_text_color author_flair_type author_patreon_flair author_premium author_cakeday
    author_is_blocked link_flair_background_color link_flair_css_class link_flair_richtext link_flair_template_id
    link_flair_text link_flair_text_color link_flair_type approved approved_at_utc approved_by banned_at_utc banned_by
    removal_reason removed removed_by removed_by_category mod_note mod_reason_by mod_reason_title mod_reports
    user_reports report_reasons reports_ignored ignore_reports view_count unrepliable_reason previous_visits
    brand_safe retrieved_on retrieved_utc updated_on updated_utc utc_datetime_str nest_level rev _meta subreddit_title
    is_employee is_friend is_mod is_gold is_suspended is_blocked has_verified_email has_subscribed verified
    link_karma comment_karma awardee_karma awarder_karma total_karma icon_img snoovatar_img snoovatar_size
    accept_chats accept_followers accept_pms hide_from_robots pref_show_snoovatar rpan_video author_flair_emoji
    promoted promoted_by ad_business ad_promoted_user_posts adserver_click_url adserver_imp_pixel third_party_trackers
    third_party_tracking embed_type embed_url href_url impression_id is_blank is_survey_ad mobile_ad_url outbound_link
    original_link show_media priority_id product_ids from from_id from_kind
    """.split()
)
