//! Values: any that can be made can be written, or is refused, and comes back as it was.

use pchat_console::psrp::clixml::{
    DateTime, ListKind, ObjectBuilder, SecureString, TimeSpan, Value,
};
use uuid::Uuid;

use super::clixml::check_round_trip;
use super::script::Script;

/// A little beyond what may be written.
const DEEPEST: u8 = 140;

pub(crate) fn run(input: &[u8]) {
    let mut maker = Maker {
        script: Script::new(input),
        objects: Vec::new(),
    };
    let value = maker.value(0);
    std::hint::black_box(value.to_text());
    check_round_trip(&value);
}

struct Maker<'i> {
    script: Script<'i>,
    /// Finished objects, to be used again.
    objects: Vec<Value>,
}

impl Maker<'_> {
    fn value(&mut self, depth: u8) -> Value {
        let script = &mut self.script;
        if script.is_empty() {
            return Value::Nil;
        }
        match script.below(28) {
            0 => Value::Nil,
            1 => Value::Bool(script.flag()),
            2 => Value::Char(self.small()),
            3 => Value::U8(script.byte()),
            4 => Value::I8(script.byte().cast_signed()),
            5 => Value::U16(self.small()),
            6 => Value::I16(self.small().cast_signed()),
            7 => Value::U32(self.medium()),
            8 => Value::I32(self.medium().cast_signed()),
            9 => Value::U64(script.number()),
            10 => Value::I64(script.number().cast_signed()),
            11 => Value::F32(f32::from_bits(self.medium())),
            12 => Value::F64(f64::from_bits(script.number())),
            13 => Value::Decimal(format!("{}.{}", script.byte(), script.number()).into()),
            14 => Value::String(self.text()),
            15 => Value::Bytes(script.block().into()),
            16 => Value::Guid(Uuid::from_u64_pair(script.number(), script.number())),
            17 => self.date_time(),
            18 => Value::TimeSpan(TimeSpan {
                ticks: script.number().cast_signed(),
            }),
            19 => self.version(),
            20 => Value::Uri(self.text()),
            21 => Value::Xml(self.text()),
            22 => Value::ScriptBlock(self.text()),
            23 => Value::SecureString(SecureString::from_base64(self.text())),
            24 => {
                let index = usize::from(script.byte());
                self.objects.get(index).cloned().unwrap_or(Value::Nil)
            }
            _ if depth < DEEPEST => {
                let object = self.object(depth + 1);
                self.objects.push(object.clone());
                object
            }
            _ => Value::Nil,
        }
    }

    fn object(&mut self, depth: u8) -> Value {
        let mut builder = ObjectBuilder::new();
        let parts = self.script.byte();
        if parts & 1 != 0 {
            let names: Vec<_> = (0..self.script.below(4)).map(|_| self.text()).collect();
            builder = builder.types(names.iter().map(AsRef::as_ref));
        }
        if parts & 2 != 0 {
            builder = builder.to_string_text(&self.text());
        }
        if parts & 4 != 0 {
            for _ in 0..self.script.below(4) {
                builder = builder.adapted(&self.text(), self.value(depth));
            }
        }
        if parts & 8 != 0 {
            for _ in 0..self.script.below(4) {
                builder = builder.extended(&self.text(), self.value(depth));
            }
        }
        let kind = match parts >> 4 & 7 {
            0 | 7 => return builder.build(),
            1 => return builder.primitive(self.value(depth)).build(),
            2 => {
                let entries = (0..self.script.below(8))
                    .map(|_| (self.value(depth), self.value(depth)))
                    .collect();
                return builder.dictionary(entries).build();
            }
            3 => ListKind::List,
            4 => ListKind::Enumerable,
            5 => ListKind::Queue,
            _ => ListKind::Stack,
        };
        let items = (0..self.script.byte()).map(|_| self.value(depth)).collect();
        builder.list(kind, items).build()
    }

    /// Half of the texts are UTF-16, which brings forth what UTF-8 has no short way to: control characters,
    /// surrogates, the end of the plane.
    fn text(&mut self) -> Box<str> {
        if self.script.flag() {
            let (units, _) = self.script.block().as_chunks::<2>();
            let units: Vec<u16> = units.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
            return String::from_utf16_lossy(&units).into();
        }
        self.script.text().into()
    }

    fn small(&mut self) -> u16 {
        u16::from_le_bytes([self.script.byte(), self.script.byte()])
    }

    fn medium(&mut self) -> u32 {
        u32::from(self.small()) << 16 | u32::from(self.small())
    }

    fn date_time(&mut self) -> Value {
        let seconds = self.script.number().cast_signed() % 400_000_000_000;
        let moment = DateTime::from_unix_time(seconds, self.medium() % 1_000_000_000);
        moment.map_or(Value::Nil, Value::DateTime)
    }

    fn version(&mut self) -> Value {
        let parts: Vec<String> = (0..2 + self.script.below(3))
            .map(|_| (self.medium() >> 1).to_string())
            .collect();
        parts.join(".").parse().map_or(Value::Nil, Value::Version)
    }
}
