"""Queries and writes over user-defined entities: the only place that builds SQL for user data.

It works on a connection it is given and knows neither HTTP nor the JSON of roles.
"""
