"""Speed of Lotse, measured side by side in one run. Not part of the product."""
