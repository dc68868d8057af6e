"""Run the command line as `python -m xlrnn.commands`."""

from xlrnn.commands.main import main

if __name__ == "__main__":
    main()
