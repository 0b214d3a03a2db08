//! From CLIXML to domain values, beside those who read the same bytes.

use std::hint::black_box;
use std::time::{Duration, Instant};

use pchat_console::lync::decode;
use pchat_console::psrp::clixml::Decoder;

use crate::rounds::Times;
use crate::{Outcome, corpus, references};

const ROUNDS: usize = 7;
/// pypsrp gets a part of the documents; its time is scaled up. The whole would take it minutes a round.
const PYPSRP_PART: usize = 100;

pub fn run() -> Outcome {
    let documents = corpus::documents(corpus::ENDPOINTS);
    let bytes: usize = documents.iter().map(String::len).sum();
    println!(
        "decode: {} endpoints, {:.0} MB of CLIXML, {ROUNDS} rounds, medians",
        documents.len(),
        megabytes(bytes)
    );

    let few = documents
        .get(..documents.len() / PYPSRP_PART)
        .ok_or("too few documents")?;
    let mut pypsrp = references::Pypsrp::start(few)?;
    let (mut ours, mut quick_xml, mut psrp_rs, mut python) = (
        Times::default(),
        Times::default(),
        Times::default(),
        Times::default(),
    );
    for _ in 0..ROUNDS {
        ours.push(own(&documents)?);
        quick_xml.push(each(&documents, references::quick_xml)?);
        psrp_rs.push(each(&documents, references::psrp_rs)?);
        python.push(pypsrp.decode()? * u32::try_from(PYPSRP_PART)?);
    }

    for (name, times) in [
        ("to domain values", &ours),
        ("quick-xml, attributes and text unescaped", &quick_xml),
        ("psrp-rs 1.0.0, to its values", &psrp_rs),
        ("pypsrp, to its objects", &python),
    ] {
        let seconds = times.median().as_secs_f64();
        println!("  {name:42} {:8.1} MB/s", megabytes(bytes) / seconds);
    }
    println!(
        "  speed, as a multiple of quick-xml: {:.2} (at least 0.6)",
        quick_xml.ratio_to(&ours)
    );
    println!(
        "  speed, as a multiple of psrp-rs:   {:.2} (at least 2)",
        psrp_rs.ratio_to(&ours)
    );
    println!(
        "  speed, as a multiple of pypsrp:    {:.0} (at least 100)",
        python.ratio_to(&ours)
    );
    Ok(())
}

/// As a session does it: one decoder for all, every endpoint kept. Letting go of them is not timed.
fn own(documents: &[String]) -> Outcome<Duration> {
    let pool = corpus::pool();
    let begun = Instant::now();
    let mut decoder = Decoder::new();
    let mut endpoints = Vec::new();
    for document in documents {
        let value = decoder.decode(document)?;
        endpoints.extend(decode::endpoint(&value, pool.as_ref()));
    }
    let time = begun.elapsed();
    if endpoints.len() != documents.len() {
        return Err("endpoints got lost".into());
    }
    Ok(time)
}

fn each(documents: &[String], read: impl Fn(&str) -> Outcome<usize>) -> Outcome<Duration> {
    let begun = Instant::now();
    for document in documents {
        black_box(read(document)?);
    }
    Ok(begun.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "a figure to show")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
