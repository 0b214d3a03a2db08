//! How to sign in, and the test of a connection: by label, with layers as a test would tell them.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pchat_console::console::{ConnectEdit, Dialog, Effect, Event, Intent};
use pchat_console::domain::{
    Account, Authentication, Certificate, Language, Layer, LayerFacts, LayerResult, LayerVerdict,
    Message, Moment, Profile, Profiles, Secret,
};

use crate::window::{Setup, Start, Window, ask, drawn_themes, keep, open};

fn nowhere(language: Language) -> Window {
    let mut window = open(Setup::new(language).start(Start::Nowhere));
    ask(&mut window, Intent::OpenConnect);
    window
}

fn edit(window: &mut Window, edit: ConnectEdit) {
    ask(window, Intent::EditConnect(edit));
}

fn click(window: &mut Window, role: Role, label: &str) {
    let last = |window: &Window| window.get_all_by_role_and_label(role, label).count() - 1;
    let place = last(window);
    let node = window.get_all_by_role_and_label(role, label).nth(place);
    node.unwrap().scroll_to_me();
    window.run();
    let node = window.get_all_by_role_and_label(role, label).nth(place);
    node.unwrap().click();
    window.run();
}

fn shows(window: &Window, text: &str) -> bool {
    let mut nodes = window.query_all(egui_kittest::kittest::By::new().predicate(|node| {
        let label = node.label().unwrap_or_default();
        let value = node.value().unwrap_or_default();
        label.contains(text) || value.contains(text)
    }));
    nodes.next().is_some()
}

fn profile(window: &Window) -> Profile {
    match &window.state().state.dialog {
        Some(Dialog::Connect(dialog)) => dialog.profile.clone(),
        other => panic!("no connect dialog but {other:?}"),
    }
}

fn dialled(window: &Window) -> pchat_console::domain::Dial {
    let held = window.state().held.iter();
    let mut dials = held.filter_map(|effect| match effect {
        Effect::Connect { dial, .. } | Effect::TestConnection { dial, .. } => Some(dial.clone()),
        _ => None,
    });
    dials.next().expect("something was dialled")
}

#[test]
fn a_new_connection_signs_in_as_the_current_user_and_types_no_password() {
    let mut window = nowhere(Language::English);
    assert!(profile(&window).current_user);
    assert!(window.query_by_label("Password").is_none());
    edit(&mut window, ConnectEdit::Uri("fe01.contoso.com".to_owned()));
    window.state_mut().hold = true;
    click(&mut window, Role::Button, "Connect");
    let dial = dialled(&window);
    assert!(matches!(dial.account, Account::CurrentUser));
    assert_eq!(dial.authentication, Authentication::default());
}

#[test]
fn a_build_without_the_current_user_says_so_and_asks_for_a_name() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    window.state_mut().state.current_user = Err(Message::NoCurrentUserHere);
    ask(&mut window, Intent::OpenConnect);
    assert!(!profile(&window).current_user);
    let choice = window.get_by_role_and_label(Role::RadioButton, "Current user");
    assert!(choice.accesskit_node().is_disabled());
    assert!(shows(
        &window,
        "This build cannot sign in as the current user"
    ));
    assert!(window.query_by_label("Password").is_some());
}

#[test]
fn the_method_is_folded_away_said_in_a_line_and_saved_with_the_profile() {
    let mut window = nowhere(Language::English);
    edit(&mut window, ConnectEdit::CurrentUser(false));
    assert!(shows(&window, "Negotiate (Kerberos only); no CA file"));
    click(&mut window, Role::Button, "Show sign-in method and CA file");
    click(
        &mut window,
        Role::CheckBox,
        "Allow NTLM when Kerberos is not possible",
    );
    assert_eq!(
        profile(&window).authentication,
        Authentication::Negotiate { ntlm_allowed: true }
    );
    click(&mut window, Role::RadioButton, "Kerberos");
    assert!(
        window
            .query_by_label("Allow NTLM when Kerberos is not possible")
            .is_none()
    );
    click(&mut window, Role::Button, "Hide sign-in method and CA file");
    assert!(shows(&window, "Kerberos; no CA file"));
    edit(&mut window, ConnectEdit::Uri("fe01.contoso.com".to_owned()));
    click(&mut window, Role::Button, "Save connection");
    let saved = window.state().saved_profiles.clone().unwrap();
    assert_eq!(saved.profiles[0].authentication, Authentication::Kerberos);
}

#[test]
fn the_current_user_is_not_offered_ntlm_and_takes_it_back() {
    let mut window = nowhere(Language::English);
    edit(&mut window, ConnectEdit::CurrentUser(false));
    edit(
        &mut window,
        ConnectEdit::Authentication(Authentication::Ntlm),
    );
    edit(&mut window, ConnectEdit::CurrentUser(true));
    assert_eq!(profile(&window).authentication, Authentication::default());
    click(&mut window, Role::Button, "Show sign-in method and CA file");
    let ntlm = window.get_by_role_and_label(Role::RadioButton, "NTLM");
    assert!(ntlm.accesskit_node().is_disabled());
}

#[test]
fn a_profile_of_an_earlier_version_keeps_its_user_name() {
    let mut setup = Setup::new(Language::English).start(Start::Nowhere);
    setup.profiles = Profiles {
        profiles: vec![Profile {
            name: "Contoso".to_owned(),
            user: "CONTOSO\\admin".to_owned(),
            ..Profile::default()
        }],
        ..Profiles::default()
    };
    let mut window = open(setup);
    ask(&mut window, Intent::OpenConnect);
    edit(&mut window, ConnectEdit::Select(Some(0)));
    assert!(!profile(&window).current_user);
    assert!(shows(&window, "CONTOSO\\admin"));
    edit(&mut window, ConnectEdit::Select(None));
    assert!(profile(&window).current_user);
}

fn layer(layer: Layer, verdict: LayerVerdict, facts: LayerFacts) -> LayerResult {
    LayerResult {
        layer,
        verdict,
        messages: Vec::new(),
        facts,
        words: Vec::new(),
    }
}

fn certificate(subject: &str, issuer: &str) -> Certificate {
    let moment = |text: &str| Some(Moment::try_from(text.to_owned()).unwrap());
    Certificate {
        subject: subject.to_owned(),
        issuer: issuer.to_owned(),
        names: vec![
            "fe01.contoso.com".to_owned(),
            "pool01.contoso.com".to_owned(),
        ],
        not_before: moment("2025-01-10T00:00:00Z"),
        not_after: moment("2027-01-10T00:00:00Z"),
        sha256: "5E:88:48:98:DA:28:04:71:51:D0:E5:6F:8D:C6:29:27:73:60:3D:0D:6A:AB:BD:D6"
            .to_owned(),
    }
}

/// The layers of a server that works, up to the rights.
fn working() -> Vec<LayerResult> {
    use LayerVerdict::Passed;
    vec![
        layer(
            Layer::NameResolution,
            Passed,
            LayerFacts::Addresses(vec!["10.20.0.11".to_owned(), "10.20.0.12".to_owned()]),
        ),
        layer(
            Layer::Tcp,
            Passed,
            LayerFacts::Connected("10.20.0.11:443".to_owned()),
        ),
        layer(
            Layer::Tls,
            Passed,
            LayerFacts::Tls {
                protocol: Some("TLS 1.2".to_owned()),
                cipher: Some("ECDHE-RSA-AES256-SHA384".to_owned()),
                chain: vec![
                    certificate("CN=fe01.contoso.com", "CN=Contoso Issuing CA"),
                    certificate("CN=Contoso Issuing CA", "CN=Contoso Root CA"),
                ],
            },
        ),
        layer(
            Layer::SignIn,
            Passed,
            LayerFacts::SignIn {
                offered: vec!["Negotiate".to_owned(), "NTLM".to_owned()],
                used: Some("Kerberos in SPNEGO".to_owned()),
                account: "CORP\\operator".to_owned(),
                is_sealed: false,
                is_bound_to_channel: true,
            },
        ),
        layer(
            Layer::Session,
            Passed,
            LayerFacts::Session {
                protocol: Some("2.2".to_owned()),
                powershell: Some("4.0".to_owned()),
            },
        ),
        layer(
            Layer::Rights,
            Passed,
            LayerFacts::Rights { held: 24, used: 26 },
        ),
    ]
}

/// The same, without a right that is needed for users.
fn working_with_a_gap() -> Vec<LayerResult> {
    let mut layers = working();
    for name in [
        "Get-CsService",
        "New-CsPersistentChatEndpoint",
        "Get-CsUser",
    ] {
        let cmdlet = Layer::Cmdlet(name.to_owned());
        layers.push(layer(cmdlet, LayerVerdict::Passed, LayerFacts::None));
    }
    let mut missing = layer(
        Layer::Cmdlet("Set-CsUser".to_owned()),
        LayerVerdict::Warning,
        LayerFacts::None,
    );
    missing.messages.push(Message::NoRight {
        cmdlet: "Set-CsUser".to_owned(),
        roles: vec!["CsUserAdministrator".to_owned()],
    });
    layers.push(missing);
    layers
}

/// TLS fails, and what is behind it is not reached.
fn failing() -> Vec<LayerResult> {
    let mut layers: Vec<_> = working().into_iter().take(3).collect();
    let tls = layers.last_mut().unwrap();
    tls.verdict = LayerVerdict::Failed;
    tls.messages = vec![Message::DiagnosisUntrusted {
        issuer: "CN=Contoso Issuing CA".to_owned(),
    }];
    tls.words = vec!["unable to get local \u{202e}issuer certificate".to_owned()];
    for behind in [Layer::SignIn, Layer::Session, Layer::Rights] {
        layers.push(layer(behind, LayerVerdict::NotReached, LayerFacts::None));
    }
    layers
}

fn begin(window: &mut Window) -> u64 {
    edit(window, ConnectEdit::Uri("fe01.contoso.com".to_owned()));
    ask(window, Intent::TestConnection);
    window.state().testing().expect("the test has begun")
}

fn tell(window: &mut Window, request: u64, layers: Vec<LayerResult>) {
    for result in layers {
        let console = window.state_mut();
        console.event(Event::LayerTested { request, result });
    }
    window.run();
}

fn end(window: &mut Window, request: u64) {
    window
        .state_mut()
        .event(Event::ConnectionTested { request });
    window.run();
}

#[test]
fn a_test_shows_each_layer_as_it_comes_and_what_it_found() {
    let mut window = nowhere(Language::English);
    let request = begin(&mut window);
    assert!(shows(
        &window,
        "Testing https://fe01.contoso.com/OcsPowershell"
    ));
    tell(
        &mut window,
        request,
        working().into_iter().take(1).collect(),
    );
    assert!(shows(&window, "10.20.0.11, 10.20.0.12"));
    assert!(shows(&window, "TCP connection"), "the layer being tested");
    assert!(!shows(&window, "Sign-in"), "and none behind it");
    tell(
        &mut window,
        request,
        working_with_a_gap().into_iter().skip(1).collect(),
    );
    end(&mut window, request);
    assert!(shows(
        &window,
        "The connection works, with something to know"
    ));
    assert!(shows(&window, "Roles that have it: CsUserAdministrator"));
    assert!(shows(&window, "Kerberos in SPNEGO · CORP\\operator"));
    click(&mut window, Role::Button, "Show certificates");
    for fact in [
        "CN=fe01.contoso.com",
        "CN=Contoso Root CA",
        "pool01.contoso.com",
        "2027-01-10",
    ] {
        assert!(shows(&window, fact), "{fact}");
    }
    click(&mut window, Role::Button, "Copy report");
    let report = window.state().copied[0].clone();
    for line in [
        "[Passed] TLS and certificate",
        "Subject: CN=fe01.contoso.com",
        "[Warning] Set-CsUser",
    ] {
        assert!(report.contains(line), "{line} in\n{report}");
    }
}

#[test]
fn a_test_names_the_layer_that_fails_and_what_was_not_reached() {
    let mut window = nowhere(Language::English);
    let request = begin(&mut window);
    tell(&mut window, request, failing());
    end(&mut window, request);
    assert!(shows(
        &window,
        "The connection fails at: TLS and certificate"
    ));
    assert!(shows(
        &window,
        "This computer does not trust the issuer of the certificate, CN=Contoso Issuing CA."
    ));
    assert!(shows(&window, "\\u{202e}issuer"), "made visible");
    click(&mut window, Role::Button, "Back");
    assert!(
        window.query_by_label("Server").is_some(),
        "back at the fields"
    );
    assert_eq!(profile(&window).uri, "fe01.contoso.com");
}

#[test]
fn a_test_can_be_stopped_and_late_answers_are_ignored() {
    let mut window = nowhere(Language::English);
    let first = begin(&mut window);
    window.state_mut().hold = true;
    click(&mut window, Role::Button, "Cancel");
    assert!(matches!(
        window.state().held.last(),
        Some(Effect::CancelTest)
    ));
    window.state_mut().release();
    window.run();
    assert!(shows(&window, "The test was stopped"));
    click(&mut window, Role::Button, "Test again");
    tell(&mut window, first, failing());
    assert!(!shows(&window, "The connection fails at"));
}

#[test]
fn a_report_holds_no_password() {
    let mut window = nowhere(Language::English);
    edit(&mut window, ConnectEdit::CurrentUser(false));
    edit(&mut window, ConnectEdit::User("CORP\\operator".to_owned()));
    edit(
        &mut window,
        ConnectEdit::Password(Secret::new("canary-p4ssw0rd")),
    );
    let request = begin(&mut window);
    tell(&mut window, request, working_with_a_gap());
    end(&mut window, request);
    click(&mut window, Role::Button, "Copy report");
    assert!(!window.state().copied[0].contains("canary"));
}

#[test]
fn a_test_that_works_leads_to_connecting() {
    let mut window = nowhere(Language::English);
    let request = begin(&mut window);
    tell(&mut window, request, working());
    end(&mut window, request);
    assert!(shows(&window, "The connection works"));
    click(&mut window, Role::Button, "Connect");
    assert!(window.state().state.session.is_some());
}

#[test]
fn the_connection_can_be_looked_at_in_every_language() {
    for language in Language::ALL {
        for &theme in drawn_themes() {
            let word = format!("{}-{theme:?}", language.tag()).to_lowercase();
            let mut window = open(Setup::new(language).theme(theme).start(Start::Nowhere));
            ask(&mut window, Intent::OpenConnect);
            keep(&mut window, &format!("connect-current-{word}"));
            edit(&mut window, ConnectEdit::CurrentUser(false));
            keep(&mut window, &format!("connect-named-{word}"));
            let more = match language {
                Language::Korean => "로그인 방법과 CA 파일 표시",
                Language::Japanese => "サインイン方法と CA ファイルを表示",
                Language::English => "Show sign-in method and CA file",
            };
            click(&mut window, Role::Button, more);
            let last = match language {
                Language::Korean => "Kerberos를 사용할 수 없으면 NTLM 허용",
                Language::Japanese => "Kerberos を使用できない場合は NTLM を許可する",
                Language::English => "Allow NTLM when Kerberos is not possible",
            };
            window.get_by_label(last).scroll_to_me();
            window.run();
            keep(&mut window, &format!("connect-more-{word}"));
            edit(&mut window, ConnectEdit::CurrentUser(true));
            let request = begin(&mut window);
            tell(
                &mut window,
                request,
                working().into_iter().take(3).collect(),
            );
            keep(&mut window, &format!("test-running-{word}"));
            tell(
                &mut window,
                request,
                working_with_a_gap().into_iter().skip(3).collect(),
            );
            end(&mut window, request);
            keep(&mut window, &format!("test-warning-{word}"));
            let request = begin(&mut window);
            tell(&mut window, request, failing());
            end(&mut window, request);
            let certificates = match language {
                Language::Korean => "인증서 표시",
                Language::Japanese => "証明書を表示",
                Language::English => "Show certificates",
            };
            click(&mut window, Role::Button, certificates);
            keep(&mut window, &format!("test-failed-{word}"));
            window.state_mut().state.current_user = Err(Message::NoCurrentUserHere);
            ask(&mut window, Intent::LeaveTest);
            ask(&mut window, Intent::EditConnect(ConnectEdit::Select(None)));
            keep(&mut window, &format!("connect-none-{word}"));
        }
    }
}
