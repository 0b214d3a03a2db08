//! Fragments: how a message is cut to fit envelopes, and put together again ([MS-PSRP] 2.2.4).
//!
//! One [`Defragmenter`] serves one stream (the pool's, or one pipeline's): the fragments of a
//! stream come in order and one message at a time. What a message says is not looked at here.

use std::borrow::Cow;

/// Object id, fragment id, flags, length.
pub const HEADER_LEN: usize = 21;

/// The largest message that is put together. A message is one record; the largest one recorded from
/// Windows has 333 kB, and two of this size at once still fit any machine.
pub const MAX_MESSAGE_LEN: usize = 64 << 20;

const START: u8 = 1;
const END: u8 = 2;

/// Why a stream of fragments makes no sense. The stream cannot be read any further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("message {0} begins with a fragment that is not marked as the first")]
    NotAStart(u64),
    #[error("message {object}: fragment {fragment} came where {expected} was due")]
    OutOfOrder {
        object: u64,
        fragment: u64,
        expected: u64,
    },
    #[error("message {object} was interrupted by a fragment of message {by}")]
    Interrupted { object: u64, by: u64 },
    #[error("message {0} is longer than {MAX_MESSAGE_LEN} bytes")]
    TooLong(u64),
    #[error("the stream failed before")]
    Failed,
}

/// Cuts messages into fragments and numbers them.
#[derive(Debug)]
pub struct Fragmenter {
    next_object: u64,
}

impl Default for Fragmenter {
    fn default() -> Self {
        Self { next_object: 1 }
    }
}

impl Fragmenter {
    /// Cuts a message into fragments of at most `max_len` bytes, headers included.
    ///
    /// A fragment carries at least one byte, whatever `max_len` says. An empty message is one
    /// fragment without data.
    pub fn split(&mut self, message: &[u8], max_len: usize) -> Vec<Vec<u8>> {
        let object = self.next_object;
        self.next_object += 1;
        // The length is 32 bits wide on the wire.
        let room = max_len.saturating_sub(HEADER_LEN).clamp(1, MAX_MESSAGE_LEN);
        let mut fragments = Vec::with_capacity(message.len() / room + 1);
        let mut rest = message;
        loop {
            let (data, after) = rest.split_at_checked(room).unwrap_or((rest, &[]));
            rest = after;
            let start = if fragments.is_empty() { START } else { 0 };
            let end = if rest.is_empty() { END } else { 0 };
            let mut fragment = Vec::with_capacity(HEADER_LEN + data.len());
            fragment.extend_from_slice(&object.to_be_bytes());
            fragment.extend_from_slice(&(fragments.len() as u64).to_be_bytes());
            fragment.push(start | end);
            fragment.extend_from_slice(&u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
            fragment.extend_from_slice(data);
            fragments.push(fragment);
            if rest.is_empty() {
                return fragments;
            }
        }
    }
}

/// Puts the messages of one stream together.
///
/// Bytes may arrive cut anywhere, even inside a header. Memory grows only with bytes that really
/// arrived, never with a length that was merely announced.
#[derive(Debug, Default)]
pub struct Defragmenter {
    /// The beginning of a header that the next bytes complete.
    header: Vec<u8>,
    fragment: Option<Fragment>,
    message: Option<Partial>,
    failed: bool,
}

/// The fragment being read.
#[derive(Debug, Clone, Copy)]
struct Fragment {
    ends: bool,
    remaining: usize,
}

/// The message being put together.
#[derive(Debug)]
struct Partial {
    object: u64,
    next_fragment: u64,
    data: Vec<u8>,
}

impl Defragmenter {
    /// Takes bytes from `input` until a message is complete, which it returns, or `input` is empty.
    ///
    /// A message that came whole is borrowed. Call again until it returns `None`.
    pub fn next<'i>(&mut self, input: &mut &'i [u8]) -> Result<Option<Cow<'i, [u8]>>, Error> {
        if self.failed {
            return Err(Error::Failed);
        }
        let result = self.advance(input);
        self.failed = result.is_err();
        result
    }

    fn advance<'i>(&mut self, input: &mut &'i [u8]) -> Result<Option<Cow<'i, [u8]>>, Error> {
        loop {
            let fragment = match self.fragment {
                Some(fragment) => fragment,
                None => match self.read_header(input)? {
                    Some(fragment) => fragment,
                    None => return Ok(None),
                },
            };
            let Some(partial) = &mut self.message else {
                return Err(Error::Failed);
            };

            let available = fragment.remaining.min(input.len());
            let (data, rest) = input.split_at_checked(available).unwrap_or((input, &[]));
            *input = rest;
            if available < fragment.remaining {
                partial.data.extend_from_slice(data);
                let remaining = fragment.remaining - available;
                self.fragment = Some(Fragment {
                    remaining,
                    ..fragment
                });
                return Ok(None);
            }
            self.fragment = None;
            if fragment.ends {
                let mut whole = self
                    .message
                    .take()
                    .map_or_else(Vec::new, |partial| partial.data);
                if whole.is_empty() {
                    return Ok(Some(Cow::Borrowed(data)));
                }
                whole.extend_from_slice(data);
                return Ok(Some(Cow::Owned(whole)));
            }
            partial.data.extend_from_slice(data);
        }
    }

    /// Reads a header and checks that it continues the stream; `None` when it is not all there.
    fn read_header(&mut self, input: &mut &[u8]) -> Result<Option<Fragment>, Error> {
        let missing = HEADER_LEN
            .saturating_sub(self.header.len())
            .min(input.len());
        let (bytes, rest) = input.split_at_checked(missing).unwrap_or((input, &[]));
        *input = rest;
        self.header.extend_from_slice(bytes);
        let Some(header) = Header::parse(&self.header) else {
            return Ok(None);
        };
        self.header.clear();

        let Header {
            object,
            fragment,
            flags,
            length,
        } = header;
        let partial = match &mut self.message {
            Some(partial) if partial.object != object => {
                return Err(Error::Interrupted {
                    object: partial.object,
                    by: object,
                });
            }
            Some(partial) if partial.next_fragment != fragment || flags & START != 0 => {
                return Err(Error::OutOfOrder {
                    object,
                    fragment,
                    expected: partial.next_fragment,
                });
            }
            Some(partial) => partial,
            None if flags & START == 0 => return Err(Error::NotAStart(object)),
            None if fragment != 0 => {
                return Err(Error::OutOfOrder {
                    object,
                    fragment,
                    expected: 0,
                });
            }
            None => self.message.insert(Partial {
                object,
                next_fragment: 0,
                data: Vec::new(),
            }),
        };
        // A fragment number cannot wrap: that many fragments cannot be sent.
        partial.next_fragment = partial.next_fragment.wrapping_add(1);
        if length > MAX_MESSAGE_LEN - partial.data.len() {
            return Err(Error::TooLong(object));
        }
        let fragment = Fragment {
            ends: flags & END != 0,
            remaining: length,
        };
        self.fragment = Some(fragment);
        Ok(Some(fragment))
    }
}

struct Header {
    object: u64,
    fragment: u64,
    flags: u8,
    length: usize,
}

impl Header {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (object, rest) = bytes.split_first_chunk::<8>()?;
        let (fragment, rest) = rest.split_first_chunk::<8>()?;
        let (flags, rest) = rest.split_first()?;
        let length = rest.first_chunk::<4>()?;
        Some(Self {
            object: u64::from_be_bytes(*object),
            fragment: u64::from_be_bytes(*fragment),
            flags: *flags,
            length: usize::try_from(u32::from_be_bytes(*length)).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(object: u64, fragment: u64, flags: u8, data: &[u8]) -> Vec<u8> {
        let mut bytes = object.to_be_bytes().to_vec();
        bytes.extend(fragment.to_be_bytes());
        bytes.push(flags);
        bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        bytes.extend(data);
        bytes
    }

    fn join(defragmenter: &mut Defragmenter, mut input: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        let mut messages = Vec::new();
        while let Some(message) = defragmenter.next(&mut input)? {
            messages.push(message.into_owned());
        }
        assert!(input.is_empty());
        Ok(messages)
    }

    fn check(stream: &[Vec<u8>], expected: Error) {
        let mut defragmenter = Defragmenter::default();
        assert_eq!(join(&mut defragmenter, &stream.concat()), Err(expected));
        assert_eq!(
            join(&mut defragmenter, &fragment(9, 0, 3, b"x")),
            Err(Error::Failed)
        );
    }

    #[test]
    fn a_fragment_is_laid_out_as_the_specification_says() {
        let mut fragmenter = Fragmenter::default();
        assert_eq!(
            fragmenter.split(b"ab", 100),
            [b"\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\x03\0\0\0\x02ab".to_vec()]
        );
        assert_eq!(fragmenter.split(b"", 100), [fragment(2, 0, 3, b"")]);
        assert_eq!(
            fragmenter.split(b"abcde", HEADER_LEN + 2),
            [
                fragment(3, 0, 1, b"ab"),
                fragment(3, 1, 0, b"cd"),
                fragment(3, 2, 2, b"e")
            ]
        );
    }

    #[test]
    fn what_is_split_at_any_size_is_joined_again() {
        let message: Vec<u8> = (0..200).collect();
        for max_len in [0, 21, 22, 23, 50, 220, 221, 1000] {
            let stream = Fragmenter::default().split(&message, max_len).concat();
            assert_eq!(
                join(&mut Defragmenter::default(), &stream).unwrap(),
                [message.as_slice()]
            );
        }
    }

    #[test]
    fn bytes_may_be_cut_anywhere() {
        let mut fragmenter = Fragmenter::default();
        let mut stream = fragmenter.split(b"first message", 26).concat();
        stream.extend(fragmenter.split(b"second", 1000).concat());
        stream.extend(fragmenter.split(b"", 1000).concat());
        let expected = [b"first message".to_vec(), b"second".to_vec(), Vec::new()];
        for at in 0..=stream.len() {
            let (head, tail) = stream.split_at(at);
            let mut defragmenter = Defragmenter::default();
            let mut messages = join(&mut defragmenter, head).unwrap();
            messages.extend(join(&mut defragmenter, tail).unwrap());
            assert_eq!(messages, expected);
        }
        let mut defragmenter = Defragmenter::default();
        let single = stream
            .chunks(1)
            .flat_map(|byte| join(&mut defragmenter, byte).unwrap());
        assert_eq!(single.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_message_that_came_whole_is_not_copied() {
        let stream = fragment(1, 0, 3, b"whole");
        let message = Defragmenter::default()
            .next(&mut stream.as_slice())
            .unwrap();
        assert!(matches!(message, Some(Cow::Borrowed(b"whole"))));
    }

    #[test]
    fn fragments_out_of_order_are_refused() {
        check(&[fragment(1, 0, 0, b"a")], Error::NotAStart(1));
        check(
            &[fragment(1, 1, 1, b"a")],
            Error::OutOfOrder {
                object: 1,
                fragment: 1,
                expected: 0,
            },
        );
        check(
            &[fragment(1, 0, 1, b"a"), fragment(1, 2, 2, b"c")],
            Error::OutOfOrder {
                object: 1,
                fragment: 2,
                expected: 1,
            },
        );
        // Twice the same, and a second start.
        check(
            &[fragment(1, 0, 1, b"a"), fragment(1, 0, 0, b"a")],
            Error::OutOfOrder {
                object: 1,
                fragment: 0,
                expected: 1,
            },
        );
        check(
            &[fragment(1, 0, 1, b"a"), fragment(1, 1, 1, b"a")],
            Error::OutOfOrder {
                object: 1,
                fragment: 1,
                expected: 1,
            },
        );
        check(
            &[fragment(1, 0, 1, b"a"), fragment(2, 1, 2, b"b")],
            Error::Interrupted { object: 1, by: 2 },
        );
    }

    #[test]
    fn an_announced_length_takes_no_memory_and_has_a_limit() {
        let mut huge = fragment(1, 0, 1, b"");
        huge.splice(17..21, u32::MAX.to_be_bytes());
        check(&[huge], Error::TooLong(1));

        let mut large = fragment(1, 0, 1, b"");
        large.splice(
            17..21,
            u32::try_from(MAX_MESSAGE_LEN).unwrap().to_be_bytes(),
        );
        let mut defragmenter = Defragmenter::default();
        assert_eq!(join(&mut defragmenter, &large), Ok(Vec::new()));
        assert!(defragmenter.message.unwrap().data.capacity() < 1024);

        let one = [fragment(1, 0, 1, b"a")];
        let mut rest = fragment(1, 1, 2, b"");
        rest.splice(
            17..21,
            u32::try_from(MAX_MESSAGE_LEN).unwrap().to_be_bytes(),
        );
        check(&[one.concat(), rest], Error::TooLong(1));
    }
}
