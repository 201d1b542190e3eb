"""A job search from the first application to the review, by a recruiter at a desk and a jobseeker on a phone.

What issue 4 is for, in one walk: needs, terms, timetable, both sides' steps, a changed plan, the review.
"""

import re

import axe
import pytest
from people import make_always_open_calendar, make_user, read

MAIL_JOB = "mail.ir_cron_mail_scheduler_action"
ANA = "ana.abreu@example.org"
NEEDS = [
    ("Role", "Welder in a shipyard", "TIG welder"),
    ("Place and travel", "Near home", "Porto, 25 km"),
    ("Pay", "At least what she has now", "28000-34000"),
    ("Hours", "No nights", "35-40"),
    ("Start", "After her notice", "from 2027-02-01"),
]


@pytest.fixture(scope="module")
def search(odoo):
    """An application of Ana's, for the officer who answers for it; a policy without closed hours."""
    admin = odoo.rpc()
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": make_always_open_calendar(admin)})
    officer = make_user(odoo, "olga", "officer", name="Olga Officer")
    job = admin("hr.job", "create", {"name": "Welder", "user_id": officer.uid})
    vals = {"partner_name": "Ana Abreu", "email_from": ANA, "partner_phone": "+351912345678", "job_id": job}
    return officer, officer("hr.applicant", "create", vals)


@pytest.fixture
def walk(odoo, open_page, smtp):
    return Walk(odoo, open_page(1366, 900), open_page(390, 844, is_mobile=True, has_touch=True), smtp)


class Walk:
    """The recruiter's desk, the jobseeker's phone, and the post between them."""

    def __init__(self, odoo, desk, phone, smtp):
        self.odoo, self.desk, self.phone, self.smtp = odoo, desk, phone, smtp
        odoo.sign_in(desk, "olga")

    def open_tab(self, person, name):
        self.desk.goto(f"/odoo/jobseekers/{person}")
        self.desk.get_by_role("tab", name=name, exact=True).click()
        return self.desk.locator(".tab-pane.active")

    def open_letter(self, purpose, count=1):
        """Follow the link of the newest letter on the phone."""
        self.odoo.run_cron(MAIL_JOB)
        body = self.smtp.to(ANA, count)[-1].get_body(("html",)).get_content()
        [link] = re.findall(rf'href="[^"/]*//[^/"]*(/jobseeker/{purpose}/[^"]*)"', body)
        self.phone.goto(link)
        axe.check(self.phone)
        assert self.phone.evaluate("document.documentElement.scrollWidth") <= 390

    def propose(self, count):
        self.desk.get_by_role("button", name="Propose by E-mail").click()
        self.desk.get_by_role("button", name="Take Back").wait_for()
        self.open_letter("plan", count)

    def agree(self):
        self.phone.get_by_role("button", name="Agree", exact=True).click()
        self.phone.get_by_text("Thank you!").wait_for()


def record_needs(walk, tab):
    for number, (kind, name, value) in enumerate(NEEDS):
        tab.locator("[name=need_ids] .o_field_x2many_list_row_add a").first.click()
        row = tab.locator("[name=need_ids] .o_data_row").nth(number)
        row.and_(walk.desk.locator(".o_selected_row")).wait_for()
        row.locator("[name=type_id] input").fill(kind)
        walk.desk.locator(".o-autocomplete--dropdown-item", has_text=kind).first.click()
        row.locator("[name=name] input").fill(name)
        row.locator("[name=value] input").fill(value)
    walk.desk.locator(".o_form_button_save").click()
    walk.desk.locator(".o_form_saved").wait_for(state="attached")


def test_a_job_search_from_the_application_to_the_review(odoo, search, walk):
    officer, application = search
    desk, phone = walk.desk, walk.phone

    # register: the application has its relationship already
    desk.goto(f"/odoo/action-hr_recruitment.crm_case_categ0_act_job/{application}")
    desk.get_by_role("button", name="Relationship").click()
    desk.get_by_role("button", name="Start Working Together").click()
    desk.locator(".o_arrow_button_current", has_text="Active").wait_for()
    person = read(officer, "hr.applicant", application, "jobseeker_id")

    # needs
    tab = walk.open_tab(person, "What They Want")
    record_needs(walk, tab)
    assert len(read(officer, "hr.jobseeker", person, "need_ids")) == len(NEEDS)
    tab.get_by_role("button", name="Still True").click()
    desk.wait_for_timeout(500)
    assert read(officer, "hr.jobseeker", person, "requirements_confirmed_on")

    # terms, accepted by the mailed link in a second browser
    walk.open_tab(person, "Agreement").get_by_role("button", name="Offer Terms").click()
    desk.get_by_role("button", name="Send", exact=True).click()
    desk.locator(".o_arrow_button_current", has_text="Waiting for their yes").wait_for()
    walk.open_letter("terms")
    phone.get_by_label("Your full name").fill("Ana Abreu")
    phone.get_by_role("button", name="I agree", exact=True).click()
    phone.locator(".alert", has_text="You agreed on").wait_for()

    # the timetable, from a plan
    desk.goto(f"/odoo/jobseekers/{person}")
    desk.get_by_role("button", name="Plan", exact=True).click()
    desk.locator(".modal [name=template_id] input").click()
    desk.locator(".dropdown-item", has_text="Active search").click()
    desk.locator(".modal .o_data_row").first.wait_for()
    desk.get_by_role("button", name="Make the Draft").click()
    walk.propose(count=2)
    walk.agree()

    # the jobseeker ticks one, on the page of their account, and the adviser another
    vals = {
        "login": "ana",
        "password": "ana",
        "partner_id": read(officer, "hr.jobseeker", person, "partner_id"),
        "group_ids": [(6, 0, [odoo.ref("base.group_portal")])],
    }
    odoo.rpc()("res.users", "create", vals)
    odoo.sign_in(phone, "ana")
    phone.goto("/my/job-search")
    axe.check(phone)
    phone.locator("#timetable").get_by_role("button", name="Done").first.click()
    phone.locator("#timetable", has_text="Done on").wait_for()
    tab = walk.open_tab(person, "Timetable")
    tab.locator("[name=our_action_ids] button[name=action_done]").first.click()
    tab.locator("[name=our_action_ids] .o_data_row", has_text="Done").wait_for()
    done = officer(
        "hr.jobseeker.action", "search_read", [("jobseeker_id", "=", person), ("state", "=", "done")], ["owner"]
    )
    assert sorted(step["owner"] for step in done) == ["adviser", "jobseeker"]

    # a changed plan shows its difference to both, and needs a new yes
    tab.get_by_role("button", name="Change", exact=True).click()
    desk.get_by_role("button", name="Propose by E-mail").wait_for()
    desk.locator("[name=action_ids] .o_field_x2many_list_row_add a").click()
    row = desk.locator("[name=action_ids] .o_selected_row")
    row.locator("[name=owner] select, [name=owner] input").first.wait_for()
    row.locator("[name=name] input, [name=name] textarea").first.fill("Ring the shipyard together")
    desk.locator(".o_form_button_save").click()
    desk.locator(".o_form_saved").wait_for(state="attached")
    desk.locator("[name=difference_html]", has_text="Ring the shipyard together").wait_for()
    walk.propose(count=3)
    phone.locator("section", has_text="What changes").get_by_text("Ring the shipyard together").first.wait_for()
    walk.agree()
    plans = officer("hr.jobseeker.plan", "search_read", [("jobseeker_id", "=", person)], ["state"], order="version")
    assert [plan["state"] for plan in plans] == ["superseded", "agreed"]

    # the review, with its evidence; it concludes in a new version
    walk.open_tab(person, "Reviews").get_by_role("button", name="Look Back").click()
    evidence = desk.locator("[name=evidence]")
    evidence.get_by_text("contacts").first.wait_for()
    assert "Agreed to version 2 of the timetable" in evidence.inner_text()
    desk.locator("[name=summary] textarea").fill("Two shipyards answered; welding certificate renewed.")
    desk.get_by_label("Change", exact=True).check()
    desk.get_by_role("button", name="Conclude the Review").click()
    desk.get_by_role("button", name="Propose by E-mail").wait_for()
    review = officer(
        "hr.jobseeker.review", "search_read", [("jobseeker_id", "=", person)], ["state", "conclusion", "evidence"]
    )
    assert ("held", "change") in [(row["state"], row["conclusion"]) for row in review]
    assert read(officer, "hr.jobseeker", person, "open_plan_state") == "draft"
    phone.goto("/my/job-search")
    phone.locator("#reviews", has_text="Two shipyards answered").wait_for()
