"""What is looked at inside a file. Runs in the sandbox alone: each inspection reads bytes that may be hostile."""

from openmash.uploads.inspecting.looking import inspect

__all__ = ["inspect"]
