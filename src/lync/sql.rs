//! Statements for the database's own tools, quoted by the rules of Transact-SQL: names in brackets, where a closing one
//! is doubled, and texts as `N'…'`, where an apostrophe is doubled. No other character ends them.

use super::quoting::ForbiddenCharacter;
use crate::domain::text::first_forbidden;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlStatement {
    /// Beside the site's own backups, without touching their chain. Appends: an earlier backup in the file stays.
    BackUp { database: String, file: String },
    /// The oldest backup in the file: the one from before anything was changed.
    Restore { database: String, file: String },
    /// Who registered with which client in these days, as the monitoring database of calls tells it.
    ClientsSeen { days: u16 },
    /// Who is registered now with which client. These tables are known from the field, not documented.
    ClientsNow,
}

impl SqlStatement {
    pub fn to_sql(&self) -> Result<String, ForbiddenCharacter> {
        Ok(match self {
            Self::BackUp { database, file } => format!(
                "BACKUP DATABASE {} TO DISK = {} WITH COPY_ONLY, CHECKSUM, NOINIT;",
                name(database)?,
                text(file)?
            ),
            Self::Restore { database, file } => format!(
                "RESTORE DATABASE {} FROM DISK = {} WITH FILE = 1, CHECKSUM, REPLACE;",
                name(database)?,
                text(file)?
            ),
            Self::ClientsSeen { days } => format!(
                "SELECT u.UserUri, v.Version, MAX(r.RegisterTime) AS LastSeen \
                 FROM LcsCDR.dbo.Registration AS r \
                 JOIN LcsCDR.dbo.Users AS u ON u.UserId = r.UserId \
                 JOIN LcsCDR.dbo.ClientVersions AS v ON v.VersionId = r.ClientVersionId \
                 WHERE r.RegisterTime > DATEADD(day, -{days}, GETUTCDATE()) \
                 GROUP BY u.UserUri, v.Version ORDER BY v.Version, u.UserUri;"
            ),
            Self::ClientsNow => {
                "SELECT w.UserAtHost, CAST(e.ClientApp AS varchar(256)) AS ClientApp \
                 FROM rtcdyn.dbo.RegistrarEndpoint AS e \
                 JOIN rtc.dbo.Resource AS w ON w.ResourceId = e.OwnerId \
                 ORDER BY ClientApp, w.UserAtHost;"
                    .to_owned()
            }
        })
    }
}

fn name(value: &str) -> Result<String, ForbiddenCharacter> {
    visible(value)?;
    Ok(format!("[{}]", value.replace(']', "]]")))
}

fn text(value: &str) -> Result<String, ForbiddenCharacter> {
    visible(value)?;
    Ok(format!("N'{}'", value.replace('\'', "''")))
}

fn visible(value: &str) -> Result<(), ForbiddenCharacter> {
    match first_forbidden(value) {
        Some(name) => Err(ForbiddenCharacter { name }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_end_only_where_they_are_meant_to() {
        let backup = SqlStatement::BackUp {
            database: "mgc]; DROP DATABASE [x".to_owned(),
            file: "D:\\o'brien’s; --\\mgc.bak".to_owned(),
        };
        assert_eq!(
            backup.to_sql().unwrap(),
            "BACKUP DATABASE [mgc]]; DROP DATABASE [x] TO DISK = N'D:\\o''brien’s; --\\mgc.bak' \
             WITH COPY_ONLY, CHECKSUM, NOINIT;"
        );
    }

    #[test]
    fn a_restore_takes_the_backup_from_before_anything_was_changed() {
        let restore = SqlStatement::Restore {
            database: "mgc".to_owned(),
            file: "D:\\mgc.bak".to_owned(),
        };
        assert_eq!(
            restore.to_sql().unwrap(),
            "RESTORE DATABASE [mgc] FROM DISK = N'D:\\mgc.bak' WITH FILE = 1, CHECKSUM, REPLACE;"
        );
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        let hidden = SqlStatement::BackUp {
            database: "mgc\u{202e}".to_owned(),
            file: "x\n".to_owned(),
        };
        assert_eq!(
            hidden.to_sql().unwrap_err().name,
            "U+202E RIGHT-TO-LEFT OVERRIDE"
        );
    }
}
