//! The procedure that comes with the program: its texts say the same in three languages, and its steps hang together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pchat_console::checklist::{DoneBy, Operation, Procedure, ProcedureStep, StepId};
use pchat_console::domain::{Language, Texts};
use unicode_normalization::is_nfc;
use unicode_width::UnicodeWidthStr as _;

use crate::support::repository;

/// What is written down somewhere in the procedure and where.
struct Written {
    place: String,
    kind: Kind,
    texts: Texts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Of the procedure as a whole.
    Name,
    /// A name in a list: no sentence, and short enough for the list at 1024×768.
    Title,
    /// Two to four sentences.
    What,
    /// One or two.
    Gate,
    Sentences,
}

/// The cmdlets texts may name: the console's own, those it hands over, and those it warns of.
const CMDLETS: &[&str] = &[
    "Disable-CsUser",
    "Enable-CsTopology",
    "Export-CsPersistentChatData",
    "Get-CsClientVersionPolicy",
    "Get-CsProxyConfiguration",
    "Import-CsPersistentChatData",
    "New-CsPersistentChatEndpoint",
    "Set-CsUser",
    "Test-CsPersistentChatMessage",
];

/// Words that were decided against (`FORBIDDEN` of the catalogues' tests has the same).
const FORBIDDEN: &[(Language, &str)] = &[
    (Language::Korean, "회의실"),
    (Language::Korean, "보류"),
    (Language::Korean, "테스트 환경"),
    (Language::Korean, "엔드포인트"),
    (Language::Korean, "종단점"),
    (Language::Korean, "을(를)"),
    (Language::Korean, "이(가)"),
    (Language::Korean, "영속 채팅"),
    (Language::Korean, "비밀번호"),
    (Language::Korean, "십시오"),
    (Language::Japanese, "会議室"),
    (Language::Japanese, "保留"),
    (Language::Japanese, "永続"),
    (Language::Japanese, "検証環境"),
    (Language::Japanese, "テスト環境"),
    (Language::Japanese, "再鑑者"),
    (Language::Japanese, "端点"),
    (Language::Japanese, "チャットルーム"),
    (Language::Japanese, "グループチャット"),
    (Language::Japanese, "常設チャットサーバー"),
    (Language::Japanese, "レガシーエンドポイント"),
    (Language::Japanese, "サーバ "),
    (Language::Japanese, "ユーザ "),
    (Language::Japanese, "?。"),
];

fn of(texts: &Texts, language: Language) -> &str {
    match language {
        Language::Korean => &texts.ko,
        Language::Japanese => &texts.ja,
        Language::English => &texts.en,
    }
}

fn written(procedure: &Procedure) -> Vec<Written> {
    let mut all = Vec::new();
    let mut add = |place: &str, kind, texts: &Texts| {
        all.push(Written {
            place: place.to_owned(),
            kind,
            texts: texts.clone(),
        });
    };
    add("name", Kind::Name, &procedure.name);
    for phase in &procedure.phases {
        add(&format!("{} title", phase.id), Kind::Title, &phase.title);
        let place = format!("{} purpose", phase.id);
        add(&place, Kind::Sentences, &phase.purpose);
        for step in &phase.steps {
            let id = &step.id;
            add(&format!("{id} title"), Kind::Title, &step.title);
            add(&format!("{id} what"), Kind::What, &step.what);
            add(&format!("{id} why"), Kind::Sentences, &step.why);
            let others = [
                ("warning", Kind::Sentences, &step.warning),
                ("order", Kind::Sentences, &step.order),
                ("gate", Kind::Gate, &step.gate),
            ];
            for (name, kind, texts) in others {
                if let Some(texts) = texts {
                    add(&format!("{id} {name}"), kind, texts);
                }
            }
            add(&format!("{id} undo"), Kind::Sentences, &step.undo.text);
        }
    }
    all
}

fn complaints(check: impl Fn(&Written, Language, &str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for entry in written(&Procedure::built_in()) {
        for language in Language::ALL {
            let text = of(&entry.texts, language);
            if let Some(complaint) = check(&entry, language, text) {
                let tag = language.tag();
                found.push(format!("{} {tag}: {complaint}: {text}", entry.place));
            }
        }
    }
    found
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn is_kana(c: char) -> bool {
    ('ぁ'..='ヿ').contains(&c)
}

fn is_japanese(c: char) -> bool {
    is_kana(c) || ('一'..='鿿').contains(&c)
}

fn sentences(text: &str) -> usize {
    let mut count = text.matches('。').count();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let ends = matches!(characters.peek(), None | Some(' '));
        count += usize::from(matches!(c, '.' | '?') && ends);
    }
    count
}

#[test]
fn every_step_has_its_texts_in_every_language() {
    let found = complaints(|_, language, text| {
        let (own, foreign) = match language {
            Language::Korean => (text.chars().any(is_hangul), text.chars().any(is_japanese)),
            Language::Japanese => (text.chars().any(is_japanese), text.chars().any(is_hangul)),
            Language::English => (
                !text.is_empty(),
                text.chars().any(|c| is_hangul(c) || is_japanese(c)),
            ),
        };
        (!own || foreign).then(|| "not in its language".to_owned())
    });
    assert_eq!(found, Vec::<String>::new());
}

/// What nobody translates: cmdlets, parameters, addresses, records, attributes, files, and the steps that are named.
fn fixed_parts(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.:@\\/$".contains(c);
    let mut parts: Vec<String> = text
        .split(|c: char| !is_part(c))
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| {
            let mut pairs = word.chars().zip(word.chars().skip(1));
            let has_hump =
                pairs.any(|(left, right)| left.is_ascii_lowercase() && right.is_ascii_uppercase());
            let is_parameter = word.strip_prefix('-').is_some_and(|name| !name.is_empty());
            let has_mark = ["-Cs", "@", "_", ":", "\\", "$", ".zip", ".xml", ".exe"]
                .iter()
                .any(|mark| word.contains(mark));
            has_hump || is_parameter || has_mark || step_named(word).is_some() || *word == "mgc"
        })
        .map(str::to_owned)
        .collect();
    parts.sort();
    parts
}

/// `C8b` is the step `c8b`.
fn step_named(word: &str) -> Option<StepId> {
    let mut letters = word.chars();
    let is_phase = letters.next().is_some_and(|c| ('A'..='D').contains(&c));
    let is_number = letters.next().is_some_and(|c| c.is_ascii_digit());
    (is_phase && is_number).then(|| StepId::new(&word.to_lowercase()))
}

#[test]
fn no_cmdlet_address_or_name_is_translated() {
    let mut found = Vec::new();
    for entry in written(&Procedure::built_in()) {
        let english: BTreeSet<_> = fixed_parts(&entry.texts.en).into_iter().collect();
        for language in [Language::Korean, Language::Japanese] {
            let own = fixed_parts(of(&entry.texts, language));
            let own: BTreeSet<_> = own.into_iter().collect();
            if own != english {
                found.push(format!("{}: {own:?}, not {english:?}", entry.place));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_check_for_names_sees_them_wherever_they_stand() {
    assert_eq!(
        fixed_parts("Set-CsUser -SipAddress 명령으로 sip:ocschat@contoso.com 주소를"),
        ["-SipAddress", "Set-CsUser", "sip:ocschat@contoso.com"]
    );
    assert_eq!(
        fixed_parts("DNS の SRV レコード _sipinternaltls._tcp。ChatUpgradeVerifier.exe、手順 C8b"),
        ["C8b", "ChatUpgradeVerifier.exe", "_sipinternaltls._tcp"]
    );
    assert_eq!(
        fixed_parts("Group Chat 2010, Lync Server."),
        Vec::<String>::new()
    );
}

#[test]
fn texts_name_only_cmdlets_and_steps_that_exist() {
    let procedure = Procedure::built_in();
    let found = complaints(|_, _, text| {
        let unknown = fixed_parts(text).into_iter().find(|part| {
            (part.contains("-Cs") && !CMDLETS.contains(&part.as_str()))
                || step_named(part).is_some_and(|id| procedure.step(&id).is_none())
        });
        unknown.map(|part| format!("{part} is unknown"))
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn texts_use_the_words_that_were_agreed_on() {
    let found = complaints(|_, language, text| {
        let word = FORBIDDEN
            .iter()
            .find(|(of, word)| *of == language && text.contains(word));
        let is_short = text.replace("レガシー", "").contains("レガシ");
        match word {
            Some((_, word)) => Some((*word).to_owned()),
            None => is_short.then(|| "レガシ".to_owned()),
        }
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn texts_are_clean_and_set_like_their_language() {
    let found = complaints(|_, language, text| {
        let strange = [
            '\t', '\n', '\u{3000}', '\u{a0}', '\u{feff}', '？', '！', '\'',
        ];
        let is_clean = is_nfc(text)
            && text == text.trim()
            && !text.contains("  ")
            && !text.contains("...")
            && !text.contains(strange);
        // A half-width space stands between Japanese and what is not.
        let mut pairs = text.chars().zip(text.chars().skip(1));
        let touches = language == Language::Japanese
            && pairs.any(|(left, right)| {
                (left.is_ascii_alphanumeric() && is_japanese(right))
                    || (is_japanese(left) && right.is_ascii_alphanumeric())
            });
        (!is_clean || touches).then(|| "set wrongly".to_owned())
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn sentences_are_polite_and_as_many_as_somebody_tired_can_follow() {
    let found = complaints(|entry, language, text| {
        if matches!(entry.kind, Kind::Name | Kind::Title) {
            return text.ends_with(['.', '。']).then(|| "a sentence".to_owned());
        }
        let polite: &[&str] = match language {
            Language::Korean => &["니다.", "세요.", "니까?"],
            Language::Japanese => &["です。", "ます。", "ません。", "ください。", "ますか?"],
            Language::English => &[".", "?"],
        };
        let ends_well = polite.iter().any(|ending| text.ends_with(ending));
        let count = sentences(text);
        let allowed = match entry.kind {
            Kind::What => 2..=4,
            Kind::Gate => 1..=2,
            Kind::Sentences | Kind::Name | Kind::Title => 1..=5,
        };
        (!ends_well || !allowed.contains(&count)).then(|| format!("{count} sentences"))
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn texts_fit_where_they_are_shown() {
    let found = complaints(|entry, language, text| {
        let limit = match entry.kind {
            Kind::Name => 60,
            Kind::Title if language == Language::English => 34,
            Kind::Title => 30,
            Kind::Gate => 140,
            Kind::What => 420,
            Kind::Sentences => 480,
        };
        (text.width() > limit).then(|| format!("{} columns, not {limit}", text.width()))
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn titles_tell_the_steps_apart() {
    let procedure = Procedure::built_in();
    for language in Language::ALL {
        let titles: Vec<&str> = procedure
            .steps()
            .map(|(_, step)| of(&step.title, language))
            .collect();
        let different: BTreeSet<_> = titles.iter().collect();
        assert_eq!(different.len(), titles.len(), "{titles:?}");
    }
}

/// Each step by its id, with its place in the procedure.
fn places(procedure: &Procedure) -> BTreeMap<StepId, usize> {
    procedure
        .steps()
        .enumerate()
        .map(|(place, (_, step))| (step.id.clone(), place))
        .collect()
}

#[test]
fn what_a_step_needs_stands_before_it_and_what_ends_its_fact_after_it() {
    let procedure = Procedure::built_in();
    let places = places(&procedure);
    assert_eq!(places.len(), procedure.steps().count(), "ids are different");
    for (place, (_, step)) in procedure.steps().enumerate() {
        for need in &step.needs {
            assert!(places[need] < place, "{} needs {need}", step.id);
        }
        if let Some(until) = &step.until {
            assert!(places[until] > place, "{} until {until}", step.id);
            assert!(step.proof.reading().is_some(), "{} reads nothing", step.id);
        }
    }
}

#[test]
fn every_step_of_the_window_waits_for_the_stop_but_for_what_comes_before_it() {
    let procedure = Procedure::built_in();
    let needs_stop = |id: &StepId| {
        let mut open = vec![id.clone()];
        while let Some(id) = open.pop() {
            if id == StepId::new("c1") {
                return true;
            }
            open.extend(procedure.step(&id).unwrap().needs.iter().cloned());
        }
        false
    };
    let free: Vec<String> = procedure
        .steps()
        .filter(|(phase, step)| phase.in_window && !needs_stop(&step.id))
        .map(|(_, step)| step.id.to_string())
        .collect();
    assert_eq!(free, ["c0", "c0b"]);
}

#[test]
fn facts_hold_as_long_as_the_procedure_says() {
    let procedure = Procedure::built_in();
    let until = |id: &str| {
        let step = procedure.step(&StepId::new(id)).unwrap();
        step.until.as_ref().map(ToString::to_string)
    };
    assert_eq!(until("a8").as_deref(), Some("c6"), "names");
    assert_eq!(until("c1").as_deref(), Some("c9"), "stopped");
    assert_eq!(until("c3").as_deref(), Some("c9"), "still stopped");
    assert_eq!(until("c8a").as_deref(), Some("c8b"), "address free");
    assert_eq!(until("c8b").as_deref(), Some("d5b"), "endpoint stands");
    assert_eq!(until("c9"), None, "services run from now on");
    assert_eq!(until("c10").as_deref(), Some("c12"), "people make rooms");
}

#[test]
fn decisions_stand_before_the_steps_that_cost_most_to_take_back() {
    let procedure = Procedure::built_in();
    let ids = |keep: &dyn Fn(&ProcedureStep) -> bool| {
        let kept = procedure.steps().filter(|(_, step)| keep(step));
        kept.map(|(_, step)| step.id.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&|step| step.gate.is_some()),
        ["c1", "c6", "c9", "c12", "d1"]
    );
    assert_eq!(ids(&|step| step.ends_lossless_rollback), ["c9"]);
    assert_eq!(ids(&|step| step.per_address), ["c8a", "c8b", "d5b"]);
    assert_eq!(
        ids(&|step| step.two_people),
        ["c1", "c6", "c8a", "c9", "d2", "d2b", "d5b"]
    );
}

#[test]
fn a_step_that_only_looks_has_a_reading_and_changes_nothing_to_take_back() {
    for (_, step) in Procedure::built_in().steps() {
        if step.done_by == DoneBy::Console(Operation::Read) {
            assert!(step.proof.reading().is_some(), "{}", step.id);
            assert_eq!(step.undo.done_by, None, "{}", step.id);
        }
    }
}

#[test]
fn a_step_that_is_taken_back_says_by_whom_and_how_that_shows_and_how_long_it_takes() {
    for (_, step) in Procedure::built_in().steps() {
        let undo = &step.undo;
        let id = &step.id;
        assert!(step.minutes > 0 && !step.crew.is_empty(), "{id}");
        match undo.done_by {
            Some(_) => assert!(undo.proof.is_some() && undo.minutes > 0, "{id}"),
            None => assert!(
                undo.proof.is_none() && undo.minutes == 0 && undo.commands.is_empty(),
                "{id}"
            ),
        }
    }
}

#[test]
fn everything_the_console_changes_can_be_taken_back() {
    let procedure: Arc<Procedure> = Procedure::built_in();
    let changing = procedure
        .steps()
        .filter(|(_, step)| {
            matches!(step.done_by, DoneBy::Console(operation) if operation != Operation::Read)
        })
        // It looks again at what C1 stopped, and that is started when C1 is taken back.
        .filter(|(_, step)| step.id != StepId::new("c3"));
    for (_, step) in changing {
        assert!(step.undo.done_by.is_some(), "{}", step.id);
    }
}

#[test]
fn the_guide_for_sites_names_every_field_and_its_example_is_a_step() {
    let guide = repository().join("docs/procedure.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let source = repository().join("src/checklist/procedure.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let fields = source.split_once("pub struct ProcedureStep {").unwrap().1;
    let fields = fields.split_once("\n}").unwrap().0;
    let fields: Vec<_> = fields
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub "))
        .filter_map(|line| line.split_once(':'))
        .collect();
    assert!(fields.len() > 20);
    for (field, _) in fields {
        assert!(guide.contains(&format!("`{field}`")), "{field}");
    }
    let example = guide.split_once("```ron").unwrap().1;
    let example = example.split_once("```").unwrap().0.trim();
    let example: ProcedureStep = ron::from_str(example.trim_end_matches(',')).unwrap();
    assert!(example.id.to_string().starts_with("own-"));
}
