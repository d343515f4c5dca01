"""The sentence of each kind of event: icon, tone, then Vietnamese and English; what stands before ` | ` is bold."""

# ruff: noqa: E501  one sentence a line reads better than one wrapped

CHANNELS = {
    "counter": ("tại quầy", "at the counter"),
    "online": ("trực tuyến", "online"),
    "post": ("qua bưu chính", "by post"),
    "sms": ("SMS", "SMS"),
    "email": ("E-mail", "E-mail"),
}

# Said after the sentence of whatever time raises: who was told, and how late the system itself noticed; without and with its agency.
TOLD = {
    "officer": ("đã nhắc cán bộ {officer}", "officer {officer} was told"),
    "head": ("đã báo thủ trưởng", "its head was told"),
    "head/elsewhere": ("đã báo thủ trưởng {agency}", "the head of {agency} was told"),
    "supervisor": ("đã báo {agency} giám sát", "{agency} was told, which supervises"),
}
LATE = ("báo trễ {length}", "noticed {length} late")
OVERRUN = ("chặng {agency} quá {over}", "the leg of {agency} over by {over}")
NO_OVERRUN = ("không chặng nào quá phần được giao", "no leg over its share")
HELD = ("{agency} đang giữ", "held by {agency}")

PHRASES: dict[str, tuple[str, str, str, str]] = {
    # between the citizen and the desk
    "DossierSubmitted": ("inbox", "act", "Nộp hồ sơ | {procedure}, {channel}", "Submitted | {procedure}, {channel}"),
    "DossierReceived": (
        "file-plus", "act", "Tiếp nhận | {procedure}, {channel}, hẹn {due_at}",
        "Received | {procedure}, {channel}, promised for {due_at}"),
    "DossierDeclined": ("file-x", "mute", "Chưa tiếp nhận | {reason}", "Not received | {reason}"),
    "SupplementAsked": ("file-alert", "act", "Yêu cầu bổ sung | lần {round}, {agency}", "Supplement asked | round {round}, {agency}"),
    "SupplementGiven": ("file-check", "ok", "Đã bổ sung đủ | lần {round}", "Supplement given | round {round}"),
    "FeeAsked": ("cash", "act", "Chờ nộp {amount_dong} | {ground}", "{amount_dong} to be paid | {ground}"),
    "FeePaid": ("receipt", "ok", "Đã nộp {amount_dong}", "{amount_dong} paid"),
    "DossierWithdrawn": ("door-exit", "mute", "Công dân rút hồ sơ | {reason}", "Withdrawn by the citizen | {reason}"),
    "ResultReturned": ("check", "ok", "Trả kết quả | {channel}", "Result returned | {channel}"),
    "SubmissionReturned": ("file-alert", "act", "Trả lại để hoàn thiện | {desk}", "Sent back to be completed | {desk}"),
    "SubmissionCompleted": ("file-check", "ok", "Đã hoàn thiện hồ sơ nộp | {desk}", "Submission completed | {desk}"),
    "DossierLapsed": ("clock-stop", "mute", "Dừng do quá hạn bổ sung | {desk}", "Ended, the window to supplement has passed | {desk}"),
    "DocumentAttached": ("file-plus", "mute", "Thêm tài liệu", "Document added"),
    "OriginalsReturned": ("arrow-back-up", "ok", "Trả bản chính", "Originals given back"),
    "LetterIssued": ("mail-check", "ok", "Gửi thư kèm kết quả | {desk}", "A letter goes with the result | {desk}"),
    "ServiceRated": ("star", "act", "Công dân đã đánh giá", "The citizen rated the service"),
    "SubmissionMoved": ("route", "act", "Chuyển nơi tiếp nhận | {predecessor} → {successor}", "Desk changed | {predecessor} → {successor}"),
    "PersonErased": ("file-x", "mute", "Đã xoá dữ liệu cá nhân", "Personal data erased"),
    # between agencies
    "JourneyPlanned": ("route", "act", "Lập lộ trình | {legs} chặng", "Journey planned | {legs} legs"),
    "DossierForwarded": ("send", "act", "Chuyển | {sender} → {receiver}", "Forwarded | {sender} → {receiver}"),
    "DossierForwarded/again": (
        "send", "soon", "Chuyển lại lần {attempt} | {sender} → {receiver}",
        "Forwarded again, attempt {attempt} | {sender} → {receiver}"),
    "HandOverAcknowledged": ("arrows-left-right", "act", "Đã nhận bàn giao | {agency}", "Hand-over acknowledged | {agency}"),
    "HandOverRecalled": ("arrow-back-up", "mute", "Thu hồi bàn giao | {agency}: {reason}", "Hand-over recalled | {agency}: {reason}"),
    "WorkStarted": ("player-play", "act", "Bắt đầu xử lý | {agency}", "Work begun | {agency}"),
    "SiteVisitRecorded": ("user-check", "act", "Kiểm tra thực địa | {agency}", "Site visit recorded | {agency}"),
    "NoticePosted": ("file-plus", "act", "Niêm yết công khai đến {until} | {agency}", "Notice posted until {until} | {agency}"),
    "NoticeEnded": ("check", "act", "Hết thời gian niêm yết | {agency}", "Notice taken down | {agency}"),
    "LegTransferred": ("route", "soon", "Chuyển đúng thẩm quyền | {agency} → {competent}", "Transferred | {agency} → {competent}"),
    "ResultProposed": ("file-plus", "act", "Trình dự thảo kết quả | {agency}", "Result proposed | {agency}"),
    "ResultApproved": ("file-check", "act", "Duyệt kết quả | {agency}", "Result approved | {agency}"),
    "ResultSentBack": ("arrow-back-up", "soon", "Trả lại dự thảo | {agency}: {reason}", "Draft sent back | {agency}: {reason}"),
    "ResultSigned": ("file-check", "ok", "Ký kết quả | {agency}", "Result signed | {agency}"),
    "ResultNumbered": ("rubber-stamp", "act", "Cấp số {result_no} | {agency}", "Numbered {result_no} | {agency}"),
    "PartResultIssued": ("rubber-stamp", "ok", "Có một kết quả: {result_no} | {agency}", "One result issued: {result_no} | {agency}"),
    "HandOverRefused": ("arrow-back-up", "soon", "Trả lại bàn giao | {agency}: {reason}", "Hand-over sent back | {agency}: {reason}"),
    "OfficerAssigned": ("user-check", "act", "Giao cán bộ {officer} | {agency}", "Assigned to {officer} | {agency}"),
    "LegCompleted": ("circle-check", "ok", "Xong chặng | {agency}", "Leg completed | {agency}"),
    "LegReturned": ("arrow-back-up", "soon", "Trả lại chặng trước | {agency}: {reason}", "Back to an earlier leg | {agency}: {reason}"),
    "ConsultationAsked": (
        "messages", "act", "Xin ý kiến | {asked}, trả lời trước {answer_by}",
        "Opinion asked | {asked}, by {answer_by}"),
    "ConsultationAnswered": ("messages", "ok", "Đã có ý kiến | {asked}", "Opinion given | {asked}"),
    "ConsultationLapsed/deemed_consent": (
        "message-question", "mute", "Hết hạn hỏi, coi như đồng ý | {asked}",
        "Time to answer over, deemed consent | {asked}"),
    "ConsultationLapsed/escalate": (
        "message-question", "soon", "Hết hạn hỏi, đã báo thủ trưởng | {asked}",
        "Time to answer over, head told | {asked}"),
    "SupplementNeeded": ("file-alert", "soon", "Cần bổ sung | {agency}: {content}", "Supplement needed | {agency}: {content}"),
    "ProcessingPaused": ("player-pause", "pause", "Tạm dừng | {ground}", "Paused | {ground}"),
    "ProcessingResumed": ("player-play", "act", "Tiếp tục | {ground}", "Resumed | {ground}"),
    "ApologyIssued": (
        "mail-heart", "soon", "Xin lỗi và hẹn lại {new_due_at} | {agency}",
        "Apology, new date {new_due_at} | {agency}"),
    "ResultIssued/granted": ("rubber-stamp", "ok", "Có kết quả | {agency}", "Result issued | {agency}"),
    "ResultIssued/refused": ("rubber-stamp", "mute", "Có văn bản từ chối | {agency}", "Written refusal issued | {agency}"),
    "DossierRefused": ("file-x", "mute", "Từ chối giải quyết | {agency}: {reason}", "Refused | {agency}: {reason}"),
    "JourneyStopped": ("hand-stop", "mute", "Dừng giải quyết | {reason}", "Processing ended | {reason}"),
    "JourneyHandedToSuccessor": (
        "sitemap", "act", "Cơ quan kế thừa nhận | {predecessor} → {successor}",
        "Taken over by the successor | {predecessor} → {successor}"),
    # what time says
    "ClockStarted/dossier": ("clock-play", "mute", "Bắt đầu tính giờ | hạn {due_at}", "Clock started | due {due_at}"),
    "ClockStarted/leg": ("clock-play", "mute", "Bắt đầu chặng | {agency}, {granted}", "Leg started | {agency}, {granted}"),
    "ClockPaused/dossier": (
        "clock-pause", "pause", "Ngừng tính giờ | {ground}, còn {remaining}",
        "Clock paused | {ground}, {remaining} left"),
    "ClockPaused/leg": (
        "clock-pause", "pause", "Ngừng giờ của chặng | {agency}, còn {remaining}",
        "Leg paused | {agency}, {remaining} left"),
    "ClockResumed/dossier": ("clock-play", "act", "Tính giờ tiếp | hạn {due_at}", "Clock resumed | due {due_at}"),
    "ClockResumed/leg": (
        "clock-play", "mute", "Tính tiếp giờ của chặng | {agency}, còn {remaining}",
        "Leg resumed | {agency}, {remaining} left"),
    "ClockRestarted/dossier": ("refresh", "act", "Tính lại từ đầu | hạn {due_at}", "Term runs anew | due {due_at}"),
    "ClockRestarted/leg": ("refresh", "mute", "Tính lại giờ của chặng | {agency}", "Leg runs anew | {agency}"),
    "ClockStopped/dossier": ("clock-stop", "mute", "Thôi tính giờ | đã dùng {used}", "Clock stopped | {used} used"),
    "ClockStopped/leg": ("clock-stop", "mute", "Hết giờ của chặng | {agency}, đã dùng {used}", "Leg stopped | {agency}, {used} used"),
    "DeadlineApproaching/dossier": ("hourglass-low", "soon", "Sắp đến hạn | {agency}, còn {remaining}", "Due soon | {agency}, {remaining} left"),
    "DeadlineApproaching/leg": (
        "hourglass-low", "soon", "Chặng sắp hết giờ | {agency}, còn {remaining}",
        "Leg due soon | {agency}, {remaining} left"),
    "ApologyFellDue": (
        "mail-exclamation", "over", "Cần gửi thư xin lỗi | {agency}, trước {by}",
        "Apology due | {agency}, by {by}"),
    "DeadlineBreached/dossier": ("alert-triangle", "over", "Quá hạn | hạn {due_at}, {overruns}", "Overdue | due {due_at}, {overruns}"),
    "DeadlineBreached/leg": ("alert-triangle", "over", "Chặng hết giờ | {agency}, hạn chặng {due_at}", "Leg overdue | {agency}, leg due {due_at}"),
    "DeadlineRescheduled": (
        "calendar-event", "soon", "Hẹn lại {due_at} | hẹn đầu {original_due_at}",
        "New date {due_at} | first promised {original_due_at}"),
    "DeadlineAdjusted": (
        "calendar-cog", "soon", "Lịch làm việc đổi, hạn {due_at} | trước là {old_due_at}; hẹn người dân {promised_at}, theo {decision_no}",
        "Calendar changed, due {due_at} | before {old_due_at}; promised for {promised_at}, by {decision_no}"),
    "RescheduleRefused": (
        "calendar-off", "over", "Không hẹn lại lần hai | giữ hẹn {due_at}, không nhận {refused_due_at}: luật chỉ cho hẹn lại một lần",
        "No second new date | {due_at} stays, {refused_due_at} isn't taken: the law allows one"),
    "DelayEscalated/breach": (
        "stairs-up", "over", "Hồ sơ quá hạn, báo lên cấp trên | {agency}, hạn {due_at}",
        "Overdue, told one step up | {agency}, due {due_at}"),
    "DelayEscalated/promise": (
        "stairs-up", "over", "Lỡ ngày đã hẹn lại, báo lên cấp trên | {agency}, hẹn {due_at}",
        "The new date was missed too, told one step up | {agency}, promised for {due_at}"),
    "DelayEscalated/consultation": (
        "stairs-up", "soon", "Chưa có ý kiến, báo lên cấp trên | {agency} chưa trả lời, hạn {due_at}",
        "No opinion came, told one step up | {agency} hasn't answered, due {due_at}"),
    "HandOverUnanswered": (
        "clock-exclamation", "over", "Bàn giao chưa ai xác nhận | {sender} → {agency}, hạn trả lời {answer_by}",
        "Hand-over not acknowledged | {sender} → {agency}, answer due {answer_by}"),
    "SupplementLapsed": (
        "file-time", "over", "Hết hạn bổ sung | lần {round}, hạn {answer_by}, chưa nhận được giấy tờ",
        "Time for the supplement is over | round {round}, due {answer_by}, no papers came"),
    "DossierStalled": (
        "zzz", "soon", "Hồ sơ đứng yên {idle} | {agency}, từ {since}",
        "No movement for {idle} | {agency}, since {since}"),
    "DeadlineMet/dossier/early": ("circle-check", "ok", "Xong trước hạn | ngày hẹn {due_at}", "Finished early | due {due_at}"),
    "DeadlineMet/dossier/on_time": ("circle-check", "ok", "Xong đúng hạn | ngày hẹn {due_at}", "Finished on the day | due {due_at}"),
    "DeadlineMet/dossier/late": ("alert-triangle", "over", "Xong sau hạn | ngày hẹn {due_at}", "Finished after the due date | due {due_at}"),
    "DeadlineMet/leg/early": ("circle-check", "ok", "Chặng xong sớm | {agency}", "Leg finished early | {agency}"),
    "DeadlineMet/leg/on_time": ("circle-check", "ok", "Chặng xong đúng hạn | {agency}", "Leg finished on time | {agency}"),
    "DeadlineMet/leg/late": ("alert-triangle", "over", "Chặng xong sau hạn | {agency}", "Leg finished late | {agency}"),
    # messages
    "MessageQueued": ("message-dots", "mute", "{channel} chờ gửi | {template}", "{channel} queued | {template}"),
    "MessageDeferred": (
        "history", "soon", "{channel} chưa gửi được, thử lại {again_at} | {template}",
        "{channel} put off, again {again_at} | {template}"),
    "MessageAccepted": ("send", "mute", "{channel} đã chuyển đi | {template}", "{channel} taken by the provider | {template}"),
    "MessageDelivered": ("device-mobile-message", "ok", "{channel} đã đến | {template}", "{channel} delivered | {template}"),
    "MessageDelivered/email": ("mail-check", "ok", "{channel} đã đến | {template}", "{channel} delivered | {template}"),
    "MessageFailed": ("mail-x", "over", "{channel} không đến được | {template}", "{channel} not delivered | {template}"),
    "MessageSuppressed": ("bell-off", "mute", "{channel} không gửi | {template}", "{channel} not sent | {template}"),
    "PhoneCallAsked": ("phone", "over", "Cần gọi điện cho người nộp | {template}, {agency}", "Phone the applicant | {template}, {agency}"),
    "PhoneCallMade/True": ("phone", "ok", "Đã gọi, đã báo được | {template}, {agency}", "Phoned, and told | {template}, {agency}"),
    "PhoneCallMade/False": ("phone", "soon", "Đã gọi, chưa gặp | {template}, {agency}", "Phoned, nobody reached | {template}, {agency}"),
    # the system itself
    "EventSetAside/set_aside": ("package-off", "over", "Để riêng | {kind}, ở {service}", "Set aside | {kind}, at {service}"),
    "EventSetAside/parked": ("package", "soon", "Chờ phía sau | {kind}, ở {service}", "Parked behind it | {kind}, at {service}"),
    "EventSetAside/replayed": ("package-export", "ok", "Đã chạy lại | {kind}, ở {service}", "Replayed | {kind}, at {service}"),
}  # fmt: skip
