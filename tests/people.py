"""The people of a recruiting company, made over RPC as its own users make them."""

from datetime import UTC, datetime, timedelta

GROUPS = {
    "employee": "base.group_user",
    "interviewer": "hr_recruitment.group_hr_recruitment_interviewer",
    "officer": "hr_recruitment.group_hr_recruitment_user",
    "manager": "hr_recruitment.group_hr_recruitment_manager",
    "portal": "base.group_portal",
    "checker": "jobseeker_relations.group_eligibility_checker",
    "records": "jobseeker_relations.group_criminal_record_checker",
    "protection": "jobseeker_relations.group_data_protection_officer",
    "complaint": "jobseeker_relations.group_complaint_officer",
}


def days_ago(days):
    return f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%d %H:%M:%S}"


def days_ahead(days):
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}"


def furnish(rpc):
    """What any company sets up first: it has an e-mail domain, and its administrator an address."""
    rpc("mail.alias.domain", "create", {"name": "example.com"})
    rpc("res.users", "write", rpc.uid, {"email": "admin@example.com"})


def make_user(odoo, login, group, name=None, company=1):
    """A user whose password is the login, and whose address is login@example.com; return their session."""
    groups = {odoo.ref(GROUPS[group])}
    if group != "portal":
        groups.add(odoo.ref("base.group_user"))
    vals = {
        "name": name or login.capitalize(),
        "login": login,
        "password": login,
        "email": f"{login}@example.com",
        "tz": "UTC",
        "company_id": company,
        "company_ids": [(6, 0, [company])],
        "group_ids": [(6, 0, sorted(groups))],
    }
    # without the letter about a password, which takes longer than the user does
    odoo.admin("res.users", "create", vals, context={"no_reset_password": True})
    return odoo.rpc(login)


def make_always_open_calendar(rpc):
    """Working hours without an end, so that no test depends on the hour at which it runs."""
    return make_calendar(rpc, "Always open", 0, 24)


def make_calendar(rpc, name, hour_from, hour_to):
    """The same hours every day of the week."""
    hours = {"hour_from": hour_from, "hour_to": hour_to, "day_period": "full_day"}
    lines = [(0, 0, {"name": f"day {day}", "dayofweek": str(day), **hours}) for day in range(7)]
    vals = {"name": name, "tz": "UTC", "company_id": False, "attendance_ids": [(5, 0, 0), *lines]}
    return rpc("resource.calendar", "create", vals)


def make_jobseekers(rpc, people, last_contact_days=None, **vals):
    """Jobseekers of people given as values of their contacts; return their ids.

    :param last_contact_days: a call so many days ago; 30 makes them overdue under the policy "Actively looking"
    """
    partners = rpc("res.partner", "create", people)
    jobseekers = rpc(
        "hr.jobseeker", "create", [{"partner_id": partner, "state": "active", **vals} for partner in partners]
    )
    if last_contact_days is not None:
        rpc("hr.jobseeker.contact", "create", [make_call_vals(person, last_contact_days) for person in jobseekers])
    return jobseekers


def make_call_vals(jobseeker, days):
    return {
        "jobseeker_id": jobseeker,
        "date": days_ago(days),
        "direction": "out",
        "channel": "phone",
        "outcome": "reached",
        "summary": "We spoke",
    }


def read(rpc, model, record, *names):
    """The values of one record, those of many-to-one fields as ids."""
    [row] = rpc(model, "read", [record], list(names))
    values = [row[name][0] if isinstance(row[name], list) and len(row[name]) == 2 else row[name] for name in names]
    return values[0] if len(values) == 1 else values


def rows(rpc, model, jobseeker, *names):
    """Tuples of the ledger or the follow-ups of one person, oldest first."""
    found = rpc(model, "search_read", [("jobseeker_id", "=", jobseeker)], list(names), order="id")
    return [tuple(row[name] for name in names) for row in found]


def permit_referee(rpc, reference, about="referee"):
    """Record that the jobseeker agreed, as the dialog does."""
    vals = {"reference_id": reference, "about": about, "proof": "Yes", "given_at": "2026-01-01 00:00:00"}
    dialog = rpc("hr.jobseeker.reference.permit", "create", vals)
    rpc("hr.jobseeker.reference.permit", "action_apply", [dialog])
