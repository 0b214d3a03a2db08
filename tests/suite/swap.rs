//! The address swap as a plan: what it refuses, what it does in three ways, what it waits for, and the way back.

use std::time::Duration;

use pchat_console::domain::{
    AccountName, AccountState, AttestationSubject, Change, DistinguishedName, Hand, LabFault,
    Message, SwapRequest, Way,
};
use pchat_console::lab::{DirectoryRole, Protection, Role};
use pchat_console::plan::{
    self, Act, Fit, PlanKind, PlanRecord, Progress, Standing, StepStatus, whereabouts,
};
use pchat_console::ports::{Cancel, Deployment as _, Directory as _};

use crate::support::{address, call, fqdn, secs};
use crate::swap_stage::{Fault, LOOKUP, Process, REGISTRAR, RETIRED, Stage, rename, told, ways};

fn new_record(stage: &Stage, way: &Way) -> PlanRecord {
    PlanRecord::new(stage.plan(way))
}

/// Runs a swap in one go.
fn swapped(stage: &mut Stage, way: &Way) -> PlanRecord {
    let record = new_record(stage, way);
    let end = stage.run(&record, &Process::immortal()).unwrap();
    assert!(end.journal_error.is_none());
    assert!(end.record.status().is_satisfied(), "{}", told(&end.record));
    end.record
}

/// Runs a swap until it stops, and says how the step that stopped it came out.
fn stopped(stage: &mut Stage, record: &PlanRecord) -> (PlanRecord, Option<Message>) {
    let end = stage.run(record, &Process::immortal()).unwrap();
    let open = end
        .record
        .steps
        .iter()
        .find(|step| !step.status.is_satisfied());
    let message = open.expect("it stops").message.clone();
    (end.record, message)
}

fn place(record: &PlanRecord, is_it: impl Fn(&Act) -> bool) -> usize {
    let mut steps = record.plan.steps.iter();
    steps.position(|step| is_it(&step.act)).unwrap()
}

fn frees(act: &Act) -> bool {
    matches!(act, Act::FreeAddress { .. })
}

fn returns(act: &Act) -> bool {
    matches!(act, Act::ReturnAddress { .. })
}

#[test]
fn every_way_gives_the_address_to_the_endpoint_and_back_to_the_account() {
    for way in ways() {
        let mut stage = Stage::new();
        let record = swapped(&mut stage, &way);
        assert_eq!(record.plan.kind, PlanKind::Swap);
        stage.assert_swapped(&way);
        assert_eq!(
            stage.whereabouts(&record).standing,
            Standing::EndpointStands
        );
        assert_eq!(stage.whereabouts(&record).fits, [Fit::WayBack]);

        let back = stage.way_back(&record).unwrap();
        assert_eq!(back.kind, PlanKind::SwapBack);
        assert_eq!(back.directory, record.plan.directory);
        let end = stage
            .run(&PlanRecord::new(back.clone()), &Process::immortal())
            .unwrap();
        assert!(end.record.status().is_satisfied(), "{}", told(&end.record));
        stage.assert_as_captured();
        assert_eq!(stage.whereabouts(&end.record).standing, Standing::Returned);
        assert_eq!(stage.whereabouts(&end.record).fits, []);
        let swap = stage.record(&record.plan.id).unwrap();
        assert_eq!(swap.undone_by, Some(back.id));
        assert_eq!(stage.whereabouts(&swap).fits, [], "it was taken back");
        assert_eq!(stage.way_back(&end.record), Err(Message::UndoOfWayBack));
    }
}

#[test]
fn the_steps_stand_in_the_order_of_the_procedure_and_carry_their_commands() {
    let stage = Stage::new();
    for (way, command) in [
        (
            rename(),
            "Set-CsUser -Identity 'CN=ocschat,OU=Service Accounts,DC=contoso,DC=com' \
             -SipAddress 'sip:ocschat-retired@contoso.com' -Confirm:$false",
        ),
        (
            Way::RemoveFromLync,
            "Disable-CsUser -Identity 'CN=ocschat,OU=Service Accounts,DC=contoso,DC=com' -Confirm:$false",
        ),
        (
            Way::DeleteAccount,
            "Remove-ADUser -Identity '3f5b8a10-6d2e-4c7a-9b41-0c5e7d1f2a01' -Server 'dc02.contoso.com'",
        ),
    ] {
        let plan = stage.plan(&way);
        let acts: Vec<&str> = plan.steps.iter().map(|step| name(&step.act)).collect();
        assert_eq!(
            acts,
            [
                "confirm",
                "attest",
                "attest",
                "target",
                "free",
                "controllers",
                "replicator",
                "create",
                "contact"
            ]
        );
        let free = &plan.steps[4];
        assert_eq!(free.act.command().unwrap().unwrap(), command);
        let script = free.act.script().unwrap().unwrap();
        let lines: Vec<&str> = script.lines().collect();
        assert_eq!(lines.len(), 2, "{script}");
        assert!(lines[0].starts_with("Get-ADUser -Identity '3f5b8a10-"));
        assert_eq!(lines[1], command);
        assert!(free.undo.is_some(), "the way back is prepared");
    }
}

fn name(act: &Act) -> &'static str {
    match act {
        Act::ConfirmHolder(_) => "confirm",
        Act::Attest(_) => "attest",
        Act::CheckTarget { .. } => "target",
        Act::FreeAddress { .. } => "free",
        Act::AwaitControllers { .. } => "controllers",
        Act::AwaitReplicator { .. } => "replicator",
        Act::CreateEndpoint(_) => "create",
        Act::ConfirmContact { .. } => "contact",
        Act::SettleEndpoint { .. } => "settle",
        Act::RemoveEndpoint(_) => "remove",
        Act::ConfirmReturnable { .. } => "returnable",
        Act::ReturnAddress { .. } => "return",
        Act::GrantPolicy { .. } => "grant",
        Act::ConfirmReturned(_) => "returned",
        _ => "other",
    }
}

#[test]
fn what_must_not_be_swapped_is_refused_with_the_reason() {
    let stage = Stage::new();
    let account = || stage.captured.directory.dn.clone();
    let refused = |way: Way, spoil: &dyn Fn(&mut SwapRequest)| {
        let mut request = stage.request(&way);
        spoil(&mut request);
        stage.plan_of(request).unwrap_err()
    };
    let lync = |request: &mut SwapRequest, old: bool| {
        if let Some(lync) = &mut request.account.lync {
            lync.is_on_communications_server = old;
        }
    };
    assert_eq!(
        refused(rename(), &|request| lync(request, true)),
        Message::SwapOnCommunicationsServer
    );
    assert_eq!(
        refused(rename(), &|request| {
            request.endpoint.sip_address = address("sip:other@contoso.com");
        }),
        Message::SwapAddressNotOfAccount {
            address: address("sip:other@contoso.com")
        }
    );
    let to = |retired: &str| Way::Rename {
        retired: address(retired),
    };
    assert_eq!(
        refused(to("sip:OCSCHAT@contoso.com"), &|_| {}),
        Message::SwapRetiredSame {
            address: address(LOOKUP)
        }
    );
    assert!(matches!(
        refused(to("sip:ocschat@nowhere.example"), &|_| {}),
        Message::DomainNotConfigured { .. }
    ));
    assert!(matches!(
        refused(to("sip:ocs\"chat@contoso.com"), &|_| {}),
        Message::UserPartCharacters { .. }
    ));
    assert_eq!(
        refused(Way::DeleteAccount, &|request| {
            request.account.directory.is_deletion_protected = Ok(true);
        }),
        Message::SwapAccountProtected { account: account() }
    );
    assert_eq!(
        refused(rename(), &|request| request.required.clear()),
        Message::SwapNoController
    );
    assert_eq!(
        refused(rename(), &|request| request.attestations.truncate(1)),
        Message::SwapAttestationMissing {
            subject: AttestationSubject::NobodyConnected
        }
    );
    assert_eq!(
        refused(rename(), &|request| {
            request.endpoint.pool = fqdn("nowhere.contoso.com");
        }),
        Message::PoolNotFound {
            pool: fqdn("nowhere.contoso.com")
        }
    );
    assert_eq!(
        refused(rename(), &|request| {
            request.account.directory.dn = DistinguishedName::new("CN=ocs*,DC=contoso,DC=com");
        }),
        Message::SwapAccountNotNameable {
            account: DistinguishedName::new("CN=ocs*,DC=contoso,DC=com")
        }
    );
    assert_eq!(
        refused(Way::RemoveFromLync, &|request| request.account.lync = None),
        Message::SwapNotKnownToLync { account: account() }
    );
    assert_eq!(
        refused(Way::RemoveFromLync, &|request| {
            if let Some(lync) = &mut request.account.lync {
                lync.registrar = None;
            }
        }),
        Message::SwapRegistrarUnknown { account: account() }
    );
}

#[test]
fn without_the_recycle_bin_a_deletion_has_no_way_back_and_says_so() {
    let mut stage = Stage::new();
    stage.lab.set_recycle_bin(false);
    let record = swapped(&mut stage, &Way::DeleteAccount);
    let freeing = place(&record, frees);
    assert_eq!(record.plan.steps[freeing].undo, None);
    stage.assert_swapped(&Way::DeleteAccount);
    assert_eq!(stage.way_back(&record), Err(Message::SwapNoWayBack));
    assert_eq!(stage.whereabouts(&record).fits, []);
}

#[test]
fn a_bin_that_was_on_when_it_was_read_and_off_when_it_counted_is_told_when_it_shows() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &Way::DeleteAccount);
    stage.lab.set_recycle_bin(false);
    let record = stage.run(&record, &Process::immortal()).unwrap().record;
    let back = PlanRecord::new(stage.way_back(&record).unwrap());
    let (back, message) = stopped(&mut stage, &back);
    assert_eq!(message, Some(Message::SwapNoWayBack));
    // Nothing was taken away: the endpoint still answers, and nothing that fits could take it.
    stage.assert_swapped(&Way::DeleteAccount);
    let here = stage.whereabouts(&back);
    assert_eq!(here.standing, Standing::EndpointStands);
    assert_eq!(
        (here.fits, here.messages),
        (vec![], vec![Message::SwapNoWayBack])
    );
    // Another account of the same name is not the one that was deleted.
    stage
        .lab
        .recreate_account(stage.captured.directory.guid)
        .unwrap();
    stage.settle();
    let (_, message) = stopped(&mut stage, &back);
    assert_eq!(message, Some(Message::SwapNoWayBack));
}

#[test]
fn an_account_that_was_changed_meanwhile_leaves_the_endpoint_where_it_is() {
    let mut stage = Stage::new();
    let record = swapped(&mut stage, &rename());
    let elsewhere = Change::MoveUser {
        user: stage.captured.name().unwrap(),
        address: address("sip:elsewhere@contoso.com"),
    };
    stage.lab.apply(&elsewhere, &call()).unwrap();
    stage.settle();
    let here = stage.whereabouts(&record);
    assert_eq!(here.standing, Standing::EndpointStands);
    assert_eq!(here.fits, [], "there is nobody to give the address to");
    assert!(matches!(
        here.messages.as_slice(),
        [Message::SwapAccountChanged { .. }]
    ));
    let back = PlanRecord::new(stage.way_back(&record).unwrap());
    let process = Process::immortal();
    let end = stage.run(&back, &process).unwrap().record;
    assert_eq!(end.steps[0].status, StepStatus::Failed);
    assert_eq!(process.changes(), 0);
}

#[test]
fn nothing_is_freed_when_the_account_is_not_as_it_was_captured() {
    let check = |spoil: &dyn Fn(&mut Stage), expected: &dyn Fn(&Message) -> bool| {
        let mut stage = Stage::new();
        let record = new_record(&stage, &rename());
        spoil(&mut stage);
        let before = stage.account();
        let (record, message) = stopped(&mut stage, &record);
        assert!(expected(message.as_ref().unwrap()), "{message:?}");
        assert_eq!(record.steps[0].status, StepStatus::Failed);
        let freeing = place(&record, frees);
        assert_eq!(record.steps[freeing].status, StepStatus::Pending);
        let (AccountState::Present(before), AccountState::Present(after)) =
            (before, stage.account())
        else {
            return;
        };
        assert!(after.is_as(&before));
    };
    let guid = |stage: &Stage| stage.captured.directory.guid;
    check(
        &|stage| {
            stage.lab.set_proxy_addresses(
                guid(stage),
                &["sip:ocschat@contoso.com", "smtp:new@contoso.com"],
            );
        },
        &|message| matches!(message, Message::SwapAccountChanged { changed } if changed == &["proxyAddresses"]),
    );
    check(
        &|stage| {
            let other = stage
                .lab
                .directory()
                .holders(&address("sip:helpdesk@contoso.com"), &call());
            let other = other.unwrap().only().unwrap().guid;
            stage
                .lab
                .set_proxy_addresses(other, &["SIP:OCSCHAT@contoso.com"]);
        },
        &|message| {
            matches!(message, Message::SwapLeftInProxies { values, command, .. }
                if values == &["SIP:OCSCHAT@contoso.com"]
                    && command.contains("-Remove @{proxyAddresses='SIP:OCSCHAT@contoso.com'}"))
        },
    );
    check(
        &|stage| {
            let policy = Change::GrantPolicy {
                user: stage.captured.name().unwrap(),
                policy: pchat_console::domain::GrantedPolicy {
                    kind: pchat_console::domain::PolicyKind::Mobility,
                    name: "New".to_owned(),
                },
            };
            stage.lab.apply(&policy, &call()).unwrap();
        },
        &|message| matches!(message, Message::SwapLyncChanged { changed } if changed == &["MobilityPolicy"]),
    );
    check(
        &|stage| {
            let change = Change::MoveUser {
                user: stage.captured.name().unwrap(),
                address: address("sip:elsewhere@contoso.com"),
            };
            stage.lab.apply(&change, &call()).unwrap();
            stage.settle();
        },
        &|message| matches!(message, Message::SwapAddressNotHeld { .. }),
    );
    check(
        &|stage| {
            let change = pchat_console::domain::DirectoryChange::DeleteAccount {
                guid: guid(stage),
                dn: stage.captured.directory.dn.clone(),
            };
            stage.lab.directory().apply(&change, &call()).unwrap();
            stage.settle();
        },
        &|message| matches!(message, Message::SwapAccountGone { .. }),
    );
}

#[test]
fn a_protection_that_came_after_the_capture_stops_the_deletion() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &Way::DeleteAccount);
    let protection = Protection {
        is_admin: false,
        from_deletion: true,
    };
    stage
        .lab
        .set_protection(stage.captured.directory.guid, protection);
    let (_, message) = stopped(&mut stage, &record);
    assert!(matches!(
        message,
        Some(Message::SwapAccountProtected { .. })
    ));
    stage.assert_as_captured();
}

#[test]
fn chat_services_that_run_are_a_warning_and_a_silent_registrar_an_end() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &rename());
    let target = place(&record, |act| matches!(act, Act::CheckTarget { .. }));
    let end = stage.run(&record, &Process::immortal()).unwrap().record;
    assert_eq!(end.steps[target].status, StepStatus::Done);

    let mut stage = Stage::new();
    let mut request = stage.request(&rename());
    request.endpoint.pool = fqdn("pchat-tokyo.contoso.com");
    request.registrar = fqdn("pool2013-tokyo.contoso.com");
    let record = PlanRecord::new(stage.plan_of(request).unwrap());
    let end = stage.run(&record, &Process::immortal()).unwrap().record;
    assert_eq!(end.steps[target].status, StepStatus::DoneWithWarning);
    assert_eq!(
        end.steps[target].message,
        Some(Message::SwapChatServicesRun {
            pool: fqdn("pchat-tokyo.contoso.com")
        })
    );

    let mut stage = Stage::new();
    let mut request = stage.request(&rename());
    request.registrar = fqdn("pool2013-tokyo.contoso.com");
    let record = PlanRecord::new(stage.plan_of(request).unwrap());
    let (_, message) = stopped(&mut stage, &record);
    assert_eq!(
        message,
        Some(Message::SwapNextHopDiffers {
            pool: fqdn("pchat-seoul.contoso.com"),
            registrar: Some(fqdn(REGISTRAR)),
        })
    );

    let mut stage = Stage::new();
    let record = new_record(&stage, &rename());
    for server in ["fe01.contoso.com", "fe02.contoso.com"] {
        let stop = Change::StopService {
            server: server.to_owned(),
            service: "RTCSRV".parse().unwrap(),
        };
        stage.lab.apply(&stop, &call()).unwrap();
    }
    stage.settle();
    let (_, message) = stopped(&mut stage, &record);
    assert_eq!(
        message,
        Some(Message::SwapRegistrarSilent {
            registrar: fqdn(REGISTRAR)
        })
    );
    stage.assert_as_captured();
}

#[test]
fn required_controllers_are_waited_for_with_progress_and_the_others_only_listed() {
    let mut stage = Stage::new();
    stage.lab.set_controller_down("dc11.contoso.com", true);
    stage
        .lab
        .set_directory_delays(Duration::from_secs(40), Duration::from_hours(1));
    let record = swapped(&mut stage, &rename());
    let waiting = place(&record, |act| matches!(act, Act::AwaitControllers { .. }));
    let outstanding = stage.told.iter().filter_map(|progress| match progress {
        Progress::Waiting {
            step,
            message: Some(Message::StepControllersOutstanding { hosts }),
            seen,
            ..
        } if *step == waiting => Some((hosts.clone(), seen.sightings.len())),
        _ => None,
    });
    for (hosts, seen) in outstanding {
        assert_eq!((hosts, seen), (vec!["dc02.contoso.com".to_owned()], 3));
    }
    let evidence = &record.steps[waiting].evidence;
    assert_eq!(evidence.sightings.len(), 3);
    assert!(evidence.sightings[2].holders.is_err(), "it does not answer");
}

#[test]
fn a_required_controller_that_stays_behind_leaves_an_open_state_that_can_be_gone_on_from() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &Way::DeleteAccount);
    stage.lab.set_controller_down("dc01.contoso.com", true);
    let (record, message) = stopped(&mut stage, &record);
    let hosts = vec!["dc01.contoso.com".to_owned()];
    assert_eq!(message, Some(Message::StepControllersOutstanding { hosts }));
    assert_eq!(record.status(), StepStatus::NotVisibleYet);
    assert_eq!(stage.whereabouts(&record).standing, Standing::Freed);
    assert_eq!(
        stage.whereabouts(&record).fits,
        [Fit::Continue, Fit::WayBack]
    );
    stage.lab.set_controller_down("dc01.contoso.com", false);
    stage.resume(&record.plan.id);
    stage.assert_swapped(&Way::DeleteAccount);
}

#[test]
fn the_user_replicator_is_given_its_cycles_and_nobody_claims_to_have_seen_it() {
    let mut stage = Stage::new();
    let record = swapped(&mut stage, &rename());
    let waiting = place(&record, |act| matches!(act, Act::AwaitReplicator { .. }));
    let wait = &record.steps[waiting];
    assert_eq!(wait.status, StepStatus::Done);
    assert_eq!(
        wait.message,
        Some(Message::StepReplicatorNotObservable { cycles: 2 })
    );
    let took = wait.ended_at.unwrap().since(wait.started_at.unwrap());
    assert!(took >= Duration::from_mins(2), "{took:?}");
}

#[test]
fn a_wait_that_is_cancelled_stays_open_and_is_gone_on_with() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &rename());
    let waiting = place(&record, |act| matches!(act, Act::AwaitReplicator { .. }));
    let cancel = Cancel::default();
    let (mut deployment, mut directory) = (stage.lab.clone(), stage.lab.directory());
    let store = pchat_console::lab::MemoryJournal::default();
    let end = plan::run(
        &record,
        &mut plan::Sides::new(&mut deployment, Some(&mut directory)),
        &mut crate::support::writer(&store),
        stage.clock.as_ref(),
        &cancel,
        stage.limits,
        &mut |progress| {
            if matches!(progress, Progress::Waiting { step, .. } if step == waiting) {
                cancel.cancel();
            }
        },
    );
    assert_eq!(end.record.steps[waiting].status, StepStatus::NotVisibleYet);
    assert_eq!(
        end.record.steps[waiting].message,
        Some(Message::StepWaitCancelled)
    );
    let end = stage.run(&end.record, &Process::immortal()).unwrap();
    assert!(end.record.status().is_satisfied(), "{}", told(&end.record));
    stage.assert_swapped(&rename());
}

#[test]
fn a_value_left_in_proxy_addresses_is_told_with_its_remedy_and_is_not_free() {
    let mut stage = Stage::new();
    stage.lab.set_stale_proxy_addresses(true);
    let record = new_record(&stage, &rename());
    let (record, message) = stopped(&mut stage, &record);
    assert!(
        matches!(&message, Some(Message::SwapLeftInProxies { values, command, .. })
            if values == &[LOOKUP] && command.starts_with("Set-ADObject -Identity '3f5b8a10-")),
        "{message:?}"
    );
    assert_eq!(record.status(), StepStatus::NotVisibleYet);
    let standing = stage.whereabouts(&record);
    assert_eq!(standing.standing, Standing::Freed);
    assert!(matches!(
        standing.messages.as_slice(),
        [Message::SwapLeftInProxies { .. }]
    ));
    // A person runs the line, and the plan goes on; nothing is sent a second time.
    stage
        .lab
        .set_proxy_addresses(stage.captured.directory.guid, &[RETIRED]);
    stage.resume(&record.plan.id);
    stage.assert_swapped(&rename());
}

#[test]
fn an_address_that_somebody_else_takes_in_between_is_a_conflict_and_nothing_is_built_on_it() {
    let mut stage = Stage::new();
    stage.limits.controllers = secs(30);
    let record = new_record(&stage, &rename());
    let freeing = place(&record, frees);
    let mut lab = stage.lab.clone();
    let (mut deployment, mut directory) = (stage.lab.clone(), stage.lab.directory());
    let store = pchat_console::lab::MemoryJournal::default();
    let end = plan::run(
        &record,
        &mut plan::Sides::new(&mut deployment, Some(&mut directory)),
        &mut crate::support::writer(&store),
        stage.clock.as_ref(),
        &Cancel::default(),
        stage.limits,
        &mut |progress| {
            let Progress::Changed(record) = progress else {
                return;
            };
            if record.steps[freeing].status == StepStatus::Done {
                let helpdesk = AccountName::parse("sip:helpdesk@contoso.com").unwrap();
                let take = Change::MoveUser {
                    user: helpdesk,
                    address: address(LOOKUP),
                };
                lab.apply(&take, &call()).ok();
            }
        },
    );
    let open = end
        .record
        .steps
        .iter()
        .find(|step| !step.status.is_satisfied());
    assert!(matches!(
        open.unwrap().message,
        Some(Message::StepControllersOutstanding { .. })
    ));
    stage.settle();
    let here = whereabouts(&end.record, &stage.reading(&end.record));
    assert_eq!(here.standing, Standing::Conflict);
    assert_eq!(here.fits, []);
    assert!(matches!(
        here.messages.as_slice(),
        [Message::SwapOtherHolder { .. }]
    ));
}

#[test]
fn a_step_without_the_right_offers_its_script_and_can_be_handed_over() {
    let mut stage = Stage::new();
    stage.lab.set_directory_role(DirectoryRole::SipOperator);
    let record = new_record(&stage, &Way::DeleteAccount);
    let (record, message) = stopped(&mut stage, &record);
    assert_eq!(message, Some(Message::StepHandOverOffered));
    let freeing = place(&record, frees);
    assert_eq!(record.steps[freeing].status, StepStatus::Failed);

    let handed_over = stage.hand_over(&record, freeing);
    assert_eq!(
        handed_over.plan.steps[freeing].act.hand(),
        Some(Hand::Operator)
    );
    // Nobody does it in time: the step stays open, and nothing was sent.
    let process = Process::immortal();
    let end = stage.run(&handed_over, &process).unwrap().record;
    assert_eq!(process.changes(), 0);
    assert_eq!(end.steps[freeing].status, StepStatus::NotVisibleYet);
    assert_eq!(end.steps[freeing].message, Some(Message::StepHandedOver));

    // The next process knows from the journal that it is not to send anything.
    let known = stage.record(&record.plan.id).unwrap();
    assert_eq!(known.plan.steps[freeing].act.hand(), Some(Hand::Operator));
    let captured = &stage.captured.directory;
    let change = pchat_console::domain::DirectoryChange::DeleteAccount {
        guid: captured.guid,
        dn: captured.dn.clone(),
    };
    stage.lab.set_directory_role(DirectoryRole::Administrator);
    stage.lab.directory().apply(&change, &call()).unwrap();
    stage.lab.set_directory_role(DirectoryRole::SipOperator);
    stage.resume(&record.plan.id);
    stage.lab.set_directory_role(DirectoryRole::Administrator);
    stage.assert_swapped(&Way::DeleteAccount);
}

#[test]
fn a_step_that_was_handed_over_carries_on_once_the_address_is_seen_free() {
    for way in ways() {
        let stage = Stage::new();
        let mut request = stage.request(&way);
        request.hand = Hand::Operator;
        let record = PlanRecord::new(stage.plan_of(request).unwrap());
        let freeing = place(&record, frees);
        assert_eq!(record.plan.steps[freeing].act.deed(), None);
        let by_hand = stage.plan(&way).steps[freeing].act.deed().unwrap();
        let mut lab = stage.lab.clone();
        let mut other_directory = stage.lab.directory();
        let (mut deployment, mut directory) = (stage.lab.clone(), stage.lab.directory());
        let store = pchat_console::lab::MemoryJournal::default();
        let mut is_done = false;
        let end = plan::run(
            &record,
            &mut plan::Sides::new(&mut deployment, Some(&mut directory)),
            &mut crate::support::writer(&store),
            stage.clock.as_ref(),
            &Cancel::default(),
            stage.limits,
            &mut |progress| {
                let is_asked = matches!(&progress, Progress::Waiting { message: Some(Message::StepHandedOver), step, .. } if *step == freeing);
                if is_asked && !is_done {
                    is_done = true;
                    match &by_hand {
                        plan::Deed::Deployment(change) => {
                            lab.apply(change, &call()).map(drop).unwrap();
                        }
                        plan::Deed::Directory(change) => {
                            other_directory.apply(change, &call()).unwrap();
                        }
                    }
                }
            },
        );
        assert!(is_done);
        assert_eq!(
            end.record.steps[freeing].message,
            Some(Message::StepDoneByAnotherHand)
        );
        assert!(end.record.status().is_satisfied(), "{}", told(&end.record));
        stage.assert_swapped(&way);
    }
}

#[test]
fn the_way_back_of_a_handed_over_deletion_is_seen_by_an_account_that_sees_no_deleted_objects() {
    let mut stage = Stage::new();
    let record = swapped(&mut stage, &Way::DeleteAccount);
    let back = PlanRecord::new(stage.way_back(&record).unwrap());
    stage.lab.set_directory_role(DirectoryRole::HelpDesk);
    // To this account the deleted one is absent, so only the directory can tell that it may not restore it.
    let (back, message) = stopped(&mut stage, &back);
    assert_eq!(message, Some(Message::StepHandOverOffered));
    let returning = place(&back, returns);
    let back = stage.hand_over(&back, returning);
    let (back, message) = stopped(&mut stage, &back);
    assert_eq!(message, Some(Message::StepHandedOver));
    assert_eq!(stage.whereabouts(&back).standing, Standing::Freed);
    stage.lab.set_directory_role(DirectoryRole::Administrator);
    let restore = pchat_console::domain::DirectoryChange::RestoreAccount {
        guid: stage.captured.directory.guid,
        dn: stage.captured.directory.dn.clone(),
    };
    stage.lab.directory().apply(&restore, &call()).unwrap();
    stage.lab.set_directory_role(DirectoryRole::HelpDesk);
    stage.resume(&back.plan.id);
    stage.lab.set_directory_role(DirectoryRole::Administrator);
    stage.assert_as_captured();
}

#[test]
fn a_caller_without_the_right_on_the_lync_side_is_offered_the_script() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &rename());
    stage.lab.set_role(Role::ViewOnly);
    let (record, message) = stopped(&mut stage, &record);
    assert_eq!(message, Some(Message::StepHandOverOffered));
    // What was refused changed nothing, and the way back from there finds it so.
    stage.lab.set_role(Role::Administrator);
    let back = PlanRecord::new(stage.way_back(&record).unwrap());
    let end = stage.run(&back, &Process::immortal()).unwrap().record;
    let returning = place(&back, returns);
    assert_eq!(end.steps[returning].status, StepStatus::AlreadySatisfied);
    stage.assert_as_captured();
}

#[test]
fn the_plan_is_run_nowhere_but_where_it_was_made() {
    let mut stage = Stage::new();
    let mut record = new_record(&stage, &rename());
    if let Some(directory) = &mut record.plan.directory {
        directory.forest = "fabrikam.com".to_owned();
    }
    let process = Process::immortal();
    let end = stage.run(&record, &process).unwrap().record;
    assert_eq!(
        end.steps[0].message,
        Some(Message::NotInThisDirectory {
            forest: "fabrikam.com".to_owned()
        })
    );
    assert_eq!(process.changes(), 0);

    let record = new_record(&stage, &rename());
    let store = pchat_console::lab::MemoryJournal::default();
    let mut deployment = stage.lab.clone();
    let end = plan::run(
        &record,
        &mut plan::Sides::deployment_only(&mut deployment),
        &mut crate::support::writer(&store),
        stage.clock.as_ref(),
        &Cancel::default(),
        stage.limits,
        &mut |_| {},
    );
    assert_eq!(
        end.record.steps[0].message,
        Some(Message::DirectoryNotConnected)
    );
    stage.assert_as_captured();
}

#[test]
fn a_swap_that_freed_nothing_has_no_way_back_to_go() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &rename());
    assert_eq!(stage.way_back(&record), Err(Message::NothingToUndo));
    stage.lab.set_controller_down("dc02.contoso.com", true);
    let (record, message) = stopped(&mut stage, &record);
    assert_eq!(message, Some(Message::StepObserveFailed));
    stage.lab.set_controller_down("dc02.contoso.com", false);
    assert_eq!(stage.way_back(&record), Err(Message::NothingToUndo));
    let here = stage.whereabouts(&record);
    assert_eq!(
        (here.standing, here.fits),
        (Standing::NotBegun, vec![Fit::Continue])
    );
}

#[test]
fn an_endpoint_that_cannot_be_created_leaves_the_way_back_open() {
    let mut stage = Stage::new();
    let refuse = |lab: &pchat_console::lab::Lab| lab.inject(LabFault::Refuse, 1);
    let record = swapped_into(&mut stage, &Way::RemoveFromLync, refuse);
    let creation = place(&record, |act| matches!(act, Act::CreateEndpoint(_)));
    assert_eq!(record.steps[creation].status, StepStatus::Failed);
    let here = stage.whereabouts(&record);
    assert_eq!(here.standing, Standing::Freed);
    assert_eq!(here.fits, [Fit::Continue, Fit::WayBack]);
    stage.lab.clear_faults();
    let back = stage.way_back(&record).unwrap();
    let acts: Vec<&str> = back.steps.iter().map(|step| name(&step.act)).collect();
    assert_eq!(
        acts,
        [
            "returnable",
            "controllers",
            "replicator",
            "return",
            "grant",
            "grant",
            "returned"
        ]
    );
    stage.run(&PlanRecord::new(back), &Process::immortal());
    stage.assert_as_captured();
}

/// Runs a swap and changes the world when the endpoint is about to be created.
fn swapped_into(
    stage: &mut Stage,
    way: &Way,
    change_world: impl Fn(&pchat_console::lab::Lab),
) -> PlanRecord {
    let record = new_record(stage, way);
    let creation = place(&record, |act| matches!(act, Act::CreateEndpoint(_)));
    let (mut deployment, mut directory) = (stage.lab.clone(), stage.lab.directory());
    let lab = stage.lab.clone();
    let store = pchat_console::lab::MemoryJournal::default();
    let end = plan::run(
        &record,
        &mut plan::Sides::new(&mut deployment, Some(&mut directory)),
        &mut crate::support::writer(&store),
        stage.clock.as_ref(),
        &Cancel::default(),
        stage.limits,
        &mut |progress| {
            if let Progress::Changed(record) = progress
                && record.steps[creation].status == StepStatus::Running
            {
                change_world(&lab);
            }
        },
    );
    end.record
}

#[test]
fn a_contact_the_directory_does_not_show_yet_is_its_own_state_and_leads_on_and_back() {
    for goes_back in [false, true] {
        let mut stage = Stage::new();
        let slow = Duration::from_mins(20);
        let record = swapped_into(&mut stage, &rename(), |lab| {
            lab.set_directory_delays(slow, slow);
        });
        let contact = place(&record, |act| matches!(act, Act::ConfirmContact { .. }));
        assert_eq!(record.steps[contact].status, StepStatus::NotVisibleYet);
        assert!(matches!(
            record.steps[contact].message,
            Some(Message::StepContactNotVisible { .. })
        ));
        let here = stage.whereabouts(&record);
        assert_eq!(here.standing, Standing::EndpointNotVisible);
        assert_eq!(here.fits, [Fit::Continue, Fit::WayBack]);
        stage
            .lab
            .set_directory_delays(Duration::from_secs(3), Duration::from_secs(15));
        if goes_back {
            let back = PlanRecord::new(stage.way_back(&record).unwrap());
            let end = stage.run(&back, &Process::immortal()).unwrap().record;
            assert!(end.status().is_satisfied(), "{}", told(&end));
            stage.clock.advance(slow);
            stage.assert_as_captured();
        } else {
            stage.clock.advance(slow);
            let end = stage.recheck(&record).record;
            assert!(end.status().is_satisfied(), "{}", told(&end));
            stage.assert_swapped(&rename());
        }
    }
}

#[test]
fn the_way_back_from_an_endpoint_that_is_created_but_not_visible_waits_until_it_can_be_removed() {
    let mut stage = Stage::new();
    let record = swapped_into(&mut stage, &rename(), |lab| {
        lab.set_replication_delay(Duration::from_mins(10));
    });
    let creation = place(&record, |act| matches!(act, Act::CreateEndpoint(_)));
    assert_eq!(record.steps[creation].status, StepStatus::NotVisibleYet);
    let back = stage.way_back(&record).unwrap();
    let acts: Vec<&str> = back.steps.iter().map(|step| name(&step.act)).collect();
    assert_eq!(
        acts,
        [
            "returnable",
            "settle",
            "remove",
            "controllers",
            "replicator",
            "return",
            "returned"
        ]
    );
    stage.lab.set_replication_delay(secs(4));
    let back = PlanRecord::new(back);
    let end = stage.run(&back, &Process::immortal()).unwrap().record;
    assert!(end.status().is_satisfied(), "{}", told(&end));
    assert_eq!(end.steps[2].status, StepStatus::Done, "{}", told(&end));
    stage.assert_as_captured();
}

#[test]
fn a_swap_whose_way_back_was_begun_is_not_gone_on_with() {
    let mut stage = Stage::new();
    let record = new_record(&stage, &rename());
    // Killed while it waits for the controllers.
    stage.run(&record, &Process::killed_at(70));
    let known = stage.record(&record.plan.id).unwrap();
    let back = PlanRecord::new(stage.way_back(&known).unwrap());
    stage.run(&back, &Process::killed_at(10));
    let known = stage.record(&record.plan.id).unwrap();
    assert_eq!(known.undone_by, Some(back.plan.id.clone()));
    let process = Process::immortal();
    let end = stage.run(&known, &process).unwrap().record;
    assert_eq!(process.changes(), 0);
    let refused = end.steps.iter().find_map(|step| step.message.clone());
    assert!(
        end.steps
            .iter()
            .any(|step| step.message == Some(Message::UndoneAlready)),
        "{refused:?}"
    );
    stage.resume(&back.plan.id);
    stage.assert_as_captured();
}

#[test]
fn a_directory_that_is_behind_is_never_taken_for_an_address_that_was_returned() {
    let slow = Duration::from_mins(10);
    for way in [rename(), Way::RemoveFromLync] {
        for is_alone in [false, true] {
            let mut stage = Stage::new();
            stage.lab.set_directory_delays(slow, slow);
            stage.limits.controllers = Duration::from_mins(1);
            let mut request = stage.request(&way);
            if is_alone {
                // Only the controller that is behind was asked for.
                request
                    .required
                    .retain(|required| required.host == "dc02.contoso.com");
            }
            let record = PlanRecord::new(stage.plan_of(request).unwrap());
            let process = Process::failing(0, Fault::LostAfter);
            let record = stage.run(&record, &process).unwrap().record;
            assert_eq!(record.status(), StepStatus::UnknownOutcome);
            let back = PlanRecord::new(stage.way_back(&record).unwrap());
            let end = stage.run(&back, &Process::immortal()).unwrap().record;
            if is_alone {
                let returning = place(&back, returns);
                assert_eq!(end.steps[returning].status, StepStatus::Done);
            } else {
                assert_eq!(
                    end.steps[1].message,
                    Some(Message::StepControllersOutstanding {
                        hosts: vec!["dc02.contoso.com".to_owned()]
                    })
                );
                assert_eq!(stage.whereabouts(&end).standing, Standing::Freed);
            }
            stage.clock.advance(slow);
            stage
                .lab
                .set_directory_delays(Duration::from_secs(3), Duration::from_secs(15));
            stage.resume(&back.plan.id);
            stage.clock.advance(slow);
            stage.assert_as_captured();
        }
    }
}
