"""What a mail server says about a mail that it could not deliver."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.mails.domain.delivery_reports import LONGEST, DeliveryFailure, read_failure
from tests.lotse.mails.returned import report

OURS = "<3b2f@lotse.test.example>"


@pytest.mark.parametrize(
    "about",
    ["text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers"],
)
def test_a_failure_names_the_mail_and_the_reason(about):
    assert read_failure(report(OURS, about=about)) == DeliveryFailure(
        OURS, "550 5.1.1 User unknown"
    )


def test_addresses_beyond_ascii_have_a_report_of_their_own_kind():
    raw = report(OURS, kind="message/global-delivery-status", recipient="jürgen@test.example")
    assert read_failure(raw).message_id == OURS


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "", "Fehler"])
def test_what_is_not_said_to_have_failed_has_not(action):
    assert read_failure(report(OURS, action=action, status="4.4.1")) is None


def test_an_attempt_given_up_has_failed_whatever_its_status_was():
    raw = report(OURS, action="Failed", status="4.4.7", diagnosis="smtp; 451 Try again")
    assert read_failure(raw).words == "451 Try again"


@pytest.mark.parametrize(
    ("diagnosis", "words"),
    [
        ("", "5.1.1"),
        ("x-local; unknown; here", "unknown; here"),
        ("smtp; 550\n 5.1.1 two\n lines", "550 5.1.1 two lines"),
        ("smtp; " + "x" * 5000, "x" * 300),
        ("smtp; 550 \x1b[31mrot\x07", "550 �[31mrot�"),
    ],
)
def test_the_reason_is_one_short_line(diagnosis, words):
    assert read_failure(report(OURS, diagnosis=diagnosis)).words == words


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: Danke\r\n\r\nGuten Tag",
        report(OURS, root="multipart/mixed"),
        report(OURS, kind="text/plain"),
        report("", about="message/rfc822"),
        report("ohne Klammern"),
        report(OURS, about="text/plain"),
        b"Content-Type: multipart/report\r\n\r\nkein Teil",
    ],
)
def test_other_mails_say_nothing(raw):
    assert read_failure(raw) is None


def test_a_report_within_a_mail_is_somebody_elses():
    inner = report(OURS).replace(b"grenze", b"innen")
    raw = b'Content-Type: multipart/report; boundary="g"\r\n\r\n--g\r\n'
    raw += b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--g--\r\n"
    assert read_failure(raw) is None


def test_only_the_beginning_of_a_long_mail_is_looked_at():
    assert read_failure(report(OURS) + b"x" * 10 * LONGEST).message_id == OURS
    assert read_failure(report(OURS, before="x" * LONGEST + "\n")) is None


def test_many_parts_take_no_time():
    many = b"--g\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000
    began = perf_counter()
    assert read_failure(b'Content-Type: multipart/report; boundary="g"\r\n\r\n' + many) is None
    assert perf_counter() - began < 5


@given(raw=st.binary(max_size=500))
def test_nothing_raises(raw):
    assert read_failure(raw) is None


@given(
    place=st.integers(0, len(report(OURS))),
    length=st.integers(0, 60),
    instead=st.binary(max_size=60),
)
def test_nothing_raises_in_a_report_with_a_hole(place, length, instead):
    raw = report(OURS)
    found = read_failure(raw[:place] + instead + raw[place + length :])
    assert found is None or found.message_id.startswith("<")
    if found is not None:
        assert found.message_id.isascii()
        assert found.words.isprintable()


def test_a_mail_that_announces_many_boundaries_is_not_looked_into():
    assert read_failure(report(OURS, before="boundary\n" * 20)) is None
    assert read_failure(report(OURS, before="boundary\n" * 10)) is not None


def test_parts_within_parts_are_given_up():
    deep = b"Content-Type: message/rfc822\r\n\r\n" * 3_000
    assert read_failure(deep) is None
