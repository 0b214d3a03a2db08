//! An input read as a script: numbers, choices and blocks of bytes from its front to its end.
//!
//! Written here, because the files in `corpus` must mean the same for ever, which the crates that derive values from
//! bytes do not promise, and because a person can write such a file.

/// What is left of an input. At its end it goes on with zeros and empty blocks.
pub(crate) struct Script<'i>(&'i [u8]);

impl<'i> Script<'i> {
    pub(crate) fn new(input: &'i [u8]) -> Self {
        Self(input)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    pub(crate) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// A number below `end`, which a byte can hold.
    pub(crate) fn below(&mut self, end: u8) -> u8 {
        self.byte() % end
    }

    pub(crate) fn number(&mut self) -> u64 {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(self.take(8)) {
            *to = *from;
        }
        u64::from_le_bytes(bytes)
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::from(self.byte()) % from.len()]
    }

    /// A length of two bytes, little end first, and as many bytes as it says or there are.
    pub(crate) fn block(&mut self) -> &'i [u8] {
        let length = u16::from_le_bytes([self.byte(), self.byte()]);
        self.take(usize::from(length))
    }

    /// A block as text; what is not UTF-8 is replaced.
    pub(crate) fn text(&mut self) -> String {
        String::from_utf8_lossy(self.block()).into_owned()
    }

    pub(crate) fn rest(&mut self) -> &'i [u8] {
        std::mem::take(&mut self.0)
    }

    fn take(&mut self, count: usize) -> &'i [u8] {
        let (head, tail) = self.0.split_at(count.min(self.0.len()));
        self.0 = tail;
        head
    }
}
