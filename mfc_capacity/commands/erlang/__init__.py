"""Single intervals without a scenario: the one-line calculator, for one interval or a spreadsheet of them.

In the order of the calculation: `columns` declares what goes in and comes out, `sheet` reads the cells of a CSV
file with their places, `bounds` says which figures the formulas take, `rows_file` makes intervals of cells,
`intervals` solves them, `answers` puts the answer together.
"""
