"""Records of every answer, each with its declared columns, and the JSON Schemas made from them."""
