from odoo import fields, models
from odoo.tools import html2plaintext, plaintext2html

from .hr_jobseeker_referral import CLOSED


def _make_task_field():
    return fields.Many2one(
        "mail.activity",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        index="btree_not_null",
        ondelete="set null",
    )


class HrJobseekerReferral(models.Model):
    """Tasks that are found again by the referral that gave them, and not by their words.

    Two referrals to one hirer say the same, and neither ends the other's; an adviser, a language or the name of a hirer
    may be another one by then.
    """

    _inherit = "hr.jobseeker.referral"

    # whether the hirer answered: before they are reminded
    notice_activity_id = _make_task_field()
    # how the interview went
    feedback_activity_id = _make_task_field()
    # whether who found work still wants this hirer; one for all referrals to them
    go_on_activity_id = _make_task_field()
    # that they did not answer; once they agreed, that it is sent
    answer_activity_id = _make_task_field()
    # that the hirer hears that it is taken back, or whoever recruits for a job of ours
    take_back_activity_id = _make_task_field()
    # that the person hears that their referrals ended with the search; one for all of them
    ending_activity_id = _make_task_field()

    def _get_open_tasks(self, name):
        """Those of one of these fields that nobody has done or deleted."""
        return self.sudo().mapped(name).exists().filtered("active")  # sudo: tasks are the adviser's, whoever acts

    def _keep_task(self, name, summary, note, due_on=None):
        """Give whoever answers for the person the task of this field; one that is open is brought up to date."""
        self.ensure_one()
        system = self.sudo()  # sudo: as above
        person = system.jobseeker_id.with_context(mail_activity_quick_update=True)
        user = person._get_answering_user()
        vals = {
            "date_deadline": due_on or fields.Date.context_today(self.with_context(tz=user.tz)),
            "summary": summary,
            "note": plaintext2html(f"{self.display_name}\n{note}"),
            "user_id": user.id or False,
        }
        if task := self._get_open_tasks(name):
            task.with_context(mail_activity_quick_update=True).write(vals)
        else:
            system[name] = person.activity_schedule("mail.mail_activity_data_todo", **vals)

    def _renew_notes(self, name):
        """The note of an open task that several share is about those that still have it; what others wrote there stays.

        After a merge that was undone, those of two people may share one: it is about whose it is.
        """
        for task in self._get_open_tasks(name):
            # sudo: as above
            sharing = self.sudo().search([(name, "=", task.id), ("jobseeker_id", "=", task.res_id)], order="id")
            if sharing:
                told = sharing._for_adviser()
                words = told._say_ending() if name == "ending_activity_id" else told._say_taking_back()
                task.note = plaintext2html("\n".join([words, *told._find_added(task.note)]))

    def _find_added(self, note):
        """The lines of a task's note that are not ours."""
        hirer = self[:1].hirer_id.name
        ours = {self._say_who_has_it(hirer, known) for known in (True, False)}
        names = self.jobseeker_id.referral_ids.with_env(self.env).mapped("display_name")
        for line in map(str.strip, html2plaintext(note or "").splitlines()):
            of_one = any(line == name or line.startswith(f"{name} (") and line.endswith(")") for name in names)
            if line and line not in ours and not of_one:
                yield line

    def _end_tasks(self, name):
        self._get_open_tasks(name).unlink()

    def _after_move(self, former):
        result = super()._after_move(former)
        if self.state not in ("consent_asked", "ready"):
            self._end_tasks("answer_activity_id")
        if self.state in CLOSED:
            self._end_tasks_of_waiting()
        return result

    def _end_tasks_of_waiting(self):
        """How it ended is the answer to what was asked while it was open."""
        if self.state != "engaged":
            self._end_tasks("feedback_activity_id")
        system = self.sudo()  # sudo: tasks are the adviser's, whoever acts
        if task := self._get_open_tasks("go_on_activity_id"):
            asked = [("go_on_activity_id", "=", task.id), ("state", "not in", CLOSED), ("id", "!=", self.id)]
            if not system.search_count(asked, limit=1):
                task.unlink()
