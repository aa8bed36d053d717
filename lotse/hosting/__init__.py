"""What the host of an instance sets, and the pages and colours that follow from it."""
