"""The automatic check (自动核查) of a new filing (XZBA): every code that applies, in order.

Decides what is wrong with one record; subject, then sites with their accesses, then
attachments, each in the order of its fields on the wire. A record without a finding passes.

Not here: what refuses a whole file (file_check.py), keys that applications under way hold
(1052: the ministry knows them), 1001 and 1002 (filing.py), 1062 (a success nobody waits for).

Flow: FLOW-02, 7. Rules: R14-089, R14-107. Validation §3 to §5, §7, §8.
"""

from beian.records import Filing, Finding
from beian.regulations.rules import enforces
from province.domain.attachment_check import check_attachments
from province.domain.check_context import CheckContext, brought_by
from province.domain.site_check import check_sites
from province.domain.sponsor_check import check_subject


@enforces("R14-089", "R14-107", "R14-017")
def check_new_filing(filing: Filing, context: CheckContext) -> tuple[Finding, ...]:
    """Return all findings of one record, each once; empty when it passes."""
    findings = (
        *check_subject(filing.subject, context),
        *check_sites(brought_by(filing), context),
        *check_attachments(filing, context),
    )
    return tuple(dict.fromkeys(findings))
