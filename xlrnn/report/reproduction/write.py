"""All reports of a run, beside its workbooks."""

from xlrnn.atomic import write_atomically
from xlrnn.report.reproduction import html, json, junit
from xlrnn.reproduce.finding import Reproduction


def write(found: Reproduction) -> None:
    """Write the page, JSON and JUnit into the folder of the run."""
    reports = {
        found.report.name: html.render(found),
        "report.json": json.render(found),
        "junit.xml": junit.render(found),
    }
    for name, text in reports.items():
        write_atomically(found.setting.folder / name, f"{text}\n".encode())
