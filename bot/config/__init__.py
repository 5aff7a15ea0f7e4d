"""``config.yaml``: who is counselor and coordinator, the ladder, languages and times. Strict: an unknown or wrong setting is an error."""

from bot.config.file import Config, read
from bot.config.operation import Health, Retention, Watch, Webhook
from bot.config.place import place, rules
from bot.config.support import Group, OtherLadder, StaffMember, Step

__all__ = ["Config", "Group", "Health", "OtherLadder", "Retention", "StaffMember", "Step", "Watch", "Webhook", "place", "read", "rules"]
