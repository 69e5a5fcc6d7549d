"""What tests of the product share: databases, a clock. Not imported by the product itself."""
