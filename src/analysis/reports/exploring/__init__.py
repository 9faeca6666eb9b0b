"""What people use in a notebook that runs: fields to choose by, lines to read along, tables to sort, the start page."""
