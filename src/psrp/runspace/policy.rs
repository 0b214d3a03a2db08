//! How the host answers a server: never with anything that lets a change happen.
//!
//! | the server wants | it gets |
//! |---|---|
//! | to write | an event; no answer is due |
//! | a choice, one of which says *No* | that one |
//! | a choice among others | an error |
//! | a line | an empty line |
//! | fields | no fields |
//! | a password, a key, anything else | an error |
//!
//! A default offered by the server is not taken: PowerShell offers *Yes* by default. An error is
//! thrown on the server where it asked, which ends the command before it acts.

use super::event::{Event, HostChannel, HostText, PromptAnswer, RefusedPrompt};
use crate::psrp::clixml::{ObjectBuilder, Value};
use crate::psrp::message::{HostCall, HostMethod, ProgressRecord};

const REFUSAL: &str = "The remote console runs commands without interaction and cannot answer.";

/// How one call is dealt with.
#[derive(Debug, PartialEq)]
pub(super) struct Decision {
    pub(super) event: Option<Event>,
    /// `None` when the server does not wait for one.
    pub(super) answer: Option<Result<Value, &'static str>>,
}

pub(super) fn decide(call: &HostCall) -> Decision {
    if let Some(event) = told(call) {
        return Decision {
            event: Some(event),
            answer: None,
        };
    }
    if !call.method.wants_answer() {
        return Decision {
            event: None,
            answer: None,
        };
    }
    let (answer, result) = match call.method {
        HostMethod::PROMPT_FOR_CHOICE => match declining_choice(&labels(call)) {
            Some((index, label)) => (PromptAnswer::Declined(label), Ok(Value::I32(index))),
            None => (PromptAnswer::Error, Err(REFUSAL)),
        },
        HostMethod::READ_LINE => (PromptAnswer::Empty, Ok(Value::from(""))),
        HostMethod::PROMPT => {
            let nothing = ObjectBuilder::new()
                .types(["System.Collections.Hashtable", "System.Object"])
                .dictionary(Vec::new());
            (PromptAnswer::Empty, Ok(nothing.build()))
        }
        _ => (PromptAnswer::Error, Err(REFUSAL)),
    };
    let asks_with_words = matches!(
        call.method,
        HostMethod::PROMPT
            | HostMethod::PROMPT_FOR_CHOICE
            | HostMethod::PROMPT_FOR_CHOICES
            | HostMethod::PROMPT_FOR_CREDENTIAL
            | HostMethod::PROMPT_FOR_CREDENTIAL_WITH_OPTIONS
    );
    let word = |index| {
        if asks_with_words {
            call.text(index)
        } else {
            String::new()
        }
    };
    let prompt = RefusedPrompt {
        method: call.method,
        caption: word(0),
        message: word(1),
        choices: labels(call),
        answer,
    };
    Decision {
        event: Some(Event::PromptRefused(Box::new(prompt))),
        answer: Some(result),
    }
}

/// The calls that only tell something.
fn told(call: &HostCall) -> Option<Event> {
    let (channel, position, ends_line) = match call.method {
        HostMethod::WRITE => (HostChannel::Plain, 0, false),
        HostMethod::WRITE_IN_COLOR => (HostChannel::Plain, 2, false),
        // There is no text: the position is past the end.
        HostMethod::WRITE_EMPTY_LINE => (HostChannel::Plain, usize::MAX, true),
        HostMethod::WRITE_LINE => (HostChannel::Plain, 0, true),
        HostMethod::WRITE_LINE_IN_COLOR => (HostChannel::Plain, 2, true),
        HostMethod::WRITE_ERROR_LINE => (HostChannel::Error, 0, true),
        HostMethod::WRITE_DEBUG_LINE => (HostChannel::Debug, 0, true),
        HostMethod::WRITE_VERBOSE_LINE => (HostChannel::Verbose, 0, true),
        HostMethod::WRITE_WARNING_LINE => (HostChannel::Warning, 0, true),
        HostMethod::WRITE_PROGRESS => {
            let record = call.argument(1).unwrap_or(&Value::Nil);
            return Some(Event::Progress(ProgressRecord::from_value(record)));
        }
        HostMethod::SET_SHOULD_EXIT => {
            let code = call.argument(0).and_then(Value::as_i32).unwrap_or(0);
            return Some(Event::ExitRequested(code));
        }
        _ => return None,
    };
    Some(Event::HostText(HostText {
        channel,
        text: call.text(position),
        ends_line,
    }))
}

/// The labels of a choice, or the names of the fields of a prompt.
fn labels(call: &HostCall) -> Vec<String> {
    let part = match call.method {
        HostMethod::PROMPT => "name",
        HostMethod::PROMPT_FOR_CHOICE | HostMethod::PROMPT_FOR_CHOICES => "label",
        _ => return Vec::new(),
    };
    let items = call.argument(2).map(Value::as_list).unwrap_or_default();
    let label = |item: &Value| item.property(part).unwrap_or(item).to_text().into_owned();
    items.iter().map(label).collect()
}

/// The choice that plainly says *No*, and nothing beyond.
fn declining_choice(labels: &[String]) -> Option<(i32, String)> {
    let mut numbered = (0..).zip(labels);
    let (index, label) = numbered.find(|(_, label)| says_no(label))?;
    Some((index, label.clone()))
}

/// Whether a label is the word *No* in a language Windows PowerShell ships in.
///
/// Labels mark a key: `&No`, or `いいえ(&N)` where the word has no Latin letter.
fn says_no(label: &str) -> bool {
    const NO: [&str; 14] = [
        "no",
        "nein",
        "non",
        "não",
        "nee",
        "nej",
        "nei",
        "nie",
        "ne",
        "nem",
        "нет",
        "아니요",
        "いいえ",
        "否",
    ];
    let word = match label.split_once("(&") {
        Some((word, _)) => word,
        None => label,
    };
    let word = word.replace('&', "").trim().to_lowercase();
    NO.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::ListKind;

    fn call(method: HostMethod, arguments: Vec<Value>) -> HostCall {
        let arguments = ObjectBuilder::new().list(ListKind::List, arguments).build();
        HostCall {
            id: 1,
            method,
            arguments,
        }
    }

    fn choice(labels: &[&str]) -> Decision {
        let choices = labels
            .iter()
            .map(|label| ObjectBuilder::new().extended("label", *label).build());
        let choices = ObjectBuilder::new()
            .list(ListKind::List, choices.collect())
            .build();
        let arguments = vec!["Confirm".into(), "Sure?".into(), choices, 0.into()];
        decide(&call(HostMethod::PROMPT_FOR_CHOICE, arguments))
    }

    fn answer(decision: Decision) -> PromptAnswer {
        match decision.event {
            Some(Event::PromptRefused(prompt)) => prompt.answer,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_question_is_answered_with_no_even_when_yes_is_the_default() {
        let decision = choice(&["&Yes", "Yes to &All", "&No", "No to A&ll", "&Suspend"]);
        assert_eq!(decision.answer, Some(Ok(Value::I32(2))));
        let Some(Event::PromptRefused(prompt)) = decision.event else {
            panic!("no event")
        };
        assert_eq!(
            (prompt.caption.as_str(), prompt.message.as_str()),
            ("Confirm", "Sure?")
        );
        assert_eq!(prompt.choices.len(), 5);
        assert_eq!(prompt.answer, PromptAnswer::Declined("&No".into()));
    }

    #[test]
    fn no_is_recognized_in_other_languages() {
        for label in ["いいえ(&N)", "아니요(&N)", "&Nein", "&Нет", " &No "] {
            assert_eq!(
                choice(&["x", label]).answer,
                Some(Ok(Value::I32(1))),
                "{label}"
            );
        }
    }

    #[test]
    fn a_choice_without_a_plain_no_is_refused_with_an_error() {
        for labels in [
            &["&Halt Command", "&Yes"][..],
            &["No to A&ll"],
            &["&Now"],
            &["Ne&ver run"],
            &[],
        ] {
            let decision = choice(labels);
            assert!(matches!(decision.answer, Some(Err(_))), "{labels:?}");
            assert_eq!(answer(decision), PromptAnswer::Error);
        }
    }

    #[test]
    fn lines_and_fields_are_answered_empty_and_secrets_refused() {
        let line = decide(&call(HostMethod::READ_LINE, Vec::new()));
        assert_eq!(line.answer, Some(Ok("".into())));
        let fields = decide(&call(
            HostMethod::PROMPT,
            vec!["c".into(), "m".into(), Value::Nil],
        ));
        assert!(fields.answer.unwrap().unwrap().entries().is_empty());
        for method in [
            HostMethod::READ_LINE_AS_SECURE_STRING,
            HostMethod::PROMPT_FOR_CREDENTIAL,
            HostMethod(46),
            HostMethod(99),
        ] {
            assert!(matches!(
                decide(&call(method, Vec::new())).answer,
                Some(Err(_))
            ));
        }
    }

    #[test]
    fn text_for_the_console_is_told_and_not_answered() {
        let check = |method, arguments, channel, text: &str, ends_line| {
            let event = Event::HostText(HostText {
                channel,
                text: text.into(),
                ends_line,
            });
            assert_eq!(
                decide(&call(method, arguments)),
                Decision {
                    event: Some(event),
                    answer: None
                }
            );
        };
        check(
            HostMethod::WRITE_LINE,
            vec!["What if: x".into()],
            HostChannel::Plain,
            "What if: x",
            true,
        );
        check(
            HostMethod::WRITE_IN_COLOR,
            vec![7.into(), 0.into(), "t".into()],
            HostChannel::Plain,
            "t",
            false,
        );
        check(
            HostMethod::WRITE_EMPTY_LINE,
            Vec::new(),
            HostChannel::Plain,
            "",
            true,
        );
        check(
            HostMethod::WRITE_WARNING_LINE,
            vec!["w".into()],
            HostChannel::Warning,
            "w",
            true,
        );
    }

    /// Those of `RemoteHostMethodId`, and numbers beyond it.
    #[test]
    fn no_method_leaves_the_server_waiting_or_gets_what_lets_a_change_happen() {
        for number in -1..=60 {
            let method = HostMethod(number);
            let decision = decide(&call(method, Vec::new()));
            assert_eq!(decision.answer.is_some(), method.wants_answer(), "{number}");
            // What is asked is told, and answered with nothing or with a refusal.
            let is_told = matches!(decision.event, Some(Event::PromptRefused(_)));
            assert_eq!(is_told, method.wants_answer(), "{number}");
            let empty = match &decision.answer {
                Some(Ok(Value::Object(fields))) => {
                    Value::Object(fields.clone()).entries().is_empty()
                }
                Some(Ok(line)) => *line == Value::from(""),
                Some(Err(_)) | None => true,
            };
            assert!(empty, "{number}");
        }
    }

    #[test]
    fn what_neither_tells_nor_asks_is_passed_over() {
        let title = decide(&call(HostMethod(42), vec!["t".into()]));
        assert_eq!(
            title,
            Decision {
                event: None,
                answer: None
            }
        );
        let exit = decide(&call(HostMethod::SET_SHOULD_EXIT, vec![3.into()]));
        assert_eq!(
            exit,
            Decision {
                event: Some(Event::ExitRequested(3)),
                answer: None
            }
        );
    }
}
