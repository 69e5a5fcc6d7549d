"""Pages of the studio: where what the product is made of is changed, looked at before it counts, published, taken back."""
