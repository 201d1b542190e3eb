import json
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formataddr

#: Documents of a person from which a file may be sent: nothing that was given as evidence, or by a referee.
OWN_DOCUMENTS = ("hr.applicant", "hr.jobseeker")


class HrJobseekerReferral(models.Model):
    """Exactly what a hirer gets: lines of text and one file, fixed when the person is asked, and never changed.

    ``snapshot_digest`` stands for all of it (lines, file, hirer, address, job). The page shows the snapshot, a yes
    keeps its digest, and sending compares both and the file once more: nothing goes that was not agreed to. It is in
    the language of who reads it at the hirer's. What is sensitive, or a note of ours, has no way into it.
    """

    _inherit = "hr.jobseeker.referral"

    introduction = fields.Text(
        compute="_compute_introduction",
        store=True,
        readonly=False,
        precompute=True,
        help="What the hirer reads first. The person sees it before it goes.",
    )
    anonymised = fields.Boolean(
        string="Without a Name",
        help="No name, address or file: a number stands for the person, until both sides want more.",
    )
    with_contact_details = fields.Boolean(string="With E-mail and Phone")
    need_ids = fields.Many2many(
        "hr.jobseeker.need",
        "hr_jobseeker_referral_need_rel",
        string="What They Look For",
        compute="_compute_need_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('jobseeker_id', '=', jobseeker_id), ('kind', '=', 'need'), ('sensitive', '=', False)]",
    )
    cv_id = fields.Many2one(
        "ir.attachment",
        string="CV",
        compute="_compute_cv_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        domain="[('id', 'in', own_file_ids)]",
        help="The file that goes with it: a copy is kept from the moment when the person is asked.",
    )
    own_file_ids = fields.Many2many("ir.attachment", compute="_compute_own_file_ids")
    snapshot = fields.Text(readonly=True, copy=False, help="What goes, as JSON: lines, hirer, address, job.")
    snapshot_digest = fields.Char(readonly=True, copy=False)
    cv_copy_id = fields.Many2one(
        "ir.attachment", string="CV as Shown", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    cv_sha256 = fields.Char(string="SHA-256 of the CV", readonly=True, copy=False)
    shown_html = fields.Html(string="What Goes", compute="_compute_shown_html", sanitize=False)

    @api.depends("jobseeker_id")
    def _compute_introduction(self):
        for referral in self:
            referral.introduction = referral.introduction or referral.jobseeker_id.profile_text

    @api.depends("jobseeker_id")
    def _compute_need_ids(self):
        # sudo: the same list whoever opens the form; nothing sensitive is on it
        needs = self.env["hr.jobseeker.need"].sudo()
        open_needs = [("state", "in", ("open", "partly_met")), ("kind", "=", "need"), ("sensitive", "=", False)]
        found = needs.search([("jobseeker_id", "in", self.jobseeker_id.ids), *open_needs]).grouped("jobseeker_id")
        for referral in self:
            own = found.get(referral.jobseeker_id.sudo()._origin, needs)
            referral.need_ids = own.with_env(self.env)

    @api.depends("jobseeker_id")
    def _compute_own_file_ids(self):
        for referral in self:
            referral.own_file_ids = referral._find_own_files()

    @api.depends("jobseeker_id")
    def _compute_cv_id(self):
        """The latest document that they sent us themselves; what colleagues filed, a colleague chooses."""
        for referral in self:
            own = referral.sudo(False)  # a stored field is computed as the system: its user is to read the file
            files = own._find_own_files().filtered(lambda file: file.mimetype == "application/pdf")
            referral.cv_id = own._find_sent_by_them(files).sorted("id")[-1:]

    def _find_sent_by_them(self, files):
        """Those of these files that came in a letter of the person's, or with the form of an application."""
        person = self.jobseeker_id.sudo()  # sudo: who wrote a message
        people = person.partner_id | person.with_context(active_test=False).applicant_ids.partner_id
        # by whom a website posts what was sent with a form
        forms = person.env.ref("base.partner_root") | person.env.ref("base.public_partner")
        messages = person.env["mail.message"].search(
            [
                ("attachment_ids", "in", files.ids),
                "|",
                ("author_id", "in", people.ids),
                *["&", ("author_id", "in", forms.ids), ("model", "=", "hr.applicant")],
            ]
        )
        return files.filtered(lambda file: file in messages.attachment_ids.sudo(False))

    def _find_own_files(self):
        """Files on this person's relationship and applications, as far as the user may read them."""
        self.ensure_one()
        person = self.jobseeker_id._origin
        applications = person.sudo().with_context(active_test=False).applicant_ids  # sudo: their numbers
        domain = [
            "|",
            *["&", ("res_model", "=", "hr.applicant"), ("res_id", "in", applications.ids)],
            *["&", ("res_model", "=", "hr.jobseeker"), ("res_id", "=", person.id or 0)],
            ("res_field", "=", False),
        ]
        return self.env["ir.attachment"].search(domain, order="id")

    @api.constrains("cv_id", "need_ids", "hirer_contact_id", "hirer_id")
    def _check_theirs(self):
        """A file or a need of somebody else would be told to a hirer; what is sensitive is told to none."""
        for referral in self:
            person = referral.jobseeker_id
            if any(need.jobseeker_id != person or need.sensitive for need in referral.need_ids.sudo()):  # sudo: whose
                raise ValidationError(self.env._("Only what this person looks for can go, and nothing confidential."))
            file = referral.cv_id.sudo()  # sudo: whose it is, whoever asks
            applications = person.sudo().with_context(active_test=False).applicant_ids.ids  # sudo: as above
            own = {"hr.applicant": applications, "hr.jobseeker": person.ids}
            if file and (file.res_model not in OWN_DOCUMENTS or file.res_id not in own[file.res_model]):
                raise ValidationError(self.env._("Choose a file of this person's relationship or applications."))
            house = referral.hirer_contact_id.sudo()  # sudo: the chain of parents, whoever reads it
            while house and house != referral.hirer_id:
                house = house.parent_id
            if referral.hirer_contact_id and not house:
                raise ValidationError(
                    self.env._("Write to somebody at the hirer: this contact is not of that company.")
                )

    # --- made ---------------------------------------------------------------------------------------

    def _get_hirer_lang(self):
        """The language of who reads at the hirer's where it is installed, else the company's."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (self.hirer_contact_id.lang, self.company_id.partner_id.lang, self.env.lang)
        return next((lang for lang in wanted if lang in installed), "en_US")

    def _get_rows(self):
        """[[label, value]] as the hirer reads them."""
        self.ensure_one()
        told = self.sudo().with_context(lang=self._get_hirer_lang())  # sudo: of the person what stands here, no more
        person, say = told.jobseeker_id, told._say_plainly
        if told.anonymised:
            rows = [[told.env._("Candidate"), told.number]]
        else:
            rows = [[told.env._("Name"), person.name]]
            if told.with_contact_details:
                rows += [[told.env._("E-mail"), person.email], [told.env._("Phone"), person.phone]]
        rows.append([told.env._("Introduction"), say(told.introduction)])
        rows.append([told.env._("Skills"), ", ".join(person.skill_ids.mapped("display_name"))])
        for need in told.need_ids.filtered(lambda need: not need.sensitive):
            rows.append([say(need.name), say(" ".join(filter(None, [need.value, need.value and need.unit])))])
        return [[label, value] for label, value in rows if label and value]

    def _say_plainly(self, text):
        """A text as it goes; without the person's name, addresses and numbers where it goes without a name."""
        return self.jobseeker_id._say_without_name(text) if self.anonymised else text or ""

    def _make_snapshot(self):
        """Fix what goes. A file is copied, so that a newer version, or its deletion, changes nothing."""
        for referral in self:
            system = referral.sudo()  # sudo: snapshots are the system's; who asks was checked
            if not system.is_internal and not system._get_hirer_address():
                raise UserError(referral._say_no_address())
            file = system.cv_id if not system.anonymised and not system.is_internal else system.cv_id.browse()
            if file:
                referral.cv_id.check_access("read")
            content = file.raw or b""
            former = system.cv_copy_id
            system.cv_copy_id = file and system._copy_file(file)
            former.unlink()
            system.cv_sha256 = sha256(content).hexdigest() if file else False
            system.snapshot = json.dumps(system._prepare_snapshot(), ensure_ascii=False, sort_keys=True)
            system.snapshot_digest = system._digest()

    def _prepare_snapshot(self):
        lang = self.jobseeker_id._get_letter_lang()
        return {
            "rows": self._get_rows(),
            "hirer": self.hirer_id.name,
            "to": self._get_hirer_address() or "",
            "job": self.job_id.with_context(lang=self._get_hirer_lang()).name or "",
            "particulars": list(self._say_particulars(lang).values()),
            "particulars_raw": self._get_raw_particulars(),
            "lang": lang,
        }

    def _copy_file(self, file):
        return self.env["ir.attachment"].create(
            {
                "name": file.name,
                "raw": file.raw,
                "mimetype": file.mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _digest(self):
        """What stands for the snapshot and the file that lies with it now."""
        content = self.cv_copy_id.raw if self.cv_copy_id else b""
        parts = [self.snapshot or "", sha256(content or b"").hexdigest(), str(self.hirer_id.id), str(self.job_id.id)]
        return sha256("\n".join(parts).encode()).hexdigest()

    def _digest_shown(self):
        """What stands for what goes, or would go of a draft, as somebody sees it now."""
        self.ensure_one()
        file = self.sudo().cv_copy_id if self.snapshot else self.sudo().cv_id  # sudo: a fingerprint
        parts = [json.dumps(self._get_snapshot(), ensure_ascii=False, sort_keys=True), file.checksum or ""]
        return sha256("\n".join(parts).encode()).hexdigest()

    def _get_hirer_address(self):
        """Where the letter to the hirer goes: "Hugo Hirer <hugo@acme.example>", or None."""
        contact = self.sudo().hirer_contact_id or self.sudo().hirer_id  # sudo: an address on our own record
        return formataddr((contact.name or "", contact.email_normalized)) if contact.email_normalized else None

    def _get_sent_address(self):
        """The address that was fixed with the snapshot; of a draft the one that would be."""
        self.ensure_one()
        system = self.sudo()  # sudo: an address on our own record
        return json.loads(system.snapshot)["to"] if system.snapshot else self._get_hirer_address()

    def _say_no_address(self):
        return self.env._(
            "%s has no valid e-mail address. Add one to the contact, or choose whom to write to.",
            (self.hirer_contact_id or self.hirer_id).name,
        )

    def _check_snapshot_whole(self):
        """:raises UserError: what lies here is not what the person was shown"""
        for referral in self.sudo():  # sudo: a check of the system's
            if not referral.snapshot or referral._digest() != referral.consent_digest:
                raise UserError(
                    self.env._(
                        "What lies here is not what %s agreed to. Press “Change”, and ask them anew.",
                        referral.jobseeker_id.name,
                    )
                )

    # --- shown --------------------------------------------------------------------------------------

    def _get_snapshot(self):
        """The snapshot; of a draft what it would be."""
        self.ensure_one()
        system = self.sudo()  # sudo: whoever may see the referral, or has its link, sees what goes
        return json.loads(system.snapshot) if system.snapshot else system._prepare_snapshot()

    @api.depends(
        "snapshot",
        "introduction",
        "anonymised",
        "with_contact_details",
        "need_ids",
        "hirer_contact_id",
        "job_id",
        "cv_id",
    )
    def _compute_shown_html(self):
        for referral in self:
            referral.shown_html = referral.jobseeker_id and self.env["ir.qweb"]._render(
                "jobseeker_relations.referral_snapshot",
                {"snapshot": referral._get_snapshot(), "referral": referral, "cv": referral.cv_copy_id},
            )

    def unlink(self):
        """Letters that wait, and the copies of files, go with it."""
        self._stop_letters()
        files = self.sudo().cv_copy_id  # sudo: the system's copies
        result = super().unlink()
        files.exists().unlink()  # Odoo takes those that hang on a record with it
        return result
