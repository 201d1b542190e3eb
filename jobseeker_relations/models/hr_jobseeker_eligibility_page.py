from odoo import fields, models
from odoo.exceptions import UserError

from ..rules.evidence_file import LARGEST, MOST_FILES, file_name, file_type, refusal


class HrJobseeker(models.Model):
    """What the person does about their right to work on their own page. Called by the portal as the system."""

    _inherit = "hr.jobseeker"

    def _get_own_checks(self):
        """What the page shows of them: the one that is open, or the latest that was decided."""
        self.ensure_one()
        return self.eligibility_ids.filtered(lambda check: check.state != "superseded")[:1]

    def _declare_eligibility(self, document_type, files):
        """Keep what the person sent as an open check, for a checker to look at. Nothing is checked by this.

        More of it joins the open check. Once a checker has begun with that, what they chose and answered stays: the
        check says what the person calls the document, and is not passed before somebody looked at what came later.

        :param files: [(name as sent, content)]
        :raise UserError: a file that cannot be kept, in words for the person; nothing is kept then
        """
        self.ensure_one()
        # two requests at once: the later one is refused by the database, and Odoo asks it again when the first is done
        self.env.cr.execute("UPDATE hr_jobseeker SET id = id WHERE id = %s", [self.id])
        waiting = self.eligibility_ids.filtered(lambda check: check.state == "to_check")[:1]
        self._check_own_files(files, waiting)
        today = self._get_today()
        check = waiting or self.env["hr.jobseeker.eligibility"].create(
            {"jobseeker_id": self.id, "document_type_id": document_type.id}
        )
        vals = {"declared_on": today, "declared_type_id": document_type.id}
        if check._is_begun():
            vals.update(sent_more=True, seen_on=False, seen_by=False)
        elif document_type.route_ids and check.document_type_id != document_type:
            vals.update(document_type_id=document_type.id, companion_type_id=False)
        check.write(vals)
        self._keep_own_files(check, files)
        summary = self._for_colleagues().env._("Sent evidence of their right to work")
        self._log_own_action(summary)
        check._tell_of_declaration()
        return check

    def _check_own_files(self, files, waiting):
        if not files:
            raise UserError(self.env._("Choose at least one file: a photo or a PDF of each page."))
        if len(files) + waiting.copy_count > MOST_FILES:
            raise UserError(
                self.env._("At most %s files are kept. Put several pages into one PDF, or ask us.", MOST_FILES)
            )
        megabytes = LARGEST // 1024 // 1024
        words = {
            "empty": self.env._("The file is empty. Choose it again."),
            "large": self.env._("The file is larger than %s MB. Send a smaller photo.", megabytes),
            "type": self.env._("The file is no PDF and no photo (JPEG or PNG). Send another one."),
            "active": self.env._("This PDF can do more than be read. Send a photo, or print it to a new PDF."),
        }
        for _name, content in files:
            if fault := refusal(content):
                raise UserError(words[fault])

    def _keep_own_files(self, check, files):
        """By their content alone: neither the name nor the type that was sent says what a file is."""
        self.env["ir.attachment"].with_context(image_no_postprocess=True).create(
            [
                {
                    "name": file_name(name, content),
                    "raw": content,
                    "mimetype": file_type(content),
                    "res_model": check._name,
                    "res_id": check.id,
                    "company_id": self.company_id.id,
                }
                for name, content in files
            ]
        )


class HrJobseekerEligibility(models.Model):
    _inherit = "hr.jobseeker.eligibility"

    def _is_begun(self):
        """Whether a checker has begun with this check, which is open."""
        return bool(self.seen_on or self.sent_more or self.user_id or self.route)

    def _tell_of_declaration(self):
        """One activity for the checker, on no document; where nobody is a checker the adviser hears.

        It names nobody: what stands on no document is found and erased with nobody's record but the check's.
        """
        self.ensure_one()
        user = self._get_checker(self._find_checkers(self.company_id))
        if not user:
            person = self.jobseeker_id
            person._tell_adviser(
                person._for_colleagues().env._("Sent evidence of their right to work: ask for a checker to look at it")
            )
            return
        env = self.with_context(lang=user.lang or "en_US").env
        former = self.activity_id
        if not former.active:
            # sudo: for whoever makes the check, from whoever has no rights
            self.activity_id = (
                self.env["mail.activity"]
                .sudo()
                .with_context(mail_activity_quick_update=True)
                .create(
                    {
                        "user_id": user.id,
                        "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
                        "date_deadline": fields.Date.context_today(self.with_context(tz=user.tz)),
                        "summary": env._("Check the right to work: check no. %s", self.id),
                        "automated": True,
                    }
                )
            )
            former.sudo().unlink()  # sudo: may be a colleague's; a second one would be found by nothing

    def _after_move(self, state):
        """What was to check is checked."""
        result = super()._after_move(state)
        if state in ("passed", "failed"):
            # sudo: may be a colleague's
            self.sudo().activity_id.filtered("active").unlink()
        return result

    def _say_own_standing(self):
        """One sentence to the person about where this check stands, or none; it names no document and no rule."""
        if not self or self.standing == "to_check":
            return self.env._("We ask everybody for evidence that they may work. Send yours below.")
        return {
            "declared": self.env._("We have your files. Somebody will look at them."),
            "seen": self.env._("We have looked at your files, and will tell you if anything is missing."),
            "passed": self.env._("Your right to work is checked."),
            "expired": self.env._("Your check has run out. Please send new evidence."),
            "failed": self.env._(
                "We could not confirm your right to work. Please talk to your adviser, or send other evidence."
            ),
        }[self.standing]
