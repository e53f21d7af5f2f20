"""Lists that can be imported: one file each, told by their columns, tried in this order."""

from overt.registry.importers.base import Draft, Drafts, Importer
from overt.registry.importers.exported import ExportedLabels
from overt.registry.importers.hamilton_accounts import HamiltonAccounts
from overt.registry.importers.laundromat import LaundromatIndicators, LaundromatSites
from overt.registry.importers.own_list import OwnList
from overt.registry.importers.state_media_matrix import StateMediaMatrix
from overt.registry.importers.us_politicians import USPoliticians

IMPORTERS: tuple[type[Importer], ...] = (
    StateMediaMatrix,
    HamiltonAccounts,
    USPoliticians,
    LaundromatSites,
    LaundromatIndicators,
    ExportedLabels,
    OwnList,
)
"""The visible list."""

__all__ = ["IMPORTERS", "Draft", "Drafts", "Importer"]
