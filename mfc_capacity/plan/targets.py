"""The targets of a group as facts that answers carry."""

from mfc_capacity.files.problems import Message, say
from mfc_capacity.scenario import TargetSet


def target_messages(targets: TargetSet) -> dict[str, Message]:
    """Return the targets of a group by the column that each limits."""
    level = targets.service_level
    limits = {
        "service_level": level and say("targets.service_level", share=level.share, within_s=level.within_s),
        "asa_s": _most("targets.longest_wait", targets.max_asa_s),
        "abandonment": _most("targets.largest_share", targets.max_abandonment),
        "occupancy": _most("targets.largest_share", targets.max_occupancy),
    }
    return {column: target for column, target in limits.items() if target}


def _most(code: str, most: float | None) -> Message | None:
    return None if most is None else say(code, most=most)
