from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

#: What a jobseeker asks their adviser to change, see ``hr.jobseeker.proposal``.
ASKED_FOR = ("name", "email", "phone")


class JobseekerAccount(CustomerPortal):
    """Odoo's own address form would write what only an adviser accepts (design §4 "Token pages")."""

    def _create_or_update_address(self, partner_sudo, **form_data):
        refused = [name for name in ASKED_FOR if self._is_changed(partner_sudo, name, form_data.get(name))]
        # sudo: whether the contact looks for work, which the user may not read
        if not refused or not partner_sudo.sudo().jobseeker_ids:
            return super()._create_or_update_address(partner_sudo, **form_data)
        return partner_sudo, {
            "invalid_fields": refused,
            "messages": [request.env._("Ask for this change under “My job search”: your adviser looks at it first.")],
        }

    def _is_changed(self, partner, name, value):
        return isinstance(value, str) and value.strip() != (partner[name] or "").strip()
