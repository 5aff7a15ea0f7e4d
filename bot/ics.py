"""An appointment as a calendar file (RFC 5545, RFC 5546): times in UTC, the same UID for ever, SEQUENCE rising with every change.

What it says is neutral: whoever looks over somebody's shoulder sees that there is an appointment, not with whom or about what.
"""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

from bot.store.appointments import Appointment


def calendar(appointment: Appointment, now: int, title: str, organisation: str) -> bytes:
    """The file's bytes. ``now``: epoch ms; a cancelled appointment makes a file that takes it out of the calendar again."""
    cancelled = appointment.state == "cancelled"
    whole, event = Calendar(), Event()
    whole.add("prodid", "-//Sebaya//Appointments//EN")
    whole.add("version", "2.0")
    whole.add("method", "CANCEL" if cancelled else "PUBLISH")
    organizer = vCalAddress("mailto:nobody@sebaya.invalid")  # RFC 5546 wants one; this domain can never exist (RFC 2606)
    organizer.params["cn"] = vText(organisation)
    event.add("organizer", organizer)
    event.add("uid", f"{appointment.id}@sebaya.invalid")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", _utc(now))
    event.add("dtstart", _utc(appointment.starts_at))
    event.add("dtend", _utc(appointment.ends_at))
    event.add("summary", title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    whole.add_component(event)
    return bytes(whole.to_ical())


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)
