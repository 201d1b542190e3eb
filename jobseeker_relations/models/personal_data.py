"""The map of personal data: each place where something about a jobseeker lies, and what becomes of it (odoo19.md §7).

A new model of people is one line in ``PLACES``; ``tests/test_personal_data.py`` fails for a model of ours that has
none. ``hr.jobseeker.personal.data`` reads the map: the copy for the person (access) and erasure follow the same lines.
"""

from dataclasses import dataclass

from odoo import models

#: What a legal duty may keep, and what it may not: see ``hr.jobseeker.legal.hold``. The order is that of the copy.
CATEGORIES = [
    ("identity", "Who they are"),
    ("search", "Their job search: needs, applications, documents, reviews, timetable"),
    ("agreement", "What was agreed, and consents"),
    ("checks", "References"),
    ("evidence", "Evidence of the right to work"),
    ("disclosure", "Criminal record checks"),
    ("correspondence", "Correspondence, calls, meetings, notes"),
    ("technical", "What the system plans by itself"),
    ("rights", "Requests about their data, and why it is kept"),
]


@dataclass(frozen=True)
class Place:
    """A model that holds something about jobseekers.

    :param model: its name; a place of a module that is not installed is passed over
    :param category: one of ``CATEGORIES``
    :param path: the field that names the jobseeker; None: ``finder`` knows
    :param finder: method of ``hr.jobseeker.personal.data`` that returns the rows, called with a ``Trace``
    :param given: the fields that the person filled in themselves: what portability gives (GDPR art. 20)
    :param hidden: stored fields that the copy leaves out: keys, figures of the machine
    :param fate: ``delete``; or the name of a method of ``hr.jobseeker.personal.data`` that erases what it is given
    """

    model: str
    category: str
    path: str | None = "jobseeker_id"
    finder: str | None = None
    given: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    fate: str = "delete"


#: In the order in which rows go: what points to another row before that row.
PLACES = [
    # what would tell people of its end, if what it is about went first
    Place("mail.scheduled.message", "correspondence", path=None, finder="_find_scheduled_messages"),
    Place("mail.activity", "correspondence", path=None, finder="_find_activities"),
    Place("calendar.attendee", "correspondence", path=None, finder="_find_attendees", fate="_erase_attendees"),
    Place("calendar.event", "correspondence", path=None, finder="_find_events", fate="_erase_events"),
    # facts and plans
    Place("hr.jobseeker.presence", "technical"),
    Place("hr.jobseeker.follow.up", "technical"),
    Place("hr.jobseeker.enquiry", "correspondence", given=("summary",), hidden=("pauses", "warned_percent", "warn_at")),
    Place("hr.jobseeker.contact", "correspondence"),
    Place("hr.jobseeker.waiver", "correspondence"),
    Place("hr.jobseeker.duplicate", "technical", hidden=("other_id", "group_id", "text_overlap")),
    Place("hr.jobseeker.former.contact", "technical", hidden=("keys", "merge_id")),
    Place(
        "hr.jobseeker.merge", "technical", hidden=("undo_data", "refused_since", "former_number", "former_key", "moved")
    ),
    Place("hr.jobseeker.need.change", "search", given=("field", "old", "new")),
    Place(
        "hr.jobseeker.need",
        "search",
        given=("type_id", "name", "value", "priority"),
        hidden=("match_weight", "match_low", "match_high", "match_words"),
    ),
    Place("hr.jobseeker.proposal", "search", given=("field", "new_value")),
    Place("hr.jobseeker.review", "search"),
    Place("hr.jobseeker.prospect", "search"),
    Place("hr.jobseeker.action", "agreement", given=("name", "outcome")),
    Place("hr.jobseeker.plan", "agreement"),
    Place("hr.jobseeker.agreement", "agreement", given=("terms_id", "agreed_at", "agreed_by")),
    Place("hr.jobseeker.override", "rights"),
    # models of other parts: passed over until they are there
    Place("hr.jobseeker.consent", "agreement", given=("purpose_id", "given_at", "withdrawn_at")),
    Place("hr.jobseeker.privacy.given", "agreement"),
    Place("hr.jobseeker.reference", "checks", given=("referee_name", "referee_email", "organisation")),
    Place("hr.eligibility.evidence.read", "evidence"),
    Place("hr.jobseeker.eligibility.answer", "evidence"),
    Place("hr.jobseeker.eligibility", "evidence"),
    Place("hr.jobseeker.disclosure", "disclosure"),
    Place(
        "hr.jobseeker.referral",
        "search",
        given=("introduction", "consent_at", "consent_withdrawn_at", "applied_directly"),
        hidden=("link_key", "snapshot_digest", "consent_digest", "look_on", "job_fault", "letter_id", "letter_mark"),
    ),
    Place("hr.jobseeker.match.suggestion", "search"),
    Place("hr.jobseeker.signpost", "search", given=("body_id", "consent_at", "shares_data"), hidden=("link_key",)),
    Place("hr.jobseeker.complaint", "rights"),
    # copies in Odoo's own models
    Place("survey.user_input.line", "checks", path=None, finder="_find_survey_lines"),
    Place("survey.user_input", "checks", path=None, finder="_find_surveys"),
    Place("rating.rating", "correspondence", path=None, finder="_find_ratings"),
    Place("sms.sms", "correspondence", path=None, finder="_find_texts"),
    Place("snailmail.letter", "correspondence", path=None, finder="_find_paper_letters"),
    Place(
        "mail.mail",
        "correspondence",
        path=None,
        finder="_find_mails",
        hidden=("headers", "references", "is_notification"),
        fate="_erase_mails",
    ),
    Place("mail.notification", "correspondence", path=None, finder="_find_notifications"),
    Place("mail.tracking.value", "correspondence", path=None, finder="_find_tracking_values"),
    Place(
        "mail.message",
        "correspondence",
        path=None,
        finder="_find_messages",
        hidden=(
            "message_id",
            "reply_to_force_new",
            "email_add_signature",
            "email_layout_xmlid",
            "record_alias_domain_id",
            "record_company_id",
            "is_internal",
            "parent_id",
            "mail_server_id",
        ),
        fate="_erase_messages",
    ),
    Place("ir.attachment", "search", path=None, finder="_find_files", given=("name",), hidden=("index_content",)),
    Place("hr.applicant.skill", "search", path="applicant_id.jobseeker_id", given=("skill_id", "skill_level_id")),
    Place(
        "hr.applicant",
        "search",
        path=None,
        finder="_find_applicants",
        given=("partner_name", "email_from", "partner_phone", "linkedin_profile", "salary_expected", "availability"),
    ),
    Place("hr.jobseeker.legal.hold", "rights", hidden=("kept_categories",)),
    Place("hr.jobseeker.rights.request", "rights", given=("kind", "received_on", "details"), fate="_erase_requests"),
    Place("hr.jobseeker.retention.line", "rights", hidden=("link_key",)),
    Place(
        "hr.jobseeker",
        "identity",
        path="id",
        given=("salutation", "preferred_channel", "seeking"),
        hidden=(
            "search_text",
            "match_look_at",
            "duplicate_keys",
            "duplicate_text_keys",
            "duplicate_look_due",
            "duplicate_look_on",
        ),
    ),
    Place("res.partner.bank", "identity", path=None, finder="_find_bank_accounts", fate="_erase_bank_accounts"),
    Place("res.users", "identity", path=None, finder="_find_users", fate="_erase_users"),
    Place(
        "res.partner",
        "identity",
        path=None,
        finder="_find_contacts",
        given=("name", "email", "phone", "street", "street2", "zip", "city", "country_id", "lang", "tz"),
        fate="_erase_contacts",
    ),
]
#: Kept when everything else goes: whom we may not write to any more. Nothing of the relationship stands there.
SUPPRESSION = frozenset({"mail.blacklist", "phone.blacklist", "hr.jobseeker.suppression"})
#: Rows of ours that name a person and are no data of theirs to keep: dialogs, which Odoo's vacuum empties within hours,
#: and matches and reports, which are computed when somebody asks and stand nowhere.
PASSING = frozenset({"hr.jobseeker.contact.forecast.person", "hr.jobseeker.match", "hr.jobseeker.attraction.yield"})


class Base(models.AbstractModel):
    """Every model may say of a row that a rule keeps it out of the copy that a person gets of their data."""

    _inherit = "base"

    def _is_exempt_from_access(self):
        """Why this row is left out of the person's copy, in a sentence for them; False: it is in.

        A hook: a confidential reference is left out (DPA 2018 Sch. 2 para. 24), and so is legal advice about a claim.
        """
        return False
