"""Texts that carry a new filing password: to the sponsor's filed contact, or to its provider.

Rules: R14-064, R14-163.
"""

from beian.regulations.rules import enforces
from province.domain.notices import EMAIL, Notice

PASSWORD_RECOVERED = "password_recovered"  # noqa: S105 - the name of a text
PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a text


@enforces("R14-064")
def recovered(channel: str, to: str, number: str, bureau: str, password: str) -> Notice:
    """Return the text to the filed mobile number or mail address."""
    said = f"备案号{number}的密码已重新生成，备案密码{password}。请妥善保管，勿告知他人。"
    if channel == EMAIL:
        letter = f"{said}\n\n{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
        return Notice(channel, to, "备案密码找回", letter, PASSWORD_RECOVERED)
    return Notice(channel, to, None, f"【{bureau}（模拟）】{said}", PASSWORD_RECOVERED)


@enforces("R14-163")
def reset(to: str, document: str, number: str, bureau: str, password: str) -> Notice:
    """Return the e-mail to the address that the provider's report names."""
    letter = (
        f"你单位报告（文号{document}）申请重置的备案密码如下，请转交网站主办者：\n\n"
        f"备案号：{number}\n备案密码：{password}\n\n"
        f"{bureau}\n（本邮件由模拟环境生成，不具有法律效力）\n"
    )
    return Notice(EMAIL, to, f"备案号{number}的备案密码已重置", letter, PASSWORD_RESET)
