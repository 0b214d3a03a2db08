//! As much of DER as sign-in needs: elements with a one-byte tag and a definite length.
//!
//! It never recurses and never allocates while reading, so hostile input costs nothing.

pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const ENUMERATED: u8 = 0x0a;

/// Reads elements one after the other.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// What was not read yet.
    pub(super) fn rest(self) -> &'a [u8] {
        self.0
    }

    /// The next element, whatever it is.
    pub(super) fn element(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        // A tag of several bytes does not occur in what we read.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, mut rest) = rest.split_first()?;
        let mut length = usize::from(first);
        if first & 0x80 != 0 {
            let count = usize::from(first & 0x7f);
            if count == 0 || count > 4 {
                return None;
            }
            let (digits, tail) = rest.split_at_checked(count)?;
            length = digits
                .iter()
                .fold(0, |sum, digit| (sum << 8) | usize::from(*digit));
            rest = tail;
        }
        let (contents, tail) = rest.split_at_checked(length)?;
        self.0 = tail;
        Some((tag, contents))
    }

    /// The contents of the next element, which must have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.element()
            .filter(|(found, _)| *found == tag)
            .map(|(_, contents)| contents)
    }
}

/// One element around its contents.
pub(super) fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = contents.len();
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let digits: Vec<u8> = length
                .to_be_bytes()
                .into_iter()
                .skip_while(|digit| *digit == 0)
                .collect();
            // A `usize` has at most eight bytes.
            out.push(0x80 | u8::try_from(digits.len()).unwrap_or(8));
            out.extend(digits);
        }
    }
    out.extend(contents);
    out
}

#[cfg(test)]
mod tests {
    use super::{OCTET_STRING, Reader, element};

    #[test]
    fn what_is_written_can_be_read() {
        for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let contents = vec![7; length];
            let bytes = element(OCTET_STRING, &contents);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.expect(OCTET_STRING), Some(contents.as_slice()));
            assert!(reader.is_empty());
        }
    }

    #[test]
    fn impossible_lengths_and_tags_are_refused() {
        for bytes in [
            [].as_slice(),
            &[0x04],
            &[0x04, 0x01],
            &[0x04, 0x80, 0x00, 0x00],
            &[0x04, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x04, 0x85, 0, 0, 0, 0, 0],
            &[0x04, 0xff],
            &[0x1f, 0x01, 0x00],
        ] {
            assert!(Reader::new(bytes).element().is_none(), "{bytes:?}");
        }
    }
}
