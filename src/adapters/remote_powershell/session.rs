//! One runspace on one server: commands in, replies out, with a deadline and a way to stop.
//!
//! A command is never sent twice. A shell the server has forgotten is opened anew before the *next* command, or for
//! this one where the server said that it did not look at it. A question whose line broke is asked once more, because
//! asking twice changes nothing; a change never is.

use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::time::Instant;
use uuid::Uuid;

use super::errors::Doing;
use super::exchange::{Exchange, Failure, OPERATION_TIMEOUT, Patience};
use super::lane::Lane;
use super::line::Line;
use super::permit::ChangePermit;
use super::reply::{Incoming, Reply, ServerFacts};
use super::sign_in::SignInFacts;
use super::transcript::Transcript;
use crate::lync::{Argument, Cmdlet};
use crate::ports::{Call, PortError, PortErrorKind, PortResult};
use crate::psrp::clixml::Value;
use crate::psrp::runspace::{Client, Command, Config, Credential, Outgoing, Parameter};
use crate::psrp::secrecy::{ExchangeKey, SecretText};

/// How long closing may take: nobody waits for its result.
const CLOSE_LIMIT: Duration = Duration::from_secs(3);
/// After a longer rest than this the server may have hung up, and a change that crosses its farewell has no known
/// outcome; so a harmless question goes ahead and finds out.
const RESTED: Duration = Duration::from_secs(5);
/// How long finding out may take; a line that is silent for longer is as good as gone.
const FIND_OUT: Duration = Duration::from_secs(5);
const SIGN_IN: &str = "sign-in";
const KEEP_ALIVE: &str = "keep-alive";

pub(super) struct Session {
    runtime: Runtime,
    line: Line,
    stop_line: Line,
    client: Option<Client>,
    server: ServerFacts,
    last_answer: Instant,
    host: String,
}

impl Session {
    /// A session that is not open yet; nothing is sent.
    pub(super) fn new(lane: Lane, transcript: Option<Transcript>) -> PortResult<Self> {
        let host = lane.target().host().to_owned();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|err| PortError::new(PortErrorKind::Protocol, SIGN_IN, host.clone(), err))?;
        let main = Line::new(lane, transcript);
        Ok(Self {
            stop_line: main.beside(),
            runtime,
            line: main,
            client: None,
            server: ServerFacts::default(),
            last_answer: Instant::now(),
            host,
        })
    }

    /// Signs in and opens a shell.
    pub(super) fn open(&mut self, call: &Call) -> PortResult<()> {
        self.ensure_open(Instant::now() + call.deadline, call)
    }

    /// How the session was signed in; none while it is not.
    pub(super) fn sign_in_facts(&self) -> Option<&SignInFacts> {
        self.line.sign_in_facts()
    }

    pub(super) fn server(&self) -> &ServerFacts {
        &self.server
    }

    /// Asks a question. A changing cmdlet is refused here: it takes [`Self::change`].
    pub(super) fn run(&mut self, cmdlet: &Cmdlet, call: &Call) -> PortResult<Reply> {
        self.run_each(cmdlet, call, |object| object)
    }

    /// Asks a question and keeps of each object only what `read` makes of it, so that a long list is in memory once.
    pub(super) fn run_each<T>(
        &mut self,
        cmdlet: &Cmdlet,
        call: &Call,
        read: impl Fn(Value) -> T,
    ) -> PortResult<Reply<T>> {
        if cmdlet.is_changing() {
            return Err(PortError::new(
                PortErrorKind::ReadOnly,
                cmdlet.name(),
                self.host.clone(),
                "a change was asked as a question",
            ));
        }
        self.send(cmdlet, call, read)
    }

    /// Carries a changing cmdlet out, once. A lost answer is an unknown outcome.
    pub(super) fn change(
        &mut self,
        _permit: &ChangePermit,
        cmdlet: &Cmdlet,
        call: &Call,
    ) -> PortResult<Reply> {
        if self.last_answer.elapsed() > RESTED {
            // A line that is gone is found out here, and opened anew below.
            let brief = Call::new(call.deadline.min(FIND_OUT), &call.cancel);
            self.keep_alive(&brief).ok();
        }
        self.send(cmdlet, call, |object| object)
    }

    /// A request that changes nothing, so that neither the server nor what is between forgets the session.
    ///
    /// A session that turns out to be gone is opened anew by the next command.
    pub(super) fn keep_alive(&mut self, call: &Call) -> PortResult<()> {
        let Some(client) = &mut self.client else {
            return Ok(());
        };
        let host = self.host.clone();
        let doing = Doing {
            operation: KEEP_ALIVE,
            target: &host,
            is_change: false,
            was_sent: false,
        };
        let deadline = Instant::now() + call.deadline;
        let outgoing = client.keep_alive().map_err(|err| doing.session(&err))?;
        let mut incoming = Incoming::new(|object| object);
        self.drive(outgoing, deadline, call, &mut incoming, &mut false)
            .map_err(|failure| {
                self.client = None;
                failure.present(doing)
            })
    }

    /// Runs one cmdlet.
    fn send<T>(
        &mut self,
        cmdlet: &Cmdlet,
        call: &Call,
        read: impl Fn(Value) -> T,
    ) -> PortResult<Reply<T>> {
        let deadline = Instant::now() + call.deadline;
        let command = command(cmdlet);
        let host = self.host.clone();
        for is_first in [true, false] {
            self.ensure_open(deadline, call)?;
            let mut doing = Doing {
                operation: cmdlet.name(),
                target: &host,
                is_change: cmdlet.is_changing(),
                was_sent: false,
            };
            let Some(client) = &mut self.client else {
                return Err(doing.error(PortErrorKind::LineLost, "the session is closed"));
            };
            let outgoing = client.invoke(&command).map_err(|err| doing.session(&err))?;
            let mut incoming = Incoming::new(&read);
            let driven = self.drive(outgoing, deadline, call, &mut incoming, &mut doing.was_sent);
            let reply = incoming.reply;
            let Err(failure) = driven else {
                return reply.check(doing);
            };
            let may_repeat = is_first
                && reply.outcome().is_none()
                && match failure {
                    // The server did not know the shell and so did not look at the command.
                    Failure::ShellGone(_) if !doing.was_sent => true,
                    _ => failure.is_line_lost() && !cmdlet.is_changing(),
                };
            self.let_go(&failure, cmdlet.is_changing());
            if may_repeat {
                continue;
            }
            // The end was told before the line broke: it is known.
            if reply.has_ended_by_itself() {
                return reply.check(doing);
            }
            return Err(failure.present(doing));
        }
        Err(PortError::new(
            PortErrorKind::LineLost,
            cmdlet.name(),
            host,
            "the shell is gone",
        ))
    }

    fn ensure_open(&mut self, deadline: Instant, call: &Call) -> PortResult<()> {
        let host = self.host.clone();
        let doing = Doing {
            operation: SIGN_IN,
            target: &host,
            is_change: false,
            was_sent: false,
        };
        self.try_open(deadline, call)
            .map_err(|failure| failure.present(doing))
    }

    /// Opens a shell unless there is one.
    pub(super) fn try_open(&mut self, deadline: Instant, call: &Call) -> Result<(), Failure> {
        if self.client.is_some() {
            return Ok(());
        }
        let mut config = Config::new(self.line.target().as_str());
        config.operation_timeout = OPERATION_TIMEOUT;
        let transcript = self.line.transcript().cloned();
        if let Some(transcript) = &transcript {
            transcript.session(&config);
        }
        let ids = move || {
            let id = Uuid::new_v4();
            if let Some(transcript) = &transcript {
                transcript.id(id);
            }
            id
        };
        let keys = || ExchangeKey::generate(&mut rand::rng());
        let client = Client::new(config, Box::new(ids)).with_exchange_keys(Box::new(keys));
        let client = self.client.insert(client);
        let outgoing = client.open().map_err(Failure::Session)?;
        let mut incoming = Incoming::new(|object| object);
        let opened = self.drive(outgoing, deadline, call, &mut incoming, &mut false);
        self.server = incoming.server;
        opened.inspect_err(|failure| self.let_go(failure, false))
    }

    fn drive<T>(
        &mut self,
        outgoing: Outgoing,
        deadline: Instant,
        call: &Call,
        incoming: &mut Incoming<T, impl Fn(Value) -> T>,
        was_sent: &mut bool,
    ) -> Result<(), Failure> {
        let Some(client) = &mut self.client else {
            return Err(Failure::NothingToSend);
        };
        let exchange = Exchange {
            client,
            line: &mut self.line,
            stop_line: &mut self.stop_line,
            patience: Patience {
                deadline,
                cancel: &call.cancel,
            },
        };
        let driven = self
            .runtime
            .block_on(exchange.drive(outgoing, incoming, was_sent));
        if driven.is_ok() {
            self.last_answer = Instant::now();
        }
        driven
    }

    /// Forgets the shell after a failure. What was given up must not go on running, and a shell nobody uses counts
    /// against the server's limits; but a change whose answer was lost is left alone to come to its end.
    fn let_go(&mut self, failure: &Failure, is_change: bool) {
        let Some(mut client) = self.client.take() else {
            return;
        };
        let may_close = match failure {
            Failure::Cancelled | Failure::Deadline | Failure::TooMuch => true,
            Failure::ShellGone(_) => false,
            Failure::Transport(_) | Failure::Session(_) | Failure::NothingToSend => !is_change,
        };
        if !may_close {
            return;
        }
        let Ok(outgoing) = client.close() else { return };
        // The other line may still be waiting for an answer.
        let line = &mut self.stop_line;
        self.runtime.block_on(async {
            line.post(outgoing, CLOSE_LIMIT).await.ok();
        });
    }
}

impl Drop for Session {
    /// Closes the shell, so that it does not count against the server's limits until it times out.
    fn drop(&mut self) {
        let Some(client) = &mut self.client else {
            return;
        };
        let Ok(outgoing) = client.close() else { return };
        let line = &mut self.line;
        self.runtime.block_on(async {
            // A server that does not hear it closes the shell by itself.
            line.post(outgoing, CLOSE_LIMIT).await.ok();
        });
    }
}

fn command(cmdlet: &Cmdlet) -> Command {
    cmdlet
        .parameters()
        .into_iter()
        .fold(Command::new(cmdlet.name()), |command, parameter| {
            let value = match parameter.value {
                Argument::Text(text) => Parameter::String(text),
                Argument::List(texts) => Parameter::StringList(texts),
                Argument::Switch(true) => Parameter::Switch,
                Argument::Switch(false) => Parameter::Bool(false),
                Argument::Credential(credential) => Parameter::Credential(Credential {
                    user: credential.user,
                    password: SecretText::new(credential.password.expose()),
                }),
            };
            command.parameter(parameter.name, value)
        })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Session;
    use crate::adapters::remote_powershell::deployment::lane;
    use crate::domain::{Access, Account, Authentication, Change, Dial, Recording, Secret, SipUri};
    use crate::lync::Cmdlet;
    use crate::ports::{Call, Cancel, PortErrorKind};

    #[test]
    fn a_change_cannot_be_sent_as_a_question() {
        let dial = Dial {
            uri: "https://fe01.invalid/OcsPowershell".to_owned(),
            account: Account::Named {
                user: "kim".to_owned(),
                password: Secret::new("x"),
            },
            authentication: Authentication::Ntlm,
            ca_file: None,
            kdc: None,
            access: Access::Changes,
            recording: Recording::Off,
        };
        let mut session = Session::new(lane(&dial).unwrap(), None).unwrap();
        let call = Call::new(Duration::from_secs(1), &Cancel::default());
        let change = Change::RemoveEndpoint {
            address: SipUri::parse("sip:x@contoso.com").unwrap(),
        };
        let err = session.run(&Cmdlet::act(&change), &call).unwrap_err();
        // Looking the name up would be a failure of another kind.
        assert_eq!(err.kind, PortErrorKind::ReadOnly);
    }
}
