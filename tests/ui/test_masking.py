"""A patient's name is shown in full only after 显示全文."""

from __future__ import annotations

from app.domain.casefile import CaseFile
from app.domain.finding import Finding
from app.ports import ListQuery
from tests.ui.conftest import sign_in
from tests.ui.hand import Hand
from tests.ui.test_shell import texts_of
from ui.pages.review.page import ReviewPage
from ui.shell import Shell


def names(shell: Shell) -> set[str]:
    return {c.psn_name for c in shell.desk.store.reads().find(CaseFile) if len(c.psn_name) > 1}


def test_lists_and_hits_never_show_a_patients_name(shell: Shell) -> None:
    store = shell.desk.store
    rids = store.ids(ListQuery("findings"))
    cells = [str(cell) for row in store.source("findings").rows(rids).values() for cell in row]
    found = [hit.title for name in names(shell) for hit in store.search(name)]
    assert found
    for text in (*cells, *found):
        assert not any(name in text for name in names(shell)), text


def test_the_review_shows_names_when_asked(shell: Shell, hand: Hand) -> None:
    sign_in(shell, "李四")
    shell.go("review", "")
    hand.settle()
    page = shell.page()
    assert isinstance(page, ReviewPage)
    reads = shell.desk.store.reads()
    finding = next(
        f for f in reads.find(Finding)
        if (c := reads.peek(CaseFile, f.casefile)) and c.psn_name in f.fact_text
    )  # fmt: skip
    name = reads.get(CaseFile, finding.casefile).psn_name
    page.facts.show_finding(finding)
    table = page.facts.history.table
    shown = [table.item(r, c).text() for r in range(table.rowCount()) for c in range(5)]
    assert not any(name in text for text in (*texts_of(page.facts), *shown))
    shell.desk.session.unmasked = True
    page.facts.show_finding(finding)
    assert any(name in text for text in texts_of(page.facts))
