"""What people say when they order, share and adorn reports."""
