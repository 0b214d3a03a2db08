//! The list of rights on an object ([MS-DTYP] 2.4.6), as far as it answers two questions: whether it is inherited, and
//! who may or may not delete. What a server sends here is believed only as far as it fits into its own length.

use crate::domain::Sid;

/// Deleting the object itself ([MS-ADTS] 5.1.3.2).
pub(super) const DELETE: u32 = 0x0001_0000;
/// Deleting what lies directly below.
pub(super) const DELETE_CHILD: u32 = 0x0000_0002;
/// Deleting the object with everything below it.
pub(super) const DELETE_TREE: u32 = 0x0000_0040;

const GENERIC_ALL: u32 = 0x1000_0000;
const EVERYONE: &str = "S-1-1-0";

/// `user` in the schema, bf967aba-0de6-11d0-a285-00aa003049e2, as an entry for one class names it.
const USER_CLASS: [u8; 16] = [
    0xba, 0x7a, 0x96, 0xbf, 0xe6, 0x0d, 0xd0, 0x11, 0xa2, 0x85, 0x00, 0xaa, 0x00, 0x30, 0x49, 0xe2,
];

/// A descriptor with its list; without a list everybody may do everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SecurityDescriptor {
    inherits: bool,
    entries: Option<Vec<AccessEntry>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct AccessEntry {
    is_allowing: bool,
    mask: u32,
    /// The class or the right it is about, where it is not about everything.
    object: Option<[u8; 16]>,
    sid: Sid,
}

enum Kind {
    Effective(AccessEntry),
    Other,
}

/// Why bytes are no descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list of rights is cut short or not built as it should be")]
pub(crate) struct NotADescriptor;

impl SecurityDescriptor {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, NotADescriptor> {
        Self::read(bytes).ok_or(NotADescriptor)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        const PRESENT: u16 = 0x0004;
        const PROTECTED: u16 = 0x1000;
        let (&[revision, _, low, high], _) = bytes.split_first_chunk::<4>()?;
        if revision != 1 {
            return None;
        }
        let control = u16::from_le_bytes([low, high]);
        let place = usize::try_from(number(bytes.get(16..20)?)?).ok()?;
        let entries = if control & PRESENT == 0 || place == 0 {
            None
        } else {
            Some(entries(bytes.get(place..)?)?)
        };
        Some(Self {
            inherits: control & PROTECTED == 0,
            entries,
        })
    }

    /// Whether rights of the container apply here too.
    pub(super) fn inherits(&self) -> bool {
        self.inherits
    }

    /// Whether everybody is denied deleting it: "Protect object from accidental deletion".
    pub(super) fn is_deletion_protected(&self) -> bool {
        self.entries.iter().flatten().any(|entry| {
            !entry.is_allowing
                && entry.mask & (DELETE | DELETE_TREE) != 0
                && entry.sid.as_str() == EVERYONE
        })
    }

    /// Whether one of these identities is given a right before one of them is denied it ([MS-ADTS] 5.1.3.3.2). Rights
    /// over one class of objects count for users.
    pub(super) fn allows(&self, token: &[Sid], right: u32) -> bool {
        let Some(entries) = &self.entries else {
            return true;
        };
        entries
            .iter()
            .find(|entry| {
                let is_meant = entry.mask & (right | GENERIC_ALL) != 0;
                let is_of_user = entry.object.is_none_or(|class| class == USER_CLASS);
                is_meant && is_of_user && token.contains(&entry.sid)
            })
            .is_some_and(|entry| entry.is_allowing)
    }
}

/// The list of [MS-DTYP] 2.4.5 and its entries, 2.4.4.
fn entries(list: &[u8]) -> Option<Vec<AccessEntry>> {
    let (
        &[
            _revision,
            _,
            size_low,
            size_high,
            count_low,
            count_high,
            _,
            _,
        ],
        _,
    ) = list.split_first_chunk::<8>()?;
    let size = usize::from(u16::from_le_bytes([size_low, size_high]));
    let count = u16::from_le_bytes([count_low, count_high]);
    let mut rest = list.get(8..size)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (&[kind, flags, low, high], _) = rest.split_first_chunk::<4>()?;
        let size = usize::from(u16::from_le_bytes([low, high]));
        if size < 4 {
            return None;
        }
        let (entry, behind) = rest.split_at_checked(size)?;
        rest = behind;
        if let Kind::Effective(entry) = entry_of(kind, flags, entry.get(4..)?)? {
            entries.push(entry);
        }
    }
    Some(entries)
}

/// One entry; `Other` for a kind that neither allows nor denies here and now.
fn entry_of(kind: u8, flags: u8, body: &[u8]) -> Option<Kind> {
    const INHERIT_ONLY: u8 = 0x08;
    const OBJECT_PRESENT: u32 = 1;
    const INHERITED_OBJECT_PRESENT: u32 = 2;
    let (is_allowing, is_for_object) = match kind {
        0 => (true, false),
        1 => (false, false),
        5 => (true, true),
        6 => (false, true),
        _ => return Some(Kind::Other),
    };
    let mask = number(body.get(..4)?)?;
    let mut place = 4;
    let mut object = None;
    if is_for_object {
        let present = number(body.get(4..8)?)?;
        place = 8;
        if present & OBJECT_PRESENT != 0 {
            object = Some(body.get(place..place + 16)?.try_into().ok()?);
            place += 16;
        }
        if present & INHERITED_OBJECT_PRESENT != 0 {
            place += 16;
        }
    }
    let sid = body.get(place..)?;
    // Behind the identity there may be filling.
    let length = 8 + usize::from(*sid.get(1)?) * 4;
    let sid = Sid::from_bytes(sid.get(..length)?)?;
    if flags & INHERIT_ONLY != 0 {
        return Some(Kind::Other);
    }
    Some(Kind::Effective(AccessEntry {
        is_allowing,
        mask,
        object,
        sid,
    }))
}

fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYONE_BYTES: [u8; 12] = [1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    const ADMINISTRATORS: [u8; 16] = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];

    fn entry(kind: u8, flags: u8, mask: u32, object: &[u8], sid: &[u8]) -> Vec<u8> {
        let size = u16::try_from(8 + object.len() + sid.len()).unwrap();
        let mut bytes = vec![kind, flags];
        bytes.extend(size.to_le_bytes());
        bytes.extend(mask.to_le_bytes());
        bytes.extend(object);
        bytes.extend(sid);
        bytes
    }

    fn descriptor(control: u16, entries: &[Vec<u8>]) -> Vec<u8> {
        let body: Vec<u8> = entries.concat();
        let mut bytes = vec![1, 0];
        bytes.extend(control.to_le_bytes());
        bytes.extend([0; 12]);
        bytes.extend(20_u32.to_le_bytes());
        bytes.extend([4, 0]);
        bytes.extend(u16::try_from(8 + body.len()).unwrap().to_le_bytes());
        bytes.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(body);
        bytes
    }

    fn read(control: u16, entries: &[Vec<u8>]) -> SecurityDescriptor {
        SecurityDescriptor::parse(&descriptor(control, entries)).unwrap()
    }

    #[test]
    fn protection_from_deletion_is_a_denial_for_everyone() {
        let allow = entry(0, 0, 0x000f_01ff, &[], &ADMINISTRATORS);
        let deny = |mask, flags, sid: &[u8]| entry(1, flags, mask, &[], sid);
        let check = |first: Vec<u8>, expect: bool| {
            let list = [first, allow.clone()];
            assert_eq!(read(0x8004, &list).is_deletion_protected(), expect);
        };
        check(deny(DELETE | DELETE_TREE, 0, &EVERYONE_BYTES), true);
        check(deny(DELETE, 0, &EVERYONE_BYTES), true);
        check(deny(DELETE_CHILD, 0, &EVERYONE_BYTES), false);
        check(deny(DELETE, 0, &ADMINISTRATORS), false);
        // Only for what lies below
        check(deny(DELETE, 0x0a, &EVERYONE_BYTES), false);
    }

    #[test]
    fn a_protected_list_is_not_inherited() {
        assert!(read(0x8004, &[]).inherits());
        assert!(!read(0x9004, &[]).inherits());
    }

    #[test]
    fn a_right_is_given_by_the_first_entry_that_names_one_of_the_identities() {
        let everyone = Sid::from_bytes(&EVERYONE_BYTES).unwrap();
        let administrators = Sid::from_bytes(&ADMINISTRATORS).unwrap();
        let token = [everyone.clone(), administrators.clone()];
        let deny = entry(1, 0, DELETE, &[], &EVERYONE_BYTES);
        let allow = entry(0, 0, DELETE, &[], &ADMINISTRATORS);
        assert!(!read(4, &[deny.clone(), allow.clone()]).allows(&token, DELETE));
        assert!(read(4, &[allow.clone(), deny]).allows(&token, DELETE));
        assert!(!read(4, &[allow]).allows(&[everyone], DELETE));
        assert!(!read(4, &[]).allows(&token, DELETE));
        let no_list = SecurityDescriptor::parse(&descriptor(0, &[])).unwrap();
        assert!(no_list.allows(&[], DELETE));
        let all = entry(0, 0, GENERIC_ALL, &[], &ADMINISTRATORS);
        assert!(read(4, &[all]).allows(&[administrators], DELETE));
    }

    #[test]
    fn a_right_over_one_class_counts_for_users() {
        let token = [Sid::from_bytes(&ADMINISTRATORS).unwrap()];
        let of = |class: [u8; 16]| {
            let mut object = vec![1, 0, 0, 0];
            object.extend(class);
            entry(5, 0, DELETE_CHILD, &object, &ADMINISTRATORS)
        };
        assert!(read(4, &[of(USER_CLASS)]).allows(&token, DELETE_CHILD));
        assert!(!read(4, &[of([7; 16])]).allows(&token, DELETE_CHILD));
    }

    #[test]
    fn whatever_is_cut_or_bent_is_refused_and_never_believed() {
        let mut object = vec![3, 0, 0, 0];
        object.extend(USER_CLASS);
        object.extend([0; 16]);
        let whole = descriptor(
            0x8004,
            &[
                entry(1, 0, DELETE, &[], &EVERYONE_BYTES),
                entry(5, 2, DELETE, &object, &ADMINISTRATORS),
            ],
        );
        assert!(SecurityDescriptor::parse(&whole).is_ok());
        for length in 0..whole.len() {
            let cut = &whole[..length];
            assert_eq!(
                SecurityDescriptor::parse(cut),
                Err(NotADescriptor),
                "{length}"
            );
        }
        for place in 0..whole.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut bent = whole.clone();
                bent[place] = value;
                // It may mean something else then, but it is read without harm.
                let read = SecurityDescriptor::parse(&bent);
                if let Ok(read) = read {
                    read.is_deletion_protected();
                    read.allows(&[Sid::new(EVERYONE)], DELETE);
                }
            }
        }
    }
}
