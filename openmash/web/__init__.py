"""Screens: what people see and type. Nothing below this package knows that it exists."""
