"""Run the command line from a checkout: `python cli.py …` is `xlrnn …`."""

from xlrnn.commands.main import main

if __name__ == "__main__":
    main()
