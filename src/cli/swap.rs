//! `swap`: the address swap and its way back, and where a swap stands.

use serde_json::{Value, json};

use super::act::{Act, Surroundings, status_token, verdict_token};
use super::arguments::{SwapRecordCommand, SwapStartCommand};
use super::directory_session::Wanted;
use super::{Exit, Streams, output};
use crate::domain::swap_check::{capture_findings, swap_allowed, swap_checks};
use crate::domain::swap_reading::{likely_sites, replicator_cycle, split_controllers};
use crate::domain::text::visible_line;
use crate::domain::{
    Attestation, AttestationSubject, DirectoryConnection, EndpointDraft, EndpointSpec, Hand,
    LookupAccount, Message, Severity, SipUri, Statements, SwapCapture, SwapCheck, SwapMessage,
    SwapQuestion, SwapRequest, SwapWishes, Verdict, Way,
};
use crate::localization::Doing;
use crate::plan::{self, Fit, PlanKind, PlanRecord, Whereabouts};
use crate::ports::Clock as _;
use crate::tr;

pub(super) fn start(
    command: &SwapStartCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let address = &command.sip_address;
    if command
        .confirm
        .as_ref()
        .is_some_and(|typed| typed != address)
    {
        // Nothing was opened yet, and the two words of the command line contradict each other.
        output::line(
            streams.errors,
            &around.localizer.message(&Message::TypedAddressDiffers),
        );
        return Exit::Failed;
    }
    let opened = Act::open(Wanted::Both(&command.sides), &command.act, around, streams);
    let prepared = opened.and_then(|mut act| {
        let plan = prepare(command, &mut act, streams)?;
        Ok((act, plan))
    });
    let (mut act, plan) = match prepared {
        Ok(prepared) => prepared,
        Err(exit) => return exit,
    };
    if act.what_if {
        return describe(&act, &plan, streams);
    }
    act.run(plan, streams)
}

pub(super) fn go_on(
    command: &SwapRecordCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let (mut act, record, stands) = match find(command, around, streams) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    if !stands.fits.contains(&Fit::Continue) {
        write_standing(&act, &record, &stands, streams);
        return act.refused(streams, &Message::NothingOpen);
    }
    if act.what_if {
        return describe(&act, &record.plan, streams);
    }
    act.continue_record(&record, streams)
}

/// Leaves the step that was refused to a person, and waits until it is seen to be done.
pub(super) fn hand_over(
    command: &SwapRecordCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let (mut act, record, stands) = match find(command, around, streams) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let step = plan::step_to_hand_over(&record).filter(|_| stands.fits.contains(&Fit::Continue));
    let Some(step) = step else {
        write_standing(&act, &record, &stands, streams);
        return act.refused(streams, &Message::NothingOpen);
    };
    if act.what_if {
        return describe(&act, &record.plan, streams);
    }
    act.hand_over(&record, step, streams)
}

pub(super) fn back(
    command: &SwapRecordCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let (mut act, record, stands) = match find(command, around, streams) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let back = match plan::undo(&record, act.clock.now()) {
        Ok(back) if stands.fits.contains(&Fit::WayBack) => back,
        refused => {
            write_standing(&act, &record, &stands, streams);
            let message = refused.err().unwrap_or(Message::NothingToUndo);
            return act.refused(streams, &message);
        }
    };
    if act.what_if {
        return describe(&act, &back, streams);
    }
    act.run(back, streams)
}

pub(super) fn status(
    command: &SwapRecordCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    match find(command, around, streams) {
        Ok((act, record, stands)) => {
            write_standing(&act, &record, &stands, streams);
            act.write_json(
                streams,
                &standing_json(&record, &stands),
                status_token(record.status()),
            );
            Exit::Done
        }
        Err(exit) => exit,
    }
}

/// Captures the account, makes every check, and makes the plan; or writes why there is none.
fn prepare(
    command: &SwapStartCommand,
    act: &mut Act<'_>,
    streams: &mut Streams<'_>,
) -> Result<plan::Plan, Exit> {
    let inventory = act.inventory(streams)?;
    let call = act.call.clone();
    let captured = plan::capture(&mut act.sides(), &command.sip_address, &call);
    let captured = captured.map_err(|err| act.failed(streams, &err, Doing::Reading))?;
    let findings = capture_findings(&captured);
    for finding in &findings {
        output::line(
            streams.errors,
            &visible_line(&act.localizer.message(&finding.message)),
        );
    }
    let wrong = findings
        .iter()
        .find(|finding| finding.severity == Severity::Error);
    if let Some(finding) = wrong {
        return Err(act.refused(streams, &finding.message));
    }
    let Some(account) = captured.account.clone() else {
        return Err(act.refused(streams, &Message::Swap(SwapMessage::NotCaptured)));
    };
    let spelled = account
        .sip_address()
        .and_then(|held| SipUri::parse(held).ok());
    let address = spelled.unwrap_or_else(|| command.sip_address.clone());
    let draft = EndpointDraft {
        sip_address: address.to_string(),
        pool: command.pool.clone(),
        display_name: command.display_name.clone().unwrap_or_default(),
    };
    let examined = draft.examine(&inventory, None);
    let Some(spec) = examined.spec.clone() else {
        let message = examined.findings.into_iter().next();
        let message = message.map_or(Message::Incomplete, |finding| finding.message);
        return Err(act.refused(streams, &message));
    };
    let pool = inventory.pool(&spec.pool);
    let Some(registrar) = pool.and_then(|pool| pool.registrar.clone()) else {
        let pool = spec.pool;
        return Err(act.refused(
            streams,
            &Message::Swap(SwapMessage::NextHopUnknown { pool }),
        ));
    };
    let directory = directory_of(act);
    let sites = if command.site.is_empty() {
        let target = pool.and_then(|pool| pool.site.as_deref());
        likely_sites(captured.controllers(), &directory.host, target)
    } else {
        command.site.iter().cloned().collect()
    };
    let way = way(command);
    let hand = if command.hand_over {
        Hand::Operator
    } else {
        Hand::Console
    };
    let attestations = attestations(command, act);
    let question = SwapQuestion {
        account: account.clone(),
        address: address.clone(),
        retired: command.rename_to.clone(),
        pool: spec.pool.clone(),
        registrar: registrar.clone(),
        controllers: captured.controllers().to_vec(),
    };
    let survey = plan::survey(&mut act.sides(), question, &call);
    let survey = survey.map_err(|err| act.failed(streams, &err, Doing::Reading))?;
    let rights = act.deployment.rights(&call).ok();
    let wishes = SwapWishes {
        way: &way,
        hand,
        sites: &sites,
        written_to: &directory.host,
        attestations: &attestations,
        rights: rights.as_ref(),
        examined: &examined,
    };
    let checks = swap_checks(Some(&survey), &wishes);
    write_checks(act, &checks, streams);
    if !swap_allowed(&checks) {
        act.write_json(
            streams,
            &json!({ "checks": checks.iter().map(check_json).collect::<Vec<_>>() }),
            "refused",
        );
        return Err(Exit::Failed);
    }
    let (required, listed) = split_controllers(captured.controllers(), &directory.host, &sites);
    let topology = survey.deployment.as_ref().ok();
    let recycle_bin = captured.recycle_bin();
    let request = SwapRequest {
        account: lookup_account(command, captured, account),
        way,
        hand,
        endpoint: EndpointSpec {
            sip_address: address,
            ..spec
        },
        replicator_cycle: replicator_cycle(topology.map(|reading| &reading.topology), &registrar),
        registrar,
        attestations,
        required,
        listed,
        recycle_bin,
    };
    plan::swap(&inventory, directory, request, act.clock.now())
        .map_err(|message| act.refused(streams, &message))
}

fn lookup_account(
    command: &SwapStartCommand,
    captured: SwapCapture,
    directory: crate::domain::DirectoryAccount,
) -> LookupAccount {
    LookupAccount {
        directory,
        lync: captured.lync.ok().flatten(),
        statements: Statements {
            is_service_logon: command.service_logon.into(),
            is_sql_login: command.sql_login.into(),
        },
    }
}

/// The command line takes exactly one of them.
fn way(command: &SwapStartCommand) -> Way {
    match &command.rename_to {
        Some(retired) => Way::Rename {
            retired: retired.clone(),
        },
        None if command.remove_from_lync => Way::RemoveFromLync,
        None => Way::DeleteAccount,
    }
}

fn attestations(command: &SwapStartCommand, act: &Act<'_>) -> Vec<Attestation> {
    let attested = |subject, output: &str| Attestation {
        subject,
        by: command.attested_by.clone(),
        at: act.clock.now(),
        output: output.to_owned(),
    };
    vec![
        attested(
            AttestationSubject::GroupChatStopped,
            &command.group_chat_stopped,
        ),
        attested(
            AttestationSubject::NobodyConnected,
            &command.nobody_connected,
        ),
    ]
}

/// The plan of the journal a command is about, and where it stands on both sides.
fn find<'a>(
    command: &SwapRecordCommand,
    around: Surroundings<'a>,
    streams: &mut Streams<'_>,
) -> Result<(Act<'a>, PlanRecord, Whereabouts), Exit> {
    let mut act = Act::open(Wanted::Both(&command.sides), &command.act, around, streams)?;
    let records = act.records();
    let records = records.map_err(|err| act.failed(streams, &err, Doing::Keeping))?;
    let mut swaps = records.into_iter().rev().filter(|record| {
        let is_named = |id: &String| record.plan.id.0 == *id;
        matches!(record.plan.kind, PlanKind::Swap | PlanKind::SwapBack)
            && command.plan.as_ref().is_none_or(is_named)
    });
    let Some(record) = swaps.next() else {
        return Err(act.refused(streams, &Message::NothingOpen));
    };
    if let Err(message) = is_made_here(&act, &record) {
        return Err(act.refused(streams, &message));
    }
    let call = act.call.clone();
    let reading = plan::read_swap(&mut act.sides(), &record, &call);
    let reading = reading.map_err(|err| act.failed(streams, &err, Doing::Reading))?;
    let stands = plan::whereabouts(&record, &reading);
    Ok((act, record, stands))
}

/// Whether a plan was made for the deployment and the directory that are open.
fn is_made_here(act: &Act<'_>, record: &PlanRecord) -> Result<(), Message> {
    let here = act.deployment.connection();
    let made_for = &record.plan.connection;
    if here.source != made_for.source || here.url != made_for.url {
        return Err(Message::NotInThisDeployment);
    }
    let here = directory_of(act);
    match &record.plan.directory {
        Some(made_in)
            if here.source != made_in.source
                || !here.forest.eq_ignore_ascii_case(&made_in.forest) =>
        {
            Err(Message::NotInThisDirectory {
                forest: made_in.forest.clone(),
            })
        }
        _ => Ok(()),
    }
}

/// INVARIANT: every command of this file opens both sides.
fn directory_of(act: &Act<'_>) -> DirectoryConnection {
    let directory = act.directory.as_ref().expect("a directory that is open");
    directory.connection()
}

/// Writes what a plan would do, and does nothing.
fn describe(act: &Act<'_>, plan: &plan::Plan, streams: &mut Streams<'_>) -> Exit {
    for step in &plan.steps {
        output::line(streams.errors, &visible_line(&act.localizer.act(&step.act)));
        let text = step
            .act
            .command()
            .map(|command| command.unwrap_or_else(|forbidden| forbidden.to_string()));
        if let Some(text) = text {
            output::line(streams.errors, &format!("  {text}"));
        }
    }
    let steps: Vec<String> = plan
        .steps
        .iter()
        .map(|step| step.act.subject().to_string())
        .collect();
    act.write_json(streams, &json!({ "steps": steps }), "preview");
    Exit::Done
}

fn write_checks(act: &Act<'_>, checks: &[SwapCheck], streams: &mut Streams<'_>) {
    let said = checks
        .iter()
        .filter(|check| check.verdict != Verdict::Passed);
    for check in said {
        let text = tr!(
            act.localizer,
            "check-line",
            verdict = act.localizer.verdict(check.verdict),
            check = act.localizer.swap_check_kind(check.kind)
        );
        output::line(streams.errors, &text);
        for message in &check.messages {
            let text = visible_line(&act.localizer.message(message));
            output::line(streams.errors, &format!("  {text}"));
        }
        for words in &check.words {
            output::line(streams.errors, &format!("  {}", visible_line(words)));
        }
    }
}

fn write_standing(
    act: &Act<'_>,
    record: &PlanRecord,
    stands: &Whereabouts,
    streams: &mut Streams<'_>,
) {
    let mut lines = vec![
        act.localizer
            .plan_kind(record.plan.kind, record.plan.undoes.is_some()),
        act.localizer.standing(stands.standing),
    ];
    let messages = stands.messages.iter();
    lines.extend(messages.map(|message| visible_line(&act.localizer.message(message))));
    lines.extend(stands.fits.iter().map(|fit| act.localizer.fit(*fit)));
    for text in lines {
        if act.is_table() {
            output::line(streams.output, &text);
        } else {
            output::line(streams.errors, &text);
        }
    }
}

fn standing_json(record: &PlanRecord, stands: &Whereabouts) -> Value {
    let token = |name: String| output::kebab(&name);
    let steps = record.plan.steps.iter().zip(&record.steps);
    json!({
        "plan": record.plan.id,
        "kind": token(format!("{:?}", record.plan.kind)),
        "standing": token(format!("{:?}", stands.standing)),
        "messages": stands.messages.iter().map(output::message_json).collect::<Vec<_>>(),
        "fits": stands.fits.iter().map(|fit| token(format!("{fit:?}"))).collect::<Vec<_>>(),
        "steps": steps
            .map(|(step, state)| json!({
                "subject": step.act.subject().to_string(),
                "status": status_token(state.status),
            }))
            .collect::<Vec<_>>(),
    })
}

fn check_json(check: &SwapCheck) -> Value {
    json!({
        "check": output::kebab(&format!("{:?}", check.kind)),
        "verdict": verdict_token(check.verdict),
        "messages": check.messages.iter().map(output::message_json).collect::<Vec<_>>(),
        "words": check.words,
    })
}
