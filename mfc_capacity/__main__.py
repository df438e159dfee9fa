"""The command `mfc-capacity`, also as `python -m mfc_capacity`."""

from mfc_capacity.cli.app import main

if __name__ == "__main__":
    main()
