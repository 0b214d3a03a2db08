//! The icons: characters of `assets/fonts/PChatIcons.ttf`, named for what they mean in the console.
//!
//! `assets/fonts/characters/icons.txt` says which drawing each one is; `assets/fonts/build-subsets` makes
//! the font from that table and refuses to when the constants here differ from it. An icon never stands
//! alone for a screen reader: give the widget a name. Beside text of 14 points an icon is 16.

// Places: the pages and what they show
pub const OVERVIEW: &str = "\u{e900}";
pub const HOME: &str = "\u{e901}";
pub const SITE: &str = "\u{e902}";
pub const POOLS: &str = "\u{e903}";
pub const DATABASE: &str = "\u{e904}";
pub const NETWORK: &str = "\u{e905}";
pub const ENDPOINTS: &str = "\u{e906}";
pub const ADDRESS: &str = "\u{e907}";
pub const ROUTE: &str = "\u{e908}";
pub const ROOMS: &str = "\u{e909}";
pub const MIGRATION: &str = "\u{e90a}";
pub const JOURNAL: &str = "\u{e90b}";
pub const HISTORY: &str = "\u{e90c}";
pub const SETTINGS: &str = "\u{e90d}";
pub const LAB: &str = "\u{e90e}";
pub const TERMINAL: &str = "\u{e90f}";

// Session: the connection, who is working, what is allowed
pub const CONNECT: &str = "\u{e920}";
pub const DISCONNECT: &str = "\u{e921}";
pub const POWER: &str = "\u{e922}";
pub const READ_ONLY: &str = "\u{e923}";
pub const LOCKED: &str = "\u{e924}";
pub const UNLOCKED: &str = "\u{e925}";
pub const KEY: &str = "\u{e926}";
pub const SECURITY: &str = "\u{e927}";
pub const TRUSTED: &str = "\u{e928}";
pub const PERSON: &str = "\u{e929}";
pub const PEOPLE: &str = "\u{e92a}";
pub const ACCOUNT: &str = "\u{e92b}";

// Actions
pub const ADD: &str = "\u{e940}";
pub const EDIT: &str = "\u{e941}";
pub const REMOVE: &str = "\u{e942}";
pub const REPLACE: &str = "\u{e943}";
pub const UNDO: &str = "\u{e944}";
pub const REFRESH: &str = "\u{e945}";
pub const RUN: &str = "\u{e946}";
pub const PAUSE: &str = "\u{e947}";
pub const STOP: &str = "\u{e948}";
pub const COPY: &str = "\u{e949}";
pub const SAVE: &str = "\u{e94a}";
pub const EXPORT: &str = "\u{e94b}";
pub const OPEN: &str = "\u{e94c}";
pub const FILE: &str = "\u{e94d}";
pub const EXTERNAL: &str = "\u{e94e}";
pub const SEARCH: &str = "\u{e94f}";
pub const FILTER: &str = "\u{e950}";
pub const CLEAR: &str = "\u{e951}";
pub const SHOW: &str = "\u{e952}";
pub const HIDE: &str = "\u{e953}";
pub const UNLINK: &str = "\u{e954}";
pub const MORE: &str = "\u{e955}";

// Outcomes and steps
pub const DONE: &str = "\u{e960}";
pub const SUCCEEDED: &str = "\u{e961}";
pub const ALREADY_DONE: &str = "\u{e962}";
pub const SKIPPED: &str = "\u{e963}";
pub const NOT_STARTED: &str = "\u{e964}";
pub const CURRENT: &str = "\u{e965}";
pub const RUNNING: &str = "\u{e966}";
pub const PENDING: &str = "\u{e967}";
pub const WAITING: &str = "\u{e968}";
pub const INTERRUPTED: &str = "\u{e969}";
pub const UNKNOWN: &str = "\u{e96a}";
pub const WARNING: &str = "\u{e96b}";
pub const FAILED: &str = "\u{e96c}";
pub const INFORMATION: &str = "\u{e96d}";
pub const MILESTONE: &str = "\u{e96e}";
pub const CALENDAR: &str = "\u{e96f}";

// Directions
pub const UP: &str = "\u{e980}";
pub const DOWN: &str = "\u{e981}";
pub const LEFT: &str = "\u{e982}";
pub const RIGHT: &str = "\u{e983}";
pub const SORT_ASCENDING: &str = "\u{e984}";
pub const SORT_DESCENDING: &str = "\u{e985}";

// Appearance
pub const LIGHT_THEME: &str = "\u{e9a0}";
pub const DARK_THEME: &str = "\u{e9a1}";
pub const SYSTEM_THEME: &str = "\u{e9a2}";
pub const HIGH_CONTRAST: &str = "\u{e9a3}";
pub const LANGUAGE: &str = "\u{e9a4}";
pub const WORLD: &str = "\u{e9a5}";
