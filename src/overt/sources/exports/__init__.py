"""Known exports, one a file, and the visible list of them in the order in which they are tried."""

from overt.sources.exports.accounts import Accounts
from overt.sources.exports.base import ColumnExport, Export, RecordExport
from overt.sources.exports.bluesky_jetstream import Jetstream
from overt.sources.exports.bluesky_views import BlueskyViews
from overt.sources.exports.brandwatch import Brandwatch
from overt.sources.exports.coortweet import CooRTweet
from overt.sources.exports.crowdtangle import CrowdTangleFacebook, CrowdTangleInstagram
from overt.sources.exports.fourcat_bluesky import FourCatBluesky
from overt.sources.exports.fourcat_instagram import FourCatInstagram
from overt.sources.exports.fourcat_telegram import FourCatTelegram
from overt.sources.exports.fourcat_threads import FourCatThreads
from overt.sources.exports.fourcat_tiktok import FourCatTikTok
from overt.sources.exports.fourcat_tiktok_comments import FourCatTikTokComments
from overt.sources.exports.fourcat_x import FourCatX
from overt.sources.exports.google_ads import GoogleAds
from overt.sources.exports.junkipedia import Junkipedia, JunkipediaTable
from overt.sources.exports.mastodon import Mastodon
from overt.sources.exports.meltwater import Meltwater
from overt.sources.exports.meta_ads import MetaAds, MetaAdsTable
from overt.sources.exports.meta_content_library import MetaContentLibrary, MetaContentLibraryTable
from overt.sources.exports.reddit import Reddit
from overt.sources.exports.telegram_desktop import TelegramDesktop
from overt.sources.exports.telethon import Telethon
from overt.sources.exports.tiktok_ads import TikTokAds
from overt.sources.exports.tiktok_research import TikTokResearch
from overt.sources.exports.x_api import XApi
from overt.sources.exports.x_archive import XArchive
from overt.sources.exports.x_archive_users import XArchiveUsers
from overt.sources.exports.x_classic import XClassic
from overt.sources.exports.youtube_api import YouTubeApi
from overt.sources.exports.youtube_tools import YouTubeChannels, YouTubeComments, YouTubeVideos
from overt.sources.exports.zeeschuimer_instagram import ZeeschuimerInstagram
from overt.sources.exports.zeeschuimer_threads import ZeeschuimerThreads
from overt.sources.exports.zeeschuimer_tiktok import ZeeschuimerTikTok
from overt.sources.exports.zeeschuimer_tiktok_comments import ZeeschuimerTikTokComments
from overt.sources.exports.zeeschuimer_x import ZeeschuimerX

EXPORTS: tuple[Export, ...] = (
    Accounts(),
    XArchive(),
    XArchiveUsers(),
    CooRTweet(),
    Mastodon(),
    XApi(),
    XClassic(),
    TelegramDesktop(),
    Telethon(),
    Jetstream(),
    BlueskyViews(),
    YouTubeApi(),
    YouTubeVideos(),
    YouTubeComments(),
    YouTubeChannels(),
    Reddit(),
    TikTokResearch(),
    CrowdTangleFacebook(),
    CrowdTangleInstagram(),
    Meltwater(),
    Brandwatch(),
    GoogleAds(),
    MetaAds(),
    MetaAdsTable(),
    TikTokAds(),
    MetaContentLibrary(),
    MetaContentLibraryTable(),
    Junkipedia(),
    JunkipediaTable(),
    ZeeschuimerTikTok(),
    ZeeschuimerTikTokComments(),
    ZeeschuimerX(),
    ZeeschuimerInstagram(),
    ZeeschuimerThreads(),
    FourCatTikTok(),
    FourCatTikTokComments(),
    FourCatTelegram(),
    FourCatX(),
    FourCatBluesky(),
    FourCatInstagram(),
    FourCatThreads(),
)

__all__ = ["EXPORTS", "ColumnExport", "Export", "RecordExport"]
