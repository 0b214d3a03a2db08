//! The exchange of the session key, asked for by either side, and what depends on it.

use super::*;
use crate::psrp::clixml::SecureString;
use crate::psrp::secrecy::fixture::{PUBLIC, SESSION, exchange_key, session_key};
use crate::psrp::secrecy::{KeyError, SecretText};

/// An open session that can make a key.
fn opened_with_keys() -> Session {
    let mut session = opened();
    session.client = session
        .client
        .with_exchange_keys(Box::new(|| Ok(exchange_key())));
    session.events.clear();
    session
}

fn running_with_keys() -> (Session, Request) {
    let mut session = opened_with_keys();
    let receive = session.start(&Command::new("Get-X"));
    (session, receive)
}

fn with_password() -> Command {
    Command::new("Test-X").parameter("Password", SecretText::new("Passw0rd"))
}

impl Session {
    fn key_of(&mut self, base64: &str) -> String {
        let key = ObjectBuilder::new().extended("EncryptedSessionKey", base64);
        let data = self.pool(MessageType::EncryptedSessionKey, &key.build());
        output(None, &data)
    }

    fn key(&mut self) -> String {
        self.key_of(SESSION)
    }

    fn asks_for_key(&mut self) -> Vec<u8> {
        self.pool(MessageType::PublicKeyRequest, &"".into())
    }

    /// Sends the public key and returns the Receive that waits for the answer.
    #[track_caller]
    fn sends_public_key(&mut self, outgoing: &Outgoing) -> Request {
        assert_eq!(outgoing.request.kind, RequestKind::Send);
        assert!(!outgoing.starts_act);
        let message = sent_message(&outgoing.body);
        assert_eq!(message[4..8], [5, 0, 1, 0]);
        let text = String::from_utf8(message[40..].to_vec()).unwrap();
        assert!(text.contains(&format!(r#"<S N="PublicKey">{PUBLIC}</S>"#)));
        self.sends(outgoing.request, RequestKind::Receive, "")
    }

    /// The latest request, a Receive, is for the stream of the pool.
    #[track_caller]
    fn listens_to_pool(&self, expected: bool) {
        assert_eq!(
            !self.sent.contains("<rsp:DesiredStream CommandId="),
            expected
        );
    }
}

/// The message in a Send or a Command that carries a whole one.
fn sent_message(body: &[u8]) -> Vec<u8> {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    let text = std::str::from_utf8(body).unwrap();
    let ends = ["</rsp:Stream>", "</rsp:Arguments>"];
    let before = ends.iter().find_map(|end| text.split_once(end));
    let (_, data) = before.unwrap().0.rsplit_once('>').unwrap();
    BASE64_STANDARD.decode(data).unwrap()[21..].to_vec()
}

fn outgoing(next: Next) -> Outgoing {
    match next {
        Next::Send(outgoing) => outgoing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_command_with_a_secret_waits_for_the_key_and_is_sent_encrypted() {
    let mut session = opened_with_keys();
    let public = session.client.invoke(&with_password()).unwrap();
    assert!(!session.client.is_idle());
    let receive = session.sends_public_key(&public);
    session.listens_to_pool(true);
    let receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    let body = session.key();
    let command = outgoing(session.answer(receive, &body).unwrap());
    assert_eq!(command.request.kind, RequestKind::Command);
    assert!(command.starts_act);
    let text = String::from_utf8(sent_message(&command.body)).unwrap();
    let secret = session_key().encrypt(&SecretText::new("Passw0rd"));
    assert!(text.contains(&format!(r#"<SS N="V">{}</SS>"#, secret.as_base64())));
    assert!(!text.contains("Passw0rd"));
}

#[test]
fn the_key_is_exchanged_once() {
    let mut session = opened_with_keys();
    let public = session.client.exchange_keys().unwrap();
    let receive = session.sends_public_key(&public);
    let body = session.key();
    assert_eq!(session.answer(receive, &body).unwrap(), Next::Opened);
    assert!(session.client.is_idle());
    assert!(matches!(
        session.client.exchange_keys(),
        Err(Error::State { .. })
    ));
    let command = session.client.invoke(&with_password()).unwrap();
    assert_eq!(command.request.kind, RequestKind::Command);
    session.pipeline = command_id(&command.body);
    let receive = session.sends(command.request, RequestKind::Receive, "");
    // Neither another request for it nor another key changes anything.
    let data = [session.asks_for_key(), session.completes()].concat();
    let body = session.command_output(&data);
    session.sends(receive, RequestKind::Terminate, &body);
    assert!(session.client.decrypt(&secret()).is_ok());
}

fn secret() -> SecureString {
    session_key().encrypt(&SecretText::new("비밀"))
}

#[test]
fn a_secret_that_came_can_be_read_once_there_is_a_key() {
    let (mut session, receive) = running_with_keys();
    let data = [
        session.says(MessageType::PipelineOutput, &Value::SecureString(secret())),
        session.completes(),
    ];
    let body = session.command_output(&data.concat());
    let terminate = session.sends(receive, RequestKind::Terminate, &body);
    assert_eq!(session.answer(terminate, "").unwrap(), Next::PipelineEnded);
    let Some(Event::Output(Value::SecureString(came))) = session.events.first().cloned() else {
        panic!("{:?}", session.events)
    };
    assert!(!format!("{came:?}").contains(came.as_base64()));
    assert_eq!(session.client.decrypt(&came), Err(KeyError::Absent));

    let public = session.client.exchange_keys().unwrap();
    let receive = session.sends_public_key(&public);
    let body = session.key();
    assert_eq!(session.answer(receive, &body).unwrap(), Next::Opened);
    assert_eq!(session.client.decrypt(&came).unwrap().expose(), "비밀");
}

#[test]
fn a_server_that_asks_for_the_key_gets_it_while_its_command_runs() {
    let (mut session, receive) = running_with_keys();
    // Nothing came from the command for a while, so the pool gets a glance.
    let receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    session.listens_to_pool(true);
    assert!(session.sent.contains("<w:OperationTimeout>PT1.000S<"));
    let data = session.asks_for_key();
    let public = outgoing(session.answer(receive, &output(None, &data)).unwrap());
    let receive = session.sends_public_key(&public);
    session.listens_to_pool(true);
    // The answer is late, and meanwhile the command has something to say.
    let receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    session.listens_to_pool(false);
    let data = session.says(MessageType::PipelineOutput, &1.into());
    let body = session.command_output(&data);
    let receive = session.sends(receive, RequestKind::Receive, &body);
    session.listens_to_pool(true);
    let body = session.key();
    let receive = session.sends(receive, RequestKind::Receive, &body);
    session.listens_to_pool(false);
    let data = session.completes();
    let body = session.command_output(&data);
    session.sends(receive, RequestKind::Terminate, &body);
    assert!(session.client.decrypt(&secret()).is_ok());
}

#[test]
fn a_request_for_the_key_counts_in_the_stream_of_the_command_too() {
    let (mut session, receive) = running_with_keys();
    let request = message(MessageType::PublicKeyRequest, Uuid::nil(), &"".into());
    let data = session.pipeline_stream.split(&request, usize::MAX).concat();
    let body = session.command_output(&data);
    let public = outgoing(session.answer(receive, &body).unwrap());
    session.sends_public_key(&public);
    session.listens_to_pool(true);
}

#[test]
fn a_command_stopped_while_it_waits_for_the_key_is_never_sent() {
    let mut session = opened_with_keys();
    let public = session.client.invoke(&with_password()).unwrap();
    let receive = session.sends_public_key(&public);
    assert!(matches!(session.client.stop(), Err(Error::State { .. })));
    let body = session.key();
    assert_eq!(session.answer(receive, &body).unwrap(), Next::PipelineEnded);
    assert_eq!(session.ends(), Some(Outcome::Stopped));
    assert!(session.client.is_idle());
}

#[test]
fn nothing_else_is_begun_while_keys_are_exchanged() {
    let mut session = opened_with_keys();
    let public = session.client.invoke(&with_password()).unwrap();
    session.sends_public_key(&public);
    let get = Command::new("Get-X");
    assert!(matches!(
        session.client.invoke(&get),
        Err(Error::State { .. })
    ));
    assert!(matches!(
        session.client.exchange_keys(),
        Err(Error::State { .. })
    ));
    assert!(session.client.close().is_ok());
}

#[test]
fn a_key_that_makes_no_sense_breaks_the_session() {
    for (base64, expected) in [
        ("***", KeyError::Form),
        ("AAAA", KeyError::Form),
        (PUBLIC, KeyError::Form),
    ] {
        let mut session = opened_with_keys();
        let public = session.client.exchange_keys().unwrap();
        let receive = session.sends_public_key(&public);
        let body = session.key_of(base64);
        let answer = session.answer(receive, &body);
        assert!(matches!(answer, Err(Error::Key(err)) if err == expected));
        assert!(session.client.invoke(&with_password()).is_err());
    }
}

#[test]
fn a_key_nobody_asked_for_is_ignored() {
    let (mut session, receive) = running_with_keys();
    let key = session.key();
    let receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    session.sends(receive, RequestKind::Receive, &key);
    assert_eq!(session.client.decrypt(&secret()), Err(KeyError::Absent));
}

#[test]
fn without_a_source_of_keys_no_secret_is_sent_and_no_server_waits_for_ever() {
    let mut session = opened();
    assert!(matches!(
        session.client.invoke(&with_password()),
        Err(Error::NoExchangeKey)
    ));
    assert!(session.client.is_idle());
    let (mut session, receive) = running();
    let data = session.asks_for_key();
    let receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    let answer = session.answer(receive, &output(None, &data));
    assert!(matches!(answer, Err(Error::NoExchangeKey)));
}
