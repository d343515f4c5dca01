"""The events of Liên Thông: the only thing that its services share about each other."""

from lienthong_contracts.catalogue import (
    AgencyPublished,
    CalendarYearPublished,
    CatalogueEntry,
    LetterPublished,
    OfficeHours,
    ProcedurePublished,
    RoutePublished,
)
from lienthong_contracts.deadlines import (
    ApologyFellDue,
    DeadlineAdjusted,
    DeadlineApproaching,
    DeadlineBreached,
    DeadlineMet,
    DeadlineRescheduled,
    DelayEscalated,
    DossierStalled,
    HandOverUnanswered,
    LegUse,
    RescheduleRefused,
    SupplementLapsed,
    Told,
)
from lienthong_contracts.envelope import TYPE_PREFIX, BrokenHeader, Envelope, Headers, subject_of
from lienthong_contracts.event import KINDS, Code, Dong, DossierEvent, Event, Minutes, Part, Rung, Seconds, Text
from lienthong_contracts.intake import (
    Channel,
    DocumentAttached,
    DossierDeclined,
    DossierLapsed,
    DossierReceived,
    DossierSubmitted,
    DossierWithdrawn,
    FeeAsked,
    FeePaid,
    LetterIssued,
    OriginalsReturned,
    PersonErased,
    ResultReturned,
    SubmissionCompleted,
    SubmissionMoved,
    SubmissionReturned,
    SupplementAsked,
    SupplementGiven,
    TraceLine,
)
from lienthong_contracts.letters import LETTERS, SMS_WORDS, LetterKind
from lienthong_contracts.notifier import (
    MessageAccepted,
    MessageDeferred,
    MessageDelivered,
    MessageFailed,
    MessageQueued,
    MessageSuppressed,
    PhoneCallAsked,
    PhoneCallMade,
    Recipient,
)
from lienthong_contracts.operation import ClockTicked, EventSetAside
from lienthong_contracts.ratings import ServiceRated
from lienthong_contracts.results import (
    ApologyIssued,
    DossierRefused,
    JourneyStopped,
    PartResultIssued,
    ResultApproved,
    ResultIssued,
    ResultNumbered,
    ResultProposed,
    ResultSentBack,
    ResultSigned,
)
from lienthong_contracts.routing import (
    DossierForwarded,
    HandOverAcknowledged,
    HandOverRecalled,
    HandOverRefused,
    JourneyHandedToSuccessor,
    JourneyPlanned,
    PlannedLeg,
)
from lienthong_contracts.sla_monitor import (
    DOSSIER_CLOCK,
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    Use,
)
from lienthong_contracts.work import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationLapsed,
    LegCompleted,
    LegReturned,
    LegTransferred,
    NoticeEnded,
    NoticePosted,
    OfficerAssigned,
    ProcessingPaused,
    ProcessingResumed,
    SiteVisitRecorded,
    SupplementNeeded,
    WorkStarted,
)

__all__ = [
    "DOSSIER_CLOCK", "KINDS", "LETTERS", "SMS_WORDS", "TYPE_PREFIX", "AgencyPublished", "ApologyFellDue", "ApologyIssued",
    "BrokenHeader", "CalendarYearPublished", "CatalogueEntry", "Channel", "ClockPaused", "ClockRestarted", "ClockResumed",
    "ClockStarted", "ClockStopped", "ClockTicked", "Code", "ConsultationAnswered", "ConsultationAsked", "ConsultationLapsed",
    "DeadlineAdjusted", "DeadlineApproaching", "DeadlineBreached", "DeadlineMet", "DeadlineRescheduled", "DelayEscalated",
    "DocumentAttached", "Dong", "DossierDeclined", "DossierEvent", "DossierForwarded", "DossierLapsed", "DossierReceived",
    "DossierRefused", "DossierStalled", "DossierSubmitted", "DossierWithdrawn", "Envelope", "Event", "EventSetAside", "FeeAsked",
    "FeePaid", "HandOverAcknowledged", "HandOverRecalled", "HandOverRefused", "HandOverUnanswered", "Headers",
    "JourneyHandedToSuccessor", "JourneyPlanned", "JourneyStopped", "LegCompleted", "LegReturned", "LegTransferred", "LegUse",
    "LetterIssued", "LetterKind", "LetterPublished", "MessageAccepted", "MessageDeferred", "MessageDelivered", "MessageFailed",
    "MessageQueued", "MessageSuppressed", "Minutes", "NoticeEnded", "NoticePosted", "OfficeHours", "OfficerAssigned",
    "OriginalsReturned", "Part", "PartResultIssued", "PersonErased", "PhoneCallAsked", "PhoneCallMade", "PlannedLeg",
    "ProcedurePublished", "ProcessingPaused", "ProcessingResumed", "Recipient", "RescheduleRefused", "ResultApproved", "ResultIssued",
    "ResultNumbered", "ResultProposed", "ResultReturned", "ResultSentBack", "ResultSigned", "RoutePublished", "Rung", "Seconds",
    "ServiceRated", "SiteVisitRecorded", "SubmissionCompleted", "SubmissionMoved", "SubmissionReturned", "SupplementAsked",
    "SupplementGiven", "SupplementLapsed", "SupplementNeeded", "Text", "Told", "TraceLine", "Use", "WorkStarted", "subject_of",
]  # fmt: skip
