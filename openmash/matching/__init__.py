"""Who is this? Accounts of a person, cleaned, keyed, compared and weighed. Plain Python and SQL, no Django.

Read in this order: `records` (what is told), `cleaning` (how it is written down once), `keys` (who could be the same).
"""
