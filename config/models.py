"""Empty on purpose: Django sends `post_migrate` only to apps that have a models module (see apps.py)."""
