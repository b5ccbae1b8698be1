"""What the provider must keep, and for how long (保存期限): the only place that allows a deletion.

Material of a filing is kept five years from the later of its capture and the end of access;
contents and access logs sixty days. Nothing goes before, nothing under a legal hold. Flow:
FLOW-24. Rules: M64-035, R14-045, J45-013, J45-014, O292-014 to O292-016. Readings: A-37.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.retention import (
    LegalHoldLifted,
    LegalHoldPlaced,
    RecordMissingReported,
    RecordProvidedToAuthority,
    RecordPurged,
    RecordRetained,
    RetainedFact,
    RetainedItem,
    RetentionPeriodEnded,
    RetentionTermSet,
)
from beian.flows.flow_24 import LIFECYCLE
from beian.flows.lifecycle import drawn
from beian.regulations.deadlines import backup_kept_until, material_kept_until
from beian.regulations.numbers import RECORD_BACKUP_DAYS_MAX, RECORD_BACKUP_DAYS_MIN
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.retention_commands import (
    Context,
    EndPeriod,
    HandOver,
    Kept,
    LiftHold,
    NoteAccess,
    PlaceHold,
    Purge,
    RetainAccessLog,
    RetainContent,
    RetainMaterial,
    RetentionCommand,
)

MATERIAL: Final = "material"
CONTENT: Final = "content"
ACCESS_LOG: Final = "access_log"
_MATERIAL_RULES: Final = ("M64-035", "R14-045", "J45-013")


def _decide(state: Kept, command: RetentionCommand, context: Context) -> Decision:
    # What comes over HTTP is of a class made from the command's.
    handle = next(one for kind, one in _HANDLERS.items() if isinstance(command, kind))
    return handle(state, command, context)


@enforces("O292-014", "O292-016")
def _retain_content(state: Kept, command: RetainContent, context: Context) -> Decision:
    wanted = {
        "host": "发布内容的互联网地址或者域名",
        "content_sha256": "发布的内容",
        "published_at": "发布时间",
    }
    return _retain_backup(state, command, wanted, (CONTENT, "O292-014"), context)


@enforces("O292-015", "O292-016")
def _retain_access_log(state: Kept, command: RetainAccessLog, context: Context) -> Decision:
    wanted = {
        "online_from": "上网时间",
        "online_until": "下网时间",
        "account": "用户账号",
        "host": "互联网地址或者域名",
        "calling_number": "主叫电话号码",
    }
    return _retain_backup(state, command, wanted, (ACCESS_LOG, "O292-015"), context)


def _retain_backup(
    state: Kept,
    command: RetainContent | RetainAccessLog,
    wanted: dict[str, str],
    kind_and_rule: tuple[str, str],
    context: Context,
) -> Decision:
    if state.phase:
        return []
    kind, rule = kind_and_rule
    values: dict[str, str] = {name: getattr(command, name) for name in wanted}
    for name, value in values.items():
        if not value.strip():
            return Refusal(Reason.INCOMPLETE, f"应当记录{wanted[name]}", name, rule)
    if command.keep_days < RECORD_BACKUP_DAYS_MIN:
        detail = f"记录备份应当保存{RECORD_BACKUP_DAYS_MIN}日以上"
        return Refusal(Reason.STILL_RETAINED, detail, "keep_days", "O292-016")
    if command.keep_days > RECORD_BACKUP_DAYS_MAX:
        detail = f"最多填写{RECORD_BACKUP_DAYS_MAX}日"
        return Refusal(Reason.INVALID_FIELD, detail, "keep_days")
    captured = context.today.isoformat()
    item = RetainedItem(kind=kind.upper(), sha256=None, size=0, captured_on=captured)
    retained = RecordRetained(
        record_id=context.record_id,
        kind=kind,
        hosts=(command.host,),
        items=(item,),
        facts=tuple(RetainedFact(name=name, value=value) for name, value in values.items()),
        rules=(rule, "O292-016"),
    )
    until = backup_kept_until(context.today, command.keep_days)
    return [retained, _term(context, until, ("O292-016",))]


@enforces("M64-035", "R14-045", "J45-013")
def _retain_material(state: Kept, command: RetainMaterial, context: Context) -> Decision:
    new = tuple(item for item in command.items if item not in state.items)
    if not new:
        return []
    retained = RecordRetained(
        record_id=context.record_id,
        kind=MATERIAL,
        hosts=command.hosts,
        items=new,
        facts=(),
        rules=_MATERIAL_RULES,
    )
    if state.is_open:
        return [retained]
    return [retained, _term(context, material_kept_until(context.today), _MATERIAL_RULES)]


@enforces("M64-035", "R14-045", "J45-013")
def _note_access(state: Kept, command: NoteAccess, context: Context) -> Decision:
    if not state.phase or state.phase == "Purged" or state.is_open == command.is_open:
        return []
    until = None if command.is_open else material_kept_until(context.today)
    return [_term(context, until, _MATERIAL_RULES)]


def _term(context: Context, until: date | None, rules: tuple[str, ...]) -> RetentionTermSet:
    return RetentionTermSet(
        record_id=context.record_id,
        kept_until=None if until is None else until.isoformat(),
        rules=rules,
    )


def _is_over(state: Kept, today: date) -> bool:
    return state.kept_until is not None and today.isoformat() > state.kept_until


def _end_period(state: Kept, _command: EndPeriod, context: Context) -> Decision:
    if state.phase != "Retained" or state.held_by is not None or not _is_over(state, context.today):
        return []
    return [_ended(state, context)]


def _ended(state: Kept, context: Context) -> RetentionPeriodEnded:
    return RetentionPeriodEnded(record_id=context.record_id, kept_until=state.kept_until or "")


@enforces("O292-016")
def _place_hold(state: Kept, command: PlaceHold, context: Context) -> Decision:
    if state.phase in {"", "Purged"}:
        return _gone(state)
    for field in ("authority", "reason"):
        if not getattr(command, field):
            return Refusal(Reason.INCOMPLETE, "应当写明国家机关和理由", field)
    if state.held_by == command.authority:
        return []
    return [
        LegalHoldPlaced(
            record_id=context.record_id,
            authority=command.authority,
            reason=command.reason,
            rules=("O292-016",),
        )
    ]


def _lift_hold(state: Kept, command: LiftHold, context: Context) -> Decision:
    if state.held_by is None:
        return []
    if command.authority != state.held_by:
        return Refusal(Reason.NOT_ALLOWED, "应当由要求保留的机关解除", "authority")
    lifted = LegalHoldLifted(
        record_id=context.record_id, authority=command.authority, rules=("O292-016",)
    )
    if _is_over(state, context.today):
        return [lifted, _ended(state, context)]
    return [lifted]


@enforces("M64-035", "R14-045", "J45-013", "O292-016")
def _purge(state: Kept, command: Purge, context: Context) -> Decision:
    if state.phase == "Purged":
        return []
    if not state.phase:
        return _gone(state)
    if not command.officer:
        return Refusal(Reason.INCOMPLETE, "应当注明经办人", "officer")
    rule = "M64-035" if state.kind == MATERIAL else "O292-016"
    if state.held_by is not None:
        detail = f"{state.held_by}要求保留，不得删除"
        return Refusal(Reason.LEGAL_HOLD, detail, rule="O292-016")
    if not _is_over(state, context.today):
        until = state.kept_until
        detail = f"应当保存至{until}" if until else "网站仍在接入，保存期限尚未起算"
        return Refusal(Reason.STILL_RETAINED, detail, "kept_until", rule)
    purged = RecordPurged(
        record_id=context.record_id,
        kinds=tuple(dict.fromkeys(item.kind for item in state.items)),
        officer=command.officer,
        rules=_MATERIAL_RULES if state.kind == MATERIAL else ("O292-016",),
    )
    if state.phase == "Retained":
        return [_ended(state, context), purged]
    return [purged]


@enforces("J45-014", "O292-016")
def _hand_over(state: Kept, command: HandOver, context: Context) -> Decision:
    if not state.phase:
        return _gone(state)
    for field in ("authority", "basis", "officer"):
        if not getattr(command, field):
            return Refusal(Reason.INCOMPLETE, "应当写明机关、依据和经办人", field, "J45-014")
    asked = command.kinds or tuple(dict.fromkeys(item.kind for item in state.items))
    is_there = {} if state.phase == "Purged" else {item.kind: item for item in state.items}
    missing = tuple(kind for kind in asked if kind not in is_there)
    done: list[Event] = []
    if len(missing) < len(asked):
        done.append(_provided(state, command, asked, context))
    if missing:
        done.append(
            RecordMissingReported(
                record_id=context.record_id,
                authority=command.authority,
                missing=missing,
                officer=command.officer,
                rules=("J45-014",),
            )
        )
    return done


def _provided(
    state: Kept, command: HandOver, asked: tuple[str, ...], context: Context
) -> RecordProvidedToAuthority:
    return RecordProvidedToAuthority(
        record_id=context.record_id,
        authority=command.authority,
        basis=command.basis,
        officer=command.officer,
        items=tuple(item for item in state.items if item.kind in asked),
        facts=state.facts,
        rules=("J45-014",) if state.kind == MATERIAL else ("O292-016",),
    )


def _gone(state: Kept) -> Refusal:
    if state.phase == "Purged":
        return Refusal(Reason.WRONG_STATE, "记录已经删除")
    return Refusal(Reason.NOT_FOUND, "没有此记录")


_HANDLERS: Final[dict[type, Callable[..., Decision]]] = {
    RetainContent: _retain_content,
    RetainAccessLog: _retain_access_log,
    RetainMaterial: _retain_material,
    NoteAccess: _note_access,
    EndPeriod: _end_period,
    PlaceHold: _place_hold,
    LiftHold: _lift_hold,
    Purge: _purge,
    HandOver: _hand_over,
}


def evolve(state: Kept, event: Event) -> Kept:
    """Return the record after `event`."""
    after = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case RecordRetained():
            return replace(
                after,
                kind=event.kind,
                hosts=tuple(dict.fromkeys((*state.hosts, *event.hosts))),
                items=(*state.items, *event.items),
                facts=event.facts or state.facts,
            )
        case RetentionTermSet(kept_until=until):
            return replace(after, kept_until=until, is_open=until is None)
        case LegalHoldPlaced(authority=authority):
            return replace(after, held_by=authority)
        case LegalHoldLifted():
            return replace(after, held_by=None)
        case RecordPurged():
            return replace(after, items=(), facts=())
        case _:
            return after


RETAINED: Final[Decider[Kept, RetentionCommand, Context]] = Decider(
    Kept(), drawn(LIFECYCLE, _decide, lambda state: state.phase), evolve
)


def retained_stream(record_id: str) -> str:
    """Return the stream of a record; that of a draft's material has the draft's id."""
    return f"retained-{record_id}"
