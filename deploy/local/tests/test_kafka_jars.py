from lienthong_local.kafka_jars import Jar, locked


def test_the_lock_names_one_kafka_and_pins_every_jar():
    jars = locked()
    assert {jar.version for jar in jars if jar.group == "org.apache.kafka"} == {"4.4.0"}
    assert all(len(jar.sha256) == 64 for jar in jars)
    assert len({(jar.group, jar.artifact) for jar in jars}) == len(jars) == 45


def test_a_changed_jar_is_not_the_right_one(tmp_path):
    jar = Jar("a.b", "c", "1", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    file = jar.path(tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text("hello")
    assert file == tmp_path / "a/b/c/1/c-1.jar"
    assert jar.is_right(tmp_path)
    file.write_text("hello, stranger")
    assert not jar.is_right(tmp_path)
