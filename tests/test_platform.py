"""The fixtures of this folder and the commands of bin/ keep what they promise."""

import pytest
from odoo_server import RpcError

EXPECTED_ERRORS = "Exception during request handling"


def test_an_error_of_the_server_is_told(rpc):
    with pytest.raises(RpcError, match="no_such_method"):
        rpc("res.partner", "no_such_method")


def test_mail_goes_out_and_comes_in(odoo, rpc, smtp, mailgate, run_cron, psql):
    partner = rpc("res.partner", "create", {"name": "Ada", "email": "ada@example.com"})
    rpc("res.partner", "message_post", [partner], body="How are you?", partner_ids=[partner], message_type="comment")
    run_cron("mail.ir_cron_mail_scheduler_action")
    [sent] = smtp.to("ada@example.com")
    mailgate(
        f"From: ada@example.com\nTo: {sent['From']}\nSubject: Re: {sent['Subject']}\nMessage-Id: <1@example.com>\n"
        f"In-Reply-To: {sent['Message-Id']}\n\nWell, thank you.\n"
    )
    [[body]] = psql("SELECT body FROM mail_message WHERE res_id = %s AND message_type = 'email'", partner)
    assert "Well, thank you." in body


@pytest.mark.parametrize("kind", ["page", "page_mobile"])
def test_the_backend_opens_without_an_error(odoo, request, kind):
    page = request.getfixturevalue(kind)
    odoo.sign_in(page)
    page.goto("/odoo/recruitment")
    page.wait_for_selector(".o_kanban_view")
