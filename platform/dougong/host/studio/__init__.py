"""The studio's drafts: change sets over the definitions, published and taken back as releases.

Nothing a user works with changes until a change set is published.
"""
