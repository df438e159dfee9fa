"""The pictures of answers, as data: what the page, the workbook and the terminal draw."""
