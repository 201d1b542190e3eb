from dataclasses import dataclass, field

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, email_normalize_all
from odoo.tools.sql import escape_psql

from .personal_data import PLACES

#: Where a message names addresses.
ADDRESSED = ("email_from", "outgoing_email_to", "incoming_email_to", "incoming_email_cc")
#: Models that point to letters which they have in common with other people: what they point to is found by its readers.
COMMON = frozenset({"hr.jobseeker.contact", "hr.jobseeker.follow.up"})


@dataclass
class Trace:
    """Whom the map is asked about, and what is theirs: looked up once for all its places."""

    people: models.BaseModel
    partners: models.BaseModel
    applicants: models.BaseModel
    users: models.BaseModel
    #: contacts that nothing else uses: everything that names them is about these people
    lone: models.BaseModel
    #: {contact: [what else uses it]}
    uses: dict
    #: addresses and numbers that nobody else has: what was sent there was sent to them
    addresses: frozenset
    numbers: frozenset
    #: those that somebody else has, too, or another company: there a row is theirs by its document or company alone
    shared: frozenset
    names: frozenset
    #: {model: ids} of the rows that have a thread, files or activities
    documents: dict = field(default_factory=dict)
    found: dict = field(default_factory=dict)
    #: texts about others, too, out of which these people were taken
    shared_texts: int = 0

    @property
    def words(self):
        """What is taken out of texts that stay."""
        return self.names | self.addresses | self.numbers | self.shared


class HrJobseekerPersonalData(models.AbstractModel):
    """Reads the map of personal data (``PLACES``): which rows of which model are about a person.

    All of it runs as the system, past everybody's rights: who asks was checked before, and no copy may be missed.
    """

    _name = "hr.jobseeker.personal.data"
    _description = "Map of Jobseekers' Data"

    @api.model
    def _get_places(self):
        """The places of the modules that are installed, in the order in which their rows go."""
        return [place for place in PLACES if place.model in self.env]

    @api.model
    def _get_trace(self, people):
        """Look up what belongs to these people, for all places at once."""
        people = people.sudo().with_context(active_test=False)  # sudo: as the class says
        partners = people._get_contacts()
        applicants = people.env["hr.applicant"].search(
            Domain("jobseeker_id", "in", people.ids)
            | (
                Domain("jobseeker_id", "=", False)
                & Domain("partner_id", "in", partners.ids)
                & Domain("company_id", "in", [*people.company_id.ids, False])
            )
        )
        uses = self._find_uses(people, applicants)
        lone = partners.filtered(lambda partner: not uses.get(partner))
        addresses, numbers, shared = self._find_addresses(partners, lone, applicants)
        trace = Trace(
            people=people,
            partners=partners,
            applicants=applicants,
            users=lone.user_ids.filtered("share"),
            lone=lone,
            uses=uses,
            addresses=addresses,
            numbers=numbers,
            shared=shared,
            names=frozenset(filter(None, [*partners.mapped("name"), *applicants.mapped("partner_name")])),
        )
        trace.documents = self._find_documents(trace)
        return trace

    @api.model
    def _find_addresses(self, partners, lone, applicants):
        """(addresses, numbers, those of both that are not theirs alone).

        A family shares an address, and a person whom another company knows has one address for both companies.
        """
        own = applicants.filtered(lambda one: (one.jobseeker_id.partner_id or one.partner_id) <= lone)
        addresses = _said(lone.mapped("email_normalized"), lone.mapped("email"), applicants.mapped("email_from"))
        numbers = _said(lone.mapped("phone"), lone.mapped("phone_sanitized"), applicants.mapped("partner_phone"))
        theirs = _said(lone.mapped("email_normalized"), lone.mapped("email"), own.mapped("email_from"))
        reached = _said(lone.mapped("phone"), lone.mapped("phone_sanitized"), own.mapped("partner_phone"))
        normal = list(filter(None, map(email_normalize, theirs)))
        other_contacts = self._all("res.partner").search(
            Domain("id", "not in", partners.ids)
            & (Domain("parent_id", "=", False) | Domain("parent_id", "not in", partners.ids))
            & (Domain("email_normalized", "in", normal) | Domain("phone_sanitized", "in", list(reached)))
        )
        other_applicants = self._all("hr.applicant").search(
            Domain("id", "not in", applicants.ids) & Domain("email_normalized", "in", normal)
        )
        taken = {*other_contacts.mapped("email_normalized"), *other_applicants.mapped("email_normalized")}
        rung = set(map(_get_digits, filter(None, other_contacts.mapped("phone_sanitized"))))
        alone = frozenset(address for address in theirs if email_normalize(address) not in taken)
        called = frozenset(number for number in reached if _get_digits(number) not in rung)
        return alone, called, (addresses | numbers) - alone - called

    @api.model
    def _find(self, place, trace):
        """The rows of one place, each looked for once for a trace."""
        if place.model not in trace.found:
            if place.finder:
                rows = getattr(self, place.finder)(trace)
            else:
                # sudo: as the class says
                model = self.env[place.model].sudo().with_context(active_test=False)
                rows = model.search([(place.path, "in", trace.people.ids)])
            trace.found[place.model] = rows
        return trace.found[place.model]

    # --- what has a thread ----------------------------------------------------------------------------

    @api.model
    def _find_documents(self, trace):
        """{model: ids}: their rows, on which messages, files and activities hang."""
        documents = {"hr.jobseeker": trace.people.ids, "hr.applicant": trace.applicants.ids}
        if trace.lone:
            documents["res.partner"] = trace.lone.ids
            documents["res.users"] = trace.users.ids
        for place in self._get_places():
            if place.path and place.model not in documents:
                documents[place.model] = self._find(place, trace).ids
        documents["calendar.event"] = self._split_events(self._find_all_events(trace), trace)[0].ids
        for name in ("survey.user_input",):
            if name in self.env:
                documents[name] = self._find_surveys(trace).ids
        return {model: ids for model, ids in documents.items() if ids}

    @api.model
    def _on_documents(self, model, trace, model_field="model", id_field="res_id"):
        """The rows of a model that hang on their documents."""
        domain = Domain.OR(
            Domain(model_field, "=", name) & Domain(id_field, "in", ids) for name, ids in trace.documents.items()
        )
        return self._all(model).search(domain)

    @api.model
    def _all(self, model):
        """All rows of a model, archived ones and files of fields with them."""
        # sudo: as the class says
        return self.env[model].sudo().with_context(active_test=False, skip_res_field_check=True)

    # --- copies ---------------------------------------------------------------------------------------

    @api.model
    def _find_applicants(self, trace):
        return trace.applicants

    @api.model
    def _find_users(self, trace):
        return trace.users

    @api.model
    def _find_contacts(self, trace):
        """Their contacts, and the addresses and contacts below them that nothing else uses."""
        return trace.partners | trace.lone.child_ids.filtered(lambda child: child.type != "contact")

    @api.model
    def _find_activities(self, trace):
        """Without what is still to be told to those who had the data: it names the request, and nobody."""
        found = self._on_documents("mail.activity", trace, "res_model")
        # those on no document are known by the row of theirs that asks for something
        found |= self._find_pointed(trace, "mail.activity").filtered(lambda activity: not activity.res_model)
        return found.filtered(
            lambda activity: not (activity.res_model == "hr.jobseeker.rights.request" and activity.automated)
        )

    @api.model
    def _find_pointed(self, trace, name):
        """The rows of one of Odoo's models to which a row of theirs points, and no row of anybody else."""
        key = f"pointed {name}"
        if key not in trace.found:
            found = others = self._all(name)
            for place in self._get_places():
                if not place.path or place.model in ("hr.jobseeker", *(COMMON if name != "mail.activity" else ())):
                    continue
                rows = self._find(place, trace)
                for pointer in rows._fields.values():
                    if pointer.type != "many2one" or pointer.comodel_name != name or not pointer.store:
                        continue
                    theirs = found.browse(rows.mapped(pointer.name).ids)
                    if theirs:
                        found |= theirs
                        domain = [(pointer.name, "in", theirs.ids), ("id", "not in", rows.ids)]
                        others |= self._all(place.model).search(domain)[pointer.name]
            trace.found[key] = (found - others).exists()
        return trace.found[key]

    @api.model
    def _find_letters(self, trace):
        """Letters about them that stand on no document: to a referee, say."""
        if "letters" not in trace.found:
            messages = self._find_pointed(trace, "mail.message")
            messages |= self._find_pointed(trace, "mail.mail").mail_message_id
            trace.found["letters"] = messages.filtered(lambda message: not message.model)
        return trace.found["letters"]

    @api.model
    def _find_scheduled_messages(self, trace):
        found = self._on_documents("mail.scheduled.message", trace)
        return found | found.search([("partner_ids", "in", trace.lone.ids)]) if trace.lone else found

    @api.model
    def _find_ratings(self, trace):
        found = self._on_documents("rating.rating", trace, "res_model")
        return found | found.search([("partner_id", "in", trace.lone.ids)]) if trace.lone else found

    @api.model
    def _find_surveys(self, trace):
        inputs = self._all("survey.user_input")
        domain = Domain("partner_id", "in", trace.lone.ids)
        if trace.addresses:
            domain |= Domain("email", "in", list(trace.addresses)) & Domain("partner_id", "=", False)
        if "applicant_id" in inputs._fields:
            domain |= Domain("applicant_id", "in", trace.applicants.ids)
        # questionnaires about them that referees answer
        if "jobseeker_reference_id" in inputs._fields:
            domain |= Domain("jobseeker_reference_id.jobseeker_id", "in", trace.people.ids)
        found = inputs.search(domain)
        # questionnaires that a row of theirs points to: what referees were asked about them
        for place in self._get_places():
            if not place.path or place.model == "hr.jobseeker":
                continue
            for name, pointer in self.env[place.model]._fields.items():
                if pointer.type == "many2one" and pointer.comodel_name == inputs._name and pointer.store:
                    found |= self._find(place, trace)[name]
        return found

    @api.model
    def _find_survey_lines(self, trace):
        return self._find_surveys(trace).user_input_line_ids

    @api.model
    def _find_texts(self, trace):
        """Text messages to them, or to their number."""
        texts = self._all("sms.sms")
        domain = Domain("partner_id", "in", trace.lone.ids)
        if trace.numbers:
            # a family shares a number: what went to another of them is theirs
            domain |= Domain("number", "in", list(trace.numbers)) & Domain("partner_id", "=", False)
        messages = self._find_all_messages(trace)
        return texts.search(domain | Domain("mail_message_id", "in", messages.ids))

    @api.model
    def _find_paper_letters(self, trace):
        return self._all("snailmail.letter").search([("partner_id", "in", trace.lone.ids)])

    @api.model
    def _find_bank_accounts(self, trace):
        return self._all("res.partner.bank").search([("partner_id", "in", trace.lone.ids)])

    @api.model
    def _find_all_messages(self, trace):
        """Messages on their documents, by them, or to them alone; and those to them and others."""
        if "all messages" not in trace.found:
            messages = self._on_documents("mail.message", trace) | self._find_letters(trace)
            if trace.lone:
                messages |= messages.search(
                    Domain("author_id", "in", trace.lone.ids)
                    | Domain("partner_ids", "in", trace.lone.ids)
                    | Domain("notified_partner_ids", "in", trace.lone.ids)
                )
            if trace.addresses or trace.shared:
                named = messages.search(self._get_addressed_domain(ADDRESSED, trace))
                # a family shares an address: who is known to be another is another
                messages |= named.filtered(
                    lambda message: (
                        (not message.author_id or message.author_id in trace.lone or self._is_staff(message.author_id))
                        and not self._is_about_another(message, trace)
                        and self._is_addressed(message, ADDRESSED, trace)
                    )
                )
            trace.found["all messages"] = messages
        return trace.found["all messages"]

    @api.model
    def _get_addressed_domain(self, names, trace):
        """Rows that name an address which is theirs alone, or one that others have, too, in a row of this company."""
        shared = _name_any(names, [one for one in trace.shared if "@" in one])
        own_company = Domain("record_company_id", "in", trace.people.company_id.ids)
        return _name_any(names, trace.addresses) | (own_company & shared)

    @api.model
    def _is_about_another(self, message, trace):
        """Whether a message stands on the document of somebody else."""
        ours = {place.model for place in PLACES if place.path} | {"hr.applicant", "res.partner"}
        return message.model in ours and message.res_id not in trace.documents.get(message.model, ())

    @api.model
    def _is_addressed(self, row, names, trace, *, alone=False):
        """Whether one of these fields names an address of theirs: exactly, as joann@x.org is not ann@x.org.

        :param alone: and none of them names anybody else's
        """
        named = {address for name in names for address in email_normalize_all(row[name] or "")}
        own = trace.addresses | (trace.shared if row.record_company_id in trace.people.company_id else frozenset())
        own = {email_normalize(address) or address.lower() for address in own}
        return named <= own if alone else bool(named & own)

    @api.model
    def _is_staff(self, partner):
        """Whether a contact is a colleague, who has a user account of the house."""
        return any(not user.share for user in partner.with_context(active_test=False).user_ids)

    @api.model
    def _find_messages(self, trace):
        return self._find_all_messages(trace)

    @api.model
    def _find_tracking_values(self, trace):
        return self._all("mail.tracking.value").search([("mail_message_id", "in", self._find_own_messages(trace).ids)])

    @api.model
    def _find_own_messages(self, trace):
        """Those about them and nobody else: what hangs on the others is other people's, too."""
        if "own messages" not in trace.found:
            trace.found["own messages"] = self._find_all_messages(trace).filtered(
                lambda message: self._is_about(message, trace)
            )
        return trace.found["own messages"]

    @api.model
    def _find_notifications(self, trace):
        domain = Domain("mail_message_id", "in", self._find_own_messages(trace).ids)
        domain |= Domain("res_partner_id", "in", trace.lone.ids)
        if trace.addresses:
            domain |= Domain("mail_email_address", "in", list(trace.addresses)) & Domain("res_partner_id", "=", False)
        return self._all("mail.notification").search(domain)

    @api.model
    def _find_mails(self, trace):
        """Odoo's queue and its copies of what left."""
        domain = Domain("mail_message_id", "in", self._find_all_messages(trace).ids)
        domain |= Domain("recipient_ids", "in", trace.lone.ids)
        found = self._all("mail.mail").search(domain)
        if trace.addresses or trace.shared:
            names = ("email_to", "email_cc")
            named = found.search(self._get_addressed_domain(names, trace))
            found |= named.filtered(
                lambda mail: (
                    (not mail.recipient_ids or mail.recipient_ids & trace.lone)
                    and not self._is_about_another(mail, trace)
                    and self._is_addressed(mail, names, trace)
                )
            )
        return found

    @api.model
    def _find_all_events(self, trace):
        """Meetings with them or about them."""
        if "all events" not in trace.found:
            events = self._all("calendar.event")
            domain = Domain("applicant_id", "in", trace.applicants.ids) | Domain("partner_ids", "in", trace.lone.ids)
            domain |= Domain("res_model", "=", "hr.applicant") & Domain("res_id", "in", trace.applicants.ids)
            domain |= Domain("res_model", "=", "hr.jobseeker") & Domain("res_id", "in", trace.people.ids)
            found = events.search(domain)
            for place in self._get_places():
                if place.path and "event_id" in self.env[place.model]._fields:
                    found |= self._find(place, trace)["event_id"]
            trace.found["all events"] = found
        return trace.found["all events"]

    @api.model
    def _find_events(self, trace):
        return self._find_all_events(trace)

    @api.model
    def _split_events(self, events, trace):
        """(meetings about them alone, meetings at which there were other people from outside, too)."""
        shared = events.filtered(
            lambda event: (event.partner_ids - trace.partners).filtered(lambda partner: not self._is_staff(partner))
        )
        return events - shared, shared

    @api.model
    def _find_attendees(self, trace):
        return self._find_all_events(trace).attendee_ids.filtered(lambda guest: guest.partner_id in trace.partners)

    @api.model
    def _find_files(self, trace):
        """Their files: on their documents, in messages about them, and copies of these on other meetings."""
        files = self._on_documents("ir.attachment", trace, "res_model")
        messages = self._find_own_messages(trace)
        for file in messages.attachment_ids:
            others = file.env["mail.message"].search_count(
                [("attachment_ids", "in", file.ids), ("id", "not in", messages.ids)], limit=1
            )
            if not others and file.res_model not in ("mail.template", "ir.ui.view", "product.document"):
                files |= file
        _own, shared = self._split_events(self._find_all_events(trace), trace)
        invitations = [("res_model", "=", "calendar.event"), ("res_id", "in", shared.ids)]
        files |= files.search([*invitations, ("mimetype", "=", "text/calendar")])
        checksums = [checksum for checksum in files.mapped("checksum") if checksum]
        events = self._find_all_events(trace)
        if checksums and events:
            files |= files.search(
                [
                    ("checksum", "in", checksums),
                    ("res_model", "=", "calendar.event"),
                    ("res_id", "in", events.ids),
                ]
            )
        return files

    @api.model
    def _is_about(self, message, trace):
        """Whether a message is about these people and nobody else: on their document, by them, or to them alone."""
        if message.res_id in trace.documents.get(message.model, ()) or message.author_id in trace.lone:
            return True
        if message in self._find_letters(trace):
            return True
        if self._is_about_another(message, trace):
            return False
        if not message.author_id and self._is_addressed(message, ("email_from",), trace):
            return True
        readers = message.partner_ids | message.notified_partner_ids
        if readers:
            return bool(readers & trace.lone) and all(
                partner in trace.lone or self._is_staff(partner) for partner in readers
            )
        to = ("outgoing_email_to",)
        return self._is_addressed(message, to, trace) and self._is_addressed(message, to, trace, alone=True)


def _name_any(names, addresses):
    """Rows of which one of these fields names one of these addresses, or a longer one in which it stands.

    No index of Odoo's knows addresses within texts, so the table is read. ``ilike`` would fold the case of each text
    once more for each address, which takes most of the time.
    """
    patterns = [f"%{escape_psql(one)}%" for one in {email_normalize(one) or one for one in addresses}]
    if not patterns:
        return Domain.FALSE
    known = SQL("ARRAY(SELECT lower(pattern) FROM unnest(%s::text[]) AS pattern)", patterns)
    return Domain.custom(
        to_sql=lambda model, alias, query: SQL(
            "(%s)",
            SQL(" OR ").join(
                SQL("lower(%s) LIKE ANY(%s)", model._field_to_sql(alias, name, query), known) for name in names
            ),
        )
    )


def _said(*lists):
    return frozenset(one for values in lists for one in values if one)


def _get_digits(number):
    """The end of a number, however it is written: without the prefix of its country."""
    return "".join(filter(str.isdigit, number))[-9:]
