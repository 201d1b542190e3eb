"""Two companies on one database, each with a policy of its own: neither's rules, letters or people reach the other."""

import pytest
from odoo_server import RpcError
from people import make_always_open_calendar, make_jobseekers, make_user, rows


class Company:
    """A company with an officer, a policy and a letter of its own."""

    def __init__(self, odoo, name, company, gap):
        self.name, self.id, admin = name, company, odoo.rpc()
        self.officer = make_user(odoo, f"officer_{name}", "officer", company=company)
        self.manager = make_user(odoo, f"manager_{name}", "manager", company=company)
        model = admin("ir.model", "search", [("model", "=", "hr.jobseeker")])[0]
        letter = {"name": f"Letter of {name}", "subject": f"{name} asks how you are", "body_html": "<p>Hello</p>"}
        [letter] = admin("mail.template", "create", [{**letter, "model_id": model}])
        step = {"delay_days": 0, "channel": "email", "template_id": letter}
        [self.policy] = admin(
            "hr.jobseeker.contact.policy",
            "create",
            [
                {
                    "name": f"Policy of {name}",
                    "sequence": 1,
                    "company_id": company,
                    "calendar_id": make_always_open_calendar(admin),
                    "max_gap_days": gap,
                    "starts_per_day": 0,
                    "step_ids": [(0, 0, step)],
                }
            ],
        )

    def person(self, address):
        vals = {"name": f"Person of {self.name}", "email": address, "tz": "UTC", "company_id": False}
        [person] = make_jobseekers(self.officer, [vals], last_contact_days=8, company_id=self.id)
        return person


@pytest.fixture(scope="module")
def companies(odoo):
    admin = odoo.rpc()
    second = admin("res.company", "create", {"name": "North"})
    companies = Company(odoo, "south", 1, 7), Company(odoo, "north", second, 30)
    return companies


def test_each_follows_its_own_policy(odoo, companies, smtp):
    south, north = companies
    weekly, monthly = south.person("weekly@example.org"), north.person("monthly@example.org")
    odoo.run_cron("jobseeker_relations.ir_cron_follow_up")
    odoo.run_cron("mail.ir_cron_mail_scheduler_action")

    [letter] = smtp.to("weekly@example.org")
    assert letter["Subject"] == "south asks how you are"
    assert smtp.to("monthly@example.org", count=0) == [], "the north asks after thirty days only"
    assert rows(north.officer, "hr.jobseeker.follow.up", monthly, "state") == []
    admin = odoo.rpc()
    admin("hr.jobseeker.contact.policy", "write", [north.policy], {"max_gap_days": 5})
    odoo.run_cron("jobseeker_relations.ir_cron_follow_up")
    odoo.run_cron("mail.ir_cron_mail_scheduler_action")
    [letter] = smtp.to("monthly@example.org")
    assert letter["Subject"] == "north asks how you are"
    assert len(smtp.to("weekly@example.org")) == 1
    assert weekly != monthly


def test_one_person_known_to_both(odoo, companies, smtp):
    """Two relationships, two ledgers; what one company wrote is none of the other's business."""
    south, north = companies
    here = south.person("both@example.org")
    [[partner]] = odoo.sql("SELECT partner_id FROM hr_jobseeker WHERE id = %s", here)
    [there] = north.officer("hr.jobseeker", "create", [{"partner_id": partner, "company_id": north.id}])
    odoo.run_cron("jobseeker_relations.ir_cron_follow_up")
    odoo.run_cron("mail.ir_cron_mail_scheduler_action")
    assert [letter["Subject"] for letter in smtp.to("both@example.org")] == ["south asks how you are"]
    assert len(rows(south.officer, "hr.jobseeker.contact", here, "id")) == 2
    assert rows(north.officer, "hr.jobseeker.contact", there, "id") == []
    for officer, foreign in ((south.officer, there), (north.officer, here)):
        with pytest.raises(RpcError, match="AccessError|MissingError"):
            officer("hr.jobseeker", "read", [foreign], ["state"])


def test_a_manager_tries_and_switches_the_own_policy_alone(odoo, companies):
    south, north = companies
    page = south.manager("hr.jobseeker.contact.policy", "action_try", [south.policy], {"max_gap_days": 3}, 30)
    [forecast] = south.manager("hr.jobseeker.contact.forecast", "read", [page["res_id"]], ["people_count"])
    [[people]] = odoo.sql("SELECT count(*) FROM hr_jobseeker WHERE policy_id = %s", south.policy)
    assert forecast["people_count"] == people > 0
    with pytest.raises(RpcError, match="AccessError|MissingError"):
        south.manager("hr.jobseeker.contact.policy", "write", [north.policy], {"max_gap_days": 1})
    with pytest.raises(RpcError, match="AccessError|MissingError"):
        south.manager("hr.jobseeker.contact.policy", "action_try", [north.policy], {}, 30)
    with pytest.raises(RpcError, match="AccessError"):
        south.manager("hr.jobseeker.contact.policy", "write", [south.policy], {"company_id": north.id})
    assert odoo.sql("SELECT company_id FROM hr_jobseeker_contact_policy WHERE id = %s", south.policy) == [(south.id,)]
