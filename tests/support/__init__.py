"""What several suites share: the product as processes, requests as a person, pages without a screen."""
