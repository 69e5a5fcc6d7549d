"""Samples of the CRM template: a maker of industrial automation, its people, customers and a year of business.

Once in Chinese and once in English: the same course of business with other people, firms and amounts.
"""

from types import ModuleType

from . import buying, caring, cash, delivery, en, marketing, selling, zh
from .desks import talks as desks_talk
from .people import person_rows
from .table import Rows, seeded, write

TONGUES: dict[str, ModuleType] = {"": zh, "en": en}
"""Language folder (none for Chinese, which is spoken where nothing else is) -> its words."""


def make() -> None:
    """Writes every table of `apps/crm/samples` and `apps/crm/samples/en`."""
    for folder, w in TONGUES.items():
        for entity, rows in tables(w).items():
            shown = [{key: cell for key, cell in row.items() if not key.startswith("_")} for row in rows]
            write("crm", f"{folder}/{entity}".lstrip("/"), shown)


def tables(w: ModuleType) -> dict[str, Rows]:
    """Every table in one language; columns that begin with `_` are only for other tables."""
    chance = seeded(20)
    accounts = selling.accounts(chance, w)
    contacts = selling.contacts(chance, w, accounts)
    products = selling.products(w)
    campaigns, partners = marketing.campaigns(w), marketing.partners(chance, w)
    opportunities = selling.opportunities(chance, w, accounts, contacts, products, campaigns, partners)
    quotations, quotation_lines = selling.quotations(chance, w, opportunities, products)
    contracts = cash.contracts(chance, w, opportunities, quotations)
    orders, order_lines = cash.orders(chance, w, contracts, contacts, products)
    receivables, payments, invoices = cash.money(chance, w, contracts, accounts)
    items, suppliers = buying.items(chance, w, products), buying.suppliers(chance, w)
    purchases, purchase_lines, plans = buying.purchases(chance, w, items, suppliers, orders, order_lines)
    buying.balance(chance, items, orders, order_lines, purchases, purchase_lines)
    leads = selling.leads(chance, w, accounts, campaigns)
    articles = caring.articles(chance, w, products)
    tickets = caring.tickets(chance, w, contracts, contacts, products, articles)
    projects, parties, milestones, team = delivery.projects(chance, w, contracts, partners)
    open_tickets = [one for one in tickets if one["status"] != "closed"]
    desks = dict.fromkeys(w.AGENTS, ("ticket", open_tickets)) | {
        w.FINANCE: ("receivable", receivables), w.MARKETER: ("campaign", campaigns), w.BUYER: ("purchase_order", purchases),
    }  # fmt: skip
    return {
        "department": w.DEPARTMENTS, "person": person_rows(w.PEOPLE, w.MAIL), "account": accounts, "contact": contacts, "product": products,
        "competitor": selling.rivals(w), "price_list": selling.price_lists(w), "price_list_line": selling.prices(products),
        "campaign": campaigns, "partner": partners, "lead": leads, "opportunity": opportunities, "quotation": quotations,
        "quotation_line": quotation_lines, "contract": contracts, "sales_order": orders, "sales_order_line": order_lines,
        "receivable": receivables, "payment": payments, "invoice": invoices, "stock_item": items, "supplier": suppliers,
        "purchase_order": purchases, "purchase_line": purchase_lines, "purchase_plan": plans, "article": articles, "ticket": tickets,
        "project": projects, "project_party": parties, "milestone": milestones, "project__team": team,
        "target": delivery.targets(w, opportunities), "channel_cost": marketing.costs(chance, w, campaigns),
        "behaviour": marketing.behaviours(chance, w, accounts, contacts, leads, campaigns),
        "activity": selling.activities(chance, w, accounts, opportunities, leads, contacts, projects)
        + desks_talk(seeded(43), w, desks),
        "task": selling.tasks(chance, w, accounts, opportunities, contracts, receivables, projects, desks),
    }  # fmt: skip
