"""Publishing policies and enquiry phones (政策发布). What stands is read at `policy-texts`."""

from typing import Final

from beian.procedures import Act, Procedure
from ministry.application import Ministry
from ministry.domain.policy_texts import POLICIES, PublishPolicy, WithdrawPolicy
from ministry.read_models.policy_texts import POLICY_TEXTS


def _key(_ministry: Ministry, command: PublishPolicy) -> str:
    return command.text_id


PROCEDURE: Final = Procedure[Ministry](
    kind="policytext",
    path="policies",
    decider=POLICIES,
    acts=(
        Act("open", PublishPolicy, "Publish a text or an enquiry phone", opens=True),
        Act("withdraw", WithdrawPolicy, "Take a text off the platform"),
    ),
    key_of=_key,
    read_models=(POLICY_TEXTS,),
)
