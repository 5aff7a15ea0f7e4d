"""Who may do what, in one place, asked when an action runs: never when its button was drawn."""

from __future__ import annotations

from bot.config import Config
from bot.store.people import Person

PERMISSIONS = {
    "alerts": frozenset({"counselor", "coordinator"}),
    "response_times": frozenset({"coordinator"}),
    "volunteers": frozenset({"coordinator"}),
    "guidance": frozenset({"counselor"}),
    "reports_of_coordinators": frozenset({"counselor"}),  # where no coordinator is left to decide
    "board": frozenset({"coordinator"}),
}


class Access:
    """Roles: coordinator from the config, counselor from there or by an invitation, volunteer from a coordinator's approval, person for everybody.

    What the database says of them comes with the person's row: asking costs no query.
    """

    def __init__(self, config: Config) -> None:
        self._counselors = {member.id for member in config.counselors}
        self._coordinators = {member.id for member in config.coordinators}

    def roles(self, person: Person) -> frozenset[str]:
        found = {"person"}
        if person.telegram_id in self._counselors or person.staff:
            found.add("counselor")
        if person.telegram_id in self._coordinators:
            found.add("coordinator")
        if person.volunteer == "approved":
            found.add("volunteer")
        return frozenset(found)

    def allowed(self, person: Person, permission: str) -> bool:
        """An empty permission is everybody's; an unknown one nobody's."""
        return not permission or bool(self.roles(person) & PERMISSIONS.get(permission, frozenset()))
