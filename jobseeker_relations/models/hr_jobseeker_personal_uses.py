from odoo import api, models
from odoo.tools import SQL

from .personal_data import PLACES

#: Models that point to every contact they ever met, and keep none alive: they go with the contact, or are its own.
WEAK = frozenset(
    {
        "bus.presence",
        "calendar.filters",
        "discuss.channel.member",
        "discuss.channel.rtc.session",
        "mail.followers",
        "mail.message",
        "mail.message.reaction",
        "mail.notification",
        "mail.presence",
        "mail.push.device",
        "res.partner.bank",
        "res.users",
        "res.users.settings.volumes",
        "snailmail.letter",
        "website.track",
        "website.visitor",
    }
)


class HrJobseekerPersonalData(models.AbstractModel):
    """Who else uses a contact: it then stays, and what is found by its address alone is not theirs to take."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _find_uses(self, people, applicants):
        """{contact: [what else uses it]}: another company's relationship, a colleague, an invoice, an employee.

        One query for each field of Odoo that points to contacts.
        """
        partners, uses = people._get_contacts(), {}
        for partner in partners:
            if any(not user.share for user in partner.with_context(active_test=False).user_ids):
                uses.setdefault(partner, []).append(self.env._("has a user account of a colleague"))
        others = people.search([("partner_id", "in", partners.ids), ("id", "not in", people.ids)])
        elsewhere = people.env["hr.applicant"].search(
            [("partner_id", "in", partners.ids), ("id", "not in", applicants.ids)]
        )
        for partner in others.partner_id | elsewhere.partner_id:
            # which one is no business of this company's
            uses.setdefault(partner, []).append(self.env._("is known to another company of ours, too"))
        self.env.flush_all()
        for model in self.env.registry.values():
            if model._transient or model._abstract or not model._auto:
                continue
            for pointer in self._get_pointers(model):
                label = self.env["ir.model"].sudo()._get(model._name).name  # sudo: the name of a model
                for partner in partners.browse(self._query_pointed(model, pointer, people)):
                    uses.setdefault(partner, []).append(self.env._("stands in “%s”", label))
        return uses

    @api.model
    def _get_pointers(self, model):
        """The fields of a model by which it uses a contact.

        Of a place of the map, the way to the jobseeker is none; that somebody is its hirer, or a referee, is one.
        """
        places = {place.model: place for place in PLACES}
        place = places.get(model._name)
        if model._name in WEAK or (place and not place.path):
            return []
        return [
            pointer
            for pointer in model._fields.values()
            if _points_to_contacts(pointer) and not (model._name == "hr.jobseeker" and pointer.name == "partner_id")
        ]

    @api.model
    def _query_pointed(self, model, pointer, people):
        """Ids of those of these people's contacts that a field of a model points to, in rows that are not theirs."""
        own = SQL("TRUE")
        if model._name == "hr.jobseeker":
            own = SQL("used.id NOT IN %s", tuple(people.ids) or (0,))
        elif model._name.startswith("hr.jobseeker") and (field := model._fields.get("jobseeker_id")) and field.store:
            own = SQL("(used.jobseeker_id IS NULL OR used.jobseeker_id NOT IN %s)", tuple(people.ids) or (0,))
        rows = self.env.execute_query(
            SQL(
                "SELECT asked.id FROM unnest(%(ids)s::int[]) AS asked(id)"
                " WHERE EXISTS (SELECT FROM %(table)s AS used WHERE used.%(column)s = asked.id AND %(own)s)",
                column=SQL.identifier(pointer.name),
                table=SQL.identifier(model._table),
                ids=people._get_contacts().ids,
                own=own,
            )
        )
        return [partner_id for [partner_id] in rows]


def _points_to_contacts(pointer):
    return (
        pointer.type == "many2one"
        and pointer.comodel_name == "res.partner"
        and pointer.store
        and not pointer.company_dependent
        and not pointer.related
    )
