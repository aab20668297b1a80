"""A whole table: from an export to findings, proposed changes, duplicates, freshness and a report.

Each stage is a function from values to values; `crmquality.clean` runs them in order and hands back a `Plan`.
Nothing is changed until `Plan.apply`. The façade names what callers use, each from the module that holds it, so that
matching a table does not wait for what decay and reports import.
"""
