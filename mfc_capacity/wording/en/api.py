"""What only those meet who call the commands from Python."""

PANDAS_MISSING = "to_pandas() needs pandas, which is not installed here: pip install pandas"
