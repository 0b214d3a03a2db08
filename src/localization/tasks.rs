//! The words for what an administrator does with this console.

use super::Localizer;
use crate::domain::Task;
use crate::tr;

impl Localizer {
    pub fn task(&self, task: Task) -> String {
        match task {
            Task::ReadEndpoints => tr!(self, "task-read-endpoints"),
            Task::FindHolders => tr!(self, "task-find-holders"),
            Task::CreateEndpoints => tr!(self, "task-create-endpoints"),
            Task::RemoveEndpoints => tr!(self, "task-remove-endpoints"),
            Task::ReadServers => tr!(self, "task-read-servers"),
            Task::ControlServices => tr!(self, "task-control-services"),
            Task::ReadRooms => tr!(self, "task-read-rooms"),
            Task::ChangeUsers => tr!(self, "task-change-users"),
            Task::GrantPolicies => tr!(self, "task-grant-policies"),
            Task::UpdateUserDatabase => tr!(self, "task-update-user-database"),
            Task::Replicate => tr!(self, "task-replicate"),
            Task::SendTestMessage => tr!(self, "task-send-test-message"),
        }
    }
}
