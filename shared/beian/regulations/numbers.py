"""Every number of the regulations and of the interface that a rule uses: name, unit, bound, source.

Nowhere else is one of these written. Rule ids are those of rules.csv; "interface" is the
Enterprise System Interface Specification V3.0 (2013-10) and our readings of it.
"""

from typing import Final

REVIEW_WORKING_DAYS_MAX: Final = 20
"""Working days a bureau has to decide on an application. O33-011, M64-026."""

IP_REPORT_WORKING_DAYS_MAX: Final = 20
"""Working days from obtaining addresses to their report. R14-072."""
OWN_ADDRESSES_DAYS_MAX: Final = 5
"""Calendar days from the start of service to the report of a user's own addresses. R14-074."""
IP_CHANGE_WORKING_DAYS_MAX: Final = 5
"""Working days from a change of reported addresses to its report. R14-077."""
REVISIT_UPDATE_WORKING_DAYS: Final = 10
"""Working days from a return visit to the change it asks for; ours, M64-036 says "promptly"."""
RECHECK_MONTHS: Final = 6
"""Calendar months from one comparison of connected sites to the next; ours, R05-008 says none."""
IP_UNIT_CONTACT_WORKING_DAYS_MAX: Final = 10
"""Working days from a change of an IP unit's person or contact to its report. R14-071."""
DOMAIN_CHANGE_WORKING_DAYS_MAX: Final = 5
"""Working days from a change of a domain's data to its report. R14-080."""
PRE_VERIFICATION_WORKING_DAYS_MAX: Final = 5
"""Working days a provider has to pre-verify a draft. M64-013."""

UNFILED_SITE_WORKING_DAYS_MAX: Final = 5
"""Working days a provider has to deal with an unfiled site. Ours: R14-026 says "promptly"."""

SCORE_ORDER: Final = 5
"""Points of a notice of criticism or an order to correct. R14-140."""
SCORE_FINE: Final = 10
"""Points of a fine; with an order to correct in the same decision still 10. R14-141, A-22."""
SCORE_UNFILED: Final = 5
"""Points of each connected unfiled site. R14-142."""
SCORE_INACCURATE: Final = 2
"""Points of each site, address block or domain with untrue or inaccurate data. R14-143, A-45."""
SCORE_UNREPORTED: Final = 5
"""Points of each address block or domain that was not reported. R14-149, A-45."""
SCORE_RECTIFICATION_WORKING_DAYS: Final = 20
"""Working days a bureau gives a provider at 60 or 80 points to correct; ours: R14-146 is silent."""
OFFICER_CHANGE_WORKING_DAYS_MAX: Final = 2
"""Working days from a change of the filing department's head to its report. R14-034."""
SPOT_CHECK_ATTEMPTS_MAX: Final = 3
"""Attempts after which a silent contact counts as not as filed; ours, as FLOW-16 says. J45-017."""
SPOT_CHECKS_MAX: Final = 500
"""Sites a run of spot checks draws at most; ours: J45-017 gives no number."""
INVESTIGATED_EVIDENCE_WORKING_DAYS: Final = 5
"""Working days to hand over retained material; ours: R14-013 gives no term."""
INCIDENT_MAJOR_HOURS: Final = 12
"""Continuous hours without a working reporting business, beyond which it is major. R14-128."""
WORKING_HOURS_BEGIN: Final = 9
"""Hour of the day, China time, from which a working day is worked; ours: R14-127 gives none."""
WORKING_HOURS_END: Final = 18
"""Hour of the day until which it is worked; ours: R14-127 gives none."""
MAINTENANCE_DAYS_MAX: Final = 10
"""Days a maintenance window may last at most; ours: R14-127 gives none."""

APP_CHANGE_DAYS_MIN: Final = 30
"""Calendar days before a planned change of an app that it is asked for. A105-011 (A-44)."""

PASSWORD_RESET_WORKING_DAYS_MAX: Final = 10
"""Working days a bureau has from fax or original to the new password. R14-163."""

RESET_ORIGINAL_MONTHS_MAX: Final = 1
"""Calendar months after a fax in which the original of the report follows. R14-162."""

APP_RECTIFICATION_DAYS: Final = 30
"""Calendar days to see to the filing of an app that a campaign found; ours. A105-018."""

ON_SITE_MONTHS_MAX: Final = 1
"""Calendar months in which the responsible person comes in person. M64-014, M64-016."""

PHOTO_WIDTH_PX: Final = 800
"""Pixels across, exactly. M64-017."""

PHOTO_HEIGHT_PX: Final = 600
"""Pixels down, exactly. M64-017."""

FACE_SCORE_MIN: Final = 60
"""Score, of 100, from which photo and ID are the same person. Ours; J45-021 says no number."""

PILOT_TRIAL_FROM: Final = "2019-05-16"
"""First day of electronic verification, YYYY-MM-DD. M87-011."""
DISPLAY_CORRECTION_DAYS_MAX: Final = 10
"""Calendar days to put right what a home page lacks. Ours: O292-013 sets no limit."""
NUMBER_MISSING_FINE_MIN: Final = 5_000
"""Yuan, for a number that is not shown. O292-024."""
NUMBER_MISSING_FINE_MAX: Final = 50_000
"""Yuan, for a number that is not shown. O292-024."""
LINK_MISSING_FINE_MIN: Final = 5_000
"""Yuan, for a missing link or e-certificate. O33-029."""
LINK_MISSING_FINE_MAX: Final = 10_000
"""Yuan, for a missing link or e-certificate. O33-029."""

CHANGE_NOTICE_DAYS_MIN: Final = 30
"""Calendar days from the request of a change to its effect. O292-012, O33-015, R14-060."""

RETENTION_YEARS_MIN: Final = 5
"""Years a provider keeps the material of a filing. M64-035, R14-045."""

RECORD_BACKUP_DAYS_MIN: Final = 60
"""Calendar days that backups of access records are kept. O292-016."""

RECORD_BACKUP_DAYS_MAX: Final = 36_500
"""Calendar days, a hundred years: ours, so that the last day is one. O292-016 sets no limit."""

UPLOADS_KEPT_MONTHS_MIN: Final = 3
"""Calendar months an enterprise keeps what it uploaded. Interface §6.1."""

KIBIBYTE: Final = 1024
"""Bytes in the interface's K. Interface §14, 48."""

MEBIBYTE: Final = 1024 * KIBIBYTE

SHEET_BYTES_MAX: Final = 150 * KIBIBYTE
"""Decoded bytes of a verification sheet (Fjyt 1). Interface §8, §14, 48; code 5010."""

ATTACHMENT_BYTES_MAX: Final = 100 * KIBIBYTE
"""Decoded bytes of any other attachment and of a pre-approval document. Interface; code 5010."""

PREAPPROVAL_DOCUMENTS_MAX: Final = 10
"""Documents (Spwj) of one pre-approval. Interface; code 1033."""

UPLOAD_BYTES_MAX: Final = 50 * MEBIBYTE
"""Bytes of the unpacked XML file of an upload. Interface §6.1; code 18."""

UPLOAD_RECORDS_MAX: Final = 1000
"""Record elements in one upload. Interface §6.1, §10.1; code 5001."""

FILE_NAME_BYTES_MAX: Final = 128
"""Bytes of an uploaded file's name. Interface §6.1; code 999."""

RAND_VAL_CHARACTERS_MIN: Final = 20
"""Characters of randVal. Interface §4; code 16."""

MISSING_SEQUENCES_MAX: Final = 100
"""Numbers listed with code 14. Interface §7."""

WAITING_FILES_MAX: Final = 100
"""Uploaded files of one provider that wait to be processed; ours. Code 15."""

UNACKNOWLEDGED_DELIVERIES_MAX: Final = 20
"""Deliveries of one file without acknowledgement before it goes to the queue's end.

Interface §8.
"""

PASSWORD_CHECKS_MAX: Final = 10
"""Checks of one filing's password in a day of network time; the number is ours. Code 22."""

CORRECTION_WORKING_DAYS: Final = 10
"""Working days in which a provider answers a notice to correct data; ours, the texts are silent."""

CHANGES_MAX: Final = 20
"""Changes one provider may ask of one subject in a day of network time; ours. Code 1051."""

PASSWORD_CHARACTERS: Final = 12
"""Letters and digits of a filing password; ours."""

PASSWORD_SALT_BYTES: Final = 16
"""Random bytes in a password's verifier; ours."""

AES_KEY_CHARACTERS: Final = 16
"""ASCII characters of a provider's AES key, and of its offset (IV). Interface §5."""

PROVIDER_PASSWORD_CHARACTERS: Final = 16
"""Letters and digits of a provider's password on the wire; ours."""

MESSAGE_CHARACTERS_MAX: Final = 255
"""Characters of a result's text (Dmms); the value is cut, not the message. Interface §10.3."""

RETURN_MESSAGE_CHARACTERS_MAX: Final = 256
"""Characters of `msg` in a return. Interface §14, 6."""

HOME_PAGE_CHARACTERS_MIN: Final = 4
"""Characters of Syurl. Interface, validation §4; code 1022."""

HOME_PAGE_CHARACTERS_MAX: Final = 255
"""Characters of Syurl, the added site's included. Interface §14, 27; code 1022."""

CERTIFICATE_NUMBER_CHARACTERS_MAX: Final = 128
"""Characters of Zjhm that can be sent back. Interface §14, 28; code 1008."""

PHONE_CHARACTERS_MIN: Final = 11
"""Characters of an office phone field (Fzr_dhhm). Interface; code 1010."""

CONTACT_CHARACTERS_MAX: Final = 128
"""Characters of a phone, mail, MSN or QQ field. Interface; codes 1009, 1010, 1012, 1013."""

MSN_CHARACTERS_MIN: Final = 6
"""Characters of an MSN field. Interface; code 1012."""

QQ_CHARACTERS_MIN: Final = 5
"""Characters of a QQ field. Interface; code 1013."""

MOBILE_DIGITS: Final = 11
"""Digits of a mobile number. Interface, validation §3; code 1011."""

FILING_NUMBER_SERIAL_DIGITS: Final = 6
"""Digits behind the year in a filing number. Interface §3."""

BUREAU_ID_SERIAL_DIGITS: Final = 6
"""Digits behind the region code in a bureau's id. Interface §11."""

BLOB_BYTES_MIN: Final = 256 * KIBIBYTE
"""Bytes from which data lies beside the log instead of in an event. Ours."""

E_CERTIFICATE_YEARS: Final = 5
"""Calendar years an e-certificate is valid; ours, the texts are silent. R14-101."""

FINE_UNFILED_SERVICE: Final = 10_000
"""CNY, exactly: service without filing. O33-025."""

FINE_BEYOND_ITEMS_MIN: Final = 5_000
"""CNY, at least: service beyond the filed items. O33-026."""

FINE_BEYOND_ITEMS_MAX: Final = 10_000
"""CNY, at most: service beyond the filed items. O33-026."""

FINE_LINK_MIN: Final = 5_000
"""CNY, at least: link or e-certificate missing. O33-029."""

FINE_LINK_MAX: Final = 10_000
"""CNY, at most: link or e-certificate missing. O33-029."""

FINE_NUMBER_NOT_SHOWN_MIN: Final = 5_000
"""CNY, at least: the number is not shown on the home page. O292-024."""

FINE_NUMBER_NOT_SHOWN_MAX: Final = 50_000
"""CNY, at most: the number is not shown on the home page. O292-024."""

FINE_CHANGE_OR_CANCELLATION: Final = 10_000
"""CNY, exactly: a change not made in time, a cancellation not made. O33-030."""

FINE_PROVIDER: Final = 10_000
"""CNY, exactly: a provider breaks article 10, 18 or 19. O33-028, M64-042."""

UNLICENSED_INCOME_MIN: Final = 50_000
"""CNY of illegal income from which the fine is a multiple of it. O292-020."""

UNLICENSED_MULTIPLE_MIN: Final = 3
"""Times the illegal income, at least. O292-020."""

UNLICENSED_MULTIPLE_MAX: Final = 5
"""Times the illegal income, at most. O292-020."""

UNLICENSED_FINE_MIN: Final = 100_000
"""CNY, at least, with less illegal income or none. O292-020."""

UNLICENSED_FINE_MAX: Final = 1_000_000
"""CNY, at most, with less illegal income or none. O292-020."""

SHUTDOWN_REPORT_WORKING_DAYS: Final = 2
"""Working days until a closure order is overdue unreported; ours: R05-033 says promptly."""

COOPERATION_WORKING_DAYS: Final = 5
"""Working days until a letter between bureaus is overdue; ours: R05-033 says promptly."""

RECTIFICATION_WORKING_DAYS: Final = 10
"""Working days to correct where an order sets no limit; ours, O292-020 leaves it open."""

RECTIFICATION_DAYS_MAX: Final = 365
"""Calendar days that an order may leave to correct; ours, O292-020 leaves it open."""

TEN_THOUSAND: Final = 10_000
"""What the floors of M87-003 and M87-006 are shares of."""

PILOT_IDENTITY_ACCURACY_MIN: Final = 9_995
"""Of ten thousand identities a pilot provider collected electronically. M87-003 (99.95 %)."""

PILOT_SHEET_ACCURACY_MIN: Final = 10_000
"""Of ten thousand electronic verification sheets. M87-006 (100 %)."""

SAMPLE_PERMILLE: Final = 100
"""Thousandths of the filed sites in a center's check; ours, M64-028 and M64-029 are silent."""

SAMPLE_SITES_MIN: Final = 1
"""Sites of each province and provider in a center's check, at least; ours."""

SAMPLE_PHONE_PERMILLE: Final = 500
"""Thousandths of a sample whose sponsors are called as well; ours, M64-028 says "also"."""

PHONE_ATTEMPTS_MAX: Final = 3
"""Calls without an answer after which a contact counts as wrong; ours, as FLOW-16 recommends."""

CHECK_ANSWER_DAYS: Final = 15
"""Calendar days in which the answers of a check's calls are entered; ours."""

PRE_APPROVAL_WORKING_DAYS_MAX: Final = 5
"""Working days to deliver a consent document after the submission. RULES-2005 14(3); R05-026."""

LICENCE_DECISION_DAYS_MAX: Final = 60
"""Calendar days from the receipt of a licence application to its decision. ORDER292 7; O292-005."""

ANNUAL_REVIEW_CORRECTION_DAYS: Final = 30
"""Calendar days to correct after a failed or missed review; ours, the bureau may set others."""
