from odoo import api, fields, models
from odoo.tools import SQL

#: What an application says of where somebody came from, in Odoo's own words.
UTM = ("source_id", "medium_id", "campaign_id")
#: The source of people of whom no more is known than how we came by them (``source_kind``).
SOURCE_BY_KIND = {
    "application": "jobseeker_relations.utm_source_application",
    "advert": "jobseeker_relations.utm_source_advert",
    "enquiry": "jobseeker_relations.utm_source_enquiry",
    "walk_in": "jobseeker_relations.utm_source_walk_in",
    "portal": "jobseeker_relations.utm_source_portal",
    "event": "jobseeker_relations.utm_source_event",
    "event_list": "jobseeker_relations.utm_source_event",
    "referral": "utm.utm_source_referral",
    "social_network": "jobseeker_relations.utm_source_social_network",
    "job_board": "jobseeker_relations.utm_source_job_board",
    "unsolicited": "jobseeker_relations.utm_source_unsolicited",
    "own_search": "jobseeker_relations.utm_source_own_search",
}
MEDIUM_BY_KIND = {
    "walk_in": "utm.utm_medium_direct",
    "event": "utm.utm_medium_direct",
    "portal": "utm.utm_medium_website",
}


class HrJobseeker(models.Model):
    """By which method of ours somebody came: Odoo's source, medium and campaign (PC1, K10).

    ``source_kind`` says what the law makes of how we came by their data; these say which advert, board or event it was.
    They are taken from the person's first application, or from the kind where there is none, and anybody may mend them.
    """

    _inherit = "hr.jobseeker"

    source_id = fields.Many2one(
        "utm.source",
        string="Method",
        index="btree_not_null",
        copy=False,
        tracking=True,
        help="Which of our methods of attracting people brought them: the board, the advert, the event.",
    )
    medium_id = fields.Many2one("utm.medium", index="btree_not_null", copy=False)
    campaign_id = fields.Many2one("utm.campaign", index="btree_not_null", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            for name, value in self._get_default_origin(vals.get("source_kind")).items():
                if not vals.get(name):
                    vals[name] = value
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if "source_kind" in vals and "source_id" not in vals:
            self._follow_kind()
        return result

    @api.model
    def _get_default_origin(self, kind):
        """{field: number} of what follows from how we came by somebody; nothing, where nobody has said that."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        found = {"source_id": SOURCE_BY_KIND.get(kind), "medium_id": MEDIUM_BY_KIND.get(kind)}
        found = {name: find(xml_id) for name, xml_id in found.items() if xml_id}
        return {name: number for name, number in found.items() if number}

    def _follow_kind(self):
        """The kind was mended: who stood under the source of another kind, or under none, stands under that of this."""
        known = {self._get_default_origin(kind).get("source_id", False) for kind in SOURCE_BY_KIND} | {False}
        following = self.filtered(lambda person: person.source_id.id in known)
        for kind, people in following.grouped("source_kind").items():
            default = self._get_default_origin(kind)
            people.write({"source_id": default.get("source_id", False)})
            if "medium_id" in default:
                people.filtered(lambda person: not person.medium_id).write({"medium_id": default["medium_id"]})

    def _get_join_vals(self, other):
        """Of two relationships of one person the earlier one tells how they came."""
        vals = super()._get_join_vals(other)
        if other.source_id and (not self.source_id or other._get_received_on() < self._get_received_on()):
            vals.update({name: other[name].id for name in UTM})
        return vals

    @api.model
    def _take_origins(self):
        """Give all who have no source yet what their first application says, by one statement; returns how many."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_jobseeker j
                   SET source_id = first.source_id, medium_id = first.medium_id, campaign_id = first.campaign_id
                  FROM (SELECT DISTINCT ON (jobseeker_id) jobseeker_id, source_id, medium_id, campaign_id
                          FROM hr_applicant WHERE jobseeker_id IS NOT NULL ORDER BY jobseeker_id, id) first
                 WHERE first.jobseeker_id = j.id AND j.source_id IS NULL
                   AND coalesce(first.source_id, first.medium_id, first.campaign_id) IS NOT NULL
                """
            )
        )
        self.env.invalidate_all()
        return self.env.cr.rowcount


class HrApplicant(models.Model):
    """The first application says where the person came from, at once or when somebody fills it in later."""

    _inherit = "hr.applicant"

    def _prepare_jobseeker_vals(self):
        vals = super()._prepare_jobseeker_vals()
        first = self.sorted("id")[:1]
        vals.update({name: first[name].id for name in UTM if first[name]})
        return vals

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(UTM):
            self._tell_origin()
        return result

    def _tell_origin(self):
        """Only of those of whom no more is known than that they applied."""
        Jobseeker = self.env["hr.jobseeker"]
        vague = {False, Jobseeker._get_default_origin("application").get("source_id", False)}
        # sudo: where somebody came from is a fact of the person, whoever fills in the application
        saying = self.sudo().filtered(lambda a: any(a[name] for name in UTM) and a.jobseeker_id.source_id.id in vague)
        if not saying.jobseeker_id:
            return
        first = saying.with_context(active_test=False)._read_group(
            [("jobseeker_id", "in", saying.jobseeker_id.ids)], ["jobseeker_id"], ["id:min"]
        )
        numbers = {number for _person, number in first}
        for application in saying.filtered(lambda a: a.id in numbers):
            application.jobseeker_id.write({name: application[name].id for name in UTM if application[name]})
