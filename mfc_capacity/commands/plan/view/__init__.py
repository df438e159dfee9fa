"""A plan as it is shown: the page, its accounts, the charts."""
