//! What the decoder is measured against, each given the same bytes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use quick_xml::XmlVersion;
use quick_xml::events::Event;

use crate::{Outcome, peer};

/// Every event, with each attribute's value and each text unescaped: what any decoder on quick-xml has to do at least.
/// Returns how many characters that were.
pub fn quick_xml(document: &str) -> Outcome<usize> {
    let mut reader = quick_xml::Reader::from_str(document);
    let mut length = 0;
    loop {
        match reader.read_event()? {
            Event::Start(start) | Event::Empty(start) => {
                length += start.name().as_ref().len();
                for attribute in start.attributes() {
                    length += attribute?.normalized_value(XmlVersion::Implicit1_0)?.len();
                }
            }
            Event::Text(text) => length += text.xml10_content().len(),
            Event::GeneralRef(reference) => {
                length += quick_xml::escape::unescape(&format!("&{};", &*reference))?.len();
            }
            Event::Eof => return Ok(length),
            _ => {}
        }
    }
}

/// psrp-rs, to its own values. Returns how many there were.
pub fn psrp_rs(document: &str) -> Outcome<usize> {
    Ok(psrp_rs::parse_clixml(document)?.len())
}

/// pypsrp in a process of its own, which holds its documents before the clock starts.
pub struct Pypsrp {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Pypsrp {
    pub fn start(documents: &[String]) -> Outcome<Self> {
        let mut child = Command::new(peer::python()?)
            .arg(peer::here("python/decode.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().ok_or("no pipe to pypsrp")?;
        let stdout = child.stdout.take().ok_or("no pipe from pypsrp")?;
        writeln!(stdin, "{}", documents.len())?;
        for document in documents {
            writeln!(stdin, "{document}")?;
        }
        stdin.flush()?;
        Ok(Self {
            child,
            stdin: Some(stdin),
            answers: BufReader::new(stdout),
        })
    }

    /// How long it took to decode all the documents once, by its own clock.
    pub fn decode(&mut self) -> Outcome<Duration> {
        if let Some(stdin) = &mut self.stdin {
            writeln!(stdin, "decode")?;
            stdin.flush()?;
        }
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(Duration::from_secs_f64(line.trim().parse()?))
    }
}

impl Drop for Pypsrp {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.wait().ok();
    }
}
