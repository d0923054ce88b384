"""Shadow roots that a page declares are opened; templates that wait for a script stay shut."""

from spiders.base.shadow import opened
from tests.spiders.answers import answer_of


def test_a_shadow_root_becomes_a_plain_element_and_a_template_in_it_stays() -> None:
    html = '<x-a><template shadowrootmode="open"><p>shown</p><template><p>waits</p></template></template></x-a>'
    assert [node.text() for node in opened(answer_of(html)).html.css("p")] == ["shown"]


def test_other_answers_are_left_as_they_are() -> None:
    answer = answer_of("<template><p>waits</p></template>")
    assert opened(answer) is answer
