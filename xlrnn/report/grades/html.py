"""HTML pages: one for each student, one for the class. No script, nothing from elsewhere."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from xlrnn.counted import counted
from xlrnn.report.grades import (
    UNDECIDED,
    Absent,
    Batch,
    Result,
    Results,
    best_of_each,
    called,
    for_the_teacher,
    no_mark,
    points,
    stem,
)
from xlrnn.report.page import page, pieces, text
from xlrnn.report.safe import table


def files(batch: Batch) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the pages: of the class, and of each student."""
    results = batch.results
    yield "class.html", overview_pieces(results, batch.absent, linked=True)
    yield "class.csv", [render_overview_csv(results)]
    for one in results:
        yield _page_of(one), [render_student(one)]


def _page_of(result: Result) -> str:
    return f"students/{stem(result['student'], result['file'])}.html"


def render_student(result: Result) -> str:
    """Return a student's page."""
    who = result["name"] or result["student"] or "Feedback"
    body = [f"<h1>{text(who)}</h1>"]
    if result["reason"]:
        body.append(f"<p class='wrong'>{text(no_mark(result))}</p>")
    else:
        score = f"{points(result['score'])} of {points(result['max_score'])} points"
        body.append(f"<p><strong>{score}</strong></p>")
    if result["remark"]:
        body.append(f"<p class='wrong'>{text(result['remark'])}</p>")
    if wrong := result["first_wrong"]:
        body.append(
            f"<p class='first'>Look here first: block <b>{text(wrong['block'])}</b>, "
            f"{text(wrong['cell'])}: {text(wrong['words'])}.</p>"
        )
    elif open_ones := sum(cell["state"] == UNDECIDED for cell in result["cells"]):
        body.append(f"<p class='open'>No cell is wrong; {open_ones} could not be decided.</p>")
    elif not result["reason"]:
        body.append("<p class='right'>Every cell is right.</p>")
    body += [_criteria(result), _cells(result)]
    return page(text(who), "\n".join(body))


def _criteria(result: Result) -> str:
    rows = "".join(
        f"<tr><td class='{'right' if c['score'] >= c['points'] else 'wrong'}'>{text(c['title'])}"
        f"</td><td class='n'>{points(c['score'])} / {points(c['points'])}</td>"
        f"<td>{'<br>'.join(map(text, c['reasons']))}</td>"
        f"<td>{'<br>'.join(map(text, _advice(c)))}</td></tr>"
        for c in result["criteria"]
    )
    head = "<tr><th>what</th><th class='n'>points</th><th>why</th><th>what to do</th></tr>"
    return f"<h2>Points</h2><table>{head}{rows}</table>" if rows else ""


def _advice(criterion: Result) -> list[str]:
    """Return what to do about the reasons, each piece of advice once."""
    return [*dict.fromkeys(one["advice"] for one in criterion["found"])]


def _cells(result: Result) -> str:
    rows = "".join(
        f"<tr><td>{text(cell['cell'])}</td><td>{text(cell['block'])}</td>"
        f"<td><code>{text('=' + cell['formula'] if cell['formula'] else '')}</code></td>"
        f"<td class='{'open' if cell['state'] == UNDECIDED else 'wrong'}'>{text(cell['words'])}"
        "</td></tr>"
        for cell in result["cells"]
        if cell["state"] != "right"
    )
    head = "<tr><th>cell</th><th>block</th><th>your formula</th><th>what is the matter</th></tr>"
    return f"<h2>Cells to look at</h2><table>{head}{rows}</table>" if rows else ""


def first_wrongs(results: Results) -> list[tuple[str, str, int]]:
    """Return the blocks that went wrong first, with the reason, the most frequent first."""
    counts = Counter(
        (result["first_wrong"]["block"], result["first_wrong"]["words"])
        for result in results
        if result["first_wrong"]
    )
    return [(block, words, count) for (block, words), count in counts.most_common()]


def overview_pieces(
    results: Results, absent: Absent = (), *, linked: bool = False
) -> Iterator[str]:
    """Yield the teacher's page about the class, piece by piece.

    Args:
        results: the results.
        absent: who handed in nothing.
        linked: whether each student's own page is linked.
    """
    return pieces("The class", _overview(results, absent, linked=linked))


def _overview(results: Results, absent: Absent, *, linked: bool) -> Iterator[str]:
    graded = sum(not result["reason"] for result in results)
    marks = [r["score"] / r["max_score"] for r in best_of_each(results) if not r["reason"]]
    mean = sum(marks) / len(marks) if marks else 0.0
    yield "<h1>The class</h1>"
    yield (
        f"<p>{counted(len(results), 'submission')}, {graded} of them graded, of "
        f"{counted(len(marks), 'student')}. The best of each student has {mean:.0%} of the points "
        "on average.</p>"
    )
    yield "<h2>What goes wrong first</h2>"
    yield _first_table(results, graded)
    yield "<h2>Submissions</h2>"
    yield "<table><tr><th>student</th><th>points</th><th>first wrong</th><th>notes</th></tr>"
    for result in results:
        yield _row(result, _page_of(result) if linked else "")
    yield "</table>"
    yield from _absent(absent)


def _absent(absent: Absent) -> Sequence[str]:
    rows = [f"<li>{text(one['student'])} {text(one['name'])}</li>" for one in absent]
    return ["<h2>Nothing handed in</h2>", "<ul>", *rows, "</ul>"] if rows else []


def _first_table(results: Results, graded: int) -> str:
    rows = "".join(
        f"<tr><td>{text(block)}</td><td>{text(words)}</td><td class='n'>{count}</td>"
        f"<td style='width:30%'><div class='bar' style='width:{100 * count / graded:.0f}%'></div>"
        "</td></tr>"
        for block, words, count in first_wrongs(results)
    )
    head = "<tr><th>block</th><th>what</th><th class='n'>how many</th><th></th></tr>"
    return f"<table>{head}{rows}</table>" if rows else "<p>Nothing.</p>"


def _row(result: Result, page: str) -> str:
    first = result["first_wrong"]
    wrong = f"{first['cell']}: {first['words']}" if first else ""
    mark = f"{points(result['score'])} / {points(result['max_score'])}"
    if result["reason"]:
        mark = no_mark(result)
    who = text(called(result))
    who = f"<a href='{text(page)}'>{who}</a>" if page else who
    return (
        f"<tr><td>{who}</td><td>{text(mark)}</td><td>{text(wrong)}</td>"
        f"<td class='long'>{'<br>'.join(map(text, for_the_teacher(result)))}</td></tr>"
    )


def render_overview_csv(results: Results) -> str:
    """Return which block goes wrong first for how many, and why."""
    return table(["block", "what", "how many"], first_wrongs(results))
