from dataclasses import dataclass, field

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from .personal_data import PLACES

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
    Messages, meetings and files have a part each.
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
    def _find_bank_accounts(self, trace):
        return self._all("res.partner.bank").search([("partner_id", "in", trace.lone.ids)])


def _said(*lists):
    return frozenset(one for values in lists for one in values if one)


def _get_digits(number):
    """The end of a number, however it is written: without the prefix of its country."""
    return "".join(filter(str.isdigit, number))[-9:]
