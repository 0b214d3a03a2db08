//! Makes edits of the message catalogues reach the program: the embedded files and the compile-time checks of the
//! messages are cached by the compiler, which does not know that they came from there.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "cargo:rerun-if-changed=i18n")?;
    writeln!(out, "cargo:rerun-if-changed=i18n.toml")
}
