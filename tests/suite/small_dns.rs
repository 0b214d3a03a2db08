//! A DNS server of a few records, for what no real one would say on purpose.

use std::net::{Ipv4Addr, UdpSocket};

use crate::active_directory::beside;

const A: u16 = 1;
const SRV: u16 = 33;

/// Answers questions on loopback for as long as the process lives.
pub(crate) struct SmallDns {
    pub(crate) address: String,
}

/// One record: what is asked for, and the answer.
#[derive(Clone)]
pub(crate) enum Record {
    Address(&'static str, Ipv4Addr),
    /// A name, and the priority, port and host of one of its servers.
    Service(&'static str, u16, u16, &'static str),
}

impl SmallDns {
    pub(crate) fn start(records: Vec<Record>) -> Self {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = socket.local_addr().unwrap().to_string();
        beside(move || {
            let mut question = [0; 1500];
            while let Ok((length, asker)) = socket.recv_from(&mut question) {
                let answer = answered(&question[..length], &records);
                socket.send_to(&answer, asker).ok();
            }
        });
        Self { address }
    }
}

/// The answer of RFC 1035 4 to a message with one question.
fn answered(question: &[u8], records: &[Record]) -> Vec<u8> {
    let mut name = String::new();
    let mut place = 12;
    while let Some(length @ 1..) = question.get(place).copied() {
        let end = place + 1 + usize::from(length);
        name.push_str(&String::from_utf8_lossy(&question[place + 1..end]));
        name.push('.');
        place = end;
    }
    let kind = u16::from_be_bytes([question[place + 1], question[place + 2]]);
    let name = name.trim_end_matches('.').to_lowercase();
    let answers: Vec<Vec<u8>> = records
        .iter()
        .filter_map(|record| match record {
            Record::Address(of, address) if kind == A && *of == name => {
                Some(address.octets().to_vec())
            }
            Record::Service(of, priority, port, host) if kind == SRV && *of == name => {
                let mut data = priority.to_be_bytes().to_vec();
                data.extend(0_u16.to_be_bytes());
                data.extend(port.to_be_bytes());
                for label in host.split('.') {
                    data.push(u8::try_from(label.len()).unwrap());
                    data.extend(label.as_bytes());
                }
                data.push(0);
                Some(data)
            }
            _ => None,
        })
        .collect();
    let mut message = question[..2].to_vec();
    message.extend([0x81, 0x80, 0, 1]);
    message.extend(u16::try_from(answers.len()).unwrap().to_be_bytes());
    message.extend([0; 4]);
    message.extend(&question[12..place + 5]);
    for data in answers {
        // The name of the question, its type, class IN, a minute.
        message.extend([0xc0, 12]);
        message.extend(kind.to_be_bytes());
        message.extend([0, 1, 0, 0, 0, 60]);
        message.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        message.extend(data);
    }
    message
}
