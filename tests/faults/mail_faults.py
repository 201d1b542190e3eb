"""What mail servers do to those who bring letters, as the hooks of aiosmtpd that the sink has while it is so."""

import asyncio
import re
from collections import Counter
from contextlib import contextmanager


@contextmanager
def answering(sink, **hooks):
    """answering(sink, RCPT=…): the sink answers these commands in this way, and keeps what it takes all the same."""
    for command, hook in hooks.items():
        setattr(sink, f"handle_{command}", hook)
    try:
        yield
    finally:
        for command in hooks:
            delattr(sink, f"handle_{command}")


@contextmanager
def down(sink):
    """Nobody listens."""
    sink.stop()
    try:
        yield
    finally:
        sink.start()


def refuse(answer):
    """Every command of this kind gets this answer."""

    async def hook(*_args):
        return answer

    return hook


def refuse_greeting(answer):
    """{command: hook}: both ways of saying hello get this answer."""

    async def handle_EHLO(_server, _session, _envelope, _hostname, _responses):
        return [answer]

    async def handle_HELO(_server, _session, _envelope, _hostname):
        return answer

    return {"EHLO": handle_EHLO, "HELO": handle_HELO}


def number_of(address):
    """The number in person17@example.org."""
    return int(re.search(r"(\d+)@", address)[1])


def accept(envelope, address, options):
    envelope.rcpt_tos.append(address)
    envelope.rcpt_options.extend(options)
    return "250 OK"


def greylist(times):
    """The first so many offers for a recipient are refused for now."""
    offers = Counter()

    async def handle_RCPT(_server, _session, envelope, address, options):
        offers[address] += 1
        if offers[address] <= times:
            return "451 4.7.1 Greylisted, please come back later"
        return accept(envelope, address, options)

    return handle_RCPT


def reject(is_rejected):
    async def handle_RCPT(_server, _session, envelope, address, options):
        if is_rejected(address):
            return "550 5.1.1 No such user here"
        return accept(envelope, address, options)

    return handle_RCPT


def hang_up_before_the_letter(every):
    """Every so many-th letter meets a closed connection, as after a restart of the mail server."""
    count = Counter()

    async def handle_MAIL(server, _session, envelope, address, options):
        count["letters"] += 1
        if count["letters"] % every == 0:
            server.transport.abort()
            return "421 Bye"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    return handle_MAIL


def at_most(letters):
    """A connection takes so many letters, the next one is told to come back (RFC 5321 §3.8)."""

    async def handle_MAIL(_server, session, envelope, address, options):
        session.letters = getattr(session, "letters", 0) + 1
        if session.letters > letters:
            return "421 4.7.0 Too many letters in one connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    return handle_MAIL


def hang_up_after_the_letter(sink, is_cut, is_kept):
    """The connection breaks when the letter was handed over: some of these were taken, and nobody is told."""
    take = type(sink).handle_DATA

    async def handle_DATA(server, session, envelope):
        [address] = envelope.rcpt_tos
        if not is_cut(address):
            return await take(sink, server, session, envelope)
        if is_kept(address):
            await take(sink, server, session, envelope)
        server.transport.abort()
        return "250 OK"

    return handle_DATA


def delay(sink, seconds):
    """It takes the letter, and takes its time before it says so: whoever hangs up meanwhile is not told."""
    take = type(sink).handle_DATA

    async def handle_DATA(server, session, envelope):
        answer = await take(sink, server, session, envelope)
        await asyncio.sleep(seconds(envelope.rcpt_tos[0]))
        return answer

    return handle_DATA
