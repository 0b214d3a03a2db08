//! Which of the lab's people does what.

use super::Told;
use crate::domain::{LabDeed, Moment};
use crate::lab::Lab;
use crate::lab::site::Site;

impl Lab {
    /// Lets people around the console do something; what their tools print comes back, or their words when they fail.
    pub fn people_act(&self, deed: LabDeed) -> Result<String, String> {
        let now = self.clock.now();
        self.site().people_act(deed, now)
    }

    /// What the old system's administration tool exports for the risk sheet: the names of files and what is in them.
    pub fn source_exports(&self) -> Vec<(String, Vec<u8>)> {
        self.site().group_chat.database.exports()
    }
}

impl Site {
    fn people_act(&mut self, deed: LabDeed, now: Moment) -> Told {
        match deed {
            LabDeed::StopGroupChat => self.group_chat.stop(),
            LabDeed::StartGroupChat => self.start_group_chat(now),
            LabDeed::ShowGroupChatServices => self.group_chat.show_services(),
            LabDeed::BackUpSource => Ok(self.group_chat.back_up_source(now)),
            LabDeed::BackUpTarget => Ok(self.back_up_target()),
            LabDeed::RestoreTarget => self.restore_target(now),
            LabDeed::ExportData => Ok(self.group_chat.export_data(now)),
            LabDeed::PreviewImport => self.preview_import(now),
            LabDeed::ImportData => self.import_data(now),
            LabDeed::CopyFiles => Ok(self.group_chat.copy_files()),
            LabDeed::CompareDatabases => self.compare_databases(),
            LabDeed::CleanUpSource => Ok(self.clean_up_source()),
            LabDeed::FixImportWarnings => Ok(self.fix_import_warnings(now)),
            LabDeed::SignInWithLegacyClient => self.sign_in_with_legacy_client(now),
            LabDeed::TestMessage => self.test_message(now),
            LabDeed::FindLegacyUsers => Ok(self.find_legacy_users()),
            LabDeed::EnableChatPolicy => Ok(self.set_chat_policy(true)),
            LabDeed::DisableChatPolicy => Ok(self.set_chat_policy(false)),
            LabDeed::UninstallGroupChat => self.group_chat.uninstall(),
            LabDeed::ReinstallGroupChat => self.group_chat.reinstall(),
            LabDeed::RetireSource => self.retire_source(),
            LabDeed::RepublishSource => self.republish_source(),
            LabDeed::RemoveLeftProxyValue => Ok(self.remove_left_proxy_values(now)),
            LabDeed::RecreateEndpoints => self.recreate_endpoints(now),
            LabDeed::RepairServer => Ok(self.repair_servers(now)),
        }
    }
}
