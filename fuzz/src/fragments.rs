//! Fragments: any stream, cut anywhere, and any message, split at any size.

use pchat_console::psrp::fragment::{Defragmenter, Error, Fragmenter};

use super::script::Script;

pub(crate) fn run(input: &[u8]) {
    let mut script = Script::new(input);
    let sizes: Vec<usize> = (0..script.below(8))
        .map(|_| usize::from(script.byte()))
        .collect();
    let max_len = usize::from(script.byte());
    let stream = script.rest();

    let (whole, error) = join([stream]);
    let held: usize = whole.iter().map(Vec::len).sum();
    assert!(held <= stream.len(), "a message holds only what arrived");
    assert_eq!(
        join(pieces(stream, &sizes)),
        (whole, error),
        "where it is cut does not matter"
    );

    // Two messages, because the second must not suffer from the first.
    let mut fragmenter = Fragmenter::default();
    let mut sent = fragmenter.split(stream, max_len).concat();
    sent.extend(fragmenter.split(stream, usize::MAX).concat());
    let twice = vec![stream.to_vec(); 2];
    assert_eq!(
        join(pieces(&sent, &sizes)),
        (twice, None),
        "what was split is joined again"
    );
}

/// The messages of a stream that arrives in pieces, and the error that ends it.
fn join<'s>(pieces: impl IntoIterator<Item = &'s [u8]>) -> (Vec<Vec<u8>>, Option<Error>) {
    let mut defragmenter = Defragmenter::default();
    let mut messages = Vec::new();
    for mut piece in pieces {
        loop {
            match defragmenter.next(&mut piece) {
                Ok(Some(message)) => messages.push(message.into_owned()),
                Ok(None) => break,
                Err(err) => return (messages, Some(err)),
            }
        }
        assert!(piece.is_empty(), "everything is taken");
    }
    (messages, None)
}

/// Cuts a stream at these sizes, over and over; a size of zero is a piece without bytes.
fn pieces<'s>(stream: &'s [u8], sizes: &[usize]) -> Vec<&'s [u8]> {
    let mut rest = stream;
    let mut pieces = Vec::new();
    for size in sizes.iter().cycle().take(sizes.len().max(1) * 64) {
        let (piece, after) = rest.split_at((*size).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}
