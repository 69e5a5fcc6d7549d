"""The platform contains no CRM: the words of selling live in apps/ only."""

import re

import pytest

from tests.architecture.tree import CODE, PAGES, texts

# Also inside names (`lead_id`, `newLead`), but not inside other words (`leading`, `ideal`, `accounting`).
_NOUNS = r"(?:lead|customer|prospect|quotation|account|deal)s?|opportunit(?:y|ies)"
ENGLISH = re.compile(rf"(?<![a-z])(?:{_NOUNS})(?![a-z])")
CHINESE = re.compile(r"线索|商机|客户|公海|报价|销售机会")
READ = (".py", ".json", ".html", ".jinja", ".j2", ".js", ".css", ".txt", ".md", ".po", ".sql", ".svg", ".lark")


def found_words(text: str) -> list[str]:
    """Camel case is read as separate words. The verbs count as well: a path "points to", a function "handles"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    return ENGLISH.findall(words) + CHINESE.findall(words)


def test_no_crm_word_in_the_platform() -> None:
    found = {
        f"{name}:{number}": words
        for name, text in texts(*CODE, *PAGES, suffixes=READ)
        for number, line in enumerate(text.splitlines(), 1)
        if (words := found_words(line))
    }
    assert found == {}


@pytest.mark.parametrize("text", ["lead_id", "newLead", "LeadForm", "Leads", "a customer's", "客户名称", "DEAL"])
def test_a_crm_word_is_seen(text: str) -> None:
    assert found_words(text)


@pytest.mark.parametrize("text", ["leading", "ideal", "accounting", "misleads", "dealt", "用户", "leader"])
def test_another_word_is_not(text: str) -> None:
    assert not found_words(text)
