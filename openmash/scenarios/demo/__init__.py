"""The demo: one believable hub, with everything in it made through the services."""

from openmash.scenarios.demo.loading import load, sign_in_table, who_can_sign_in

__all__ = ["load", "sign_in_table", "who_can_sign_in"]
