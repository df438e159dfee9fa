"""Reading a scenario file: YAML text to a tree of texts with places, and the layers a scenario is made of."""

from mfc_capacity.loading.layers import (
    Reader,
    Tree,
    apply_set,
    apply_variant,
    did_you_mean,
    read_bytes,
    read_tree,
    shown_path,
)
from mfc_capacity.loading.nodes import Entry, Listing, Location, Map, Node, Scalar
from mfc_capacity.loading.paths import dotted

__all__ = [
    "Entry",
    "Listing",
    "Location",
    "Map",
    "Node",
    "Reader",
    "Scalar",
    "Tree",
    "apply_set",
    "apply_variant",
    "did_you_mean",
    "dotted",
    "read_bytes",
    "read_tree",
    "shown_path",
]
