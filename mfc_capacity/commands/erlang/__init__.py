"""Single intervals without a scenario: the one-line calculator, for one interval or a spreadsheet of them.

In the order of the calculation: `columns` declares what goes in and comes out, `bounds` says which figures the
formulas take, `rows_file` makes intervals of the cells of a CSV file, `intervals` solves them, `answers` puts the
answer together; `question` reads the options.
"""
