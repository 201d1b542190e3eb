"""Pia, who has an account and a record of each kind, and Sam, who is none of her business: for test_routes_hostile.py.

The routes are asked of Odoo itself, so that a new one is tried without being written down anywhere.
"""

import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import time
from base64 import urlsafe_b64encode

from people import days_ahead, make_user, permit_referee, read

#: What no answer to Pia or to a stranger may say.
SECRET = "Secretive"
#: A record of a person for each model with signed links (hr.jobseeker.link): a new one needs a line here.
LINKED = {
    "hr.jobseeker": lambda olga, made: made["hr.jobseeker"],
    "hr.jobseeker.agreement": lambda olga, made: _offer(olga, made["hr.jobseeker"]),
    "hr.jobseeker.plan": lambda olga, made: _propose(olga, made["hr.jobseeker"]),
    "hr.jobseeker.action": lambda olga, made: olga("hr.jobseeker.action", "create", _step(made["hr.jobseeker"])),
    "hr.jobseeker.retention.line": lambda olga, made: _list_for_erasure(olga.odoo, made["hr.jobseeker"]),
    "hr.jobseeker.rights.request": lambda olga, made: _ask_about_data(olga.odoo, made["hr.jobseeker"]),
    "hr.jobseeker.reference": lambda olga, made: _ask_referee(olga, made["hr.jobseeker"]),
    "hr.jobseeker.referral": lambda olga, made: _ask_about_a_hirer(olga, made["hr.jobseeker"]),
    "hr.jobseeker.signpost": lambda olga, made: _point_elsewhere(olga, made["hr.jobseeker"]),
}
#: Further records whose numbers stand in addresses.
NUMBERED = {
    "hr.jobseeker.need": lambda olga, made: olga("hr.jobseeker.need", "create", _need(olga, made["hr.jobseeker"])),
    "hr.jobseeker.review": lambda olga, made: olga(
        "hr.jobseeker.review", "create", {"jobseeker_id": made["hr.jobseeker"], "due_on": days_ahead(9)}
    ),
}
LIST_ROUTES = """
import json
routes = []
for rule in env["ir.http"].routing_map().iter_rules():
    func = getattr(rule.endpoint, "func", rule.endpoint)
    ours = "jobseeker_relations" in getattr(func, "__module__", "") or "jobseeker_relations" in repr(func)
    if ours or rule.rule.startswith(("/jobseeker", "/my/job-search")):
        kinds = {name: type(kind).__name__ for name, kind in rule._converters.items()}
        routes.append([rule.rule, sorted(rule.methods or ["GET", "POST"]), kinds])
print("ROUTES" + json.dumps(routes))
"""


def _step(person):
    return {"jobseeker_id": person, "name": "Send a CV", "owner": "jobseeker", "due_on": days_ahead(9)}


def _need(olga, person):
    [kind] = olga("hr.jobseeker.need.type", "search", [("value_form", "=", "text")], limit=1)
    return {"jobseeker_id": person, "type_id": kind, "name": "Wish", "value": SECRET}


def _offer(olga, person):
    [terms] = olga("hr.jobseeker.terms", "search", [("is_in_force", "=", True)], limit=1)
    agreement = olga("hr.jobseeker.agreement", "create", {"jobseeker_id": person, "terms_id": terms})
    olga("hr.jobseeker.agreement", "write", [agreement], {"state": "sent"})
    return agreement


def _propose(olga, person):
    plan = olga("hr.jobseeker.plan", "create", {"jobseeker_id": person, "action_ids": [(0, 0, _step(person))]})
    olga("hr.jobseeker.plan", "write", [plan], {"state": "proposed"})
    return plan


def _list_for_erasure(odoo, person):
    """A line that the job would make of somebody whose time is over."""
    [[rule]] = odoo.sql("SELECT min(id) FROM hr_jobseeker_retention_rule")
    [[run]] = odoo.sql(
        "INSERT INTO hr_jobseeker_retention_run (rule_id, company_id, state, erase_on)"
        " VALUES (%s, 1, 'approved', '2999-01-01') RETURNING id",
        rule,
    )
    [[line]] = odoo.sql(
        "INSERT INTO hr_jobseeker_retention_line (run_id, jobseeker_id, partner_id, company_id, state, due_on)"
        " SELECT %s, id, partner_id, company_id, 'planned', '2999-01-01' FROM hr_jobseeker WHERE id = %s RETURNING id",
        *(run, person),
    )
    return line


def _ask_about_data(odoo, person):
    [[request]] = odoo.sql(
        "INSERT INTO hr_jobseeker_rights_request"
        " (number, jobseeker_id, partner_id, company_id, kind, channel, state, received_on)"
        " SELECT 'H/' || id, id, partner_id, company_id, 'access', 'email', 'received', '2026-01-01'"
        " FROM hr_jobseeker WHERE id = %s RETURNING id",
        person,
    )
    return request


def _ask_referee(olga, person):
    referee = {"jobseeker_id": person, "referee_name": "Rob", "referee_email": "rob@example.net"}
    reference = olga("hr.jobseeker.reference", "create", referee)
    permit_referee(olga, reference)
    olga("hr.jobseeker.reference", "write", [reference], {"state": "requested"})
    return reference


def _ask_about_a_hirer(olga, person):
    hirer = olga.odoo.rpc()("res.partner", "create", {"name": "Acme", "is_company": True, "email": "hr@acme.example"})
    vals = {"name": "cv.pdf", "datas": "JVBERi0xLjQ=", "res_model": "hr.jobseeker", "res_id": person}
    cv = olga("ir.attachment", "create", vals)
    referral = olga("hr.jobseeker.referral", "create", {"jobseeker_id": person, "hirer_id": hirer, "cv_id": cv})
    olga("hr.jobseeker.referral", "action_ask", [referral])
    return referral


def _point_elsewhere(olga, person):
    body = olga.odoo.rpc()("hr.jobseeker.support.body", "create", {"name": "Harbour Crew", "helps_with": "Jobs at sea"})
    vals = {"jobseeker_id": person, "body_id": body, "reason": "We have no ships"}
    signpost = olga("hr.jobseeker.signpost", "create", vals)
    olga("hr.jobseeker.signpost", "action_propose", [signpost])
    return signpost


class HostileWorld:
    def __init__(self, odoo):
        self.odoo, admin = odoo, odoo.rpc()
        olga = make_user(odoo, "olga", "officer", name="Olga Officer")
        self.records = {}
        for login, name in (("pia", "Pia Portal"), ("sam", f"Sam {SECRET}")):
            session = make_user(odoo, login, "portal", name=name)
            partner = read(admin, "res.users", session.uid, "partner_id")
            vals = {"partner_id": partner, "state": "active", "adviser_id": olga.uid}
            made = {"hr.jobseeker": admin("hr.jobseeker", "create", vals)}
            for model, make in {**LINKED, **NUMBERED}.items():
                made[model] = make(olga, made)
            self.records[login] = made
        wish = self.records["pia"]["hr.jobseeker.need"]
        olga("hr.jobseeker.need", "write", [wish], {"value": "Welding"})
        self.routes = self._ask_routes()
        self.links = self._find_links()

    def _ask_routes(self):
        """[(rule, methods, {argument: converter})] of the addon, as a running Odoo knows them."""
        command = [sys.executable, os.environ["ODOO_CLI"], "shell", "--database", self.odoo.db, "--no-http"]
        done = subprocess.run(command, input=LIST_ROUTES, capture_output=True, text=True, check=True, timeout=120)
        return json.loads(re.search(r"ROUTES(\[.*\])", done.stdout)[1])

    def linked_models(self):
        """The models that have signed links."""
        found = self.odoo.sql(
            "SELECT model FROM ir_model_fields WHERE name = 'link_key' AND store"
            " AND to_regclass(replace(model, '.', '_')) IS NOT NULL"  # not the abstract model
        )
        return {model for [model] in found}

    def sign(self, purpose, model, record, until=None):
        """The token of an address, made as ``hash_sign`` does with the secret of this database."""
        [[key]] = self.odoo.sql(f"SELECT coalesce(link_key, '') FROM {model.replace('.', '_')} WHERE id = %s", record)
        [[secret]] = self.odoo.sql("SELECT value FROM ir_config_parameter WHERE key = 'database.secret'")
        values, until = json.dumps([model, record, key]), int(until or time.time() + 86_400)
        signed = repr((f"jobseeker_relations.{purpose}", f"1:{values}:{until}")).encode()
        proof = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
        token = b"\x01" + until.to_bytes(8, "little") + proof + values.encode()
        return urlsafe_b64encode(token).decode().rstrip("=")

    def purpose_of(self, rule):
        return re.match(r"/jobseeker/([^/<]+)", rule)[1] if rule.startswith("/jobseeker/") else ""

    def _find_links(self):
        """{purpose: models} whose signed link opens a page: tried, as no route says which model it serves."""
        import requests

        found = {}
        for rule, _methods, kinds in self.routes:
            if "token" not in kinds:
                continue
            purpose = self.purpose_of(rule)
            for model in self.linked_models() & self.records["pia"].keys():
                path = self.fill(rule, {"token": self.sign(purpose, model, self.records["pia"][model])})
                if requests.get(self.odoo.url + path, timeout=60).status_code == 200:
                    found.setdefault(purpose, set()).add(model)
        return found

    def fill(self, rule, values):
        """An address of a rule; what is not given is a number that nothing has."""
        return re.sub(r"<(?:[^<>:]+:)?(\w+)>", lambda match: str(values.get(match[1], 999_999_999)), rule)

    def number(self, name, who):
        """The number of that person's record which an argument of a route stands for, by its name."""
        return self.records[who].get(f"hr.jobseeker.{name.removesuffix('_id')}", self.records[who]["hr.jobseeker"])

    def checksum(self):
        """One line for each table of ours, and for what a page of ours might change elsewhere."""
        ours = self.odoo.sql(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND (relname LIKE 'hr\\_jobseeker%%' OR relname LIKE 'hr\\_eligibility%%') ORDER BY relname"
        )
        others = ["hr_applicant", "res_partner", "mail_message", "mail_mail", "mail_activity", "calendar_event"]
        others += ["mail_blacklist", "ir_attachment"]
        return {table: self._sum(table) for table in [name for [name] in ours] + others}

    def _sum(self, table):
        where = "WHERE res_model IS DISTINCT FROM 'ir.ui.view'" if table == "ir_attachment" else ""
        return self.odoo.sql(
            f"SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {table} t {where}"
        )

    def checksum_of(self, who):
        """What belongs to one person."""
        person = self.records[who]["hr.jobseeker"]
        tables = self.odoo.sql(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'jobseeker_id'"
            " AND table_name LIKE 'hr\\_%%' ORDER BY table_name"
        )
        sums = {"hr_jobseeker": self.odoo.sql("SELECT t::text FROM hr_jobseeker t WHERE id = %s", person)}
        for [table] in tables:
            rows = f"SELECT t::text FROM {table} t WHERE jobseeker_id = %s ORDER BY t::text"
            sums[table] = self.odoo.sql(rows, person)
        return sums
