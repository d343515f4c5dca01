"""Every word of the windows but the events' sentences: key, then Vietnamese and English."""

from portal.web.accounts_words import ACCOUNT_WORDS
from portal.web.act_words import ACT_WORDS
from portal.web.audit_words import AUDIT_WORDS
from portal.web.board_words import BOARD_WORDS
from portal.web.catalogue_words import CATALOGUE_WORDS
from portal.web.catalogues_words import CATALOGUES_WORDS
from portal.web.citizen_words import CITIZEN_WORDS
from portal.web.counter_words import COUNTER_WORDS
from portal.web.delivery_words import DELIVERY_WORDS
from portal.web.health_words import HEALTH_WORDS
from portal.web.mine_words import MINE_WORDS
from portal.web.officer_words import OFFICER_WORDS
from portal.web.online_words import ONLINE_WORDS
from portal.web.operations_words import OPERATIONS_WORDS
from portal.web.petition_words import PETITION_WORDS
from portal.web.report_words import REPORT_WORDS
from portal.web.shell_words import SHELL_WORDS

WORDS: dict[str, tuple[str, str]] = {
    **BOARD_WORDS,
    **CATALOGUES_WORDS,
    **CATALOGUE_WORDS,
    **CITIZEN_WORDS,
    **DELIVERY_WORDS,
    **OFFICER_WORDS,
    **ACT_WORDS,
    **COUNTER_WORDS,
    **OPERATIONS_WORDS,
    **HEALTH_WORDS,
    **ACCOUNT_WORDS,
    **AUDIT_WORDS,
    **REPORT_WORDS,
    **MINE_WORDS,
    **ONLINE_WORDS,
    **PETITION_WORDS,
    **SHELL_WORDS,
}
