//! The LDAP adapter keeps the contract of a directory on Samba, a domain controller that is not ours.
//!
//! Samba here is one controller: what several do is shown on the lab.

use std::cell::{Cell, OnceCell};
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use pchat_console::adapters::active_directory::ActiveDirectory;
use pchat_console::ports::{Call, Cancel, Directory};

use crate::directory_contract::{Bench, Who, directory_contract};
use crate::directory_servers::Samba;
use crate::support::secs;

/// A controller that starts when the first session is opened.
struct SambaBench {
    recycle_bin: Cell<&'static str>,
    controller: OnceCell<Samba>,
}

impl SambaBench {
    fn new() -> Self {
        Self {
            recycle_bin: Cell::new("restorable"),
            controller: OnceCell::new(),
        }
    }

    fn controller(&self) -> &Samba {
        self.controller
            .get_or_init(|| Samba::start(&["--recycle-bin", self.recycle_bin.get()]))
    }
}

impl Bench for SambaBench {
    fn session(&self, who: Who) -> Box<dyn Directory> {
        let account = match who {
            Who::Administrator => "rtcadmin",
            Who::Operator => "rtcoperator",
            Who::HelpDesk => "helpdesk",
        };
        let dial = self.controller().dial(account);
        let call = Call::new(secs(60), &Cancel::default());
        Box::new(ActiveDirectory::connect(&dial, &call).expect("the controller lets us in"))
    }

    fn others_set(&self, dn: &str, attribute: &str, values: &[&str]) {
        let mut ldif = format!(
            "dn:: {}\nchangetype: modify\nreplace: {attribute}\n",
            BASE64.encode(dn)
        );
        for value in values {
            writeln!(ldif, "{attribute}:: {}", BASE64.encode(value)).unwrap();
        }
        self.controller().change(&ldif);
    }

    /// One controller knows everything at once.
    fn settle(&self) {}

    fn without_recycle_bin(&self) {
        self.recycle_bin.set("off");
    }

    fn set_silent(&self, is_silent: bool) {
        if is_silent {
            self.controller().pause();
        } else {
            self.controller().resume();
        }
    }
}

directory_contract!(SambaBench::new);
