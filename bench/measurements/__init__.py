"""What is measured, a module a concern: each has `measure(stage)`, which returns its figures."""
