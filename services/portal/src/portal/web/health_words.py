"""What to do about each alarm, and the words of the page of the system's health: Vietnamese, then English."""

# ruff: noqa: E501  one sentence a line reads better than one wrapped

TODO: dict[str, tuple[str, str]] = {
    "kafka_down": ("Xem Kafka có chạy không: <code>./lienthong ps</code>, <code>./lienthong logs kafka</code>. Không sự kiện nào mất: các dịch vụ giữ lại và gửi khi Kafka trở lại.", "See whether Kafka runs: <code>./lienthong ps</code>, <code>./lienthong logs kafka</code>. Nothing is lost: services keep their events and send them when it is back."),
    "service_down": ("Xem nhật ký rồi khởi động lại: <code>./lienthong logs {about}</code>. Việc của dịch vụ này chờ trên Kafka và được làm nốt.", "Read its log and start it again: <code>./lienthong logs {about}</code>. Its work waits on Kafka and is then done."),
    "database_away": ("Xem PostgreSQL có chạy, còn chỗ trên đĩa và còn kết nối không.", "See whether PostgreSQL runs, has room on its disk and connections left."),
    "catalogue_incomplete": ("Đợi một phút sau khi khởi động; nếu vẫn vậy, xem chủ đề catalogue.v1 có đọc được không.", "Wait a minute after a start; if it stays, see whether catalogue.v1 can be read."),
    "consumer_idle": ("Thường tự hết khi nhóm chia lại phân vùng. Nếu lâu hơn một phút, bớt số bản chạy hoặc khởi động lại dịch vụ.", "Usually over when the group has shared its partitions anew. After a minute, run fewer instances or start the service again."),
    "batch_failing": ("Xem nhật ký dịch vụ; sự kiện hỏng sẽ được tách ra <a href=\"/hang-loi\">hàng lỗi</a>, phần còn lại chạy tiếp.", "Read the service's log; the event that fails is put among the <a href=\"/hang-loi\">dead letters</a>, the rest goes on."),
    "relay_failing": ("Xem Kafka. Sự kiện đã ghi vẫn nằm trong hộp gửi và sẽ đi theo đúng thứ tự.", "See to Kafka. What was recorded stays in the outbox and goes out in order."),
    "timers_late": ("Xem sla-monitor có bận hay cơ sở dữ liệu chậm. Cảnh báo và quá hạn sẽ lên muộn bằng ấy, không mất.", "See whether sla-monitor is busy or its database slow. Warnings come as late as that; none is lost."),
    "reported": ("Dịch vụ tự báo; làm theo lời báo.", "The service says so itself; do as it says."),
    "not_ready": ("Xem nhật ký dịch vụ: <code>./lienthong logs {about}</code>.", "Read the service's log: <code>./lienthong logs {about}</code>."),
    "partition_unread": ("Hồ sơ ở các phân vùng đó đang đứng yên. Khởi động lại một bản của dịch vụ để nhóm chia lại.", "Dossiers on those partitions stand still. Start an instance of the service again, so that the group shares them anew."),
}

HEALTH_WORDS: dict[str, tuple[str, str]] = {
    "nav.health": ("Sức khoẻ", "Health"),
    "health.title": ("Sức khoẻ hệ thống", "The system's health"),
    "health.well": ("Mọi dịch vụ đang chạy tốt, không cảnh báo nào.", "Every service works, and nothing is wrong."),
    "health.wrong": ("<b class=\"over\">{n} việc</b> đang hỏng, {k} trên {m} dịch vụ bị ảnh hưởng.", "<b class=\"over\">{n} things</b> are wrong; {k} of {m} services are affected."),
    "health.behind": ("{n} sự kiện đang chờ xử lý.", "{n} events wait to be handled."),
    "health.alarms": ("Đang hỏng", "Wrong now"),
    "health.todo": ("Phải làm gì", "What to do"),
    "health.services": ("Các dịch vụ", "Services"),
    "health.services.note": ("một bản của mỗi dịch vụ trả lời", "one instance of each answers"),
    "health.consumers": ("Đọc Kafka", "Reading Kafka"),
    "health.consumers.note": ("số sự kiện chưa xử lý, theo chủ đề", "events not handled, by topic"),
    "health.no_kafka": ("Kafka không trả lời nên không biết còn bao nhiêu sự kiện chờ.", "Kafka doesn't answer, so nobody knows how many events wait."),
    "health.state.well": ("Chạy tốt", "Works"),
    "health.state.late": ("Chậm", "Late"),
    "health.state.unwell": ("Chưa sẵn sàng", "Not ready"),
    "health.state.silent": ("Không trả lời", "Doesn't answer"),
    "health.part.database": ("cơ sở dữ liệu", "database"),
    "health.part.catalogue": ("danh mục", "catalogue"),
    "health.part.consumer": ("đọc Kafka", "reading Kafka"),
    "health.part.batch": ("loạt sự kiện hỏng", "a failing batch"),
    "health.part.relay": ("gửi ra Kafka", "sending to Kafka"),
    "health.col.service": ("Dịch vụ", "Service"),
    "health.col.state": ("Tình trạng", "State"),
    "health.col.instances": ("Bản chạy", "Instances"),
    "health.col.behind": ("Chờ xử lý", "Behind"),
    "health.col.outbox": ("Chờ gửi đi", "Outbox"),
    "health.col.timer": ("Đồng hồ trễ", "Timers late"),
    "health.col.delay": ("Sự kiện mới nhất", "Latest event"),
    "health.col.topic": ("Chủ đề", "Topic"),
    "health.col.unread": ("Phân vùng không ai đọc", "Partitions unread"),
    "health.unread.none": ("không", "none"),
    "health.past": ("Đã qua", "Over again"),
    "health.past.note": ("từ khi cổng này khởi động", "since this portal was started"),
    "health.past.none": ("Chưa có cảnh báo nào.", "No alarm so far."),
    "health.past.line": ("từ {since} đến {until}", "from {since} to {until}"),
    "health.foot": ("Cùng các con số ở /metrics cho Prometheus; cảnh báo cho máy đọc ở /api/alarms.", "The same figures at /metrics for Prometheus; alarms for programs at /api/alarms."),
}


def todo(kind: str, about: str, lang: str) -> str:
    """What to do about an alarm; the words are ours, `about` is a service's name."""
    return TODO.get(kind, TODO["not_ready"])[lang == "en"].format(about=about if about.replace("-", "").isalnum() else "")
