from lienthong_local import sms_text


def test_the_default_alphabet_has_letters_of_its_own_and_an_escape():
    assert sms_text.decode(b"Ho so \x00 \x1b\x65 \x1b\x28x\x1b\x29", 0) == "Ho so @ € {x}"


def test_vietnamese_letters_come_as_ucs2():
    assert sms_text.decode("Hồ sơ đã xong".encode("utf-16-be"), 8) == "Hồ sơ đã xong"


def test_an_octet_outside_the_alphabet_is_shown_as_such():
    assert sms_text.decode(b"a\xffb", 0) == "a\N{REPLACEMENT CHARACTER}b"


def test_a_part_says_of_which_message_it_is():
    body, part = sms_text.without_header(b"\x05\x00\x03\x2a\x03\x02rest", 0x40)
    assert (body, part) == (b"rest", {"reference": 42, "total": 3, "index": 2})


def test_a_whole_message_has_no_part():
    assert sms_text.without_header(b"whole", 0) == (b"whole", None)
