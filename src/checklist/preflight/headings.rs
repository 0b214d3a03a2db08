//! Which headings an export may have. They are English, as the tools and the tables of Group Chat name things, and read
//! without regard to case, blanks, hyphens, underscores and brackets.
//!
//! | what it says | headings |
//! |---|---|
//! | a category | `Category`, `Category Name`, `Category Path` |
//! | the category above it | `Parent`, `Parent Category`, `Parent Name`, `Parent Path` |
//! | a room | `Room`, `Room Name`, `Chat Room`, `Chat Room Name`, `Channel`, `Channel Name` |
//! | what the row is about, where the other headings say what that is | `Name`, `Display Name`, `Title`, `Path` |
//! | numbers or GUIDs instead of names | `Id`, `Guid`, `Uri`, `Category Id`, `Room Id`, `Parent Id` |
//! | a manager | `Manager`, `Managers`, `Manager Address`, `Manager Uri`, `Manager SIP Address` |
//! | a member | `Member`, `Members`, `Member Address`, `User`, `SIP Address`, `SIP URI`, `Address`, `Participant` |
//! | whether a room is closed | `Disabled`, `Is Disabled`, or the contrary `Enabled`, `Is Enabled` |
//! | invitations | `Invitations`, `Invite`, `Invites`, `Enable Invitations`, `Invitations Enabled` |
//! | when somebody last wrote | `Last Posted`, `Last Message`, `Last Activity`, `Last Post Date`, `Last Message Date` |
//! | how many messages it has | `Messages`, `Message Count` |
//! | whether a person's account is closed | `Account Disabled`, or the contrary `Account Enabled` |

use super::export::ExportKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Id,
    Name,
    Category,
    CategoryId,
    Parent,
    ParentId,
    Room,
    RoomId,
    Manager,
    Member,
    Disabled,
    Enabled,
    Invitations,
    LastPosted,
    Messages,
    AccountDisabled,
    AccountEnabled,
}

const HEADINGS: &[(Column, &[&str])] = &[
    (Column::Id, &["id", "guid", "uri"]),
    (Column::Name, &["name", "displayname", "title", "path"]),
    (
        Column::Category,
        &["category", "categories", "categoryname", "categorypath"],
    ),
    (
        Column::CategoryId,
        &["categoryid", "categoryguid", "categoryuri"],
    ),
    (
        Column::Parent,
        &[
            "parent",
            "parentname",
            "parentpath",
            "parentcategory",
            "parentcategoryname",
        ],
    ),
    (
        Column::ParentId,
        &[
            "parentid",
            "parentguid",
            "parenturi",
            "parentcategoryid",
            "parentcategoryuri",
        ],
    ),
    (
        Column::Room,
        &[
            "room",
            "rooms",
            "roomname",
            "chatroom",
            "chatroomname",
            "channel",
            "channelname",
        ],
    ),
    (
        Column::RoomId,
        &[
            "roomid",
            "roomguid",
            "roomuri",
            "chatroomid",
            "channelid",
            "channeluri",
        ],
    ),
    (
        Column::Manager,
        &[
            "manager",
            "managers",
            "manageraddress",
            "manageruri",
            "managersipaddress",
            "managersipuri",
        ],
    ),
    (
        Column::Member,
        &[
            "member",
            "members",
            "memberaddress",
            "memberuri",
            "membersipaddress",
            "membersipuri",
            "user",
            "users",
            "useruri",
            "sipaddress",
            "sipuri",
            "address",
            "participant",
        ],
    ),
    (
        Column::Disabled,
        &["disabled", "isdisabled", "roomdisabled"],
    ),
    (Column::Enabled, &["enabled", "isenabled", "roomenabled"]),
    (
        Column::Invitations,
        &[
            "invitations",
            "invitation",
            "invite",
            "invites",
            "enableinvitations",
            "invitationsenabled",
            "allowinvitations",
        ],
    ),
    (
        Column::LastPosted,
        &[
            "lastposted",
            "lastpost",
            "lastpostdate",
            "lastmessage",
            "lastmessagedate",
            "lastactivity",
            "lastactive",
            "lastused",
        ],
    ),
    (
        Column::Messages,
        &["messages", "messagecount", "numberofmessages"],
    ),
    (
        Column::AccountDisabled,
        &["accountdisabled", "isaccountdisabled", "userdisabled"],
    ),
    (
        Column::AccountEnabled,
        &["accountenabled", "isaccountenabled", "userenabled"],
    ),
];

/// What a heading says; `None` for one that nobody looks at.
pub(super) fn column(heading: &str) -> Option<Column> {
    let plain: String = heading
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '(' | ')' | '[' | ']' | '.'))
        .flat_map(char::to_lowercase)
        .collect();
    HEADINGS
        .iter()
        .find(|(_, names)| names.contains(&plain.as_str()))
        .map(|(column, _)| *column)
}

/// What an export with these columns lists.
pub(super) fn kind(columns: &[Option<Column>]) -> Option<ExportKind> {
    let has = |column| columns.contains(&Some(column));
    let names_room = has(Column::Room) || has(Column::RoomId);
    let names_category = has(Column::Category) || has(Column::CategoryId);
    if has(Column::Manager) {
        Some(ExportKind::Managers)
    } else if has(Column::Member) && (names_room || names_category) {
        Some(ExportKind::Members)
    } else if has(Column::Room) || (has(Column::Name) && names_category) {
        Some(ExportKind::Rooms)
    } else if has(Column::Category)
        || (has(Column::Name) && (has(Column::Parent) || has(Column::ParentId)))
    {
        Some(ExportKind::Categories)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(headings: &str) -> Option<ExportKind> {
        let columns: Vec<_> = headings.split(',').map(column).collect();
        kind(&columns)
    }

    #[test]
    fn what_an_export_lists_shows_in_its_headings_however_they_are_spelled() {
        for headings in [
            "Category",
            "category_name,Parent",
            "Id,Name,ParentId",
            "Category Path,Invitations",
        ] {
            assert_eq!(
                kind_of(headings),
                Some(ExportKind::Categories),
                "{headings}"
            );
        }
        for headings in ["Room,Category", "CHAT-ROOM NAME", "Name,Category Id"] {
            assert_eq!(kind_of(headings), Some(ExportKind::Rooms), "{headings}");
        }
        for headings in ["Category,Manager", "Room,Category,Manager SIP Address"] {
            assert_eq!(kind_of(headings), Some(ExportKind::Managers), "{headings}");
        }
        for headings in ["Room,Member", "Category,SIP (Address)", "Room Id,User"] {
            assert_eq!(kind_of(headings), Some(ExportKind::Members), "{headings}");
        }
        for headings in ["Name", "Surname,Town", "SIP Address", ""] {
            assert_eq!(kind_of(headings), None, "{headings}");
        }
    }

    #[test]
    fn no_heading_says_two_things() {
        let mut names: Vec<_> = HEADINGS.iter().flat_map(|(_, names)| *names).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
