import logging

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.duplicate import MUCH_TEXT
from .batch import settle_each, take_batch, work_off

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200


class HrJobseeker(models.Model):
    """Looking for people who may be one: at once for the person on the screen, by a job for everybody who is new."""

    _inherit = "hr.jobseeker"

    duplicate_count = fields.Integer(string="May Be the Same", compute="_compute_duplicate_count")

    @api.depends("duplicate_keys")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_duplicate_count(self):
        """What the button says: asked of the keys, so that it is right for who was entered a minute ago."""
        saved = self._origin
        others = saved._find_likely_others() if saved else {}
        seen = self.search([("id", "in", list({number for ids in others.values() for number in ids}))])
        for person in self:
            person.duplicate_count = len(others.get(person._origin.id, set()) & set(seen.ids))

    def _find_likely_others(self):
        """{id: ids of those who may be the same, and of whom nobody said that they are not}"""
        found = {(one.person.id, one.other.id) for one in self._suggest_duplicates() if one.strength != "weak"}
        links = self._search_duplicates()
        found |= {_pair(link) for link in links if link.text_overlap >= MUCH_TEXT}
        found -= {_pair(link) for link in links if link.answer != "open"}
        others = {}
        for first, second in found:
            others.setdefault(first, set()).add(second)
            others.setdefault(second, set()).add(first)
        return others

    def _search_duplicates(self):
        """The rows in which these people stand."""
        # sudo: rows are the system's; what is shown of them is asked of the reader's own rights
        rows = self.env["hr.jobseeker.duplicate"].sudo()
        return rows.search(Domain("jobseeker_id", "in", self.ids) | Domain("other_id", "in", self.ids))

    def _look_for_duplicates(self):
        """Write down what speaks for these people being the same as others, and take back what no longer does.

        :raise ConcurrencyError: another transaction wrote one of them at this moment; Odoo repeats the request
        """
        people = self.sudo()  # sudo: as _search_duplicates
        people._make_missing_keys()
        links = {_pair(link): link for link in people._search_duplicates()}
        texts = people._compare_alike_texts({pair for pair, link in links.items() if link.text_overlap})
        alike = {pair for pair, percent in texts.items() if percent >= MUCH_TEXT}
        found = {(one.person.id, one.other.id): one for one in people._suggest_duplicates(alike)}
        touched = gone = people.env["hr.jobseeker.duplicate"]
        for pair, link in links.items():
            suggestion = found.pop(pair, None)
            if suggestion:
                said = _vals(suggestion, texts.get(pair, 0))
                vals = {name: value for name, value in said.items() if link[name] != value}
                if vals:
                    link.write(vals)
                    touched |= link
            elif link.answer == "open":
                gone |= link
        gone.unlink()
        try:
            with self.env.cr.savepoint():
                touched |= touched.create(
                    [
                        {"jobseeker_id": pair[0], "other_id": pair[1], **_vals(suggestion, texts.get(pair, 0))}
                        for pair, suggestion in found.items()
                    ]
                )
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error
        if due := people.filtered("duplicate_look_due"):
            due.write({"duplicate_look_due": False, "duplicate_look_on": False})
        if touched:
            touched._regroup()

    def _make_missing_keys(self):
        """People who came by a statement, as at installation, have none yet: the job makes them, batch by batch."""
        lacking = self.filtered(lambda person: person.duplicate_look_due and not person.duplicate_keys)
        self.env.add_to_compute(self._fields["duplicate_keys"], lacking)

    def _look_again(self):
        """Mark these people for the job. Called as the system."""
        if others := self.filtered(lambda person: not person.duplicate_look_due):
            others.duplicate_look_due = True

    # --- the job --------------------------------------------------------------------------------------

    @api.model
    def _cron_look_for_duplicates(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_duplicate``: whoever is new or has another name, address or number, each once."""
        work_off(self.env, self._look_for_batch, batch_size)

    @api.model
    def _look_for_batch(self, batch_size):
        today = Domain("duplicate_look_on", "=", False) | Domain("duplicate_look_on", "<=", fields.Date.today())
        people, waiting = take_batch(self, Domain("duplicate_look_due", "=", True) & today, "id", batch_size)
        if people:
            settle_each(people, type(self)._look_for_duplicates, self._skip_look)
        return len(people), waiting

    @api.model
    def _skip_look(self, person, error):
        """Who breaks it keeps nobody waiting, and is looked at again in a day; their button says what is wrong."""
        _logger.error("Nobody could look for duplicates of jobseeker %s", person.id, exc_info=error)
        day = fields.Date.add(fields.Date.today(), days=1)
        # a statement: whatever cannot be computed of them is not computed for this
        self.env.cr.execute(SQL("UPDATE hr_jobseeker SET duplicate_look_on = %s WHERE id = %s", day, person.id))
        person.invalidate_recordset(["duplicate_look_on"], flush=False)

    # --- the button -----------------------------------------------------------------------------------

    def action_open_duplicates(self):
        """Show who may be the same as this person, and why."""
        self.ensure_one()
        self.check_access("read")
        self._look_for_duplicates()
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_duplicate_action")
        title = self.env._("Who may be the same as %s", self.name)
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": ["|", ("jobseeker_id", "=", self.id), ("other_id", "=", self.id)],
            "context": {"search_default_open": 1},
        }


def _pair(link):
    return link.jobseeker_id.id, link.other_id.id


def _vals(suggestion, text_overlap):
    return {
        "text_overlap": text_overlap,
        "same_email": "email" in suggestion.signs,
        "same_phone": "phone" in suggestion.signs,
        "same_file": "file" in suggestion.signs,
        "names": suggestion.names,
    }
