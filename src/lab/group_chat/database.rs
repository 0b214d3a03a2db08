//! What Group Chat holds: categories in a tree, rooms, add-ins, who manages and who is a member. Persistent Chat has one
//! level of categories, so names get those above them as a prefix when they are imported.

use crate::domain::Moment;

/// In characters; a longer name is not imported.
const LONGEST_NAME: usize = 256;

/// What stands between the parts of a flattened name; the public pages do not say what does.
const JOINT: &str = "-";

/// Who manages the root category manages everything after the import.
const ROOT: &str = "Root";

#[derive(Clone, Copy)]
pub(in crate::lab) struct Size {
    pub(in crate::lab) categories: u32,
    pub(in crate::lab) rooms: u32,
    pub(in crate::lab) addins: u32,
}

/// The names that are not made up but come from the deployment around it.
pub(in crate::lab) struct Named<'a> {
    /// A room that the target pool has too.
    pub(in crate::lab) colliding: &'a str,
    pub(in crate::lab) sip_domain: &'a str,
    pub(in crate::lab) now: Moment,
}

#[derive(Clone)]
pub(in crate::lab) struct OldDatabase {
    categories: Vec<OldCategory>,
    rooms: Vec<OldRoom>,
    addins: Vec<String>,
    managers: Vec<OldManager>,
    members: Vec<OldMember>,
}

#[derive(Clone)]
struct OldCategory {
    /// The place of the category above it; none is above those of the first level.
    parent: Option<usize>,
    name: String,
    allows_invitations: bool,
}

#[derive(Clone)]
struct OldRoom {
    category: usize,
    name: String,
    allows_invitations: bool,
    is_disabled: bool,
    last_posted: String,
    messages: usize,
}

#[derive(Clone)]
struct OldManager {
    /// `None` for the category above all others.
    category: Option<usize>,
    address: String,
}

#[derive(Clone)]
struct OldMember {
    room: usize,
    address: String,
}

/// The same with one level.
pub(super) struct Flattened {
    pub(super) categories: Vec<String>,
    pub(super) rooms: Vec<String>,
    pub(super) addins: Vec<String>,
    /// Names that are too long to be imported.
    pub(super) too_long: Vec<String>,
}

const CATEGORIES: [&str; 8] = [
    "Sales",
    "Operations",
    "Projects",
    "Factory",
    "Support",
    "영업",
    "運用",
    "Finance",
];
const ROOMS: [&str; 8] = [
    "Daily",
    "Escalations",
    "Handover",
    "Planning",
    "Incidents",
    "공지 사항",
    "障害連絡",
    "Releases",
];
/// Long enough that a room below both is too long with its prefix.
const LONG: [&str; 2] = [
    "Plants, warehouses and harbours of the southern region, with everybody who delivers to them by road or by rail",
    "Shift leaders, deputies and on-call engineers of the second maintenance district, including its external partners",
];
const LONG_ROOM: &str = "Handover of the night shift for the conveyor lines seven to twelve";

impl OldDatabase {
    /// At least so much of everything, with one of each thing a migration stumbles over.
    pub(in crate::lab) fn new(size: Size, named: &Named<'_>) -> Self {
        let (categories, deep) = categories(size.categories);
        let rooms = rooms(size.rooms, &categories, deep, named);
        let addins = (1..=size.addins).map(|number| format!("Add-in {number}"));
        let person = |name: &str| format!("sip:{name}@{}", named.sip_domain);
        let managers = [
            (None, person("chatadmin")),
            (Some(0), person("manager1")),
            (Some(1), person("manager2")),
        ];
        let members = [
            (0, person("pilot1")),
            (0, person("pilot2")),
            (1, person("pilot1")),
            (1, "sip:partner1@partner.example".to_owned()),
            (2, person("pilot2")),
        ];
        Self {
            categories,
            rooms,
            addins: addins.collect(),
            managers: managers
                .into_iter()
                .map(|(category, address)| OldManager { category, address })
                .collect(),
            members: members
                .into_iter()
                .map(|(room, address)| OldMember { room, address })
                .collect(),
        }
    }

    /// The names from the top of the tree to a category.
    fn path(&self, category: usize) -> Vec<&str> {
        let mut names = Vec::new();
        let mut next = Some(category);
        while let Some(own) = next.and_then(|place| self.categories.get(place)) {
            names.push(own.name.as_str());
            next = own.parent;
        }
        names.reverse();
        names
    }

    fn room_name(&self, room: &OldRoom) -> String {
        let mut path = self.path(room.category);
        // Below a category of the first level nothing is flattened.
        if path.len() < 2 {
            return room.name.clone();
        }
        path.push(&room.name);
        path.join(JOINT)
    }

    pub(super) fn flattened(&self) -> Flattened {
        let mut too_long = Vec::new();
        let mut short = |name: String| {
            let fits = name.chars().count() <= LONGEST_NAME;
            if fits {
                return Some(name);
            }
            too_long.push(name);
            None
        };
        let places = 0..self.categories.len();
        let categories = places
            .filter_map(|place| short(self.path(place).join(JOINT)))
            .collect();
        let rooms = self.rooms.iter();
        let rooms = rooms
            .filter_map(|room| short(self.room_name(room)))
            .collect();
        Flattened {
            categories,
            rooms,
            addins: self.addins.clone(),
            too_long,
        }
    }

    /// The rooms that allow invitations below categories that do not: they lose the setting.
    pub(super) fn resetting_rooms(&self) -> Vec<String> {
        let rooms = self.rooms.iter().filter(|room| {
            let category = self.categories.get(room.category);
            room.allows_invitations && category.is_some_and(|own| !own.allows_invitations)
        });
        rooms.map(|room| self.room_name(room)).collect()
    }

    /// Somebody sets one room to what its category does not allow, and gives it a name the target pool has.
    pub(super) fn upset(&mut self, taken: Option<&str>) {
        if let Some(room) = self.rooms.first_mut() {
            room.allows_invitations = true;
            if let Some(taken) = taken {
                taken.clone_into(&mut room.name);
            }
            if let Some(category) = self.categories.get_mut(room.category) {
                category.allows_invitations = false;
            }
        }
    }

    /// Puts right what a migration stumbles over; one line for each thing that was changed.
    pub(super) fn clean_up(&mut self, taken: &[String]) -> Vec<String> {
        let mut told = Vec::new();
        let roots = self
            .managers
            .iter()
            .filter(|manager| manager.category.is_none());
        told.extend(roots.map(|manager| {
            format!(
                "{}: no longer manager of the root category",
                manager.address
            )
        }));
        self.managers.retain(|manager| manager.category.is_some());
        for name in self.resetting_rooms() {
            told.push(format!(
                "\"{name}\": invitations set to False, as in its category"
            ));
        }
        for room in &mut self.rooms {
            let category = self.categories.get(room.category);
            if category.is_some_and(|own| !own.allows_invitations) {
                room.allows_invitations = false;
            }
        }
        for place in 0..self.rooms.len() {
            let name = self.room_name(&self.rooms[place]);
            if name.chars().count() > LONGEST_NAME {
                for (number, category) in self.categories.iter_mut().enumerate() {
                    if category.name.chars().count() > 40 {
                        category.name = format!("Region {}", number + 1);
                    }
                }
                told.push(format!(
                    "\"{name}\": renamed to \"{}\"",
                    self.room_name(&self.rooms[place])
                ));
            }
            let name = self.room_name(&self.rooms[place]);
            if taken
                .iter()
                .any(|taken| taken.to_lowercase() == name.to_lowercase())
            {
                self.rooms[place].name.push_str(" (Group Chat)");
                let new = self.room_name(&self.rooms[place]);
                told.push(format!("\"{name}\": renamed to \"{new}\""));
            }
        }
        told
    }

    /// As the administration tool exports it, one file for each kind of thing.
    pub(super) fn exports(&self) -> Vec<(String, Vec<u8>)> {
        let yes = |is: bool| if is { "True" } else { "False" }.to_owned();
        let id = |place: usize| (place + 1).to_string();
        let categories = self.categories.iter().enumerate().map(|(place, category)| {
            vec![
                id(place),
                category.name.clone(),
                category.parent.map(id).unwrap_or_default(),
                yes(category.allows_invitations),
            ]
        });
        let rooms = self.rooms.iter().enumerate().map(|(place, room)| {
            vec![
                id(place),
                room.name.clone(),
                id(room.category),
                yes(room.allows_invitations),
                yes(room.is_disabled),
                room.last_posted.clone(),
                room.messages.to_string(),
            ]
        });
        let managers = self.managers.iter().map(|manager| {
            let category = manager
                .category
                .and_then(|place| self.categories.get(place));
            vec![
                category
                    .map_or(ROOT, |category| category.name.as_str())
                    .to_owned(),
                manager.category.map(id).unwrap_or_default(),
                manager.address.clone(),
            ]
        });
        let members = self.members.iter().filter_map(|member| {
            let room = self.rooms.get(member.room)?;
            Some(vec![
                room.name.clone(),
                id(member.room),
                member.address.clone(),
            ])
        });
        vec![
            file("categories.csv", "Id,Name,ParentId,Invitations", categories),
            file(
                "rooms.csv",
                "Id,Room,CategoryId,Invitations,Disabled,LastPosted,Messages",
                rooms,
            ),
            file("managers.csv", "Category,CategoryId,Manager", managers),
            file("members.csv", "Room,RoomId,Member", members),
        ]
    }
}

/// A tree of so many categories, and the deepest of them.
fn categories(count: u32) -> (Vec<OldCategory>, usize) {
    let mut categories = Vec::new();
    let mut add = |parent, name: String, allows_invitations| {
        categories.push(OldCategory {
            parent,
            name,
            allows_invitations,
        });
        categories.len() - 1
    };
    let first = add(None, CATEGORIES[0].to_owned(), true);
    let second = add(None, CATEGORIES[1].to_owned(), false);
    let region = add(Some(first), LONG[0].to_owned(), true);
    let deep = add(Some(region), LONG[1].to_owned(), true);
    for number in 4..usize::try_from(count).unwrap_or(usize::MAX) {
        let name = CATEGORIES[number % CATEGORIES.len()];
        match number / CATEGORIES.len() {
            0 => add(None, name.to_owned(), true),
            round => add(Some(second), format!("{name} {}", round + 1), true),
        };
    }
    (categories, deep)
}

fn rooms(count: u32, categories: &[OldCategory], deep: usize, named: &Named<'_>) -> Vec<OldRoom> {
    let day = named.now.civil().date();
    let room = |category: usize, name: String, number: usize| OldRoom {
        category,
        name,
        allows_invitations: categories
            .get(category)
            .is_some_and(|own| own.allows_invitations),
        is_disabled: false,
        last_posted: day
            .saturating_sub(jiff::Span::new().days(i64::try_from(number % 900).unwrap_or_default()))
            .to_string(),
        messages: 37 + number * 211 % 5000,
    };
    let mut rooms = vec![
        room(0, "Daily".to_owned(), 1),
        room(1, "On call".to_owned(), 2),
        room(1, named.colliding.to_owned(), 3),
        room(deep, LONG_ROOM.to_owned(), 4),
        room(0, "Closed since 2009".to_owned(), 880),
    ];
    rooms[1].allows_invitations = true;
    rooms[4].is_disabled = true;
    // The two long categories stand apart, so that no other name becomes too long.
    let plain: Vec<usize> = (0..categories.len())
        .filter(|place| !(2..4).contains(place))
        .collect();
    for number in rooms.len()..usize::try_from(count).unwrap_or(usize::MAX) {
        let name = ROOMS[number % ROOMS.len()];
        let category = plain[number % plain.len()];
        rooms.push(room(category, format!("{name} {}", number + 1), number));
    }
    rooms
}

fn file(name: &str, headings: &str, rows: impl Iterator<Item = Vec<String>>) -> (String, Vec<u8>) {
    let mut text = format!("{headings}\r\n");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    (name.to_owned(), text.into_bytes())
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
