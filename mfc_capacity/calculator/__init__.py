"""Single intervals without a scenario: the one-line calculator, for one interval or a spreadsheet of them.

In the order of the calculation: columns declares what goes in and out, sheet reads a CSV file's cells and keeps their places,
bounds says which figures the formulas take, rows_file makes intervals of a file, intervals solves them, answers puts the answer together.
"""
