"""After the addon came to a used database: everybody has a relationship and a ledger, and nobody has a letter."""


def run(env, people, seconds):
    """:param seconds: what ``odoo -i`` took, all of it"""
    found = env["hr.jobseeker"].search_count([])
    assert found >= int(people), found
    letters = env["mail.mail"].search_count([("state", "=", "outgoing")])
    assert not letters, f"{letters} letters are in the queue"
    assert env["hr.jobseeker.contact"].search_count([]) >= 3 * int(people)
    assert not env["hr.jobseeker.follow.up"].search_count([])
    return {f"install on {people}": {"ms": round(1000 * float(seconds))}}
